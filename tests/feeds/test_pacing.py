from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchError
from bot.feeds.pacing import (
    EARLY,
    LATE,
    LONGEST_BACKOFF,
    LONGEST_HINT,
    MOVES,
    STRETCH,
    address,
    answered,
    asked_to_wait,
    failed,
    health,
    led,
    max_age,
    moved,
    retry_after,
    rhythm,
)
from bot.model import FeedState

NOW = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)  # a Wednesday
INTERVAL = timedelta(minutes=15)
FEED = FeedState(id=1, url="https://orbit.example/feed")


def wait(state: FeedState, since: datetime = NOW) -> timedelta:
    assert state.next_poll is not None
    return state.next_poll - since


# ---------------------------------------------------------------- answered


def test_a_feed_that_answers_is_due_in_an_interval_or_a_little_earlier():
    state = answered(FEED, NOW, INTERVAL)
    assert INTERVAL * (1 - EARLY) <= wait(state) <= INTERVAL
    assert (state.last_poll, state.last_ok, state.failures, state.reason) == (NOW, NOW, 0, "")


def test_feeds_drift_apart_and_each_keeps_its_own_pace():
    waits = {wait(answered(FeedState(id=n, url=f"https://orbit.example/{n}"), NOW, INTERVAL)) for n in range(50)}
    assert len(waits) == 50
    assert wait(answered(FEED, NOW, INTERVAL)) == wait(answered(FEED, NOW, INTERVAL))


@pytest.mark.parametrize(
    ("usual", "longest"),
    [
        (timedelta(minutes=20), INTERVAL),
        (timedelta(hours=2), timedelta(minutes=30)),
        (timedelta(days=9), INTERVAL * STRETCH),
    ],
)
def test_a_slow_feed_is_asked_less_often_within_bounds(usual, longest):
    state = FeedState(id=1, url=FEED.url, rhythm=usual)
    assert longest * (1 - EARLY) <= wait(answered(state, NOW, INTERVAL)) <= longest


@pytest.mark.parametrize(
    ("max_age", "ttl", "longest"),
    [
        (timedelta(hours=1), None, timedelta(hours=1)),
        (None, timedelta(hours=2), timedelta(hours=2)),
        (timedelta(days=365), None, LONGEST_HINT),
        (timedelta(seconds=5), timedelta(minutes=1), INTERVAL),
    ],
)
def test_a_publisher_s_wishes_are_heeded_within_bounds(max_age, ttl, longest):
    state = answered(replace(FEED, ttl=ttl), NOW, INTERVAL, max_age)
    assert longest * (1 - EARLY) <= wait(state) <= longest


def test_hours_and_days_to_skip_are_skipped():
    state = answered(replace(FEED, skip_hours=frozenset({12, 13, 14}), skip_days=frozenset({5, 6})), NOW, INTERVAL)
    assert state.next_poll is not None
    assert state.next_poll.hour == 15
    friday = datetime(2026, 5, 8, 23, 50, tzinfo=UTC)
    weekend = answered(replace(FEED, skip_days=frozenset({5, 6})), friday, INTERVAL)
    assert wait(weekend, friday) <= timedelta(hours=24) + INTERVAL


def test_a_feed_that_wants_to_be_skipped_always_is_not():
    for feed in (replace(FEED, skip_hours=frozenset(range(24))), replace(FEED, skip_days=frozenset(range(7)))):
        assert wait(answered(feed, NOW, INTERVAL)) <= INTERVAL


# ---------------------------------------------------------------- failed


def test_each_failure_in_a_row_doubles_the_wait_up_to_a_day():
    state, waits = FEED, []
    for _ in range(12):
        state = failed(state, NOW, INTERVAL, FetchError(FEED.url, "the server answers 500", status=500))
        waits.append(wait(state))
    assert INTERVAL <= waits[0] <= INTERVAL * (1 + LATE)
    assert abs(waits[1] - waits[0] * 2) < timedelta(milliseconds=1)
    assert waits[-1] == LONGEST_BACKOFF
    assert state.failures == 12
    assert not state.stopped
    assert answered(state, NOW, INTERVAL).failures == 0


