"""Feeds, who wants them, and what polling them gave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, case, delete, exists, func, insert, or_, select, true, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Feed, FeedState, FeedStatus, Known, NewItem, PollOutcome, Signs, Tier
from bot.store.database import Database
from bot.store.reach import read_by
from bot.store.schema import feeds, items, subscriptions

_STATE = tuple(field.name for field in fields(FeedState))
# What a poll may change: not which address it is, nor what its readers want of it.
_POLLED = tuple(name for name in _STATE if name not in {"id", "url", "trusted", "full_text"})
_READERS = subscriptions.alias("readers")
_FULL_TEXT = exists().where(_READERS.c.feed_id == feeds.c.id, _READERS.c.full_text).label("wants_full_text")
_STATE_COLUMNS = tuple(feeds.c.get(name, _FULL_TEXT) for name in _STATE)
# No feed is to wait so long (bot.feeds.pacing): it was asked when the clock was wrong.
_FURTHEST = timedelta(days=7)
# Far below the number of parameters that any engine takes.
_AT_A_TIME = 400
# Feeds that are asked for together: each of their entries is looked for in all of them, by an index.
_FEEDS_AT_A_TIME = 20
# Made once: to put it together takes as long as to ask it.
_KNOWN = union_all(
    *(
        select(
            items.c.feed_id,
            items.c.id,
            items.c.key,
            items.c.url_key,
            items.c.title,
            items.c.published,
            items.c.fingerprint,
        ).where(items.c.feed_id.in_(bindparam("feed_ids", expanding=True)), column.in_(bindparam(name, expanding=True)))
        for name, column in (("keys", items.c.key), ("url_keys", items.c.url_key), ("titles", items.c.title))
    )
)

# A new headline may tell other news: the item waits to be filed again.
_EDIT = (
    update(items)
    .where(items.c.id == bindparam("item_id"))
    .values(filed_order=case((items.c.title == bindparam("headline"), items.c.filed_order)))
)


class Feeds:
    """The part of the store that the gatherer works with: see bot.ports.FeedStore."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def sync_feeds(self, owner: str, wanted: Sequence[Feed], *, trusted: bool) -> None:
        async def work(connection: AsyncConnection) -> None:
            await connection.execute(delete(subscriptions).where(subscriptions.c.owner == owner))
            if not wanted:
                return
            await connection.execute(
                self._db.insert(feeds).on_conflict_do_nothing(),
                [{"url": feed.url, "trusted": trusted} for feed in wanted],
            )
            ids: dict[str, int] = {}
            for part in parts([feed.url for feed in wanted]):
                found = await connection.execute(
                    select(feeds.c.url, feeds.c.id).where(feeds.c.url.in_(part), feeds.c.trusted == trusted)
                )
                ids.update((row.url, row.id) for row in found)
            await connection.execute(
                insert(subscriptions),
                [_subscription(owner, ids[feed.url], feed) for feed in wanted],
            )

        await self._db.write(work)

    async def add_feed(self, owner: str, feed: Feed, *, limit: int) -> bool:
        its_row = select(feeds.c.id).where(feeds.c.url == feed.url, feeds.c.trusted.is_(False))
        own = select(subscriptions.c.name).where(subscriptions.c.owner == owner)

        async def work(connection: AsyncConnection) -> bool:
            names = [name.casefold() for name in (await connection.execute(own)).scalars()]
            if len(names) >= limit or feed.name.casefold() in names:
                return False
            # Whatever the file is allowed: an address from a guild is never trusted.
            new = self._db.insert(feeds).values(url=feed.url, trusted=False)
            await connection.execute(new.on_conflict_do_nothing())
            feed_id = (await connection.execute(its_row)).scalar_one()
            added = await connection.execute(
                self._db.insert(subscriptions)
                .values(_subscription(owner, feed_id, feed))
                .on_conflict_do_nothing()
                .returning(subscriptions.c.feed_id)
            )
            return added.first() is not None

        return await self._db.write(work)

    async def pause_feed(self, owner: str, name: str, *, paused: bool) -> bool:
        mine = (subscriptions.c.owner == owner, subscriptions.c.name == name)

        async def work(connection: AsyncConnection) -> bool:
            changed = await connection.execute(update(subscriptions).where(*mine).values(paused=paused))
            if not paused:
                its_row = select(subscriptions.c.feed_id).where(*mine).scalar_subquery()
                # One that is well has its pace; one that isn't is tried now, or when its publisher lets us.
                again = update(feeds).where(feeds.c.id == its_row, or_(feeds.c.failures > 0, feeds.c.stopped))
                await connection.execute(again.values(stopped=False, next_poll=feeds.c.not_before))
            return bool(changed.rowcount)

        return await self._db.write(work)

    async def not_before(self, url: str) -> datetime | None:
        # Of what the host alone may read nobody else is told.
        asked = select(func.max(feeds.c.not_before)).where(
            or_(feeds.c.url == url, feeds.c.moved_to == url), feeds.c.trusted.is_(False)
        )

        async def work(connection: AsyncConnection) -> datetime | None:
            found: datetime | None = (await connection.execute(asked)).scalar_one()
            return found

        return await self._db.ask(work)

    async def remove_feed(self, owner: str, name: str) -> bool:
        mine = delete(subscriptions).where(subscriptions.c.owner == owner, subscriptions.c.name == name)

        async def work(connection: AsyncConnection) -> bool:
            return bool((await connection.execute(mine)).rowcount)

        return await self._db.write(work)

    async def feed_statuses(self, owner: str) -> list[FeedStatus]:
        count = (
            select(func.count())
            .select_from(items)
            .where(items.c.feed_id == feeds.c.id)
            .scalar_subquery()
            .label("items")
        )
        statement = (
            select(subscriptions, count, *_STATE_COLUMNS)
            .join(feeds, feeds.c.id == subscriptions.c.feed_id)
            .where(read_by(owner))
        )
        statuses = await self._db.collect(statement, _status)
        return sorted(statuses, key=lambda status: status.feed.name.casefold())

    async def due_feeds(self, now: datetime, limit: int) -> list[FeedState]:
        statement = (
            select(*_STATE_COLUMNS)
            .where(
                or_(feeds.c.next_poll.is_(None), feeds.c.next_poll <= now, feeds.c.next_poll > now + _FURTHEST),
                feeds.c.stopped != true(),
                select(1).where(subscriptions.c.feed_id == feeds.c.id, subscriptions.c.paused.is_(False)).exists(),
            )
            .order_by(feeds.c.next_poll.nulls_first(), feeds.c.id)
            .limit(limit)
        )
        return await self._db.collect(statement, _state)

    async def known_entries(self, wanted: Mapping[int, Signs]) -> dict[int, list[Known]]:
        found: dict[int, dict[int, Known]] = {}

        async def work(connection: AsyncConnection) -> None:
            for feed_ids in parts(list(wanted), _FEEDS_AT_A_TIME):
                for part in _questions([wanted[feed_id] for feed_id in feed_ids]):
                    for feed_id, *known in await connection.execute(_KNOWN, {"feed_ids": feed_ids, **part}):
                        found.setdefault(feed_id, {})[known[0]] = Known(*known)

        await self._db.ask(work)
        return {
            feed_id: sorted(filter(_one_of(wanted[feed_id]), known.values()), key=lambda each: each.item_id)
            for feed_id, known in found.items()
        }

    async def record_poll(
        self, state: FeedState, new: Sequence[NewItem] = (), changed: Mapping[int, NewItem] | None = None
    ) -> None:
        await self.record_polls([PollOutcome(state, new, changed or {})])

    async def record_polls(self, outcomes: Sequence[PollOutcome]) -> None:
        if any(outcome.new and outcome.state.last_poll is None for outcome in outcomes):
            raise ValueError("new items need the time at which they were seen: state.last_poll")
        states = [_polled(outcome.state) for outcome in outcomes]
        added = [_row(item, outcome.state) for outcome in outcomes for item in outcome.new]
        edits = [
            {**_content(item), "item_id": item_id, "headline": item.entry.title, "edited_at": outcome.state.last_poll}
            for outcome in outcomes
            for item_id, item in outcome.changed.items()
        ]

        async def work(connection: AsyncConnection) -> None:
            if states:
                await connection.execute(update(feeds).where(feeds.c.id == bindparam("feed_id")), states)
            if added:
                wanted = {row["feed_id"] for row in added}
                there = await connection.execute(select(feeds.c.id).where(feeds.c.id.in_(wanted)))
                kept = set(there.scalars())  # less what a guild took with it while it was being read
                added[:] = [row for row in added if row["feed_id"] in kept]
            if added:
                # An entry that came in meanwhile by another way is there already: nothing to add.
                statement = self._db.insert(items).on_conflict_do_nothing(index_elements=["feed_id", "key"])
                await connection.execute(statement, added)
            if edits:
                await connection.execute(_EDIT, edits)

        await self._db.write(work)


