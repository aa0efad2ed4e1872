"""`downlink ground`: the gate alone, as a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from bot.lines import Json, serve, text
from bot.summaries.grounding import ground


def run(lines: Iterable[str], out: TextIO) -> None:
    """Answer each line ({"id", "sources", "text"}) with {"id", "kept", "dropped"} on `out`.

    `kept` are sentences; `dropped` are {"text", "reason"}. See bot.lines for lines that are none.
    """
    serve(lines, out, lambda asked, _: answer(asked), {"kept": [], "dropped": []})


def answer(asked: Json) -> Json:
    """The answer to one line."""
    sources = asked.get("sources")
    texts = [_source(source) for source in sources] if isinstance(sources, list) else [_source(sources)]
    grounded = ground(texts, text(asked.get("text")))
    return {
        "kept": list(grounded.kept),
        "dropped": [{"text": sentence, "reason": reason} for sentence, reason in grounded.dropped],
    }


def _source(value: object) -> str:
    return text(value.get("text") if isinstance(value, dict) else value)
