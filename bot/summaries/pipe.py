"""`downlink summarize`: JSON lines in, JSON lines out, one flushed line for each, in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.summaries.extractive import summarise

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

MAX_SENTENCES = 3
MAX_CHARS = 480


def run(lines: Iterable[str], out: TextIO) -> None:
    """Answer each line of `lines` ({"id", "title", "text", "max_sentences"?, "max_chars"?}) with {"id", "summary"} on `out`.

    A line that is not a JSON object is answered with {"id": null, "summary": "", "error": what is wrong}. Blank lines are passed over.
    """
    for line in lines:
        if line.strip():
            out.write(json.dumps(answer(line), ensure_ascii=False) + "\n")
            out.flush()


def answer(line: str) -> dict[str, Any]:
    """The answer to one line."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "summary": "", "error": f"not JSON: {error}"}
    if not isinstance(asked, dict):
        return {"id": None, "summary": "", "error": "not a JSON object"}
    told = summarise(
        _text(asked.get("title")),
        [_text(asked.get("text"))],
        max_sentences=_limit(asked.get("max_sentences"), MAX_SENTENCES),
        max_chars=_limit(asked.get("max_chars"), MAX_CHARS),
    )
    return {"id": asked.get("id"), "summary": " ".join(sentence.text for sentence in told)}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _limit(value: object, default: int) -> int:
    """A count as given, or the default where none or no number is given."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value == value:  # noqa: PLR0124 - NaN
        return default
    return max(0, int(min(value, 1_000_000)))
