"""`downlink ground`: the gate alone. JSON lines in, JSON lines out, one flushed line for each, in order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from bot.summaries.grounding import ground


def run(lines: Iterable[str], out: TextIO) -> None:
    """Answer each line ({"id", "sources", "text"}) with {"id", "kept", "dropped"} on `out`.

    `kept` are sentences; `dropped` are {"text", "reason"}. A line that is not a JSON object is answered with
    {"id": null, "kept": [], "dropped": [], "error": what is wrong}. Blank lines are passed over.
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
        return {"id": None, "kept": [], "dropped": [], "error": f"not JSON: {error}"}
    if not isinstance(asked, dict):
        return {"id": None, "kept": [], "dropped": [], "error": "not a JSON object"}
    sources = asked.get("sources")
    texts = [_text(source) for source in sources] if isinstance(sources, list) else [_text(sources)]
    grounded = ground(texts, _text(asked.get("text")))
    return {
        "id": asked.get("id"),
        "kept": list(grounded.kept),
        "dropped": [{"text": text, "reason": reason} for text, reason in grounded.dropped],
    }


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("text")
    # JSON may escape half of a surrogate pair, which no output can take.
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _json(value: dict[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)
