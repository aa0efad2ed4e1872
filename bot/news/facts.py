"""Numbers with units, dates and times of day as a report states them, as values that can be compared. Pure.

Only what is stated exactly is a claim: "about 20", "more than 100" and "5 to 7" are found too, but marked as loose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from bot import sentences
from bot.news import wording

# A report says what it has to say within this; it also bounds the work.
MOST_CHARS = 4_000
_MOST_FACTS = 40
# The measure of a number with no unit that is known: such numbers are compared only in the same words.
NUMBER = "number"
_DATE_REACH = 15  # what happens on a date often stands further off


@dataclass(frozen=True, slots=True)
class Fact:
    """A value as stated: `text` stands in the report word for word.

    `measure` is the unit or what is counted; values of different measures are never compared. From `low` to `high` lies
    all that may have been rounded to `value`. `near` are the stems of the words around it, `@` before those that
    say what kind of thing is measured. `frame` are the words right before and behind it, and where its sentence ends;
    `clause` is what it says them of, with "…" in its place.
    """

    measure: str
    value: float
    low: float
    high: float
    text: str
    near: frozenset[str]
    exact: bool = True
    frame: tuple[str, ...] = ()
    clause: str = ""

    def agrees(self, other: Fact) -> bool:
        """Whether both may state one value: equal, or one the rounding of the other."""
        if self.value == other.value:
            return True
        return self.low <= other.value < self.high or other.low <= self.value < other.high

    def framed_as(self, other: Fact) -> bool:
        """Whether the same words stand around both, so many that it is one sentence but for the value."""
        return self.frame == other.frame and wording.says_enough(self.frame)


def facts(text: str) -> list[Fact]:
    """What a report states, in its order."""
    found: list[Fact] = []
    room = {True: _MOST_FACTS, False: _MOST_FACTS}
    for sentence in sentences.split(text[:MOST_CHARS]):
        for fact in _facts(sentence):
            bare = fact.measure == NUMBER
            if room[bare] > 0:
                found.append(fact)
                room[bare] -= 1
        if not room[False]:
            break
    return found


# ---------------------------------------------------------------- numbers with units

_SPELLED_OUT = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_SMALL = {word: float(n) for n, word in enumerate(_SPELLED_OUT.split(), start=1)}
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9}
# Unit: (measure, how many of the measure it is, its spellings).
_UNITS: tuple[tuple[str, float, str], ...] = (
    ("kg", 1, "kg|kilos?|kilograms?|kilogrammes?"),
    ("kg", 1000, "tonnes?|metric tons?"),
    ("ton", 1, "tons?"),
    ("lb", 1, "lbs?|pounds?"),
    # Before the lengths that they begin with.
    ("km/h", 1, "km/h|kph|kilomet(?:re|er)s (?:an|per) hour"),
    ("mph", 1, "mph|miles (?:an|per) hour"),
    ("m", 1000, "km|kilomet(?:re|er)s?"),
    ("m", 1, "met(?:re|er)s?"),
    ("m", 0.01, "cm|centimet(?:re|er)s?"),
    ("mile", 1, "miles?"),
    ("foot", 1, "ft|feet|foot"),
    ("degree of temperature", 1, "degrees (?:celsius|centigrade|fahrenheit)|°[CF]"),
    ("degree", 1, "degrees?|°"),
    ("light year", 1, "light[- ]years?"),
    ("percent", 1, "%|per ?cent"),
    ("eur", 1, "euros?|EUR"),
    ("usd", 1, "(?:US )?dollars?|USD"),
    ("gbp", 1, "pounds sterling"),
    ("watt", 1000, "kW|kilowatts?"),
    ("watt", 1e6, "MW|megawatts?"),
    ("kn", 1, "kN|kilonewtons?"),
    ("s", 86400, "days?"),
    ("s", 3600, "hours?"),
    ("s", 60, "minutes?"),
    ("s", 1, "seconds?"),
    ("year", 1, "years?"),
)
_COUNTED = (
    "satellites?|spacecraft|payloads?|cubesats?|engines?|astronauts?|cosmonauts?|people|passengers|instruments?|"
    "launches|missions|flights|orbits|employees|workers|jobs|staff|countries|nations|member states|members|"
    "injuries|deaths|dead|injured|applicants|samples|telescopes|galaxies|exoplanets|planets|moons|comets|asteroids"
)
_CURRENCY = {"$": "usd", "US$": "usd", "€": "eur", "£": "gbp"}
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SPELLED = "|".join(sorted(_SMALL, key=len, reverse=True))
_NO_MODIFIER = "of|to|in|on|at|by|for|from|and|or|the|a|an|per|more|other|new|additional|further|as|is|are|was|were"
_PLAIN = rf"(?!(?:{_NO_MODIFIER}|{_SPELLED})\b)"
_QUANTITY = re.compile(
    rf"(?<![\w.,/:])(?P<currency>(?:US)?\$|[€£])?(?P<number>{_FIGURE}|\b(?:{_SPELLED})\b)"
    r"(?:[ -]?(?P<scale>thousand|million|billion|trillion|bn|mn|(?:(?<=\d)[mMbB](?=\b)))\b)?"
    r"(?:[ -]?(?:" + "|".join(f"(?P<u{n}>{unit})" for n, (_, _, unit) in enumerate(_UNITS)) + r")(?!\w)"
    rf"|(?P<modified>(?: {_PLAIN}[^\W\d][\w-]*){{0,2}}?) (?P<counted>{_COUNTED})\b)?"
    r"(?P<rate> (?:a|an|per) (?:second|minute|hour|day|week|month|year)\b)?",
    re.IGNORECASE,
)
_LOOSE_BEFORE = re.compile(
    r"(?:\b(?:about|around|some|roughly|nearly|almost|approximately|approx\.?|circa|over|above|under|below|than|least|most|"
    r"up to|as many as|as few as|estimated|close to|between|within|beyond|exceeding|another|other|every|each|by|minus)|"
    r"[~≈<>±-]|\d ?(?:to|or|and|by|x|×|–|-|—))\s*$",
    re.IGNORECASE,
)
_LOOSE_AFTER = re.compile(
    r"^\s*(?:or (?:so|more|less)|to \d|or \d|–\d|-\d|plus\b|\+|to (?:two|three|four|five|six)\b)", re.IGNORECASE
)
# "Falcon 9", "Stevedore 4 cargo ships": a name's own number counts nothing.
_NAMED = re.compile(r"(?:^|[\s(\"“])(?P<word>[A-Z][\w'’-]*) $")
_NO_NAME = frozenset(
    """The A An Its Their With At In On Of To For And After From By Launches Launch Lifts Carries Carrying Deploys Sends
    Adds Orders Loses Wins Selects Names Buys Gets All""".split()  # noqa: SIM905 - as above
)


def _quantities(sentence: str) -> Iterator[tuple[int, int, Fact]]:
    pieces = [piece for piece in _QUANTITY.finditer(sentence) if piece["number"]]
    skip_to = 0
    for place, piece in enumerate(pieces):
        if piece.start() < skip_to:
            continue
        measured = _measured(piece) or _bare(piece, sentence)
        if measured is None:
            continue
        measure, value, step = measured
        end = piece.end("rate") if piece["rate"] else piece.end()
        if measure == NUMBER and (noun := _NOUN.match(sentence, end)):
            end = noun.end()
        # "6 hours and 41 minutes", "3 days 4 hours": one length of time.
        for further in pieces[place + 1 :]:
            smaller = _measured(further)
            between = sentence[end : further.start()]
            if (
                measure == "s"
                and smaller
                and smaller[0] == "s"
                and smaller[2] < step
                and between.strip(" ,") in ("", "and")
            ):
                value, step, end = value + smaller[1], smaller[2], further.end()
            else:
                break
        skip_to = end
        before = sentence[: piece.start()]
        named = _NAMED.search(before)
        if named and named["word"] not in _NO_NAME and piece["counted"] and piece["number"][0].isdigit():
            continue
        loose = bool(_LOOSE_BEFORE.search(before) or _LOOSE_AFTER.search(sentence[end:]))
        if piece["rate"]:
            measure += piece["rate"].lower().replace(" a ", "/").replace(" an ", "/").replace(" per ", "/")
        # What is said to lean "by 12 degrees" leans 12 degrees; what grows by 12 per cent doesn't stand at 12.
        if loose and re.search(r"\b(?:lean|leans|leaned|tilts?|tilted) by $", before):
            loose = False
        text = sentence[piece.start() : end].strip()
        near = wording.near(sentence, piece.start(), end) | (
            wording.stems(piece["modified"]) if piece["modified"] else frozenset()
        )
        # What is counted belongs to the frame, or 12 of one thing would differ from 14 of another.
        frame = wording.frame(before, sentence[piece.end("scale" if piece["scale"] else "number") :])
        yield piece.start(), end, Fact(measure, value, value - step / 2, value + step / 2, text, near, not loose, frame)


# "a crew of seven", "the seven-member crew": how many they are, and not how many of them did something.
_CREW = re.compile(
    rf"\bcrew of (?P<of>\d{{1,2}}|{_SPELLED})\b(?![.,:]?\d)"
    rf"|\b(?P<strong>\d{{1,2}}|{_SPELLED})-(?:member|person|man|woman) crew\b",
    re.IGNORECASE,
)


def _crews(sentence: str) -> Iterator[tuple[int, int, Fact]]:
    for found in _CREW.finditer(sentence):
        number = (found["of"] or found["strong"]).lower()
        value = _SMALL.get(number) or float(number)
        near = wording.near(sentence, found.start(), found.end()) | {"@crew"}
        yield found.start(), found.end(), Fact("crew", value, value - 0.5, value + 0.5, found[0], near)


def _measured(piece: re.Match[str]) -> tuple[str, float, float] | None:
    """Measure, value and the place of its last figure that counts."""
    number = piece["number"].lower().replace(",", "")
    scale = _SCALE.get((piece["scale"] or "").lower(), 1.0)
    value = _SMALL.get(number) or float(number)
    unit = next((n for n in range(len(_UNITS)) if piece[f"u{n}"]), None)
    if piece["currency"]:
        measure, factor = _CURRENCY[piece["currency"].upper()], 1.0
    elif unit is not None:
        measure, factor = _UNITS[unit][0], _UNITS[unit][1]
    elif piece["counted"]:
        if scale == 1.0 and 1900 <= value <= 2100 and "," not in piece["number"]:
            return None  # a year
        return wording.stem(piece["counted"]), value * scale, _counting_step(number) * scale
    else:
        return None
    return measure, value * scale * factor, _step(number) * scale * factor


_BARE_BEFORE, _BARE_AFTER = (
    re.compile(r"(?:[-–—#№+~'’]|\d )$"),
    re.compile(r"[\w:/°'’–—-]|[., ]\d| (?:UTC|GMT|[ECMP][SD]T|[ap]\.?m\b)"),
)
_NOUN = re.compile(r" (?:[a-z]+[- ]){0,1}?[a-z]{2,}s\b| yen\b")


def _bare(piece: re.Match[str], sentence: str) -> tuple[str, float, float] | None:
    """A number of something that has no name here, or a year; not one that belongs to a name."""
    before = sentence[max(0, piece.start() - 40) : piece.start()]
    named = _NAMED.search(before)
    if (named and named["word"] not in _NO_NAME) or _BARE_BEFORE.search(before):
        return None
    if _BARE_AFTER.match(sentence, piece.end()) or piece["rate"]:
        return None
    number = piece["number"].lower().replace(",", "")
    scale = _SCALE.get((piece["scale"] or "").lower(), 1.0)
    value = _SMALL.get(number) or float(number)
    year = scale == 1.0 and 1900 <= value <= 2100
    return NUMBER, value * scale, 1.0 if year else _counting_step(number) * scale


def _counting_step(number: str) -> float:
    """As `_step`, but what is below a hundred is counted and not rounded."""
    return 1.0 if number.isdigit() and int(number) < 100 else _step(number)


def _step(number: str) -> float:
    """10 of "410", 0.1 of "6.2", 1 of "nine"."""
    if "." in number:
        return float(10.0 ** -len(number.split(".")[1]))
    if not number.isdigit():
        return 1.0
    return float(10.0 ** (len(number) - len(number.rstrip("0")))) if number.strip("0") else 1.0


# ---------------------------------------------------------------- dates, times of day, classes

_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name[:3]: n for n, name in enumerate(_MONTH_NAMES.split(), start=1)}
_MONTH = (
    r"(?P<month{0}>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = re.compile(
    rf"\b(?P<day1>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH.format(1)}(?!\w)"
    rf"|\b{_MONTH.format(2)} (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:])"
    rf"|\b(?:in|early|mid|late|by) {_MONTH.format(3)}(?!\w| \d{{1,2}}\b)"
)
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)? ?(?P<half>[ap]\.?m\.?)? ?\(?"
    r"(?P<zone>UTC|GMT|E[SD]T|P[SD]T|CES?T)\b"
)
# A moment near midnight has two dates, by the zone that one counts in.
_HOURS = re.compile(
    r"\b(?:\d{1,2}:\d\d|[ap]\.m\.|UTC|GMT|E[SD]T|P[SD]T|local time|overnight|night|evening|midnight)", re.IGNORECASE
)
_CLASS = re.compile(
    r"\b(?P<letter>[GRS])(?P<value>[1-5])\b(?=.*storm)|(?<=\w )\b(?P<storm>G)(?P<level>[1-5])\b"
    r"|\b(?P<flare>[XM])(?P<size>\d{1,2}(?:\.\d)?)\b(?=.{0,20}flare)"
)
_MAGNITUDE = re.compile(r"\bmagnitude (?:of )?(?P<value>-?\d{1,2}(?:\.\d+)?)\b")


def _dates(sentence: str) -> Iterator[tuple[int, int, Fact]]:
    by_the_hour = bool(_HOURS.search(sentence))
    for found in _DATE.finditer(sentence):
        month = _MONTHS[(found["month1"] or found["month2"] or found["month3"])[:3].lower()]
        day = found["day1"] or found["day2"]
        near = wording.near(sentence, found.start(), found.end(), _DATE_REACH)
        if day is None:
            first = float(date(2000, month, 1).toordinal())
            last = first + 30
            yield found.start(), found.end(), Fact("date", (first + last) / 2, first - 1, last + 1, found[0], near)
        elif 1 <= int(day) <= 31:
            try:
                value = float(date(2000, month, int(day)).toordinal())
            except ValueError:
                continue
            slack = 1.5 if by_the_hour else 0.5
            yield found.start(), found.end(), Fact("date", value, value - slack, value + slack, found[0], near)


def _clocks(sentence: str) -> Iterator[tuple[int, int, Fact]]:
    for found in _CLOCK.finditer(sentence):
        hour = (
            int(found["hour"]) % 12 + (12 if found["half"][0].lower() == "p" else 0)
            if found["half"]
            else int(found["hour"])
        )
        value = float(60 * hour + int(found["minute"]))
        zone = found["zone"].replace("GMT", "UTC")
        near = wording.near(sentence, found.start(), found.end())
        text = found[0].replace("(", "") if "(" not in sentence[found.start() : found.end()] else found[0]
        exact = not re.search(r"\bwindow\b|\bno earlier\b|\bopens?\b|\bbegins?\b|\bcoverage\b", sentence, re.IGNORECASE)
        yield found.start(), found.end(), Fact(f"time in {zone}", value, value - 2, value + 2, text, near, exact)


def _classes(sentence: str) -> Iterator[tuple[int, int, Fact]]:
    for found in _CLASS.finditer(sentence):
        letter = found["letter"] or found["storm"] or found["flare"]
        value = float(found["value"] or found["level"] or found["size"])
        near = wording.near(sentence, found.start(), found.end()) | {"@class"}
        yield found.start(), found.end(), Fact(f"class {letter}", value, value - 0.05, value + 0.05, found[0], near)
    for found in _MAGNITUDE.finditer(sentence):
        value = float(found["value"])
        half = _step(found["value"].lstrip("-")) / 2
        near = wording.near(sentence, found.start(), found.end()) | {"@class"}
        yield found.start(), found.end(), Fact("magnitude", value, value - half, value + half, found[0], near)


# What was so in another century is background.
_LONG_AGO = re.compile(r"\b1[5-9]\d\d\b(?! (?:km|kg|m\b|met|kilo|mile|feet|pound|ton))")


def _facts(sentence: str) -> list[Fact]:
    found = [*_dates(sentence), *_clocks(sentence), *_classes(sentence), *_crews(sentence)]
    taken = [(start, end) for start, end, _ in found]
    for start, end, fact in islice(_quantities(sentence), 2 * _MOST_FACTS):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            found.append((start, end, fact))
    ordered = [
        replace(
            fact,
            frame=fact.frame or wording.frame(sentence[:start], sentence[end:]),
            clause=wording.clause(sentence[:start], sentence[end:]),
        )
        for start, end, fact in sorted(found, key=lambda each: each[0])
    ]
    return [replace(fact, exact=False) for fact in ordered] if _LONG_AGO.search(sentence) else ordered
