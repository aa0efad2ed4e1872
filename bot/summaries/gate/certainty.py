"""Whether a told sentence plans, supposes and reports as done as its source does: verb by verb. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.summaries.gate import standing, vocabulary
from bot.summaries.gate.alignment import weight_of
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.phrases import Scene
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.standing import (
    ABILITY,
    ATTEMPT,
    CONDITION,
    DOUBT,
    DUTY,
    FACT,
    FIRM,
    HEDGE,
    PENDING,
    PERMIT,
    PLAN,
    PURPOSE,
    REFUSED,
    WISH,
    WOULD,
    Standing,
)
from bot.summaries.gate.structure import Phrase, Predicate

_AS_GOOD = 0.8  # of the best fit: another place that a word could as well come from
_NOT_DONE = (HEDGE, CONDITION, WOULD, WISH, ATTEMPT, PERMIT, PENDING, PLAN, DUTY, PURPOSE, REFUSED)
_ASKING = frozenset({"how", "why", "whether", "what"})
_BARE = frozenset(map(base, listed("make take have do get give be go come use include hold carry")))


def objection(scene: Scene) -> str:
    """What is told more or less surely than the source has it; empty where nothing is."""
    marks = standing.standings(scene.structure)
    for predicate, mine in zip(scene.structure.predicates, marks, strict=True):
        if reason := _judged(scene, predicate, mine) or _is_to_be(scene, predicate, mine):
            return reason
    return _signs(scene) or _formerly(scene)


def _signs(scene: Scene) -> str:
    """What the source only has signs of, told as found."""
    if any(standing.hints(token.key) for token in scene.tokens):
        return ""
    for predicate in scene.structure.predicates:
        for phrase in predicate.object if predicate.finite else ():
            places = scene.exact.get(phrase.head, ()) if scene.tokens[phrase.head].kind == WORD else ()
            if places and all(_only_signs(scene.home(m), m - scene.home(m).first) for m in places):
                return f'the source only has signs of "{scene.tokens[phrase.head].text}"'
    return ""


def _only_signs(sentence: Sentence, at: int) -> bool:
    phrase = sentence.phrase_at.get(at)
    hosts = phrase.hosts if phrase is not None and phrase.preposition in {"of", "for"} else []
    return any(host.head >= 0 and standing.hints(sentence.tokens[host.head].key) for host in hosts)


def _formerly(scene: Scene) -> str:
    """What had been so before, told as what is so now."""
    for predicate in scene.structure.predicates:
        if not predicate.finite or predicate.at < 0 or not {"is", "are"} & set(predicate.helpers[:1]):
            continue
        heads = [k for p in predicate.object for k in p.members if scene.tokens[k].kind == NUMBER and k in scene.exact]
        theirs = [
            sentence.parts.get(sentence.phrase_at[m - sentence.first], [])
            for k in heads
            for m in scene.exact[k]
            if m - (sentence := scene.home(m)).first in sentence.phrase_at
        ]
        if theirs and all(parts and all("had" in other.helpers for other, _ in parts) for parts in theirs):
            return "the source has it of earlier"
    return ""


def _is_to_be(scene: Scene, predicate: Predicate, mine: Standing) -> str:
    """What something is only to become, told as what it is."""
    if mine or predicate.verb >= 0 or not predicate.copula or predicate.denied:
        return ""
    heads = [p.head for p in predicate.object if p.head in scene.found and scene.tokens[p.head].kind == WORD]
    places = [(scene.home(m), m) for k in heads for m in _fitting(scene, k, scene.exact[k])]
    marks = [standing.of_place(home.structure, m - home.first) for home, m in places]
    return "the source only calls it planned" if marks and all(mark - {PERMIT, PURPOSE} for mark in marks) else ""


def _judged(scene: Scene, predicate: Predicate, mine: Standing) -> str:
    shown = standing.shown(scene.structure, predicate)
    done = shown or standing.happened(scene.structure, predicate)
    if not predicate.finite and not mine and not shown:
        return ""  # "a rocket built by": it only describes
    verb = scene.tokens[predicate.verb] if predicate.verb >= 0 else None
    says = verb is not None and verb.key in vocabulary.SAY and (not predicate.object or _tells(scene, predicate))
    if says or (verb is not None and standing.governs(verb.key)):
        return ""
    if predicate.opener in _ASKING:
        return ""  # "how it failed"
    places = _places(scene, predicate.verb) if verb is not None else []
    places = _with_its_own(scene, predicate, places)
    if places:
        reasons = [_compared(scene, predicate, mine, done, m) for m in places]
        return reasons[0] if all(reasons) else ""
    return _of_others(scene, predicate, mine, done)


def _tells(scene: Scene, predicate: Predicate) -> bool:
    """Whether the verb has a clause of what is said behind it."""
    predicates = scene.structure.predicates
    return any(
        p.finite and p.parent >= 0 and predicates[p.parent] is predicate and p.opener in ("", "that")
        for p in predicates
    )


def _with_its_own(scene: Scene, predicate: Predicate, places: Sequence[int]) -> list[int]:
    """Of the places of another verb for the one told those with something told with it; none of a light verb."""
    if predicate.verb < 0 or scene.tokens[predicate.verb].key in _BARE:
        return []
    if scene.very_word(predicate.verb):
        return list(places)
    others = predicate.object + predicate.agent + [p for _, p in predicate.others]
    told = [k for p in others for k in p.members if k in scene.found]
    kept = []
    for m in places:
        sentence = scene.home(m)
        there = sentence.predicate_at.get(m - sentence.first)
        if there is not None and _shared(scene, (), told, sentence, there)[1] > 0:
            kept.append(m)
    return kept or list(places)


def _places(scene: Scene, n: int) -> list[int]:
    """Where the source has the verb, as far as what else is told stands there."""
    if n not in scene.exact:
        return []
    return _fitting(scene, n, [m for m in scene.exact[n] if scene.very_word(n) or _verbal(scene, m)])


def _fitting(scene: Scene, n: int, places: Sequence[int]) -> list[int]:
    """Of these places those that suit the company of told word `n`."""
    fits = {m: scene.alignment.fit(n, m) for m in places}
    best = max(fits.values(), default=0.0)
    return [m for m, fit in fits.items() if fit >= _AS_GOOD * best]


def _verbal(scene: Scene, m: int) -> bool:
    sentence = scene.home(m)
    return m - sentence.first in sentence.predicate_at


def _compared(scene: Scene, predicate: Predicate, mine: Standing, done: bool, m: int) -> str:
    sentence = scene.home(m)
    at = m - sentence.first
    if sentence.tokens[at].kind in (NUMBER, TIME):
        return ""
    theirs = standing.of_place(sentence.structure, at)
    other = sentence.predicate_at.get(at)
    happened = other is not None and standing.happened(sentence.structure, other)
    if done and not mine and other is not None and "being" in other.helpers and "being" not in predicate.helpers:
        return "the source only has it under way"
    if predicate.denied:
        theirs = theirs & {HEDGE, CONDITION} if REFUSED not in theirs else FACT
    used = [scene.sentence(n) for n in sorted(scene.alignment.sentences())]
    return _objection(used, mine, done, theirs, happened, scene.very_word(predicate.verb), _drafted(scene))


def _objection(
    sentences: Sequence[Sentence],
    mine: Standing,
    done: bool,
    theirs: Standing,
    happened: bool,
    very: bool,
    drafted: bool,
) -> str:
    if not mine:
        undone = [mark for mark in _NOT_DONE if mark in theirs and (done or mark in DOUBT)]
        if not done and ABILITY in theirs:
            undone.append(ABILITY)
        return f"the source only calls it {undone[0]}" if undone else ""
    if mine & {PLAN, WOULD} and happened and very and not theirs:
        return "it calls planned what the source does not"
    if DUTY in mine and DUTY not in theirs and theirs & {WOULD, CONDITION} and not drafted:
        return f"the source only calls it {WOULD}"
    if less := _less(mine, theirs):
        return f"the source only calls it {less}"
    if mine & {HEDGE, CONDITION} and not theirs and not any(map(_any_doubt, sentences)):
        return "it calls uncertain what the source does not"
    return ""


def _less(mine: Standing, theirs: Standing) -> str:
    """What the source has instead of a plan: a chance, or a wish where it is told as settled."""
    if PLAN not in mine or mine & DOUBT or PLAN in theirs:
        return ""
    return min(theirs & ({HEDGE, CONDITION, WOULD} | ({WISH, ATTEMPT} if FIRM in mine else set())), default="")


def _drafted(scene: Scene) -> bool:
    """Whether it is told as what somebody proposes."""
    return any(standing.governs(token.key) for token in scene.tokens)


def _any_doubt(sentence: Sentence) -> bool:
    return any(standing.standings(sentence.structure)) or any(standing.governs(t.key) for t in sentence.tokens)


class _Nearest(NamedTuple):
    """The verb of the source that has most of what is told with a verb of the summary's own."""

    weight: float
    marks: Standing
    own: Standing  # what it says itself: "is planned"
    sentence: int


