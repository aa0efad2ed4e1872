"""Messages on their way.

A message is open until it is sent or settled. Of a channel only the first open message, by its slot's due time, may be
claimed: that keeps the order, and holds a brief's later parts back while an earlier one waits for its next attempt.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate
from sqlalchemy.sql.expression import literal_column

from bot.deliveries import Delivery, DeliveryState, Message, Overdue
from bot.store.database import Database
from bot.store.feeds import parts
from bot.store.schema import EPOCH, OPEN_STATES, Timestamp, deliveries


class Outbox:
    """The part of the store that the dispatcher works with: see bot.ports.Outbox."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def reopen(self) -> int:
        leased = update(deliveries).where(_open(deliveries), deliveries.c.leased_until.is_not(None))
        blocked = update(deliveries).where(_open(deliveries), deliveries.c.state == DeliveryState.BLOCKED.value)

        async def work(connection: AsyncConnection) -> int:
            await connection.execute(blocked.values(not_before=None))
            reopened: int = (await connection.execute(leased.values(leased_until=None))).rowcount
            return reopened

        return await self._db.write(work)

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> list[Delivery]:
        values = {"now": now, "until": now + lease, "limit": limit}

        async def work(connection: AsyncConnection) -> list[Row[Any]]:
            return list((await connection.execute(_CLAIM, values)).all())

        return [as_delivery(row) for row in sorted(await self._db.write(work), key=lambda row: (row.due, row.id))]

    async def next_due(self) -> datetime | None:
        rows = await self._db.rows(_NEXT_DUE)
        return rows[0].soonest if rows else None

    async def confirm(self, delivery_id: int, message_id: int, now: datetime, *, post: bool = False) -> None:
        sent = {"delivery": delivery_id, "message": message_id, "now": now}

        async def work(connection: AsyncConnection) -> None:
            await connection.execute(_CONFIRM, sent)
            if post:
                brief = select(deliveries.c.brief_id).where(deliveries.c.id == delivery_id).scalar_subquery()
                inside = update(deliveries).where(deliveries.c.brief_id == brief)
                await connection.execute(inside.values(channel_id=message_id))

        await self._db.write(work)

    async def postpone(self, delivery: Delivery, not_before: datetime, reason: str) -> None:
        await self._change(
            _unsent(delivery.id).values(
                state=delivery.state.value,
                attempts=delivery.attempts,
                first_attempt=delivery.first_attempt,
                not_before=not_before,
                leased_until=None,
                reason=reason,
            )
        )

    async def hurry(self, channel_ids: Collection[int]) -> int:
        hurried = 0
        for part in parts(sorted(channel_ids)):
            statement = update(deliveries).where(
                _open(deliveries), deliveries.c.state == DeliveryState.BLOCKED.value, deliveries.c.channel_id.in_(part)
            )
            hurried += await self._change(statement.values(not_before=None))
        return hurried

    async def overdue(self, before: datetime) -> Overdue:
        # An edit is as old as its message, and no message is missing for want of it.
        waiting = and_(
            _open(deliveries), deliveries.c.state != DeliveryState.BLOCKED.value, deliveries.c.edits.is_(None)
        )
        late = select(func.count().label("count"), func.min(deliveries.c.due).label("since")).where(
            waiting, deliveries.c.due < before
        )
        why = select(deliveries.c.reason).where(waiting).order_by(deliveries.c.due, deliveries.c.id).limit(1)

        async def work(connection: AsyncConnection) -> Overdue:
            counted = (await connection.execute(late)).one()
            reason = (await connection.execute(why)).scalar() if counted.count else None
            return Overdue(counted.count, counted.since, reason or "")

        return await self._db.ask(work)

    async def settle(self, delivery_id: int, state: DeliveryState, reason: str) -> None:
        await self._change(_unsent(delivery_id).values(state=state.value, reason=reason, leased_until=None))

    async def deliveries(self, plan_id: str, limit: int = 5) -> list[Delivery]:
        statement = (
            select(deliveries).where(deliveries.c.plan_id == plan_id).order_by(deliveries.c.id.desc()).limit(limit)
        )
        return await self._db.collect(statement, as_delivery)

    async def _change(self, statement: Update) -> int:
        async def work(connection: AsyncConnection) -> int:
            changed: int = (await connection.execute(statement)).rowcount
            return changed

        return await self._db.write(work)


