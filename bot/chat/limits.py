"""How often a server may use a command that is work for others.

A try that was refused isn't counted: it did nothing, and was no more work than completing the names in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

T = TypeVar("T")
_COUNTED = "counted"  # where an interaction keeps what it was counted in


def per_server(rate: int, seconds: float) -> Callable[[T], T]:
    """Decorator of a command: `rate` times in `seconds`, then CommandOnCooldown."""
    servers: commands.CooldownMapping[discord.Interaction[Any]] = commands.CooldownMapping(
        app_commands.Cooldown(rate, seconds), lambda interaction: interaction.guild_id
    )

    def count(interaction: discord.Interaction[Any]) -> bool:
        now = interaction.created_at.timestamp()
        bucket = servers.get_bucket(interaction, now)
        if bucket is not None:
            if wait := bucket.update_rate_limit(now):
                raise app_commands.CommandOnCooldown(bucket, wait)
            interaction.extras[_COUNTED] = bucket
        return True

    return app_commands.check(count)


def uncount(interaction: discord.Interaction[Any]) -> None:
    """Take a command out of the count, if it is in one."""
    if bucket := interaction.extras.pop(_COUNTED, None):
        bucket.update_rate_limit(interaction.created_at.timestamp(), tokens=-1)
