"""/brief: post one now, preview it, list what is planned; and the button that explains a posted brief."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat import render
from bot.chat.commands import NotAllowed
from bot.editor import Editor, brief_mark
from bot.model import BriefPlan, Delivery, DeliveryState, Slot
from bot.outbox import Dispatcher
from bot.ports import BriefStore, Clock
from bot.slots import next_slot
from cogs.access import manages_server
from cogs.replies import Interaction, finish, reply, think

# How long /brief now waits for Discord before it says that the brief is on its way.
PATIENCE = timedelta(seconds=25)
PlansOf = Callable[[int], Sequence[BriefPlan]]
"""The plans of a server, by its id."""


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Briefs(commands.GroupCog, group_name="brief", group_description="The briefs of this server"):
    """For admins; an admin may open `list` to members in Discord's own settings."""

    def __init__(
        self,
        editor: Editor,
        dispatcher: Dispatcher,
        clock: Clock,
        plans: PlansOf,
        first_gathering: asyncio.Event,
    ) -> None:
        self._editor = editor
        self._dispatcher = dispatcher
        self._clock = clock
        self._plans = plans
        self._first_gathering = first_gathering
        super().__init__()

    @app_commands.command(description="Post a brief in its channel now, whatever the hour")
    @app_commands.describe(name="Which brief")
    @app_commands.check(manages_server)
    @app_commands.checks.cooldown(4, 30, key=lambda interaction: interaction.guild_id)
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
    @app_commands.checks.cooldown(4, 30, key=lambda interaction: interaction.guild_id)
    async def preview(self, interaction: Interaction, name: str) -> None:
        plan = self._plan(interaction, name)
        await think(interaction)
        await self._feeds_read()
        brief = await self._editor.write(plan)
        mark = brief_mark(Slot(plan.id, "preview", brief.written_at))
        messages = render.messages(brief, layout=plan.layout, mark=mark)
        await finish(interaction, [message.payload for message in messages])

    @app_commands.command(name="list", description="What is planned for this server, and when the next brief comes")
    async def list_plans(self, interaction: Interaction) -> None:
        now = self._clock.now()
        rows = [(plan, slot.due if (slot := next_slot(plan, now)) else None) for plan in self._here(interaction)]
        await reply(interaction, render.plan_list(rows))

    @now.autocomplete("name")
    @preview.autocomplete("name")
    async def _names(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices((plan.name for plan in self._here(interaction)), typed)

    async def _feeds_read(self) -> None:
        """Right after a start, wait for the first reading of the feeds, within reason."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self._first_gathering.wait()

    def _here(self, interaction: Interaction) -> Sequence[BriefPlan]:
        return self._plans(interaction.guild_id or 0)

    def _plan(self, interaction: Interaction, name: str) -> BriefPlan:
        plans = self._here(interaction)
        for plan in plans:
            if plan.name.casefold() == name.strip().casefold():
                return plan
        known = ", ".join(plan.name for plan in plans) or "none yet"
        raise NotAllowed(f"There is no brief of that name in this server; there is {known}.")


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


def choices(names: Iterable[str], typed: str) -> list[app_commands.Choice[str]]:
    """At most the 25 choices that Discord shows, those that begin with what was typed first."""
    wanted = typed.strip().casefold()
    found = sorted(
        (name for name in names if wanted in name.casefold()), key=lambda name: not name.casefold().startswith(wanted)
    )
    return [app_commands.Choice(name=name[:100], value=name[:100]) for name in found[:25]]


def why_button(store: BriefStore) -> type[discord.ui.DynamicItem[discord.ui.Button[Any]]]:
    """The button under every brief. discord.py makes its instances by itself, so the class knows the store."""

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
            brief = await store.brief_by_mark(self.mark)
            if brief is None:
                words = "This was a preview, or a brief too old to be kept: there is nothing more to say about it."
                await interaction.response.send_message(words, ephemeral=True)
                return
            await reply(interaction, render.why(brief))

    return WhyButton
