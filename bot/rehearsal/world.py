"""The state of this Discord: guilds, channels, messages, commands, and what happens to them as events."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.rehearsal import messages, refusal, wire
from bot.rehearsal.attachments import Attachments
from bot.rehearsal.limits.messages import EPHEMERAL
from bot.rehearsal.people import ANNOUNCEMENT, DIRECT, FORUM, THREAD, Channel, Guild, Person, found_guild
from bot.rehearsal.permissions import NOTHING, Permission, named
from bot.rehearsal.snowflake import Snowflakes, created_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Discord says only "the past few minutes"; five is what careful clients have to reckon with.
NONCE_WINDOW = 300.0
MESSAGES_KEPT, NONCES_KEPT, WHISPERS_KEPT = 20_000, 50_000, 500


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


class World:
    """Everything that the REST API and the gateway speak about. Methods raise `Refusal` as Discord would refuse."""

    def __init__(
        self,
        channels: Iterable[Channel] = (),
        *,
        cast: Cast = DEFAULT_CAST,
        guild_name: str = "Rehearsal",
        base_url: str = "",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.cast = cast
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.nonce_window = NONCE_WINDOW
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.whispers: dict[int, dict[str, Any]] = {}
        self.commands: dict[int | None, dict[int, dict[str, Any]]] = {None: {}}
        self.listeners: list[Callable[[Event], None]] = []
        self.attachments = Attachments(base_url)
        self._nonces: OrderedDict[tuple[int, str], tuple[int, int, float]] = OrderedDict()
        self._ages: deque[tuple[int, int]] = deque()
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

    # ---- messages

    def post(
        self,
        channel: Channel,
        body: dict[str, Any],
        *,
        author: Person | None = None,
        flags: int = 0,
        attachments: Iterable[dict[str, Any]] = (),
        extra: dict[str, Any] | None = None,
        message_id: int | None = None,
    ) -> dict[str, Any]:
        """Store a message and tell everybody; an ephemeral one is kept apart and shown to its one reader only."""
        message = messages.build(
            message_id or self.ids.new(),
            channel.id,
            author or self.bot,
            body,
            self.clock(),
            flags=flags,
            guild=self.guild_of(channel),
            attachments=attachments,
            extra=extra,
        )
        message_id = int(message["id"])
        if flags & EPHEMERAL:
            self.whispers[message_id] = message
            while len(self.whispers) > WHISPERS_KEPT:
                del self.whispers[next(iter(self.whispers))]
        else:
            channel.messages[message_id] = message
            self._ages.append((channel.id, message_id))
            while len(self._ages) > MESSAGES_KEPT:
                oldest_channel, oldest = self._ages.popleft()
                if oldest_channel in self.channels:
                    self.channels[oldest_channel].messages.pop(oldest, None)
        self.tell("MESSAGE_CREATE", channel, message)
        return message

    def tell(self, kind: str, channel: Channel, message: dict[str, Any]) -> None:
        """Announce a message's creation or change."""
        data = dict(message)
        guild = self.guild_of(channel)
        if guild is not None:
            data["guild_id"] = str(guild.id)
            author = int(message["author"]["id"])
            if author in guild.members:
                data["member"] = {k: v for k, v in wire.member(guild, guild.people[author]).items() if k != "user"}
        self.emit(kind, data, channel.guild_id, to_bot=not message["flags"] & EPHEMERAL)

    def message(self, channel: Channel, message_id: int) -> dict[str, Any]:
        """A message that everybody sees."""
        try:
            return channel.messages[message_id]
        except KeyError:
            raise refusal.unknown_message() from None

    def any_message(self, message_id: int) -> tuple[Channel, dict[str, Any]]:
        """A message wherever it is, also an ephemeral one."""
        for channel in self.channels.values():
            if message_id in channel.messages:
                return channel, channel.messages[message_id]
        if message_id in self.whispers:
            whisper = self.whispers[message_id]
            return self.channel(int(whisper["channel_id"])), whisper
        raise refusal.unknown_message()

    def edit(
        self,
        channel: Channel,
        message: dict[str, Any],
        body: dict[str, Any],
        *,
        flags: int,
        attachments: Iterable[dict[str, Any]] = (),
        edited: bool = True,
    ) -> dict[str, Any]:
        """Change a message, and tell everybody who sees it."""
        now, guild = self.clock(), self.guild_of(channel)
        messages.change(message, body, now, flags=flags, guild=guild, attachments=attachments, edited=edited)
        self.tell("MESSAGE_UPDATE", channel, message)
        return message

    def delete(self, channel: Channel, message_id: int) -> None:
        """Remove a message, as its author or a moderator does; also an ephemeral one."""
        whisper = self.whispers.pop(message_id, None)
        if whisper is None and channel.messages.pop(message_id, None) is None:
            raise refusal.unknown_message()
        data = {"id": str(message_id), "channel_id": str(channel.id)}
        if channel.guild_id is not None:
            data["guild_id"] = str(channel.guild_id)
        self.emit("MESSAGE_DELETE", data, channel.guild_id, to_bot=whisper is None)

    def history(
        self, channel: Channel, limit: int, *, before: int | None, after: int | None, around: int | None
    ) -> list[dict[str, Any]]:
        """Up to `limit` messages, newest first; with `after` the ones that follow it most closely."""
        ids = list(channel.messages)
        if around is not None:
            older = [i for i in ids if i <= around][-(limit // 2 + 1) :]
            ids = older + list(islice((i for i in ids if i > around), limit - len(older)))
        elif after is not None:
            ids = list(islice((i for i in ids if i > after), limit))
        elif before is not None:
            ids = [i for i in ids if i < before]
        return [channel.messages[i] for i in reversed(ids[-limit:])]

    def crosspost(self, channel: Channel, message_id: int) -> dict[str, Any]:
        """Publish a message of an announcement channel."""
        message = self.message(channel, message_id)
        if channel.kind != ANNOUNCEMENT:
            raise refusal.wrong_channel_type()
        message["flags"] |= 1
        self.tell("MESSAGE_UPDATE", channel, message)
        return message

    # ---- nonces

    def remembered(self, author: Person, nonce: str) -> dict[str, Any] | None:
        """The message that was sent with this nonce within the window; refused where it has been deleted since."""
        channel_id, message_id, at = self._nonces.get((author.id, nonce), (0, 0, 0.0))
        if not message_id or self.clock() - at > self.nonce_window:
            return None
        return self.message(self.channel(channel_id), message_id)

    def remember(self, author: Person, nonce: str, message: dict[str, Any]) -> None:
        message_id = int(message["id"])
        self._nonces.pop((author.id, nonce), None)
        self._nonces[author.id, nonce] = (int(message["channel_id"]), message_id, created_at(message_id))
        if len(self._nonces) > NONCES_KEPT:
            self._nonces.popitem(last=False)

    # ---- commands

    def scope(self, guild_id: int | None) -> dict[int, dict[str, Any]]:
        """The registered commands of a guild, or (None) the global ones, by id."""
        if guild_id is not None:
            self.guild(guild_id)
        return self.commands.setdefault(guild_id, {})

    def register(self, guild_id: int | None, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add commands, or replace the ones of the same name and type (which keep their ids)."""
        scope = self.scope(guild_id)
        done = []
        for body in bodies:
            key = (body["name"], body.get("type") or 1)
            same = next((c for c in scope.values() if (c["name"], c["type"]) == key), None)
            command_id = int(same["id"]) if same else self.ids.new()
            scope[command_id] = wire.command(body, command_id, self.ids.new(), self.application_id, guild_id)
            done.append(scope[command_id])
        self.emit("REHEARSAL_COMMANDS", {}, guild_id, to_bot=False)
        return done

    def overwrite(self, guild_id: int | None, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Make these the only commands of a scope."""
        done = self.register(guild_id, bodies)
        kept = {int(c["id"]) for c in done}
        scope = self.scope(guild_id)
        for gone in [i for i in scope if i not in kept]:
            del scope[gone]
        return done

    def usable_commands(self, guild_id: int | None) -> list[dict[str, Any]]:
        """What can be used in a guild: its own commands and the global ones."""
        own = self.commands.get(guild_id, {}) if guild_id is not None else {}
        return [*own.values(), *self.commands[None].values()]
