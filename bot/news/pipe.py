"""The `downlink cluster` pipe: JSON lines in time order in, the story of each out."""

from __future__ import annotations

import json
from datetime import datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING

from bot.news.stories import StoryIndex

if TYPE_CHECKING:
    from typing import TextIO


def _time(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def run(stdin: TextIO, stdout: TextIO) -> None:
    """Answer each line {"id","title","text","published"} with {"id","cluster"}, flushed; a line that is no JSON
    object with {"error"}.

    Any other field is ignored; a missing, null, empty or wrongly typed one counts as empty. Without an id the
    line's number serves.
    """
    if isinstance(stdin, TextIOWrapper):
        stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    index = StoryIndex()
    for number, line in enumerate(stdin, 1):
        try:
            item = json.loads(line)
            if not isinstance(item, dict):
                raise ValueError("not a JSON object")  # noqa: TRY004, TRY301 - one answer for both kinds of bad line
        except (ValueError, RecursionError) as error:
            stdout.write(json.dumps({"error": f"line {number}: {error}"}) + "\n")
            stdout.flush()
            continue
        key = item.get("id")
        if not isinstance(key, str | int) or isinstance(key, bool):
            key = number
        title, text = (value if isinstance(value := item.get(name), str) else "" for name in ("title", "text"))
        cluster = index.place(key, title, text, _time(item.get("published")))
        stdout.write(json.dumps({"id": key, "cluster": cluster}) + "\n")
        stdout.flush()
