"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, RDF and CDF: everything that feedparser understands.

feedparser is used for what it knows best, the shapes of real feeds, with its sanitiser and link resolving off: they
cost a third to a half of its time, and the fields are cleaned here anyway, as text (see bot.feeds.strict).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from time import struct_time
from typing import Any
from urllib.parse import urlsplit

from bot.document import Document, Entry
from bot.feeds import encodings, fields, googlenews, images, mending, slices, strict
from bot.feeds.dates import parse_date
from bot.feeds.kinds import MAX_ENTRIES, Source, Unreadable, read_entries
from bot.text import one_line, plain

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}  # hours, of sy:updatePeriod
# Elements that are in no field of an Entry, and in every second feed more of them than of all others: a third of
# feedparser's time. Matched as they are usually written; any other is parsed for nothing, which harms nothing.
_IDLE = re.compile(
    rb"<(category|comments|slash:\w+|wfw:\w+|dc:subject|thr:total|yt:\w+"
    rb"|media:(?:keywords|credit|rating|starRating|statistics|copyright)|itunes:(?:keywords|explicit|duration|episode))"
    rb"(?:\s[^<>]*)?(?:/>|>(?:<!\[CDATA\[[^\]<]*\]\]>|[^<]*)</\1>)"
)
# Greek, Korean and Hungarian dates, which feedparser reads. Its other answers for what we can't read are guesses.
_FOREIGN_DATE = re.compile(r"[\u0370-\u03ff\uac00-\ud7a3]|\d{4}-[^\W\d_]{3,}-\d")
_RELATION = "http://www.iana.org/assignments/relation/"  # a link relation spelled out (RFC 4287, 4.2.7.2)
# Feeds all the same, though feedparser has no name for them: Channel Definition Format, RDF of forgotten namespaces.
_NAMELESS = re.compile(rb"<(?:channel|rdf:RDF)[\s>]", re.IGNORECASE)
_DOCTYPE = re.compile(rb"(?<![\r\n])<!DOCTYPE")
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?\sencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_HAS_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)


def read(source: Source) -> Document | None:
    """The document if feedparser recognises a feed in it."""
    body = _IDLE.sub(b"", slices.first(_well_started(source.body), MAX_ENTRIES))
    kind = _content_type(body, source.content_type)
    try:
        parsed = strict.parse(body, kind)
        if parsed["bozo"]:
            parsed = _mended(body, kind, parsed, ends=not source.strict)
    except MemoryError:
        raise
    except Exception as error:
        raise Unreadable(f"it is broken in a way that no reader understands ({type(error).__name__})") from error
    version = dict.get(parsed, "version") or ""
    if not version and not parsed["entries"] and not _NAMELESS.search(body[:4_000]):
        return None
    if parsed["bozo"] and source.strict:
        raise Unreadable(f"its XML isn't well-formed: {parsed['bozo_exception']}")
    if parsed["bozo"] and not parsed["entries"] and _HAS_ENTRY.search(body):
        raise Unreadable(f"its XML is broken: {parsed['bozo_exception']}")
    return _Reader(parsed["feed"], source).document(parsed["entries"])


def _mended(body: bytes, kind: str, parsed: dict[str, Any], *, ends: bool) -> dict[str, Any]:
    """What `body` says when its faults are mended, if they can be and nothing is lost by it; else what was parsed."""
    better = mending.mended(body, str(parsed["bozo_exception"]), ends=ends)
    again = strict.well_formed(better, kind) if better else None
    return again if again and len(again["entries"]) >= len(parsed["entries"]) else parsed


def _well_started(body: bytes) -> bytes:
    """Without what stands before an XML declaration, which XML forbids and publishers send: blanks, comments, warnings
    of their software; and with a DOCTYPE on a line of its own, for feedparser takes out no other, and expat drops the
    entities of one that it can't read.
    """
    if b"\x00" in body[:4]:
        return body
    body = body.lstrip(b" \t\r\n\x0b\x0c") if body[:1].isspace() else body
    head = body[:1_000]
    start = head.find(b"<?xml ")
    if start > 0 and not mending.ROOT.search(head, 0, start):
        body = body[start:]
        head = body[:1_000]
    return _DOCTYPE.sub(b"\n<!DOCTYPE", head, count=1) + body[1_000:] if b"<!DOCTYPE" in head else body


