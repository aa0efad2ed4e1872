"""How often a server may use a command that is work for others.

A try that was refused isn't counted: it did nothing, and was no more work than completing the names in it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import discord
from discord import app_commands

T = TypeVar("T")
_UNCOUNT = "uncount"  # where an interaction keeps how it is taken out of the count again


class Uses:
    """When each server has used a command of late: `rate` times within `seconds`, whenever one looks."""

    def __init__(self, rate: int, seconds: float) -> None:
        self._limit = app_commands.Cooldown(rate, seconds)
        self._of: dict[int | None, deque[float]] = {}

    def count(self, interaction: discord.Interaction[Any]) -> None:
        """Count one use more. Raises CommandOnCooldown where there is no room for it."""
        now = interaction.created_at.timestamp()
        self._forget(before=now - self._limit.per)
        times = self._of.setdefault(interaction.guild_id, deque())
        if len(times) >= self._limit.rate:
            raise app_commands.CommandOnCooldown(self._limit, times[0] + self._limit.per - now)
        times.append(now)
        interaction.extras[_UNCOUNT] = partial(_take_out, times, now)

    def _forget(self, before: float) -> None:
        for server, times in list(self._of.items()):
            while times and times[0] <= before:
                times.popleft()
            if not times:
                del self._of[server]


def per_server(rate: int, seconds: float) -> Callable[[T], T]:
    """Decorator of a command: `rate` times in `seconds`, then CommandOnCooldown."""
    uses = Uses(rate, seconds)

    def check(interaction: discord.Interaction[Any]) -> bool:
        uses.count(interaction)
        return True

    return app_commands.check(check)


def uncount(interaction: discord.Interaction[Any]) -> None:
    """Take a command out of the count that it is in, if that still runs."""
    if take_out := interaction.extras.pop(_UNCOUNT, None):
        take_out()


def _take_out(times: deque[float], moment: float) -> None:
    with suppress(ValueError):  # it is so long ago that it counts no more
        times.remove(moment)
