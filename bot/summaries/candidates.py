"""The sentences that may stand in a summary."""

from __future__ import annotations

import re
from itertools import islice
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import sentences
from bot.summaries import junk, quotes, trim
from bot.summaries.words import stem, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What a feed or an article says after this is not what it is about; it also bounds the work for one story.
_MOST_CHARS = 16_000
_MOST_SENTENCES = 60
_CUT_OFF = re.compile(r"(?:\[?(?:…|\.\.\.)\]?|[^.!?。！？।؟۔\"'”’»)\]])$")
_NAME = re.compile(r"(?<=[^.!?:] )[A-Z][a-z0-9]*|(?<=[^.!?:] [(\"'])[A-Z][a-z0-9]*|(?<=-)[A-Z][a-z0-9]*")


_PRONOUN = re.compile(r"[\"“]?(?:he|she|they|his|her|their)\b", re.IGNORECASE)


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
    anchor: int  # where it leans: the first sentence that names whom its pronoun means
    voiceless: bool
    quote: bool
    opens_paragraph: bool
    names: frozenset[str]  # its words that are capitalised though they do not open it
    cut: bool = False  # told without a clause of the original


def candidates(texts: Sequence[str]) -> list[Candidate]:
    """The usable sentences of `texts`, in order."""
    found: list[Candidate] = []
    for source, text in enumerate(texts):
        anchor = 0
        for position, (opens, spoken) in enumerate(_sentences(text[:_MOST_CHARS])):
            told = _told(spoken)
            leans = sentences.dangling(told)
            if not (leans and _PRONOUN.match(told)):
                anchor = position
            words = tokens(told)
            if len(words) >= 3:
                found.append(
                    Candidate(
                        text=told,
                        source=source,
                        position=position,
                        order=len(found),
                        words=words,
                        names=frozenset(stem(name.lower()) for name in _NAME.findall(told)),
                        count=sentences.count(told),
                        anchor=min(anchor, position - 1),
                        leans=leans,
                        voiceless=spoken is not None and spoken.voiceless,
                        quote='"' in told or "“" in told,
                        opens_paragraph=opens,
                    )
                )
    return found


def _sentences(text: str) -> Iterator[tuple[bool, quotes.Spoken | None]]:
    """Sentences with whether each opens its paragraph."""
    spoken = (
        (i == 0, one)
        for paragraph in quotes.mended(junk.paragraphs(text))
        for i, one in enumerate(quotes.whole(sentences.split_line(paragraph)))
    )
    return islice(spoken, _MOST_SENTENCES)


def _told(spoken: quotes.Spoken | None) -> str:
    """The sentence as it may be told; empty where it may not."""
    if spoken is None:
        return ""
    text = trim.opening(spoken.text)
    if len(text) < 20 or len(text) > 1200 or _CUT_OFF.search(text) or junk.boilerplate(text):
        return ""
    return text
