"""Answering an interaction with rendered bodies, within Discord's three seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.chat.views import as_message

Interaction = discord.Interaction[Any]
Payload = Mapping[str, object]


async def reply(interaction: Interaction, payload: Payload, *, ephemeral: bool = True) -> None:
    """The first and only answer."""
    await interaction.response.send_message(ephemeral=ephemeral, **as_message(payload))


async def reply_at_length(interaction: Interaction, payloads: Sequence[Payload]) -> None:
    """The first answer and those that follow it, for one person's eyes."""
    await reply(interaction, payloads[0])
    for payload in payloads[1:]:
        await interaction.followup.send(ephemeral=True, **as_message(payload))


async def think(interaction: Interaction, *, ephemeral: bool = True) -> None:
    """Say that the answer takes a moment; `finish` gives it. Discord then waits 15 minutes instead of three seconds."""
    await interaction.response.defer(ephemeral=ephemeral, thinking=True)


async def finish(interaction: Interaction, payloads: Sequence[Payload], *, ephemeral: bool = True) -> None:
    """The answer after `think`: the first body takes the place of "thinking", the others follow."""
    await interaction.edit_original_response(**as_message(payloads[0]))
    for payload in payloads[1:]:
        await interaction.followup.send(ephemeral=ephemeral, **as_message(payload))
