"""The schedule: each slot filled once, at its own time, whatever the clock does."""

from __future__ import annotations

import asyncio
import time as cpu
import time as time_
from datetime import time, timedelta

import pytest

from bot.errors import NothingRead
from bot.schedule import Schedule, open_slots
from tests.builders import DAY, HOUR, MINUTE, NOW, brief, plan
from tests.fakes import SetClock


class Writer:
    """Fills slots in the store with an empty brief, and can be made to fail."""

    def __init__(self, store) -> None:
        self.store = store
        self.filled: list[str] = []
        self.broken: set[str] = set()
        self.silent: set[str] = set()

    async def fill(self, wanted, slot, *, expires):
        if wanted.id in self.broken:
            raise RuntimeError("a bug")
        if wanted.id in self.silent:
            raise NothingRead("no feed could be read")
        written = await self.store.write_brief(slot, brief(), [], wanted.channel_id, expires)
        if written:
            self.filled.append(f"{wanted.id} {slot.key}")
        return written


@pytest.fixture
def clock():
    return SetClock(NOW - HOUR)  # eight o'clock; the plans are due at nine


@pytest.fixture
def writer(store):
    return Writer(store)


@pytest.fixture
def schedule(store, writer, clock):
    made = Schedule(store, writer, clock, lambda: None)
    made.set_plans([plan()])
    return made


async def test_a_slot_is_filled_when_it_is_due_and_not_before(schedule, writer, clock):
    await schedule.fill_due()
    clock.move(59 * MINUTE)
    await schedule.fill_due()
    assert writer.filled == []
    clock.move(MINUTE)
    await schedule.fill_due()
    await schedule.fill_due()
    assert writer.filled == ["morning 2026-03-02#0"]


async def test_a_plan_first_seen_after_its_hour_waits_for_tomorrow(schedule, writer, clock):
    clock.move(90 * MINUTE)
    await schedule.fill_due()
    assert writer.filled == []
    clock.move(DAY)
    await schedule.fill_due()
    assert writer.filled == ["morning 2026-03-03#0"]


async def test_after_a_short_outage_the_missed_brief_is_caught_up(schedule, writer, clock):
    await schedule.fill_due()
    clock.move(2 * HOUR)
    await schedule.fill_due()
    assert writer.filled == ["morning 2026-03-02#0"]


async def test_after_three_days_only_the_last_within_its_grace_is_written_and_the_others_are_given_up(
    schedule, writer, clock, store
):
    await schedule.fill_due()
    clock.move(3 * DAY + 2 * HOUR)
    await schedule.fill_due()
    assert writer.filled == ["morning 2026-03-05#0"]
    assert set(await store.taken_slots("morning", NOW - DAY)) == {f"2026-03-0{day}#0" for day in (2, 3, 4, 5)}


async def test_a_brief_past_its_grace_is_given_up_and_stays_so(schedule, writer, clock, store):
    await schedule.fill_due()
    clock.move(4 * HOUR)
    await schedule.fill_due()
    assert writer.filled == []
    assert set(await store.taken_slots("morning", NOW - DAY)) == {"2026-03-02#0"}


async def test_moving_the_hour_after_todays_brief_posts_no_second_one(schedule, writer, clock):
    await schedule.fill_due()
    clock.move(HOUR)
    await schedule.fill_due()
    schedule.set_plans([plan(at=(time(11),))])
    clock.move(2 * HOUR)
    await schedule.fill_due()
    assert writer.filled == ["morning 2026-03-02#0"]


async def test_a_clock_that_jumps_back_posts_nothing_twice(schedule, writer, clock):
    await schedule.fill_due()
    clock.move(HOUR)
    await schedule.fill_due()
    clock.move(-HOUR)
    await schedule.fill_due()
    clock.move(HOUR)
    await schedule.fill_due()
    assert writer.filled == ["morning 2026-03-02#0"]


async def test_a_clock_that_was_wrong_by_a_year_is_forgotten(schedule, writer, clock):
    clock.move(365 * DAY)
    await schedule.fill_due()
    clock.move(-365 * DAY)
    await schedule.fill_due()
    clock.move(HOUR)
    await schedule.fill_due()
    assert writer.filled == ["morning 2026-03-02#0"]


async def test_an_earlier_hour_put_before_todays_posts_today_no_second_time(schedule, writer, clock):
    await schedule.fill_due()
    clock.move(HOUR)
    await schedule.fill_due()
    schedule.set_plans([plan(at=(time(6), time(9)))])
    clock.move(30 * MINUTE)
    await schedule.fill_due()
    assert writer.filled == ["morning 2026-03-02#0"]


async def test_a_restart_knows_what_was_filled(schedule, writer, clock, store):
    await schedule.fill_due()
    clock.move(HOUR)
    await schedule.fill_due()
    successor = Schedule(store, writer, clock, lambda: None)
    successor.set_plans([plan()])
    await successor.fill_due()
    assert writer.filled == ["morning 2026-03-02#0"]


async def test_a_brief_that_cannot_be_written_holds_up_no_other_and_is_tried_again(schedule, writer, clock):
    schedule.set_plans([plan("first"), plan("second")])
    await schedule.fill_due()
    clock.move(HOUR)
    writer.broken.add("first")
    await schedule.fill_due()
    assert writer.filled == ["second 2026-03-02#0"]
    writer.broken.clear()
    clock.move(MINUTE)
    await schedule.fill_due()
    assert writer.filled == ["second 2026-03-02#0", "first 2026-03-02#0"]


