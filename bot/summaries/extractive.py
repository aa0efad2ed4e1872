"""The embedded summariser: sentences of the sources, picked for the words that a person's summary would share.

    sources -> paragraphs (junk) -> sentences (sentences, quotes, trim) -> chances of words (evidence, cover) -> a set

Nothing is written, only chosen and shortened, so every sentence can be traced to its source.
"""

from __future__ import annotations

import re
from dataclasses import replace
from heapq import nlargest
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from bot import sentences
from bot.model import Sentence
from bot.summaries import cover, junk, references, trim
from bot.summaries.candidates import Candidate, candidates
from bot.summaries.words import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEAM = 3
_OPEN = 6
_FIELD = 16  # candidates that the search looks at
_TRIMMED = 6  # and how many of them in shorter tellings too
_LEAST_CHARS = 40
_NEARLY = 0.7
_HALF = 0.5
_BARE_CHARS = 1_000  # of a text without a sentence, that are looked at
_ANY_WORD = re.compile(r"\w")


def summarise(
    title: str, texts: Sequence[str], *, max_sentences: int = 3, max_chars: int = 480
) -> tuple[Sentence, ...]:
    """The story told in at most `max_sentences` sentences and `max_chars` characters (joined by one space).

    `texts` are the plain texts of its sources; a sentence's `source` counts them from 1. Where they have no sentence
    fit to be told, a story with a title is told by it alone: empty. One without is told by the first words that they
    have.
    """
    found = candidates(texts)
    if max_sentences < 1:
        return ()
    if not found:
        return () if title.strip() else _first_words(texts, max_chars)
    aim = cover.Aim(title, found, max_sentences, max_chars)
    telling = [one for one in found if not one.hollow(frozenset(tokens(title)))] if title.strip() else found
    if not telling:
        return ()
    chosen = _in_order(_best(telling, len(found), aim), aim)
    if chosen:
        return tuple(Sentence(candidate.text, candidate.source + 1) for candidate in chosen)
    lead = max(telling, key=lambda one: (not one.leans, not one.voiceless, aim.extended(cover.Told(), one).worth))
    if (lead.leans or lead.voiceless) and title:
        return ()
    clipped = _clipped(lead.text, max_chars)
    return (Sentence(clipped, lead.source + 1),) if clipped else ()


def _best(found: list[Candidate], count: int, aim: cover.Aim) -> list[Candidate]:
    """The set of candidates, numbered below `count`, with the highest worth, by a beam search that adds one sentence at
    a time.
    """
    nothing = cover.Told()
    field = nlargest(_FIELD, found, key=aim.promise)
    field += [one for one in found[:_OPEN] if one.source == 0 and one not in field]
    field += shortened(field[:_TRIMMED], count)
    leads = aim.leads(field) if aim.evidence.title and aim.max_sentences > 1 else aim.by_themselves(field)
    best, beam = nothing, [nothing]
    for _ in range(aim.max_sentences):
        beam = _grown(beam, field if beam[0].chosen else leads, aim)
        if not beam:
            break
        if not best.chosen or beam[0].worth > best.worth:
            best = beam[0]
    return list(best.chosen)


def _grown(beam: list[cover.Told], field: list[Candidate], aim: cover.Aim) -> list[cover.Told]:
    """The best sets of one sentence more, ready to be extended in turn; those that cannot be among them are passed."""
    offers = [(aim.at_most(told, one), told, one) for told in beam for one in field if aim.may_join(told, one)]
    offers.sort(key=itemgetter(0), reverse=True)
    grown: dict[frozenset[int], cover.Told] = {}
    best: list[float] = []
    for most, told, one in offers:
        if len(best) == _BEAM and most <= best[-1]:
            break
        if aim.adds(told, one):
            longer = aim.extended(told, one)
            same = frozenset([other.order for other in longer.chosen])
            if same not in grown or longer.worth > grown[same].worth:
                grown[same] = longer
                best = sorted([other.worth for other in grown.values()], reverse=True)[:_BEAM]
    return [aim.settled(told) for told in nlargest(_BEAM, grown.values(), key=attrgetter("worth"))]


def shortened(field: list[Candidate], order: int) -> list[Candidate]:
    """The shorter tellings of the most promising candidates, numbered from `order`."""
    found: list[Candidate] = []
    for one in field:
        for text in trim.variants(one.text):
            if references.leans(text) and not one.leans:
                continue
            words = tokens(text)
            number = order + len(found)
            found.append(replace(one, text=text, words=words, types=frozenset(words), order=number, whole=one))
    return found


def _in_order(chosen: list[Candidate], aim: cover.Aim) -> list[Candidate]:
    """The sentence that tells the headline first, then its source's others, then those of other sources.

    A source's sentences keep their order, and one that leans stays behind the one that it leans on. What opens the
    source right before the lead, and tells nearly as much of the headline, stays before it. Where the lead opens with
    speech, or with "this launch", another goes first that tells at least half as much.
    """
    if not chosen:
        return []
    able = [one for one in chosen if not one.leans and not one.voiceless] or chosen
    worth = {one.order: aim.extended(cover.Told(), one).worth for one in chosen}
    lead = max(able, key=lambda one: (aim.lead(one), worth[one.order]))
    if not cover.opens_well(lead):
        fair = [one for one in able if cover.opens_well(one) and aim.lead(one) >= _HALF * aim.lead(lead)]
        lead = max(fair, key=lambda one: (aim.lead(one), worth[one.order]), default=lead)
    unknown = references.definite(lead.text) - aim.evidence.title
    lead = next((one for one in sorted(able, key=attrgetter("position")) if _introduces(one, lead, unknown)), lead)
    for one in able:
        before = (one.source, one.position) == (lead.source, lead.position - 1)
        if before and cover.opens_well(one) and aim.lead(one) >= _NEARLY * aim.lead(lead):
            lead = one
            break
    most: dict[int, float] = {}
    runs: list[list[Candidate]] = []
    for one in sorted(chosen, key=lambda one: (one.source, one.position)):
        most[one.source] = max(most.get(one.source, 0.0), worth[one.order])
        if runs and (one.leans or one.voiceless or runs[-1][-1].voiceless) and runs[-1][-1].source == one.source:
            runs[-1].append(one)
        else:
            runs.append([one])
    runs.sort(key=lambda run: (lead not in run, run[0].source != lead.source, -most[run[0].source], run[0].source))
    return [one for run in runs for one in run]


def _introduces(one: Candidate, lead: Candidate, unknown: frozenset[str]) -> bool:
    """Whether `one` stands before `lead`, may come first and names what is `unknown` there: drones, "the drones"."""
    if one.source != lead.source or one.position >= lead.position or not cover.opens_well(one):
        return False
    return not unknown.isdisjoint(one.types - references.definite(one.text))


def _first_words(texts: Sequence[str], max_chars: int) -> tuple[Sentence, ...]:
    """The first words of the texts that are not the page's, however few, as one sentence of their source."""
    for source, text in enumerate(texts, start=1):
        for line in text[:_BARE_CHARS].splitlines():
            for words in sentences.split_line(line):
                if _ANY_WORD.search(words) and not junk.boilerplate(words) and (told := _clipped(words, max_chars)):
                    return (Sentence(told, source),)
    return ()


def _clipped(text: str, max_chars: int) -> str:
    """The sentence cut at a word and marked so, where no whole one fits; empty where too little would be left."""
    if len(text) <= max_chars:
        return text
    if max_chars < _LEAST_CHARS:
        return ""
    return text[: max_chars - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
