"""The sentences that may stand in a summary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import sentences
from bot.summaries import junk, trim
from bot.summaries.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What a feed or an article says after this is not what it is about; it also bounds the work for one story.
_MOST_CHARS = 16_000
_MOST_SENTENCES = 60
_CUT_OFF = re.compile(r"(?:\[?(?:…|\.\.\.)\]?|[^.!?。！？।؟۔\"'”’»)\]])$")
_WORDS = re.compile(r"\w+")


@dataclass(slots=True, eq=False)
class Candidate:
    """One sentence, as it may be told.

    `position` counts the sentences of its source, `length` its words, `count` the sentences that a strict reader sees in it;
    `leans` where it needs the sentence before it; `flaws` are reasons against it that only a lack of others outweighs.
    """

    text: str
    source: int
    position: int
    order: int
    words: list[str]
    count: int
    leans: bool
    quote: bool
    opens_paragraph: bool


def candidates(title: str, texts: Sequence[str], max_chars: int) -> list[Candidate]:
    """The usable sentences of `texts` in order, near-duplicates of the title or of each other left to the choice."""
    found: list[Candidate] = []
    for source, text in enumerate(texts):
        position = 0
        for opens, whole in _sentences(text[:_MOST_CHARS]):
            told = _told(whole)
            if told and position < _MOST_SENTENCES:
                words = tokens(told)
                if len(words) >= 3:
                    found.append(
                        Candidate(
                            told,
                            source,
                            position,
                            len(found),
                            words,
                            sentences.count(told),
                            sentences.dangling(told),
                            '"' in told or "“" in told,
                            opens,
                        )
                    )
            position += 1
    return found


def _sentences(text: str) -> Iterator[tuple[bool, str]]:
    """Sentences with whether each opens its paragraph; speech of several sentences is one as far as its quotes are kept."""
    for paragraph in _quotes_mended(junk.paragraphs(text)):
        held = ""
        opens = True
        for sentence in sentences.split_line(paragraph):
            joined = f"{held} {sentence}" if held else sentence
            if sentences.quote_depth(joined) > 0 and len(joined) < 600:
                held = joined
                continue
            yield opens, joined
            held, opens = "", False
        if held:
            for sentence in sentences.split_line(held):
                yield opens, sentence
                opens = False


def _quotes_mended(paragraphs: list[str]) -> list[str]:
    """The paragraphs with a straight quote that a page builder left at the end of one moved to the start of the next."""
    mended = paragraphs[:]
    for i in range(len(mended) - 1):
        here, following = mended[i], mended[i + 1]
        if here.endswith('"') and here.count('"') % 2 and following.count('"') % 2 and not following.startswith('"'):
            mended[i], mended[i + 1] = here[:-1].rstrip(), f'"{following}'
    return mended


def _told(whole: str) -> str:
    """The sentence as it may be told; empty where it may not."""
    text = trim.opening(whole)
    if len(text) < 20 or len(text) > 1200 or _CUT_OFF.search(text) or junk.boilerplate(text):
        return ""
    if sentences.quote_depth(text):
        text = _without_orphan(text)
    return text


def _without_orphan(text: str) -> str:
    """The sentence without a quotation mark that has no partner at one of its ends; empty where one is left inside."""
    bare = text.strip("\"“” ")
    if sentences.quote_depth(bare) or re.search(r"\b(?:I|we|We|my|My|our|Our|me|us|you)\b", bare):
        return ""
    return bare
