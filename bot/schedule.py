"""The door of the clock: fills slots as they come due, and keeps gathering and housekeeping in step.

APScheduler is only the metronome. What is due is computed from Clock, plans and store at every tick, so a tick too many
does nothing and a tick too few is made up by the next. Three of its habits are met here (APScheduler 3.11.3):

- its CronTrigger fires twice or never around clock changes (issues 529, 606): SlotTrigger asks bot.slots instead;
- a trigger that raises silences every job for good (fixed upstream, not released): SlotTrigger never raises, and
  a heartbeat outside the scheduler wakes it;
- its timer is monotonic, so a wall clock that jumps is noticed late: the heartbeat again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.errors import NothingRead, StoreUnavailable
from bot.model import BriefPlan, Slot
from bot.ports import BriefStore, Clock
from bot.slots import next_slot, slots_between

log = structlog.get_logger(__name__)

HEARTBEAT = timedelta(seconds=20)
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
        self._plans: tuple[BriefPlan, ...] = ()
        self._last_now = clock.now()
        self._silent: set[str] = set()
        self._next_due: dict[str, datetime | None] = {}
        self._filling = asyncio.Lock()
        self._heart: asyncio.Task[None] | None = None
        self.last_beat = time.monotonic()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )

    def set_plans(self, plans: Sequence[BriefPlan]) -> None:
        """Use these plans from now on."""
        self._plans = tuple(plans)
        self._next_due.clear()
        self._silent.clear()
        for job in self._scheduler.get_jobs():
            if job.id.startswith("slots "):
                job.remove()
        # One job for all plans of one rhythm: ten thousand jobs due in one second would hold the loop.
        for rhythm in {_rhythm(plan): plan for plan in self._plans}.values():
            self._scheduler.add_job(self.fill_due, SlotTrigger(rhythm, self._clock), id=f"slots {_rhythm(rhythm)}")

    def every(self, interval: timedelta, name: str, job: Job) -> None:
        """Run `job` now and then at this interval, never twice at once; a failure is logged, and the next run comes."""

        async def run() -> None:
            try:
                await job()
            except asyncio.CancelledError:
                return  # stopping; APScheduler would log it as an error
            except StoreUnavailable as error:
                log.warning("the store can't be used now; it is tried again", job=name, reason=str(error))
            except Exception:
                log.exception("job failed; its next run comes", job=name)

        self._scheduler.add_job(
            run, "interval", seconds=interval.total_seconds(), id=name, next_run_time=self._clock.now()
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()
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
            for plan in self._plans:
                now = self._clock.now()
                if now < self._last_now:
                    self._next_due.clear()  # the clock was wrong, and so may be what was computed with it
                self._last_now = now
                due = self._next_due.get(plan.id, now)
                if due is None or due > now:
                    continue
                try:
                    written += await self._fill_plan(plan, now)
                except NothingRead as silence:
                    if plan.id not in self._silent:
                        log.error("brief waits for news", plan=plan.name, reason=str(silence))
                    self._silent.add(plan.id)
                except StoreUnavailable as error:
                    log.warning("the store can't be used now; the brief waits", plan=plan.name, reason=str(error))
                except Exception:
                    log.exception("brief not written; it is tried again", plan=plan.name)
                else:
                    self._silent.discard(plan.id)
                await asyncio.sleep(0)
        if written:
            self._on_written()
        return written

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
        if plan in self._plans:  # else a reload has come in between
            self._next_due[plan.id] = upcoming.due if upcoming else None
        return written

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


class SlotTrigger(BaseTrigger):  # type: ignore[misc]  # APScheduler 3 carries no annotations
    """Fires when a slot of the plan's rhythm is due."""

    def __init__(self, plan: BriefPlan, clock: Clock) -> None:
        self._plan = plan
        self._clock = clock

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """See BaseTrigger. Must not raise: one exception here silences the whole scheduler."""
        del now  # the scheduler's own clock can't be set
        try:
            slot = next_slot(self._plan, previous_fire_time or self._clock.now() - timedelta(seconds=1))
        except Exception:
            log.exception("no next time; the heartbeat fills this plan's slots", plan=self._plan.name)
            return None
        return slot.due if slot else None


def _rhythm(plan: BriefPlan) -> tuple[object, ...]:
    return (plan.at, plan.cron, tuple(sorted(plan.days)), plan.timezone)