def _content_type(body: bytes, given: str) -> str:
    """What to tell feedparser of the encoding: bytes that are valid UTF-8 and not ASCII are UTF-8, whatever anybody
    declares.
    """
    if not body.isascii() and b"\x00" not in body[:64]:
        try:
            body.decode()
        except UnicodeDecodeError:
            pass
        else:
            return "application/xml; charset=utf-8"
    said = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", given, re.IGNORECASE)
    if said:
        return f"application/xml; charset={encodings.known(said[1]) or said[1]}"
    declared = _DECLARED.match(body)
    own = declared[1].decode() if declared else ""
    name = encodings.known(own)
    return f"application/xml; charset={name}" if name != own.lower() and name else "application/xml"


class _Reader:
    """One parsed feed on its way to a Document."""

    def __init__(self, feed: dict[str, Any], source: Source) -> None:
        self.feed = feed
        self.url = source.url
        self.body = source.body
        self.link = _address(feed, source.url)
        self.base = self.link or source.url
        # What is kept elsewhere for a site means the site by "/news/1".
        self.base_of_links = source.url if _same_host(self.link, source.url) else self.base
        self.language = fields.language(_text(feed, "language"))
        self.google = googlenews.is_google_news(source.url, self.link)

    def document(self, raw: list[dict[str, Any]]) -> Document:
        return Document(
            title=_title(self.feed),
            link=self.link,
            language=self.language,
            entries=read_entries(raw, self.entry),
            ttl=_ttl(self.feed),
            skip_hours=frozenset(hour for hour in _skipped(self.body, b"skipHours", b"hour", _hour)),
            skip_days=frozenset(day for day in _skipped(self.body, b"skipDays", b"day", _day)),
        )

    def entry(self, raw: dict[str, Any]) -> Entry:
        link = _entry_address(raw, self.base_of_links)
        identifier = fields.identifier(_text(raw, "id") or _text(raw, "dc_identifier"))
        if identifier.startswith("/") and identifier == _text(raw, "link").strip():
            identifier = link  # as feedparser resolves one that stands for the link where xml:base is given
        title = _title(raw)
        publisher = fields.title(_text(dict.get(raw, "source") or {}, "title"))
        texts = list(_texts(raw))
        if self.google or googlenews.is_google_news(link):
            title, publisher = googlenews.split_title(title, publisher, one_line(plain(texts[0])))
            texts = [text for text in texts if not googlenews.is_list_of_links(text)]
        # The one date that there is stands for both: RSS feeds use dc:date for publication, Atom asks only for updated.
        updated = _date(raw, "updated")
        published = _date(raw, "published") or _date(raw, "created") or updated
        return Entry(
            id=identifier or link,
            link=link,
            title=title,
            summary=fields.body(*texts),
            published=published,
            updated=updated,
            image=_image(raw, texts, link or self.base),
            authors=fields.names(_authors(raw)),
            language=_language(raw) or self.language,
            publisher=publisher,
        )


def _text(raw: dict[str, Any], key: str) -> str:
    # dict.get: feedparser's own answers for a missing key with another key's value, and warns of it.
    value = dict.get(raw, key)
    return value if isinstance(value, str) else ""


def _title(raw: dict[str, Any]) -> str:
    detail = dict.get(raw, "title_detail") or {}
    html = _text(detail, "type") not in {"", "text/plain"}
    return fields.title(_text(raw, "title") or _text(raw, "itunes_title"), html=html)


def _address(raw: dict[str, Any], base: str) -> str:
    """The page that a feed or entry is about: its alternate link, whatever type that claims to have."""
    if found := fields.link(_text(raw, "link"), base):
        return found
    links = [one for one in dict.get(raw, "links") or () if isinstance(one, dict)]
    for relation in ("alternate", "", "via", "related", "self"):
        for one in links:
            if _text(one, "rel").removeprefix(_RELATION) == relation and (
                found := fields.link(_text(one, "href"), base)
            ):
                return found if relation != "self" or len(links) == 1 else ""
    return ""


def _entry_address(raw: dict[str, Any], base: str) -> str:
    """As `_address`; where there is no link, the id stands for it if it is an address itself.

    feedparser takes every id for one that its feed doesn't say to be none, and RSS 1.0's rdf:about for none.
    """
    own = _text(raw, "id").strip()
    taken = _text(raw, "link").strip() == own
    if own and taken and not own.startswith(("http://", "https://", "/")):
        return _address({**raw, "link": ""}, base) or _medium(raw, base)
    by_id = "" if "guidislink" in raw else fields.link(own)
    return _address(raw, base) or by_id or _medium(raw, base)


def _medium(raw: dict[str, Any], base: str) -> str:
    """Where an entry without a page is to be had: at its player (Media RSS), or else as the file that it encloses."""
    player = dict.get(raw, "media_player")
    if isinstance(player, dict) and (found := fields.link(_text(player, "url"), base)):
        return found
    for one in dict.get(raw, "links") or ():
        if _text(one, "rel") == "enclosure" and images.best(_pictures([one]), base) is None:
            return fields.link(_text(one, "href"), base)
    return ""


