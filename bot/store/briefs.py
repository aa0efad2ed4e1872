"""Slots, the briefs that fill them, and what has been told."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.deliveries import Delivery, DeliveryState, Edit, Message, PostedBrief
from bot.model import Brief, Slot, TakenSlot, Told, ToldStory
from bot.store import codec
from bot.store.database import Database
from bot.store.feeds import parts
from bot.store.outbox import as_delivery
from bot.store.schema import OPEN_STATES, briefs, deliveries, guild_plans, items, plans, slots, told

FILLED, GIVEN_UP = "filled", "given_up"


def nonce(slot: Slot, channel_id: int, part: int) -> str:
    """The nonce of a message: always the same for the same part of the same slot in the same channel.

    Discord compares it among all that an author sends, not channel by channel, and takes 25 characters at most (Create
    Message).
    """
    whole = "\n".join((slot.plan_id, slot.key, str(channel_id), str(part)))
    return base64.b32encode(hashlib.sha256(whole.encode()).digest()).decode("ascii")[:25]


class Briefs:
    """The part of the store that the clock and the editor work with: see bot.ports.BriefStore."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def plan_since(self, plan_id: str, now: datetime) -> datetime:
        known = select(plans.c.since).where(plans.c.id == plan_id)
        for row in await self._db.rows(known):
            if _moment(row.since) <= now:
                return _moment(row.since)

        async def work(connection: AsyncConnection) -> datetime:
            first = self._db.insert(plans).values(id=plan_id, since=now)
            # A time in the future was noted by a clock that was wrong.
            await connection.execute(
                first.on_conflict_do_update(index_elements=["id"], set_={"since": now}, where=plans.c.since > now)
            )
            return _moment((await connection.execute(known)).scalar_one())

        return await self._db.write(work)

    async def taken_slots(self, plan_id: str, since: datetime) -> dict[str, datetime]:
        taken = select(slots.c.key, slots.c.due).where(slots.c.plan_id == plan_id, slots.c.due >= since)
        rows = await self._db.rows(taken)
        return {row.key: row.due for row in rows}

    async def last_slots(self, plan_id: str, limit: int) -> list[TakenSlot]:
        last = select(slots).where(slots.c.plan_id == plan_id).order_by(slots.c.due.desc()).limit(limit)
        return [
            TakenSlot(Slot(row.plan_id, row.key, row.due), row.state == FILLED, row.reason)
            for row in await self._db.rows(last)
        ]

    async def write_brief(
        self,
        slot: Slot,
        brief: Brief,
        messages: Sequence[Message],
        channel_id: int,
        expires: datetime,
    ) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            if not await self._take(connection, slot, FILLED, "", brief.written_at):
                return False
            values = {
                "plan_id": slot.plan_id,
                "slot_key": slot.key,
                "written_at": brief.written_at,
                "body": codec.encode(brief),
            }
            written = await connection.execute(insert(briefs).values(values).returning(briefs.c.id))
            brief_id: int = written.scalar_one()
            if brief.stories:
                await connection.execute(insert(told), _telling(slot, brief, brief_id))
            if messages:
                await connection.execute(insert(deliveries), _outgoing(slot, brief_id, messages, channel_id, expires))
            return True

        return await self._db.write(work)

    async def give_up_slot(self, slot: Slot, reason: str, now: datetime) -> bool:
        async def work(connection: AsyncConnection) -> bool:
            return await self._take(connection, slot, GIVEN_UP, reason, now)

        return await self._db.write(work)

    async def told(self, plan_id: str, since: datetime) -> dict[int, Told]:
        first = deliveries.alias()  # of a brief's messages
        statement = (
            select(told, first.c.channel_id, first.c.message_id)
            .outerjoin(first, and_(first.c.brief_id == told.c.brief_id, first.c.part == 0))
            .where(told.c.plan_id == plan_id, told.c.told_at >= since, _may_have_been_read(told.c.brief_id))
            .order_by(told.c.told_at, told.c.id)
        )
        last = {row.story_id: row for row in await self._db.collect(statement, lambda row: row)}
        words: dict[tuple[int, int], ToldStory] = {}
        for part in parts(sorted({row.brief_id for row in last.values() if row.brief_id is not None})):
            bodies = select(briefs.c.id, briefs.c.body).where(briefs.c.id.in_(part))
            for brief_id, brief in await self._db.collect(bodies, lambda row: (row.id, codec.decode(row.body))):
                words |= {(brief_id, story.story_id): story for story in brief.stories}
        return {
            story_id: Told(
                story_id,
                row.told_at,
                frozenset(row.item_ids),
                words.get((row.brief_id, story_id)),
                row.channel_id,
                row.message_id,
            )
            for story_id, row in last.items()
        }

    async def told_to_anybody(self, story_ids: Iterable[int]) -> set[int]:
        found: set[int] = set()
        for part in parts(sorted(story_ids)):
            statement = select(told.c.story_id).where(told.c.story_id.in_(part)).distinct()
            found.update(await self._db.collect(statement, lambda row: int(row.story_id)))
        return found

    async def briefs_with_edits(self, edited_since: datetime, told_since: datetime) -> list[PostedBrief]:
        edited = (
            select(items.c.story_id).where(items.c.edited_at.is_not(None), items.c.edited_at >= edited_since).distinct()
        )
        concerned = select(told.c.brief_id).where(told.c.story_id.in_(edited), told.c.told_at >= told_since).distinct()
        ids = [row.brief_id for row in await self._db.rows(concerned) if row.brief_id is not None]
        found: list[PostedBrief] = []
        for part in parts(sorted(ids)):
            steps: dict[int, list[Row[Any]]] = {}
            of_these = select(deliveries).where(deliveries.c.brief_id.in_(part)).order_by(deliveries.c.part)
            for row in await self._db.collect(of_these, lambda row: row):
                steps.setdefault(row.brief_id, []).append(row)
            for row in await self._db.collect(select(briefs).where(briefs.c.id.in_(part)), lambda row: row):
                posted = _as_they_stand(map(as_delivery, steps.get(row.id, ())))
                if posted and all(each.state is DeliveryState.SENT and each.message_id for each in posted):
                    found.append(PostedBrief(row.id, row.plan_id, row.slot_key, codec.decode(row.body), posted))
        return found

    async def amend_brief(self, posted: PostedBrief, brief: Brief, edits: Sequence[Edit], expires: datetime) -> bool:
        last = select(func.max(deliveries.c.part).label("part"), func.max(deliveries.c.due).label("due")).where(
            deliveries.c.brief_id == posted.id
        )

        async def work(connection: AsyncConnection) -> bool:
            number, due = (await connection.execute(last)).one()
            if number is None:
                return False
            body = codec.encode(brief)
            await connection.execute(update(briefs).where(briefs.c.id == posted.id).values(body=body))
            rows = [
                {
                    **_step(edit.message, edit.posted.channel_id, expires),
                    "brief_id": posted.id,
                    "plan_id": posted.plan_id,
                    "slot_key": posted.slot_key,
                    "part": number + place,
                    "due": due,
                    "nonce": "",
                    "edits": edit.posted.message_id,
                }
                for place, edit in enumerate(edits, 1)
            ]
            await connection.execute(insert(deliveries), rows)
            return True

        return await self._db.write(work)

    async def brief_by_mark(self, mark: str) -> Brief | None:
        statement = (
            select(briefs.c.body)
            .join(deliveries, deliveries.c.brief_id == briefs.c.id)
            .where(deliveries.c.mark == mark)
            .order_by(deliveries.c.id.desc())
            .limit(1)
        )
        for row in await self._db.rows(statement):
            return codec.decode(row.body)
        return None

    async def _take(self, connection: AsyncConnection, slot: Slot, state: str, reason: str, now: datetime) -> bool:
        """Whether the slot was free: then it is taken. The primary key decides, whoever else tries.

        A guild's brief may have been removed while this one was being written.
        """
        if slot.plan_id.startswith("guild:"):
            number = int(slot.plan_id.rpartition(":")[2])
            if not (await connection.execute(select(1).where(guild_plans.c.number == number))).first():
                return False
        taken = await connection.execute(
            self._db.insert(slots)
            .values(plan_id=slot.plan_id, key=slot.key, due=slot.due, state=state, reason=reason, taken_at=now)
            .on_conflict_do_nothing(index_elements=["plan_id", "key"])
            .returning(slots.c.key)
        )
        return taken.first() is not None


