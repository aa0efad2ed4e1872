"""Ahead of Discord's limits instead of bounced off them: so many requests a second, and a pause before a ban.

discord.py keeps to the limit of each route once it has met it, but knows of none for all requests together: 50 a second
for a bot, and 10,000 answers of 401, 403 or 429 in ten minutes before Cloudflare locks the address out
(https://docs.discord.com/developers/topics/rate-limits).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """A token bucket of `rate` requests a second, `burst` at once after a rest; callers are served in their order.

    It is kept as the time at which the bucket is full again (the generic cell rate algorithm, ITU-T I.371), so there is
    nothing to refill and nobody to wake.
    """

    rate: float = 45.0
    burst: int = 5
    now: Callable[[], float] = time.monotonic
    _full_at: float = field(default=float("-inf"), init=False)

    def reserve(self) -> float:
        """Take the next place; how many seconds away it is."""
        wait = self.wait
        self._full_at = max(self._full_at, self.now()) + 1 / self.rate
        return wait

    @property
    def wait(self) -> float:
        """How many seconds away the next place would be."""
        return max(0.0, self._full_at - self.now() - (self.burst - 1) / self.rate)


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
