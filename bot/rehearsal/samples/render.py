"""Feed documents, each publisher in its own format. Pure: a publisher and a clock in, bytes out.

RSS 2.0 <https://www.rssboard.org/rss-specification>, with the content, media and dc modules; RSS 1.0
<https://web.resource.org/rss/1.0/spec>; Atom, RFC 4287; JSON Feed 1.1 <https://www.jsonfeed.org/version/1.1/>;
the article list of the Spaceflight News API v4.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, Any

from bot.rehearsal.samples.entries import Entry, entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from bot.rehearsal.samples.publishers import Publisher

RSS_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)
RDF_NAMESPACES = (
    'xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing feeds."""

    path: str
    """Of the feed, below the publisher's own address."""
    content_type: str
    write: Callable[[Publisher, list[Entry], str], str]
    """(publisher, entries, the publisher's address) -> the document."""


def feed_document(
    publisher: Publisher, now: datetime, base_url: str, *, opened: datetime | None = None
) -> tuple[str, bytes]:
    """(content type, body) of the publisher's feed as it stands at `now`; about `opened` see `entries`."""
    form = FORMATS[publisher.format]
    home = f"{base_url}/{publisher.slug}"
    return form.content_type, form.write(publisher, entries(publisher, now, base_url, opened), home).encode()


def feed_path(publisher: Publisher) -> str:
    """Path of the publisher's feed on the server, from the root."""
    return f"/{publisher.slug}/{FORMATS[publisher.format].path}"


def redirect_token(entry: Entry) -> str:
    """What stands for the article in a news search's links, which hide where they lead."""
    return "CBMi" + base64.urlsafe_b64encode(f"{entry.id}:{entry.item.slug}".encode()).decode().rstrip("=")


# RSS 2.0


def _rss_full(publisher: Publisher, found: list[Entry], home: str) -> str:
    return _rss(publisher, home, (_rss_full_item(entry) for entry in found))


def _rss_full_item(entry: Entry) -> str:
    return _join(
        _rss_head(entry, entry.link, entry.link),
        _element("dc:creator", entry.item.author),
        _element("description", entry.item.summary or entry.paragraphs[0]),
        f"<content:encoded>{_cdata(_body(entry))}</content:encoded>",
        _rss_image(entry),
    )


def _rss_wordpress(publisher: Publisher, found: list[Entry], home: str) -> str:
    return _rss(publisher, home, (_rss_wordpress_item(publisher, entry, home) for entry in found))


def _rss_wordpress_item(publisher: Publisher, entry: Entry, home: str) -> str:
    tail = (
        f'<p>The post <a href="{escape(entry.link)}">{escape(entry.title)}</a> appeared first on '
        f'<a href="{escape(home)}">{escape(publisher.name)}</a>.</p>'
    )
    return _join(
        _rss_head(entry, entry.link, f"{home}/?p={entry.id}"),
        _element("dc:creator", entry.item.author),
        *(_element("category", category) for category in entry.item.categories),
        f"<description>{_cdata(_body(entry) + tail)}</description>",
    )


def _news_search(publisher: Publisher, found: list[Entry], home: str) -> str:
    # A reader knows Google News, whose tails alone it may cut, by the site that the feed names.
    return _rss(
        publisher, "https://news.google.com/search?q=spaceflight", (_news_search_item(entry, home) for entry in found)
    )


def _news_search_item(entry: Entry, home: str) -> str:
    link = f"{home}/articles/{redirect_token(entry)}?oc=5"
    anchor = f'<a href="{escape(link)}" target="_blank">{escape(entry.title)}</a>'
    outlet = escape(entry.item.outlet)
    return _join(
        _element("title", f"{entry.title} - {entry.item.outlet}"),
        _element("link", link),
        _element("guid", redirect_token(entry), isPermaLink="false"),
        _element("pubDate", format_datetime(entry.published)),
        _element("description", f'{anchor}&nbsp;&nbsp;<font color="#6f6f6f">{outlet}</font>'),
        _element("source", entry.item.outlet, url=home),
    )


def _rss(publisher: Publisher, home: str, items: Iterable[str]) -> str:
    return _join(
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<rss version="2.0" {RSS_NAMESPACES}>',
        "<channel>",
        _element("title", publisher.name),
        _element("link", home),
        _element("description", publisher.about),
        _element("language", publisher.language),
        *(f"<item>\n{item}\n</item>" for item in items),
        "</channel>",
        "</rss>",
    )


def _rss_head(entry: Entry, link: str, guid: str) -> str:
    return _join(
        _element("title", entry.title),
        _element("link", link),
        _element("guid", guid, isPermaLink="true" if guid == link else "false"),
        "" if entry.item.undated else _element("pubDate", format_datetime(entry.published)),
    )


