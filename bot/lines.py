"""JSON lines in, JSON lines out, one flushed line for each, in order: what the pipes share."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from typing import Any, TextIO

Json = dict[str, Any]
Answer = Callable[[Json, int], Json]
"""What is said to a line's object and its number, from 1."""


def serve(lines: Iterable[str], out: TextIO, answer: Answer, empty: Json) -> int:
    """Write `answer` of each line's object to `out`, with the `id` that was asked unless it has its own.

    A line that is no JSON object (RFC 8259, which knows neither NaN nor infinity) is answered with `empty` and an
    `error` that names the line and what is wrong; blank ones are passed over. Returned is how many were answered so.
    """
    faulty = 0
    for number, raw in enumerate(getattr(lines, "buffer", lines), 1):  # bytes if there are any, which end no pipe
        line = (raw.decode("utf-8-sig", "replace") if isinstance(raw, bytes) else raw).strip()
        if line:
            told = _answered(line, number, answer, empty)
            faulty += "error" in told
            out.write(_written(told) + "\n")
            out.flush()
    return faulty


def text(value: object) -> str:
    """A string as given, else none. JSON may escape half of a surrogate pair, which no output can take."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _answered(line: str, number: int, answer: Answer, empty: Json) -> Json:
    try:
        asked = json.loads(line, parse_constant=_number, parse_float=_number)
    except json.JSONDecodeError as error:
        fault = f"not JSON: {error.msg} at character {error.pos + 1}"
    except RecursionError:
        fault = "lists in lists in lists: nothing here is that deep"
    except ValueError as error:
        fault = str(error).partition(";")[0]  # behind it Python names a switch of its own
    else:
        if isinstance(asked, dict):
            return {"id": asked.get("id"), **answer(asked, number)}
        fault = "not a JSON object"
    return {"id": None, **empty, "error": f"line {number}: {fault}"}


def _number(written: str) -> float:
    """A number that can be written again; Python's own reader makes others of "NaN" and of 1e999."""
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written[:40]} is no number that JSON can hold")
    return number


def _written(value: Json) -> str:
    plain = json.dumps(value, ensure_ascii=False)
    return plain if plain.isprintable() else json.dumps(value)
