"""When to ask a feed again. Pure: what is known of the feed, what happened and `now` go in, the feed's next state
comes out.

    answered   the configured interval, stretched to the feed's own rhythm and to its publisher's wishes, within bounds
    failed     back-off: the interval, doubled with each failure in a row, or what Retry-After asks for, at most a day
    postponed  not asked, for its host rests: again when that is over
    gone       410 says for good: not asked again until somebody wants it

No wait depends on chance: each address has its own fixed deviation, so that feeds drift apart and a test can say
when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from itertools import pairwise
from statistics import median
from typing import Any

from bot.addresses import host, same_site
from bot.errors import FeedError
from bot.model import FeedState

STRETCH = 4  # a slow feed waits at most this many intervals: news from a quiet agency shouldn't come hours late
LONGEST_HINT = timedelta(
    hours=4
)  # of Cache-Control and ttl: static hosts say a day, publishers a week, and mean neither
LONGEST_SKIP = timedelta(hours=24)  # of skipHours and skipDays
LONGEST_BACKOFF = timedelta(hours=24)  # feeds come back, and one request a day hurts nobody
EARLY = 0.1  # an answered feed is asked again up to this part of its wait earlier
LATE = 0.25  # a failed one up to this part later
MOVES = 3  # permanent redirects to one address, or failures there, in a row
GONE = 410  # RFC 9110 15.5.11
FEW = 3  # fewer dates than these make no rhythm


# ---------------------------------------------------------------- the next state


def address(state: FeedState) -> str:
    """Where to ask: the address that the feed has moved to, or its own."""
    return state.moved_to or state.url


def answered(
    state: FeedState, now: datetime, interval: timedelta, max_age: timedelta | None = None, **changes: Any
) -> FeedState:
    """The state after a usable answer at `now`, changed or not: healthy, due again in an `interval` or somewhat
    later.

    What the publisher wishes (ttl, skipHours, skipDays) stands in the state; `max_age` is what the server says.
    `changes` are fields that the answer sets.
    """
    wait = max(interval, min((state.rhythm or timedelta()) / STRETCH, interval * STRETCH))
    for hint in (max_age, state.ttl):
        if hint is not None:
            wait = max(wait, min(hint, LONGEST_HINT))
    due = _past_skips(now + wait * (1 - EARLY * _deviation(state.url)), state)
    return replace(
        state,
        last_poll=now,
        last_ok=now,
        next_poll=due,
        not_before=None,
        failures=0,
        status=None,
        reason="",
        stopped=False,
        **changes,
    )


def moved(state: FeedState, target: str | None) -> FeedState:
    """The state of a feed that has answered, at `target` by permanent redirects alone (None: without any).

    It has moved when it says so MOVES times in a row: 301s are sent by mistake too, and then at every address.
    """
    if target is None:
        return state if not state.moves else replace(state, moving_to="", moves=0)
    moves = state.moves + 1 if target == state.moving_to else 1
    if moves < MOVES:
        return replace(state, moving_to=target, moves=moves)
    return replace(state, moved_to=target, moving_to="", moves=0)


def led(state: FeedState, answered_at: str, now: datetime) -> FeedState:
    """The state of a feed whose answer came from the address `answered_at`: it remembers another host, and since when.

    A temporary redirect (RFC 9110, 302 and 307) asks to be followed anew each time; one that stays for days is a move
    that nobody has announced. A trusted address may lead to a host that others are not to know of.
    """
    asked = address(state)
    known = state.trusted or answered_at in {asked, state.moving_to} or same_site(answered_at, asked)
    led_to = "" if known else host(answered_at)
    if led_to == state.led_to:
        return state
    return replace(state, led_to=led_to, led_since=now if led_to else None)


def failed(state: FeedState, now: datetime, interval: timedelta, error: FeedError) -> FeedState:
    """The state after `error` at `now`. A feed that had moved and fails MOVES times is looked for at its own address
    again.
    """
    failures = state.failures + 1
    backoff = min(interval * 2 ** min(failures - 1, 20), LONGEST_BACKOFF)
    wait = min(max(backoff * (1 + LATE * _deviation(state.url)), error.retry_after or timedelta()), LONGEST_BACKOFF)
    asked = min(error.retry_after, LONGEST_BACKOFF) if error.retry_after else None
    gone = error.status == GONE
    lost = bool(state.moved_to) and (failures >= MOVES or gone)
    return replace(
        state,
        last_poll=now,
        next_poll=now + wait,
        not_before=now + asked if asked else None,
        failures=failures,
        status=error.status,
        reason=error.reason,
        stopped=gone and not lost,
        moved_to="" if lost else state.moved_to,
        moving_to="",
        moves=0,
        etag="" if lost else state.etag,
        last_modified="" if lost else state.last_modified,
    )


def postponed(state: FeedState, now: datetime, rest: timedelta) -> FeedState:
    """The state of a feed that wasn't asked, for its host rests so long: neither well nor failed, only later."""
    until = now + min(rest, LONGEST_BACKOFF)
    return replace(state, next_poll=until, not_before=until)


