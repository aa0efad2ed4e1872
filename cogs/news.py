"""/news: what the feeds said lately, where they said something, and why a brief told a story."""

from __future__ import annotations

from collections.abc import Sequence

from discord import app_commands
from discord.ext import commands

from bot.chat import render
from bot.chat.commands import NotAllowed
from bot.chat.wire import inline
from bot.editor import MEMORY
from bot.model import Item, Told
from bot.owners import guild_owner
from bot.ports import BriefStore, Clock, FeedStore, NewsStore
from bot.text import same_name
from cogs.access import sees
from cogs.options import CHOICE_MAX, Choices, choices, picked, unknown
from cogs.planning import PlansOf
from cogs.replies import Interaction, finish, think

COUNT, MOST = 8, 25
_PICK = "Pick one from the list that Discord shows while you type."
Count = app_commands.Range[int, 1, MOST]


@app_commands.guild_only()
class News(commands.GroupCog, group_name="news", group_description="Space news from this server's feeds"):
    """For everybody: the feeds that their server reads."""

    def __init__(self, news: NewsStore, feeds: FeedStore, briefs: BriefStore, plans: PlansOf, clock: Clock) -> None:
        self._news = news
        self._feeds = feeds
        self._briefs = briefs
        self._plans = plans
        self._clock = clock
        super().__init__()

    @app_commands.command(description="The newest reports")
    @app_commands.describe(
        feed="Only from this feed, or this publisher",
        count=f"How many reports, {COUNT} if you leave it out",
        share="Show the answer to everybody in the channel",
    )
    async def latest(self, interaction: Interaction, feed: str = "", count: Count = COUNT, share: bool = False) -> None:
        owner = guild_owner(interaction.guild_id or 0)
        named = await self._named(owner, feed) if feed else {}
        await think(interaction, ephemeral=not share)
        items = await self._news.latest(owner, **named, limit=count + 1)
        title = f"Latest from {next(iter(named.values()))}" if named else "Latest news"
        statuses = {status.feed.name: status for status in await self._feeds.feed_statuses(owner)}
        of = statuses.get(named.get("feed", ""))
        await finish(
            interaction,
            render.news_list(items[:count], title=title, of=of, more=_more(items, count)),
            ephemeral=not share,
        )

    @app_commands.command(description="Reports that mention all of these words")
    @app_commands.describe(
        words="Words to look for",
        count=f"How many reports, {COUNT} if you leave it out",
        share="Show the answer to everybody in the channel",
    )
    async def search(
        self,
        interaction: Interaction,
        words: app_commands.Range[str, 2, 100],
        count: Count = COUNT,
        share: bool = False,
    ) -> None:
        await think(interaction, ephemeral=not share)
        owner = guild_owner(interaction.guild_id or 0)
        items = await self._news.search(owner, words.split(), limit=count + 1)
        title = f"Reports that mention {words}"
        await finish(
            interaction, render.news_list(items[:count], title=title, more=_more(items, count)), ephemeral=not share
        )

    @app_commands.command(description="Why a brief of this server told a story")
    @app_commands.describe(
        story="Words of its headline or summary",
        brief="Which brief, where several told it; the last one if you leave it out",
        share="Show the answer to everybody in the channel",
    )
    async def why(
        self,
        interaction: Interaction,
        story: app_commands.Range[str, 2, 100],
        brief: str = "",
        share: bool = False,
    ) -> None:
        await think(interaction, ephemeral=not share)
        told = await self._told(interaction)
        found = _telling_of(story, told)
        meant = [telling for telling in found if not brief or same_name(telling.brief, brief)]
        if not found:
            raise NotAllowed(
                "No story that a brief of this server told lately has all of these words in its headline or summary. "
                + _PICK
            )
        if not meant:
            tellers = dict.fromkeys(telling.brief for telling in found)
            named = ", ".join(inline(name, 100) for name in tellers)
            raise NotAllowed(f"The brief {inline(brief, 100)} hasn't told that lately. Briefs that have: {named}.")
        await finish(interaction, [render.why_story(meant[0], [each for each in found if each != meant[0]])])

    async def _told(self, interaction: Interaction) -> list[render.Telling]:
        """What the briefs here have told lately in channels that the person may see, the newest first."""
        since = self._clock.now() - MEMORY
        told = [
            render.Telling(plan.name, each.told_at, each.story, _message_of(interaction, each))
            for plan in self._plans(interaction.guild_id or 0)
            if sees(interaction, plan.channel_id)
            for each in (await self._briefs.told(plan.id, since)).values()
            if each.story is not None
        ]
        return sorted(told, key=lambda one: one.told_at, reverse=True)

    @why.autocomplete("story")
    async def _told_titles(self, interaction: Interaction, typed: str) -> Choices:
        found = _telling_of(typed, await self._told(interaction))
        titles = list(dict.fromkeys(telling.story.title[:CHOICE_MAX] for telling in found))
        return [app_commands.Choice(name=title, value=title) for title in titles[:25]]

    @why.autocomplete("brief")
    async def _tellers(self, interaction: Interaction, typed: str) -> Choices:
        return choices((telling.brief for telling in await self._told(interaction)), typed)

    @latest.autocomplete("feed")
    async def _names(self, interaction: Interaction, typed: str) -> Choices:
        owner = guild_owner(interaction.guild_id or 0)
        feeds = await self._feed_names(owner)
        taken = {name.casefold() for name in feeds}
        publishers = [name for name in await self._publishers(owner) if name.casefold() not in taken]
        return choices([*feeds, *publishers], typed)

    async def _named(self, owner: str, name: str) -> dict[str, str]:
        """The feed of that name, else the publisher."""
        feeds, publishers = await self._feed_names(owner), await self._publishers(owner)
        for kind, names in (("feed", feeds), ("publisher", publishers)):
            if known := picked(name, names):
                return {kind: known}
        raise NotAllowed(unknown("feed or publisher", name, [*feeds, *publishers], _PICK))

    async def _feed_names(self, owner: str) -> list[str]:
        return [status.feed.name for status in await self._feeds.feed_statuses(owner)]

    async def _publishers(self, owner: str) -> list[str]:
        return await self._news.publishers(owner, self._clock.now() - MEMORY)


def _telling_of(typed: str, told: Sequence[render.Telling]) -> list[render.Telling]:
    """The tellings that all of the words stand in, those with them in the headline first."""
    words = typed.casefold().split()
    found = [telling for telling in told if telling.tells(words)]
    return sorted(found, key=lambda telling: not all(word in telling.story.title.casefold() for word in words))


def _message_of(interaction: Interaction, told: Told) -> str:
    """The address of the message in which it was told, as far as that is known."""
    if not (interaction.guild_id and told.channel_id and told.message_id):
        return ""
    return render.jump_url(interaction.guild_id, told.channel_id, told.message_id)


def _more(items: Sequence[Item], count: int) -> str:
    """How to see what is left, where there is more than was asked for."""
    if len(items) <= count:
        return ""
    return f"There is more: `count` shows up to {MOST}." if count < MOST else "There is more: `/news search` finds it."