def _of_others(scene: Scene, predicate: Predicate, mine: Standing, done: bool) -> str:
    """A verb of the summary's own: it is as sure as the source's verb that has most of what is told with it."""
    verb = scene.tokens[predicate.verb].key if predicate.verb >= 0 else ""
    if not (predicate.finite or done) or verb in vocabulary.UNDOING:
        return ""
    subject = [k for p in predicate.subject for k in p.members]
    others = predicate.object + predicate.agent + [p for _, p in predicate.others]
    told = [k for p in others for k in p.members if k in scene.found and k not in subject]
    near = _nearest(scene, subject, told)
    if mine == {PLAN, FIRM} and told and predicate.verb >= 0 and predicate.verb not in scene.found:
        named = [k for k in subject if k in scene.exact and scene.tokens[k].kind == NAME]
        there = {scene.source.sentence[m] for k in subject for m in scene.found.get(k, ())}
        if named and (near is None or near.sentence not in there):
            return "it calls planned what the source does not"
    if near is not None and (less := _less(mine, near.marks)):
        return f"the source only calls it {less}"
    if near is None or mine or predicate.denied:
        return ""
    dated = any(p.when or scene.tokens[p.head].kind == TIME for _, p in predicate.others if p.members)
    undone = [mark for mark in _NOT_DONE if mark in near.marks and (done or mark in DOUBT or (near.own and not dated))]
    return f"the source only calls it {undone[0]}" if undone else ""


