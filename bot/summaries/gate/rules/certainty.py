"""Whether a told sentence plans, supposes and reports as done as its source does: verb by verb. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.summaries.gate import standing, vocabulary, wordclasses
from bot.summaries.gate.alignment import weight_of
from bot.summaries.gate.claims import NUMBER, TIME, WORD
from bot.summaries.gate.matches import AS_GOOD, BARE, Match, matches, parts_of, shared, told_with
from bot.summaries.gate.meanings import base
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
from bot.summaries.gate.structure import Predicate
from bot.summaries.gate.tags import FINITE

_APART = 0.2  # of the best fit: the word stands there by chance
_NOT_DONE = (HEDGE, CONDITION, WOULD, ABILITY, WISH, ATTEMPT, PERMIT, PENDING, PLAN, DUTY, PURPOSE, REFUSED)
_ASKING = frozenset({"how", "why", "whether", "what"})
_AGAIN = frozenset({"again", "another", "further"})


def objection(scene: Scene) -> str:
    """What is told more or less surely than the source has it; empty where nothing is."""
    marks = standing.standings(scene.structure)
    for predicate, mine in zip(scene.structure.predicates, marks, strict=True):
        if reason := _judged(scene, predicate, mine) or _is_to_be(scene, predicate, mine):
            return reason
    return _signs(scene) or _not_excluded(scene) or _formerly(scene) or _no_more(scene)


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


def _not_excluded(scene: Scene) -> str:
    """What the source only can't exclude, told as what happened."""
    for predicate in scene.structure.predicates:
        if not standing.happened(scene.structure, predicate) or predicate.denied:
            continue
        for phrase in [*predicate.subject, *predicate.object]:
            homes = [(scene.home(m), m) for m in scene.exact.get(phrase.head, ())]
            if homes and all(_only_possible(sentence, m - sentence.first) for sentence, m in homes):
                return f'the source only does not exclude "{scene.tokens[phrase.head].text}"'
    return ""


def _only_possible(sentence: Sentence, at: int) -> bool:
    phrase = sentence.phrase_at.get(at)
    parts = sentence.parts.get(phrase, ()) if phrase is not None else ()
    return bool(parts) and all(
        other.denied and other.verb >= 0 and sentence.tokens[other.verb].key in _EXCLUDING for other, _ in parts
    )


_EXCLUDING = frozenset({base("exclude"), "_".join(map(base, ("rule", "out")))})


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


def _no_more(scene: Scene) -> str:
    """What was so once, told as what is so now: "now runs a company" for "later ran" one."""
    structure = scene.structure
    for predicate in structure.predicates:
        now = predicate.verb in scene.exact and predicate.finite and not predicate.helpers and predicate.at >= 0
        if not now or not scene.very_word(predicate.verb) or scene.tokens[predicate.verb].key in vocabulary.SAY:
            continue
        unit = structure.units[predicate.at]
        if unit.tag != FINITE or wordclasses.PAST in unit.forms or predicate.opener in _ASKING:
            continue
        theirs = [
            (sentence, sentence.predicate_at.get(m - sentence.first))
            for m in scene.exact[predicate.verb]
            for sentence in (scene.home(m),)
        ]
        if all(one is not None and not one.helpers and standing.happened(s.structure, one) for s, one in theirs):
            return "the source has it of earlier"
    return ""


def _is_to_be(scene: Scene, predicate: Predicate, mine: Standing) -> str:
    """What something is only to become, told as what it is."""
    to_come = standing.to_come(scene.structure, predicate)
    if mine or predicate.verb >= 0 or not predicate.copula or predicate.denied or to_come:
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
    drafts = not done and any(p.head >= 0 and standing.governs(scene.tokens[p.head].key) for p in predicate.subject)
    if predicate.opener in _ASKING or drafts:
        return ""  # "how it failed", "plans call for"
    return _held_against(scene, predicate, mine, done)


def _tells(scene: Scene, predicate: Predicate) -> bool:
    """Whether the verb has a clause of what is said behind it."""
    predicates = scene.structure.predicates
    return any(
        p.finite and p.parent >= 0 and predicates[p.parent] is predicate and p.opener in ("", "that")
        for p in predicates
    )


