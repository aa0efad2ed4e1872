"""The sample publishers as data: one TOML file each, beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Item:
    """One article as it is written in a publisher's file.

    `text` is its paragraphs, parted by blank lines. In it `{day 22}`, `{date 22}` and `{time 22}` stand for the
    weekday, the day and month, and the hour and minute (UTC) 22 hours before the rehearsal began; a negative number
    lies ahead. `hours_ago` counts the same way, so that a negative one is published while the rehearsal runs.
    `html` replaces the text as the body in the feed, never on the article's page.
    """

    slug: str
    title: str
    text: str
    hours_ago: float
    summary: str = ""
    html: str = ""
    author: str = ""
    outlet: str = ""
    """Who wrote it, where the publisher only collects (the news APIs and searches)."""
    categories: tuple[str, ...] = ()
    image: str = ""
    """Name of a picture in `images/`."""
    image_as: str = ""
    """How the feed carries the picture: thumbnail, content, enclosure, img, srcset; image in JSON."""
    query: str = ""
    """Tracking parameters of a second address for an article that is listed already."""
    undated: bool = False
    updated_hours_ago: float | None = None
    event: str = ""
    """What happened, the same word at every publisher that tells of it. For tests: it is never published."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """One publisher, with every article it has in store."""

    slug: str
    name: str
    about: str
    tier: str
    """`official`, `press` or `community`."""
    language: str
    tags: tuple[str, ...]
    format: str
    """A key of `render.FORMATS`."""
    items: tuple[Item, ...]
    utc_offset: int = 0
    """Hours; its feed's dates are written at this offset."""


def read_publisher(slug: str, text: str) -> Publisher:
    """The publisher in a TOML document. Raises ValueError naming the file and the fault."""
    try:
        table = tomllib.loads(text)
        items = tuple(_item(entry) for entry in table.pop("items"))
        tags = tuple(table.pop("tags"))
        return Publisher(slug=slug, tags=tags, items=items, **table)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"{slug}.toml: {error}") from error


def load_publishers() -> tuple[Publisher, ...]:
    """Every bundled publisher, by file name. Reads files: call it off the event loop."""
    files = sorted(resources.files(__package__).iterdir(), key=lambda file: file.name)
    return tuple(
        read_publisher(file.name.removesuffix(".toml"), file.read_text(encoding="utf-8"))
        for file in files
        if file.name.endswith(".toml")
    )


def _item(entry: dict[str, object]) -> Item:
    categories = entry.pop("categories", ())
    # Types are the bundled files' own; the tests read every one of them.
    return Item(categories=tuple(categories), **entry)  # type: ignore[arg-type]