def asked_to_wait(not_before: datetime | None, now: datetime, zone: tzinfo = UTC) -> str:
    """Until when nobody may ask the feed, in words for whoever wants it at once; "" where anybody may. What lies beyond
    LONGEST_BACKOFF was asked for when the clock was wrong.
    """
    if not_before is None or not now < not_before <= now + LONGEST_BACKOFF:
        return ""
    return f"its server asks to be left alone until {_when(not_before, now, zone)} {not_before.astimezone(zone):%Z}"


def rhythm(published: Iterable[datetime | None], now: datetime) -> timedelta | None:
    """The usual time between a feed's entries: the median of the latest gaps, or its present silence if that is
    longer.

    None where too few entries have a credible date.
    """
    times = sorted({moment for moment in published if moment is not None and moment <= now}, reverse=True)[:20]
    if len(times) < FEW:
        return None
    gaps = [(newer - older).total_seconds() for newer, older in pairwise(times)]
    return max(timedelta(seconds=median(gaps)), now - times[0])


def _deviation(url: str) -> float:
    """A number from 0 up to 1 that belongs to the address."""
    return int.from_bytes(blake2b(url.encode(), digest_size=4).digest()) / 2**32


def _past_skips(due: datetime, wishes: FeedState) -> datetime:
    """The first hour from `due` on that the publisher doesn't ask to skip, at most LONGEST_SKIP later."""
    if not wishes.skip_hours and not wishes.skip_days:
        return due
    moment = due
    while moment - due < LONGEST_SKIP:
        if moment.hour not in wishes.skip_hours and moment.weekday() not in wishes.skip_days:
            return moment
        moment = moment.replace(minute=due.minute, second=due.second) + timedelta(hours=1)
    return due + LONGEST_SKIP if len(wishes.skip_hours) < 24 and len(wishes.skip_days) < 7 else due


# ---------------------------------------------------------------- headers


def retry_after(header: str, date: str = "") -> timedelta | None:
    """Retry-After (RFC 9110 10.2.3), seconds or a date; a date counts from the answer's own Date, for clocks
    differ.
    """
    header = header.strip()
    if re.fullmatch(r"\d{1,9}", header):
        return timedelta(seconds=int(header))
    then, sent = _http_date(header), _http_date(date)
    return max(then - sent, timedelta()) if then and sent else None


def max_age(cache_control: str, expires: str = "", date: str = "") -> timedelta | None:
    """How long an answer is fresh (RFC 9111 5.2.2.1, 5.3); None if its server says nothing or wants to be asked each
    time.
    """
    if not cache_control and not expires:
        return None
    directives = dict(re.findall(r'([\w-]+)(?:="?([^",\s]*))?', cache_control.lower()))
    if {"no-cache", "no-store"} & directives.keys():
        return None
    if re.fullmatch(r"\d{1,9}", directives.get("max-age", "")):
        return timedelta(seconds=int(directives["max-age"])) or None
    then, sent = _http_date(expires), _http_date(date)
    return then - sent if then and sent and then > sent else None


def _http_date(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):  # the last: 31 December 9999 west of Greenwich
        return None


# ---------------------------------------------------------------- words


def health(state: FeedState, now: datetime, zone: tzinfo = UTC) -> str:
    """How a feed does, for people: "well, last read 14:05" or "answers 404 since Tuesday 09:10; next try 14:00"."""
    if state.stopped:
        since = _when(state.last_poll or now, now, zone)
        return f"gone for good since {since}: its server answers {state.status or GONE}; no more tries"
    if state.failures:
        what = f"answers {state.status}" if state.status else state.reason or "can't be read"
        since = f"since {_when(state.last_ok, now, zone)}" if state.last_ok else "and has never been read"
        upcoming = f"; next try {_when(state.next_poll, now, zone)}" if state.next_poll else ""
        return f"{what} {since}{upcoming}"
    if state.last_ok is None:
        return "not read yet"
    return f"well, last read {_when(state.last_ok, now, zone)}"


def _when(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """A moment as short as it can be said: the time today, the weekday within a week, else the date."""
    there, today = moment.astimezone(zone), now.astimezone(zone).date()
    clock = f"{there:%H:%M}"
    away = abs((there.date() - today).days)
    if away == 0:
        return clock
    return f"{there:%A} {clock}" if away < 7 else f"{there.day} {there:%B %Y} {clock}"
