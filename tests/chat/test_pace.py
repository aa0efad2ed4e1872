"""The pace ahead of Discord's limits, on a clock that is set."""

from __future__ import annotations

import pytest

from bot.chat.pace import InvalidRequests, Pace


class Clock:
    time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_burst_goes_at_once_and_the_rest_at_the_rate(clock: Clock):
    pace = Pace(rate=10, burst=3, now=clock)
    assert [pace.reserve() for _ in range(6)] == pytest.approx([0, 0, 0, 0.1, 0.2, 0.3])


def test_no_second_sees_more_than_the_rate_and_the_burst(clock: Clock):
    pace = Pace(rate=45, burst=5, now=clock)
    starts = []
    for _ in range(500):
        starts.append(clock.time + pace.reserve())
        clock.time += 0.003
    assert max(sum(start <= other < start + 1 for other in starts) for start in starts) <= 50


def test_a_rest_fills_the_bucket_and_no_more(clock: Clock):
    pace = Pace(rate=10, burst=2, now=clock)
    for _ in range(5):
        pace.reserve()
    clock.time += 3600
    assert [pace.reserve() for _ in range(3)] == pytest.approx([0, 0, 0.1])


def test_the_wait_is_known_without_taking_a_place(clock: Clock):
    pace = Pace(rate=1, burst=1, now=clock)
    assert pace.wait == 0
    pace.reserve()
    assert pace.wait == pace.wait == pytest.approx(1)
    assert pace.reserve() == pytest.approx(1)


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