async def test_a_plan_that_stays_keeps_its_time_and_one_that_changes_is_looked_at_now(schedule, writer, clock):
    await schedule.fill_due()
    schedule.set_plans([plan(), plan("noon", at=(time(12),))])
    clock.move(HOUR)
    await schedule.fill_due()
    schedule.set_plans([plan("noon", at=(time(10),))])
    await schedule.fill_due()
    clock.move(HOUR)
    await schedule.fill_due()
    assert writer.filled == ["morning 2026-03-02#0", "noon 2026-03-02#0"]


async def test_a_plan_whose_day_never_comes_keeps_no_other_back(schedule, writer, clock):
    schedule.set_plans([plan("never", cron="0 9 30 2 *"), plan()])
    await schedule.fill_due()
    schedule.set_plans([plan("never", cron="0 9 30 2 *"), plan()])
    clock.move(HOUR)
    await schedule.fill_due()
    assert writer.filled == ["morning 2026-03-02#0"]


async def test_a_brief_that_waits_says_why_until_it_is_written(schedule, writer, clock):
    await schedule.fill_due()
    clock.move(HOUR)
    writer.silent.add("morning")
    await schedule.fill_due()
    assert schedule.waits_for("morning") == "no feed could be read"
    writer.silent.clear()
    clock.move(MINUTE)
    await schedule.fill_due()
    assert schedule.waits_for("morning") == ""
    assert writer.filled == ["morning 2026-03-02#0"]


async def test_ten_thousand_plans_hold_the_loop_at_no_tick(store, writer, clock):
    """All known, none due: what a heartbeat costs. Processor time, for others are at work on this machine too."""
    many = [plan(f"guild:{n}:1", at=(time(n % 24, n // 24 % 60),), timezone="Europe/Berlin") for n in range(10_000)]
    schedule = Schedule(store, writer, clock, lambda: None)
    began = cpu.process_time()
    schedule.set_plans(many)
    setting = cpu.process_time() - began
    schedule._look({each.id: clock.now() + HOUR for each in many})
    began = cpu.process_time()
    await schedule.fill_due()
    ticking = cpu.process_time() - began
    began = cpu.process_time()
    schedule.set_plans([*many[1:], plan("guild:0:2")])
    changing = cpu.process_time() - began
    assert max(setting, ticking, changing) < 0.05


def test_of_several_missed_slots_only_the_last_is_news():
    often = plan(cron="*/30 * * * *", at=())
    fill, missed = open_slots(often, NOW - 2 * HOUR, NOW + MINUTE, taken={"2026-03-02T07:30Z": NOW - 90 * MINUTE})
    assert fill.key == "2026-03-02T09:00Z"
    assert [slot.key for slot in missed] == ["2026-03-02T08:00Z", "2026-03-02T08:30Z"]


async def test_the_metronome_fills_a_slot_at_its_time(schedule, writer, clock):
    clock.at = NOW - timedelta(milliseconds=300)
    await schedule.fill_due()
    schedule.start()
    clock.at = NOW  # as it will be when the metronome, which has a clock of its own, comes to it
    try:
        async with asyncio.timeout(10):
            while not writer.filled:
                await asyncio.sleep(0.01)
    finally:
        await schedule.stop()
    assert writer.filled == ["morning 2026-03-02#0"]


async def test_a_brief_that_hangs_in_writing_keeps_no_other_back_and_is_tried_again(
    schedule, writer, clock, monkeypatch
):
    monkeypatch.setattr("bot.schedule.FILL_LIMIT", timedelta(milliseconds=500))
    write, hung = writer.fill, []

    async def fill(wanted, slot, *, expires):
        if wanted.id == "morning" and not hung:
            hung.append(slot.key)
            await asyncio.Event().wait()
        return await write(wanted, slot, expires=expires)

    monkeypatch.setattr(writer, "fill", fill)
    schedule.set_plans([plan(), plan("other")])
    await schedule.fill_due()
    clock.move(HOUR)
    await schedule.fill_due()
    assert writer.filled == ["other 2026-03-02#0"]
    clock.move(MINUTE)
    await schedule.fill_due()
    assert writer.filled == ["other 2026-03-02#0", "morning 2026-03-02#0"]


async def test_a_job_that_hangs_is_ended_and_its_next_run_comes(schedule, monkeypatch, clock):
    monkeypatch.setattr("bot.schedule.JOB_LIMIT", timedelta(milliseconds=20))
    runs = []

    async def job():
        runs.append(1)
        await asyncio.Event().wait()

    schedule.every(timedelta(milliseconds=60), "gather", job)
    schedule.start()
    try:
        async with asyncio.timeout(10):
            while len(runs) < 3:
                await asyncio.sleep(0.01)
    finally:
        await schedule.stop()


async def test_a_loop_that_was_blocked_over_brief_time_misses_no_brief(schedule, writer, clock):
    clock.at = NOW - timedelta(milliseconds=300)
    await schedule.fill_due()
    schedule.start()
    time_.sleep(0.5)  # noqa: ASYNC251 - the loop is to stand still while the brief comes due
    clock.at = NOW
    try:
        async with asyncio.timeout(10):
            while not writer.filled:
                await asyncio.sleep(0.01)
    finally:
        await schedule.stop()
    assert writer.filled == ["morning 2026-03-02#0"]


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 365 * DAY * 12])
async def test_a_clock_that_jumps_posts_what_is_due_once(schedule, writer, clock, jump):
    await schedule.fill_due()
    clock.move(HOUR)
    await schedule.fill_due()
    clock.move(jump)  # the last one goes beyond 2038
    for _ in range(3):
        await schedule.fill_due()
        clock.move(8 * HOUR)
    assert len(writer.filled) == len(set(writer.filled))
    assert writer.filled[0] == "morning 2026-03-02#0"
    if jump > DAY:
        assert writer.filled[-1].startswith("morning 2038")
