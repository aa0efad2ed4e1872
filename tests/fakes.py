"""Stand-ins that work, with knobs: a clock that is set, and a Discord that remembers what it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import DeliveryError, MessageGone
from tests.builders import NOW


@dataclass
class SetClock:
    """Stands still until it is moved."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> datetime:
        self.at += by
        return self.at


@dataclass
class Posted:
    id: int
    channel_id: int
    payload: Mapping[str, object]
    nonce: str
    at: datetime


@dataclass
class FakeCourier:
    """A channel that keeps Discord's promises: a nonce is remembered for a while, a mark can be looked for.

    `before` errors are raised before anything is posted, `after` errors when the message is already in the channel,
    one for each send, in order; `blind` makes the history unreadable.
    """

    clock: SetClock
    nonce_memory: timedelta = timedelta(minutes=3)
    before: list[DeliveryError | None] = field(default_factory=list)
    after: list[DeliveryError | None] = field(default_factory=list)
    blind: DeliveryError | None = None
    forums: set[int] = field(default_factory=set)
    edited: list[tuple[int, Mapping[str, object]]] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    looked: int = 0

    async def send(self, channel_id: int, payload: Mapping[str, object], nonce: str) -> int:
        if self.before and (error := self.before.pop(0)):
            raise error
        now = self.clock.now()
        remembered = [] if channel_id in self.forums else self.posted
        known = next((m for m in remembered if m.nonce == nonce and now - m.at <= self.nonce_memory), None)
        if known is None:
            known = Posted(len(self.posted) + 1, channel_id, payload, nonce, now)
            self.posted.append(known)
        if self.after and (error := self.after.pop(0)):
            raise error
        return known.id

    async def edit(self, channel_id: int, message_id: int, payload: Mapping[str, object]) -> None:
        if self.before and (error := self.before.pop(0)):
            raise error
        if not any((m.id, m.channel_id) == (message_id, channel_id) for m in self.posted):
            raise MessageGone(channel_id, "deleted")
        self.edited.append((message_id, payload))
        if self.after and (error := self.after.pop(0)):
            raise error

    async def is_forum(self, channel_id: int) -> bool:
        return channel_id in self.forums

    async def find(self, channel_id: int, mark: str, since: datetime) -> int | None:
        self.looked += 1
        if self.blind:
            raise self.blind
        found = [m for m in self.posted if m.channel_id == channel_id and m.at >= since and mark in repr(m.payload)]
        return found[0].id if found else None
