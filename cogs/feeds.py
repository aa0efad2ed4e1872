"""/feed: which feeds there are, how reading them goes, and a server's own: add, pause, resume, remove."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container, Sequence
from typing import Literal
from urllib.parse import urlsplit

from discord import app_commands
from discord.ext import commands

from bot.chat import render
from bot.chat.commands import NotAllowed
from bot.chat.limits import per_server
from bot.chat.wire import inline
from bot.errors import FeedError, Refused
from bot.feeds import pacing
from bot.feeds.finding import Found, address
from bot.guilds import Guilds
from bot.model import FeedStatus
from bot.owners import FILE_OWNER, guild_owner
from bot.ports import Clock, FeedStore
from bot.text import same_name
from cogs.access import manages_server
from cogs.confirm import choose
from cogs.options import Choices, choices, unknown
from cogs.replies import Interaction, finish, reply, reply_at_length, think

Find = Callable[[str], Awaitable[Sequence[Found]]]
"""The feeds behind an address: see bot.feeds.finding."""
# Addresses that a server may have looked up, each of which costs others up to a dozen requests. Room for some mistyped.
LOOK_UPS = app_commands.Cooldown(10, 120)


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Feeds(commands.GroupCog, group_name="feed", group_description="The feeds that the news comes from"):
    """For admins: everybody's feeds, and those that their server has for itself."""

    def __init__(self, feeds: FeedStore, guilds: Guilds, find: Find, clock: Clock) -> None:
        self._feeds = feeds
        self._guilds = guilds
        self._find = find
        self._clock = clock
        self._look_ups = commands.CooldownMapping(LOOK_UPS, _server)
        super().__init__()

    @app_commands.command(name="list", description="Every feed, when it was read, and what it gave")
    @app_commands.check(manages_server)
    async def list_feeds(self, interaction: Interaction) -> None:
        await reply_at_length(interaction, render.feed_list(await self._statuses(interaction), self._clock.now()))

    @app_commands.command(description="Feeds that can't be read: why, since when, and when they are tried again")
    @app_commands.describe(feed="One feed, whether or not it is well")
    @app_commands.check(manages_server)
    async def health(self, interaction: Interaction, feed: str = "") -> None:
        if feed:
            await reply_at_length(
                interaction, render.feed_list([await self._named(interaction, feed)], self._clock.now())
            )
        else:
            await reply(interaction, render.feed_health(await self._statuses(interaction), self._clock.now()))

    @app_commands.command(description="Read a feed for this server: its own address, or that of its site")
    @app_commands.describe(
        url="The feed's address, or the site's",
        name="What it is called here; as it calls itself if you leave it out",
        tier="How close the publisher is to the event; press if you leave it out",
        tags='Words to choose it by in a brief: "launch, europe"',
    )
    @app_commands.check(manages_server)
    async def add(
        self,
        interaction: Interaction,
        url: app_commands.Range[str, 4, 2000],
        name: app_commands.Range[str, 1, 80] | None = None,
        tier: Literal["official", "press", "community"] = "press",
        tags: app_commands.Range[str, 1, 400] = "",
    ) -> None:
        guild_id = interaction.guild_id or 0
        await self._guilds.may_add_feed(guild_id, address(url), name or "")
        if wait := self._look_ups.update_rate_limit(interaction):
            raise app_commands.CommandOnCooldown(LOOK_UPS, wait)
        await think(interaction)
        try:
            found = await self._find(url)
        except FeedError as error:
            raise Refused(f"{inline(error.url, 200)}: {inline(error.reason, 300)}") from None

        async def take(n: int) -> str:
            feed = found[n]
            words = tuple(tag.strip() for tag in tags.split(",") if tag.strip())
            called = name or feed.title[:80].strip() or urlsplit(feed.url).hostname or "A feed"
            settings = {"name": called, "url": feed.url, "tier": tier, "tags": words}
            added = await self._guilds.add_feed(guild_id, settings)
            return render.feed_added(added, feed.entries, feed.newest, feed.language, self._guilds.of(guild_id))

        if len(found) == 1:
            await finish(interaction, [{"content": await take(0)}])
        else:
            words = "There are several feeds. Which one?"
            known = {status.feed.url for status in await self._statuses(interaction)}
            await choose(interaction, words, [_described(each, known) for each in found], take)

    @app_commands.command(description="Let one of this server's own feeds rest")
    @app_commands.describe(feed="Which feed")
    @app_commands.check(manages_server)
    @per_server(5, 30)
    async def pause(self, interaction: Interaction, feed: str) -> None:
        status = await self._named(interaction, feed)
        await think(interaction)
        await self._guilds.pause_feed(status, paused=True)
        rests = "rests already" if status.paused else "rests"
        await self._say(interaction, status, f"{rests}: it isn't read, and your briefs leave it out")

    @app_commands.command(description="Read one of this server's own feeds again")
    @app_commands.describe(feed="Which feed")
    @app_commands.check(manages_server)
    @per_server(5, 30)
    async def resume(self, interaction: Interaction, feed: str) -> None:
        status = await self._named(interaction, feed)
        await think(interaction)
        await self._guilds.pause_feed(status, paused=False)
        wait = pacing.asked_to_wait(status.state.not_before, self._clock.now())
        await self._say(interaction, status, f"is read again, but not yet: {wait}" if wait else _resumed(status))

    @app_commands.command(description="Remove one of this server's own feeds")
    @app_commands.describe(feed="Which feed")
    @app_commands.check(manages_server)
    @per_server(5, 30)
    async def remove(self, interaction: Interaction, feed: str) -> None:
        status = await self._named(interaction, feed)
        await think(interaction)
        await self._guilds.remove_feed(status)
        plans = self._guilds.of(interaction.guild_id or 0)
        names = ", ".join(inline(plan.name, 100) for plan in plans if status.feed.name in plan.selection.feeds)
        left = f". Still chosen by name in: {names}; `/brief edit` changes that" if names else ""
        await self._say(interaction, status, f"is removed; `/feed add` brings it back{left}")

    @health.autocomplete("feed")
    async def _all_names(self, interaction: Interaction, typed: str) -> Choices:
        return choices((status.feed.name for status in await self._statuses(interaction)), typed)

    @pause.autocomplete("feed")
    @resume.autocomplete("feed")
    @remove.autocomplete("feed")
    async def _own_names(self, interaction: Interaction, typed: str) -> Choices:
        statuses = await self._statuses(interaction)
        return choices((status.feed.name for status in statuses if status.owner != FILE_OWNER), typed)

    async def _statuses(self, interaction: Interaction) -> list[FeedStatus]:
        return await self._feeds.feed_statuses(guild_owner(interaction.guild_id or 0))

    async def _named(self, interaction: Interaction, name: str) -> FeedStatus:
        statuses = await self._statuses(interaction)
        for status in statuses:
            if same_name(status.feed.name, name):
                return status
        raise NotAllowed(
            unknown("feed", name, [status.feed.name for status in statuses], "`/feed list` shows them all.")
        )

    async def _say(self, interaction: Interaction, status: FeedStatus, what: str) -> None:
        await finish(interaction, [{"content": f"The feed {inline(status.feed.name, 100)} {what}."}])


def _server(interaction: Interaction) -> int | None:
    return interaction.guild_id


def _resumed(before: FeedStatus) -> str:
    if before.paused:
        return "is read again"
    return "is tried again" if before.state.failures or before.state.stopped else "is being read already"


def _described(found: Found, known: Container[str]) -> tuple[str, str]:
    newest = f", the newest of {found.newest:%d %B %Y}" if found.newest else ""
    held = "read here already" if found.url in known else f"{found.entries} entries{newest}"
    return found.title or found.url, f"{held} · {found.url}"
