"""A feed's bytes to a Document. Pure: no network, no files, no clock.

    bytes  ->  the first of PARSERS that recognises them  ->  Document (bot.model), every field clean and clipped

A new kind of feed is a module with `read(source)` and a line in PARSERS. One bad entry is skipped; the document fails
only if all are bad. Hostile bytes can make this slow, so what comes from outside is parsed in a process that can be
killed (bot.feeds.workers).
"""

from __future__ import annotations

import re

from bot.document import Document
from bot.errors import NotAFeed
from bot.feeds import jsonfeed, spaceflight, syndication
from bot.feeds.kinds import Reader, Source, Unreadable

PARSERS: tuple[Reader, ...] = (
    jsonfeed.read,
    spaceflight.read,
    syndication.read,
)

_BEFORE = re.compile(rb"\s*(?:<!--.*?-->|<\?.*?\?>)", re.DOTALL)
_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|script|meta)\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]{0,60})")


def parse(body: bytes, *, url: str, content_type: str = "", strict: bool = False) -> Document:
    """The feed in `body`, which came from `url` (relative links are resolved against it) as `content_type`.

    Raises NotAFeed with the reason in words; where `strict`, also for XML that isn't well-formed.
    """
    source = Source(body, url, content_type, strict)
    if not body.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise NotAFeed(url, "the answer is empty")
    if _is_page(body[:4_000]):
        raise NotAFeed(url, "this is a web page, not a feed; look for its RSS or Atom address")
    try:
        for read in PARSERS:
            if (document := read(source)) is not None:
                return document
    except Unreadable as error:
        raise NotAFeed(url, f"the feed can't be read: {error}") from error
    raise NotAFeed(url, _what_it_is(source))


def _is_page(opening: bytes) -> bool:
    """Whether it begins as a web page does. Comments are passed one by one: a pattern of all can take for ever."""
    at = 0
    while before := _BEFORE.match(opening, at):
        at = before.end()
    return bool(_HTML.match(opening, at)) and not _FEED.search(opening)


def _what_it_is(source: Source) -> str:
    start = source.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:4_000]
    if source.json is not None:
        return "this is JSON, but neither a JSON Feed nor the Spaceflight News API's; look for an RSS or Atom address"
    if start[:1] in {b"{", b"["}:
        return "this is broken JSON"
    if root := _ROOT.search(start):
        return f"this is no feed: its first element is <{root[1].decode()}>"
    kind = source.content_type.partition(";")[0].strip()
    return "this is no feed" + (f", the server calls it {kind}" if re.fullmatch(r"[\w.+/-]{1,60}", kind) else "")
