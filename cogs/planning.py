"""/brief schedule, edit, pause, resume, remove: the briefs that a server makes for itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat import render
from bot.chat.commands import NotAllowed
from bot.chat.limits import per_server
from bot.chat.wire import inline
from bot.editor import MEMORY
from bot.guilds import Guilds, own
from bot.model import BriefPlan, Feed
from bot.owners import guild_owner
from bot.ports import Clock, Store
from bot.selection import foreign
from bot.slots import LOOK_BACK, next_slot
from bot.text import same_name
from cogs.access import manages_server
from cogs.confirm import confirm
from cogs.options import Choices, PostingChannel, choices, next_choices, time_zones, zone_typed
from cogs.replies import Interaction, finish, think

PlansOf = Callable[[int], Sequence[BriefPlan]]
"""The plans of a server, by its id: the file's and its own."""
TroubleWith = Callable[[int], Awaitable[str]]
"""What keeps a brief out of a channel, in words that name the fix; "" for nothing."""

Layout = Literal["cards", "embeds"]
QuietDay = Literal["post", "skip"]
Window = Literal["6h", "12h", "24h", "48h", "7d"]
List = app_commands.Range[str, 1, 400]

_EXPLAINED = {
    "channel": "Where it is posted",
    "time": 'Local times of day: "09:00" or "9 am", or several: "09:00, 18:30"',
    "timezone": "Type your city, and pick its time zone",
    "days": 'On which days: "weekdays", "sat, sun", "mon-thu", or "all"',
    "stories": "How many stories at most",
    "topics": 'Only stories that mention one of these: "moon, Artemis"; "all" for everything',
    "languages": 'Only in these languages: "en, de"; "all" for every language',
    "feeds": 'Only from these feeds of /feed list, by name; "all" for every feed',
    "tags": 'Only from feeds with one of these tags of /feed list; "all" for every feed',
    "block": 'Never a story that mentions one of these; "none" to block nothing',
    "window": "News of how long before the brief",
    "layout": "Cards with pictures, or classic embeds",
    "quiet_day": "On a day without news: post a line that says so, or skip it",
    "ping_role": "A role to ping with each brief; @everyone for none",
}


