"""The dates of feeds: RFC 822 (RSS), RFC 3339 (Atom, JSON) and what publishers write instead. Pure.

Reads what real feeds contain, and invents nothing: no date is better than a wrong one. A date without a zone is taken
as UTC. Years run from 1 to 9999 as given; whether such a date is credible is for whoever uses it (see
bot.model.Item.published).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

MAX_LENGTH = 100  # characters; no date is longer

# RFC 3339 and ISO 8601 as feeds use it: the date alone, a blank for the T, any fraction, any zone or none.
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d))?)?"
    r"(?:(?:[Tt]|\s+)(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d(?:[.,]\d+)?))?\s*(?P<zone>[A-Za-z]{1,5}|[+-]\d\d:?(?:\d\d)?)?)?"
)
# RFC 822 and 2822, with or without weekday, comma, seconds and zone, months by any length of name, also "Oct 5,
# 2021".
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d(?:\.\d+)?))?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
_ZONE = r"(?:\(?(?P<zone>[A-Za-z]{1,5}|(?:GMT|UTC)?\s*[+-]\d\d?:?(?:\d\d)?)\)?)?(?:\s*\([^()]*\))?"
_RFC = re.compile(
    r"(?:[A-Za-z]{2,9}\.?(?:,\s*|\s+))?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<month>[A-Za-z]{3,9})\.?,?[\s-]+"
    r"|(?P<month_first>[A-Za-z]{3,9})\.?\s+(?P<day_second>\d{1,2})(?:st|nd|rd|th)?,?\s+)"
    rf"(?P<year>\d{{4}}|\d\d)(?:,?\s+(?:at\s+)?{_CLOCK}\s*{_ZONE})?",
    re.IGNORECASE,
)
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905  read by people

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
    found = _ISO.fullmatch(text) or _RFC.fullmatch(text)
    return _moment(found.groupdict()) if found else None


def _moment(part: dict[str, str | None]) -> datetime | None:
    month_name = part.get("month_first") or part["month"] or ""
    month = int(month_name or 1) if month_name.isdigit() or not month_name else _MONTHS.get(month_name[:3].lower(), 0)
    year_text = part["year"] or ""
    year = int(year_text)
    if len(year_text) == 2:
        year += 1900 if year >= 70 else 2000  # RFC 2822 4.3 says 50; no feed is older than the epoch
    hour = int(part["hour"] or 0)
    if half := part.get("half"):
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    seconds = float((part["second"] or "0").replace(",", "."))
    offset = _offset(part["zone"] or "")
    if offset is None:
        return None
    try:
        start = datetime(year, month, int(part.get("day_second") or part["day"] or 1), tzinfo=UTC)
        # Adding lets 24:00:00 and a leap second's :60 pass as the moment that they name.
        if hour > 24 or int(part["minute"] or 0) > 59 or seconds >= 61:
            return None
        return start + timedelta(hours=hour, minutes=int(part["minute"] or 0), seconds=seconds) - offset
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta | None:
    """The zone's distance from UTC, None where it is out of bounds; an unknown name counts as UTC."""
    zone = zone.strip().lower()
    signed = re.fullmatch(r"(?:gmt|utc)?\s*([+-])(\d\d?):?(\d\d)?", zone)
    if not signed:
        return timedelta(hours=_ZONES.get(zone, 0))
    sign, hours, minutes = signed.groups()
    distance = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if distance > timedelta(hours=24):
        return None
    return -distance if sign == "-" else distance
