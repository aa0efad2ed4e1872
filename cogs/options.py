"""What people pick while they type a command: channels, time zones, names."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import app_commands

from bot import zones
from bot.chat.commands import NotAllowed
from bot.chat.wire import inline
from bot.text import clip, like, one_line, same_name
from cogs.replies import Interaction

Choices = list[app_commands.Choice[str]]
CHOICE_MAX = 100  # characters of a choice's name and value (https://docs.discord.com/developers/interactions/application-commands)


class PostingChannel(app_commands.Transformer):
    """A channel in which the person may post, too: nobody gets the bot to write where they couldn't."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]

    async def transform(self, _interaction: Interaction, value: Any, /) -> int:
        if value.type not in self.channel_types:
            raise NotAllowed("A brief goes into a text, announcement or forum channel: choose one of those.")
        if not (value.permissions.view_channel and value.permissions.send_messages):
            raise NotAllowed(f"You can't post in <#{value.id}> yourself: choose a channel where you can.")
        return int(value.id)


def choices(names: Iterable[str], typed: str) -> Choices:
    """At most the 25 choices that Discord shows, those that begin with what was typed first."""
    wanted = typed.strip().casefold()
    found = sorted(
        (name for name in names if wanted in name.casefold()), key=lambda name: not name.casefold().startswith(wanted)
    )
    once = list(dict.fromkeys(name[:CHOICE_MAX] for name in found))  # Discord takes no name twice
    return [app_commands.Choice(name=name, value=name) for name in once[:25]]


def picked(name: str, names: Sequence[str]) -> str | None:
    """Which of the names was typed, or picked of `choices`, which cut long ones."""
    whole = (known for known in names if same_name(known, name))
    cut = (known for known in names if same_name(known[:CHOICE_MAX], name))
    return next(whole, None) or next(cut, None)


def next_choices(names: Iterable[str], typed: str) -> Choices:
    """As `choices`, for the last name of a list: with those before it, as far as Discord takes so long a value."""
    before, comma, last = typed.rpartition(",")
    chosen = f"{before.strip()}, " if comma else ""
    taken = f", {chosen}".casefold()
    left = (name for name in names if f", {name}, ".casefold() not in taken and len(chosen + name) <= CHOICE_MAX)
    return [
        app_commands.Choice(name=chosen + choice.name, value=chosen + choice.value) for choice in choices(left, last)
    ]


def unknown(what: str, name: str, names: Iterable[str], where: str) -> str:
    """That nothing is called so, and what may be meant; else `where` to look."""
    close = like(name, names)
    return f"There is no {what} of that name. " + (f"Did you mean {inline(close, 100)}?" if close else where)


async def time_zones(interaction: Interaction, typed: str) -> Choices:
    """IANA time zones by city, country, any word of their names, and by what they are called for short; those that are
    called otherwise with what they were found by. Where nothing is found, a first choice says what to type; picked, it
    is what was typed, and refused as that.
    """
    offered = [app_commands.Choice(name=zone, value=zone) for zone in zones.COMMON]
    if not typed.strip():
        return offered
    found = await asyncio.to_thread(zones.found, typed, str(interaction.locale))  # read from disk the first time
    if found:
        return [app_commands.Choice(name=clip(_explained(match), CHOICE_MAX), value=match.zone) for match in found[:25]]
    hint = f"No city or country {clip(one_line(typed), 30)} is known: type the nearest big city, or your country"
    return [app_commands.Choice(name=hint[:CHOICE_MAX], value=typed[:CHOICE_MAX]), *offered]


async def zone_typed(interaction: Interaction, typed: str | None) -> str | None:
    """The zone of the one place that is called so in the person's language and not in English; else what was typed."""
    if typed is None:
        return None
    english = await asyncio.to_thread(zones.called, typed)  # read from disk the first time
    own = [] if english else await asyncio.to_thread(zones.called, typed, str(interaction.locale))
    return own[0] if len(own) == 1 else typed


def _explained(match: zones.Match) -> str:
    if not match.sure:
        return f"{match.zone}, if you mean {match.place}"
    return match.zone if match.named_so else f"{match.zone} ({match.place})"
