"""Ten thousand servers' briefs in one schedule: what a start, a heartbeat, a command and a full minute cost the loop.

    python -m benchmarks.plans [--plans N]

A real store in memory, a set clock, and a writer that only takes the slot, so that it is the schedule that is measured.
Times are processor time in milliseconds: of the whole step, and of the longest that the loop worked at one thing.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time

import structlog

from bot.config import GuildsTable
from bot.guilds import Guilds
from bot.model import Brief, BriefPlan, Slot
from bot.schedule import Schedule
from bot.store import SqlStore, open_store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "UTC")


class SetClock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class Taker:
    """Fills a slot with an empty brief."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def fill(self, plan: BriefPlan, slot: Slot, *, expires: datetime) -> bool:
        brief = Brief(plan.name, slot.due, slot.due - plan.window, plan.timezone, ())
        return await self._store.write_brief(slot, brief, [], plan.channel_id, expires)


def made(n: int) -> BriefPlan:
    """A brief at one of 1,440 minutes in one of five zones; one in ten at noon in UTC, as people love round hours."""
    at = clock_time(12) if n % 10 == 0 else clock_time(n % 24, n // 24 % 60)
    zone = "UTC" if n % 10 == 0 else ZONES[n % len(ZONES)]
    since = NOON - timedelta(minutes=1)
    return BriefPlan("", "Brief", n + 1, at=(at,), timezone=zone, created_by=1, created_at=since)


@contextlib.asynccontextmanager
async def measured(name: str, results: dict[str, dict[str, float]]) -> AsyncIterator[None]:
    """Processor time of the block, and of the longest turn of the loop meanwhile."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = time.thread_time()
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - before)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    began = time.process_time()
    yield
    took = time.process_time() - began
    await asyncio.sleep(0)
    watching.cancel()
    results[name] = {"cpu_ms": round(took * 1000, 1), "longest_ms": round(longest * 1000, 1)}


async def run(plans: int) -> dict[str, dict[str, float]]:
    results: dict[str, dict[str, float]] = {}
    async with await open_store("sqlite://") as store:
        for n in range(plans):
            await store.add_plan(n + 1, made(n), limit=1)
        clock = SetClock(NOON - timedelta(minutes=1))
        schedule = Schedule(store, Taker(store), clock, lambda: None)
        guilds = Guilds(store, clock, GuildsTable(), lambda: schedule.set_plans(guilds.in_force))
        async with measured("load", results):
            await guilds.load()
        async with measured("first look at all", results):
            await schedule.fill_due()
        async with measured("heartbeat, nothing due", results):
            await schedule.fill_due()
        async with measured("a command's change", results):
            await guilds.pause(guilds.of(3)[0])
        clock.at = NOON
        async with measured("a tenth due at once", results):
            written = await schedule.fill_due()
        results["written"] = {"briefs": written}
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=10_000)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))  # not a line a brief
    print(json.dumps(asyncio.run(run(parser.parse_args().plans)), indent=1))


if __name__ == "__main__":
    main()
