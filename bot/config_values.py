"""The kinds of values that settings have: how each is read, and what is said of one that isn't it.

A setting of config.toml and an option of a slash command are held to the same rules: these. Each raises ValueError with
what stands behind "KEY: " in a message to people.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BeforeValidator

from bot import zones

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEVERAL_DAYS = {
    "weekday": "mon-fri",
    "weekdays": "mon-fri",
    "weekend": "sat-sun",
    "weekends": "sat-sun",
    "all": "mon-sun",
    "daily": "mon-sun",
    "every day": "mon-sun",
    "everyday": "mon-sun",
}
MOST_TIMES = 24
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_duration(value: object) -> timedelta:
    """Read "90m" as 90 minutes; a timedelta is one already. Raises ValueError."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and (found := re.fullmatch(r"\s*(\d+)\s*([smhd])\s*", value)):
        try:
            return timedelta(**{_UNITS[found[2]]: int(found[1])})
        except OverflowError:
            raise ValueError("is longer than anybody waits") from None
    raise ValueError('is no duration: write a number and s, m, h or d, such as "90m", "24h" or "7d"')


def within(least: str, most: str = "") -> AfterValidator:
    """Bounds in the words of the file."""
    low, high = parse_duration(least), parse_duration(most) if most else timedelta.max

    def check(value: timedelta) -> timedelta:
        if not low <= value <= high:
            raise ValueError(f"must be at least {least}" if value < low else f"must be at most {most}")
        return value

    return AfterValidator(check)


def _snowflake(value: object) -> object:
    # Discord's ids don't fit a double, so some tools write them as text (https://docs.discord.com/developers/reference#snowflakes).
    if isinstance(value, bool) or not re.fullmatch(r"[1-9]\d{0,18}", str(value)) or int(str(value)) >= 2**63:
        raise ValueError("is no Discord id: switch on Developer Mode in Discord, right-click, Copy ID")
    return int(str(value))


_AND = re.compile(r",|\band\b", re.IGNORECASE)


def _each(value: object) -> Iterator[object]:
    """What is in a list, and in a text of several: "9:00 and 18:30", "mon, tue"."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield from (words.strip() for words in _AND.split(each) if words.strip())
        else:
            yield each


def _times(value: object) -> object:
    if isinstance(value, tuple):  # of times already
        return value
    times = [_time(text) for text in _each(value)]
    if not times:
        raise ValueError('is empty: write "09:00" or a list of times')
    if len(times) > MOST_TIMES:
        raise ValueError(f"names more than {MOST_TIMES} times of day")
    if len(set(times)) < len(times):
        raise ValueError("names a time twice")
    return tuple(times)


_TIME = re.compile(r"(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d))?\s*(?:(?P<half>[ap])\.?m\.?)?", re.IGNORECASE)


_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}


def _time(text: object) -> time:
    """Of "09:00", "9.00", "9:30 pm", "9pm" or "noon"; a bare "9" may be a slip."""
    if named := _NAMED_TIMES.get(text.strip().lower() if isinstance(text, str) else ""):
        return named
    found = _TIME.fullmatch(text.strip()) if isinstance(text, str) else None
    if found and (found["minute"] or found["half"]):
        hour, half = int(found["hour"]), (found["half"] or "").lower()
        with suppress(ValueError):  # 25:00
            if not half:
                return time(hour, int(found["minute"]))
            if 1 <= hour <= 12:
                return time(hour % 12 + (12 if half == "p" else 0), int(found["minute"] or 0))
    shown = repr(text) if isinstance(text, str) else text
    raise ValueError(f'{shown} is no time of day: write it as "09:00" or "6 pm"')


def _weekdays(value: object) -> object:
    if isinstance(value, frozenset):  # of days already
        return value
    named = [day for words in _each(value) for day in _days(str(words))]
    if not named:
        raise ValueError(_NO_DAYS)
    return frozenset(named)


_NO_DAYS = 'must be days of the week, such as "mon, thu", "mon-fri", "weekdays", "weekend" or "all"'


def _days(words: str) -> list[int]:
    """ISO weekdays of "Monday", of "fri-mon" or of a word for several."""
    words = words.strip().lower()
    ends = [end.strip() for end in re.split("[-\u2013]", _SEVERAL_DAYS.get(words, words))]
    if len(ends) > 2:
        raise ValueError(_NO_DAYS)
    first, last = _weekday(ends[0]), _weekday(ends[-1])
    return [day % 7 + 1 for day in range(first, last + 1 if first <= last else last + 8)]


def _weekday(word: str) -> int:
    """0 for "mon", "monday" or "mondays"; "monthly" is none."""
    stem = word.removesuffix("s")
    for number, day in enumerate(WEEKDAYS):
        if len(stem) >= 3 and day.startswith(stem):
            return number
    raise ValueError(_NO_DAYS)


def _cron(value: object) -> object:
    if value == "":
        return value
    if not isinstance(value, str) or len(value.split()) != 5:
        raise ValueError('must be five fields, minute hour day month weekday, such as "0 9 * * mon-fri"')
    try:
        CronSim(value, datetime(2026, 1, 1, tzinfo=UTC))
    except CronSimError as wrong:
        raise ValueError(f"is no cron expression ({wrong})") from None
    return value


def _timezone(value: object) -> object:
    """The IANA name of a zone, or of the one that a place's name stands for: "Munich", "Germany"."""
    if not isinstance(value, str):
        return value
    meant = zones.ABBREVIATED.get(value.strip().casefold())
    try:
        zone = ZoneInfo(value)
    except (KeyError, ValueError, OSError):  # not found; a path; a folder
        if meant:
            raise ValueError(f'must be that of a place, not "{value}": write "{meant}" or the like') from None
        return _zone_of_place(value)
    if meant and not _has_summer_time(zone):
        raise ValueError(f'must be a place\'s, for "{value}" knows no summer time: write "{meant}" or the like')
    return value