class Planning(commands.Cog):
    """The half of /brief that makes and changes briefs. For cogs.briefs.Briefs, which is both halves."""

    _guilds: Guilds
    _plans: PlansOf
    _clock: Clock
    _store: Store
    _trouble: TroubleWith

    @app_commands.command(description="Make a brief: name, channel, local time and time zone are enough")
    @app_commands.describe(name="What it is called", **_EXPLAINED)
    @app_commands.autocomplete(timezone=time_zones)
    @app_commands.check(manages_server)
    @per_server(5, 60)
    async def schedule(
        self,
        interaction: Interaction,
        name: app_commands.Range[str, 1, 80],
        channel: app_commands.Transform[int, PostingChannel],
        time: List,
        timezone: List,
        days: List | None = None,
        stories: app_commands.Range[int, 1, 20] | None = None,
        topics: List | None = None,
        languages: List | None = None,
        feeds: List | None = None,
        tags: List | None = None,
        block: List | None = None,
        window: Window | None = None,
        layout: Layout | None = None,
        quiet_day: QuietDay | None = None,
        ping_role: discord.Role | None = None,
    ) -> None:
        guild_id = interaction.guild_id or 0
        typed = {
            "name": name, "channel": channel, "time": time, "timezone": timezone, "days": days, "stories": stories,
            "topics": topics, "languages": languages, "feeds": feeds, "tags": tags, "block": block, "window": window,
            "layout": layout, "quiet_day": quiet_day, **_ping(interaction, ping_role),
        }  # fmt: skip
        await think(interaction)
        typed["timezone"] = await zone_typed(interaction, timezone)
        plan = await self._guilds.schedule(guild_id, interaction.user.id, typed, self._plans(guild_id))
        await self._say(interaction, plan, "scheduled")

    @app_commands.command(description="Change a brief; what you leave out stays as it is")
    @app_commands.describe(name="Which brief", rename="What it is called from now on", **_EXPLAINED)
    @app_commands.autocomplete(timezone=time_zones)
    @app_commands.check(manages_server)
    @per_server(5, 60)
    async def edit(
        self,
        interaction: Interaction,
        name: str,
        rename: app_commands.Range[str, 1, 80] | None = None,
        channel: app_commands.Transform[int, PostingChannel] | None = None,
        time: List | None = None,
        timezone: List | None = None,
        days: List | None = None,
        stories: app_commands.Range[int, 1, 20] | None = None,
        topics: List | None = None,
        languages: List | None = None,
        feeds: List | None = None,
        tags: List | None = None,
        block: List | None = None,
        window: Window | None = None,
        layout: Layout | None = None,
        quiet_day: QuietDay | None = None,
        ping_role: discord.Role | None = None,
    ) -> None:
        plan = self._plan(interaction, name)
        typed = {
            "name": rename, "channel": channel, "time": time, "timezone": timezone, "days": days, "stories": stories,
            "topics": topics, "languages": languages, "feeds": feeds, "tags": tags, "block": block, "window": window,
            "layout": layout, "quiet_day": quiet_day, **_ping(interaction, ping_role),
        }  # fmt: skip
        await think(interaction)
        typed["timezone"] = await zone_typed(interaction, timezone)
        changed = await self._guilds.edit(plan, typed, self._plans(interaction.guild_id or 0))
        await self._say(interaction, changed, "changed")

    @app_commands.command(description="Let a brief rest; its settings stay")
    @app_commands.describe(name="Which brief")
    @app_commands.check(manages_server)
    @per_server(5, 30)
    async def pause(self, interaction: Interaction, name: str) -> None:
        plan = self._plan(interaction, name)
        await think(interaction)
        done = "paused" if await self._guilds.pause(plan) else "paused already"
        await self._say(interaction, self._plan(interaction, plan.name), done)

    @app_commands.command(description="Start a paused brief again; what was missed meanwhile is not posted")
    @app_commands.describe(name="Which brief")
    @app_commands.check(manages_server)
    @per_server(5, 30)
    async def resume(self, interaction: Interaction, name: str) -> None:
        plan = self._plan(interaction, name)
        await think(interaction)
        done = "running again" if await self._guilds.resume(plan) else "running already, so nothing was changed"
        await self._say(interaction, self._plan(interaction, plan.name), done)

    @app_commands.command(description="End a brief for good; what it posted stays in its channel")
    @app_commands.describe(name="Which brief")
    @app_commands.check(manages_server)
    @per_server(5, 30)
    async def remove(self, interaction: Interaction, name: str) -> None:
        plan = self._plan(interaction, name)
        own(plan)

        async def act() -> str:
            await self._guilds.remove(plan)
            return f"The brief {inline(plan.name, 100)} is removed."

        question = f"Remove the brief {inline(plan.name, 100)} in <#{plan.channel_id}> for good?"
        await confirm(interaction, question, "Remove it", act)

    @edit.autocomplete("name")
    @remove.autocomplete("name")
    async def _own_names(self, interaction: Interaction, typed: str) -> Choices:
        return choices((plan.name for plan in self._own(interaction)), typed)

    @pause.autocomplete("name")
    async def _running(self, interaction: Interaction, typed: str) -> Choices:
        return choices((plan.name for plan in self._own(interaction) if not plan.paused), typed)

    @resume.autocomplete("name")
    async def _paused(self, interaction: Interaction, typed: str) -> Choices:
        return choices((plan.name for plan in self._own(interaction) if plan.paused), typed)

    @schedule.autocomplete("feeds")
    @edit.autocomplete("feeds")
    async def _feed_names(self, interaction: Interaction, typed: str) -> Choices:
        return next_choices([feed.name for feed in await self._feeds(interaction)], typed)

    @schedule.autocomplete("tags")
    @edit.autocomplete("tags")
    async def _tags(self, interaction: Interaction, typed: str) -> Choices:
        return next_choices(sorted({tag for feed in await self._feeds(interaction) for tag in feed.tags}), typed)

    async def _feeds(self, interaction: Interaction) -> list[Feed]:
        return [status.feed for status in await self._store.feed_statuses(guild_owner(interaction.guild_id or 0))]

    async def _say(self, interaction: Interaction, plan: BriefPlan, done: str) -> None:
        """After `think`, for the store may be slow: what the brief is now, when it comes next, what is in its way."""
        due, trouble = await self._next_due(plan), await self._trouble(plan.channel_id)
        others = await self._foreign(plan)
        await finish(interaction, [render.scheduled(plan, due, trouble, others, done=done)])

    async def _foreign(self, plan: BriefPlan) -> list[str]:
        """The languages of its feeds, where the brief takes none of them. A feed without reports may be in any."""
        feeds = [status.feed for status in await self._store.feed_statuses(plan.owner) if not status.paused]
        spoken = await self._store.languages(plan.owner, self._clock.now() - MEMORY)
        return foreign(plan.selection, feeds, {feed.name: spoken.get(feed.name, {""}) for feed in feeds})

    async def _next_due(self, plan: BriefPlan) -> datetime | None:
        now = self._clock.now()
        taken = await self._store.taken_slots(plan.id, now - LOOK_BACK)
        slot = None if plan.paused else next_slot(plan, now, taken)
        return slot.due if slot else None

    def _here(self, interaction: Interaction) -> Sequence[BriefPlan]:
        return self._plans(interaction.guild_id or 0)

    def _own(self, interaction: Interaction) -> Sequence[BriefPlan]:
        """The briefs that the server made itself, and may change."""
        return self._guilds.of(interaction.guild_id or 0)

    def _plan(self, interaction: Interaction, name: str) -> BriefPlan:
        plans = self._here(interaction)
        for plan in plans:
            if same_name(plan.name, name):
                return plan
        known = ", ".join(inline(plan.name, 100) for plan in plans)
        hint = f"There is: {known}." if known else "There is none yet; `/brief schedule` makes one."
        raise NotAllowed(f"There is no brief of that name in this server. {hint}")


def _ping(interaction: Interaction, role: discord.Role | None) -> dict[str, object]:
    """The role as a setting: one that this person may ping. @everyone, whose id is the server's, stands for none."""
    if role is None:
        return {}
    if role.id == interaction.guild_id:
        return {"ping_role": 0}
    if not (role.mentionable or interaction.permissions.mention_everyone):
        raise NotAllowed(f"You may not ping {role.mention} yourself: choose a role that everybody may mention.")
    return {"ping_role": role.id}