def parts(values: Sequence[Any], size: int = _AT_A_TIME) -> Iterator[Sequence[Any]]:
    """The values in portions that fit into one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _questions(asked: Sequence[Signs]) -> Iterator[dict[str, list[str]]]:
    """The signs of some feeds, as often as needed to put them all into _KNOWN."""
    signs = {
        name: [sign for each in asked for sign in getattr(each, name) if sign]
        for name in ("keys", "url_keys", "titles")
    }
    for start in range(0, max(map(len, signs.values())), _AT_A_TIME):
        yield {name: values[start : start + _AT_A_TIME] for name, values in signs.items()}


def _one_of(signs: Signs) -> Callable[[Known], bool]:
    """Whether a feed's own entry has one of the signs, and not only that of another feed that was asked for with it."""
    keys, url_keys, titles = set(signs.keys), set(signs.url_keys) - {""}, set(signs.titles) - {""}
    return lambda known: known.key in keys or known.url_key in url_keys or known.title in titles


def _subscription(owner: str, feed_id: int, feed: Feed) -> dict[str, Any]:
    return {
        "owner": owner,
        "feed_id": feed_id,
        "name": feed.name,
        "tier": feed.tier.value,
        "tags": list(feed.tags),
        "language": feed.language,
        "full_text": feed.full_text,
        "collects": feed.collects,
    }


