"""Whether the hour that an invitation to watch names has gone. Pure.

A page of live coverage is worth its while until the event; a brief may come after it, when no report has come in yet of
what became of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone

from bot import sentences
from bot.model import Item
from bot.news.facts import Fact, facts
from bot.news.reports import fresh, said
from bot.news.stages import LIVE, Stage, stage

_WATCHED = frozenset((Stage.INVITED, *LIVE))
_LEAD_CHARS = 1500
# A window is open for hours, and who looks in late still sees something.
_LASTS = timedelta(hours=4)
_ZONES = {"UTC": 0, "EDT": -4, "EST": -5, "PDT": -7, "PST": -8, "CET": 1, "CEST": 2}
_OFFSETS = {f"time in {zone}": hours for zone, hours in _ZONES.items()}  # by the measure that `facts` gives
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_TOMORROW = re.compile(r"\btomorrow\b", re.IGNORECASE)


def gone(items: Sequence[Item], now: datetime) -> bool:
    """Whether all that the newest of a story's reports do is to invite to watch what by their own words is over."""
    return all(stage(item.title) in _WATCHED and _over(item, now) for item in fresh(items))


def _over(item: Item, now: datetime) -> bool:
    written = max(item.published, item.edited or item.published)
    moments = list(_moments(f"{item.title}\n{said(item)[:_LEAD_CHARS]}", written))
    return bool(moments) and max(moments) + _LASTS < now


def _moments(text: str, written: datetime) -> Iterator[datetime]:
    """The moments that a text of that time names by an hour and its zone. Where the sentence says no day, the text's
    dates count, else the next such hour.
    """
    read = [(sentence, facts(sentence)) for sentence in sentences.split(text)]
    dates = [fact for _, found in read for fact in found if fact.measure == "date"]
    for sentence, found in read:
        for clock in found:
            offset = _OFFSETS.get(clock.measure)
            if offset is None:
                continue
            hour = time(int(clock.value) // 60, int(clock.value) % 60)
            there = written.astimezone(timezone(timedelta(hours=offset)))
            said_here = list(_days(sentence, [fact for fact in found if fact.measure == "date"], there.date()))
            days = said_here or list(_days("", dates, there.date()))
            next_one = there.date() + timedelta(days=there.time() > hour)
            yield from (datetime.combine(day, hour, there.tzinfo) for day in days or [next_one])


def _days(sentence: str, dates: Sequence[Fact], today: date) -> Iterator[date]:
    """The days that a sentence names: dates (of a month alone its end), the next such weekday, tomorrow."""
    for fact in dates:
        of_a_month = fact.high - fact.low > 7
        of_2000 = date.fromordinal(int(fact.high if of_a_month else fact.value))
        years = (today.year - 1, today.year, today.year + 1)
        yield min((_in_year(of_2000, year) for year in years), key=lambda day: abs(day - today))
    for found in _WEEKDAY.finditer(sentence):
        yield today + timedelta(days=(_WEEKDAYS.index(found[0].lower()) - today.weekday()) % 7)
    if _TOMORROW.search(sentence):
        yield today + timedelta(days=1)


def _in_year(day: date, year: int) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return date(year, 3, 1) if leap_day else day.replace(year=year)
