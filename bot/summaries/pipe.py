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
    """Answer each line ({"id", "title", "text", "max_sentences"?, "max_chars"?}) with {"id", "summary"} on `out`.

    A line that is not a JSON object is answered with {"id": null, "summary": "", "error": what is wrong}. Blank lines
    are passed over.
    """
    for raw in getattr(lines, "buffer", lines):  # bytes where there are any: a stray one must not end the pipe
        line = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
        if line.strip():
            out.write(_json(answer(line)) + "\n")
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
    # JSON may escape half of a surrogate pair, which no output can take.
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _limit(value: object, default: int) -> int:
    """A count as given, or the default where none or no number is given."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:  # noqa: PLR0124 - NaN alone differs from itself
        return default
    return int(max(0, min(value, 1_000_000)))


def _json(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)
