"""`downlink cluster`: items in time order in, the story of each out, as a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TextIO

from bot.lines import Json, serve
from bot.news.stories import StoryIndex


def run(lines: Iterable[str], out: TextIO) -> int:
    """Answer each line ({"id", "title", "text", "published"}) with {"id", "cluster"} on `out`.

    Any other field is ignored; a missing, null, empty or wrongly typed one counts as empty. Without an id the
    line is "line 7", say, for its mere number may be another's id; an id that was there before is that report,
    rewritten. See bot.lines for lines that are none; how many
    there were is returned.
    """
    index = StoryIndex()

    def answer(asked: Json, number: int) -> Json:
        key = asked.get("id")
        if not isinstance(key, str | int) or isinstance(key, bool):
            key = f"line {number}"
        title, text = (value if isinstance(value := asked.get(name), str) else "" for name in ("title", "text"))
        return {"id": key, "cluster": index.place(key, title, text, _time(asked.get("published")))}

    return serve(lines, out, answer, {"cluster": None})


def _time(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
