"""Every zone of the IANA database, every day of some years: one slot a local day, whatever the clocks do.

    python -m benchmarks.dst [--years FIRST LAST] [--zones N]

    --years   from the first day of the first to the last of the last; 2025 2027 if not given
    --zones   only every so many-th zone, for a quick look; 1 if not given

For each zone and for 00:00, 00:30, 02:30 and 03:00, once as `at` and once as `cron`, the slots are asked for in two
ways: all at once, and from one to the next as the running bot does. Bounds: each local date has exactly one slot, on
that date by the zone's own clock, at the wanted time or, where clocks skip that, later; both ways agree.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.model import BriefPlan
from bot.slots import next_slot, slots_between

TIMES = (time(0), time(0, 30), time(2, 30), time(3))
DAY = timedelta(days=1)


def plans(zone: str) -> Iterator[tuple[time, BriefPlan]]:
    """A plan for each time in each way of writing it."""
    for at in TIMES:
        yield at, BriefPlan("p", "P", 1, at=(at,), timezone=zone)
        yield at, BriefPlan("p", "P", 1, cron=f"{at.minute} {at.hour} * * *", timezone=zone)


def faults(at: time, plan: BriefPlan, first: date, last: date) -> list[str]:
    """What is wrong with the plan's slots for the days from `first` to `last`."""
    zone = ZoneInfo(plan.timezone)
    begin = datetime.combine(first, time(), UTC) - DAY
    slots = [s for s in slots_between(plan, begin, begin + (last - first) + 4 * DAY) if first <= _day(s.key) <= last]
    days = [first + n * DAY for n in range((last - first).days + 1)]
    found = []
    if [_day(slot.key) for slot in slots] != days:
        found.append(f"{plan.timezone} {at:%H:%M}: the days are not each there once and in order")
    for slot in slots:
        local = slot.due.astimezone(zone)
        wall = datetime.combine(_day(slot.key), at)
        exists = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall
        shown = local.replace(tzinfo=None)
        if local.date() != wall.date() or (shown != wall if exists else shown < wall):
            found.append(f"{plan.timezone} {at:%H:%M}: {slot.key} is due at {local}")
    step = slots[0].due - timedelta(seconds=1) if slots else begin
    for slot in slots:
        following = next_slot(plan, step)
        if following != slot:
            found.append(f"{plan.timezone} {at:%H:%M}: after {step} comes {following}, not {slot}")
            break
        step = slot.due
    return found


def _day(key: str) -> date:
    return date.fromisoformat(key.split("#", maxsplit=1)[0])


def main() -> int:
    """Exit 0 where the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--years", type=int, nargs=2, default=(2025, 2027), metavar=("FIRST", "LAST"))
    parser.add_argument("--zones", type=int, default=1, metavar="N")
    args = parser.parse_args()
    first, last = date(args.years[0], 1, 1), date(args.years[1], 12, 31)
    zones = sorted(available_timezones())[:: args.zones]
    found = [fault for zone in zones for at, plan in plans(zone) for fault in faults(at, plan, first, last)]
    for fault in found[:50]:
        print(fault)
    local_days = len(zones) * 2 * len(TIMES) * ((last - first).days + 1)
    print(json.dumps({"zones": len(zones), "slots": local_days, "faults": len(found), "ok": not found}))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
