"""Whether verbs are said of whom the source says them of, and of what. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.summaries.gate import vocabulary
from bot.summaries.gate.actors import fits, roles
from bot.summaries.gate.claims import NAME, WORD, Token
from bot.summaries.gate.matches import BARE
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.opposites import opposed
from bot.summaries.gate.phrases import GENERIC, NO, PERHAPS, YES, Scene, is_name, low
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Phrase, Predicate
from bot.summaries.gate.tags import RELATIVE

_BARE = BARE - frozenset(map(base, ("hold", "carry")))  # these tell something of whom they are said
_ACCORDING = base("according")
_CONTENT = 2  # words of what is said that must stand where somebody else says it


def objection(scene: Scene) -> str:
    """The first verb or number that the source has of another; empty where there is none."""
    for rule in _RULES:
        if reason := rule(scene):
            return reason
    return ""


def _said_of(scene: Scene) -> str:
    """A verb of the source, told of somebody of whom it is nowhere said."""
    for predicate in scene.structure.predicates:
        if predicate.verb < 0:
            continue
        verb = scene.tokens[predicate.verb]
        very = scene.very_word(predicate.verb)
        planning = verb.key in vocabulary.MOOD_WORDS and not (
            predicate.subject and (predicate.object or predicate.others)
        )
        if planning:
            continue
        places = scene.exact.get(predicate.verb, [])
        if predicate.verb in scene.alignment.strays and verb.key not in vocabulary.SAY | vocabulary.LIGHT:
            places, very = scene.source.by_key.get(verb.key, []), True
        if verb.key in _BARE:
            places = [m for m in places if _with_the_same(scene, predicate, m)]
        speaking = _where_said(scene, predicate, verb)
        if speaking:
            places, very = speaking, True
        if not very:
            places = [m for m in places if low(scene.source.tokens[m]).startswith(verb.key) and len(verb.key) > 4]
        verdicts = [_verdict(scene, predicate, m) for m in places]
        others = [m for m in scene.found.get(predicate.verb, ()) if m not in places]
        if verdicts and verb.key not in vocabulary.SAY and any(_verdict(scene, predicate, m) == YES for m in others):
            continue  # "measured", of what it weighed and not of what it measured
        if verdicts and (max(verdicts) == NO or (max(verdicts) == PERHAPS and _half(scene, predicate, places))):
            return f'"{verb.text}" is said of another in the source'
    return ""


def _with_the_same(scene: Scene, predicate: Predicate, m: int) -> bool:
    """Whether a light verb stands with the same thing in the source, and so tells something: "make a flight"."""
    sentence = scene.home(m)
    other = sentence.predicate_at.get(m - sentence.first)
    told = [
        p.head for p in [*predicate.object, *(p for _, p in predicate.others)] if p.head in scene.exact and not p.when
    ]
    told = [k for k in told if scene.tokens[k].kind == WORD and scene.very_word(k)]
    theirs = [] if other is None else [*other.object, *(p for _, p in other.others)]
    places = {sentence.first + k for p in theirs for k in p.members}
    return bool(told) and all(places & set(scene.exact[k]) for k in told)


def _half(scene: Scene, predicate: Predicate, places: Sequence[int]) -> bool:
    """Whether the source has the very one do it to another, or another, by name, do it to the very one."""
    actors, acted = roles(predicate, scene.tokens)
    for m in places:
        sentence = scene.home(m)
        other = sentence.predicate_at.get(m - sentence.first)
        if other is None or fits(scene, predicate, sentence, other) != NO:
            continue
        theirs, suffered = roles(other, sentence.tokens)
        if actors and theirs and scene.agree(actors, sentence, theirs) == YES:
            return True
        named = any(sentence.tokens[k].kind == NAME for p in theirs for k in p.members)
        if named and acted and suffered and scene.agree(acted, sentence, suffered) == YES:
            return True
    return False


def _verdict(scene: Scene, predicate: Predicate, m: int) -> int:
    sentence = scene.home(m)
    at = m - sentence.first
    other = sentence.predicate_at.get(at)
    if other is not None:
        return max(fits(scene, predicate, sentence, one) for one in sentence.with_verb(at))
    phrase = sentence.phrase_at.get(at)
    actors, acted = roles(predicate, scene.tokens)
    if phrase is not None and predicate.passive and acted and sentence.tokens[at].text.endswith("ed"):
        return scene.agree(acted, sentence, [phrase])  # "a French-led study"
    if phrase is not None and phrase.head == at and _of_others(scene, [*actors, *acted], sentence, phrase):
        return NO
    if phrase is None or not actors or not low(sentence.tokens[at]).rstrip("s").endswith(("er", "or")):
        return PERHAPS
    named = any(sentence.tokens[k].kind == NAME for p in sentence.alike(phrase) for k in p.members)
    return scene.agree(actors, sentence, [phrase]) if named else PERHAPS  # "commander Orr" for who commands


def _of_others(scene: Scene, told: Sequence[Phrase], sentence: Sentence, deed: Phrase) -> bool:
    """Whether a deed told as a verb is of others as a noun: "the grounding of Vulcan"."""
    behind = [p for p in sentence.behind.get(deed, ()) if p.preposition == "of" and p.head >= 0]
    whose = [p for p in behind if sentence.tokens[p.head].kind in (NAME, WORD)]
    return bool(whose) and scene.agree(told, sentence, whose) == NO


def _where_said(scene: Scene, predicate: Predicate, verb: Token) -> list[int]:
    """The words of saying in the source sentence that has what is said."""
    above = scene.structure.predicates[predicate.parent].verb if predicate.parent >= 0 else -1
    reported = above >= 0 and scene.tokens[above].key in vocabulary.SAY and predicate.opener in ("", "that")
    if verb.key not in vocabulary.SAY or verb.key == _ACCORDING or reported:
        return []
    mine = {k for phrase in predicate.subject for k in phrase.members} | {predicate.verb}
    own = {k for phrase in predicate.object for k in phrase.members if k in scene.exact}
    behind = {k for k in scene.exact if k > predicate.verb}
    homes = {
        best for chosen in (own or behind, own or set(scene.exact)) if (best := _shared(scene, chosen - mine, own))
    }
    found: list[int] = []
    for home in sorted(n for best in homes for n in best):
        sentence = scene.sentence(home)
        speaking = {
            k: other
            for k, other in sentence.predicate_at.items()
            if sentence.tokens[k].key in vocabulary.SAY and other.subject
        }
        places = {m - sentence.first for k in own for m in scene.exact[k]}
        saying = [k for k, other in speaking.items() if any(places & set(p.members) for p in other.object)]
        found += [sentence.first + k for k in saying or speaking]
    return found


def _shared(scene: Scene, chosen: set[int], own: set[int]) -> tuple[int, ...]:
    """The source sentence, if any, that has most of these words."""
    shared: dict[int, int] = {}
    telling = [k for k in chosen if scene.tokens[k].key not in vocabulary.LIGHT]
    for k in telling:
        for n in {scene.source.sentence[m] for m in scene.exact[k]}:
            shared[n] = shared.get(n, 0) + (1 if scene.tokens[k].kind == WORD else 2)
    best = max(shared, key=lambda n: (shared[n], -n), default=-1)
    return (best,) if best >= 0 and shared[best] >= (1 if own else min(_CONTENT, len(telling))) else ()


def _contrary(scene: Scene) -> str:
    """A verb whose contrary the source has, of the same ones."""
    for predicate in scene.structure.predicates:
        if predicate.verb < 0:
            continue
        verb = scene.tokens[predicate.verb]
        for n in sorted(scene.alignment.sentences()):
            sentence = scene.sentence(n)
            for k, other in sentence.predicate_at.items():
                if not opposed(verb.key, sentence.tokens[k].key) or _also_so(scene, predicate, sentence):
                    continue
                if _same_ones(scene, predicate, sentence, other):
                    return f'the source has the contrary of "{verb.text}"'
    return ""


def _same_ones(scene: Scene, predicate: Predicate, sentence: Sentence, other: Predicate) -> bool:
    actors, acted = roles(predicate, scene.tokens)
    theirs, suffered = roles(other, sentence.tokens)
    if bool(acted) != bool(suffered):
        return False
    pairs = [(mine, there) for mine, there in ((actors, theirs), (acted, suffered)) if mine and there]
    verdicts = [scene.agree(mine, sentence, there) for mine, there in pairs]
    return bool(verdicts) and min(verdicts) >= PERHAPS and verdicts[-1] == YES


def _also_so(scene: Scene, predicate: Predicate, sentence: Sentence) -> bool:
    for m in scene.exact.get(predicate.verb, ()):
        other = sentence.predicate_at.get(m - sentence.first) if scene.home(m) is sentence else None
        if other is not None and fits(scene, predicate, sentence, other) == YES:
            return True
    return False


_GIVING = frozenset(map(base, listed("pay give award grant hand send sell lend supply")))
_GETTING = frozenset(map(base, listed("receive get win buy borrow obtain")))


def _turned(scene: Scene) -> str:
    """Who gives in the source, told as who gets."""
    for predicate in scene.structure.predicates:
        verb = scene.tokens[predicate.verb] if predicate.verb in scene.found else None
        if verb is None or verb.key not in _GETTING | _GIVING or scene.very_word(predicate.verb):
            continue
        actors, _ = roles(predicate, scene.tokens)
        for m in scene.found[predicate.verb]:
            sentence = scene.home(m)
            other = sentence.predicate_at.get(m - sentence.first)
            key = scene.source.tokens[m].key
            if other is None or key not in _GIVING | _GETTING or (key in _GIVING) == (verb.key in _GIVING):
                continue
            theirs, _ = roles(other, sentence.tokens)
            if scene.agree(actors, sentence, theirs) == YES:
                return "who gives and who gets are turned round"
    return ""


def _is(scene: Scene) -> str:
    """One who is said to be what the source has of nobody, or of another."""
    for predicate in scene.structure.predicates:
        if (
            predicate.verb >= 0
            or not predicate.finite
            or not predicate.copula
            or predicate.denied
            or len(predicate.subject) != 1
        ):
            continue
        subject = predicate.subject[0]
        head = scene.tokens[subject.head]
        if subject.head not in scene.exact or (head.kind != NAME and low(head) in GENERIC):
            continue
        for phrase in predicate.object:
            if phrase.head not in scene.found or scene.tokens[phrase.head].kind != WORD:
                continue
            homes = [scene.home(m) for m in scene.found[phrase.head]]
            if not any(_may_be(scene, subject, sentence) for sentence in homes):
                return f'"{scene.tokens[subject.head].text}" is not said to be so in the source'
    return ""


def _has(scene: Scene) -> str:
    """One who is said to have what the source has of another: "has propellant until 2029"."""
    for predicate in scene.structure.predicates:
        if not _having(predicate) or predicate.denied:
            continue
        for phrase in predicate.object:
            places = scene.exact.get(phrase.head, ()) if scene.very_word(phrase.head) else ()
            pairs = [
                (scene.home(m), other) for m in places for other in _having_it(scene.home(m), m - scene.home(m).first)
            ]
            theirs = [scene.agree(predicate.subject, sentence, other.subject) for sentence, other in pairs]
            if theirs and len(pairs) == len(places) and max(theirs) == NO:
                return f'"{scene.tokens[phrase.head].text}" is had by another in the source'
    return ""


def _having_it(sentence: Sentence, at: int) -> list[Predicate]:
    """The "has" of which the noun at that place is the object."""
    phrase = sentence.phrase_at.get(at)
    parts = sentence.parts.get(phrase, ()) if phrase is not None else ()
    return [other for other, role in parts if role == "object" and _having(other)]


def _having(predicate: Predicate) -> bool:
    return predicate.verb < 0 and not predicate.copula and predicate.helpers[-1:] in (("has",), ("have",), ("had",))


def _may_be(scene: Scene, subject: Phrase, sentence: Sentence) -> bool:
    here = any(scene.home(m) is sentence for m in scene.found[subject.head])
    return here or any(
        scene.match(subject, sentence, other) == PERHAPS
        for predicate in sentence.structure.predicates
        for other in predicate.subject
        if scene.spoken_of(subject, sentence)
    )


def _done_by(scene: Scene) -> str:
    """What a name is told to do, in another verb than the source's, that the source has of others: "Boeing won"."""
    for predicate in scene.structure.predicates:
        verb = scene.tokens[predicate.verb] if predicate.verb in scene.found else None
        free = verb is None or verb.key in vocabulary.LIGHT | vocabulary.SAY | vocabulary.MOOD_WORDS
        described = predicate.denied or not predicate.finite or predicate.opener == RELATIVE
        if free or described or scene.very_word(predicate.verb):
            continue
        actors, _ = roles(predicate, scene.tokens)
        named = [p for p in actors if p.head in scene.exact and is_name(scene.tokens[p.head])]
        if named and not any(_may_do(scene, predicate, named, m) for m in scene.exact[predicate.verb]):
            return f'"{scene.tokens[predicate.verb].text}" is done by another in the source'
    return ""


