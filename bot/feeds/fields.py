"""From a feed's raw strings to the fields of an Entry: the rules that every kind of feed shares. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import urljoin, urlsplit

from bot.text import clip, one_line, plain, unescaped, visible, without_tags

MAX_TITLE = 500  # characters, as the limits below
MAX_SUMMARY = 12_000
MAX_URL = 2_048
MAX_ID = 1_000
MAX_NAME = 200
MAX_AUTHORS = 10

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")
_ELEMENT = re.compile(r"<[a-zA-Z]")
_BLANKS = re.compile(r"[\t\n\r]")


def title(raw: str, *, html: bool = False) -> str:
    """A headline on one line; `html` where the feed says or shows that it holds markup.

    Plain text has its characters' references replaced all the same: publishers escape twice, or in JSON.
    """
    if not html:
        raw = unescaped(raw)
    # A title that HTML would swallow whole ("<3", "<!DOCTYPE") is shown as it stands.
    text = (plain(raw) or ("" if _ELEMENT.search(raw) else without_tags(raw))) if html else raw
    return clip(one_line(text), MAX_TITLE)


def body(*candidates: str) -> str:
    """The text of an entry out of its description and content, both as HTML.

    The fuller one; a standfirst that isn't part of it goes before it, for editors put the news there.
    """
    texts = [text for raw in candidates if raw and (text := plain(raw))]
    if not texts:
        return ""
    fullest = max(texts, key=len)
    opening = next((text for text in texts if text is not fullest and not _is_excerpt(text, fullest)), "")
    return clip(f"{opening}\n{fullest}" if opening else fullest, MAX_SUMMARY)


def _is_excerpt(text: str, whole: str) -> bool:
    squeezed = " ".join(text.rstrip("….").split())
    return squeezed[:300] in " ".join(whole.split())


def link(raw: str, base: str = "") -> str:
    """An absolute http(s) address, or "" where `raw` is none: schemes that run or open something are not links to
    news.
    """
    address = _BLANKS.sub("", raw.strip())
    if "&" in address:
        address = unescape(address)
    if not address:
        return ""
    if address.startswith("www."):
        address = f"https://{address}"
    try:
        if base and not address.startswith(("http://", "https://")):
            address = urljoin(base, address)
        parts = urlsplit(address)
    except ValueError:  # an IPv6 bracket that is never closed, and the like
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(address) > MAX_URL:
        return ""
    return visible(address).replace(" ", "%20")


def identifier(raw: str) -> str:
    """The feed's own id for an entry, as given but for what can't be seen."""
    return clip(visible(raw).strip(), MAX_ID)


def language(raw: str) -> str:
    """A language tag (BCP 47) in the usual spelling, or ""."""
    tag = raw.strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        return ""
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def names(raw: Iterable[str]) -> tuple[str, ...]:
    """People, each once, in the feed's order."""
    seen = dict.fromkeys(clip(one_line(plain(name) if "<" in name or "&" in name else name), MAX_NAME) for name in raw)
    return tuple(name for name in seen if name)[:MAX_AUTHORS]