def _polled(state: FeedState) -> dict[str, Any]:
    return {"feed_id": state.id, **{name: getattr(state, name) for name in _POLLED}}


def _row(item: NewItem, state: FeedState) -> dict[str, Any]:
    return {
        **_content(item),
        "feed_id": state.id,
        "published": item.published,
        "news_at": item.news_at,
        "first_seen": state.last_poll,
    }


def _content(item: NewItem) -> dict[str, Any]:
    """What people see of an item, and what an edit may change.

    Its dates and when it was first seen stay: an edit makes no old news new. Its key follows a feed that changes its
    ids.
    """
    entry = item.entry
    return {
        "key": item.key,
        "url_key": item.url_key,
        "fingerprint": item.fingerprint,
        "url": entry.link,
        "title": entry.title,
        "text": entry.summary,
        "folded": f"{entry.title}\n{entry.summary}".casefold(),
        "updated": entry.updated,
        "language": entry.language,
        "image": entry.image,
        "publisher": entry.publisher,
        "authors": list(entry.authors),
    }


def _state(row: Row[Any]) -> FeedState:
    return FeedState(*row[-len(_STATE) :])


def _status(row: Row[Any]) -> FeedStatus:
    feed = Feed(
        name=row.name,
        url=row.url,
        tier=Tier(row.tier),
        tags=tuple(row.tags),
        language=row.language,
        full_text=row.full_text,
        collects=row.collects,
    )
    return FeedStatus(feed, _state(row), row.items, row.owner, row.paused)
