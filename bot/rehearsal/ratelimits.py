"""Discord's rate limits (https://docs.discord.com/developers/topics/rate-limits): 50 requests a second over all, and a
bucket for each channel that new messages go to.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

BUCKETS_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is let through. `messages` new messages in `window` seconds a channel; `overall` requests a second."""

    messages: int = 5
    window: float = 5.0
    overall: int = 50


UNLIMITED = Pace(messages=1_000_000, overall=1_000_000)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The headers of an answer and, where the request is refused, for how many seconds and whether globally."""

    headers: dict[str, str]
    retry_after: float = 0.0
    overall: bool = False


class RateLimits:
    """Counts requests in sliding windows. `clock` is monotonic, in seconds; `wall` is Unix time, for the headers."""

    def __init__(self, pace: Pace, clock: Callable[[], float], wall: Callable[[], float]) -> None:
        self.pace = pace
        self._clock, self._wall = clock, wall
        self._overall: deque[float] = deque()
        # Ordered: the first of a plain dict is slow to find once many before it are gone.
        self._buckets: OrderedDict[str, deque[float]] = OrderedDict()
        self._names: dict[str, str] = {}

    def admit(self, kind: str, major: str, *, exempt: bool) -> Verdict:
        """Count one request. `exempt` requests (interaction answers) do not count towards the global limit."""
        now = self._clock()
        if not exempt:
            _expire(self._overall, now - 1.0)
            if len(self._overall) >= self.pace.overall:
                wait = self._overall[0] + 1.0 - now
                return Verdict({"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}, wait, overall=True)
            self._overall.append(now)
        limit, window = (self.pace.messages, self.pace.window) if kind == "message.create" else (50, 1.0)
        key = f"{kind}:{major}"
        used = self._buckets.pop(key, None) or deque()
        self._buckets[key] = used
        if len(self._buckets) > BUCKETS_KEPT:
            self._buckets.popitem(last=False)
        _expire(used, now - window)
        refused = len(used) >= min(limit, self.pace.overall) if kind == "message.create" else False
        if not refused:
            used.append(now)
        reset = max(used[0] + window - now, 0.001) if used else window
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(limit - len(used), 0)),
            "X-RateLimit-Reset": f"{self._wall() + reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": self._names.setdefault(kind, hashlib.sha256(kind.encode()).hexdigest()[:32]),
        }
        if not refused:
            return Verdict(headers)
        return Verdict({**headers, "X-RateLimit-Scope": "user"}, reset)


def _expire(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()
