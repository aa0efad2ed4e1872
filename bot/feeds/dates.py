"""The dates of feeds: RFC 822 (RSS), RFC 3339 (Atom, JSON) and what publishers write instead. Pure.

Reads what real feeds contain, and invents nothing: no date is better than a wrong one. A date without a zone is taken
as UTC. Years run from 1 to 9999 as given; whether such a date is credible is for whoever uses it (see
bot.model.Item.published).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from html import unescape
from zoneinfo import ZoneInfo

MAX_LENGTH = 100  # characters; no date is longer
# A zone by its name in the IANA database: "America/New_York", "America/Argentina/Salta", "Etc/GMT+5", "PST8PDT".
_PLACE = r"[A-Za-z]\w{1,12}(?:/[\w+-]{1,20}){1,2}|[A-Z]{3}\d[A-Z]{3}"
_HALF = r"(?P<half>[AaPp]\.?[Mm]\.?(?!\w{1,12}/))?"  # not of "America/New_York"
_DASHES = {0x2010: "-", 0x2011: "-", 0x2012: "-", 0x2013: "-", 0x2212: "-", 0x00A0: " ", 0x202F: " ", 0x200E: None}

# RFC 3339 and ISO 8601 as feeds use it: the date alone, a blank for the T, slashes, one figure for two, any fraction,
# any zone or none; also 2026年5月5日, and the day's number in its year.
_ISO = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?P<day_of_year>\d{3})|[-/.年]?(?P<month>\d\d|(?<=\D)\d)(?:[-/.月]?(?P<day>\d\d|(?<=\D)\d)日?)?)?"
    r"(?:(?:[Tt]|\s+|(?<=\d{8})(?=\d{4}))(?P<hour>\d\d?)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d(?:[.,]\d*)?))?)?"
    rf"\s*{_HALF}\s*(?:(?P<zone>{_PLACE}|[A-Za-z]{{1,5}}|[+-]\d\d:?(?:\d\d)?)(?:Z|[+-]00:?00)?)?)?"
    rf"(?:\[(?P<place>{_PLACE}|\w{{1,10}})\])?"  # as Java writes it, behind an offset if there is one, which counts
)
# RFC 822 and 2822, with or without weekday, comma, seconds and zone, months by any length of name, also "Oct 5, 2021",
# and C's asctime, "Tue Oct  5 08:55:02 2021".
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d?)(?::(?P<second>\d\d?(?:\.\d+)?))?\s*" + _HALF
_NAMED = rf"{_PLACE}|[A-Za-z]{{1,5}}|(?:GMT|UTC)?\s*[+-]\d\d?:?(?:\d\d)?"
_ZONE = rf"(?:\(?(?P<zone>{_NAMED})\)?)?(?:\s*\([^()]*\)|\s+[A-Z]{{3,4}})?"
_WORD = r"[^\W\d_]"
_RFC = re.compile(
    rf"(?:{_WORD}{{2,12}}\.?(?:\s*,\s*|\s+))?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?\.?[\s-]+(?:de )?(?P<month>{_WORD}{{3,10}})\.?,?[\s-]+(?:de )?"
    rf"|(?P<month_first>{_WORD}{{3,10}})\.?\s+(?P<day_second>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)"
    rf"(?P<year>\d{{4}}|\d\d)(?:,?\s+(?:(?:at|-)\s+)?{_CLOCK}\s*{_ZONE})?",
    re.IGNORECASE,
)
_ASCTIME = re.compile(
    r"[A-Za-z]{3,9},?\s+(?P<month>[A-Za-z]{3})\s+(?P<day>\d{1,2})\s+(?P<hour>\d\d?):(?P<minute>\d\d):(?P<second>\d\d)"
    r"\s+(?:(?P<zone>[A-Za-z]{1,5}|[+-]\d{4})\s+)?(?P<year>\d{4})"
)
# The day first: with dots it is never the month.
_DOTTED = re.compile(rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{{4}})(?:,?\s+{_CLOCK}\s*{_ZONE})?")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?")  # seconds or milliseconds: 2001 to 2286
# Months by the first letters of their names, in the languages of agencies that write their own in RFC 822's place.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen янв ιαν",
            "feb fev fév fee фев",
            "mar mär mrz maa мар",
            "apr avr abr апр",
            "may mai mag mei maj май мая",
            "jun juin giu июн",
            "jul juil lug июл",
            "aug aou aoû ago авг",
            "sep set сен",
            "oct okt ott out окт",
            "nov ноя",
            "dec dez dic déc дек",
        ),
        1,
    )
    for name in names.split()
}

# Hours east of Greenwich. RFC 822 knows the American ones; the others stand in feeds of agencies and papers all the
# same. Where one name means several zones (IST, CST, BST) it is the one whose space feeds use it: India, US Central,
# British Summer Time.
_ZONES = {
    "utc": 0, "ut": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "ist": 5.5, "cet": 1, "met": 1, "mez":
    1, "cest": 2, "mest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "msd": 4, "sast": 2, "pkt": 5, "hkt": 8,
    "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12,
    "nzdt": 13, "brt": -3, "art": -3, "ast": -4, "adt": -3, "at": -4, "est": -5, "edt": -4, "et": -5, "cst": -6,
    "cdt": -5, "ct": -6, "mst": -7, "mdt": -6, "mt": -7, "pst": -8, "pdt": -7, "pt": -8, "akst": -9, "akdt": -8,
    "hst": -10, "a": -1, "m": -12, "n": 1, "y": 12,
}  # fmt: skip


def parse_date(text: str) -> datetime | None:
    """The moment that `text` names, aware and in UTC; None if it names none."""
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    text = unescape(text).translate(_DASHES).strip()
    found = _ISO.fullmatch(text) or _RFC.fullmatch(text) or _ASCTIME.fullmatch(text) or _DOTTED.fullmatch(text)
    return _moment(found.groupdict()) if found else None


def _month(name: str) -> int:
    """The month's number, 1 where it isn't said; 0, which is none, where the word is no month."""
    if not name or name.isdigit():
        return int(name or 1)
    name = name.casefold()
    return _MONTHS.get(name[:4]) or _MONTHS.get(name[:3], 0)


def _moment(part: dict[str, str | None]) -> datetime | None:
    month = _month(part.get("month_first") or part["month"] or "")
    year_text = part["year"] or ""
    year = int(year_text)
    if len(year_text) == 2:
        year += 1900 if year >= 70 else 2000  # RFC 2822 4.3 says 50; no feed is older than the epoch
    hour = int(part["hour"] or 0)
    if half := part.get("half"):
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    seconds = float((part["second"] or "0").replace(",", ".").rstrip("."))
    try:
        start = datetime(year, month, int(part.get("day_second") or part["day"] or 1), tzinfo=UTC)
        if number := part.get("day_of_year"):
            start += timedelta(days=int(number) - 1)
        # Adding lets 24:00:00 and a leap second's :60 pass as the moment that they name.
        if hour > 24 or int(part["minute"] or 0) > 59 or seconds >= 61:
            return None
        local = start + timedelta(hours=hour, minutes=int(part["minute"] or 0), seconds=seconds)
        offset = _offset((part["zone"] or part.get("place") or "").strip(), local)
        return None if offset is None else local - offset
    except (ValueError, OverflowError):
        return None


def _offset(zone: str, local: datetime) -> timedelta | None:
    """The zone's distance from UTC when its clocks show `local`, None where it is out of bounds; an unknown name counts
    as UTC.
    """
    signed = re.fullmatch(r"(?:gmt|utc)?\s*([+-])(\d\d?):?(\d\d)?", zone.lower())
    if not signed:
        east = _ZONES.get(zone.lower())
        place = _place(zone) if zone and east is None else None
        return place.utcoffset(local.replace(tzinfo=None)) if place else timedelta(hours=east or 0)
    sign, hours, minutes = signed.groups()
    distance = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if distance > timedelta(hours=24):
        return None
    return -distance if sign == "-" else distance


@lru_cache(maxsize=32)  # a feed has one or two, and a name that is none is looked for in many places
def _place(name: str) -> tzinfo | None:
    """The zone of that name in the IANA database, None where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not found; no name; a folder
        return None
