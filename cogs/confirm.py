"""Asking once more before something is gone for good, and choosing among a few: what waits for one person's answer.

Nothing of it outlives the process or a few minutes; unanswered, nothing happens.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

import discord

from bot.chat.commands import tell_failure
from bot.chat.views import as_message
from cogs.access import manages_server
from cogs.replies import Interaction, Payload

PATIENCE = 120.0  # seconds
NOTHING = "Nothing was changed."
Act = Callable[[], Awaitable[str]]
"""Does it, and says in words what was done."""


class _Asked(discord.ui.View):
    """A question to an admin. Answered or not, it ends: `unanswered` then takes its place, or only its buttons go."""

    def __init__(self, asked: Interaction, unanswered: dict[str, Any]) -> None:
        super().__init__(timeout=PATIENCE)
        self._asked = asked
        self._unanswered = unanswered

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        return manages_server(interaction)

    async def on_error(self, interaction: Interaction, error: Exception, item: discord.ui.Item[Any], /) -> None:
        await tell_failure(interaction, error, f"the answer to {type(item).__name__}")

    async def on_timeout(self) -> None:
        with suppress(discord.HTTPException, OSError):
            await self._asked.edit_original_response(**self._unanswered, view=None)

    async def carry_out(self, interaction: Interaction, act: Awaitable[str]) -> None:
        """Act, and put what was done in the place of the question; why it can't be done is said below it."""
        self.stop()
        await interaction.response.defer()
        done = NOTHING
        try:
            done = await act
        finally:
            await interaction.edit_original_response(content=done, embeds=[], view=None)


class _Button(discord.ui.Button[_Asked]):
    def __init__(self, label: str, style: discord.ButtonStyle, act: Act) -> None:
        super().__init__(label=label, style=style)
        self._act = act

    async def callback(self, interaction: Interaction) -> None:
        if self.view:
            await self.view.carry_out(interaction, self._act())


class _Opener(discord.ui.Button[_Asked]):
    def __init__(self, label: str, ask: Callable[[Interaction], Awaitable[None]]) -> None:
        super().__init__(label=label, style=discord.ButtonStyle.danger)
        self._ask = ask

    async def callback(self, interaction: Interaction) -> None:
        await self._ask(interaction)


class _Select(discord.ui.Select[_Asked]):
    def __init__(self, choices: Sequence[tuple[str, str]], act: Callable[[int], Awaitable[str]]) -> None:
        super().__init__(placeholder="Choose one")
        for n, (label, description) in enumerate(choices[:25]):
            self.add_option(label=label[:100] or "Untitled", description=description[:100] or None, value=str(n))
        self._act = act

    async def callback(self, interaction: Interaction) -> None:
        if self.view:
            await self.view.carry_out(interaction, self._act(int(self.values[0])))


async def _nothing() -> str:
    return NOTHING


async def confirm(interaction: Interaction, words: str, label: str, act: Act) -> None:
    """The first answer: a question that only the person who asked sees, a red button, and a way out."""
    view = _Asked(interaction, {"content": NOTHING})
    view.add_item(_Button(label, discord.ButtonStyle.danger, act))
    view.add_item(_Button("Keep it", discord.ButtonStyle.secondary, _nothing))
    await interaction.response.send_message(words, view=view, ephemeral=True)


async def offer(
    interaction: Interaction,
    payload: Payload,
    label: str,
    ask: Callable[[Interaction], Awaitable[None]],
    *,
    spent: Payload,
) -> None:
    """The first answer: a message with one red button, which asks before it does anything. `spent` is what it says once
    the button is gone.
    """
    view = _Asked(interaction, {"embeds": as_message(spent)["embeds"]})
    view.add_item(_Opener(label, ask))
    await interaction.response.send_message(ephemeral=True, **(as_message(payload) | {"view": view}))


async def choose(
    interaction: Interaction, words: str, choices: Sequence[tuple[str, str]], act: Callable[[int], Awaitable[str]]
) -> None:
    """After `think`: a list of (label, description) to choose from; `act` gets the number of the one chosen."""
    view = _Asked(interaction, {"content": NOTHING})
    view.add_item(_Select(choices, act))
    await interaction.edit_original_response(content=words, view=view)