def _open(table: FromClause) -> ColumnElement[bool]:
    # The words of the partial indexes: see schema.OPEN.
    return table.c.state.in_([literal_column(f"'{state.value}'") for state in OPEN_STATES])


def _first_of_channel(first: FromClause) -> ColumnElement[bool]:
    """Open, and no open message of its channel comes before it; of an edit, no open edit of the same message.

    An edit keeps no message back: in a closed thread it waits until a message has opened it.
    """
    earlier = deliveries.alias("earlier")
    alike = or_(and_(first.c.edits.is_(None), earlier.c.edits.is_(None)), first.c.edits == earlier.c.edits)
    before = or_(earlier.c.due < first.c.due, and_(earlier.c.due == first.c.due, earlier.c.id < first.c.id))
    return and_(
        _open(first),
        ~select(earlier.c.id).where(earlier.c.channel_id == first.c.channel_id, _open(earlier), before, alike).exists(),
    )


def _claim() -> ReturningUpdate[Any]:
    """Takes `limit` of what is due at `now`, each until `until`."""
    now, until = bindparam("now", type_=Timestamp), bindparam("until", type_=Timestamp)
    first = deliveries.alias("first")
    due = (
        select(first.c.id)
        .where(
            _first_of_channel(first),
            or_(first.c.not_before.is_(None), first.c.not_before <= now),
            # A lease longer than any was given by a clock that was wrong.
            or_(first.c.leased_until.is_(None), first.c.leased_until <= now, first.c.leased_until > until),
        )
        .order_by(first.c.due, first.c.id)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    return (
        update(deliveries)
        .where(deliveries.c.id.in_(due))
        .values(
            state=DeliveryState.SENDING.value,
            attempts=deliveries.c.attempts + 1,
            first_attempt=func.coalesce(deliveries.c.first_attempt, now),
            leased_until=until,
        )
        .returning(deliveries)
    )


def _next_due() -> Select[tuple[datetime | None]]:
    first = deliveries.alias("first")
    at_once = literal(EPOCH, Timestamp)
    not_before = func.coalesce(first.c.not_before, at_once)
    leased_until = func.coalesce(first.c.leased_until, at_once)
    ready = case((leased_until > not_before, leased_until), else_=not_before)
    return select(func.min(ready).label("soonest")).where(_first_of_channel(first))


def _confirm() -> Update:
    return (
        update(deliveries)
        .where(deliveries.c.id == bindparam("delivery"))
        .values(
            state=DeliveryState.SENT.value,
            message_id=bindparam("message"),
            sent_at=bindparam("now"),
            leased_until=None,
            reason="",
        )
    )


# What each message needs is made once: making it anew took longer than SQLite has work with it.
_CLAIM, _NEXT_DUE, _CONFIRM = _claim(), _next_due(), _confirm()


def _unsent(delivery_id: int) -> Update:
    """What is in its channel stays so, whatever a straggler says."""
    return update(deliveries).where(deliveries.c.id == delivery_id, deliveries.c.state != DeliveryState.SENT.value)


def as_delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        plan_id=row.plan_id,
        slot_key=row.slot_key,
        part=row.part,
        channel_id=row.channel_id,
        message=Message(row.payload, row.fallback, row.mark),
        nonce=row.nonce,
        state=DeliveryState(row.state),
        due=row.due,
        expires=row.expires,
        attempts=row.attempts,
        not_before=row.not_before,
        first_attempt=row.first_attempt,
        message_id=row.message_id,
        reason=row.reason,
        edits=row.edits,
    )
