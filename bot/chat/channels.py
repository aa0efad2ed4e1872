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
_IN_THREADS = {"send_messages_in_threads": "Send Messages in Threads"}
_POSTABLE_KINDS = (
    discord.TextChannel,
    discord.Thread,
    discord.VoiceChannel,
    discord.StageChannel,
    discord.ForumChannel,
)
Postable = discord.abc.GuildChannel | discord.Thread


@dataclass(frozen=True, slots=True)
class Trouble:
    """A channel's trouble, in words that name the fix, and the permissions that are missing, if that is it."""

    channel_id: int
    words: str
    missing: frozenset[str] = frozenset()


def not_there(channel_id: int) -> Trouble:
    """No such channel, or none that the bot's servers have."""
    return Trouble(
        channel_id,
        f"channel {channel_id} is not there: check the id (Developer Mode, right-click the channel, Copy ID), "
        "and that Downlink was invited to its server",
    )


def needed_in(kind: discord.ChannelType) -> dict[str, str]:
    """What a brief needs in a channel of that kind: Discord's words by discord.py's."""
    if kind is discord.ChannelType.forum:  # the first message opens a post, the next ones are in it
        return {**NEEDED, "send_messages": "Create Posts", **_IN_THREADS}
    if kind in {discord.ChannelType.public_thread, discord.ChannelType.private_thread, discord.ChannelType.news_thread}:
        return {flag: words for flag, words in NEEDED.items() if flag != "send_messages"} | _IN_THREADS
    return NEEDED


def lacking(
    channel_id: int, name: str, permissions: discord.Permissions, kind: discord.ChannelType = discord.ChannelType.text
) -> Trouble | None:
    """What is missing in a channel that is there."""
    needed = needed_in(kind)
    missing = [flag for flag in needed if not getattr(permissions, flag)]
    if not missing:
        return None
    *first, last = [needed[flag] for flag in missing]
    return Trouble(
        channel_id,
        f"Downlink lacks {', '.join(first) + ' and ' if first else ''}{last} in #{name} ({channel_id}): "
        "allow it there, in the channel's settings under Permissions",
        frozenset(missing),
    )


async def trouble_at(client: discord.Client, channel_id: int) -> Trouble | None:
    """What is wrong with a channel, None where a brief can be posted there; by REST alone, for when no gateway has told
    of servers yet, or doesn't tell of this channel (an archived thread).
    """
    try:
        found = await client.fetch_channel(channel_id)
        if not isinstance(found, Postable):
            return not_there(channel_id)
        # What fetch_channel gives knows its server's id only; permissions need its roles and our membership.
        guild = await client.fetch_guild(found.guild.id)
        me = await guild.fetch_member(client.user.id if client.user else 0)
        channel = await guild.fetch_channel(found.parent_id if isinstance(found, discord.Thread) else found.id)
    except discord.NotFound:
        return not_there(channel_id)
    except discord.Forbidden:
        return lacking(channel_id, "channel", discord.Permissions.none())
    if isinstance(found, discord.Thread) and not isinstance(channel, discord.Thread):
        # As discord.py does for a thread: its channel's own reading would take more away without Send Messages.
        return lacking(channel_id, found.name, discord.abc.GuildChannel.permissions_for(channel, me), found.type)
    return lacking(channel_id, found.name, channel.permissions_for(me), found.type)


async def trouble_with(client: discord.Client, channel_id: int) -> Trouble | None:
    """The same as far as the gateway has told, and by asking where it hasn't; for a client that is ready."""
    channel = client.get_channel(channel_id)
    if channel is None:
        return await trouble_at(client, channel_id)
    if not isinstance(channel, _POSTABLE_KINDS):
        return not_there(channel_id)
    return lacking(channel_id, channel.name, channel.permissions_for(channel.guild.me), channel.type)
