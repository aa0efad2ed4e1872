"""A parsed sentence: its phrases, its predicates, and how they hang together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.summaries.gate.claims import Reading
from bot.summaries.gate.tags import Unit


@dataclass(slots=True, eq=False)
class Phrase:
    """A noun with what belongs to it, by places in `Reading.tokens`; a pronoun or a lone determiner has no head."""

    head: int
    members: list[int]
    determiner: str = ""
    pronoun: str = ""
    owners: list[int] = field(default_factory=list)  # "NASA's"
    preposition: str = ""
    hosts: list[Phrase] = field(default_factory=list)  # what "of the crater" stands behind
    beside: list[Phrase] = field(default_factory=list)  # "the lander, Puffin,"
    when: bool = False
    joined: bool = False  # by "and"
    denied: bool = False  # "but not orbit"


@dataclass(slots=True, eq=False)
class Predicate:
    """A verb with what it is said of. `verb` is its place in `Reading.tokens`, -1 for "is", "has" and "does"."""

    verb: int
    low: str
    subject: list[Phrase]
    object: list[Phrase] = field(default_factory=list)
    others: list[tuple[str, Phrase]] = field(default_factory=list)  # by preposition; "when" for a time without one
    agent: list[Phrase] = field(default_factory=list)  # behind "by"
    passive: bool = False
    finite: bool = True
    denied: bool = False
    parent: int = -1
    copula: bool = False
    inverted: bool = False  # '," said Orr'
    at: int = -1  # the unit of its verb, or of its first auxiliary
    helpers: tuple[str, ...] = ()  # "will have been"
    opener: str = ""  # what its clause opens with: "if", "which", "and", ","; nothing for "said the lander fell"
    shares: int = -1  # the predicate before an "and" whose subject and auxiliaries it shares
    governor: int = -1  # of an infinitive the unit that it stands behind: "plans to", "a bid to"


@dataclass(slots=True, eq=False)
class Structure:
    """A sentence as it hangs together."""

    reading: Reading
    units: Sequence[Unit] = ()
    phrases: list[Phrase] = field(default_factory=list)
    predicates: list[Predicate] = field(default_factory=list)


def chain(phrase: Phrase) -> list[Phrase]:
    """The phrase, what it stands behind with its preposition, and so on."""
    found = [phrase]
    while found[-1].preposition and found[-1].hosts and len(found) < 6:
        found.append(found[-1].hosts[0])
    return found
