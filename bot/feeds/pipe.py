"""The verb `downlink parse FILE|URL...`: feeds in, one line of JSON for each entry out."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from bot.document import Document, Entry
from bot.errors import BodyRefused, DownlinkError, FetchError, NotAFeed
from bot.feeds.fetcher import MAX_BYTES, Fetcher
from bot.feeds.guard import at_home
from bot.feeds.workers import ParsePool

_LIKE_AN_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)+/")  # example.org/feed


def run(sources: Sequence[str], stdout: TextIO, *, stderr: TextIO | None = None, allow_private: bool = False) -> int:
    """Write the entries of each file or URL to `stdout` as they are read; the exit code: 1 if a source failed, else
    0.

    A source that fails costs a line on `stderr`; the others are read all the same. "-" is standard input.
    """
    return asyncio.run(_run(sources, stdout, stderr or sys.stderr, allow_private))


async def _run(sources: Sequence[str], stdout: TextIO, stderr: TextIO, allow_private: bool) -> int:
    failed = 0
    async with Fetcher() as fetcher, ParsePool() as pool:
        for source in sources:
            try:
                document = await _document(source, fetcher, pool, allow_private)
            except DownlinkError as error:
                failed = 1
                hint = ". Is it your own? --allow-private reads it" if at_home(error) and not allow_private else ""
                print(f"downlink parse: {error}{hint}", file=stderr, flush=True)
            except OSError as error:
                failed = 1
                hint = "; an address begins with https://" if _LIKE_AN_ADDRESS.match(source) else ""
                print(f"downlink parse: {source}: {error.strerror or error}{hint}", file=stderr, flush=True)
            else:
                for entry in document.entries:
                    print(json.dumps(line(source, entry), ensure_ascii=False), file=stdout, flush=True)
    return failed


async def _document(source: str, fetcher: Fetcher, pool: ParsePool, allow_private: bool) -> Document:
    if "://" in source:
        fetched = await fetcher.fetch(source, trusted=allow_private)
        return await pool.parse(fetched.body or b"", url=fetched.url, content_type=fetched.content_type)
    if not source.strip():
        raise FetchError(repr(source), "names no file and no address; - is standard input")
    body = await asyncio.to_thread(_contents, source)
    if not body:
        raise NotAFeed(source, "nothing came in" if source == "-" else "the file is empty")
    # A file has no address, so its relative links can't be resolved; the name is for the error message.
    return await pool.parse(body, url=source)


def _contents(source: str) -> bytes:
    if source == "-":
        body = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with Path(source).open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise BodyRefused(source, f"the file is more than {MAX_BYTES / 1024 / 1024:g} MB")
    return body


def line(feed: str, entry: Entry) -> dict[str, Any]:
    """An entry as the verb shows it; dates are RFC 3339 in UTC, null where the feed gives none."""
    return {
        "feed": feed,
        "title": entry.title,
        "link": entry.link,
        "id": entry.id,
        "published": _rfc3339(entry.published),
        "updated": _rfc3339(entry.updated),
        "summary": entry.summary,
        "image": entry.image,
        "authors": list(entry.authors),
        "language": entry.language,
    }


def _rfc3339(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