def _same_host(one: str, other: str) -> bool:
    return urlsplit(one).hostname == urlsplit(other).hostname


def _texts(raw: dict[str, Any]) -> Iterator[str]:
    """Description and contents as HTML; what Atom declares to be plain text is made HTML by escaping."""
    yield _as_html(_text(raw, "summary"), dict.get(raw, "summary_detail") or {})
    for content in dict.get(raw, "content") or ():
        kind = _text(content, "type")
        if not kind or kind.startswith("text/") or kind.endswith(("xhtml+xml", "html")):
            yield _as_html(_text(content, "value"), content)


def _as_html(value: str, detail: dict[str, Any]) -> str:
    return escape(value, quote=False) if _text(detail, "type") == "text/plain" else value


def _date(raw: dict[str, Any], key: str) -> datetime | None:
    if found := parse_date(_text(raw, key)):
        return found
    moment = dict.get(raw, f"{key}_parsed") if _FOREIGN_DATE.search(_text(raw, key)) else None
    if not isinstance(moment, struct_time):
        return None
    try:
        return datetime(*moment[:6], tzinfo=UTC)
    except ValueError:
        return None


def _authors(raw: dict[str, Any]) -> Iterator[str]:
    for author in dict.get(raw, "authors") or ():
        if name := _text(author, "name"):
            yield name
    if not dict.get(raw, "authors"):
        yield _text(raw, "author")


def _language(raw: dict[str, Any]) -> str:
    for detail in (dict.get(raw, "title_detail"), dict.get(raw, "summary_detail")):
        if isinstance(detail, dict) and (found := fields.language(_text(detail, "language"))):
            return found
    return ""


# ---------------------------------------------------------------- pictures


def _image(raw: dict[str, Any], texts: list[str], base: str) -> str | None:
    """What the publisher names as the picture; then the first of the text; thumbnails last, for they are small."""
    enclosures = [one for one in dict.get(raw, "links") or () if _text(one, "rel") == "enclosure"]
    found = images.best(_pictures(dict.get(raw, "media_content")), base) or images.best(_pictures(enclosures), base)
    for text in texts:
        found = found or images.first_in(text, base)
    own = dict.get(raw, "image")
    return (
        found
        or images.best(_pictures(dict.get(raw, "media_thumbnail"), "image"), base)
        or images.best(_pictures([own] if isinstance(own, dict) else None, "image"), base)
        or images.best([images.Picture(_text(raw, "href"))], base)  # <image><url>, which RSS has for channels only
    )


def _pictures(raw: Any, kind: str = "") -> Iterator[images.Picture]:
    for one in raw or ():
        if isinstance(one, dict) and (url := _text(one, "url") or _text(one, "href")):
            yield images.Picture(
                url,
                images.pixels(_text(one, "width")),
                images.pixels(_text(one, "height")),
                kind or _text(one, "medium") or _text(one, "type"),
            )


# ---------------------------------------------------------------- how often to ask


def _ttl(feed: dict[str, Any]) -> timedelta | None:
    """<ttl> (RSS 2.0, minutes), or else sy:updatePeriod divided by sy:updateFrequency (RSS 1.0 syndication
    module).
    """
    minutes = _text(feed, "ttl").strip()
    if re.fullmatch(r"\d{1,6}", minutes):
        return timedelta(minutes=int(minutes)) or None
    hours = _PERIODS.get(_text(feed, "sy_updateperiod").strip().lower())
    if hours is None:
        return None
    frequency = _text(feed, "sy_updatefrequency").strip()
    return timedelta(hours=hours) / (int(frequency) if re.fullmatch(r"[1-9]\d{0,3}", frequency) else 1)


def _skipped(body: bytes, outer: bytes, inner: bytes, value: Any) -> Iterator[int]:
    """The values of <skipHours> or <skipDays>, of which feedparser keeps only the last."""
    start = body.find(b"<" + outer)
    if start < 0:
        return
    end = body.find(b"</" + outer, start, start + 4_000)
    for found in re.findall(rb"<" + inner + rb">\s*(\w{1,9})\s*</", body[start : max(end, start)]):
        if (number := value(found.decode("ascii", "ignore"))) is not None:
            yield number


def _hour(text: str) -> int | None:
    return int(text) % 24 if text.isdigit() and int(text) <= 24 else None  # RSS 0.92 counts 1 to 24, 2.0 from 0 to 23


def _day(text: str) -> int | None:
    return _DAYS.index(text[:3].lower()) if text[:3].lower() in _DAYS else None
