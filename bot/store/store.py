"""The one Store: its parts by subject, and what concerns all of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.briefs import Briefs
from bot.store.database import Database
from bot.store.feeds import Feeds
from bot.store.lock import ProcessLock
from bot.store.news import News
from bot.store.outbox import Outbox
from bot.store.pages import Pages
from bot.store.plans import GuildPlans
from bot.store.schema import OPEN_STATES, briefs, deliveries, feeds, items, pages, plans, slots, subscriptions, told

# A taken slot keeps its brief from being written twice; configurations come back from backups a year old.
SLOTS_KEPT = timedelta(days=400)
# As many entries as are read of one feed document, and some: an old entry that still stands in its feed would come back
# as new if it were forgotten.
KEPT_PER_FEED = 250


class SqlStore(Feeds, Pages, News, Briefs, GuildPlans, Outbox):
    """bot.ports.Store on a SQL database. Made by bot.store.open_store; `async with` closes it."""

    def __init__(self, db: Database, lock: ProcessLock | None = None) -> None:
        super().__init__(db)
        self._db = db
        self._lock = lock

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def purge(self, before: datetime) -> int:
        last_kept = (
            select(items.c.first_seen)
            .where(items.c.feed_id == feeds.c.id)
            .order_by(items.c.first_seen.desc())
            .offset(KEPT_PER_FEED - 1)
            .limit(1)
            .scalar_subquery()
        )
        wanted = select(1).where(subscriptions.c.feed_id == feeds.c.id).exists()
        full = select(feeds.c.id, last_kept.label("last_kept")).where(wanted, last_kept.is_not(None))
        open_states = [state.value for state in OPEN_STATES]

        async def work(connection: AsyncConnection) -> int:
            gone = 0
            for feed in (await connection.execute(full)).all():
                older = and_(items.c.feed_id == feed.id, items.c.first_seen < min(before, feed.last_kept))
                gone += (await connection.execute(delete(items).where(older))).rowcount
            for statement in (
                delete(items).where(
                    items.c.first_seen < before,
                    ~select(1).where(subscriptions.c.feed_id == items.c.feed_id).exists(),
                ),
                delete(feeds).where(
                    or_(feeds.c.last_poll.is_(None), feeds.c.last_poll < before),
                    ~wanted,
                    ~select(1).where(items.c.feed_id == feeds.c.id).exists(),
                ),
                delete(pages).where(pages.c.asked < before),
                delete(deliveries).where(deliveries.c.due < before, deliveries.c.state.not_in(open_states)),
                delete(briefs).where(
                    briefs.c.written_at < before,
                    ~select(1).where(deliveries.c.brief_id == briefs.c.id).exists(),
                ),
                # A row of these is a few bytes, and losing one could tell or post something twice.
                delete(told).where(told.c.told_at < before - SLOTS_KEPT),
                delete(slots).where(slots.c.due < before - SLOTS_KEPT),
                delete(plans).where(
                    plans.c.since < before - SLOTS_KEPT,
                    ~select(1).where(slots.c.plan_id == plans.c.id).exists(),
                ),
            ):
                gone += (await connection.execute(statement)).rowcount
            return gone

        return await self._db.write(work)

    async def check(self) -> None:
        await self._db.check()

    async def close(self) -> None:
        await self._db.close()
        if self._lock:
            self._lock.release()