def _zone_of_place(name: str) -> str:
    shown = f'"{name[:40].strip()}"'
    named = zones.called(name)
    if len(named) == 1:
        return named[0]
    if named:
        some = " or ".join(f'"{zone}"' for zone in named[:3])
        raise ValueError(f"{shown} has several zones: write {some}{', or the like' * (len(named) > 3)}")
    unknown = f"{shown} is no zone, city or country that is known here"
    if close := zones.like(name):
        place = "" if close.place == close.zone else f"{close.place}, "
        raise ValueError(f'{unknown}; did you mean {place}"{close.zone}"?')
    raise ValueError(f'{unknown}: write the nearest big city, or a name such as "Europe/Berlin"')


def _has_summer_time(zone: ZoneInfo) -> bool:
    """By its rules of today: "CET" has, "EST" hasn't."""
    winter, summer = (datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in (1, 7))
    return winter != summer


def _web_address(value: object) -> object:
    try:
        parts = urlsplit(value if isinstance(value, str) else "")
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise ValueError("must be an address that starts with http:// or https://")
    return value


def _token_reference(value: object) -> object:
    if not (isinstance(value, str) and re.fullmatch(r"env:\w+|file:.+", value)):
        # Never show the value: it may be the token.
        raise ValueError('must say where the token is, "env:NAME" or "file:PATH", never the token itself')
    return value


def _language(value: object) -> object:
    # BCP 47's shape; that it is a language that somebody speaks is not looked at.
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", str(value)):
        raise ValueError('is no language code: write "en", "de" or "pt-BR"')
    return value


def _key_reference(value: object) -> object:
    if value != "" and not (isinstance(value, str) and re.fullmatch(r"env:\w+|file:.+", value)):
        # Never show the value: it may be the key.
        raise ValueError('must say where the key is, "env:NAME" or "file:PATH", never the key itself')
    return value


def _contact(value: object) -> object:
    # It stands in a header, between brackets (RFC 9110 5.6.5): printable ASCII without brackets and blanks.
    if value != "" and not re.fullmatch(r"(?:https?://|mailto:)?[!-'*-~]{3,200}", str(value)):
        raise ValueError('must be a web or mail address, such as "https://example.org/downlink"')
    return value


def _quiet_day(value: object) -> object:
    return {"post": True, "skip": False}.get(value, value) if isinstance(value, str) else value


def _full_text(value: bool) -> bool:
    if value and importlib.util.find_spec("trafilatura") is None:
        raise ValueError(
            "needs what Downlink's extra brings: in Downlink's folder run .venv/bin/pip install -c constraints.txt"
            " -e '.[full-text]', or take this line out"
        )
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Snowflake = Annotated[int, BeforeValidator(_snowflake)]
Words = tuple[str, ...]
Times = Annotated[tuple[time, ...], BeforeValidator(_times)]
Weekdays = Annotated[frozenset[int], BeforeValidator(_weekdays)]
Cron = Annotated[str, BeforeValidator(_cron)]
ZoneName = Annotated[str, BeforeValidator(_timezone)]
WebAddress = Annotated[str, BeforeValidator(_web_address)]
TokenReference = Annotated[str, BeforeValidator(_token_reference)]
KeyReference = Annotated[str, BeforeValidator(_key_reference)]
Contact = Annotated[str, BeforeValidator(_contact)]
Language = Annotated[str, BeforeValidator(_language)]
LanguageIfAny = Annotated[str, AfterValidator(lambda code: code and _language(code))]
QuietDay = Annotated[bool, BeforeValidator(_quiet_day)]
FullText = Annotated[bool, AfterValidator(_full_text)]
