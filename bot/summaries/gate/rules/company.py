"""Whether names and things stand with the nouns that they stand with in the source, place by place. Pure.

`binding` weighs all the company that a word keeps; these look at its nearest: the noun that a name labels or is
joined to by a preposition. Where the source has another in that very place, the sentence is refused.
"""

from __future__ import annotations

from bot.summaries.gate import vocabulary
from bot.summaries.gate.alignment import Alignment
from bot.summaries.gate.claims import NAME, WORD
from bot.summaries.gate.phrases import Scene
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Phrase


def objection(scene: Scene) -> str:
    """The first name or thing that stands where the source has another; empty where none does."""
    for rule in _RULES:
        if reason := rule(scene.alignment):
            return reason
    return _one_of_two(scene)


_OTHER = frozenset({"different", "another", "other"})


def _another_one(alignment: Alignment) -> str:
    """A thing taken for another of its kind, where the source keeps them apart: "a different capsule"."""
    told, source = alignment.told, alignment.source
    if _OTHER & set(told.words):
        return ""
    homes = [{source.sentence[m] for m in places} for n, places in alignment.found.items()]
    if homes and set.intersection(*homes):
        return ""
    for n, token in enumerate(told.tokens):
        if token.kind != WORD or token.verb or token.text.endswith("s") or n not in alignment.found:
            continue  # of several there may be others
        apart = [
            bool(_OTHER & set(source.place(m)[0].words[max(0, source.tokens[m].at - 2) : source.tokens[m].at]))
            for m in alignment.exact(n)
        ]
        if any(apart) and not all(apart):
            return f'the source has another "{token.text}"'
    return ""


def _one_of_them(alignment: Alignment) -> str:
    """A place where one is, told of all: "one in Nice and one in Tucson"."""
    told, source = alignment.told, alignment.source
    if "one" in told.words:
        return ""
    for n, token in enumerate(told.tokens):
        if token.kind != NAME or token.preposition not in vocabulary.PLACED or n not in alignment.found:
            continue
        alone = [
            "one" in source.place(m)[0].words[max(0, source.tokens[m].at - 3) : source.tokens[m].at]
            for m in alignment.found[n]
        ]
        if all(alone) and not any(other.value_one for other in told.tokens):
            return f'only one is in "{token.text}" in the source'
    return ""


def _one_of_two(scene: Scene) -> str:
    """Both, where the source has one of two."""
    if "both" not in scene.told.words:
        return ""
    told = set().union(*scene.exact.values()) if scene.exact else set()
    for n in sorted(scene.alignment.sentences()):
        sentence = scene.sentence(n)
        words = sentence.reading.words
        one = [at for at, word in enumerate(words) if word in {"one", "neither"} and "two" in words[at + 1 : at + 5]]
        alone = [p for p in sentence.structure.predicates if any(_is_one(sentence, s) for s in p.subject)]
        things = {sentence.first + thing.head for p in alone for thing in p.object}
        if (one and "both" not in words) or things & told:
            return "it is one of two in the source"
    return ""


def _is_one(sentence: Sentence, phrase: Phrase) -> bool:
    return phrase.pronoun == "one" or (len(phrase.members) == 1 and sentence.tokens[phrase.head].value_one)


_RULES = (_another_one, _one_of_them)
