"""Whether a report only mentions what another one tells: what was only mentioned was not told. Pure.

A report's weighty lines (the news in its headline, the sentences of its opening) make parts: two lines with a rare word
in common are of one. A digest, a headline made of several stories and an aside ("as Rocket Lab delays its debut") show
as parts of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.news import events
from bot.news.retold import clauses, opening
from bot.news.terms import STOP, text_terms, title_terms

_RARE, _RARE_TERMS = 4.0, 2  # the idf of a term that few reports have, and how many such a weighty line must have
_WEIGHT = 14.0  # the sum of its terms' idf
_MANY = 3  # parts that have nothing in common
_COVERED = 0.25  # of a line's weight in another report: then that one tells of it too
_ABOUT = re.compile(r"\s(?:of|for|to|from|with|on|in|at|by|as)\s", re.IGNORECASE)  # behind it stands no deed


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one subject, as the terms in each, and whether the headline is among them."""

    lines: tuple[frozenset[str], ...]
    headline: bool


def parts(title: str, text: str, idf: Mapping[str, float]) -> list[Part]:
    """The parts of a report by its headline and the opening of its text, in which terms are as rare as `idf` says. A
    headline of one piece of news is in one of them whatever its weight.
    """
    lines = [(frozenset(title_terms(news).all), True) for news in _headline(title)]
    whole = len(lines) == 1
    lines += [(frozenset(text_terms(sentence).all), False) for sentence in opening(text)]
    found: list[Part] = []
    for line, headline in lines:
        if not _weighty(line, idf) and not (headline and whole and line):
            continue
        own = _rare(line, idf)
        near = [part for part in found if any(own & other for other in part.lines)]
        found = [part for part in found if part not in near]
        joined = (line, *(other for part in near for other in part.lines))
        found.append(Part(joined, headline or any(part.headline for part in near)))
    return found


def digest(title: str, text: str, idf: Mapping[str, float]) -> bool:
    """Whether a report is many events in one: its headline has several pieces of news, or each sentence of its opening
    tells another, and none of them what the headline tells.
    """
    several = len(_headline(title)) > 1
    if not title or not (several or all(map(_tells, opening(text)))):
        return False
    found = parts(title, text, idf)
    if several:
        return sum(part.headline for part in found) > 1
    weighty = [part for part in found if any(_weighty(line, idf) for line in part.lines)]
    return len(weighty) >= _MANY and all(len(part.lines) == 1 for part in found)


def only_mentions(report: Sequence[Part], terms: AbstractSet[str], idf: Mapping[str, float]) -> bool:
    """Whether a report of these parts only mentions what is told by one with these terms: in some of several pieces of
    news in its headline or, of several parts, in one line that has nothing to do with the headline.
    """
    told = [
        part
        for part in report
        if any(_weight(line & terms, idf) >= _COVERED * _weight(line, idf) for line in part.lines)
    ]
    if led := [part for part in told if part.headline]:
        return len(led) < sum(part.headline for part in report)
    return len(report) > 1 and [len(part.lines) for part in told] == [1]


def _headline(title: str) -> list[str]:
    """The news in a headline: clauses that say who did what, each with those around it that don't."""
    found: list[str] = []
    for clause in clauses(title):
        if found and not (_says_who(clause) and _says_who(found[-1])):
            found[-1] += f", {clause}"
        else:
            found.append(clause)
    return found


def _says_who(clause: str) -> bool:
    first = clause.partition(" ")[0]
    return first[:1].isupper() and first.casefold() not in STOP and _tells(clause)


def _tells(line: str) -> bool:
    """Whether a line has somebody do something."""
    return events.happened(_ABOUT.split(line)[0])


def _weighty(line: frozenset[str], idf: Mapping[str, float]) -> bool:
    return len(_rare(line, idf)) >= _RARE_TERMS and _weight(line, idf) >= _WEIGHT


def _rare(line: frozenset[str], idf: Mapping[str, float]) -> frozenset[str]:
    return frozenset(term for term in line if idf[term] > _RARE)


def _weight(line: AbstractSet[str], idf: Mapping[str, float]) -> float:
    return sum(idf[term] for term in line)
