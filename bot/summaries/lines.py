"""JSON lines in, JSON lines out, one flushed line for each, in order: what the pipes of this room share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TextIO

Json = dict[str, Any]


def serve(lines: Iterable[str], out: TextIO, answer: Callable[[Json], Json], empty: Json) -> None:
    """Write `answer` of each line's object to `out`.

    A line that is no JSON object is answered with `empty` and an `error` that says what is wrong; blank ones are
    passed over.
    """
    for raw in getattr(lines, "buffer", lines):  # bytes where there are any: a stray one must not end the pipe
        line = raw.decode("utf-8-sig", "replace") if isinstance(raw, bytes) else raw
        if line.strip():
            out.write(_written(_answered(line, answer, empty)) + "\n")
            out.flush()


def text(value: object) -> str:
    """A string as given, else none. JSON may escape half of a surrogate pair, which no output can take."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _answered(line: str, answer: Callable[[Json], Json], empty: Json) -> Json:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, **empty, "error": f"not JSON: {error}"}
    if not isinstance(asked, dict):
        return {"id": None, **empty, "error": "not a JSON object"}
    return {"id": asked.get("id"), **answer(asked)}


def _written(value: Json) -> str:
    plain = json.dumps(value, ensure_ascii=False)
    return plain if plain.isprintable() else json.dumps(value)
