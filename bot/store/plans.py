"""Briefs that guilds made for themselves, and the guilds as far as they are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Update, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.deliveries import DeliveryState
from bot.model import BriefPlan
from bot.owners import guild_owner, plan_id
from bot.store import codec
from bot.store.database import Database
from bot.store.schema import (
    briefs,
    deliveries,
    departures,
    feeds,
    guild_plans,
    items,
    plans,
    slots,
    subscriptions,
    told,
)

REMOVED = "its brief was removed"


class GuildPlans:
    """The part of the store that guilds' own briefs are kept in: see bot.ports.PlanStore."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def guild_plans(self, guild_id: int | None = None) -> list[BriefPlan]:
        gone = select(1).where(departures.c.guild_id == guild_plans.c.guild_id).exists()
        wanted = ~gone if guild_id is None else guild_plans.c.guild_id == guild_id
        return await self._db.collect(select(guild_plans).where(wanted).order_by(guild_plans.c.number), _plan)

    async def add_plan(self, guild_id: int, plan: BriefPlan, *, limit: int) -> BriefPlan | None:
        async def work(connection: AsyncConnection) -> BriefPlan | None:
            there = await _of_guild(connection, guild_id)
            if len(there) >= limit or _named(plan.name, there):
                return None
            values = {
                "guild_id": guild_id,
                "paused": plan.paused,
                "created_by": plan.created_by,
                "created_at": plan.created_at,
                "body": codec.encode_plan(plan),
            }
            made = await connection.execute(insert(guild_plans).values(values).returning(guild_plans.c.number))
            owner = guild_owner(guild_id)
            kept = replace(plan, id=plan_id(owner, made.scalar_one()), owner=owner)
            # Known from now on, also if the process dies before the clock first looks at it.
            await connection.execute(insert(plans).values(id=kept.id, since=plan.created_at))
            return kept

        return await self._db.write(work)

    async def change_plan(self, plan: BriefPlan, *, since: datetime | None = None) -> bool:
        guild_id, number = _parsed(plan.id)

        async def work(connection: AsyncConnection) -> bool:
            there = {other.id: other for other in await _of_guild(connection, guild_id)}
            before = there.pop(plan.id, None)
            if _named(plan.name, list(there.values())):
                return False
            changed = await connection.execute(
                update(guild_plans)
                .where(guild_plans.c.number == number)
                .values(paused=plan.paused, body=codec.encode_plan(plan))
            )
            if before is None or not changed.rowcount:
                return False
            if before.channel_id != plan.channel_id:
                await connection.execute(_unbegun(plan.id).values(channel_id=plan.channel_id, not_before=None))
            if since:
                await self._begin_anew(connection, [plan.id], since)
            return True

        return await self._db.write(work)

    async def remove_plan(self, plan_id: str) -> bool:
        _, number = _parsed(plan_id)

        async def work(connection: AsyncConnection) -> bool:
            removed = await connection.execute(delete(guild_plans).where(guild_plans.c.number == number))
            waiting = deliveries.c.state.in_([DeliveryState.PENDING.value, DeliveryState.BLOCKED.value])
            await connection.execute(
                update(deliveries)
                .where(deliveries.c.plan_id == plan_id, waiting)
                .values(state=DeliveryState.EXPIRED.value, reason=REMOVED, leased_until=None)
            )
            # What is being sent at this moment may arrive, or be found; it isn't tried again.
            under_way = (deliveries.c.plan_id == plan_id, deliveries.c.state == DeliveryState.SENDING.value)
            await connection.execute(update(deliveries).where(*under_way).values(expires=deliveries.c.due))
            return bool(removed.rowcount)

        return await self._db.write(work)

    async def known_guilds(self) -> dict[int, datetime | None]:
        own = select(guild_plans.c.guild_id).distinct()
        owners = select(subscriptions.c.owner).distinct().where(_begins(subscriptions.c.owner, "guild:"))
        # Of a removed brief there is still what it posted and told.
        had = select(plans.c.id).where(_begins(plans.c.id, "guild:"))
        left = select(departures)

        async def work(connection: AsyncConnection) -> dict[int, datetime | None]:
            known: dict[int, datetime | None] = dict.fromkeys((await connection.execute(own)).scalars())
            for guilds in (owners, had):
                known.update((int(each.split(":")[1]), None) for each in (await connection.execute(guilds)).scalars())
            known.update((row.guild_id, row.left_at) for row in await connection.execute(left))
            return known

        return await self._db.ask(work)

    async def guild_left(self, guild_id: int, now: datetime) -> None:
        async def work(connection: AsyncConnection) -> None:
            first = self._db.insert(departures).values(guild_id=guild_id, left_at=now)
            await connection.execute(first.on_conflict_do_nothing())

        await self._db.write(work)

    async def guild_back(self, guild_id: int, now: datetime) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            back = await connection.execute(delete(departures).where(departures.c.guild_id == guild_id))
            if back.rowcount:
                there = await _of_guild(connection, guild_id)
                await self._begin_anew(connection, [plan.id for plan in there], now)
            return bool(back.rowcount)

        return await self._db.write(work)

    async def forget_guild(self, guild_id: int) -> int:
        owner = guild_owner(guild_id)
        its_feeds = select(subscriptions.c.feed_id).where(subscriptions.c.owner == owner)
        others = select(1).where(subscriptions.c.feed_id == items.c.feed_id, subscriptions.c.owner != owner).exists()
        of_feeds = select(1).where(subscriptions.c.feed_id == feeds.c.id, subscriptions.c.owner != owner).exists()
        statements = (
            # Items and feeds only of addresses that nobody else reads.
            delete(items).where(items.c.feed_id.in_(its_feeds), ~others),
            delete(feeds).where(feeds.c.id.in_(its_feeds), ~of_feeds),
            delete(subscriptions).where(subscriptions.c.owner == owner),
            *(
                delete(table).where(_begins(column, f"{owner}:"))
                for table, column in (
                    (told, told.c.plan_id),
                    (deliveries, deliveries.c.plan_id),
                    (briefs, briefs.c.plan_id),
                    (slots, slots.c.plan_id),
                    (plans, plans.c.id),
                )
            ),
            delete(guild_plans).where(guild_plans.c.guild_id == guild_id),
            delete(departures).where(departures.c.guild_id == guild_id),
        )

        async def work(connection: AsyncConnection) -> int:
            return sum([(await connection.execute(statement)).rowcount for statement in statements])

        return await self._db.write(work)

    async def _begin_anew(self, connection: AsyncConnection, plan_ids: Sequence[str], since: datetime) -> None:
        for each in plan_ids:
            first = self._db.insert(plans).values(id=each, since=since)
            await connection.execute(first.on_conflict_do_update(index_elements=["id"], set_={"since": since}))


