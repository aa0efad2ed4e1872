"""Time zones by what people call them: IANA names, cities, countries in the person's language, what is said for short.

Countries' zones are tzdata's, their names CLDR's (by Babel); places that no zone is called after are in places.txt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

# What people call their zones for short: the database has no such name, or means by it hours without summer time.
ABBREVIATED = {
    **dict.fromkeys(("et", "est", "edt", "eastern"), "America/New_York"),
    **dict.fromkeys(("ct", "cst", "cdt", "central"), "America/Chicago"),
    **dict.fromkeys(("mt", "mst", "mdt", "mountain"), "America/Denver"),
    **dict.fromkeys(("pt", "pst", "pdt", "pacific"), "America/Los_Angeles"),
    **dict.fromkeys(("gmt", "bst"), "Europe/London"),
    **dict.fromkeys(("cet", "cest"), "Europe/Berlin"),
    **dict.fromkeys(("aest", "aedt"), "Australia/Sydney"),
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
}
# Where there is most to read of space, from west to east.
COMMON = (
    *("UTC", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York", "America/Sao_Paulo"),
    *("Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Rome", "Europe/Athens", "Africa/Johannesburg"),
    *("Asia/Dubai", "Asia/Kolkata", "Asia/Shanghai", "Asia/Seoul", "Asia/Tokyo", "Australia/Perth"),
    *("Australia/Sydney", "Pacific/Auckland"),
)
# Where most people of a country live; zone.tab begins elsewhere with these.
_LARGEST = (
    *("America/New_York", "America/Chicago", "America/Los_Angeles", "America/Denver", "America/Phoenix"),
    *("America/Anchorage", "Pacific/Honolulu", "America/Toronto", "America/Vancouver", "America/Edmonton"),
    *("America/Winnipeg", "America/Halifax", "America/Sao_Paulo", "Australia/Sydney", "Australia/Melbourne"),
    *("Australia/Brisbane", "Australia/Perth", "Australia/Adelaide", "Europe/Moscow", "Europe/Kyiv", "Asia/Tashkent"),
)
_FEWEST = 3  # letters that are enough to look for words in the middle of names
_LONG_ENOUGH = 5  # letters: of a shorter name, another is too easily a slip away
# What old names of zones end in: "US/Eastern", "Australia/NSW".
_NO_CITY = re.compile("North|South|East|West|DeNoronha|General|Eastern|Central|Mountain|Pacific|[A-Z]{2,4}")
# Letters that Unicode doesn't take for others with an accent.
_WITHOUT_ACCENT = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Place:
    """What people call a place, as it is written and as it is compared, and its zones, that of most people first."""

    name: str
    folded: str
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A zone that may be meant, for it is that of a place; `sure` unless the place is only spelled nearly so."""

    zone: str
    place: str
    sure: bool = True

    @property
    def named_so(self) -> bool:
        """Whether the zone's own name has the place's."""
        return _folded(self.place) in _folded(self.zone)


def found(typed: str, language: str = "en") -> list[Match]:
    """The zones that may be meant: those of places called just so, of names that begin so, of names in which a word
    begins so; else of a place that is spelled nearly so. Countries and a few cities also in the `language` (BCP 47).

    No fixed hours but UTC: "Etc/GMT+2" is two hours west of Greenwich, and "EST" knows no summer.
    """
    wanted = _folded(typed)
    if not wanted:
        return []
    ranked = [(rank, place) for place in _places(language) if (rank := _rank(wanted, place)) is not None]
    ranked.sort(key=lambda ranked: ranked[0])
    places = [place for _, place in ranked] or _near(wanted, language)
    first = len(places[0].zones) if places and places[0].folded == wanted else 0
    order = [
        *[(zone, place) for place in places[:1] for zone in place.zones[:first]],
        *[(place.zones[0], place) for place in places],
        *[(zone, place) for place in places for zone in place.zones[1:]],
    ]
    matches: dict[str, Match] = {}
    for zone, place in order:
        matches.setdefault(zone, Match(zone, place.name, sure=bool(ranked)))
    return list(matches.values())


def called(typed: str, language: str = "en") -> list[str]:
    """The zones of places called just so, in English or the `language`; one stands for all that have its hours."""
    wanted = _folded(typed)
    zones: dict[object, str] = {}
    for place in _places(language):
        for zone in place.zones if place.folded == wanted else ():
            zones.setdefault(_hours(zone), zone)
    return list(zones.values())


def like(typed: str) -> Match | None:
    """The place that is spelled nearly so; None for none, and where it may be one of several."""
    matches = [Match(place.zones[0], place.name, sure=False) for place in _near(_folded(typed), "en")]
    return matches[0] if len({match.zone for match in matches}) == 1 else None


