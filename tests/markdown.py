"""A small model of what Discord's client makes of a message's text: enough to say that nothing in it comes alive.

Stricter than the client where that is simpler: a marker that is not escaped counts as alive even if nothing closes it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

LINE_START = re.compile(r"(?:#{1,3} |-# |>{1,3} |[-*+] |\d+[.)] )")
ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
ALIVE = {
    "link": re.compile(r"\w+://\S"),
    "mention": re.compile(r"@(?:everyone|here)\b|<(?:@[!&]?|#)\d+>"),
    "angle": re.compile(r"<(?:a?:\w+:\d+|t:-?\d+|/[\w -]+:\d+|id:\w+|https?:|mailto:|tel:|[\w.+-]+@)"),
    "invite": re.compile(r"(?:discord(?:app)?\.(?:gg|io|me|li|com/invite)|dsc\.gg)/\w", re.IGNORECASE),
    "marker": re.compile(r"[*_`\[\]]|~~|\|\|"),
}
# What Discord's server, and the clients' unfurling, look for in the raw text, whatever is escaped in it.
RAW = re.compile(r"@(?:everyone|here)\b|<@[!&]?\d+>|<#\d+>|https?://\S|discord(?:app)?\.gg/\w", re.IGNORECASE)


class Shown(NamedTuple):
    """What a reader sees, and the names of what came alive."""

    text: str
    alive: list[str]


def show(source: str) -> Shown:
    """What the client shows for `source`."""
    text: list[str] = []
    alive = ["raw"] if RAW.search(source) else []
    for number, line in enumerate(source.split("\n")):
        text.append("\n" if number else "")
        at = len(line) - len(line.lstrip())
        text.append(line[:at])
        if LINE_START.match(line, at):
            alive.append("line start")
        while at < len(line):
            if escaped := ESCAPE.match(line, at):
                text.append(escaped[1])
                at = escaped.end()
                continue
            alive += [name for name, pattern in ALIVE.items() if pattern.match(line, at)]
            text.append(line[at])
            at += 1
    return Shown("".join(text).replace("\u200b", ""), alive)
