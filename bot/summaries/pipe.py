"""`downlink summarize`: texts in, summaries out, as a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lines import Json, serve, text
from bot.summaries.extractive import summarise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

MAX_SENTENCES = 3
MAX_CHARS = 480


def run(lines: Iterable[str], out: TextIO) -> int:
    """Answer each line ({"id", "title", "text", "max_sentences"?, "max_chars"?}) with {"id", "summary"} on `out`.

    See bot.lines for lines that are none; how many there were is returned.
    """
    return serve(lines, out, lambda asked, _: answer(asked), {"summary": ""})


def answer(asked: Json) -> Json:
    """The answer to one line."""
    told = summarise(
        text(asked.get("title")),
        [text(asked.get("text"))],
        max_sentences=_limit(asked.get("max_sentences"), MAX_SENTENCES),
        max_chars=_limit(asked.get("max_chars"), MAX_CHARS),
    )
    return {"summary": " ".join(sentence.text for sentence in told)}


def _limit(value: object, default: int) -> int:
    """A count as given, or the default where none or no number is given."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    return int(max(0, min(value, 1_000_000)))
