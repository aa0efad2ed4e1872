"""What a summary adds: doers, things, properties and claims that the source doesn't have, or doesn't have yet. Pure."""

from __future__ import annotations

from bot.summaries.gate import vocabulary, wordclasses
from bot.summaries.gate.claims import NAME, WORD
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.phrases import GENERIC, Scene, is_name, low
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.standing import ATTEMPT, CONDITION, HEDGE, WISH, of_place, standings
from bot.summaries.gate.structure import Phrase

_FREE = frozenset(
    listed(
        """
        new latest further local nearby upcoming recent additional current next own same other early late initial
        overall several various main brief extra normal ordinary regular usual typical top leading whole single
        individual particular certain specific existing present previous prior subsequent entire total annual yearly
        daily
        """
    )
)
_RANKS = frozenset({"first", "last", "only", "sole"})
_HAVING = frozenset(map(base, listed("hold own possess keep")))
_WHERE = frozenset(("in", "at", "on", "near", "from", "over"))
_TO_COME = frozenset(listed("planned proposed possible potential prospective intended hoped-for would-be expected"))


def objection(scene: Scene) -> str:
    """The first thing that the source does not have; empty where it has all."""
    for rule in _RULES:
        if reason := rule(scene):
            return reason
    return ""


def _unreal(scene: Scene) -> str:
    """What the source only supposes, asks or awaits, told as had or done: "has filed a protest", "holds a licence"."""
    for predicate, marks in zip(scene.structure.predicates, standings(scene.structure), strict=True):
        verb = scene.tokens[predicate.verb] if predicate.verb >= 0 else None
        had = verb is None or verb.key in _HAVING
        if not predicate.finite or predicate.denied or marks or predicate.copula:
            continue
        if verb is not None and not had and (predicate.verb in scene.exact or not (verb.done or verb.past)):
            continue
        for phrase in predicate.object:
            places = scene.exact.get(phrase.head, ()) if scene.tokens[phrase.head].kind == WORD else ()
            homes = {scene.source.sentence[m] for p in predicate.subject for m in scene.exact.get(p.head, ())}
            near = [m for m in places if scene.source.sentence[m] in homes] or places
            if near and all(_unsure(scene.home(m), m - scene.home(m).first) for m in near):
                return f'the source does not have "{scene.tokens[phrase.head].text}" yet'
    return ""


def _unsure(sentence: Sentence, at: int) -> bool:
    """Whether the source only supposes or seeks what stands there."""
    unsure = {CONDITION, HEDGE, WISH, ATTEMPT}
    return _planned(sentence, at) or bool(of_place(sentence.structure, at) & unsure)


def _planned(sentence: Sentence, at: int) -> bool:
    """Whether it is only a plan by the word before it: "their planned merger"."""
    phrase = sentence.phrase_at.get(at)
    return phrase is not None and any(low(sentence.tokens[k]) in _TO_COME for k in phrase.members if k < at)


def _not_yet(scene: Scene) -> str:
    """What is to be done after something else in the source, told as done: "declared it solved"."""
    for predicate in scene.structure.predicates:
        if predicate.verb not in scene.exact or not predicate.finite or predicate.denied:
            continue
        verb = scene.tokens[predicate.verb]
        if not (verb.done or verb.past) or not scene.very_word(predicate.verb):
            continue
        if all(_put_off(scene, m) for m in scene.exact[predicate.verb]):
            return f'the source does not have "{verb.text}" yet'
    return ""


def _put_off(scene: Scene, m: int) -> bool:
    token = scene.source.tokens[m]
    before = scene.home(m).reading.words[max(0, token.at - 2) : token.at]
    return low(token).endswith("ing") and bool({"before", "without"} & set(before))


def _new_claim(scene: Scene) -> str:
    """A verb of the summary's own whose objects are all its own too: "leaving for a job in industry"."""
    for predicate in scene.structure.predicates:
        if predicate.verb < 0 or predicate.verb in scene.found or predicate.copula:
            continue
        verb = scene.tokens[predicate.verb]
        if verb.key in vocabulary.SAY | vocabulary.MOOD_WORDS | vocabulary.LIGHT:
            continue
        parts = predicate.object + [p for _, p in predicate.others]
        heads = [p.head for p in parts if p.head >= 0 and not p.when]
        new = [k for k in heads if scene.tokens[k].kind == WORD]
        known = any(_known(scene, k) for p in parts for k in [*p.members, *p.owners])
        pointing = any(p.pronoun for p in parts)
        one_more = predicate.shares >= 0 and pointing and not heads  # "and refuel them"
        if one_more or (new and not known and len(new) == len(heads) and not pointing):
            return f'the source does not have "{verb.text}"'
    return ""