def _rank(wanted: str, place: Place) -> tuple[int, ...] | None:
    """The lower, the likelier; places called just so stay in their order, countries first."""
    if place.folded == wanted:
        return (0,)
    if place.folded.startswith(wanted):
        within = 1
    elif len(wanted) >= _FEWEST and f" {wanted}" in place.folded:
        within = 2
    else:
        return None
    return within, place.zones[0] not in COMMON, len(place.folded)


def _near(wanted: str, language: str) -> list[Place]:
    """Places one slip away, and no more: "England" has five of its seven letters in the order of "Poland"."""
    if len(wanted) < _LONG_ENOUGH or any(letter.isdigit() for letter in wanted):
        return []
    return [place for place in _places(language) if place.folded[0] == wanted[0] and _a_slip(wanted, place.folded)]


def _a_slip(one: str, other: str) -> bool:
    """Whether they differ by one letter left out, added or changed, or by two that changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or left[1::-1] + left[2:] == right


@lru_cache(maxsize=8)  # languages, of which Discord speaks some thirty
def _places(language: str) -> tuple[Place, ...]:
    """Every place that is known: countries, cities and what is said for short, whole names of zones. Reads files."""
    countries, now, own = _countries(), _current(), _own()
    locales = (Locale("en"), _locale(language))
    names = [
        *[(code, name) for locale in locales for code, name in locale.territories.items()],
        *_rows("iso3166.tab"),
        *own,
    ]
    cities = [
        *[(name, zone) for zone in now if not _NO_CITY.fullmatch(name := zone.rpartition("/")[2].replace("_", " "))],
        *[(kinds["city"], zone) for locale in locales for zone, kinds in locale.time_zones.items() if "city" in kinds],
        *[(name, zone) for zone, name in own],
        *[(name.upper() if len(name) < _LONG_ENOUGH else name.title(), zone) for name, zone in ABBREVIATED.items()],
    ]
    return (
        *_once((name, countries[code]) for code, name in names if code in countries),
        *_once((name, (now[zone],)) for name, zone in cities if zone in now),
        *_once((zone, (current,)) for zone, current in now.items()),
    )


def _once(named: Iterable[tuple[str, tuple[str, ...]]]) -> list[Place]:
    """Each name once for the same zones, as it was written first."""
    places: dict[tuple[str, tuple[str, ...]], Place] = {}
    for name, zones in named:
        folded = _folded(name)
        places.setdefault((folded, zones), Place(name, folded, zones))
    return list(places.values())


def _countries() -> dict[str, tuple[str, ...]]:
    """The zones of each country, by its code, that of most people first."""
    zones: dict[str, list[str]] = {}
    for code, _, zone, *_ in _rows("zone.tab"):
        zones.setdefault(code, []).append(zone)
    largest = {zone: n for n, zone in enumerate(_LARGEST)}
    return {code: tuple(sorted(of, key=lambda zone: largest.get(zone, len(largest)))) for code, of in zones.items()}


def _current() -> dict[str, str]:
    """What each zone of a place is called now, also by the names that it had before: "Asia/Calcutta", "US/Hawaii"."""
    places = sorted(row[2] for row in _rows("zone.tab"))
    links = [line.split() for line in _text("zoneinfo/tzdata.zi").splitlines() if line.startswith("L ")]
    before = {name: zone for _, zone, name in links if "/" in name and zone in places}
    return before | {zone: zone for zone in (*places, "UTC")}


def _rows(name: str) -> list[list[str]]:
    """Of tzdata's iso3166.tab (code, name) or zone.tab (code, coordinates, zone, remark)."""
    return [line.split("\t") for line in _text(f"zoneinfo/{name}").splitlines() if line and not line.startswith("#")]


def _text(path: str) -> str:
    return (resources.files("tzdata") / path).read_text(encoding="utf-8")


def _own() -> list[list[str]]:
    """Of places.txt: zone or country's code, and a name."""
    lines = (resources.files("bot") / "places.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(": ", 1) for line in lines if line and not line.startswith("#")]
    return [[key, name] for key, names in rows for name in names.split(", ")]


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _folded(name: str) -> str:
    """Without what people leave out or write otherwise: capitals, accents, underscores, the points of "St. Louis"."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("&", " and ").translate(_WITHOUT_ACCENT))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[_.,'’()-]", " ", bare).split())


@cache
def _hours(zone: str) -> tuple[object, ...]:
    """Its hours in winter and summer, by its rules of today."""
    return tuple(datetime(2026, month, 1, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset() for month in (1, 7))