def _as_they_stand(steps: Iterable[Delivery]) -> tuple[Delivery, ...]:
    """A brief's messages, each with what its last edit made of it; `steps` in their order."""
    messages: dict[int | None, Delivery] = {}
    for step in steps:
        if step.edits is None:
            messages[step.message_id] = step
        elif step.edits in messages:
            messages[step.edits] = replace(messages[step.edits], message=step.message)
    return tuple(messages.values())


def _may_have_been_read(brief_id: ColumnElement[int]) -> ColumnElement[bool]:
    """A story counts as told unless it is known that nobody could read it."""
    ours = exists().where(deliveries.c.brief_id == brief_id)
    arrived = [state.value for state in (*OPEN_STATES, DeliveryState.SENT, DeliveryState.UNKNOWN)]
    return or_(~ours, ours.where(deliveries.c.state.in_(arrived)))


def _telling(slot: Slot, brief: Brief, brief_id: int) -> list[dict[str, Any]]:
    return [
        {
            "plan_id": slot.plan_id,
            "story_id": story.story_id,
            "brief_id": brief_id,
            "told_at": brief.written_at,
            "item_ids": list(story.item_ids),
        }
        for story in brief.stories
    ]


def _outgoing(
    slot: Slot, brief_id: int, messages: Sequence[Message], channel_id: int, expires: datetime
) -> list[dict[str, Any]]:
    return [
        {
            **_step(message, channel_id, expires),
            "brief_id": brief_id,
            "plan_id": slot.plan_id,
            "slot_key": slot.key,
            "part": part,
            "due": slot.due,
            "nonce": nonce(slot, channel_id, part),
        }
        for part, message in enumerate(messages)
    ]


def _step(message: Message, channel_id: int, expires: datetime) -> dict[str, Any]:
    return {
        "channel_id": channel_id,
        "payload": message.payload,
        "fallback": message.fallback,
        "mark": message.mark,
        "state": DeliveryState.PENDING.value,
        "expires": expires,
        "attempts": 0,
        "reason": "",
    }


def _moment(value: Any) -> datetime:
    assert isinstance(value, datetime)
    return value
