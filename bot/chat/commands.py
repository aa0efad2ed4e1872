"""Slash commands, as far as they are the same for all cogs: what people read when one fails, when to register anew."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.chat import limits
from bot.errors import DownlinkError, Refused, StoreError

log = structlog.get_logger(__name__)


STORE_AWAY = "Downlink can't get at what it has stored at the moment. Please try again in a few minutes."


class NotAllowed(app_commands.CheckFailure):
    """A refusal whose message is for the person."""


class Commands(app_commands.CommandTree[Any]):
    """The command tree, with an answer for every failure."""

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        """Tell the person in plain words, and the log what is a bug. What was refused counts towards no limit."""
        match error:
            case NotAllowed() | app_commands.CommandInvokeError(original=Refused()):
                limits.uncount(interaction)
        await tell_failure(interaction, error, interaction.command.qualified_name if interaction.command else "unknown")


async def tell_failure(interaction: discord.Interaction, error: Exception, command: str) -> None:
    """Tell the person in plain words, and the log what is a bug."""
    words = plain_words(error)
    if words == STORE_AWAY:
        log.error("command failed", command=command, error=str(error))
    if words is None:
        reference = secrets.token_hex(3)
        log.error("command failed", command=command, reference=reference, exc_info=error)
        words = f"That went wrong, and it is our fault. It has been noted as `{reference}`."
    await answer(interaction, words)


async def answer(interaction: discord.Interaction, words: str) -> None:
    """Say something to the one who asked, and to nobody else, whether or not the interaction was answered before."""
    try:
        if interaction.response.is_done():
            await interaction.followup.send(words, ephemeral=True)
        else:
            await interaction.response.send_message(words, ephemeral=True)
    except (discord.HTTPException, OSError) as error:
        # Three seconds were over, or Discord is away: nobody is there to be told.
        log.warning("an answer could not be given", error=f"{type(error).__name__}: {error}"[:200])


def plain_words(error: Exception) -> str | None:
    """What to tell the person, None for a bug."""
    match error:
        case app_commands.CommandInvokeError(original=StoreError()) | StoreError():
            return STORE_AWAY  # where it lies, and what it lacks, is the host's alone to know
        case app_commands.CommandInvokeError(original=DownlinkError() as original):
            return str(original)[:1900]
        case app_commands.CommandInvokeError():
            return None
        case DownlinkError():
            return str(error)[:1900]
        case app_commands.MissingPermissions(missing_permissions=missing):
            return f"You need {_permissions(missing)} for this."
        case app_commands.BotMissingPermissions(missing_permissions=missing):
            return f"Downlink needs {_permissions(missing)} for this."
        case app_commands.CommandOnCooldown(retry_after=seconds):
            return f"Not so fast: again in {max(1, round(seconds))} s."
        case app_commands.NoPrivateMessage():
            return "This works only in a server."
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "This command has changed. Discord will know in a few minutes; please try again then."
        case app_commands.TransformerError(value=value):
            return f"`{str(value)[:100].replace('`', '')}` is not something this option takes."
        case NotAllowed():
            return str(error)[:1900]
        case app_commands.CheckFailure():
            return "You may not use this here."
    return None


def _permissions(names: Sequence[str]) -> str:
    words = {"manage_guild": "Manage Server"}
    return " and ".join(words.get(name, name.replace("_", " ").title()) for name in names)


# ---------------------------------------------------------------- registering

# What Discord adds to a command, or fills in by itself: no difference where only one side names it so.
_EMPTY: tuple[object, ...] = (None, False, [], {}, "")


def differ(wanted: Sequence[Mapping[str, Any]], known: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the commands that we have are not the ones that Discord has registered.

    Compared is what we say of them: Discord answers with more (ids, versions, defaults). Order doesn't count.
    """
    ours = {(command.get("type", 1), command["name"]): command for command in wanted}
    theirs = {(command.get("type", 1), command["name"]): command for command in known}
    return ours.keys() != theirs.keys() or any(not _same(ours[key], theirs[key]) for key in ours)


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        said = {key: value for key, value in ours.items() if not _left_to_discord(key, value, theirs)}
        return all(_same(value, theirs.get(key)) for key, value in said.items()) and all(
            theirs.get(key) in _EMPTY for key in ("options", "choices") if key not in ours
        )
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(_same, ours, theirs))
    if ours in _EMPTY and theirs in _EMPTY:
        return True
    # Permissions come back as text.
    return str(ours) == str(theirs)


def _left_to_discord(key: str, value: object, theirs: Mapping[str, Any]) -> bool:
    """What we don't decide: no types of installation means the application's own; dm_permission is on its way out."""
    return (key == "integration_types" and value is None) or (key == "dm_permission" and key not in theirs)
