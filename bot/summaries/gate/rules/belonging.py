"""Whether properties, kinds, numbers, places and names belong to the things that the source has them of. Pure."""

from __future__ import annotations

from bot.summaries.gate import vocabulary
from bot.summaries.gate.claims import NAME, NUMBER, TIME, WORD, Token
from bot.summaries.gate.opposites import opposed
from bot.summaries.gate.phrases import GENERIC, NO, YES, Scene, low
from bot.summaries.gate.rules.circumstances import sort
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Phrase


def objection(scene: Scene) -> str:
    """The first that belongs to another in the source; empty where none does."""
    for rule in _RULES:
        if reason := rule(scene):
            return reason
    return ""


def _of_another(scene: Scene) -> str:
    """A property or a number told of one thing, where the source has it of another and that one with its own."""
    for phrase in scene.structure.phrases:
        members = [k for k in phrase.members if k in scene.exact and scene.tokens[k].key not in vocabulary.LIGHT]
        for h in members:
            if h != phrase.head and scene.tokens[h].kind != NAME:
                continue
            if scene.tokens[h].kind != NAME and not scene.very_word(h):
                continue
            for d in members:
                if _describes(scene, phrase, d, h) and _of_rival(scene, d, h):
                    return f'"{scene.tokens[d].text}" is not of "{scene.tokens[h].text}" in the source'
    return ""


def _describes(scene: Scene, phrase: Phrase, d: int, h: int) -> bool:
    token, head = scene.tokens[d], scene.tokens[h]
    if d == h or token.run == head.run >= 0:
        return False
    if token.kind == NAME:
        return head.kind == NAME
    if token.kind == WORD and head.kind == NAME and d > h:
        return False  # what is the name's, and not how it is: "Falcon launches"
    if token.kind == WORD:
        return not low(token).endswith("ly") and scene.very_word(d) and d != phrase.head
    return "times" not in scene.told.words[token.at : token.at + 3]


def _of_rival(scene: Scene, d: int, h: int) -> bool:
    token, head = scene.tokens[d], scene.tokens[h]
    rival = False
    for m in scene.exact[h]:
        sentence = scene.home(m)
        phrase = sentence.phrase_at.get(m - sentence.first)
        if phrase is None:
            if any(scene.home(x) is sentence for x in scene.exact[d]):
                return False
            continue
        bare = token.kind == NUMBER and not (token.unit or token.ordinal or token.year)
        rival = rival or (bare and phrase.determiner in {"a", "an"} and phrase.head == m - sentence.first)
        near = [*sentence.alike(phrase), *sentence.owned(m - sentence.first)]
        if token.kind != NUMBER or token.unit:
            near += [*sentence.behind.get(phrase, ()), *phrase.hosts]
        places = {sentence.first + k for p in near for k in [*p.members, *p.owners]}
        if places & set(scene.found[d]):
            return False
        rival = rival or any(_is_rival(sentence, k, m, token, scene.exact[h]) for k in phrase.members)
    return rival and not any(_own_head(scene, x, token, head) for x in scene.exact[d])


def _is_rival(sentence: Sentence, k: int, m: int, token: Token, mine: list[int]) -> bool:
    other, at = sentence.tokens[k], m - sentence.first
    if k == at or other.run == sentence.tokens[at].run >= 0 or sentence.first + k in mine or sort(other) != sort(token):
        return False
    return (other.kind != WORD or k < at) and low(other) not in GENERIC


def _own_head(scene: Scene, x: int, token: Token, head: Token) -> bool:
    """Whether what describes stands alone in the source, or of "the company", so that it may be of this one too."""
    sentence = scene.home(x)
    at = x - sentence.first
    phrase = sentence.phrase_at.get(at)
    if phrase is None:
        return True
    other = sentence.tokens[phrase.head]
    if token.kind == NUMBER:
        alone = not token.unit and phrase.head == at
    else:
        whole = phrase.head == at or other.run == sentence.tokens[at].run >= 0
        alone = whole and head.kind == WORD and (low(head) in GENERIC or token.kind == WORD)
    if alone:
        return True
    generic = other.kind == WORD and low(other) in GENERIC and (low(head) in GENERIC or head.kind == NAME)
    return generic and not any(sentence.tokens[k].kind == NAME and k != at for k in phrase.members)


def _behind_another(scene: Scene) -> str:
    """What is told of a thing with a preposition, where the source has that of another: "a leak in the capsule"."""
    for phrase in scene.structure.phrases:
        if not phrase.hosts or phrase.head not in scene.exact:
            continue
        host = phrase.hosts[0]
        if host.head not in scene.exact or scene.tokens[host.head].kind in (NUMBER, TIME):
            continue
        if scene.tokens[host.head].kind == WORD and not scene.very_word(host.head):
            continue
        if _elsewhere(scene, phrase, host):
            return f'"{scene.tokens[phrase.head].text}" is not there in the source'
    return ""


def _heads(sentence: Sentence, phrase: Phrase) -> str:
    return sentence.tokens[phrase.head].kind if phrase.head >= 0 else ""


def _elsewhere(scene: Scene, phrase: Phrase, host: Phrase) -> bool:
    rival = False
    for m in scene.exact[host.head]:
        sentence = scene.home(m)
        theirs = sentence.phrase_at.get(m - sentence.first)
        if theirs is None:
            continue
        direct = sentence.behind.get(theirs, [])
        for other in sentence.all_behind(theirs):
            owned = any(sentence.first + k in scene.found[phrase.head] for k in other.owners)
            if owned or scene.match(phrase, sentence, other) != NO:
                return False
            rival = rival or (other in direct and other.preposition == phrase.preposition and other.when == phrase.when)
        places = {sentence.first + k for k in [*theirs.owners, *theirs.members]}
        if places & set(scene.exact[phrase.head]):
            return False
        kind = scene.tokens[phrase.head].kind
        if any(p.preposition == phrase.preposition and _heads(sentence, p) == kind for p in direct):
            continue
        for predicate, _ in sentence.parts.get(theirs, ()):
            parts = predicate.subject + predicate.object + predicate.agent + [p for _, p in predicate.others]
            if any(p is not theirs and scene.match(phrase, sentence, p) == YES for p in parts):
                return False
    return rival


def _other_kind(scene: Scene) -> str:
    """A kind of thing of which the source has the other: "the booster stage" for "the upper stage"."""
    for phrase in scene.structure.phrases:
        for k in phrase.members:
            if k == phrase.head or scene.tokens[k].kind != WORD or scene.very_word(k):
                continue
            theirs = [scene.source.tokens[m].key for m in scene.found.get(phrase.head, ())]
            if any(opposed(scene.tokens[k].key, key) for key in theirs):
                return f'the source has the contrary of "{scene.tokens[k].text}"'
    return ""


_RULES = (_other_kind, _of_another, _behind_another)
