"""A body to what is new in it: not parsed at all, parsed in part, or parsed as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from bot.document import Document
from bot.errors import FeedError
from bot.feeds import slices
from bot.feeds.kinds import MAX_ENTRIES
from bot.ports import Parser


@dataclass(frozen=True, slots=True)
class Read:
    """What a body brought. `document` holds the entries whose bytes are new or changed, in the feed's order; it is None
    where there are none. `marks` is to be remembered, and given as `seen` with the feed's next body.
    """

    document: Document | None
    marks: bytes
    part: bool = False  # whether the document was parsed in part


async def read_new(parser: Parser, body: bytes, seen: bytes, *, url: str, content_type: str = "") -> Read:
    """Parse of `body` what isn't in `seen`, the marks of the feed's last body (empty: everything is new).

    Raises as `parser` does.
    """
    part = slices.cut(body, seen, limit=MAX_ENTRIES)
    if not part.marks:
        return Read(await parser.parse(body, url=url, content_type=content_type), b"")
    if part.unseen == 0:
        return Read(None, part.marks, part=True)
    if len(part.body) == len(body):
        return Read(await parser.parse(body, url=url, content_type=content_type), part.marks)
    # Only UTF-8 is sliced; a part may be plain ASCII, and then no wrong label of the server's must count.
    try:
        document = await parser.parse(part.body, url=url, content_type="application/xml; charset=utf-8", strict=True)
    except FeedError:  # the part isn't well-formed: neither is the whole, and then only the whole tells what is meant
        return Read(await parser.parse(body, url=url, content_type=content_type), part.marks)
    return Read(document, part.marks, part=True)