def _nothing_of_it(scene: Scene) -> str:
    """Of something that the source knows, nothing that it says of it: "Voyager 2 was hijacked"."""
    predicates = [predicate for predicate in scene.structure.predicates if predicate.finite]
    spoken_of = {k for one in predicates for phrase in one.subject for k in [*phrase.members, *phrase.owners]}
    spoken_of |= {
        k
        for one in predicates
        for preposition, phrase in one.others
        if _place(scene, preposition, phrase)
        for k in phrase.members
    }
    light = vocabulary.SAY | vocabulary.MOOD_WORDS | vocabulary.LIGHT
    telling = [
        k
        for k, token in enumerate(scene.tokens)
        if k not in spoken_of and token.kind != NAME and token.key not in light and not token.ordinal
    ]
    if not predicates or not telling or any(k in scene.found for k in telling):
        return ""
    return f'the source does not have "{scene.tokens[telling[0]].text}"'


def _place(scene: Scene, preposition: str, phrase: Phrase) -> bool:
    """Whether it is where something is, by name: "in Jezero crater"."""
    return preposition in _WHERE and any(is_name(scene.tokens[k]) for k in phrase.members)


def _known(scene: Scene, k: int) -> bool:
    """Whether the source has the word, and not only a verb of saying that happens to be spelt like it."""
    return any(
        scene.source.tokens[m].key == scene.tokens[k].key
        or scene.source.tokens[m].key.split("_")[0] not in vocabulary.SAY
        for m in scene.found.get(k, ())
    )


def _added(scene: Scene) -> str:
    """A property of the summary's own, of a thing that the source has without it: "the primary payload"."""
    known = {token.text.lower()[:5] for token in scene.source.tokens}
    for phrase in scene.structure.phrases:
        head = scene.tokens[phrase.head] if phrase.members else None
        if head is None or head.kind != WORD or not scene.very_word(phrase.head):
            continue
        for k in phrase.members[:-1]:
            token, word = scene.tokens[k], low(scene.tokens[k])
            if token.kind != WORD or k in scene.found or token.key in vocabulary.LIGHT | vocabulary.MOOD_WORDS:
                continue
            if word in _FREE or word.endswith(("ly", "ing", "ed", "est")) or word in wordclasses.PARTICIPLES:
                continue
            if not wordclasses.adjective(word) and not _displaces(scene, phrase.head):
                continue
            if not (len(word) > 5 and word[:5] in known):
                return f'the source does not have "{word} {head.text}"'
    return ""


def _ranked_anew(scene: Scene) -> str:
    """A rank among things that the source doesn't speak of: "the first such feat"."""
    for phrase in scene.structure.phrases:
        head = scene.tokens[phrase.head] if phrase.members else None
        if head is None or head.kind != WORD or phrase.head in scene.found or low(head) in GENERIC or phrase.owners:
            continue
        words = scene.told.words[max(0, scene.tokens[phrase.members[0]].at - 2) : head.at]
        known = any(k in scene.found and not scene.tokens[k].ordinal for k in phrase.members)
        if _RANKS & set(words) and not known and head.key not in vocabulary.LIGHT:
            return f'the source does not have "{head.text}"'
    return ""


def _displaces(scene: Scene, head: int) -> bool:
    """Whether the source has that thing only with properties of its own that are not told: "a cooling pump"."""
    said = {m for places in scene.found.values() for m in places}
    for m in scene.exact[head]:
        sentence = scene.home(m)
        phrase = sentence.phrase_at.get(m - sentence.first)
        if phrase is None or phrase.head != m - sentence.first:
            return False
        own = [k for k in phrase.members[:-1] if sentence.tokens[k].kind == WORD and sentence.first + k not in said]
        if not own:
            return False
    return True


_RULES = (
    _unreal,
    _not_yet,
    _new_claim,
    _nothing_of_it,
    _added,
    _ranked_anew,
)
