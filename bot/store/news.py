"""Items as news: in stories, and as their owners see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.addresses import untracked
from bot.collectors import known_to_collect
from bot.model import Item, Tier
from bot.owners import circle_of
from bot.store.database import Database
from bot.store.feeds import parts
from bot.store.reach import read_by
from bot.store.schema import feeds, items, subscriptions

_OWN_COLUMNS = (
    items.c.id,
    items.c.feed_id,
    items.c.publisher,
    items.c.url,
    items.c.title,
    items.c.text,
    items.c.published,
    items.c.first_seen,
    items.c.language,
    items.c.image,
    items.c.story_id,
    items.c.edited_at,
)
_WANTED = select(subscriptions).where(subscriptions.c.feed_id == items.c.feed_id)
# The first and the last of a feed's owners tell its circle: "file" comes before any "guild:".
_CIRCLE_COLUMNS = (
    _WANTED.with_only_columns(func.min(subscriptions.c.owner)).scalar_subquery().label("first_owner"),
    _WANTED.with_only_columns(func.max(subscriptions.c.owner)).scalar_subquery().label("last_owner"),
)
_OWNERS_COLUMNS = (
    subscriptions.c.name.label("feed"),
    feeds.c.url.label("feed_url"),
    subscriptions.c.tier,
    subscriptions.c.tags,
    subscriptions.c.language.label("feed_language"),
    subscriptions.c.collects,
)


class News:
    """The part of the store that the editor and the readers work with: see bot.ports.NewsStore."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def unfiled_items(self, limit: int) -> list[Item]:
        found: list[Item] = []
        # Apart, for there is an index for each.
        for waiting in (
            items.c.story_id.is_(None),
            and_(items.c.story_id.is_not(None), items.c.filed_order.is_(None)),
        ):
            statement = (
                select(*_OWN_COLUMNS, *_CIRCLE_COLUMNS)
                .where(waiting)
                .order_by(items.c.published, items.c.id)
                .limit(limit - len(found))
            )
            found += await self._db.collect(statement, _nobodys)
        return found

    async def file_items(self, stories: Mapping[Item, int], silent: Collection[Item] = ()) -> None:
        if not stories:
            return
        last_place = select(func.max(items.c.filed_order)).where(items.c.story_id.is_not(None))

        async def work(connection: AsyncConnection) -> None:
            last = (await connection.execute(last_place)).scalar() or 0
            await connection.execute(
                update(items)
                # A poll may have rewritten it since it was read.
                .where(items.c.id == bindparam("item_id"), items.c.title == bindparam("headline"))
                .values(story_id=bindparam("story"), filed_order=bindparam("place")),
                [
                    {
                        "item_id": item.id,
                        "headline": item.title,
                        "story": story_id,
                        "place": 0 if item in silent else place,
                    }
                    for place, (item, story_id) in enumerate(stories.items(), last + 1)
                ],
            )

        await self._db.write(work)

    async def filed_items(self, since: datetime) -> list[Item]:
        statement = select(*_OWN_COLUMNS, *_CIRCLE_COLUMNS, items.c.filed_order).where(
            items.c.published >= since, items.c.story_id.is_not(None), items.c.filed_order > 0
        )
        # Sorted here: asked to, SQLite would walk through all that was ever filed.
        filed = await self._db.collect(statement, lambda row: (row.filed_order, _nobodys(row)))
        return [item for _, item in sorted(filed, key=lambda each: each[0])]

    async def items(self, owner: str, since: datetime, until: datetime) -> list[Item]:
        statement = (
            _of(owner).where(items.c.news_at >= since, items.c.news_at < until).order_by(items.c.published, items.c.id)
        )
        return await self._db.collect(statement, _owners)

    async def story_items(self, owner: str, story_ids: Iterable[int]) -> list[Item]:
        found: list[Item] = []
        for part in parts(sorted(set(story_ids))):
            found += await self._db.collect(_of(owner).where(items.c.story_id.in_(part)), _owners)
        return sorted(found, key=lambda item: (item.published, item.id))

    async def latest(self, owner: str, *, feed: str = "", publisher: str = "", limit: int = 10) -> list[Item]:
        conditions = [subscriptions.c.name == feed] if feed else []
        if publisher:
            conditions += [items.c.feed_id.in_(await self._collecting(owner)), items.c.publisher == publisher]
        return await self._db.collect(_newest(owner, limit, *conditions), _owners)

    async def publishers(self, owner: str, since: datetime) -> list[str]:
        statement = (
            select(items.c.publisher)
            .where(
                items.c.feed_id.in_(await self._collecting(owner)), items.c.news_at >= since, items.c.publisher != ""
            )
            .group_by(items.c.publisher)
            .order_by(func.count().desc(), items.c.publisher)
        )
        return await self._db.collect(statement, lambda row: str(row.publisher))

    async def languages(self, owner: str, since: datetime) -> dict[str, set[str]]:
        statement = (
            select(subscriptions.c.name, items.c.language)
            .join(subscriptions, subscriptions.c.feed_id == items.c.feed_id)
            .where(read_by(owner), subscriptions.c.paused.is_(False), items.c.news_at >= since)
            .distinct()
        )
        found: dict[str, set[str]] = {}
        for name, language in await self._db.collect(statement, tuple):
            found.setdefault(name, set()).add(language)
        return found

    async def _collecting(self, owner: str) -> list[int]:
        """The owner's feeds that are believed whose each report is."""
        statement = (
            select(feeds.c.id, feeds.c.url, subscriptions.c.collects)
            .join(subscriptions, subscriptions.c.feed_id == feeds.c.id)
            .where(read_by(owner), subscriptions.c.paused.is_(False))
        )
        found = await self._db.collect(statement, tuple)
        return [feed_id for feed_id, url, collects in found if collects or known_to_collect(url)]

    async def search(self, owner: str, words: Sequence[str], *, limit: int = 10) -> list[Item]:
        conditions = [items.c.folded.contains(word.casefold(), autoescape=True) for word in words]
        return await self._db.collect(_newest(owner, limit, *conditions), _owners)


