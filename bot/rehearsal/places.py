"""Where things happen in this Discord, and to whom: guilds, channels, people and what they may there. What happens is
told to listeners as events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.rehearsal import refusal, wire
from bot.rehearsal.people import DIRECT, FORUM, THREAD, Channel, Guild, Person, found_guild
from bot.rehearsal.permissions import NOTHING, Permission, named
from bot.rehearsal.snowflake import Snowflakes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `to_bot` is false for what Discord shows to people only (ephemeral messages)."""

    type: str
    data: dict[str, Any]
    guild_id: int | None = None
    to_bot: bool = True


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the rehearsal: the bot, an admin (owner of the server and of the application), a plain member."""

    bot: Person
    admin: Person
    member: Person


DEFAULT_CAST = Cast(
    bot=Person(1_100_000_000_000_000_001, "downlink", "Downlink", bot=True),
    admin=Person(1_100_000_000_000_000_002, "astrid", "Astrid"),
    member=Person(1_100_000_000_000_000_003, "milo", "Milo"),
)
GUILD_ID = 1_100_000_000_000_000_100


class Places:
    """Guilds, channels and the cast. Methods raise `Refusal` as Discord would refuse."""

    def __init__(self, guild_name: str, channels: Iterable[Channel], cast: Cast, clock: Callable[[], float]) -> None:
        self.cast = cast
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.listeners: list[Callable[[Event], None]] = []
        self.add_guild(GUILD_ID, guild_name, channels)

    # ---- people, guilds, channels

    @property
    def bot(self) -> Person:
        return self.cast.bot

    @property
    def application_id(self) -> int:
        # Applications made since 2016 share one id with their bot user.
        return self.cast.bot.id

    def emit(self, kind: str, data: dict[str, Any], guild_id: int | None = None, *, to_bot: bool = True) -> None:
        event = Event(kind, data, guild_id, to_bot)
        for listener in tuple(self.listeners):
            listener(event)

    def add_guild(self, guild_id: int, name: str, channels: Iterable[Channel] = ()) -> Guild:
        """A server that the bot is a member of, with its channels."""
        guild = found_guild(guild_id, name, self.cast.admin, self.cast.member, self.cast.bot)
        self.guilds[guild_id] = guild
        for channel in channels:
            self._adopt(guild, channel)
        self.emit("GUILD_CREATE", wire.guild_create(guild, self.bot), guild_id)
        return guild

    def remove_guild(self, guild_id: int) -> None:
        """The bot is removed from a server."""
        guild = self.guild(guild_id)
        for channel_id in (*guild.channels, *guild.threads):
            self.channels.pop(channel_id, None)
        del self.guilds[guild_id]
        self.emit("GUILD_DELETE", {"id": str(guild_id)}, guild_id)

    def _adopt(self, guild: Guild, channel: Channel) -> None:
        channel.guild_id, channel.position = guild.id, len(guild.channels)
        guild.channels[channel.id] = self.channels[channel.id] = channel

    def add_channel(self, channel: Channel, guild_id: int = GUILD_ID) -> Channel:
        self._adopt(self.guild(guild_id), channel)
        self.emit("CHANNEL_CREATE", wire.channel(channel, self.bot), guild_id)
        return channel

    def remove_channel(self, channel_id: int) -> None:
        channel = self.channel(channel_id)
        del self.channels[channel_id]
        if channel.guild_id is not None:
            self.guilds[channel.guild_id].channels.pop(channel_id, None)
            self.guilds[channel.guild_id].threads.pop(channel_id, None)
        self.emit(
            "THREAD_DELETE" if channel.kind == THREAD else "CHANNEL_DELETE",
            wire.channel(channel, self.bot),
            channel.guild_id,
        )

    def open_thread(self, parent: Channel, name: str, opened_by: Person | None = None) -> Channel:
        """A public thread in a channel; in a forum, a post, whose first message is to have the thread's id."""
        guild = self.guild(parent.guild_id or 0)
        thread = Channel(
            self.ids.new(),
            name,
            kind=THREAD,
            guild_id=guild.id,
            parent=parent,
            opened_by=opened_by or self.bot,
            changed_at=self.clock(),
        )
        guild.threads[thread.id] = self.channels[thread.id] = thread
        data = {**wire.channel(thread, self.bot), "newly_created": True}
        self.emit("THREAD_CREATE", data, guild.id)
        return thread

    def archive(self, thread_id: int, *, archived: bool = True, locked: bool = False) -> None:
        """Close a thread, or open it again."""
        thread = self.channel(thread_id)
        thread.archived, thread.locked, thread.changed_at = archived, locked, self.clock()
        self.emit("THREAD_UPDATE", wire.channel(thread, self.bot), thread.guild_id)

    def writable(self, channel_id: int) -> Channel:
        """The channel, where the bot may post a message; a thread that was archived opens again by it."""
        channel = self.channel(channel_id)
        in_thread = channel.kind == THREAD
        self.reachable(channel_id, Permission.SEND_MESSAGES_IN_THREADS if in_thread else Permission.SEND_MESSAGES)
        if channel.kind == FORUM:
            raise refusal.not_a_text_channel()
        if channel.locked:
            raise refusal.locked_thread()
        if channel.archived:
            self.archive(channel_id, archived=False)
        return channel

    def guild(self, guild_id: int) -> Guild:
        try:
            return self.guilds[guild_id]
        except KeyError:
            raise refusal.unknown_guild() from None

    def channel(self, channel_id: int) -> Channel:
        try:
            return self.channels[channel_id]
        except KeyError:
            raise refusal.unknown_channel() from None

    def guild_of(self, channel: Channel) -> Guild | None:
        return None if channel.guild_id is None else self.guilds[channel.guild_id]

    def person(self, user_id: int) -> Person:
        for person in (self.cast.bot, self.cast.admin, self.cast.member):
            if person.id == user_id:
                return person
        raise refusal.unknown_user()

    def direct_channel(self, user_id: int) -> Channel:
        """The conversation of the bot with somebody; made when first asked for."""
        recipient = self.person(user_id)
        for channel in self.channels.values():
            if channel.kind == DIRECT and channel.recipient == recipient:
                return channel
        made = Channel(self.ids.new(), recipient.username, kind=DIRECT, recipient=recipient)
        self.channels[made.id] = made
        self.emit("CHANNEL_CREATE", wire.channel(made, self.bot))
        return made

    # ---- permissions

    def permissions(self, person: Person, channel: Channel) -> Permission:
        guild = self.guild_of(channel)
        return Permission(sum(Permission)) if guild is None else guild.permissions(person, channel, self.bot.id)

    def deny(self, channel_id: int, *names: str) -> None:
        """Take permissions such as `"send_messages"` from the bot in a channel."""
        self._set_denied(channel_id, self.channel(channel_id).denied | named(*names))

    def allow(self, channel_id: int, *names: str) -> None:
        """Give permissions back to the bot in a channel; without names, all of them."""
        gone = named(*names) if names else Permission(sum(Permission))
        self._set_denied(channel_id, self.channel(channel_id).denied & ~gone)

    def _set_denied(self, channel_id: int, denied: Permission) -> None:
        channel = self.channel(channel_id)
        channel.denied = denied
        self.emit("CHANNEL_UPDATE", wire.channel(channel, self.bot), channel.guild_id)

    def reachable(self, channel_id: int, needed: Permission = NOTHING) -> Channel:
        """The channel, where the bot sees it and has what it needs there."""
        channel = self.channel(channel_id)
        held = self.permissions(self.bot, channel)
        if Permission.VIEW_CHANNEL not in held:
            raise refusal.missing_access()
        if needed not in held:
            raise refusal.missing_permissions()
        return channel
