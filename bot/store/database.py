"""Reading and writing, whatever the engine: the one place that opens connections and transactions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import Executable, Row, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StoreError, StoreUnavailable

T = TypeVar("T")
# Rows made into values between two turns of the event loop.
_AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Engines:
    """How to reach one store. `reader` may be the same as `writer`.

    `explain` turns an error of the database into words for people, or into None where it is a bug of ours.
    `passes` tells an error that may be over later.
    `look_for_damage` reads everything and raises StoreError where it is not whole.
    """

    where: str
    writer: AsyncEngine
    reader: AsyncEngine
    explain: Callable[[BaseException], str | None]
    passes: Callable[[BaseException], bool]
    look_for_damage: Callable[[AsyncConnection], Awaitable[None]]


class Database:
    """The engines, with every transaction whole."""

    def __init__(self, engines: Engines) -> None:
        self.where = engines.where
        self._engines = engines
        self._working: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def rows(self, statement: Executable) -> Sequence[Row[Any]]:
        """All rows of a short answer."""

        async def work() -> Sequence[Row[Any]]:
            async with self._engines.reader.connect() as connection:
                return (await connection.execute(statement)).all()

        return await self._carry_through(work())

    async def collect(self, statement: Executable, make: Callable[[Row[Any]], T]) -> list[T]:
        """What `make` makes of each row of an answer that may be long, so that the event loop gets its turns."""

        async def work() -> list[T]:
            made: list[T] = []
            async with self._engines.reader.connect() as connection:
                result = await connection.stream(statement)
                async for part in result.partitions(_AT_A_TIME):
                    made.extend(map(make, part))
            return made

        return await self._carry_through(work())

    async def ask(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What `work` finds out, reading only."""

        async def asking() -> T:
            async with self._engines.reader.connect() as connection:
                return await work(connection)

        return await self._carry_through(asking())

    async def write(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Run `work` in one transaction, all of it or none."""

        async def transaction() -> T:
            async with self._engines.writer.begin() as connection:
                return await work(connection)

        return await self._carry_through(transaction())

    async def check(self) -> None:
        """Raise StoreError where the data is damaged or can't be written."""
        await self.ask(self._engines.look_for_damage)
        # The same again is a write all the same, down to the disk.
        same = text("UPDATE alembic_version SET version_num = version_num")
        await self.write(lambda connection: connection.execute(same))

    async def close(self) -> None:
        """Let what has begun end, then drop every connection."""
        self._closed = True
        if self._working:
            await asyncio.wait(self._working)
        await self._engines.writer.dispose()
        await self._engines.reader.dispose()

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that knows ON CONFLICT, which SQLAlchemy has for each dialect by itself."""
        if self._engines.writer.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)

    async def _carry_through(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` to its end, also where the caller is cancelled meanwhile.

        What happened in the world (a message posted) must not go unrecorded because of a shutdown. And SQLAlchemy
        throws a connection away when it is cancelled in the midst of a query.
        """
        if self._closed:
            work.close()
            raise RuntimeError(f"{self.where}: used after it was closed")
        task = asyncio.ensure_future(self._explained(work))
        self._working.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    async def _explained(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            return await work
        except NoConnection as error:
            raise StoreUnavailable(
                f"{self.where}: no connection came free; the store is too busy or its disk hangs"
            ) from error
        except Exception as error:
            # SQLAlchemy's errors carry the driver's; those of its events are the driver's own.
            cause = getattr(error, "orig", None) or error
            words = self._engines.explain(cause)
            if words is None:
                raise
            kind = StoreUnavailable if self._engines.passes(cause) else StoreError
            raise kind(f"{self.where}: {words}") from error

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._working.discard(task)
        if not task.cancelled():
            task.exception()  # seen: the caller, if still there, gets it from the shield


def pool_patience(patience: timedelta) -> float:
    """Seconds to wait for a connection: longer than its holder may wait for the database."""
    return 2 * patience.total_seconds() + 5
