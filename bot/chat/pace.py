"""Ahead of Discord's limits instead of bounced off them: so many requests a second, and a pause before a ban.

discord.py keeps to the limit of each route once it has met it, but knows of none for all requests together: 50 a second
for a bot, and 10,000 answers of 401, 403 or 429 in ten minutes before Cloudflare locks the address out
(https://docs.discord.com/developers/topics/rate-limits).
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

_ROUNDING = 1e-6  # seconds; what rounding leaves of a wait would never pass


@dataclass(slots=True)
class Pace:
    """`rate` requests a second, `burst` at once after a rest, and never more than `limit` that Discord counts in one.

    A token bucket alone doesn't keep to Discord's limit: requests that left evenly arrive in bunches when a machine or
    a network stumbles. Discord counts a request at some moment between its departure and its answer, so it may be in
    the count of a second until a second after its answer. Only `limit` are let be so at a time, which holds whatever
    happens on the way. Callers go in their order.

    The bucket is kept as the time at which it is full again (the generic cell rate algorithm, ITU-T I.371), so there is
    nothing to refill.
    """

    rate: float = 45.0
    burst: int = 5
    limit: int = 50
    now: Callable[[], float] = time.monotonic
    _full_at: float = field(default=float("-inf"), init=False)
    _answered: deque[float] = field(default_factory=deque, init=False)  # times of the last second's answers
    _under_way: int = field(default=0, init=False)
    _waiting: int = field(default=0, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def enter(self) -> None:
        """Wait for one's place, and take it; every `enter` is followed by a `leave`."""
        self._waiting += 1
        try:
            async with self._turn:
                while wait := self._until_place():  # noqa: ASYNC110 - a place comes with time, not by an event
                    await asyncio.sleep(wait)
                self._full_at = max(self._full_at, self.now()) + 1 / self.rate
                self._under_way += 1
        finally:
            self._waiting -= 1

    def leave(self) -> None:
        """The request was answered, or has failed."""
        self._under_way -= 1
        self._answered.append(self.now())

    @property
    def wait(self) -> float:
        """About how many seconds a caller would wait now."""
        return self._until_place() + self._waiting / self.rate

    def _until_place(self) -> float:
        """Seconds until a request may leave, 0 for now; asked again then."""
        now = self.now()
        while self._answered and self._answered[0] <= now - 1 + _ROUNDING:
            self._answered.popleft()
        wait = self._full_at - now - (self.burst - 1) / self.rate
        if self._under_way + len(self._answered) >= self.limit:
            # Where all are still without an answer, the first place comes free a second after the first of these.
            wait = max(wait, self._answered[0] + 1 - now if self._answered else 1.0)
        return wait if wait > _ROUNDING else 0.0


@dataclass(slots=True)
class InvalidRequests:
    """Counts answers that Cloudflare counts too, over its ten minutes, in slices of a second.

    `limit` is half of what is allowed: other processes may share the address.
    """

    limit: int = 5_000
    window: float = 600.0
    now: Callable[[], float] = time.monotonic
    _slices: deque[list[float]] = field(default_factory=deque, init=False)  # [second, count], at most `window` of them
    _count: int = field(default=0, init=False)

    def add(self) -> None:
        """One more."""
        self._forget()
        second = float(int(self.now()))
        if self._slices and self._slices[-1][0] == second:
            self._slices[-1][1] += 1
        else:
            self._slices.append([second, 1])
        self._count += 1

    @property
    def count(self) -> int:
        """How many in the last `window` seconds."""
        self._forget()
        return self._count

    @property
    def wait(self) -> float:
        """How many seconds to keep still; 0 while there is room."""
        self._forget()
        return 0.0 if self._count < self.limit else self._slices[0][0] + self.window + 1 - self.now()

    def _forget(self) -> None:
        old = self.now() - self.window - 1
        while self._slices and self._slices[0][0] <= old:
            self._count -= int(self._slices.popleft()[1])
