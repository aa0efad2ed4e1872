"""Where sources of one story state different values of the same thing. Pure; precision before recall.

Two values differ where both are stated exactly, measure the same thing by their unit and the words around them (or
stand in the same words, whatever they count), neither is a rounding of the other, and neither source states the other's
value as well. Only reports that the event hasn't overtaken are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.model import Claim, Difference, Item
from bot.news import names, outcomes
from bot.news.facts import NUMBER, Fact, facts
from bot.news.outcomes import Outcome
from bot.news.reports import fresh, said
from bot.news.wording import stems

MOST = 2  # differences in a story
_SAME_HOUR = timedelta(hours=1)
# Values further apart are values of different things.
_FAR, _CLOSE = 1.5, 1.12
_ROLES = frozenset(("@launch", "@landing", "@docking", "@undocking", "@deadline"))
_CLAUSE_MAX = 60


@dataclass(frozen=True, slots=True)
class Report:
    """What one report states."""

    facts: tuple[Fact, ...]
    flights: dict[str, frozenset[str]]
    places: dict[str, frozenset[str]]

    def states(self, fact: Fact) -> bool:
        """Whether it states that value too, however loosely."""
        return any(own.measure == fact.measure and own.agrees(fact) for own in self.facts)

    def elsewhere(self, other: Report) -> bool:
        """Whether it tells of another flight or place, so that the reports shouldn't be of one story."""
        return names.differ(self.flights, other.flights) or names.differ(self.places, other.places)


def read(item: Item) -> Report:
    """What a report states in its title and text."""
    text = f"{item.title}\n{said(item)}"
    lead = text[: names.LEAD_CHARS]
    places = {facet: values for facet, values in names.facets(lead).items() if facet == "site"}
    return Report(tuple(facts(text)), names.flights(item.title), places)


def common_stems(items: Sequence[Item]) -> frozenset[str]:
    """The words that any report of the story uses, so that sharing one of them says little."""
    counted = Counter(word for item in items for word in stems(item.title))
    return frozenset(word for word, count in counted.items() if count > 1)


def same_thing(one: Fact, other: Fact, common: frozenset[str]) -> bool:
    """Whether two values are of one thing: by measure, size and the words around them, or as those are the same."""
    if one.measure != other.measure:
        return False
    if one.framed_as(other):
        return True
    if one.measure == NUMBER:
        return False
    shared = one.near & other.near
    if one.measure == "date" or one.measure.startswith("time in "):
        roles = one.near & _ROLES
        return bool(roles) and roles == other.near & _ROLES
    small, large = sorted((abs(one.value), abs(other.value)))
    if not small or large / small > _FAR:
        return False
    kinds = {word for word in shared if word[0] == "@"} - _ROLES
    told = shared - common - kinds
    return bool(kinds) or len(told) > 1 or (len(shared) > 1 and large / small <= _CLOSE)


def differences(items: Sequence[Item]) -> tuple[Difference, ...]:
    """What the numbered sources of a story (from 1, in their order) state differently, most witnesses first."""
    current = {item.id for item in fresh(items)}
    reports = {n: read(item) for n, item in enumerate(items, start=1) if item.id in current}
    common = common_stems(items)
    found: dict[str, Difference] = {}
    for n, one in reports.items():
        for m, other in reports.items():
            if n < m and not one.elsewhere(other):
                for a, b in _contradictions(one, other, common):
                    if a.measure not in found:
                        found[a.measure] = _difference(a, b, n, m, reports)
    if contrary := _contrary_outcomes([(n, items[n - 1]) for n in reports]):
        found["outcome"] = contrary
    ordered = sorted(found.values(), key=lambda each: -sum(len(claim.sources) for claim in each.claims))
    return tuple(ordered[:MOST])


def _contrary_outcomes(reports: Sequence[tuple[int, Item]]) -> Difference | None:
    """That one headline has it launched and another, no older, not. The other way round it has launched since."""
    for n, one in reports:
        flown = outcomes.stated(one.title).get(Outcome.LAUNCHED)
        for m, other in reports:
            held = outcomes.stated(other.title)
            late = timedelta(0) <= other.published - one.published <= _SAME_HOUR
            for outcome in (Outcome.SCRUBBED, Outcome.SLIPPED, Outcome.CANCELLED):
                if flown and late and outcome in held and Outcome.LAUNCHED not in held:
                    return Difference((Claim(flown, (n,)), Claim(held[outcome], (m,))), "launch")
    return None


def _contradictions(one: Report, other: Report, common: frozenset[str]) -> list[tuple[Fact, Fact]]:
    measures = {fact.measure for fact in one.facts if fact.exact} & {fact.measure for fact in other.facts if fact.exact}
    return [
        (a, b)
        for a in one.facts
        if a.exact and a.measure in measures
        for b in other.facts
        if b.exact
        and a.measure == b.measure
        and not a.agrees(b)
        and same_thing(a, b, common)
        and not one.states(b)
        and not other.states(a)
    ]


def _difference(a: Fact, b: Fact, n: int, m: int, reports: dict[int, Report]) -> Difference:
    def witnesses(fact: Fact, first: int) -> tuple[int, ...]:
        also = [
            number
            for number, report in reports.items()
            if number not in (n, m)
            and any(own.exact and own.measure == fact.measure and own.value == fact.value for own in report.facts)
            and not report.states(b if fact is a else a)
        ]
        return (first, *also)

    told = [(fact, Claim(fact.text, witnesses(fact, first))) for fact, first in ((a, n), (b, m))]
    told.sort(key=lambda each: (-len(each[1].sources), each[1].sources))  # what most say comes first
    return Difference(tuple(claim for _, claim in told), _of(*(fact for fact, _ in told)))


def _of(fact: Fact, other: Fact) -> str:
    """What both values are of: what happens on a date or at an hour, else the first's clause with "…" in its place."""
    if fact.measure == "date" or fact.measure.startswith("time in "):
        roles = [role.removeprefix("@") for role in fact.near & other.near & _ROLES]
        what = "date" if fact.measure == "date" else "time"
        if len(roles) == 1:
            return "deadline" if roles == ["deadline"] else f"{roles[0]} {what}"
    before, value, after = fact.clause.partition("…")
    left, right = before.split(), after.split()
    while len(" ".join([*left, value, *right])) > _CLAUSE_MAX:
        (left if len(left) > len(right) else right).pop(0 if len(left) > len(right) else -1)
    words = " ".join([*left, value, *right])
    return f'"{words}"' if left or right else ""
