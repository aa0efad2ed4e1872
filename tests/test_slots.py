"""Slots: what is due, under keys that survive every clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import BriefPlan
from bot.slots import next_slot, slots_between, too_often

DAY = timedelta(days=1)


def plan(**changes) -> BriefPlan:
    fields = {"id": "p", "name": "P", "channel_id": 1} | changes
    if not changes.get("cron"):
        fields.setdefault("at", (time(9),))
    return BriefPlan(**fields)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def dues(wanted: BriefPlan, after: str, until: str) -> list[str]:
    return [f"{slot.due:%m-%d %H:%M}" for slot in slots_between(wanted, utc(after), utc(until))]


def keys(wanted: BriefPlan, after: str, until: str) -> list[str]:
    return [slot.key for slot in slots_between(wanted, utc(after), utc(until))]


def test_a_slot_is_due_at_its_own_local_time():
    berlin = plan(timezone="Europe/Berlin")
    assert dues(berlin, "2026-07-01", "2026-07-03") == ["07-01 07:00", "07-02 07:00"]
    assert dues(berlin, "2026-01-01", "2026-01-03") == ["01-01 08:00", "01-02 08:00"]


def test_the_end_of_the_span_belongs_to_it_and_the_start_does_not():
    assert dues(plan(), "2026-07-01T09:00", "2026-07-02T09:00") == ["07-02 09:00"]


def test_moving_the_hour_keeps_the_key_of_the_day():
    early, late = plan(), plan(at=(time(18),))
    assert keys(early, "2026-07-01", "2026-07-02") == keys(late, "2026-07-01", "2026-07-02") == ["2026-07-01#0"]


def test_two_times_a_day_have_keys_of_their_own_in_order_of_time():
    twice = plan(at=(time(18), time(9)))
    assert keys(twice, "2026-07-01", "2026-07-02") == ["2026-07-01#1", "2026-07-01#0"]


def test_a_cron_of_one_hour_and_minute_counts_as_at():
    cron = plan(cron="0 9 * * *", timezone="Europe/Berlin")
    assert list(slots_between(cron, utc("2026-03-01"), utc("2026-04-01"))) == list(
        slots_between(plan(timezone="Europe/Berlin"), utc("2026-03-01"), utc("2026-04-01"))
    )


def test_any_other_cron_is_keyed_by_its_instant():
    assert keys(plan(cron="*/30 9 * * *"), "2026-07-01", "2026-07-02") == ["2026-07-01T09:00Z", "2026-07-01T09:30Z"]


def test_days_and_cron_weekdays_are_those_of_the_local_calendar():
    auckland = plan(timezone="Pacific/Auckland", days=frozenset({1}))
    assert dues(auckland, "2026-07-01", "2026-07-08") == ["07-05 21:00"]  # Monday in Auckland is still Sunday in UTC
    assert keys(plan(cron="0 9 * * mon"), "2026-07-01", "2026-07-08") == ["2026-07-06#0"]


def test_a_time_in_the_gap_is_shifted_and_one_in_the_overlap_comes_first():
    night = plan(at=(time(2, 30),), timezone="Europe/Berlin")
    assert dues(night, "2026-03-28T12:00", "2026-03-29T12:00") == ["03-29 01:30"]  # 03:30 CEST
    assert dues(night, "2026-10-24T12:00", "2026-10-25T12:00") == ["10-25 00:30"]  # 02:30 CEST, not CET


def test_leap_day_has_its_slot():
    assert keys(plan(cron="0 9 29 2 *"), "2026-01-01", "2029-01-01") == ["2028-02-29#0"]


def test_the_next_slot_is_found_even_years_ahead_and_none_is_none():
    assert next_slot(plan(cron="0 9 29 2 *"), utc("2096-03-01")).due == utc("2104-02-29T09:00")
    assert next_slot(plan(days=frozenset()), utc("2026-01-01")) is None


@pytest.mark.parametrize("at", [time(0), time(0, 30), time(2, 30), time(3)])
@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(sorted(available_timezones())),
    first=st.dates(date(2025, 1, 1), date(2027, 12, 1)),
    cron=st.booleans(),
)
def test_every_local_day_of_every_zone_has_exactly_one_slot(at, zone, first, cron):
    how = {"cron": f"{at.minute} {at.hour} * * *"} if cron else {"at": (at,)}
    begin = datetime.combine(first, time(), ZoneInfo(zone)).astimezone(UTC)
    found = list(slots_between(plan(timezone=zone, **how), begin - DAY, begin + 40 * DAY))
    days = [slot.key for slot in found]
    expected = [f"{first + n * DAY}#0" for n in range(39)]
    assert [key for key in days if key in set(expected)] == expected
    assert len(set(days)) == len(days)


@settings(max_examples=60, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 60 * 24 * 14), max_size=8).map(sorted),
    cron=st.sampled_from(["", "0 9 * * *", "*/20 * * * *", "15 3,15 * * 1-5"]),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_cutting_a_span_anywhere_neither_loses_nor_doubles_a_slot(cuts, cron, zone):
    wanted = plan(cron=cron, timezone=zone)
    begin = utc("2026-10-20")
    edges = [begin, *(begin + timedelta(minutes=cut) for cut in cuts), begin + 14 * DAY]
    pieces = [slot for a, b in pairwise(edges) for slot in slots_between(wanted, a, b)]
    assert pieces == list(slots_between(wanted, begin, begin + 14 * DAY))


@pytest.mark.parametrize(
    ("cron", "times"), [("* * * * *", "1,440"), ("*/30 * * * *", "48"), ("0-59/2 8-20 * * mon", "390")]
)
def test_a_cron_that_is_due_more_often_than_times_of_day_could_be_is_told_with_its_key(cron, times):
    words = too_often(plan(cron=cron))
    assert words.startswith(f'comes up to {times} times a day by cron = "{cron}"')
    assert 'quiet_day = "skip"' in words


def test_a_brief_every_hour_or_one_that_posts_nothing_but_news_is_not_too_often():
    assert not too_often(plan(cron="0 * * * *"))
    assert not too_often(plan(cron="* * * * *", quiet_day=False))
    assert not too_often(plan())
