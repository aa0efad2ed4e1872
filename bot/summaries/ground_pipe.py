"""`downlink ground`: the gate alone, as a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from bot.lines import Json, serve, text
from bot.summaries.grounding import ground


def run(lines: Iterable[str], out: TextIO) -> int:
    """Answer each line ({"id", "sources", "text"}) with {"id", "kept", "kept_by", "dropped"} on `out`.

    `kept` are sentences, and `kept_by` the number of the source, from 1, on which each of them rests; `dropped` are
    {"text", "reason", "source"}, `source` the number of the one that comes closest (0 where there is none). See
    bot.lines for lines that are none; how many there were is returned.
    """
    return serve(lines, out, lambda asked, _: answer(asked), {"kept": [], "kept_by": [], "dropped": []})


def answer(asked: Json) -> Json:
    """The answer to one line."""
    sources = asked.get("sources")
    each = sources if isinstance(sources, list) else [] if sources is None else [sources]
    texts = [_source(source) for source in each]
    grounded = ground(texts, text(asked.get("text")))
    return {
        "kept": list(grounded.kept),
        "kept_by": [verdict.source for verdict in grounded.verdicts if not verdict.reason],
        "dropped": [
            {"text": verdict.sentence, "reason": verdict.reason, "source": verdict.source}
            for verdict in grounded.verdicts
            if verdict.reason
        ],
    }


def _source(value: object) -> str:
    return text(value.get("text") if isinstance(value, dict) else value)
