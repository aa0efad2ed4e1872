"""What a summary says of its own in passing: a thing, a state, a manner, that something is over. Pure.

Each of these is one word, too light to be missed among many that the source has: "the disgraced agency", "recklessly".
"""

from __future__ import annotations

import re

from bot.summaries.gate import tags, vocabulary, wordclasses
from bot.summaries.gate.claims import WORD
from bot.summaries.gate.meanings import base, listed
from bot.summaries.gate.phrases import GENERIC, Scene, is_name, low
from bot.summaries.words import rarity

_UNTIL = frozenset(listed("once before until till after when"))
_ENDINGS = frozenset(listed("over down out off up gone"))
# With these a thing ends, or does not come about, whatever the verb means by itself.
_ENDED = frozenset(
    "_".join(map(base, words.split()))
    for words in (
        *("give up", "put off", "shut down", "break up", "break down", "turn down", "hold up", "let down", "go down"),
        *("write off", "wipe out", "cut off", "take down", "tear down", "blow up", "burn up", "back out"),
    )
)
_AWAY = frozenset(("off", "apart", "away"))
_WITH_OFF = frozenset(
    map(base, listed("call put set take lift kick switch turn lay pay hold go blast show start break keep"))
)
_DOING = frozenset(map(base, ("make", "do", "take")))
_EVENTS = ("flight", "walk", "tion", "sion", "ment", "ing", "al", "ance", "ence", "ure", "age", "way", "step")
_OF_TIME_OR_DEGREE = frozenset(
    listed(
        """
        newly nearly roughly approximately already recently currently previously finally officially publicly jointly
        together separately simultaneously subsequently originally formerly later early initially eventually soon
        annually yearly monthly weekly daily hourly fully partly partially mostly largely mainly primarily entirely
        exactly precisely reportedly allegedly apparently possibly probably likely directly slightly somewhat notably
        namely respectively shortly only family supply assembly
        """
    )
)
# Nouns that stand for what was told before, or say along which line something is measured: they add nothing.
_SHELLS = frozenset(
    listed(
        """
        distance depth height altitude length width age size weight mass speed duration diameter capacity value price
        course issue matter question topic event activity period sequence series sum total minimum maximum middle
        beginning
        start end date time moment job post role position identity condition shape state situation case way means
        amount share level rate portion majority rest remainder half board space surface advance return addition
        observation observations regulator lawmakers legislators auditors scientist employee staff worker observer
        journey trip ride voyage latter former others idea setback requirement detail details second third else
        something somebody everyone anyone nothing more heard stock tall wide long across high deep free somewhere
        finding findings news report statement announcement interview comment reply answer attempt effort
        """
    )
)
_SAME = 5  # letters that two words of one family share
# What makes another word of a family: who does it, and its contrary, which is looked at as a denial.
_ROOT = re.compile(r"^(?:un|de|re|non-?)(?=[a-z]{4})|(?<=[a-z]{3})(?:ers?|ors?)$")
_TELLING = 2  # of rarity, from which on a noun tells something
_ASIDES = (tags.ADVERB, tags.NOT, tags.BE)
_CLOSING = (tags.STOP, tags.END, tags.COMMA)


def objection(scene: Scene) -> str:
    """The first word of the summary's own that says such a thing; empty where there is none."""
    for rule in (_ended, _thing, _state, _manner, _epithet):
        if word := rule(scene):
            return f'the source does not have "{word}"'
    return ""


def _ended(scene: Scene) -> str:
    """That something is given up, or a thing made or taken of which the source tells no such thing."""
    for predicate in scene.structure.predicates:
        if predicate.verb < 0 or predicate.verb in scene.found:
            continue
        verb = scene.tokens[predicate.verb]
        if verb.key in _ENDED or _comes_off(scene, predicate.at, low(verb)):
            return verb.text
        things = [phrase.head for phrase in predicate.object if scene.very_word(phrase.head)]
        if verb.key in _DOING and things and not predicate.others and not any(_event(scene, k) for k in things):
            return verb.text
    return ""


