"""Numbers, dates and times of day as a sentence spells them, as values that can be compared."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.summaries.gate.meanings import listed

_ONES = (
    "zero one two three four five six seven eight nine ten"
    " eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth"
    " eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
SMALL = {
    **{word: value for value, word in enumerate(_ONES.split())},
    **{word: 10 * n for n, word in enumerate(_TENS.split(), 2)},
    "dozen": 12,
}
ORDINALS = {word: value for value, word in enumerate(_ORDINALS.split())} | {"thirtieth": 30}
SCALES = {
    **dict.fromkeys(("hundred",), 100),
    **dict.fromkeys(("thousand", "k"), 1_000),
    **dict.fromkeys(("million", "mln", "mio"), 1_000_000),
    **dict.fromkeys(("billion", "bn", "bln"), 1_000_000_000),
    **dict.fromkeys(("trillion", "trn"), 1_000_000_000_000),
}
VAGUE = frozenset(listed("dozens scores hundreds thousands millions billions trillions decades"))
UNITS = {
    **dict.fromkeys(listed("km kms kilometre kilometer kilometres kilometers"), "km"),
    **dict.fromkeys(listed("m metre meter metres meters"), "m"),
    **dict.fromkeys(listed("cm centimetre centimeter centimetres centimeters"), "cm"),
    **dict.fromkeys(listed("mm millimetre millimeter millimetres millimeters"), "mm"),
    **dict.fromkeys(listed("mi mile miles"), "mi"),
    **dict.fromkeys(listed("ft foot feet"), "ft"),
    **dict.fromkeys(listed("in inch inches"), "in"),
    **dict.fromkeys(listed("kg kgs kilogram kilogramme kilograms kilogrammes kilo kilos"), "kg"),
    **dict.fromkeys(listed("g gram gramme grams grammes"), "g"),
    **dict.fromkeys(listed("lb lbs pound pounds"), "lb"),
    **dict.fromkeys(listed("t tonne tonnes ton tons"), "t"),
    **dict.fromkeys(listed("s sec secs second seconds"), "s"),
    **dict.fromkeys(listed("min mins minute minutes"), "min"),
    **dict.fromkeys(listed("h hr hrs hour hours"), "h"),
    **dict.fromkeys(listed("day days"), "day"),
    **dict.fromkeys(listed("night nights"), "night"),
    **dict.fromkeys(listed("week weeks"), "week"),
    **dict.fromkeys(listed("month months"), "month"),
    **dict.fromkeys(listed("year years yr yrs"), "year"),
    **dict.fromkeys(listed("decade decades"), "decade"),
    **dict.fromkeys(listed("century centuries"), "century"),
    **dict.fromkeys(listed("percent pct %"), "%"),
    **dict.fromkeys(listed("degree degrees °"), "deg"),
    **dict.fromkeys(listed("dollar dollars usd us$ $"), "usd"),
    **dict.fromkeys(listed("cad ca$ c$"), "cad"),
    **dict.fromkeys(listed("aud au$ a$"), "aud"),
    **dict.fromkeys(listed("euro euros eur €"), "eur"),
    **dict.fromkeys(listed("gbp £ sterling"), "gbp"),
    **dict.fromkeys(listed("yen jpy ¥"), "jpy"),
    **dict.fromkeys(listed("yuan rmb"), "cny"),
    **dict.fromkeys(listed("rupee rupees ₹"), "inr"),
    **dict.fromkeys(listed("watt watts w"), "w"),
    **dict.fromkeys(listed("kilowatt kilowatts kw"), "kw"),
    **dict.fromkeys(listed("megawatt megawatts mw"), "mw"),
    **dict.fromkeys(listed("kilonewton kilonewtons kn"), "kn"),
    **dict.fromkeys(listed("kph kmh km/h"), "km/h"),
    **dict.fromkeys(listed("mph"), "mph"),
    **dict.fromkeys(listed("light-year light-years lightyear lightyears ly"), "ly"),
    **dict.fromkeys(listed("au"), "au"),
}
CURRENCY_SIGNS = frozenset("$€£¥₹") | {"us$", "ca$", "c$", "au$", "a$"}
CURRENCIES = frozenset({"usd", "cad", "aud", "eur", "gbp", "jpy", "cny", "inr"})
TWO_WORDS = {
    **dict.fromkeys(("us dollar", "us dollars", "u.s. dollar", "u.s. dollars", "american dollars"), "usd"),
    **dict.fromkeys(("canadian dollar", "canadian dollars"), "cad"),
    **dict.fromkeys(("australian dollar", "australian dollars"), "aud"),
    **dict.fromkeys(("british pounds", "pounds sterling"), "gbp"),
    **dict.fromkeys(("astronomical unit", "astronomical units"), "au"),
    **dict.fromkeys(("metric ton", "metric tons", "metric tonnes"), "t"),
    **dict.fromkeys(("light year", "light years"), "ly"),
}
_SIZES = {
    "s": ("s", 1.0),
    "min": ("s", 60.0),
    "h": ("s", 3_600.0),
    "day": ("s", 86_400.0),
    "week": ("s", 604_800.0),
    "month": ("month", 1.0),
    "year": ("month", 12.0),
    "decade": ("month", 120.0),
    "century": ("month", 1_200.0),
    "mm": ("m", 0.001),
    "cm": ("m", 0.01),
    "m": ("m", 1.0),
    "km": ("m", 1_000.0),
    "g": ("g", 1.0),
    "kg": ("g", 1_000.0),
}
RATES = {
    **dict.fromkeys(listed("s sec second"), "s"),
    **dict.fromkeys(listed("min minute"), "min"),
    **dict.fromkeys(listed("h hr hour"), "h"),
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
}
MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        listed(
            """
        january february march april may june july august september october november december
        """
        ),
        1,
    )
    for length in {3, len(name)}
} | {"sept": 9}
WEEKDAYS = {
    short: name
    for name, shorts in {
        "monday": "monday mondays mon",
        "tuesday": "tuesday tuesdays tue tues",
        "wednesday": "wednesday wednesdays wed",
        "thursday": "thursday thursdays thu thur thurs",
        "friday": "friday fridays fri",
        "saturday": "saturday saturdays",
        "sunday": "sunday sundays",
    }.items()
    for short in shorts.split()
}
TIMEWORDS = frozenset(
    listed(
        """
        today tonight yesterday tomorrow morning afternoon evening noon midday midnight spring summer autumn
        winter weekend january
        """
    )
)
_FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")


class Number(NamedTuple):
    """A value in the words of the text: `length` tokens long, "2.5 million" two."""

    value: str
    length: int
    ordinal: bool = False


def figure(text: str) -> float | None:
    """The value of "1,200" or "2.5"."""
    found = _FIGURE.fullmatch(text)
    return float(found[0].replace(",", "")) if found and len(text) < 40 else None


def size(key: str, unit: str) -> tuple[float, str]:
    """The value in the smallest unit that is an exact part of this one, and that unit: 1.5 years are 18 months."""
    kind, factor = _SIZES.get(unit, (unit, 1.0))
    return round(float(key) * factor, 9), kind


def number_at(words: list[str], at: int) -> Number | None:
    """The number that begins at `words[at]` (lower case): "2.5 billion", "twenty-one", "third", "a dozen"."""
    first = words[at]
    if first in ORDINALS and first != "second":
        return Number(_plain(ORDINALS[first]), 1, ordinal=True)
    total = figure(first)
    used = 1
    if total is None:
        if (
            first in ("a", "an")
            and at + 1 < len(words)
            and (words[at + 1] in SCALES or words[at + 1] == "dozen")
            and len(words[at + 1]) > 2
        ):
            total = 1.0
        elif first in SMALL:
            total = float(SMALL[first])
            if total >= 20 and at + 1 < len(words):
                joined = 2 if words[at + 1 : at + 2] == ["-"] else 1
                following = words[at + joined] if at + joined < len(words) else ""
                if 0 < SMALL.get(following, 0) < 10:
                    total += SMALL[following]
                    used = joined + 1
                elif 0 < ORDINALS.get(following, 0) < 10:
                    return Number(_plain(total + ORDINALS[following]), joined + 1, ordinal=True)
        else:
            return None
    if words[at + used : at + used + 3] == ["and", "a", "half"]:
        total, used = total + 0.5, used + 3
    if at + used < len(words) and words[at + used] == "dozen" and total < 100:
        return Number(_plain(total * 12), used + 1)
    value = total
    while at + used < len(words) and (words[at + used] in SCALES) and words[at + used] != "k":
        value *= SCALES[words[at + used]]
        used += 1
        rest = at + used
        if (
            rest < len(words)
            and words[rest] == "and"
            and rest + 1 < len(words)
            and words[rest + 1] in SMALL
            and words[at] in SMALL
        ):
            more = number_at(words, rest + 1)
            if more and not more.ordinal:
                return Number(_plain(value + float(more.value)), used + 1 + more.length)
    return Number(_plain(value), used)


def _plain(value: float) -> str:
    return f"{value:.12g}"
