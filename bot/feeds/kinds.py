"""What a kind of feed is to the parser. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.document import Document, Entry

MAX_ENTRIES = 200  # of one document: more than anybody reads of one feed between two briefs

# Reads a document of its kind, or answers None if it is of another. Raises Unreadable if it is its kind but broken.
Reader = Callable[["Source"], Document | None]


class Unreadable(ValueError):
    """A document of a known kind that is broken past reading; the message says how, for people."""


@dataclass(frozen=True)
class Source:
    """A document as it came: the bytes, the address they came from, and what the server called them (Content-Type).

    `strict` asks for well-formed XML, where otherwise the best is made of what there is.
    """

    body: bytes
    url: str
    content_type: str = ""
    strict: bool = False

    @cached_property
    def json(self) -> Any:
        """The body as JSON; None if it isn't any."""
        if self.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"{", b"["}:
            return None
        try:
            return json.loads(self.body.decode("utf-8-sig", "replace").strip("\ufeff \t\r\n"))
        except (ValueError, RecursionError):
            return None


def read_entries(raw: Sequence[Any], read: Callable[[Any], Entry]) -> tuple[Entry, ...]:
    """The first MAX_ENTRIES raw entries as `read` reads them.

    One that can't be read is skipped; the document is Unreadable only if none of them can.
    """
    entries: list[Entry] = []
    fault: Exception | None = None
    for one in raw[:MAX_ENTRIES]:
        try:
            entry = read(one)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            fault = fault or error
        else:
            entries.append(entry)
    if fault and not entries:
        raise Unreadable(f"none of its {len(raw)} entries can be read: {fault}")
    return tuple(entries)


def text(value: Any) -> str:
    """A JSON value where text is expected: numbers as written, anything else as nothing."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
