"""The door of the clock: fills slots as they come due, and keeps gathering and housekeeping in step.

APScheduler is only the metronome. What is due is computed from Clock, plans and store at every tick, so a tick too many
does nothing and a tick too few is made up by the next. Three of its habits are met here (APScheduler 3.11.3):

- its CronTrigger fires twice or never around clock changes (issues 529, 606): bot.slots says when, and the metronome
  gets one date at a time, that of the next look at any plan;
- a trigger that raises silences every job for good (fixed upstream, not released): a date doesn't raise, and
  a heartbeat outside the scheduler wakes it;
- its timer is monotonic, so a wall clock that jumps is noticed late: the heartbeat again.

Ten thousand plans are a heap of the times at which each is to be looked at again: a tick touches those that are due.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import NothingRead, StoreUnavailable
from bot.model import BriefPlan, Slot
from bot.ports import BriefStore, Clock
from bot.slots import next_slot, slots_between

log = structlog.get_logger(__name__)

HEARTBEAT = timedelta(seconds=20)
# What takes longer hangs, and must not keep the others waiting: it is ended, and tried again.
FILL_LIMIT, JOB_LIMIT = timedelta(minutes=2), timedelta(minutes=20)
# Slots missed longer ago than this are not even reported.
LOOKBACK = timedelta(days=7)

Job = Callable[[], Awaitable[object]]


class Writer(Protocol):
    """Fills a slot: see bot.editor.Editor.fill."""

    async def fill(self, plan: BriefPlan, slot: Slot, *, expires: datetime) -> bool:
        """True if the slot was still open."""
        ...


class Schedule:
    """Fills each plan's slots once. `start` needs a running loop; `stop` leaves no job behind."""

    def __init__(self, store: BriefStore, writer: Writer, clock: Clock, on_written: Callable[[], object]) -> None:
        self._store = store
        self._writer = writer
        self._clock = clock
        self._on_written = on_written
        self._plans: dict[str, BriefPlan] = {}
        self._last_now = clock.now()
        self._waiting: dict[str, str] = {}
        self._looks: dict[str, datetime] = {}  # when to look at a plan again; none for one that never comes
        self._heap: list[tuple[datetime, str]] = []  # the same in order, with entries that hold no more
        self._filling = asyncio.Lock()
        self._heart: asyncio.Task[None] | None = None
        self.last_beat = time.monotonic()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )

    def set_plans(self, plans: Sequence[BriefPlan]) -> None:
        """Use these plans from now on. One that is new or changed is looked at now."""
        before, self._plans = self._plans, {plan.id: plan for plan in plans}
        now = self._clock.now()
        same = {plan.id for plan in plans if before.get(plan.id) == plan}
        # One that isn't among the looks though it is the same never comes (30 February).
        self._look({plan.id: self._looks.get(plan.id) if plan.id in same else now for plan in plans})
        self._waiting = {plan_id: why for plan_id, why in self._waiting.items() if plan_id in same}

    def waits_for(self, plan_id: str) -> str:
        """Why a brief that is due is not written yet, in words; "" where none waits."""
        return self._waiting.get(plan_id, "")

    def every(self, interval: timedelta, name: str, job: Job) -> None:
        """Run `job` now and then at this interval, never twice at once; a failure is logged, and the next run comes."""

        async def run() -> None:
            try:
                async with asyncio.timeout(JOB_LIMIT.total_seconds()):
                    await job()
            except asyncio.CancelledError:
                return  # stopping; APScheduler would log it as an error
            except StoreUnavailable as error:
                log.warning("the store can't be used now; it is tried again", job=name, reason=str(error))
            except Exception:
                log.exception("job failed; its next run comes", job=name)

        first = datetime.now(UTC)  # the metronome's own clock is the system's
        self._scheduler.add_job(run, "interval", seconds=interval.total_seconds(), id=name, next_run_time=first)

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()
        self._arm()
        self._heart = asyncio.create_task(self._beat(), name="schedule heartbeat")

    async def stop(self) -> None:
        """Tick no more. A slot being filled is in one transaction, so nothing is left half done."""
        if self._heart:
            self._heart.cancel()
            await asyncio.gather(self._heart, return_exceptions=True)
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def fill_due(self) -> int:
        """Fill every slot that is due and open; how many briefs were written."""
        written = 0
        async with self._filling:
            while plan := self._next_to_look_at():
                now = self._clock.now()
                # Whatever happens: a plan that fails is looked at again with the next heartbeat, and none is skipped.
                self._look_again(plan.id, now + HEARTBEAT)
                try:
                    async with asyncio.timeout(FILL_LIMIT.total_seconds()):
                        written += await self._fill_plan(plan, now)
                except NothingRead as silence:
                    if plan.id not in self._waiting:
                        log.error("brief waits for news", plan=plan.name, reason=str(silence))
                    self._waiting[plan.id] = str(silence)
                except StoreUnavailable as error:
                    log.warning("the store can't be used now; the brief waits", plan=plan.name, reason=str(error))
                except Exception:
                    log.exception("brief not written; it is tried again", plan=plan.name)
                else:
                    self._waiting.pop(plan.id, None)
                await asyncio.sleep(0)
        self._arm()
        if written:
            self._on_written()
        return written

    def _next_to_look_at(self) -> BriefPlan | None:
        """A plan whose time to be looked at has come."""
        now = self._clock.now()
        if now < self._last_now - HEARTBEAT:
            # The clock was wrong, and so may be what was computed with it. A smaller step back does no harm: what lies
            # in it has been filled.
            self._look(dict.fromkeys(self._plans, now))
        self._last_now = now
        while self._heap and self._heap[0][0] <= now:
            when, plan_id = heapq.heappop(self._heap)
            if self._looks.get(plan_id) == when:
                return self._plans[plan_id]
        return None

    def _look(self, looks: Mapping[str, datetime | None]) -> None:
        """Look at each plan at its time, and at no other."""
        self._looks = {plan_id: when for plan_id, when in looks.items() if when}
        self._heap = [(when, plan_id) for plan_id, when in self._looks.items()]
        heapq.heapify(self._heap)
        self._arm()

    def _look_again(self, plan_id: str, when: datetime | None) -> None:
        if when is None:
            self._looks.pop(plan_id, None)
            return
        self._looks[plan_id] = when
        heapq.heappush(self._heap, (when, plan_id))

    def _arm(self) -> None:
        """Set the metronome to the next look. Its clock is the system's, so it gets the time that is left."""
        if not self._scheduler.running:
            return
        if self._heap:
            left = max(self._heap[0][0] - self._clock.now(), timedelta())
            self._scheduler.add_job(
                self._tick, "date", run_date=datetime.now(UTC) + left, id="slots", replace_existing=True
            )
        elif self._scheduler.get_job("slots"):
            self._scheduler.remove_job("slots")

    async def _fill_plan(self, plan: BriefPlan, now: datetime) -> bool:
        since = max(await self._store.plan_since(plan.id, now), now - LOOKBACK)
        taken = await self._store.taken_slots(plan.id, since)
        fill, missed = open_slots(plan, since, now, taken)
        for slot in missed:
            reason = f"it was due at {slot.due:%Y-%m-%d %H:%M} UTC, and its time was over before it could be written"
            if await self._store.give_up_slot(slot, reason, now):
                log.warning("brief missed", plan=plan.name, slot=slot.key, reason=reason)
        written = False
        if fill:
            written = await self._writer.fill(plan, fill, expires=fill.due + plan.grace)
            if written:
                log.info("brief written", plan=plan.name, slot=fill.key)
        upcoming = next_slot(plan, now)
        if self._plans.get(plan.id) == plan:  # else a change has come in between
            self._look_again(plan.id, upcoming.due if upcoming else None)
        return written

    async def _tick(self) -> None:
        with suppress(asyncio.CancelledError):  # stopping; APScheduler would log it as an error
            await self.fill_due()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT.total_seconds())
            try:
                self.last_beat = time.monotonic()
                self._scheduler.wakeup()
                await self.fill_due()
            except Exception:
                log.exception("heartbeat failed; the next one tries again")


def open_slots(
    plan: BriefPlan, since: datetime, now: datetime, taken: Mapping[str, datetime]
) -> tuple[Slot | None, list[Slot]]:
    """The slot to fill now, and those that are past it. Pure.

    Of all that were missed, only the last is still news, and only within its grace.
    """
    instants = set(taken.values())  # an hour put before others moves their ordinals, but not their instants
    missed = [s for s in slots_between(plan, since, now) if s.key not in taken and s.due not in instants]
    fill = missed.pop() if missed and now <= missed[-1].due + plan.grace else None
    return fill, missed
