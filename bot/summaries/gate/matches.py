"""The verb of the source that a told verb may have been taken from: the very one, or one of the same things. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.summaries.gate import vocabulary
from bot.summaries.gate.alignment import weight_of
from bot.summaries.gate.meanings import base, listed, stands_for
from bot.summaries.gate.phrases import NO, Scene
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Phrase, Predicate

AS_GOOD = 0.8  # of the best fit: another place that a word could as well come from
BARE = frozenset(map(base, listed("make take have do get give be go come use include hold carry")))


class Match(NamedTuple):
    """What of the source a told verb may have been taken from: a verb, or the noun for what it does."""

    weight: float  # of what is told with it and stands with that too
    sentence: Sentence
    place: int  # of the verb or noun in its tokens; -1 where the verb is another
    predicate: Predicate | None


def matches(scene: Scene, predicate: Predicate) -> tuple[list[Match], list[Match]]:
    """Where the source has the verb, of the same thing; and other verbs that have most of what is told with it."""
    subject, told = told_with(scene, predicate)
    whole = sum(weight_of(scene.tokens[k]) for k in told)
    heads = [p.head for p in _ends(predicate)[1] if p.head in scene.found]
    places = _close(scene, predicate.verb)
    same, rest = [], []
    for n in sorted(scene.alignment.sentences() | {scene.source.sentence[m] for m in places}):
        sentence = scene.sentence(n)
        here = [m - sentence.first for m in places if scene.source.sentence[m] == n]
        for other in sentence.structure.predicates:
            near = parts_of(sentence, other)
            weight, counted = shared(scene, subject, told, sentence, near)
            if _of_another(scene, predicate, sentence, other):
                continue
            if any(
                p.pronoun in vocabulary.THIRD_PERSON and scene.spoken_of(q, sentence)
                for p in other.subject
                for q in predicate.subject
            ):
                weight += 1.0  # "she", of whom the summary names
            if other.verb in here:
                same.append(Match(weight, sentence, other.verb, other))
            elif counted and (heads or counted >= whole / 2) and _has_heads(scene, heads, sentence, near):
                rest.append(Match(weight, sentence, -1, other))
        for at in here:
            phrase = sentence.phrase_at.get(at)
            if at in sentence.predicate_at or phrase is None:
                continue
            near = [phrase, *phrase.hosts, *sentence.all_behind(phrase)]
            near += [p for other, _ in sentence.parts.get(phrase, ()) for p in parts_of(sentence, other)]
            weight, counted = shared(scene, subject, told, sentence, near)
            same.append(Match(weight, sentence, at, None))
    return _best(same), _best(rest)


def _has_heads(scene: Scene, heads: Sequence[int], sentence: Sentence, near: Sequence[Phrase]) -> bool:
    """Whether what is done to is there, as far as the source has it at all."""
    places = {sentence.first + k for p in near for k in p.members}
    return not heads or any(places & set(scene.found[k]) for k in heads)


def _close(scene: Scene, verb: int) -> list[int]:
    """Places of the told verb and of such as mean no more and no less."""
    if verb < 0 or scene.tokens[verb].key in BARE:
        return []
    key, very = scene.tokens[verb].key, scene.very_word(verb)
    return [
        m
        for m in scene.exact.get(verb, ())
        if stands_for(scene.source.tokens[m].key, key) and (very or _verbal(scene, m))
    ]


def _verbal(scene: Scene, m: int) -> bool:
    sentence = scene.home(m)
    return m - sentence.first in sentence.predicate_at


def _of_another(scene: Scene, predicate: Predicate, sentence: Sentence, other: Predicate) -> bool:
    """Whether the verb of the source is said of another, or does it to another."""
    (mine, to_mine), (theirs, to_theirs) = map(_ends, (predicate, other))
    if not to_mine or not to_theirs:  # "the probe landed", "the firm landed the probe"
        mine, theirs, to_mine, to_theirs = [*mine, *to_mine], [*theirs, *to_theirs], [], []
    return NO in (scene.agree(mine, sentence, theirs), scene.agree(to_mine, sentence, to_theirs))


def _ends(predicate: Predicate) -> tuple[list[Phrase], list[Phrase]]:
    """Who does it, and to what."""
    return (
        (predicate.agent, predicate.subject + predicate.object)
        if predicate.passive
        else (predicate.subject, predicate.object)
    )


def _best(matches: Sequence[Match]) -> list[Match]:
    best = max((match.weight for match in matches), default=0.0)
    return sorted((match for match in matches if match.weight >= AS_GOOD * best), key=lambda match: -match.weight)


def told_with(scene: Scene, predicate: Predicate) -> tuple[list[int], list[int]]:
    """Places of what the verb is said of, and of what the source has of the rest."""
    subject = [k for p in predicate.subject for k in p.members]
    others = predicate.object + predicate.agent + [p for _, p in predicate.others]
    return subject, [k for p in others for k in p.members if k in scene.found and k not in subject]


def parts_of(sentence: Sentence, other: Predicate) -> list[Phrase]:
    parts: list[Phrase] = [*other.subject, *other.object, *other.agent, *(p for _, p in other.others)]
    return [*parts, *(p for one in parts for p in sentence.all_behind(one))]


def shared(
    scene: Scene, subject: Sequence[int], told: Sequence[int], sentence: Sentence, near: Sequence[Phrase]
) -> tuple[float, float]:
    """How much of what is told with a verb these phrases have too, and how much of that is no subject."""
    places = {sentence.first + k for p in near for k in [*p.members, *p.owners]}
    weight, counted = 0.0, 0.0
    for k in {*subject, *told}:
        if places & set(scene.found.get(k, ())):
            weight += weight_of(scene.tokens[k])
            counted += weight_of(scene.tokens[k]) if k in told else 0.0
    return weight, counted
