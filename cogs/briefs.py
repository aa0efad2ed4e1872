"""/brief: post one now, preview it, list what is planned, tell how it goes; and the button under a posted brief."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat import render
from bot.chat.limits import per_server
from bot.deliveries import Delivery, DeliveryState
from bot.editor import Editor, brief_mark
from bot.guilds import Guilds
from bot.model import BriefPlan, Feed, Selection, Slot
from bot.outbox import Dispatcher
from bot.owners import guild_owner
from bot.ports import BriefStore, Clock, Store
from bot.schedule import Schedule
from cogs.access import manages_server, sees
from cogs.options import Choices, choices
from cogs.planning import Planning, PlansOf, TroubleWith
from cogs.previews import Previews
from cogs.replies import Interaction, finish, reply, reply_at_length, think

# How long /brief now waits for Discord before it says that the brief is on its way.
PATIENCE = timedelta(seconds=25)
# Times at which a brief was due that /brief status tells of, and messages of theirs: a brief has one or two.
PAST, MESSAGES = 4, 12


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Briefs(Planning, commands.GroupCog, group_name="brief", group_description="The briefs of this server"):
    """For admins; an admin may open `list` to members in Discord's own settings."""

    def __init__(
        self,
        editor: Editor,
        dispatcher: Dispatcher,
        schedule: Schedule,
        store: Store,
        clock: Clock,
        guilds: Guilds,
        plans: PlansOf,
        trouble: TroubleWith,
        first_gathering: asyncio.Event,
    ) -> None:
        self._editor = editor
        self._dispatcher = dispatcher
        self._schedule = schedule
        self._store = store
        self._clock = clock
        self._guilds = guilds
        self._plans = plans
        self._trouble = trouble
        self._first_gathering = first_gathering
        self.previewed = Previews(clock)
        super().__init__()

    @app_commands.command(description="Post a brief in its channel now, whatever the hour")
    @app_commands.describe(name="Which brief")
    @app_commands.check(manages_server)
    @per_server(4, 30)
    async def now(self, interaction: Interaction, name: str) -> None:
        plan = self._plan(interaction, name)
        await think(interaction)
        await self._feeds_read()
        now = self._clock.now()
        slot = Slot(plan.id, f"now {now.isoformat(timespec='milliseconds')}", now)
        await self._editor.fill(plan, slot, expires=now + plan.grace)
        self._dispatcher.nudge()
        deliveries = await self._dispatcher.settled(slot, PATIENCE)
        await finish(interaction, [{"content": outcome(plan, deliveries)}])

    @app_commands.command(description="See a brief as it would be now; only you see it, and nothing is posted")
    @app_commands.describe(name="Which brief")
    @app_commands.check(manages_server)
    @per_server(4, 30)
    async def preview(self, interaction: Interaction, name: str) -> None:
        plan = self._plan(interaction, name)
        await think(interaction)
        await self._feeds_read()
        brief = await self._editor.write(plan)
        mark = brief_mark(Slot(plan.id, f"preview {brief.written_at.isoformat()}", brief.written_at))
        self.previewed.keep(plan.id, mark, brief)
        messages = render.messages(brief, layout=plan.layout, mark=mark)
        await finish(interaction, [message.payload for message in messages])

    @app_commands.command(name="list", description="What is planned for this server, and when the next brief comes")
    async def list_plans(self, interaction: Interaction) -> None:
        here = [plan for plan in self._here(interaction) if sees(interaction, plan.channel_id)]
        rows = [(plan, await self._next_due(plan)) for plan in here]
        await reply(interaction, render.plan_list(rows))

    @app_commands.command(description="How your briefs go: the next, the last, and why one didn't come")
    @app_commands.describe(name="Which brief; all of them if you leave it out")
    @app_commands.check(manages_server)
    @per_server(5, 30)
    async def status(self, interaction: Interaction, name: str = "") -> None:
        plans = [self._plan(interaction, name)] if name else self._here(interaction)
        statuses = await self._store.feed_statuses(guild_owner(interaction.guild_id or 0))
        feeds = [status.feed for status in statuses]
        standings = [await self._standing(plan, feeds) for plan in plans]
        await reply(interaction, render.plan_status(standings, interaction.guild_id or 0))

    async def _standing(self, plan: BriefPlan, feeds: Sequence[Feed]) -> render.Standing:
        return render.Standing(
            plan,
            await self._next_due(plan),
            await self._store.last_slots(plan.id, PAST),
            await self._store.deliveries(plan.id, MESSAGES),
            await self._trouble(plan.channel_id),
            self._schedule.waits_for(plan.id),
            missing(plan.selection, feeds),
            await self._foreign(plan),
        )

    @now.autocomplete("name")
    @preview.autocomplete("name")
    @status.autocomplete("name")
    async def _posted_names(self, interaction: Interaction, typed: str) -> Choices:
        return choices((plan.name for plan in self._here(interaction)), typed)

    async def _feeds_read(self) -> None:
        """Right after a start, wait for the first reading of the feeds, within reason."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self._first_gathering.wait()


def missing(selection: Selection, feeds: Sequence[Feed]) -> list[str]:
    """Feeds and tags that a brief chooses from and that are none of these feeds'."""
    names, tags = {feed.name for feed in feeds}, {tag for feed in feeds for tag in feed.tags}
    return [
        *(name for name in selection.feeds if name not in names),
        *(f"the tag {tag}" for tag in selection.tags if tag not in tags),
    ]


def outcome(plan: BriefPlan, deliveries: Sequence[Delivery]) -> str:
    """What became of a brief posted by hand, in words."""
    if not deliveries:
        return "There is no news for this brief, and on a quiet day it posts nothing."
    for delivery in deliveries:
        match delivery.state:
            case DeliveryState.SENT:
                continue
            case DeliveryState.PENDING | DeliveryState.SENDING:
                why = f" ({delivery.reason})" if delivery.reason else ""
                return f"The brief is on its way to <#{plan.channel_id}>; Discord takes its time{why}."
            case _:
                return f"The brief could not be posted: {delivery.reason}"
    return f"Posted in <#{plan.channel_id}>."


def why_button(store: BriefStore, previewed: Previews) -> type[discord.ui.DynamicItem[discord.ui.Button[Any]]]:
    """The button under every brief. discord.py makes its instances by itself, and the class knows the briefs."""

    class WhyButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=f"(?P<mark>{render.MARK})"):
        """Lives in the message alone, so it answers after any restart."""

        def __init__(self, mark: str) -> None:
            self.mark = mark
            super().__init__(discord.ui.Button(custom_id=mark))

        @classmethod
        async def from_custom_id(
            cls, _interaction: Interaction, _item: discord.ui.Item[Any], match: re.Match[str], /
        ) -> Self:
            return cls(match["mark"])

        async def callback(self, interaction: Interaction) -> None:
            brief = previewed.get(self.mark.rpartition(":")[0]) or await store.brief_by_mark(self.mark)
            if brief is None:
                words = "What was behind this brief isn't kept any more: it is too old, or was deleted by `/privacy`."
                if interaction.permissions.manage_guild:
                    words += " `/brief preview` shows a new one."
                await interaction.response.send_message(words, ephemeral=True)
                return
            await reply_at_length(interaction, render.why(brief))

    return WhyButton
