"""The feeds that a site's page names. Pure: addresses only, nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from bot.feeds.fields import link, title
from bot.text import MAX_MARKUP

TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
# Where sites keep their feed when their page doesn't say so, the most usual first; the last two are those of magazines
# and of broadcasters that share a publishing system.
USUAL = (
    *("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/feeds/all"),
    "/arc/outboundfeeds/rss/?outputType=xml",
)
MOST = 20  # feeds of one page


MOST_TAGS = 2_000
# Only these go into a tree: of a whole page that is made for it, one takes seconds, and this is on the event loop.
_NAMING = re.compile(r"<(?:link|base)\b[^<>]{0,2000}>|<a\b[^<>]{0,2000}>[^<]{0,200}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offered:
    """A feed that a page offers, with what the page calls it."""

    url: str
    title: str = ""


def offered(html: str, url: str) -> list[Offered]:
    """The feeds of the page at `url`, in its order, each once: <link rel="alternate"> of a feed's type (autodiscovery,
    https://www.rssboard.org/rss-autodiscovery), and then visible links that look like feeds. Comment feeds come last.
    """
    page = LexborHTMLParser("</a>".join(_NAMING.findall(html[:MAX_MARKUP])[:MOST_TAGS]))
    base_tag = page.css_first("base[href]")
    base = link(base_tag.attributes.get("href") or "", url) or url if base_tag else url
    found: dict[str, Offered] = {}
    for node in page.css("link[href]"):
        given = node.attributes
        kind = (given.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in (given.get("rel") or "").lower().split() and kind in TYPES:
            _add(found, given.get("href"), base, given.get("title"))
    for node in page.css("a[href]"):
        address = (node.attributes.get("href") or "").split("?")[0].lower().rstrip("/")
        if address.endswith(("/feed", "/rss", ".rss", "/feed.xml", "/rss.xml", "/atom.xml", ".atom", "/feed.json")):
            _add(found, node.attributes.get("href"), base, node.text())
    return sorted(found.values(), key=lambda feed: "comments" in feed.url.lower())[:MOST]


def offered_by(body: bytes, url: str) -> list[Offered]:
    """The same for a page as it came."""
    return offered(body.decode(errors="replace"), url)


def guesses(url: str) -> list[str]:
    """Where a site that names no feed may have one."""
    return [link(path, url) for path in USUAL]


def _add(found: dict[str, Offered], address: str | None, base: str, name: str | None) -> None:
    if feed := link(address or "", base):
        found.setdefault(feed, Offered(feed, title(name or "")))