def _comes_off(scene: Scene, at: int, verb: str) -> bool:
    """Whether a part is lost by it: "snapped off", "drifted away"; "called off" and "took off" lose none."""
    units = scene.structure.units
    behind = {unit.low for unit in units[at + 1 : at + 4]} | set(verb.split()[1:])
    return bool(behind & _AWAY) and base(verb.split(maxsplit=1)[0]) not in _WITH_OFF


def _event(scene: Scene, k: int) -> bool:
    word = low(scene.tokens[k])
    return any(map(wordclasses.verb_forms, (word, base(word), scene.tokens[k].key))) or word.endswith(_EVENTS)


def _thing(scene: Scene) -> str:
    """A thing that the source doesn't know: "a failed altimeter", "to map forests"."""
    for phrase in scene.structure.phrases:
        if phrase.head < 0 or phrase.when or phrase.head in scene.found:
            continue
        head, word = scene.tokens[phrase.head], low(scene.tokens[phrase.head])
        plain = head.kind == WORD and word not in GENERIC | _SHELLS and rarity(head.key.split("_")[0]) >= _TELLING
        if plain and head.key not in vocabulary.GENERAL and not _known(scene, phrase.head, word):
            return head.text
    return ""


def _state(scene: Scene) -> str:
    """What something is said to be, by an adjective: "is useless", "is over", "appears to be a solid rock"."""
    units = scene.structure.units
    for predicate in scene.structure.predicates:
        if not predicate.copula or predicate.verb >= 0 or predicate.denied:
            continue
        for k in (k for phrase in predicate.object for k in phrase.members[:-1]):
            word = low(scene.tokens[k])
            if scene.tokens[k].kind == WORD and _describes(word) and not _known(scene, k, word):
                return word
        at = predicate.at + 1
        while at < len(units) and units[at].tag in _ASIDES and units[at].low not in _ENDINGS:
            at += 1
        if at + 1 >= len(units):
            continue
        unit = units[at]
        ends = unit.low in _ENDINGS and units[at + 1].tag in _CLOSING and predicate.opener not in _UNTIL
        if (unit.tag == tags.ADJECTIVE or ends) and not _known(scene, unit.token, unit.low):
            return unit.low
    return ""


def _manner(scene: Scene) -> str:
    """How it was done: "recklessly"."""
    for n, token in enumerate(scene.tokens):
        word = low(token)
        manner = word.endswith("ly") and wordclasses.adverb(word) and word not in _OF_TIME_OR_DEGREE
        if token.kind == WORD and manner and not _known(scene, n, word):
            return word
    return ""


def _epithet(scene: Scene) -> str:
    """A property put before a name or a thing that the source lacks: "the disgraced NASA", "with a secret payload"."""
    for phrase in scene.structure.phrases:
        if phrase.head >= 0 and not scene.very_word(phrase.head) and phrase.determiner in {"a", "an"}:
            words = [(k, low(scene.tokens[k])) for k in phrase.members[:-1] if scene.tokens[k].kind == WORD]
            if new := [word for k, word in words if not _known(scene, k, word)]:
                return new[0]
        for k, following in zip(phrase.members, phrase.members[1:], strict=False):
            token, word = scene.tokens[k], low(scene.tokens[k])
            if token.kind != WORD or not any(is_name(scene.tokens[j]) for j in (following, phrase.head)):
                continue
            if _describes(word) and not _known(scene, k, word):
                return word
    return ""


def _describes(word: str) -> bool:
    plain = word not in GENERIC | {"next"} and not word.endswith("based")
    return plain and (wordclasses.adjective(word) or word.endswith("ed"))


def _known(scene: Scene, n: int, word: str) -> bool:
    """Whether the source has the word or one of its family, or it is a word of doubt or plan, looked at as such."""
    if n >= 0 and (n in scene.found or scene.tokens[n].key in vocabulary.LIGHT | vocabulary.MOOD_WORDS):
        return True
    parts = [part for part in word.split() if len(part) > 1]  # of "maiden flight" both
    roots = {_ROOT.sub("", part)[:_SAME] for part in parts} | {part[:_SAME] for part in parts}
    return any(other[:_SAME] in roots for reading in scene.source.readings for other in reading.words)
