"""/news: what the feeds said lately, where they said something, and why a brief told a story."""

from __future__ import annotations

from datetime import datetime

from discord import app_commands
from discord.ext import commands

from bot.chat import render
from bot.chat.commands import NotAllowed
from bot.editor import MEMORY
from bot.model import ToldStory
from bot.owners import guild_owner
from bot.ports import BriefStore, Clock, FeedStore, NewsStore
from cogs.access import sees
from cogs.options import Choices, choices, picked, unknown
from cogs.planning import PlansOf
from cogs.replies import Interaction, finish, think

COUNT = 8


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
        feed="Only from this feed, or this publisher", share="Show the answer to everybody in the channel"
    )
    async def latest(self, interaction: Interaction, feed: str = "", share: bool = False) -> None:
        owner = guild_owner(interaction.guild_id or 0)
        named = await self._named(owner, feed) if feed else {}
        await think(interaction, ephemeral=not share)
        items = await self._news.latest(owner, **named, limit=COUNT)
        title = f"Latest from {next(iter(named.values()))}" if named else "Latest news"
        statuses = {status.feed.name: status for status in await self._feeds.feed_statuses(owner)}
        await finish(interaction, [render.news_list(items, title=title, of=statuses.get(named.get("feed", "")))])

    @app_commands.command(description="Reports that mention all of these words")
    @app_commands.describe(words="Words to look for", share="Show the answer to everybody in the channel")
    async def search(
        self, interaction: Interaction, words: app_commands.Range[str, 2, 100], share: bool = False
    ) -> None:
        await think(interaction, ephemeral=not share)
        owner = guild_owner(interaction.guild_id or 0)
        items = await self._news.search(owner, words.split(), limit=COUNT)
        await finish(interaction, [render.news_list(items, title=f"Reports that mention {words}")])

    @app_commands.command(description="Why a brief of this server told a story")
    @app_commands.describe(story="Words of its headline", share="Show the answer to everybody in the channel")
    async def why(self, interaction: Interaction, story: app_commands.Range[str, 2, 100], share: bool = False) -> None:
        await think(interaction, ephemeral=not share)
        words = story.casefold().split()
        for name, told_at, told in await self._told(interaction):
            if all(word in told.title.casefold() for word in words):
                await finish(interaction, [render.why_story(name, told_at, told)])
                return
        raise NotAllowed(
            "No brief of this server has told such a story lately; pick one of the list that Discord shows."
        )

    async def _told(self, interaction: Interaction) -> list[tuple[str, datetime, ToldStory]]:
        """What the briefs here have told lately in channels that the person may see: the brief's name, when, and the
        story, the newest first.
        """
        since = self._clock.now() - MEMORY
        told = [
            (plan.name, each.told_at, each.story)
            for plan in self._plans(interaction.guild_id or 0)
            if sees(interaction, plan.channel_id)
            for each in (await self._briefs.told(plan.id, since)).values()
            if each.story is not None
        ]
        return sorted(told, key=lambda one: one[1], reverse=True)

    @why.autocomplete("story")
    async def _told_titles(self, interaction: Interaction, typed: str) -> Choices:
        return choices((story.title for _, _, story in await self._told(interaction)), typed)

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
        raise NotAllowed(
            unknown("feed or publisher", name, [*feeds, *publishers], "Pick one of the list that Discord shows.")
        )

    async def _feed_names(self, owner: str) -> list[str]:
        return [status.feed.name for status in await self._feeds.feed_statuses(owner)]

    async def _publishers(self, owner: str) -> list[str]:
        return await self._news.publishers(owner, self._clock.now() - MEMORY)
