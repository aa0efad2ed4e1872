"""What only SQLite needs: its pragmas, one writer, and its errors in words.

One connection writes, a few read. Many writers on one file wait on each other by polling: with eight, the slowest of a
hundred claims took twelve times as long.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.errors import StoreError
from bot.store.database import Engines, pool_patience

READERS = 3
DAMAGED = "the store is damaged. Stop Downlink, keep the file, and restore the newest backup."


def engines(path: Path | None, where: str, patience: timedelta) -> Engines:
    """For the file at `path`, or for a store in memory; `patience` is how long to wait for another process's lock."""
    writer = _engine(path, patience, connections=1)
    event.listen(writer.sync_engine, "connect", partial(_set_up_connection, patience=patience, query_only=False))
    # A deferred transaction that writes after it has read fails at once when another process wrote in between
    # (SQLITE_BUSY_SNAPSHOT), whatever the time-out (https://sqlite.org/isolation.html).
    event.listen(writer.sync_engine, "begin", _begin_immediate)
    if path is None:
        reader = writer  # a store in memory is its one connection
    else:
        # A read is over with its answer: no trip to the thread for a rollback of nothing.
        options = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
        reader = _engine(path, patience, connections=READERS, **options)
        event.listen(reader.sync_engine, "connect", partial(_set_up_connection, patience=patience, query_only=True))
    return Engines(where, writer, reader, partial(explain, path=path), passes, partial(_look_for_damage, where=where))


def must_be_usable(path: Path, where: str, *, create: bool) -> None:
    """Raise StoreError, with the fix, where the file can't be what it should be."""
    try:
        problem = _problem(path, create=create)
    except OSError as error:
        problem = f"{error.strerror} at {error.filename}. Give this user the right to go there."
    if problem:
        raise StoreError(f"{where}: {problem}")


PASSING = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR")


def passes(error: BaseException) -> bool:
    """Whether an error of SQLite may be over later, without anybody touching the store."""
    return (getattr(error, "sqlite_errorname", "") or "").startswith(PASSING)


def explain(error: BaseException, *, path: Path | None) -> str | None:
    """An error of SQLite in words (https://sqlite.org/rescode.html); None where nobody but us can mend it."""
    name = getattr(error, "sqlite_errorname", "") or ""
    place = f"the disk of {path}" if path else "the memory"
    for prefix, words in (
        ("SQLITE_BUSY", "another process has kept the store locked for too long. Stop it, then try again."),
        ("SQLITE_LOCKED", "another process has kept the store locked for too long. Stop it, then try again."),
        ("SQLITE_FULL", f"{place} is full. Nothing was lost; make room and it goes on."),
        ("SQLITE_READONLY", "the store can't be written. Give this user the right to write the file and its folder."),
        ("SQLITE_PERM", "the store can't be opened. Give this user the right to read and write it."),
        ("SQLITE_CANTOPEN", "the store can't be opened. Is its folder there, and writable for this user?"),
        ("SQLITE_IOERR", f"{place} fails to read or write. See the system's log."),
        ("SQLITE_NOTADB", "this file is not a Downlink store. Name another in the store's url, or restore a backup."),
        ("SQLITE_CORRUPT", DAMAGED),
    ):
        if name.startswith(prefix):
            return words
    return None


def _problem(path: Path, *, create: bool) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"the folder {folder} does not exist. Make it, or name another in the store's url."
    if path.is_dir():
        return f"{path} is a folder. Name a file in the store's url."
    if not path.exists() and not create:
        return f"there is no store at {path} yet. `downlink run` makes it."
    if not _allowed(folder, os.R_OK | os.W_OK | os.X_OK):  # SQLite keeps its log beside the file
        return f"the folder {folder} is not writable. Give this user the right to write there."
    if path.exists() and not _allowed(path, os.R_OK | os.W_OK):
        return f"{path} is not writable. Give this user the right to read and write it."
    return ""


def _allowed(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


async def _look_for_damage(connection: AsyncConnection, *, where: str) -> None:
    # Of most damage SQLite says SQLITE_CORRUPT here; of some it answers with a list instead of "ok".
    answer = (await connection.exec_driver_sql("PRAGMA quick_check(1)")).scalar()
    if answer != "ok":
        raise StoreError(f"{where}: {DAMAGED} ({answer})")


def _engine(path: Path | None, patience: timedelta, *, connections: int, **options: Any) -> AsyncEngine:
    return create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path) if path else ":memory:"),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_reset_on_return=None,  # every transaction of ours ends itself: one trip to the thread less for each
        pool_timeout=pool_patience(patience),
        hide_parameters=True,  # what feeds and guilds wrote doesn't belong in an error
        json_serializer=partial(json.dumps, separators=(",", ":")),
        **options,
    )


def _set_up_connection(dbapi: Any, _record: object, *, patience: timedelta, query_only: bool) -> None:
    dbapi.isolation_level = None  # transactions begin where we say, not where sqlite3 guesses
    cursor = dbapi.cursor()
    for pragma in (
        f"busy_timeout={patience // timedelta(milliseconds=1)}",  # first: the next one may have to wait
        "journal_mode=WAL",
        # FULL also in WAL: what is claimed must survive a power cut too, or it is posted twice.
        "synchronous=FULL",
        "foreign_keys=ON",
        "journal_size_limit=67108864",
        f"query_only={query_only:d}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    # By the driver itself: SQLAlchemy's way takes three trips to the connection's thread, this one.
    driver: Any = connection.connection.dbapi_connection
    driver.run_async(lambda aiosqlite: aiosqlite.execute("BEGIN IMMEDIATE"))
