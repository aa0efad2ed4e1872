"""Signs that two reports tell one piece of news though they share few words, which days later is all there is. Pure.

A desk that comes to a story late gives it another headline and more to read around it. What the first headline said
then stands in one of its sentences; or both headlines give one date for one flight.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot import sentences
from bot.model import Item
from bot.news import names
from bot.news.terms import text_terms, title_terms

_LEAD_CHARS, _LEAD = 700, 4  # of a text, and sentences in it, where it says what is new
_CLAUSES = re.compile(r"\s*(?:[,;:|(–—]|\s-\s|\band\b|[.?!]\s)\s*")
# What a clause must have to be news by itself: terms; words that are no names; the sum of their idf; rare ones.
_TERMS, _WORDS, _WEIGHT, _RARE = 3, 3, 14.0, 2
_SAID = 0.85  # of a clause's weight in one sentence
_WHEN = re.compile(
    r"\b(early|mid|late|spring|summer|autumn|fall|winter|jan\w*|feb\w*|march|april|may|june?|july?|aug\w*|sept\w*|oct\w*|"
    r"nov\w*|dec\w*|q[1-4])[\s-]+(20\d\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lines:
    """A report by its clauses and sentences, each as the terms in it, and by the dates that its headline gives."""

    clauses: tuple[frozenset[str], ...]
    said: tuple[frozenset[str], ...]
    flights: frozenset[str]
    dates: frozenset[str]


def dated(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """The numbered flights of a headline that gives a date for them, and the date: "artemis 3", "late 2027"."""
    dates = frozenset(" ".join(found).lower() for found in _WHEN.findall(title))
    if not dates:
        return frozenset(), frozenset()
    flights = names.numbered(title).items()
    return frozenset(f"{series} {number}" for series, numbers in flights for number in numbers), dates


def clauses(title: str) -> list[str]:
    """The clauses of a headline, as far as its signs and "and" tell."""
    return _CLAUSES.split(" ".join(title.split()))  # of a run of spaces each would be a place to begin at


def opening(text: str) -> list[str]:
    """The sentences of a text in which it says what is new."""
    return sentences.split(text[:_LEAD_CHARS])[:_LEAD]


def lines(item: Item) -> Lines:
    """The lines of a report as they are compared."""
    terms = (frozenset(title_terms(clause).all) for clause in clauses(item.title))
    said = (frozenset(text_terms(sentence).all) for sentence in opening(item.text))
    return Lines(
        tuple(clause for clause in terms if len(clause) >= _TERMS),
        (frozenset(title_terms(item.title).all), *said),
        *dated(item.title),
    )


def says(one: Lines, other: Lines, words: frozenset[str], idf: Mapping[str, float], rare: float) -> bool:
    """Whether a sentence of the other report says what a clause of the first one's headline says. `words` are those of
    either report that are no names, and terms with an idf above `rare` are rare.
    """
    for clause in one.clauses:
        weight = sum(idf[term] for term in clause)
        if (
            weight >= _WEIGHT
            and len(clause & words) >= _WORDS
            and sum(idf[term] > rare for term in clause) >= _RARE
            and any(sum(idf[term] for term in clause & said) >= _SAID * weight for said in other.said)
        ):
            return True
    return False


def one_date(one: Lines, other: Lines) -> bool:
    """Whether both headlines give one date for one numbered flight, "Artemis III ... late 2027"."""
    return not (one.flights.isdisjoint(other.flights) or one.dates.isdisjoint(other.dates))
