"""/feed: which feeds there are, and how reading them goes."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.chat import render
from bot.chat.commands import NotAllowed
from bot.ports import Clock, FeedStore
from cogs.access import manages_server
from cogs.briefs import choices
from cogs.replies import Interaction, reply


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Feeds(commands.GroupCog, group_name="feed", group_description="The feeds that the news comes from"):
    """For admins. `owner` says whose feeds are shown."""

    def __init__(self, feeds: FeedStore, clock: Clock, owner: str) -> None:
        self._feeds = feeds
        self._clock = clock
        self._owner = owner
        super().__init__()

    @app_commands.command(name="list", description="Every feed, when it was read, and what it gave")
    @app_commands.check(manages_server)
    async def list_feeds(self, interaction: Interaction) -> None:
        statuses = await self._feeds.feed_statuses(self._owner)
        await reply(interaction, render.feed_list(statuses, self._clock.now()))

    @app_commands.command(description="Feeds that can't be read: why, since when, and when they are tried again")
    @app_commands.describe(feed="One feed, whether or not it is well")
    @app_commands.check(manages_server)
    async def health(self, interaction: Interaction, feed: str = "") -> None:
        statuses = await self._feeds.feed_statuses(self._owner)
        if not feed:
            await reply(interaction, render.feed_health(statuses, self._clock.now()))
            return
        named = [status for status in statuses if status.feed.name.casefold() == feed.strip().casefold()]
        if not named:
            raise NotAllowed("There is no feed of that name; /feed list shows them all.")
        await reply(interaction, render.feed_list(named, self._clock.now()))

    @health.autocomplete("feed")
    async def _names(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        statuses = await self._feeds.feed_statuses(self._owner)
        return choices((status.feed.name for status in statuses), typed)