def _fitting(scene: Scene, n: int, places: Sequence[int]) -> list[int]:
    """Of these places those that suit the company of told word `n`."""
    fits = {m: scene.alignment.fit(n, m) for m in places}
    best = max(fits.values(), default=0.0)
    return [m for m, fit in fits.items() if fit >= AS_GOOD * best]


def _held_against(scene: Scene, predicate: Predicate, mine: Standing, done: bool) -> str:
    """The verb beside the very one of the source, or one as good; where it has none, beside that of the same thing."""
    same, others = matches(scene, predicate)
    if same and same[0].weight >= _APART * max((match.weight for match in others), default=0.0):
        reasons = [_compared(scene, predicate, mine, done, match) for match in same]
        return reasons[0] if all(reasons) else ""
    verb = scene.tokens[predicate.verb].key if predicate.verb >= 0 else ""
    if not (predicate.finite or done) or verb in vocabulary.UNDOING:
        return ""
    if _planned_by_nobody(scene, predicate, mine):
        return "it calls planned what the source does not"
    reasons = [_of_others(scene, predicate, mine, done, match) for match in others]
    return reasons[0] if reasons and all(reasons) else ""


def _planned_by_nobody(scene: Scene, predicate: Predicate, mine: Standing) -> bool:
    """Whether a plan is told of somebody of whom the source has nothing like it."""
    if mine != {PLAN, FIRM} or predicate.verb < 0 or scene.tokens[predicate.verb].key in BARE:
        return False
    subject, told = told_with(scene, predicate)
    known = any(k in scene.exact for k in subject)
    whole = sum(weight_of(scene.tokens[k]) for k in told)
    homes = {scene.source.sentence[m] for k in subject for m in scene.found.get(k, ())}
    there = [scene.sentence(n) for n in sorted(homes)]
    return bool(known and told) and not any(
        shared(scene, subject, told, sentence, parts_of(sentence, other))[1] >= max(whole / 2, 0.01)
        for sentence in there
        for other in sentence.structure.predicates
    )


def _compared(scene: Scene, predicate: Predicate, mine: Standing, done: bool, match: Match) -> str:
    sentence, at, other = match.sentence, match.place, match.predicate
    if sentence.tokens[at].kind in (NUMBER, TIME):
        return ""
    theirs = standing.of_place(sentence.structure, at)
    happened = other is not None and standing.happened(sentence.structure, other)
    under_way = other is not None and other.finite and "being" in other.helpers
    if done and not mine and under_way and "being" not in predicate.helpers:
        return "the source only has it under way"
    if predicate.denied:
        theirs = theirs & {HEDGE, CONDITION} if REFUSED not in theirs else FACT
    used = [scene.sentence(n) for n in sorted(scene.alignment.sentences())]
    very = scene.very_word(predicate.verb) and not _AGAIN & set(scene.told.words)
    return _objection(used, mine, done, theirs, happened, very, _drafted(scene))


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
    return min(theirs & ({HEDGE, CONDITION} | ({WOULD, WISH, ATTEMPT} if FIRM in mine else set())), default="")


def _drafted(scene: Scene) -> bool:
    """Whether it is told as what somebody proposes."""
    return any(standing.governs(token.key) for token in scene.tokens)


def _any_doubt(sentence: Sentence) -> bool:
    return any(standing.standings(sentence.structure)) or any(standing.governs(t.key) for t in sentence.tokens)


def _of_others(scene: Scene, predicate: Predicate, mine: Standing, done: bool, match: Match) -> str:
    """A verb of the summary's own: it is as sure as the source's verb that has most of what is told with it."""
    structure = match.sentence.structure
    assert match.predicate is not None
    own = standing.own(structure, match.predicate)
    place = match.sentence.first + match.predicate.verb
    if any(place in places and standing.described(scene.tokens[k]) for k, places in scene.found.items()):
        own = FACT  # told as "planned" too
    marks = (standing.standings(structure)[structure.predicates.index(match.predicate)] | own) - {PURPOSE}
    if less := _less(mine, marks):
        return f"the source only calls it {less}"
    if mine or predicate.denied:
        return ""
    dated = any(p.when or scene.tokens[p.head].kind == TIME for _, p in predicate.others if p.members)
    unsure = DOUBT - {ABILITY}
    undone = [mark for mark in _NOT_DONE if mark in marks and (done or mark in unsure or (own and not dated))]
    return f"the source only calls it {undone[0]}" if undone else ""
