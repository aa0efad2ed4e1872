"""When a brief is due: slots computed from plan, time zone and now. Pure.

A slot's key is what makes it be filled once, so it must survive everything that moves a clock:

- for `at`: the LOCAL date and the ordinal of the time in its list, so that moving the hour after today's brief does not
  post it again, and a day whose clock jumps has one slot a time like any other;
- for `cron`: the UTC instant; a cron of one fixed hour and minute counts as `at`.

A local time in the gap when clocks go forward is shifted by the gap (02:30 becomes 03:30); one that occurs twice when
they go back is the first of the two. That is what datetime does with `fold=0` (PEP 495).
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from bot.model import BriefPlan, Slot

# How far ahead a plan's next slot is looked for: a cron of 29 February has one every four years, or eight.
HORIZON = timedelta(days=366 * 9)
# How far back a filled slot may lie that keeps a later time of its local date from being filled.
LOOK_BACK = timedelta(days=2)
# Times a day: as many as `at` may name.
OFTEN = 24


def slots_between(plan: BriefPlan, after: datetime, until: datetime) -> Iterator[Slot]:
    """The plan's slots with `after` < due <= `until`, in order of time."""
    if after >= until:
        return
    fixed = fixed_time(plan.cron) if plan.cron else None
    if plan.cron and fixed is None:
        yield from _cron_slots(plan, after, until)
        return
    zone = ZoneInfo(plan.timezone)
    times = (fixed,) if fixed else plan.at
    # A day more at both ends: a local date can begin 14 hours before and end 12 hours after its UTC namesake.
    first = (after.astimezone(zone) - timedelta(days=1)).date()
    last = (until.astimezone(zone) + timedelta(days=1)).date()
    for day in _days(plan, first, last):
        today = [
            Slot(plan.id, f"{day.isoformat()}#{ordinal}", datetime.combine(day, at, zone).astimezone(UTC))
            for ordinal, at in enumerate(times)
        ]
        yield from (slot for slot in sorted(today, key=lambda slot: slot.due) if after < slot.due <= until)


def next_slot(plan: BriefPlan, after: datetime, taken: Container[str] = ()) -> Slot | None:
    """The plan's first slot due later than `after` whose key isn't `taken`; None where there is none (30 February)."""
    step = timedelta(days=2)
    since = after
    while since < after + HORIZON:
        for slot in slots_between(plan, since, since + step):
            if slot.key not in taken:
                return slot
        since, step = since + step, step * 2
    return None


def fixed_time(cron: str) -> time | None:
    """The time of day of a cron whose hour and minute are one number each, else None."""
    minute, hour, *_ = cron.split()
    return time(int(hour), int(minute)) if minute.isdecimal() and hour.isdecimal() else None


def too_often(plan: BriefPlan) -> str:
    """What comes of a cron that is due more often than `at` could be, in words; "" for all others, and where it posts
    nothing but news.
    """
    if not plan.cron or not plan.quiet_day:
        return ""
    fields = CronSim(plan.cron, datetime(2026, 1, 1, tzinfo=UTC))
    times = len(fields.minutes) * len(fields.hours)
    if times <= OFTEN:
        return ""
    return (
        f'comes up to {times:,} times a day by cron = "{plan.cron}", and each time without news a message says so. '
        "Discord would take that (in a forum, until 1,000 posts of the server are open), but hardly a reader: write "
        'fewer times, such as cron = "0 9 * * *", or set quiet_day = "skip" to post nothing but news'
    )


def _days(plan: BriefPlan, first: date, last: date) -> Iterator[date]:
    if plan.cron:
        # Asked without a zone, cronsim counts plain local dates: none lost or doubled by a clock change.
        begin = datetime.combine(first, time()) - timedelta(seconds=1)
        dates: Iterator[date] = (at.date() for at in CronSim(plan.cron, begin))
    else:
        dates = (first + timedelta(days=n) for n in range((last - first).days + 1))
    for day in dates:
        if day > last:
            return
        if day.isoweekday() in plan.days:
            yield day


def _cron_slots(plan: BriefPlan, after: datetime, until: datetime) -> Iterator[Slot]:
    for local in CronSim(plan.cron, after.astimezone(ZoneInfo(plan.timezone))):
        due = local.astimezone(UTC)
        if due > until:
            return
        if due > after and local.isoweekday() in plan.days:
            yield Slot(plan.id, due.strftime("%Y-%m-%dT%H:%MZ"), due)
