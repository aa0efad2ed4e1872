"""Time zones by what people call them: IANA names, their cities and countries, and what is said for short."""

from __future__ import annotations

import difflib
import re
from functools import cache
from importlib import resources
from zoneinfo import available_timezones

# What people call their zones for short: the database has no such name, or means by it hours without summer time.
ABBREVIATED = {
    **dict.fromkeys(("et", "est", "edt"), "America/New_York"),
    **dict.fromkeys(("ct", "cst", "cdt"), "America/Chicago"),
    **dict.fromkeys(("mt", "mst", "mdt"), "America/Denver"),
    **dict.fromkeys(("pt", "pst", "pdt"), "America/Los_Angeles"),
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
_SHORTEST = 4  # letters of a country's name that are enough: fewer are in too many
# What people call countries that the database calls otherwise.
_ALSO_CALLED = {
    **dict.fromkeys(("us", "usa"), "united states"),
    **dict.fromkeys(("uk", "united kingdom", "great britain", "england", "scotland", "wales"), "britain"),
    "south korea": "korea (south)",
    "north korea": "korea (north)",
    "holland": "netherlands",
    "czechia": "czech republic",
    "uae": "united arab emirates",
}


@cache
def zone_names() -> tuple[str, ...]:
    """Every IANA time zone that there is, in order. Reads a folder the first time."""
    return tuple(sorted(available_timezones()))


def found(typed: str) -> list[str]:
    """The zones that may be meant, the likeliest first, cities before countries: "berlin", "new y", "germany", "est".

    No fixed hours but UTC: "Etc/GMT+2" is two hours west of Greenwich, and "EST" knows no summer.
    """
    word = typed.strip().casefold()
    wanted = word.replace(" ", "_")
    meant = ABBREVIATED.get(wanted)
    named = [name for name in zone_names() if name == meant or (wanted in name.casefold() and _is_a_place(name))]
    named.sort(key=lambda name: (name != meant, not name.casefold().rpartition("/")[2].startswith(wanted), name))
    country = of_country(word)
    either = [*country, *named] if _is_country(word) else [*named, *country]
    return list(dict.fromkeys(either)) or list(filter(None, [like(typed)]))


def of_country(name: str, *, begun: bool = True) -> list[str]:
    """The zones of the countries that are called so, or that have it among the words of their names, those of most
    people first. A last word may be only `begun`.
    """
    wanted = name.strip().casefold()
    wanted = _ALSO_CALLED.get(wanted, wanted)
    if len(wanted) < _SHORTEST:
        return []
    called = re.compile(r"(?<!\w)" + re.escape(wanted) + ("" if begun else r"(?!\w)"))
    zones = [zone for country, zones in _countries() if called.search(country) for zone in zones]
    return sorted(zones, key=lambda zone: zone not in COMMON)


def like(value: str) -> str:
    """The zone that was meant, by its name, its city or what it is called for short; "" for an offset such as "GMT+2"
    and for other short words, which are like wrong ones.
    """
    word = value.strip().casefold().replace(" ", "_")
    if any(letter.isdigit() for letter in word):
        return ""
    cities = {name.rpartition("/")[2].casefold(): name for name in zone_names() if "/" in name}
    # "Central" is no African republic.
    country = of_country(value, begun=False) if _is_country(value) or word not in cities else []
    likely = [zone for zone in country if zone in COMMON] or country
    if len(likely) == 1:
        return likely[0]
    if len(word) <= 4:
        return "UTC" if word in ("utc", "z") else ABBREVIATED.get(word) or cities.get(word, "")
    if close := difflib.get_close_matches(value, zone_names(), n=1):
        return close[0]
    city = difflib.get_close_matches(word, cities, n=1, cutoff=0.8)
    return cities[city[0]] if city else ""


@cache
def _countries() -> list[tuple[str, list[str]]]:
    """Each country's name, in small letters, with its zones: tzdata's iso3166.tab (code, name) and zone.tab (code,
    coordinates, zone, remark).
    """
    folder = resources.files("tzdata") / "zoneinfo"
    names = dict(line[:2] for line in _rows((folder / "iso3166.tab").read_text(encoding="utf-8")))
    zones: dict[str, list[str]] = {}
    for code, _, zone, *_ in _rows((folder / "zone.tab").read_text(encoding="utf-8")):
        zones.setdefault(code, []).append(zone)
    return sorted((names[code].casefold(), of) for code, of in zones.items() if code in names)


def _rows(table: str) -> list[list[str]]:
    return [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]


def _is_country(name: str) -> bool:
    wanted = name.strip().casefold()
    return wanted in _ALSO_CALLED or any(wanted == country for country, _ in _countries())


def _is_a_place(zone: str) -> bool:
    return zone == "UTC" or ("/" in zone and not zone.startswith("Etc/"))
