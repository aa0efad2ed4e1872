"""The pace ahead of Discord's limits, on a clock that is set."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat.pace import InvalidRequests, Pace


class Clock:
    time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def departures(pace: Pace, count: int) -> list[float]:
    """When so many requests leave that all come at once, each answered at once."""
    left = []

    async def request() -> None:
        await pace.enter()
        left.append(pace.now())
        pace.leave()

    await asyncio.gather(*(request() for _ in range(count)))
    return left


@pytest.fixture
def sleeping(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sleeping moves the clock."""

    async def sleep(seconds: float) -> None:
        clock.time += seconds

    monkeypatch.setattr("bot.chat.pace.asyncio.sleep", sleep)


@pytest.mark.usefixtures("sleeping")
async def test_a_burst_goes_at_once_and_the_rest_at_the_rate(clock: Clock):
    left = await departures(Pace(rate=10, burst=3, now=clock), 6)
    assert [moment - 1000 for moment in left] == pytest.approx([0, 0, 0, 0.1, 0.2, 0.3])


@pytest.mark.usefixtures("sleeping")
async def test_a_rest_fills_the_bucket_and_no_more(clock: Clock):
    pace = Pace(rate=10, burst=2, now=clock)
    await departures(pace, 5)
    clock.time += 3600
    began = clock.time
    assert [moment - began for moment in await departures(pace, 3)] == pytest.approx([0, 0, 0.1])


@pytest.mark.usefixtures("sleeping")
@given(st.data())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_second_sees_more_than_the_limit_however_long_requests_are_on_their_way(clock: Clock, data: st.DataObject):
    pace = Pace(rate=45, burst=5, limit=10, now=clock)
    arrived: list[float] = []
    under_way: list[float] = []  # when each is answered

    def answer_until(moment: float) -> None:
        for answered in sorted(under_way):
            if answered <= moment:
                clock.time = max(clock.time, answered)
                under_way.remove(answered)
                pace.leave()
        clock.time = max(clock.time, moment)

    for _ in range(120):
        while wait := pace._until_place():
            answer_until(clock.time + wait)
        asyncio.run(pace.enter())
        journey = data.draw(st.sampled_from([0.001, 0.02, 0.3, 1.7]))
        counted = data.draw(st.floats(0, 1))
        arrived.append(clock.time + journey * counted)
        under_way.append(clock.time + journey)
    arrived.sort()
    assert all(later - first >= 1 - 1e-5 for first, later in zip(arrived, arrived[10:], strict=False))


async def test_who_gives_up_waiting_leaves_the_place_to_the_next(clock: Clock):
    pace = Pace(rate=0.01, burst=1, now=clock)
    await pace.enter()
    waiting = asyncio.create_task(pace.enter())
    await asyncio.sleep(0)
    assert pace.wait == pytest.approx(200)  # the place, and one before
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert pace.wait == pytest.approx(100)


def test_refusals_are_counted_for_ten_minutes(clock: Clock):
    refusals = InvalidRequests(limit=3, now=clock)
    for _ in range(2):
        refusals.add()
        clock.time += 60
    assert (refusals.count, refusals.wait) == (2, 0)
    refusals.add()
    assert refusals.count == 3
    assert refusals.wait == pytest.approx(481, abs=2)
    clock.time += refusals.wait
    assert (refusals.count, refusals.wait) == (2, 0)


def test_counting_refusals_takes_no_more_memory_than_there_are_seconds(clock: Clock):
    refusals = InvalidRequests(now=clock)
    for _ in range(20_000):
        refusals.add()
        clock.time += 0.1
    assert len(refusals._slices) <= 602
    assert 5_990 <= refusals.count <= 6_020