def _rss_image(entry: Entry) -> str:
    ways = {
        "thumbnail": _element("media:thumbnail", url=entry.image, width="480", height="300"),
        "content": _element("media:content", url=entry.image, medium="image", type="image/png"),
        "enclosure": _element("enclosure", url=entry.image, type="image/png", length="0"),
    }
    return ways.get(entry.item.image_as, "")


# RSS 1.0


def _rdf(publisher: Publisher, found: list[Entry], home: str) -> str:
    order = "".join(_element("rdf:li", **{"rdf:resource": entry.link}) for entry in found)
    return _join(
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<rdf:RDF {RDF_NAMESPACES}>",
        f'<channel rdf:about="{escape(home)}">',
        _element("title", publisher.name),
        _element("link", home),
        _element("description", publisher.about),
        _element("dc:language", publisher.language),
        f"<items><rdf:Seq>{order}</rdf:Seq></items>",
        "</channel>",
        *(_rdf_item(entry) for entry in found),
        "</rdf:RDF>",
    )


def _rdf_item(entry: Entry) -> str:
    return _join(
        f'<item rdf:about="{escape(entry.link)}">',
        _element("title", entry.title),
        _element("link", entry.link),
        _element("description", _body(entry)),
        _element("dc:creator", entry.item.author),
        "" if entry.item.undated else _element("dc:date", entry.published.isoformat()),
        "</item>",
    )


# Atom


def _atom(publisher: Publisher, found: list[Entry], home: str) -> str:
    latest = max((entry.updated for entry in found), default=None)
    return _join(
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{publisher.language}">',
        _element("id", f"{home}/"),
        _element("title", publisher.name),
        _element("subtitle", publisher.about),
        _element("link", rel="alternate", href=home),
        _element("updated", latest.isoformat() if latest else ""),
        *(_atom_entry(entry) for entry in found),
        "</feed>",
    )


def _atom_entry(entry: Entry) -> str:
    author = _element("name", entry.item.author)
    picture = _element("link", rel="enclosure", href=entry.image, type="image/png")
    return _join(
        "<entry>",
        _element("id", f"urn:harrow:{entry.id}"),
        _element("title", entry.title),
        _element("link", rel="alternate", type="text/html", href=entry.link),
        picture if entry.item.image_as == "enclosure" else "",
        _element("published", entry.published.isoformat()),
        _element("updated", entry.updated.isoformat()),
        f"<author>{author}</author>",
        _element("summary", entry.item.summary),
        _element("content", _body(entry), type="html"),
        "</entry>",
    )


# JSON


def _json_feed(publisher: Publisher, found: list[Entry], home: str) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publisher.name,
        "home_page_url": home,
        "feed_url": f"{home}/feed.json",
        "description": publisher.about,
        "language": publisher.language,
        "items": [
            {
                "id": str(entry.id),
                "url": entry.link,
                "title": entry.title,
                "content_html": _body(entry),
                "date_published": entry.published.isoformat(),
                **({"image": entry.image} if entry.image else {}),
            }
            for entry in found
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _snapi(_publisher: Publisher, found: list[Entry], _home: str) -> str:
    document: dict[str, Any] = {
        "count": len(found),
        "next": None,
        "previous": None,
        "results": [
            {
                "id": entry.id,
                "title": entry.title,
                "url": entry.link,
                "image_url": entry.image,
                "news_site": entry.item.outlet,
                "summary": entry.text,
                "published_at": f"{entry.published:%Y-%m-%dT%H:%M:%SZ}",
                "updated_at": f"{entry.updated:%Y-%m-%dT%H:%M:%S.%fZ}",
                "featured": False,
                "launches": [],
                "events": [],
            }
            for entry in found
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


# What they share


def _body(entry: Entry) -> str:
    """The article as HTML, its picture first where the feed carries it there."""
    pictures = {
        "img": f'<p><img src="{escape(entry.image)}" alt="" width="360" height="225"></p>',
        "srcset": f'<p><img srcset="{escape(entry.image)} 360w, {escape(entry.image)}?w=180 180w" alt=""></p>',
    }
    return pictures.get(entry.item.image_as, "") + (
        entry.html or "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in entry.paragraphs)
    )


def _element(name: str, text: str = "", **attributes: str) -> str:
    """An XML element; an empty string where it would say nothing."""
    if not text and not attributes:
        return ""
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{escape(text, quote=False)}</{name}>" if text else f"<{name}{said}/>"


def _cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _join(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


FORMATS = {
    "rss-full": Format("feed.xml", "application/rss+xml; charset=utf-8", _rss_full),
    "rss-wordpress": Format("feed", "application/rss+xml; charset=UTF-8", _rss_wordpress),
    "news-search": Format("rss/search", "application/xml; charset=utf-8", _news_search),
    "rdf": Format("index.rdf", "application/rdf+xml; charset=utf-8", _rdf),
    "atom": Format("atom.xml", "application/atom+xml; charset=utf-8", _atom),
    "json-feed": Format("feed.json", "application/feed+json", _json_feed),
    "snapi": Format("v4/articles", "application/json", _snapi),
}
