"""discord.py's memory of each channel's rate limit, kept while the limit holds and not much longer.

discord.py 2.7.1 keeps a bucket for every channel for five minutes after the last request there, and looks through all
of them whenever it adds one: with a brief for each of ten thousand channels 10 MB, and in the end 1.2 ms a message.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from discord.http import HTTPClient, Ratelimit

FEW = 250  # discord.py doesn't look through fewer than 256
# Longer than a request of ours stands between finding its bucket and using it, but for the global limit. A bucket that
# is forgotten then costs a 429 at worst, which discord.py sleeps off.
IDLE = 5.0  # seconds


@dataclass(slots=True)
class Buckets:
    """Forgets what is past once there are many, and again when there are a quarter more than were left."""

    http: HTTPClient
    _left: int = field(default=0, init=False)

    async def answered(self, *_: object) -> None:
        """A request was answered: for aiohttp's tracing, where an exception would make it fail though Discord has
        carried it out. A discord.py that keeps its buckets otherwise is left to its own ways.
        """
        with suppress(AttributeError, TypeError):
            self._forget()

    def _forget(self) -> None:
        buckets = self.http._buckets  # noqa: SLF001  (there is no public way)
        if len(buckets) > max(FEW, self._left * 5 // 4):
            now = self.http.loop.time()
            for key in [key for key, bucket in buckets.items() if past(bucket, now)]:
                del buckets[key]
            self._left = len(buckets)


def past(bucket: Ratelimit, now: float) -> bool:
    """Whether a new bucket would let through no more than this one: nothing is under way, and its window is over."""
    return (
        now - bucket._last_request > IDLE  # noqa: SLF001  (as its own is_inactive, for less than 300 s)
        and bucket.outgoing == 0
        and not bucket._pending_requests  # noqa: SLF001
        and (bucket.expires is None or bucket.expires < now)
    )
