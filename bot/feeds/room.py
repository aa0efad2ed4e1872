"""Room for large bodies: few of them are in memory at once, so that many hostile feeds together fill it no more.

Small bodies, nearly all, need no place. A large one takes its place when it turns out to be large and keeps it until
it has been parsed or, where it said much, until that is in the store; who waits for one has read no more than LARGE.
The next place is for the feed that failed least often in a row, so that feeds which take long to refuse hold up no
others once they are known for it.
"""

from __future__ import annotations

import asyncio
import heapq
from itertools import count
from types import TracebackType
from typing import Self

LARGE = 256 * 1024  # bytes; most feeds have a fifth of it
PLACES = 2


class Room:
    """The places for large bodies."""

    def __init__(self, places: int = PLACES) -> None:
        self._places = _Places(places)

    def claim(self, failures: int = 0) -> Claim:
        """A claim to a place for a feed that failed so often in a row."""
        return Claim(self._places, failures)


class _Places:
    """A semaphore that lets in whoever has the lowest rank, and of equals whoever came first."""

    def __init__(self, free: int) -> None:
        self._free = free
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = count()

    async def acquire(self, rank: int) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (rank, next(self._order), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # given a place at the moment when it gave up
                self.release()
            raise

    def release(self) -> None:
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


class Claim:
    """One body's claim to a place, a context manager: in the end its place, if it took one, is free again."""

    def __init__(self, places: _Places, rank: int) -> None:
        self._places = places
        self._rank = rank
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
        await self._places.acquire(self._rank)
        self._taken = True
        limit.reschedule(None if until is None else until + clock() - since)
