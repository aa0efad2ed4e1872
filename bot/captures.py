"""Captured feeds on disk: a folder for each feed, in it what the feed answered at the time in each file's name.

    spacenews/20260417T090000Z.xml      .xml, .rss, .atom or .json, as the server sent it
    spacenews/20260417T150000Z.xml.gz   any of them compressed
    spacenews/20260418T090000Z.jsonl    or an item a line: title, url, published_at, summary (HTML)

What it does not do: decide what a document means. A file of lines gets the envelope of an RSS 2.0 feed, and then
all of them go through the one parser.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from bot.errors import BodyRefused, FetchError, NotAFeed
from bot.feeds.fetcher import MAX_BYTES, Fetched
from bot.feeds.room import Claim

_NAME = re.compile(r"(\d{8}T\d{6}Z)\.(?:xml|rss|atom|json|jsonl)(?:\.gz)?")
# What XML 1.0 can't hold (https://www.w3.org/TR/xml/#charsets) and JSON can.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Capture:
    """One answer of a feed, and when it was given."""

    at: datetime
    path: Path


def captures_in(folder: Path) -> list[Capture]:
    """The folder's captures in order of time; files with other names are none. Raises OSError."""
    return sorted(_captures(folder), key=lambda capture: (capture.at, capture.path.name))


def _captures(folder: Path) -> Iterator[Capture]:
    for path in folder.iterdir():
        if (found := _NAME.fullmatch(path.name)) and path.is_file():
            try:
                at = datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            except ValueError:  # the 31st of February
                continue
            yield Capture(at, path)


class CapturedFeeds:
    """A bot.gatherer.Fetcher: each address answers with the file that is served there at the moment."""

    def __init__(self) -> None:
        self._served: dict[str, Path] = {}

    def serve(self, url: str, path: Path) -> None:
        """From now on `url` answers with what is in this file."""
        self._served[url] = path

    async def fetch(
        self,
        url: str,
        *,
        etag: str = "",  # noqa: ARG002 - a capture has no validators: every answer is a whole one
        last_modified: str = "",  # noqa: ARG002 - nor a date
        trusted: bool = False,  # noqa: ARG002 - nothing is asked of any network
        claim: Claim | None = None,  # noqa: ARG002 - captures are read one at a time
    ) -> Fetched:
        """See bot.gatherer.Fetcher."""
        path = self._served.get(url)
        if path is None:
            raise FetchError(url, "nothing had been captured of it by then")
        body = await asyncio.to_thread(read_capture, path, url)
        return Fetched(status=200, url=url, permanent_url=None, body=body, max_age=timedelta())


def read_capture(path: Path, url: str) -> bytes:
    """The document in `path`, an answer of `url`, unpacked. Raises FetchError, BodyRefused or NotAFeed."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BodyRefused(url, "the file is no whole gzip file") from None
    except OSError as wrong:
        raise FetchError(url, f"the file can't be read: {wrong.strerror or wrong}") from None
    if len(body) > MAX_BYTES:
        raise BodyRefused(url, f"the file is more than {MAX_BYTES / 1024 / 1024:g} MB")
    return rss_of_lines(body, url) if path.name.removesuffix(".gz").endswith(".jsonl") else body


def rss_of_lines(lines: bytes, url: str) -> bytes:
    """An RSS 2.0 document of items given as JSON, one a line. Raises NotAFeed naming the line that is none."""
    rows = []
    for number, line in enumerate(lines.decode("utf-8-sig", "replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            item = None
        if not isinstance(item, dict):
            raise NotAFeed(url, f"line {number} is no JSON object; each should hold title, url, published_at, summary")
        rows.append(
            f"<item>{_element('title', item.get('title'))}{_element('link', item.get('url'))}"
            f"{_element('pubDate', item.get('published_at'))}{_element('description', item.get('summary'))}</item>"
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>{"".join(rows)}</channel></rss>'.encode()
    )


def _element(name: str, value: object) -> str:
    return f"<{name}>{escape(_NOT_IN_XML.sub('', value))}</{name}>" if isinstance(value, str) and value else ""
