"""Which picture stands for an entry. Pure: addresses only, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.feeds.fields import link
from bot.text import MAX_MARKUP, MAX_TAGS

WIDEST = 2_048  # pixels: wider than any screen shows it in Discord, so no reason to prefer it
TINY = 64  # pixels: below this it is an icon or a tracking pixel

_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)
_TRACKER = re.compile(
    r"feedburner|feedsportal|doubleclick|/pixel|pixel\.|statcounter|quantserve|gravatar\.com|/emoji/|s\.w\.org/images/core|/smil(?:ies|eys)/|spacer",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A candidate as the feed names it; sizes are in pixels, 0 where not said."""

    url: str
    width: int = 0
    height: int = 0
    kind: str = ""  # MIME type or medium, "" where not said


def pixels(raw: str) -> int:
    """A width or height attribute ("1200", "1200px") as a number, 0 where it is none."""
    found = re.match(r"\s*(\d{1,5})\s*(?:px|\.0)?\s*$", raw or "")
    return int(found[1]) if found else 0


def best(pictures: Iterable[Picture], base: str) -> str | None:
    """The largest of the pictures that are pictures and not icons, up to WIDEST; the first of equals."""
    chosen, chosen_width = None, -1
    for picture in pictures:
        if (picture.kind and not picture.kind.startswith("image")) or (
            not picture.kind and not _looks_like_one(picture)
        ):
            continue
        if 0 < picture.width < TINY or 0 < picture.height < TINY or _TRACKER.search(picture.url):
            continue
        width = min(picture.width, WIDEST)
        if width > chosen_width and (address := link(picture.url, base)):
            chosen, chosen_width = address, width
    return chosen


def _looks_like_one(picture: Picture) -> bool:
    return bool(picture.width or _PICTURE.search(picture.url))


def first_in(html: str, base: str) -> str | None:
    """The first picture of a text, in the size that its srcset offers nearest to WIDEST."""
    html = _closed(html[:MAX_MARKUP])
    if ("<img" not in html and "<IMG" not in html) or html.count("<") > MAX_TAGS:
        return None
    for node in LexborHTMLParser(html).css("img"):
        found = best([Picture(url, width, kind="image") for url, width in _sources(node)], base)
        if found and not _too_small(node):
            return found
    return None


def _closed(html: str) -> str:
    """With an end for a last tag that was cut off, as publishers' excerpts are; what came of its last value is left
    out, for an address may be in pieces.
    """
    start = html.rfind("<")
    if start < 0 or html.find(">", start) >= 0 or html[start : start + 4].lower() != "<img":
        return html
    return html[: html.rfind(" ")] + '">'


def _too_small(node: LexborNode) -> bool:
    sizes = [pixels(node.attributes.get(name) or "") for name in ("width", "height")]
    return any(0 < size < TINY for size in sizes)


def _sources(node: LexborNode) -> list[tuple[str, int]]:
    """(address, width) of an <img>: what srcset offers, then what lazy-loading pages hide, then src."""
    given = node.attributes
    found = []
    for name in ("srcset", "data-srcset"):
        found += candidates(given.get(name) or "")
    for name in ("data-src", "data-lazy-src", "data-orig-file", "src"):
        if (url := given.get(name) or "") and not url.startswith("data:"):
            found.append((url, 0))
    return found


def candidates(srcset: str) -> list[tuple[str, int]]:
    """(address, width in pixels or 0) of each candidate of a srcset (HTML standard, 4.8.4.2.1)."""
    found = []
    for part in re.split(r",\s+|,(?=https?://)|,$", srcset[: MAX_MARKUP // 10].strip()):
        pieces = part.split()
        if pieces:
            size = pieces[1] if len(pieces) > 1 else ""
            found.append((pieces[0], pixels(size[:-1]) if size.endswith("w") else 0))
    return found
