"""A Document as JSON and back, for the way between the parse workers and the house. Pure."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from bot.document import Document, Entry

_ENTRY = tuple(field.name for field in fields(Entry))


def document_to_json(document: Document) -> dict[str, Any]:
    """Plain JSON values; entries as rows, for their names would be half of the bytes."""
    return {
        "title": document.title,
        "link": document.link,
        "language": document.language,
        "entries": [_row(entry) for entry in document.entries],
        "ttl": document.ttl.total_seconds() if document.ttl else None,
        "skip_hours": sorted(document.skip_hours),
        "skip_days": sorted(document.skip_days),
    }


def document_from_json(value: dict[str, Any]) -> Document:
    """The Document that `document_to_json` wrote."""
    ttl = value["ttl"]
    return Document(
        title=value["title"],
        link=value["link"],
        language=value["language"],
        entries=tuple(_entry(row) for row in value["entries"]),
        ttl=None if ttl is None else timedelta(seconds=ttl),
        skip_hours=frozenset(value["skip_hours"]),
        skip_days=frozenset(value["skip_days"]),
    )


def _row(entry: Entry) -> list[Any]:
    row = [getattr(entry, name) for name in _ENTRY]
    return [value.isoformat() if isinstance(value, datetime) else value for value in row]


def _entry(row: list[Any]) -> Entry:
    values = dict(zip(_ENTRY, row, strict=True))
    for name in ("published", "updated"):
        values[name] = None if values[name] is None else datetime.fromisoformat(values[name])
    values["authors"] = tuple(values["authors"])
    return Entry(**values)
