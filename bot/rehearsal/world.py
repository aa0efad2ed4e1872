"""The state of this Discord: its places, and the messages and commands in them."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.rehearsal import messages, refusal, wire
from bot.rehearsal.attachments import Attachments
from bot.rehearsal.limits.messages import EPHEMERAL
from bot.rehearsal.people import ANNOUNCEMENT, Channel, Person
from bot.rehearsal.places import DEFAULT_CAST, Cast, Places
from bot.rehearsal.snowflake import created_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Discord says only "the past few minutes"; five is what careful clients have to reckon with.
NONCE_WINDOW = 300.0
MESSAGES_KEPT, NONCES_KEPT, WHISPERS_KEPT = 20_000, 50_000, 500


class World(Places):
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
        super().__init__(guild_name, channels, cast, clock)
        self.nonce_window = NONCE_WINDOW
        self.whispers: dict[int, dict[str, Any]] = {}
        self.commands: dict[int | None, dict[int, dict[str, Any]]] = {None: {}}
        self.attachments = Attachments(base_url)
        self._nonces: OrderedDict[tuple[int, str], tuple[int, int, float]] = OrderedDict()
        self._ages: deque[tuple[int, int]] = deque()

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