def test_until_when_a_publisher_asks_to_be_left_alone_is_kept_until_it_answers():
    busy = failed(FEED, NOW, INTERVAL, FetchError(FEED.url, "busy", status=503, retry_after=timedelta(hours=2)))
    assert busy.not_before == NOW + timedelta(hours=2)
    assert asked_to_wait(busy.not_before, NOW).endswith(f"until {NOW + timedelta(hours=2):%H:%M} UTC")
    assert asked_to_wait(busy.not_before, NOW + timedelta(hours=2)) == ""
    assert answered(busy, NOW, INTERVAL).not_before is None
    assert failed(busy, NOW, INTERVAL, FetchError(FEED.url, "gone", status=410)).not_before is None
    endless = failed(FEED, NOW, INTERVAL, FetchError(FEED.url, "busy", retry_after=timedelta(days=900)))
    assert endless.not_before == NOW + timedelta(days=1)


def test_retry_after_is_heeded_within_bounds():
    def busy(seconds: int) -> timedelta:
        error = FetchError(FEED.url, "busy", status=429, retry_after=timedelta(seconds=seconds))
        return wait(failed(FEED, NOW, INTERVAL, error))

    assert busy(7_200) == timedelta(hours=2)
    assert busy(1) >= INTERVAL
    assert busy(10**8) == LONGEST_BACKOFF


def test_gone_stops_and_an_answer_starts_again():
    gone = failed(FEED, NOW, INTERVAL, FetchError(FEED.url, "the server answers 410 Gone", status=410))
    assert gone.stopped
    assert not answered(gone, NOW, INTERVAL).stopped
    assert not failed(FEED, NOW, INTERVAL, FetchError(FEED.url, "the server answers 404", status=404)).stopped


def test_a_feed_has_moved_when_it_says_so_three_times_in_a_row():
    there, elsewhere = "https://new.example/feed", "https://third.example/feed"

    def after(*targets: str | None) -> FeedState:
        state = FEED
        for target in targets:
            state = moved(state, target)
        return state

    assert address(after(there, there)) == FEED.url
    assert address(after(there, there, there)) == there
    assert address(after(there, there, None, there, elsewhere, there)) == FEED.url
    assert address(after(*[there] * MOVES, *[elsewhere] * MOVES)) == elsewhere
    assert address(after(*[there] * MOVES, None)) == there


def test_a_feed_remembers_since_when_another_host_answers_in_its_place():
    def after(*answers: tuple[str, int], state: FeedState = FEED) -> tuple[str, datetime | None]:
        for host, day in answers:
            state = led(state, f"https://{host}/feed", NOW + timedelta(days=day))
        return state.led_to, state.led_since

    home = urlsplit(FEED.url).hostname
    assert after(("mirror.example", 0), ("mirror.example", 1)) == ("mirror.example", NOW)
    assert after(("mirror.example", 0), ("third.example", 1)) == ("third.example", NOW + timedelta(days=1))
    assert after(("mirror.example", 0), (home, 1), ("mirror.example", 2)) == ("mirror.example", NOW + timedelta(days=2))
    assert after((f"www.{home}", 0), (f"feeds.{home}", 1)) == ("", None)
    # Nor of what is a move in the making, or where only the host may look.
    assert after(("new.example", 0), state=replace(FEED, moving_to="https://new.example/feed")) == ("", None)
    assert after(("intranet.example", 0), state=replace(FEED, trusted=True)) == ("", None)


def test_a_feed_that_moved_and_keeps_failing_is_looked_for_at_its_own_address():
    state = FeedState(id=1, url=FEED.url, moved_to="https://new.example/feed", etag='"x"')
    for _ in range(MOVES - 1):
        state = failed(state, NOW, INTERVAL, FetchError(FEED.url, "no"))
        assert (address(state), state.etag) == ("https://new.example/feed", '"x"')
    state = failed(state, NOW, INTERVAL, FetchError(FEED.url, "no"))
    assert (address(state), state.etag) == (FEED.url, "")