def _of(owner: str) -> Select[Any]:
    return (
        select(*_OWN_COLUMNS, *_OWNERS_COLUMNS)
        .join(subscriptions, subscriptions.c.feed_id == items.c.feed_id)
        .join(feeds, feeds.c.id == items.c.feed_id)
        .where(read_by(owner), subscriptions.c.paused.is_(False))
    )


def _newest(owner: str, limit: int, *conditions: ColumnElement[bool]) -> Select[Any]:
    order = items.c.published.desc(), items.c.id.desc()
    # The few by number first: sorting all of an owner's items with their texts costs ten times as much.
    ids = (
        select(items.c.id)
        .join(subscriptions, subscriptions.c.feed_id == items.c.feed_id)
        .where(read_by(owner), subscriptions.c.paused.is_(False), *conditions)
        .order_by(*order)
        .limit(limit)
    )
    return _of(owner).where(items.c.id.in_(ids)).order_by(*order)


def _nobodys(row: Row[Any]) -> Item:
    return Item(
        id=row.id,
        feed_id=row.feed_id,
        publisher="",
        url=untracked(row.url),
        title=row.title,
        text=row.text,
        published=row.published,
        first_seen=row.first_seen,
        language=row.language,
        image=row.image,
        story_id=row.story_id,
        edited=row.edited_at,
        circle=circle_of(row.feed_id, [owner for owner in (row.first_owner, row.last_owner) if owner]),
    )


def _publisher(row: Row[Any]) -> str:
    """Whom the entry names if its feed is believed that, else the feed by the name that its owner gave it."""
    believed = row.publisher and (row.collects or known_to_collect(row.feed_url))
    return str(row.publisher if believed else row.feed)


def _owners(row: Row[Any]) -> Item:
    return Item(
        id=row.id,
        feed_id=row.feed_id,
        publisher=_publisher(row),
        url=untracked(row.url),
        title=row.title,
        text=row.text,
        published=row.published,
        first_seen=row.first_seen,
        tier=Tier(row.tier),
        tags=tuple(row.tags),
        language=row.language or row.feed_language,
        image=row.image,
        story_id=row.story_id,
        edited=row.edited_at,
        feed=row.feed,
        feed_url=row.feed_url,
    )
