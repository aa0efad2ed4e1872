"""Room for large bodies: few of them are in memory at once, so that many hostile feeds together fill it no more.

Small bodies, nearly all, need no place. A large one takes its place when it turns out to be large and keeps it until
it has been parsed; who waits for one has read no more than LARGE.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

LARGE = 256 * 1024  # bytes; most feeds have a fifth of it
PLACES = 2


class Room:
    """The places for large bodies."""

    def __init__(self, places: int = PLACES) -> None:
        self._places = asyncio.Semaphore(places)

    def claim(self) -> Claim:
        """A claim to a place."""
        return Claim(self._places)


class Claim:
    """One body's claim to a place, a context manager: in the end its place, if it took one, is free again."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places = places
        self._taken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if self._taken:
            self._taken = False
            self._places.release()

    async def grow(self, size: int, limit: asyncio.Timeout) -> None:
        """Say that the body has now `size` bytes: a large one waits for its place. `limit` stands still meanwhile."""
        if size <= LARGE or self._taken:
            return
        clock, until = asyncio.get_running_loop().time, limit.when()
        limit.reschedule(None)
        since = clock()
        await self._places.acquire()
        self._taken = True
        limit.reschedule(None if until is None else until + clock() - since)
