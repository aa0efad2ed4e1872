"""Speech that runs over several sentences, so that one of them can be told alone: its quotation marks made whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARK = re.compile(r"[\"“”]")
_GLUED = re.compile(r"[,:]\"\w")  # said,"We fly
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our|me|us|you|You|your|I['’]\w+)\b")
_BEFORE_OPENING = frozenset(" \t([—–-‘'/")


class Spoken(NamedTuple):
    """A sentence with whole quotation marks. `voiceless` where all of it is speech: who says it stands elsewhere."""

    text: str
    voiceless: bool


def mended(paragraphs: list[str]) -> list[str]:
    """The paragraphs with a straight mark that a page builder left at the end of one moved to the start of the next."""
    told = paragraphs[:]
    for i in range(len(told) - 1):
        here, following = told[i], told[i + 1]
        if here.endswith('"') and here.count('"') % 2 and following.count('"') % 2 and not following.startswith('"'):
            told[i], told[i + 1] = here[:-1].rstrip(), f'"{following}'
    return told


def whole(sentences: Iterable[str]) -> Iterator[Spoken | None]:
    """The sentences of one paragraph with the marks that each needs; None for one whose marks cannot be understood."""
    inside = False
    for sentence in sentences:
        began, inside, text = inside, *_read(sentence, inside)
        if text is None:
            yield None
            continue
        if began and text[0] not in '"“':
            text = f"“{text}" if "”" in text or "“" in text else f'"{text}'
        if inside and text[-1] not in '"”':
            text += "”" if "“" in text else '"'
        yield Spoken(text, _all_speech(text))


def _read(sentence: str, inside: bool) -> tuple[bool, str | None]:
    """Whether speech is open after the sentence, and the sentence with its marks in pairs (None where unclear)."""
    started = inside
    for match in _MARK.finditer(sentence):
        at = match.start()
        opens = at == 0 or sentence[at - 1] in _BEFORE_OPENING or _GLUED.match(sentence, at - 1) is not None
        opening = match.group() == "“" or (match.group() == '"' and opens)
        if opening and at == 0 and inside:  # a new paragraph or sentence of the same speech
            continue
        if opening == inside:
            if not opening and at >= len(sentence) - 2 and not _FIRST_PERSON.search(sentence):
                return False, sentence[:at] + sentence[at + 1 :]
            if (
                not opening
                and not started
                and '"' not in sentence[:at]
                and "“" not in sentence[:at]
                and sentence[at - 1] in ",.!?"
            ):
                return _read(f'"{sentence}', False)
            return False, None
        inside = opening
    return inside, sentence


def _all_speech(text: str) -> bool:
    return text[0] in '"“' and text[-1] in '"”' and len(_MARK.findall(text)) == 2