def _may_do(scene: Scene, predicate: Predicate, named: Sequence[Phrase], m: int) -> bool:
    """Whether those names may be who does it at that place of the source."""
    sentence = scene.home(m)
    if not all(_there(scene, phrase, sentence) for phrase in named):
        return False
    others = sentence.with_verb(m - sentence.first)
    phrase = sentence.phrase_at.get(m - sentence.first)
    if not others and phrase is not None and any(is_name(sentence.tokens[k]) for k in phrase.members):
        return scene.agree(named, sentence, [phrase]) != NO  # "pilot Orr", who flies
    return not others or any(_may_act(scene, predicate, named, sentence, other) for other in others)


def _there(scene: Scene, phrase: Phrase, sentence: Sentence) -> bool:
    """Whether a name stands in the sentence, or may be meant by a word of it."""
    if any(scene.home(m) is sentence for m in scene.found[phrase.head]):
        return True
    return sentence.reading.linked and scene.spoken_of(phrase, sentence)


def _may_act(scene: Scene, predicate: Predicate, named: Sequence[Phrase], sentence: Sentence, other: Predicate) -> bool:
    _, acted = roles(predicate, scene.tokens)
    theirs, suffered = roles(other, sentence.tokens)
    known = any(is_name(sentence.tokens[k]) for p in theirs for one in sentence.alike(p) for k in one.members)
    keys = {scene.tokens[predicate.verb].key, sentence.tokens[other.verb].key}
    if not (known and other.finite) or (keys & _GIVING and keys & _GETTING):
        return True
    if not acted and suffered and scene.agree(named, sentence, suffered) != NO:
        return True  # "the capsule separated" for "the rocket released the capsule"
    return all(scene.agree([phrase], sentence, theirs) != NO for phrase in named)


_RULES = (_said_of, _done_by, _contrary, _turned, _is, _has)
