"""What a report is about, as sets of terms: words cut to their stems, names, numbers, and the designators that space flights go by.

Pure and cheap: one pass over the title and over the beginning of the text, nothing imported but `re`. The clusterer (bot.news.stories)
weighs and compares what is read here.
"""

from __future__ import annotations

import re

# The event of a news report stands in its title and first paragraphs; what follows is background that other stories share.
TEXT_CHARS = 1500

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*", re.UNICODE)
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}

STOP = frozenset(
    """a about above according across after again against ago all almost along already also although always am among an and another any
    anyone anything are around as at away back be became because become been before began behind being below best better between both
    but by came can cannot come could day days did didn do does doesn doing don done down during each early either else end enough even
    ever every everything far few first for found four from full further gave get gets getting give given go goes going gone good got
    great had hadn half has hasn have haven having he her here hers herself him himself his how however i if in including inside instead
    into is isn it its itself just keep kept know known last late later latest least left less let like little ll long look made make
    makes making many may maybe me might million month months more most much must my myself near nearly need never new next no nor not
    nothing now of off often old on once one only onto or other others our ours out over own part people per perhaps put rather re read
    really right said same saw say saying says second see seen set several she should show since so some something soon still such sure
    take taken takes taking tell than that the their theirs them themselves then there these they thing things think this those though
    thought three through time times to today together told tomorrow tonight too took top toward towards tuesday two under until up upon
    us use used using ve very via wants was wasn way we week weeks well went were weren what when where whether which while who whole
    whom whose why will with within without won would wouldn yeah year years yes yesterday yet you your yours monday wednesday thursday
    friday saturday sunday january february march april june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec photo photos video videos image images live watch update updates news report reports reportedly""".split()
)


def stem(word: str) -> str:
    """A light English stem: the plural, -ing, -ed and the silent e go, so that launch, launches, launched and launching meet."""
    n = len(word)
    if n < 4 or not word.isalpha():
        return word
    if word.endswith("ies") and n > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word[-1] == "s" and word[-2] not in "su":
        word = word[:-1]
    for suffix in ("ing", "ed"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            cut = word[: -len(suffix)]
            if any(c in "aeiouy" for c in cut):
                word = cut[:-1] if len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "lsz" else cut
            break
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    elif len(word) > 3 and word[-1] == "y":
        word = word[:-1] + "i"
    return word


def words(text: str) -> list[str]:
    """The words of a text as written, in order."""
    return _WORD.findall(text)


class Reading:
    """One report as the clusterer sees it.

    `terms` maps each stem or designator to its weight before idf; `title` holds the stems of the title alone, `designators` maps a series
    to its numbers ("flight" -> {"12"}, "starlink" -> {"6-37"}).
    """

    __slots__ = ("designators", "terms", "title")

    def __init__(self, terms: dict[str, float], title: frozenset[str], designators: dict[str, set[str]]) -> None:
        self.terms = terms
        self.title = title
        self.designators = designators


_SERIES = re.compile(r"\b([A-Za-z][A-Za-z]+)(?:\s+|-)(?:Group\s+)?(\d{1,4}(?:-\d{1,3})?|[IVX]{1,4})(?![\w%])")


def designators(text: str) -> dict[str, set[str]]:
    """ "Starship Flight 12", "Artemis II", "Crew-8", "Starlink 6-37", "Soyuz MS-25" as series and numbers, Roman numerals as digits."""
    found: dict[str, set[str]] = {}
    for series, number in _SERIES.findall(text):
        name = series.lower()
        if name in STOP or (series.islower() and name not in ("flight", "mission", "crew", "group")):
            continue
        value = str(_ROMAN[number.lower()]) if number.lower() in _ROMAN else number
        found.setdefault(name, set()).add(value)
    return found


def read(title: str, text: str) -> Reading:
    """Read one report. A term's weight grows with the logarithm of its count; the title counts twice."""
    counts: dict[str, float] = {}
    head = []
    for w in words(title):
        s = stem(w.lower().replace("’", "'").removesuffix("'s"))
        if s not in STOP and w.lower() not in STOP and (len(s) > 1 or s.isdigit()):
            head.append(s)
            counts[s] = counts.get(s, 0) + 2
    for w in words(text[:TEXT_CHARS]):
        s = stem(w.lower().replace("’", "'").removesuffix("'s"))
        if s not in STOP and w.lower() not in STOP and (len(s) > 1 or s.isdigit()):
            counts[s] = counts.get(s, 0) + 1
    found = designators(title + " . " + text[:TEXT_CHARS])
    for series, numbers in found.items():
        for number in numbers:
            counts[f"{series}-{number}"] = 1
    weights = {t: 1 + 0.5 * (c - 1) if c < 3 else 2.0 for t, c in counts.items()}
    return Reading(weights, frozenset(head), designators(title) or found)
