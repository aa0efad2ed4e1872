"""Whether what comes before and after is so in the source too: "it landed after it sent" is not "sent after it landed".

Pure. Of each sentence the pairs of events are read that a word of time joins: a clause, a gerund or a noun behind
"after", "before" and the like, with the verb that they stand with.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bot.summaries.gate import tags, vocabulary
from bot.summaries.gate.claims import NUMBER, TIME
from bot.summaries.gate.phrases import Scene
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Predicate, Structure

_AFTER = frozenset({"after", "following", "since", "once", "because"})  # a reason comes first
_BEFORE = frozenset({"before", "until", "till"})


class Pair(NamedTuple):
    """Places in `Reading.tokens` of what tells the one event and the other."""

    earlier: frozenset[int]
    later: frozenset[int]


def objection(scene: Scene) -> str:
    """The first two events told the other way round; empty where none are."""
    for pair in pairs(scene.structure):
        same = turned = False
        for n in sorted(scene.alignment.sentences()):
            sentence = scene.sentence(n)
            for other in [*pairs(sentence.structure), *_told_in_turn(sentence.structure)]:
                same = same or (
                    _meets(scene, pair.earlier, sentence, other.earlier)
                    and _meets(scene, pair.later, sentence, other.later)
                )
                turned = turned or (
                    _meets(scene, pair.earlier, sentence, other.later)
                    and _meets(scene, pair.later, sentence, other.earlier)
                )
        if turned and not same:
            return "what came first is told as what came later"
    return ""


def _meets(scene: Scene, told: frozenset[int], sentence: Sentence, theirs: frozenset[int]) -> bool:
    places = {sentence.first + k for k in theirs}
    return any(places & set(scene.found.get(k, ())) for k in told)


def pairs(structure: Structure) -> Iterator[Pair]:
    """What the sentence puts in order."""
    predicates = structure.predicates
    for i, predicate in enumerate(predicates):
        opener = _opener(structure, predicate)
        if opener and (main := _main(structure, i)) is not None:
            yield _pair(opener, _event(structure, predicate), _event(structure, main))
        if i and predicate.at > 0 and structure.units[predicate.at - 1].low == "then":
            yield Pair(_event(structure, predicates[i - 1]), _event(structure, predicate))
        for role, phrase in predicate.others:
            if role not in _AFTER | _BEFORE or phrase.head < 0 or phrase.when:
                continue
            if structure.reading.tokens[phrase.head].kind not in (NUMBER, TIME):
                yield _pair(role, frozenset({phrase.head}), _event(structure, predicate))


def _told_in_turn(structure: Structure) -> Iterator[Pair]:
    """What is told in turn has come about in turn: "it released the satellite, and controllers heard it"."""
    for one, other in pairwise(structure.predicates):
        plain = all(p.finite and p.verb >= 0 and not (p.helpers or p.denied) for p in (one, other))
        if plain and other.opener == tags.AND and not vocabulary.SAY & {structure.reading.tokens[one.verb].key}:
            yield Pair(_event(structure, one), _event(structure, other))


def _pair(word: str, marked: frozenset[int], main: frozenset[int]) -> Pair:
    return Pair(marked, main) if word in _AFTER else Pair(main, marked)


def _opener(structure: Structure, predicate: Predicate) -> str:
    if predicate.opener in _AFTER | _BEFORE:
        return predicate.opener
    gerund = predicate.at > 0 and structure.units[predicate.at].tag == tags.GERUND
    word = structure.units[predicate.at - 1].low if gerund else ""
    return word if word in _AFTER | _BEFORE else ""


def _main(structure: Structure, i: int) -> Predicate | None:
    """The verb that the clause or gerund goes with: the one before it, or behind it where it opens the sentence."""
    predicates = structure.predicates
    if predicates[i].parent >= 0:
        return predicates[predicates[i].parent]
    return next((other for other in predicates[i + 1 :] if other.finite), None)


def _event(structure: Structure, predicate: Predicate) -> frozenset[int]:
    tokens = structure.reading.tokens
    if predicate.verb >= 0 and tokens[predicate.verb].key not in vocabulary.LIGHT:
        return frozenset({predicate.verb})
    return frozenset(p.head for p in predicate.object if p.head >= 0 and tokens[p.head].kind not in (NUMBER, TIME))
