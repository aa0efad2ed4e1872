"""Whether a channel can be posted in, and what to do where it can't."""

from __future__ import annotations

from dataclasses import dataclass

import discord

# What a brief needs: to post (cards and embeds), and to look for its own message after a doubt.
NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}
Postable = discord.abc.GuildChannel | discord.Thread


@dataclass(frozen=True, slots=True)
class Trouble:
    """A channel's trouble, in words that name the fix."""

    channel_id: int
    words: str


def not_there(channel_id: int) -> Trouble:
    """No such channel, or none that the bot's servers have."""
    return Trouble(
        channel_id,
        f"channel {channel_id} is not there: check the id (Developer Mode, right-click the channel, Copy ID), "
        "and that Downlink was invited to its server",
    )


def lacking(channel_id: int, name: str, permissions: discord.Permissions) -> Trouble | None:
    """What is missing in a channel that is there."""
    missing = [words for flag, words in NEEDED.items() if not getattr(permissions, flag)]
    if not missing:
        return None
    return Trouble(
        channel_id,
        f"Downlink lacks {' and '.join(missing)} in #{name} ({channel_id}): "
        "allow it there, in the channel's settings under Permissions",
    )


async def permissions_in(client: discord.Client, channel_id: int) -> tuple[str, discord.Permissions]:
    """The channel's name and what we may do there, by REST alone, for when no gateway has told of servers yet.

    Raises discord.NotFound or discord.Forbidden; LookupError where it is no channel for messages of a server.
    """
    found = await client.fetch_channel(channel_id)
    if not isinstance(found, discord.abc.GuildChannel | discord.Thread):
        raise LookupError(channel_id)  # noqa: TRY004 - what Discord has there, not what the caller passed
    # What fetch_channel gives knows its server's id only; permissions need its roles and our membership.
    guild = await client.fetch_guild(found.guild.id)
    me = await guild.fetch_member(client.user.id if client.user else 0)
    parent = found.parent_id if isinstance(found, discord.Thread) else found.id
    channel = await guild.fetch_channel(parent)
    return found.name, channel.permissions_for(me)


def trouble_with(client: discord.Client, channel_id: int) -> Trouble | None:
    """As far as the gateway has told: for a client that is ready."""
    channel = client.get_channel(channel_id)
    if not isinstance(channel, discord.TextChannel | discord.Thread | discord.VoiceChannel):
        return not_there(channel_id)
    return lacking(channel_id, channel.name, channel.permissions_for(channel.guild.me))
