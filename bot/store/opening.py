"""open_store: from the url in the configuration to a store that can be used, or to one clear error."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreError
from bot.store import sqlite
from bot.store.database import Database
from bot.store.lock import ProcessLock
from bot.store.migrations import migrate, must_be_ours
from bot.store.store import SqlStore

# A backup or another verb may hold the lock for a while; longer than half a minute is somebody's mistake.
PATIENCE = timedelta(seconds=45)


async def open_store(
    url: str, *, create: bool = True, exclusive: bool = False, patience: timedelta = PATIENCE
) -> SqlStore:
    """The store at `url`: `sqlite:///relative.db`, `sqlite:////absolute.db`, or `sqlite://` in memory.

    `create` makes it where there is none. `exclusive` is for `downlink run`: it takes the process lock, or raises
    StoreInUse, and looks for damage; other verbs need no lock. `patience` is how long to wait while another process
    writes. An older store is brought up to date; everything that is wrong with one raises StoreError. Close it after
    use, or open it with `async with`.
    """
    where, path = _place(url)
    lock = None
    if path is not None:
        sqlite.must_be_usable(path, where, create=create)
        if exclusive:
            lock = ProcessLock(path.with_name(path.name + ".lock"), where)
    db = Database(sqlite.engines(path, where, patience))
    try:
        if not await db.ask(lambda connection: connection.run_sync(must_be_ours, where)):
            await db.write(lambda connection: _update(connection, where))
        store = SqlStore(db, lock)
        if exclusive:
            await store.check()
    except BaseException:
        await db.close()
        if lock:
            lock.release()
        raise
    return store


async def _update(connection: AsyncConnection, where: str) -> None:
    def work(sync: Connection) -> None:
        if not must_be_ours(sync, where):  # another process may have been faster
            migrate(sync)

    await connection.run_sync(work)


def _place(url: str) -> tuple[str, Path | None]:
    """The store's name for people, without any password, and its file, None in memory."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        # The text is not repeated: there may be a password in it.
        raise StoreError("The store's url can't be read. It should look like sqlite:///downlink.db.") from None
    where = parsed.set(query={}).render_as_string(hide_password=True)
    scheme = parsed.drivername.split("+")[0]
    if scheme in {"postgresql", "postgres"}:
        raise StoreError(f"{where}: this version of Downlink keeps its store in SQLite only: sqlite:///downlink.db.")
    if parsed.drivername not in {"sqlite", "sqlite+aiosqlite"} or parsed.host or parsed.query:
        raise StoreError(f"{where}: not a store that Downlink knows. It should look like sqlite:///downlink.db.")
    if parsed.database in {None, "", ":memory:"}:
        return where, None
    return where, Path(str(parsed.database)).absolute()
