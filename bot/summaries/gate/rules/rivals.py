"""Whether a rank is of whom, and among whom, the source has it: "the first Japanese astronaut", "Orr's first". Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.summaries.gate import tags
from bot.summaries.gate.claims import NAME, NUMBER, WORD, Mark
from bot.summaries.gate.phrases import Scene
from bot.summaries.gate.ranks import ONLY, SPANS, alike, marks, ranked
from bot.summaries.gate.sentence import Sentence
from bot.summaries.gate.structure import Structure


def objection(scene: Scene) -> str:
    """The first rank that is another's, or told without those among whom it holds; empty where none is."""
    return _first_to(scene) or _among(scene) or _of_owner(scene)


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


def _first_to(scene: Scene) -> str:
    """What somebody is the first to do, where the source has them first in something else."""
    structure = scene.structure
    for predicate in structure.predicates:
        if predicate.governor < 0 or predicate.verb not in scene.found:
            continue
        unit = structure.units[predicate.governor]
        mark = next((m for m in marks(structure) if m.kind in ("rank:first", ONLY) and _of(scene, m, unit)), None)
        if mark is None:
            continue
        places = scene.found[predicate.verb]
        same = [m for m in places if any(other.kind == mark.kind for other in scene.home(m).reading.marks)]
        if not any(_also_first(scene, predicate.verb, m) for m in same):
            return f'the source has nobody as the first to "{scene.tokens[predicate.verb].text}"'
    return ""


def _of(scene: Scene, mark: Mark, unit: tags.Unit) -> bool:
    """Whether that word is the noun that is ranked, or the rank itself: "the first to fly"."""
    phrase = ranked(scene.structure, mark.at)
    return scene.told.words[mark.at] == unit.low or (phrase is not None and unit.token in phrase.members)


def _also_first(scene: Scene, verb: int, m: int) -> bool:
    token, sentence = scene.source.tokens[m], scene.home(m)
    doer = [ranked(sentence.structure, mark.at) for mark in sentence.reading.marks if mark.kind == "rank:first"]
    agent = any(phrase is not None and m - sentence.first in phrase.members for phrase in doer)  # "the first commander"
    return token.key == scene.tokens[verb].key or token.infinitive or agent
