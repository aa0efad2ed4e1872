"""What a sentence denies: its verbs with "not", its "no" and "none", what fails, lacks, is refused or left out. Pure.

A denial reaches over the verb that it stands with and what belongs to that verb; not over other clauses.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.summaries.gate import standing, tags, vocabulary, wordclasses
from bot.summaries.gate.claims import NUMBER, Token
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.structure import Phrase, Predicate, Structure

_NONE = frozenset(listed("no none nobody nothing nowhere neither"))
_WITHOUT = frozenset(listed("without except excluding"))
# Words that deny in themselves, of verbs, nouns and adjectives.
_DENYING = frozenset(
    map(
        base,
        listed(
            """
            fail failure decline refuse refusal lack escape avoid miss stop cease halt suspend prevent exempt exemption
            exclude deny cancel abandon scrap bar ban forbid prohibit unable impossible absent absence missing
            neglect withhold omit spare unclear unknown undecided unlikely rule_out run_out call_off turn_down put_off
            """
        ),
    )
)
_NEEDING = frozenset(map(base, listed("need require await lack")))
_ASKED = frozenset(listed("that whether if how why when where what"))
_LIMITING = frozenset(listed("only rather instead unlike hardly barely except too"))
_OTHERS = frozenset({("other", "than"), ("any", "other"), ("every", "other")})


def denies(key: str) -> bool:
    """Whether the word, as by `meanings.base`, denies in itself."""
    return key in _DENYING


class Denial(NamedTuple):
    """`focus`: the places of the very words that are denied; `reach`: of all that belongs to them."""

    focus: frozenset[int]
    reach: frozenset[int]
    plain: bool  # by "not" or "no", and not by a word that denies in itself
    contrast: bool = False  # "instead of three"


@lru_cache(maxsize=512)
def denials(structure: Structure) -> tuple[Denial, ...]:
    """All that the sentence denies."""
    return (*_of_verbs(structure), *_of_phrases(structure), *_of_words(structure), *_of_duties(structure))


def _of_verbs(structure: Structure) -> Iterator[Denial]:
    for predicate in structure.predicates:
        if predicate.denied or _by_what_is_before(structure, predicate):
            reach = reach_of(structure, predicate)
            focus = frozenset({predicate.verb}) if predicate.verb >= 0 else _heads(predicate.object)
            focus |= _done(structure, predicate)
            yield Denial(focus, reach, True)


def _by_what_is_before(structure: Structure, predicate: Predicate) -> bool:
    """Whether it is the verb of "failed to reach", "without reaching", "has yet to reach"."""
    if predicate.governor >= 0:
        unit = structure.units[predicate.governor]
        key = structure.reading.tokens[unit.token].key if unit.token >= 0 else base(unit.low)
        above = structure.predicates[predicate.parent] if predicate.parent >= 0 else None
        not_to = above is not None and above.denied and unit.tag == tags.BE  # "was not to blame"
        return key in _DENYING or unit.low == "yet" or not_to
    if predicate.at > 0 and structure.units[predicate.at].tag in (tags.GERUND, tags.PARTICIPLE):
        before = structure.units[predicate.at - 1]
        key = structure.reading.tokens[before.token].key if before.token >= 0 else ""
        return before.low in _WITHOUT or key in _DENYING
    return False


def _of_phrases(structure: Structure) -> Iterator[Denial]:
    for phrase in structure.phrases:
        without = phrase.preposition in _WITHOUT or _instead(structure, phrase)
        if not (without or phrase.denied or phrase.determiner in _NONE or phrase.pronoun in _NONE):
            continue
        if _instead(structure, phrase):
            numbers = {k for k in phrase.members if structure.reading.tokens[k].kind == NUMBER}
            yield Denial(frozenset(numbers or phrase.members[-1:]), frozenset(phrase.members), True, True)
            continue
        near = [predicate for predicate in structure.predicates if _has(predicate, phrase)]
        reach = frozenset(phrase.members).union(*(reach_of(structure, predicate) for predicate in near))
        if phrase.pronoun == "none":  # "looked for methane but found none"
            reach |= {k for other in structure.phrases[: structure.phrases.index(phrase)] for k in other.members}
        head = frozenset(phrase.members[-1:]) | _of_hint(structure, phrase)
        if (
            without
            or phrase.denied
            or (head and not any(phrase in p.subject for p in near) and not _never(structure, phrase))
        ):
            yield Denial(head, reach, True)
            continue
        focus = frozenset(p.verb for p in near if p.verb >= 0) or _heads(
            [x for p in near for x in _parts(p)[len(p.subject) :]]
        )
        focus = focus.union(*(_done(structure, p) for p in near))
        yield Denial(focus | (head if phrase.determiner == "no" else frozenset()), reach, True)


def _done(structure: Structure, predicate: Predicate) -> frozenset[int]:
    """What a light verb makes or has: "neither has made an order" denies the order."""
    light = predicate.verb >= 0 and structure.reading.tokens[predicate.verb].key in vocabulary.LIGHT
    return _heads(predicate.object) if light else frozenset()


def _instead(structure: Structure, phrase: Phrase) -> bool:
    """Whether something else was so: "instead of three", "rather than six"."""
    if not phrase.members:
        return False
    start = structure.reading.tokens[phrase.members[0]].at
    before = structure.reading.words[max(0, start - 3) : start]
    return any(pair in (("instead", "of"), ("rather", "than")) for pair in itertools.pairwise(before))


def _of_hint(structure: Structure, phrase: Phrase) -> frozenset[int]:
    """What there is no sign or chance of."""
    if not phrase.members or not standing.hints(structure.reading.tokens[phrase.head].key):
        return frozenset()
    behind = [p for p in structure.phrases if phrase in p.hosts and p.preposition == "of"]
    return _heads(behind)


def _never(structure: Structure, phrase: Phrase) -> bool:
    """Whether it is "at no time"."""
    return structure.reading.tokens[phrase.head].text.lower() in {"time", "point"}


def _of_words(structure: Structure) -> Iterator[Denial]:
    tokens: Sequence[Token] = structure.reading.tokens
    for k, token in enumerate(tokens):
        if token.key not in _DENYING and not negative(token.text.lower()):
            continue
        near = [p for p in structure.predicates if k in (p.verb, *_heads(p.object if p.verb < 0 else ()))]
        below = [p for p in structure.predicates if _behind(structure, p, near)]
        beside = [phrase for phrase in structure.phrases if k in phrase.members]
        behind = [phrase for phrase in structure.phrases if any(host in beside for host in phrase.hosts)]
        reach = {n for phrase in [*beside, *behind] for n in phrase.members}
        reach.update(*(reach_of(structure, p) for p in [*near, *below]))
        yield Denial(frozenset(), frozenset(reach - {k}), False)


def _of_duties(structure: Structure) -> Iterator[Denial]:
    """What is still to be done, and so is not: "must still agree", "still needs a licence"."""
    for predicate, marks in zip(structure.predicates, standing.standings(structure), strict=True):
        key = structure.reading.tokens[predicate.verb].key if predicate.verb >= 0 else ""
        parent = structure.predicates[predicate.parent] if predicate.parent >= 0 else predicate
        still = "still" in (*standing.around(structure, predicate), *standing.around(structure, parent))
        if still and (key in _NEEDING or standing.DUTY in marks):
            yield Denial(frozenset(), reach_of(structure, predicate), False)


@lru_cache(maxsize=5_000)
def negative(word: str) -> bool:
    """Whether a prefix turns the word round: "undamaged", "unexpectedly"."""
    rest = word.removeprefix("non" if word.startswith("non") else "un")
    if rest == word or len(rest) < 4:
        return False
    return bool(wordclasses.verb_forms(rest)) or wordclasses.adjective(rest) or wordclasses.adverb(rest)


def _parts(predicate: Predicate) -> list[Phrase]:
    return [*predicate.subject, *predicate.object, *predicate.agent, *(p for _, p in predicate.others)]


def _has(predicate: Predicate, phrase: Phrase) -> bool:
    return any(part is phrase or phrase in part.hosts or part in phrase.hosts for part in _parts(predicate))


def _heads(phrases: Sequence[Phrase]) -> frozenset[int]:
    return frozenset(phrase.head for phrase in phrases if phrase.head >= 0)


def _behind(structure: Structure, predicate: Predicate, above: Sequence[Predicate]) -> bool:
    """Whether it is the infinitive, gerund or content clause of one of these."""
    if predicate.parent < 0 or structure.predicates[predicate.parent] not in above:
        return False
    return not predicate.finite or predicate.opener in _ASKED


def reach_of(structure: Structure, predicate: Predicate) -> frozenset[int]:
    """The places of a verb and all that belongs to it, the infinitives and gerunds behind it included."""
    found = {predicate.verb} if predicate.verb >= 0 else set()
    for phrase in _parts(predicate):
        found.update(phrase.members, phrase.owners)
    for phrase in structure.phrases:
        if found & {k for host in phrase.hosts for k in host.members}:
            found.update(phrase.members)
    for other in structure.predicates:
        if _behind(structure, other, [predicate]):
            found.update(k for phrase in _parts(other) for k in phrase.members)
            found.update({other.verb} - {-1})
    return frozenset(found)


def limited(structure: Structure) -> bool:
    """Whether the sentence has a word that leaves the rest out: "only", "rather than"."""
    words = structure.reading.words
    return bool(_LIMITING & set(words)) or bool(_OTHERS & set(itertools.pairwise(words)))