async def _of_guild(connection: AsyncConnection, guild_id: int) -> list[BriefPlan]:
    return [
        _plan(row) for row in await connection.execute(select(guild_plans).where(guild_plans.c.guild_id == guild_id))
    ]


def _unbegun(plan_id: str) -> Update:
    """The plan's briefs of which certainly nothing is posted: they go where the plan goes, most of all those that their
    channel refuses.
    """
    other = deliveries.alias("other")
    waits = [DeliveryState.PENDING.value, DeliveryState.BLOCKED.value]
    begun = select(other.c.id).where(other.c.brief_id == deliveries.c.brief_id, other.c.state.not_in(waits)).exists()
    return update(deliveries).where(deliveries.c.plan_id == plan_id, deliveries.c.state.in_(waits), ~begun)


def _named(name: str, there: Sequence[BriefPlan]) -> bool:
    return any(other.name.casefold() == name.casefold() for other in there)


def _begins(column: Column[str] | ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """As a range, which an index answers; SQLite's LIKE looks at every row."""
    return and_(column >= prefix, column < prefix[:-1] + chr(ord(prefix[-1]) + 1))


def _parsed(plan_id: str) -> tuple[int, int]:
    _, guild_id, number = plan_id.split(":")
    return int(guild_id), int(number)


def _plan(row: Row[Any]) -> BriefPlan:
    owner = guild_owner(row.guild_id)
    return replace(
        codec.decode_plan(row.body),
        id=plan_id(owner, row.number),
        owner=owner,
        paused=row.paused,
        created_by=row.created_by,
        created_at=row.created_at,
    )
