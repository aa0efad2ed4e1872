"""The text of a report's own page, for feeds that give only a line or two of it. Pure.

trafilatura finds the article among menus, adverts and comments. It comes with the extra `full-text` and is imported
when the first page is read, so that a worker that reads feeds only stays small.
"""

from __future__ import annotations

import codecs
import re
from html import escape
from urllib.parse import urlsplit

from bot.document import Entry
from bot.feeds import encodings, fields, googlenews

THIN = 1_000  # characters: excerpts have fewer, articles more

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_WORD = re.compile(r"\w{4,}")


def is_thin(entry: Entry) -> bool:
    """Whether the entry's page is worth asking for: it says little, and its link leads to the page itself."""
    return bool(entry.link) and len(entry.summary) < THIN and not googlenews.is_google_news(entry.link)


def text_of(body: bytes, *, url: str, content_type: str = "", title: str = "") -> str:
    """The article in the page `body`, as clean as an entry's text; "" where it shows none.

    `title` is the entry's: a page that doesn't speak of it is another one, such as a request for consent or a login.
    """
    import trafilatura  # noqa: PLC0415  see the top

    found = trafilatura.extract(
        _decoded(body, content_type), url=url, include_comments=False, include_tables=False, favor_precision=True
    )
    text = fields.body(escape(found or "", quote=False))
    headline, _, rest = text.partition("\n")
    if title and headline.casefold() == title.casefold():
        text = rest
    return text if _speaks_of(text, title) else ""


def is_elsewhere(asked: str, answered: str) -> bool:
    """Whether the answer comes from a site's front page, where many send those who ask for what is gone."""
    return urlsplit(asked).path.strip("/") != "" and urlsplit(answered).path.strip("/") == ""


def _speaks_of(text: str, title: str) -> bool:
    words = {word for part in title.casefold().split() for word in _WORD.findall(part)}
    if len(words) < 3:  # too few to tell, or a script without spaces
        return bool(text)
    said = text.casefold()
    return 3 * sum(word in said for word in words) >= len(words)


def _decoded(body: bytes, content_type: str) -> str:
    """The page as text: by its byte order mark, the server's word, its own, or else as UTF-8 (HTML, 13.2.3)."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(encoding, "replace").lstrip("\ufeff")
    in_page = _META_CHARSET.search(body[:2_048])
    said = _CHARSET.search(content_type)
    for name in (said[1] if said else "", in_page[1].decode() if in_page else "", "utf-8"):
        try:
            # What calls itself Latin-1 is Windows' (https://encoding.spec.whatwg.org/#names-and-labels).
            known = codecs.lookup(encodings.known(name)).name
            return body.decode("cp1252" if known in {"iso8859-1", "ascii"} else known)
        except (LookupError, ValueError):
            continue
    return body.decode("cp1252", "replace")
