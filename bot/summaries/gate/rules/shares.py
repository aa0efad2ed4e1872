"""Whether what is told of all, of each or of another is so in the source: some of them, half of it, its rival. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.summaries.gate.claims import NAME, NUMBER, WORD, Reading
from bot.summaries.gate.meanings import stands_for
from bot.summaries.gate.phrases import Scene
from bot.summaries.gate.polarity import reach_of
from bot.summaries.gate.ranks import alike, ranked
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Phrase, Predicate

_WHOLE = frozenset({"all", "both", "every"})
_PARTITIVE = frozenset({"quantity:most", "quantity:part", "quantity:almost", "quantity:few"})


def objection(scene: Scene) -> str:
    """The first that is not so; empty where all is."""
    for rule in _RULES:
        if reason := rule(scene):
            return reason
    return ""


def _only_some(scene: Scene) -> str:
    """A word for all of them, where the source counts some of them: "three of them built by students"."""
    whole = [word for word in scene.told.words if word in _WHOLE]
    told = {m for places in scene.found.values() for m in places}
    for n in sorted(scene.alignment.sentences()) if whole else ():
        sentence = scene.sentence(n)
        words = sentence.reading.words
        for m, token in enumerate(sentence.tokens):
            if token.kind != NUMBER or token.unit or token.ordinal or sentence.first + m in told:
                continue
            after = words[token.at + 1 : token.at + 3]
            if after[:1] == ["of"] and after[1:] and after[1] in _THEM:
                return f'"{whole[0]}" is only some of them in the source'
    return ""


_THEM = frozenset({"them", "its", "the", "these", "those", "their", "which"})


def _each_of_another(scene: Scene) -> str:
    """What a number is for each of: "for each reentry" is not "per license"."""
    mine = _counted_by(scene.told)
    theirs = {key for n in scene.alignment.sentences() for key in _counted_by(scene.sentence(n).reading)}
    known = {token.key for token in scene.source.tokens}
    for key, text in mine.items():
        if theirs and key in known and not any(stands_for(key, one) for one in theirs):
            return f'"{text}" is counted by another in the source'
    return ""


def _counted_by(reading: Reading) -> dict[str, str]:
    return {
        token.key: token.text
        for token in reading.tokens
        if token.kind == WORD and reading.words[token.at - 1 : token.at] in (["each"], ["per"])
    }


def _left_out(scene: Scene) -> str:
    """What the source says only of some, told of all: "half of the satellites" must be in orbit by July."""
    told = {mark.kind for mark in scene.told.marks}
    for n in sorted(scene.alignment.sentences()):
        sentence = scene.sentence(n)
        for other in sentence.reading.marks:
            if other.kind not in _PARTITIVE or any(alike(mine, other.kind) for mine in told):
                continue
            phrase = ranked(sentence.structure, other.at)
            if phrase is not None and (_told_whole(scene, sentence, phrase) or _told_number(scene, sentence, phrase)):
                return f'it leaves out "{sentence.reading.words[other.at]}"'
    return ""


def _told_whole(scene: Scene, sentence: Sentence, phrase: Phrase) -> bool:
    """Whether what is shared out is told with the verb that it has in the source, and without a number of its own."""
    for n in scene.alignment.back.get(sentence.first + phrase.head, ()):
        if scene.tokens[n].kind not in (WORD, NAME):
            continue
        mine = [p for p in scene.structure.predicates if any(n in x.members for x in [*p.subject, *p.object])]
        verbs = {k for p in mine for k in scene.found.get(p.verb, ())}
        whole = {sentence.first + k for k in phrase.members}
        counted = any(
            scene.tokens[k].kind == NUMBER and not whole & set(scene.found.get(k, ()))
            for p in scene.structure.phrases
            if n in p.members
            for k in p.members
        )
        theirs = {sentence.first + p.verb for p, _ in sentence.parts.get(phrase, ())}
        theirs |= {sentence.first + p.verb for host in phrase.hosts for p, _ in sentence.parts.get(host, ())}
        if verbs & theirs and not counted:
            return True
    return False


def _told_number(scene: Scene, sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the number of the whole is told with it: "half of its 3,236 satellites"."""
    numbers = [k for k in phrase.members if sentence.tokens[k].kind == NUMBER and not sentence.tokens[k].ordinal]
    return bool(numbers) and all(scene.alignment.back.get(sentence.first + k) for k in [*numbers, phrase.head])


def _unlike(scene: Scene) -> str:
    """What the source says of one in contrast to another, told of that other."""
    for n in sorted(scene.alignment.sentences()):
        sentence = scene.sentence(n)
        others = [phrase for phrase in sentence.structure.phrases if phrase.preposition == "unlike"]
        for predicate in scene.structure.predicates if others and "unlike" not in scene.told.words else ():
            theirs = [p for p in sentence.structure.predicates if any(x in others for x in p.subject)]
            rest = [p for p in sentence.structure.predicates if p not in theirs and p.finite]
            apart = {k for phrase in others for k in phrase.members}
            own = {k for p in rest for phrase in p.subject for k in phrase.members} - apart
            of_other = _stands(scene, sentence, predicate.subject, apart)
            of_one = _stands(scene, sentence, predicate.subject, own)
            said = [*predicate.object, *(x for _, x in predicate.others)]
            if of_other and not of_one and _only_in(scene, sentence, said, rest, theirs):
                return "the source says that it is unlike that"
            if of_one and not of_other and _only_in(scene, sentence, said, theirs, rest):
                return "the source says that it is unlike that"
    return ""


def _stands(scene: Scene, sentence: Sentence, phrases: Sequence[Phrase], places: set[int]) -> bool:
    there = {sentence.first + k for k in places}
    return any(there & set(scene.exact.get(k, ())) for phrase in phrases for k in phrase.members)


def _only_in(
    scene: Scene, sentence: Sentence, said: Sequence[Phrase], some: Sequence[Predicate], others: Sequence[Predicate]
) -> bool:
    """Whether what is said stands with the one verbs and not with the others."""
    reach, rest = ({k for p in row for k in reach_of(sentence.structure, p)} for row in (some, others))
    return _stands(scene, sentence, said, reach) and not _stands(scene, sentence, said, rest - reach)


_RULES = (_only_some, _each_of_another, _left_out, _unlike)