def test_what_is_gone_from_where_it_had_moved_is_looked_for_at_its_own_address_first():
    state = FeedState(id=1, url=FEED.url, moved_to="https://new.example/feed")
    after = failed(state, NOW, INTERVAL, FetchError(FEED.url, "gone", status=410))
    assert (address(after), after.stopped) == (FEED.url, False)


@given(st.integers(0, 10**6), st.timedeltas(timedelta(minutes=1), timedelta(days=2)), st.text(max_size=10))
def test_no_wait_is_negative_or_longer_than_a_day(failures, interval, url):
    state = FeedState(id=1, url=url, failures=failures)
    assert timedelta() < wait(failed(state, NOW, interval, FetchError(url, "no"))) <= LONGEST_BACKOFF


# ---------------------------------------------------------------- rhythm


def test_the_rhythm_is_the_usual_gap_or_the_present_silence():
    hourly = [NOW - timedelta(hours=n) for n in range(10)]
    assert rhythm(hourly, NOW) == timedelta(hours=1)
    assert rhythm(hourly, NOW + timedelta(days=30)) == timedelta(days=30)
    assert rhythm([*hourly[:2], None, NOW + timedelta(days=1)], NOW) is None


# ---------------------------------------------------------------- headers

DATE = "Wed, 06 May 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("header", "date", "expected"),
    [
        ("120", "", timedelta(minutes=2)),
        (" 0 ", "", timedelta()),
        ("Wed, 06 May 2026 12:10:00 GMT", DATE, timedelta(minutes=10)),
        ("Wed, 06 May 2026 11:00:00 GMT", DATE, timedelta()),
        ("Wed, 06 May 2026 12:10:00 GMT", "", None),
        ("soon", DATE, None),
        ("-5", "", None),
        ("9" * 50, "", None),
    ],
)
def test_retry_after_header(header, date, expected):
    assert retry_after(header, date) == expected


@pytest.mark.parametrize(
    ("cache_control", "expires", "expected"),
    [
        ("public, max-age=3600", "", timedelta(hours=1)),
        ('Max-Age="60"', "", timedelta(minutes=1)),
        ("max-age=0, must-revalidate", "", None),
        ("no-cache, max-age=3600", "", None),
        ("", "Wed, 06 May 2026 13:00:00 GMT", timedelta(hours=1)),
        ("", "0", None),
        ("", "Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("s-maxage=9, max-age=abc", "", None),
    ],
)
def test_cache_headers(cache_control, expires, expected):
    assert max_age(cache_control, expires, DATE) == expected


# ---------------------------------------------------------------- words


def test_health_in_words():
    assert health(FEED, NOW) == "not read yet"
    well = answered(FEED, NOW - timedelta(hours=3), INTERVAL)
    assert health(well, NOW) == "well, last read 09:00"
    assert health(well, NOW, ZoneInfo("Europe/Berlin")) == "well, last read 11:00"
    error = FetchError(FEED.url, "the server answers 404 Not Found", status=404, retry_after=timedelta(hours=2))
    monday = answered(FEED, NOW - timedelta(days=2), INTERVAL)
    assert health(failed(monday, NOW, INTERVAL, error), NOW) == "answers 404 since Monday 12:00; next try 14:00"
    never = failed(
        FEED,
        NOW,
        INTERVAL,
        FetchError(FEED.url, "the name orbit.example can't be found", retry_after=timedelta(hours=2)),
    )
    assert health(never, NOW) == "the name orbit.example can't be found and has never been read; next try 14:00"
    gone = failed(well, NOW, INTERVAL, FetchError(FEED.url, "the server answers 410 Gone", status=410))
    assert health(gone, NOW) == "gone for good since 12:00: its server answers 410; no more tries"
    old = answered(FEED, datetime(2025, 12, 31, 12, tzinfo=UTC), INTERVAL)
    assert health(old, NOW) == "well, last read 31 December 2025 12:00"
