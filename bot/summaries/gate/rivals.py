"""Whether a rank is of whom, and among whom, the source has it: "the first Japanese astronaut", "Orr's first". Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.summaries.gate.claims import NAME, NUMBER, WORD
from bot.summaries.gate.phrases import Scene
from bot.summaries.gate.ranking import SPANS, alike
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Structure


def objection(scene: Scene) -> str:
    """The first rank that is another's, or told without those among whom it holds; empty where none is."""
    return _among(scene) or _of_owner(scene)


def _among(scene: Scene) -> str:
    """Among whom one is first, left out: "the first Japanese astronaut", "any other Chinese woman", "this year"."""
    told = [mark.kind for mark in scene.told.marks]
    said = {m for places in scene.found.values() for m in places}
    for n in sorted(scene.alignment.sentences()):
        sentence = scene.sentence(n)
        words = sentence.reading.words
        for rank in sentence.reading.marks:
            quantity = rank.kind in ("quantity:more", "quantity:less")
            if not (rank.kind.startswith("rank:") or quantity) or not any(alike(mine, rank.kind) for mine in told):
                continue
            for at in range(rank.at, min(len(words) - 1, rank.at + 12)):
                if words[at] == "this" and words[at + 1] in SPANS and words[at + 1] not in scene.told.words:
                    return f'it leaves out "this {words[at + 1]}"'
            start = next((at for at in range(rank.at, len(words)) if words[at] == "other"), -1) if quantity else rank.at
            if start >= 0 and (name := _nation(scene, sentence, start, said)):
                return f'it leaves out "{name}"'
    return ""


def _nation(scene: Scene, sentence: Sentence, start: int, said: set[int]) -> str:
    """A name right behind the rank that describes a noun which is told without it."""
    for m, token in enumerate(sentence.tokens[:-1]):
        following = sentence.tokens[m + 1]
        if token.kind != NAME or not start < token.at <= start + 3 or sentence.first + m in said:
            continue
        beside = following.at == token.at + 1 and following.kind == WORD
        if beside and scene.alignment.back.get(sentence.first + m + 1):
            return token.text
    return ""


def _of_owner(scene: Scene) -> str:
    """A rank that the source has of another: "the first for Orr and the fourth for Moss"."""
    for mine, owner in _owned(scene.structure):
        places = {m for k in owner for m in scene.found.get(k, ())}
        for n in sorted({scene.source.sentence[m] for m in places}):
            sentence = scene.sentence(n)
            theirs = [
                (key, bool(places & {sentence.first + k for k in who})) for key, who in _owned(sentence.structure)
            ]
            if (mine, False) in theirs and (mine, True) not in theirs and any(same for _, same in theirs):
                return "the source has another as the one who is ranked so"
    return ""


def _owned(structure: Structure) -> Iterator[tuple[str, list[int]]]:
    """The ranks of the sentence, each with whose it is."""
    tokens = structure.reading.tokens
    for phrase in structure.phrases:
        for k in phrase.members:
            if tokens[k].kind == NUMBER and tokens[k].ordinal:
                behind = [p for p in structure.phrases if phrase in p.hosts and p.preposition in {"for", "by"}]
                if owner := [*phrase.owners, *(j for p in behind for j in p.members)]:
                    yield tokens[k].key, owner
