"""Who may do what. Discord's default permissions hide a command; an admin can override them, so code checks too."""

from __future__ import annotations

from typing import Any

import discord

from bot.chat.commands import NotAllowed

Interaction = discord.Interaction[Any]


class Host:
    """Whether a person is the application's owner (or of its team), or the one whom the configuration names."""

    def __init__(self, owner_id: int | None) -> None:
        self._owner_id = owner_id

    async def check(self, interaction: Interaction) -> bool:
        """An app_commands check. Raises NotAllowed."""
        info = interaction.client.application or await interaction.client.application_info()
        owners = {member.id for member in info.team.members} if info.team else {info.owner.id}
        if interaction.user.id in owners | {self._owner_id}:
            return True
        raise NotAllowed("Only the owner of this bot can do this.")


def manages_server(interaction: Interaction) -> bool:
    """An app_commands check for admins: Manage Server in this server, whatever the command's overrides say."""
    if interaction.guild_id is not None and interaction.permissions.manage_guild:
        return True
    raise NotAllowed("Only people with the Manage Server permission can do this.")


def sees(interaction: Interaction, channel_id: int) -> bool:
    """Whether the person may see a channel of this server: that something is posted there is nobody else's to know."""
    if interaction.permissions.manage_guild:
        return True
    guild, person = interaction.guild, interaction.user
    place = guild.get_channel_or_thread(channel_id) if guild else None
    channel = place.parent if isinstance(place, discord.Thread) else place
    return channel is not None and isinstance(person, discord.Member) and channel.permissions_for(person).view_channel
