"""A verb and its particle with the object between them: "brought the output down". Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.summaries.gate import meanings, vocabulary
from bot.summaries.gate.meanings import listed

_PARTICLES = frozenset(listed("up down out off away back over on in apart aside together go"))
_WITHIN = frozenset(listed("of and or & -")) | {"'s"}  # between, the object may have these
_OBJECTS = vocabulary.DETERMINERS | frozenset(listed("it him her them this these those both all"))
_REACH = 8  # words
_BEHIND = frozenset(listed("again last next early late today tomorrow yesterday tonight now altogether"))
_TIMES = frozenset(listed("hour hours day days week weeks month months year years minute minutes moment moments"))


class Apart(NamedTuple):
    """A phrase of the table, and where its particle stands."""

    key: str
    particle: int


def apart(low: Sequence[str], bases: Sequence[str], at: int) -> Apart | None:
    """The phrase of the table whose verb is at `at` and whose particle stands behind the verb's object."""
    before = low[at - 1] if at else ""
    if before in vocabulary.DETERMINERS | {"-"} or (before in vocabulary.PREPOSITIONS and before != "to"):
        return None
    wanted = meanings.particles(bases[at])
    first = low[at + 1 : at + 2]
    if not wanted or not first or (first[0] in vocabulary.FUNCTION and first[0] not in _OBJECTS):
        return None
    for k in range(at + 1, min(at + _REACH, len(low))):
        word = low[k]
        nearer = low[k - 1] == "-" or (word in meanings.particles(bases[k - 1]) and bases[k - 1] != low[k - 1])
        if k > at + 1 and word in _PARTICLES & wanted and not nearer and _ends(low, k, alone=k == at + 2):
            return Apart(f"{bases[at]}_{word}", k)
        inside = word[0].isalnum() and (word not in vocabulary.FUNCTION or word in _OBJECTS)
        if (not inside and word not in _WITHIN) or (k == at + 1 and word.endswith("ing")):
            return None  # "started beating him up"
    return None


def _ends(low: Sequence[str], k: int, alone: bool) -> bool:
    """Whether the particle at `k` has no object of its own: "called the game off the next day", not "off the coast"."""
    following = low[k + 1] if k + 1 < len(low) else "."
    if low[k] in {"in", "on"} and not alone:
        return not following[0].isalnum() or following in vocabulary.PREPOSITIONS
    if (low[k], following) in {("out", "of"), ("up", "to")}:
        return False
    if not following[0].isalnum() or following in vocabulary.PREPOSITIONS | vocabulary.CLAUSE | _BEHIND | {"and"}:
        return True
    if following.endswith("ly") or set(low[k + 2 : k + 4]) & _TIMES:
        return True
    return alone and low[k - 1] in {"it", "him", "them"} and low[k] not in vocabulary.PREPOSITIONS - {"off"}
