"""The embedded summariser: sentences of the sources, picked for the words that a person's summary would share.

    sources -> paragraphs (junk) -> sentences (sentences, quotes, trim) -> chances of words (evidence, cover) -> a set

Nothing is written, only chosen and shortened, so every sentence can be traced to its source.
"""

from __future__ import annotations

from dataclasses import replace
from heapq import nlargest
from typing import TYPE_CHECKING

from bot import sentences
from bot.model import Sentence
from bot.summaries import cover, trim
from bot.summaries.candidates import Candidate, candidates
from bot.summaries.words import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEAM = 3
_FIELD = 12  # candidates that the search looks at
_TRIMMED = 6  # and how many of them in shorter tellings too
_LEAST_CHARS = 40


def summarise(
    title: str, texts: Sequence[str], *, max_sentences: int = 3, max_chars: int = 480
) -> tuple[Sentence, ...]:
    """The story told in at most `max_sentences` sentences and `max_chars` characters (joined by one space).

    `texts` are the plain texts of its sources; a sentence's `source` counts them from 1. Empty where nothing can be
    supported.
    """
    found = candidates(texts)
    if not found or max_sentences < 1:
        return ()
    aim = cover.Aim(title, found, max_sentences, max_chars)
    chosen = _in_order(_best(found, aim), aim)
    if chosen:
        return tuple(Sentence(candidate.text, candidate.source + 1) for candidate in chosen)
    lead = max(found, key=lambda candidate: (not candidate.leans, aim.extended(cover.Told(), candidate).worth))
    clipped = _clipped(lead.text, max_chars)
    return (Sentence(clipped, lead.source + 1),) if clipped else ()


def _best(found: list[Candidate], aim: cover.Aim) -> list[Candidate]:
    """The set of candidates with the highest worth, by a beam search that adds one sentence at a time."""
    nothing = cover.Told()
    field = nlargest(_FIELD, found, key=aim.promise)
    field += shortened(field[:_TRIMMED], len(found))
    best, beam = nothing, [nothing]
    for _ in range(aim.max_sentences):
        grown: dict[frozenset[int], cover.Told] = {}
        for told in beam:
            for one in field:
                if aim.fits(told, one):
                    longer = aim.extended(told, one)
                    grown.setdefault(frozenset(other.order for other in longer.chosen), longer)
        if not grown:
            break
        beam = [aim.settled(told) for told in nlargest(_BEAM, grown.values(), key=lambda told: told.worth)]
        if not best.chosen or beam[0].worth > best.worth:
            best = beam[0]
    return list(best.chosen)


def shortened(field: list[Candidate], order: int) -> list[Candidate]:
    """The shorter tellings of the most promising candidates, numbered from `order`."""
    found: list[Candidate] = []
    for one in field:
        for text in trim.variants(one.text):
            words = tokens(text)
            number = order + len(found)
            count = sentences.count(text)
            found.append(
                replace(one, text=text, words=words, types=frozenset(words), count=count, order=number, cut=True)
            )
    return found


def _in_order(chosen: list[Candidate], aim: cover.Aim) -> list[Candidate]:
    """The source that says most first, and each source's sentences as it has them."""
    most: dict[int, float] = {}
    for candidate in chosen:
        most[candidate.source] = max(most.get(candidate.source, 0.0), aim.extended(cover.Told(), candidate).worth)
    return sorted(chosen, key=lambda candidate: (-most[candidate.source], candidate.source, candidate.position))


def _clipped(text: str, max_chars: int) -> str:
    """The sentence cut at a word and marked so, where no whole one fits; empty where too little would be left."""
    if len(text) <= max_chars:
        return text
    if max_chars < _LEAST_CHARS:
        return ""
    return text[: max_chars - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
