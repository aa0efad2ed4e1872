"""Numbers, dates and times of day as a sentence spells them, as values that can be compared."""

from __future__ import annotations

import re
from typing import NamedTuple

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
SMALL = {
    **{word: value for value, word in enumerate(_ONES.split())},
    **{word: 10 * n for n, word in enumerate(_TENS.split(), 2)},
    "dozen": 12,
}
ORDINALS = {word: value for value, word in enumerate(_ORDINALS.split())} | {"thirtieth": 30}
SCALES = {
    **dict.fromkeys(("hundred",), 100),
    **dict.fromkeys(("thousand", "k"), 1_000),
    **dict.fromkeys(("million", "mn", "mln", "mio"), 1_000_000),
    **dict.fromkeys(("billion", "bn", "bln"), 1_000_000_000),
    **dict.fromkeys(("trillion", "tn", "trn"), 1_000_000_000_000),
}
VAGUE = frozenset("dozens scores hundreds thousands millions billions trillions decades".split())
UNITS = {
    **dict.fromkeys("km kms kilometre kilometer kilometres kilometers".split(), "km"),
    **dict.fromkeys("m metre meter metres meters".split(), "m"),
    **dict.fromkeys("cm centimetre centimeter centimetres centimeters".split(), "cm"),
    **dict.fromkeys("mm millimetre millimeter millimetres millimeters".split(), "mm"),
    **dict.fromkeys("mi mile miles".split(), "mi"),
    **dict.fromkeys("ft foot feet".split(), "ft"),
    **dict.fromkeys("in inch inches".split(), "in"),
    **dict.fromkeys("kg kgs kilogram kilogramme kilograms kilogrammes kilo kilos".split(), "kg"),
    **dict.fromkeys("g gram gramme grams grammes".split(), "g"),
    **dict.fromkeys("lb lbs pound pounds".split(), "lb"),
    **dict.fromkeys("t tonne tonnes ton tons".split(), "t"),
    **dict.fromkeys("s sec secs second seconds".split(), "s"),
    **dict.fromkeys("min mins minute minutes".split(), "min"),
    **dict.fromkeys("h hr hrs hour hours".split(), "h"),
    **dict.fromkeys("day days".split(), "day"),
    **dict.fromkeys("night nights".split(), "night"),
    **dict.fromkeys("week weeks".split(), "week"),
    **dict.fromkeys("month months".split(), "month"),
    **dict.fromkeys("year years yr yrs".split(), "year"),
    **dict.fromkeys("decade decades".split(), "decade"),
    **dict.fromkeys("century centuries".split(), "century"),
    **dict.fromkeys("percent pct %".split(), "%"),
    **dict.fromkeys("degree degrees °".split(), "deg"),
    **dict.fromkeys("dollar dollars usd $".split(), "usd"),
    **dict.fromkeys("euro euros eur €".split(), "eur"),
    **dict.fromkeys("gbp £ sterling".split(), "gbp"),
    **dict.fromkeys("yen jpy ¥".split(), "jpy"),
    **dict.fromkeys("yuan rmb".split(), "cny"),
    **dict.fromkeys("rupee rupees ₹".split(), "inr"),
    **dict.fromkeys("watt watts w".split(), "w"),
    **dict.fromkeys("kilowatt kilowatts kw".split(), "kw"),
    **dict.fromkeys("megawatt megawatts mw".split(), "mw"),
    **dict.fromkeys("kilonewton kilonewtons kn".split(), "kn"),
    **dict.fromkeys("kph kmh km/h".split(), "km/h"),
    **dict.fromkeys("mph".split(), "mph"),
    **dict.fromkeys("light-year light-years lightyear lightyears ly".split(), "ly"),
    **dict.fromkeys("au".split(), "au"),
}
MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
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
    "today tonight yesterday tomorrow morning afternoon evening noon midday midnight spring summer autumn winter"
    " weekend january".split()
)
_FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")


class Number(NamedTuple):
    """A value in the words of the text: `length` tokens long; `scaled` where a word such as "million" was part of it."""

    value: str
    length: int
    ordinal: bool = False


def figure(text: str) -> float | None:
    """The value of "1,200" or "2.5"."""
    found = _FIGURE.fullmatch(text)
    return float(found[0].replace(",", "")) if found and len(text) < 40 else None


def number_at(words: list[str], at: int) -> Number | None:
    """The number that begins at `words[at]` (lower case): "2.5 billion", "twenty one", "third", "a dozen"."""
    first = words[at]
    if first in ORDINALS and first != "second":
        return Number(_plain(ORDINALS[first]), 1, ordinal=True)
    total = figure(first)
    used = 1
    if total is None:
        if first in ("a", "an") and at + 1 < len(words) and (words[at + 1] in SCALES or words[at + 1] == "dozen") and len(words[at + 1]) > 2:
            total = 1.0
        elif first in SMALL:
            total = float(SMALL[first])
            if total >= 20 and at + 1 < len(words):
                following = words[at + 1]
                if 0 < SMALL.get(following, 0) < 10:
                    total += SMALL[following]
                    used = 2
                elif 0 < ORDINALS.get(following, 0) < 10:
                    return Number(_plain(total + ORDINALS[following]), 2, ordinal=True)
        else:
            return None
    if at + used < len(words) and words[at + used] == "dozen" and total < 100:
        return Number(_plain(total * 12), used + 1)
    value = total
    while at + used < len(words) and (words[at + used] in SCALES) and words[at + used] != "k":
        value *= SCALES[words[at + used]]
        used += 1
        rest = at + used
        if rest < len(words) and words[rest] == "and" and rest + 1 < len(words) and words[rest + 1] in SMALL and words[at] in SMALL:
            more = number_at(words, rest + 1)
            if more and not more.ordinal:
                return Number(_plain(value + float(more.value)), used + 1 + more.length)
    return Number(_plain(value), used)


def _plain(value: float) -> str:
    return f"{value:.12g}"
