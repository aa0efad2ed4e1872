"""Discord's ids: 42 bits of milliseconds since 2015, then 22 bits that keep them unique."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

EPOCH_MS = 1_420_070_400_000


def created_at(snowflake: int) -> float:
    """Unix time in seconds at which the id was made."""
    return ((snowflake >> 22) + EPOCH_MS) / 1000


def timestamp(at: float) -> str:
    """A Unix time as Discord writes it: ISO 8601 with microseconds and an offset."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="microseconds")


class Snowflakes:
    """Makes ids that grow strictly, also within one millisecond and when the clock steps back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = 0
        self._extra = itertools.count(1)

    def new(self) -> int:
        made = (int(self._clock() * 1000) - EPOCH_MS) << 22 | (next(self._extra) & 0xFFF)
        self._last = max(made, self._last + 1)
        return self._last
