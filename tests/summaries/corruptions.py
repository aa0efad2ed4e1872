"""False tellings made from true ones, one change each: what a model gets wrong, by the dozen."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_UNITS = {
    "million": "billion",
    "billion": "million",
    "minutes": "hours",
    "minute": "hour",
    "hours": "days",
    "seconds": "minutes",
    "days": "weeks",
    "weeks": "months",
    "months": "years",
    "years": "months",
    "kilometers": "miles",
    "kilometres": "miles",
    "km": "m",
    "meters": "feet",
    "kilograms": "tonnes",
    "kg": "t",
    "tonnes": "kilograms",
    "pounds": "tonnes",
    "percent": "points",
    "euros": "dollars",
    "nights": "weeks",
    "degrees": "radians",
}
_FLIPPED = {
    "scrubbed": "launched",
    "called off": "carried out",
    "delayed": "advanced",
    "postponed": "brought forward",
    "approved": "rejected",
    "rejected": "approved",
    "restored": "lost",
    "failed to": "managed to",
    "landed": "crashed",
    "touched down": "crashed",
    "lifted off": "exploded",
    "launched": "scrubbed",
    "raised": "lost",
    "signed": "cancelled",
    "discovered": "lost",
    "found": "ruled out",
    "entered": "missed",
    "reached": "missed",
    "docked": "undocked",
    "undocked": "docked",
    "cancelled": "approved",
    "denied": "admitted",
    "completed": "aborted",
    "replaced": "kept",
    "picked": "dropped",
    "higher": "lower",
    "rose": "fell",
    "fell": "rose",
    "north": "south",
    "south": "north",
    "northern": "southern",
    "southern": "northern",
    "healthy": "broken",
    "late": "early",
    "safe": "doomed",
    "uncrewed": "crewed",
    "oldest": "newest",
    "before": "after",
    "after": "before",
    "more than": "less than",
    "up to": "at least",
    "at least": "up to",
    "with": "without",
    "success": "failure",
    "first": "last",
    "below": "above",
    "whole": "eastern",
    "public": "secret",
    "all": "some",
    "most": "all",
    "one of": "all of",
    "some": "all",
}
_FIRMED = {
    r"\bmay\b": "will",
    r"\bmight\b": "will",
    r"\bcould\b": "will",
    r"\bwill\b": "did",
    r"\bplans to\b": "began to",
    r"\bis expected to\b": "was proved to",
    r"\bhopes to\b": "will",
    r"\bsuspects that\b": "has shown that",
    r"\bis planned for\b": "took place in",
    r"\bis set for\b": "took place on",
    r"\bis due to launch\b": "launched",
    r"\bwould\b": "did",
    r"\baims for\b": "achieved",
    r"\bsigns of\b": "",
}
_ADDED = (
    ", a record for the industry",
    ", the first such feat in history",
    " because of a software fault",
    ", to the surprise of investors",
    " despite protests in Berlin",
    ", according to Elon Musk",
    " with a secret payload",
    ", which cost $900 million",
    " for the third time",
    " after a fire at the factory",
    " on New Year's Day",
    ", killing two workers",
    " without warning",
)


def corruptions(sentence: str, source: str) -> Iterator[tuple[str, str]]:
    """(kind, sentence) pairs: `sentence`, true of `source`, made false in one place."""
    yield from _changed_numbers(sentence, source)
    yield from _swapped("unit", sentence, _UNITS)
    yield from _swapped("outcome", sentence, _FLIPPED)
    yield from _changed_times(sentence, source)
    yield from _changed_names(sentence, source)
    yield from _negated(sentence)
    for pattern, firm in _FIRMED.items():
        if re.search(pattern, sentence):
            yield "hedge", " ".join(re.sub(pattern, firm, sentence, count=1).split())
    for extra in _ADDED:
        yield "added", sentence.rstrip(".") + extra + "."
    for found in list(re.finditer(r"\b(?:the|a|its) (?=[a-z])", sentence))[:3]:
        for rank in ("largest", "first", "only", "world's oldest"):
            if rank not in sentence:
                yield "superlative", f"{sentence[: found.start()]}the {rank} {sentence[found.end() :]}"


def _changed_numbers(sentence: str, source: str) -> Iterator[tuple[str, str]]:
    figures = list(re.finditer(r"(?<![\w.,:-])\d[\d,]*(?:\.\d+)?(?![\d:,.-]*\d)", sentence))
    others = set(re.findall(r"(?<![\w.,:-])\d[\d,]*(?:\.\d+)?(?![\d:,.-]*\d)", source))
    for found in figures:
        near = {f"{float(found[0].replace(',', '')) + 1:g}", f"{float(found[0].replace(',', '')) * 10:g}"}
        for other in sorted(near | others - {found[0]}):
            if other.replace(",", "") != found[0].replace(",", ""):
                yield "number", sentence[: found.start()] + other + sentence[found.end() :]
    for n, word in enumerate(_COUNTS):
        if re.search(rf"\b{word}\b", sentence) and word != "one":
            for other in (_COUNTS[n - 1], _COUNTS[(n + 3) % 12]):
                yield "number", re.sub(rf"\b{word}\b", other, sentence, count=1)


def _changed_times(sentence: str, source: str) -> Iterator[tuple[str, str]]:
    for names in (_WEEKDAYS, _MONTHS):
        for n, name in enumerate(names):
            if re.search(rf"\b{name}\b", sentence) and not (name == "March" and "Long March" in sentence):
                others = {names[(n + 1) % len(names)]} | {
                    other for other in names if re.search(rf"\b{other}\b", source)
                }
                for other in sorted(others - {name}):
                    yield "time", re.sub(rf"\b{name}\b", other, sentence, count=1)


def _changed_names(sentence: str, source: str) -> Iterator[tuple[str, str]]:
    pattern = r"(?<![.!?\"] )(?<!^)\b[A-Z][\w'-]*(?: (?:[A-Z][\w-]*|\d+\b))*"
    drop = {*_WEEKDAYS, *_MONTHS}
    mine = [found for found in re.finditer(pattern, sentence) if found[0] not in drop]
    theirs = {name.removesuffix("'s") for name in re.findall(pattern, source) if name not in drop}
    for found in mine:
        own = found[0].removesuffix("'s")
        for other in sorted(theirs | {"Zorblatt"}):
            if other in sentence or own in other or other in own or set(own.split()) & set(other.split()):
                continue
            yield "name", sentence[: found.start()] + found[0].replace(own, other) + sentence[found.end() :]
    for i, first in enumerate(mine):
        for second in mine[i + 1 :]:
            a, b = first[0].removesuffix("'s"), second[0].removesuffix("'s")
            if set(a.split()) & set(b.split()):
                continue
            swapped = (
                sentence[: first.start()]
                + first[0].replace(a, b)
                + sentence[first.end() : second.start()]
                + second[0].replace(b, a)
                + sentence[second.end() :]
            )
            between = sentence[first.end() : second.start()]
            if re.fullmatch(r"(?: and |, )", between):
                continue
            yield "exchanged", swapped


def _negated(sentence: str) -> Iterator[tuple[str, str]]:
    for word in ("is", "was", "were", "are", "has", "have", "had", "will", "could", "may", "would"):
        if re.search(rf"\b{word}\b(?! not)", sentence):
            yield "negated", re.sub(rf"\b{word}\b", f"{word} not", sentence, count=1)
    for found in re.finditer(r"\b(?:not|no|never) ", sentence):
        yield "denial dropped", sentence[: found.start()] + sentence[found.end() :]
    if re.search(r"\bcould not\b|\bfailed to\b|\bnone\b|\bneither\b", sentence, re.IGNORECASE):
        yield (
            "denial dropped",
            re.sub(r"(?i)\bfailed to\b", "was able to", sentence).replace("None", "All").replace("Neither", "Both"),
        )


def _swapped(kind: str, sentence: str, table: dict[str, str]) -> Iterator[tuple[str, str]]:
    for old, new in table.items():
        if re.search(rf"\b{re.escape(old)}\b", sentence):
            yield kind, re.sub(rf"\b{re.escape(old)}\b", new, sentence, count=1)
