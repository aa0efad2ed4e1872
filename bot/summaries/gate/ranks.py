"""The words of a sentence that rank or share out, and the nouns that they belong to. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.summaries.gate import quantities, vocabulary
from bot.summaries.gate.claims import Mark
from bot.summaries.gate.meanings import base, stands_for
from bot.summaries.gate.structure import Phrase, Structure

ONLY = f"rank:{base('only')}"
BEFORE_NOUN = 4  # words: a rank stands so close before the noun that it is of
_BOUNDED = frozenset({"at", "to", "than"})
EACH = frozenset({"each", "apiece", "per", "every"})
SPANS = frozenset({"year", "month", "week", "season", "decade", "century"})


def marks(structure: Structure) -> Iterator[Mark]:
    """The words that rank or share out, without verbs ("will last"), bounds ("at least") and lists ("were all")."""
    reading = structure.reading
    verbs = {reading.tokens[p.verb].at for p in structure.predicates if p.verb >= 0}
    for mark in reading.marks:
        many = mark.kind == "quantity:double" or mark.kind.endswith("_times")
        if not mark.kind.startswith(("rank:", "quantity:")) or (mark.at in verbs and not many):
            continue
        before = reading.words[mark.at - 1] if mark.at else ""
        word, after = reading.words[mark.at], reading.words[mark.at + 1 : mark.at + 2]
        latest = word == "earliest" and reading.words[max(0, mark.at - 2) : mark.at] == ["at", "the"]
        bound = (
            (latest or before in _BOUNDED)
            and mark.kind != "rank:not_before"
            and word in {"least", "most", "last", "earliest"}
        )
        floating = word in {"all", "both", "each"} and before in vocabulary.BE | {"have", "has", "had"}
        if (
            bound
            or floating
            or (word in {"each", "every"} and (after == ["other"] or (after[:1] and after[0][0].isdigit())))
        ):
            continue
        if (word == "half" and before == "a") or (word == "many" and before == "too"):
            continue  # "an hour and a half"
        yield mark


def ranked(structure: Structure, at: int) -> Phrase | None:
    """The noun that a word at `at` ranks, or shares out."""
    tokens, words = structure.reading.tokens, structure.reading.words
    behind = at + 2 if words[at + 1 : at + 2] == ["of"] else at
    found: Phrase | None = None
    if words[behind : behind + 1] and words[behind] in vocabulary.PRONOUNS - vocabulary.DETERMINERS | {
        "these",
        "those",
    }:
        return None  # "half of them"
    owned = {k for phrase in structure.phrases for k in phrase.owners}
    for phrase in structure.phrases:
        if not phrase.members or phrase.head in owned:
            continue
        start, end = tokens[phrase.members[0]].at, tokens[phrase.head].at
        close = start - BEFORE_NOUN <= behind <= end and (behind == at or start > at)
        if close and (found is None or end < tokens[found.head].at):
            found = phrase
    return found


def alike(mine: str, theirs: str) -> bool:
    """Whether two kinds of mark rank alike: "largest" and "biggest"."""
    if mine == theirs:
        return True
    return mine.startswith("rank:") and theirs.startswith("rank:") and stands_for(mine[5:], theirs[5:])


def numbered(words: Sequence[str], at: int) -> bool:
    """Whether a word that ranks has a place of its own: "second strongest", "third-largest"."""
    before = [word for word in words[max(0, at - 2) : at] if word != "-"]
    return bool(before) and (before[-1] == "second" or (before[-1] in quantities.ORDINALS and before[-1] != "first"))