def _nearest(scene: Scene, subject: Sequence[int], told: Sequence[int]) -> _Nearest | None:
    whole = sum(weight_of(scene.tokens[k]) for k in told)
    best: _Nearest | None = None
    for n in sorted(scene.alignment.sentences()):
        sentence = scene.sentence(n)
        for other, above in zip(sentence.structure.predicates, standing.standings(sentence.structure), strict=True):
            weight, counted = _shared(scene, subject, told, sentence, other)
            own = standing.own(sentence.structure, other)
            marks = (above | own) - {PURPOSE}
            better = best is None or weight > best.weight or (weight == best.weight and not marks)
            if counted and counted >= whole / 2 and better:
                best = _Nearest(weight, marks, own, n)
    return best


def _shared(
    scene: Scene, subject: Sequence[int], told: Sequence[int], sentence: Sentence, other: Predicate
) -> tuple[float, float]:
    """How much of what is told with a verb a verb of the source has too, and how much of that is no subject."""
    parts: list[Phrase] = [*other.subject, *other.object, *other.agent, *(p for _, p in other.others)]
    near = [*parts, *(p for one in parts for p in sentence.all_behind(one))]
    places = {sentence.first + k for p in near for k in [*p.members, *p.owners]} | {sentence.first + other.verb}
    weight, counted = 0.0, 0.0
    for k in {*subject, *told}:
        if places & set(scene.found.get(k, ())):
            weight += weight_of(scene.tokens[k])
            counted += weight_of(scene.tokens[k]) if k in told else 0.0
    return weight, counted
