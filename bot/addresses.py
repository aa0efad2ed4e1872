"""When two addresses lead to the same page, and which of them is shown. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from courlan import clean_url

# Nothing to clean: lower case, one slash at a time, and no query, fragment, port or dots in the path.
_CLEAN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*)*/?")


def canonical(url: str) -> str:
    """An address without what doesn't change the page: tracking parameters, fragment, scheme, "www.", final slash.

    For comparing only: some of what courlan takes for tracking chooses the page at some servers (`gl`, `eid`).
    """
    if not url:
        return ""
    # Most addresses are clean, and to find that out courlan takes longer than all else that is done here.
    if _CLEAN.fullmatch(url):
        return "//" + url.partition("://")[2].removeprefix("www.").rstrip("/")
    parts = urlsplit(clean_url(url) or url)
    host = parts.netloc.lower().removeprefix("www.")
    return urlunsplit(("", host, parts.path.rstrip("/"), parts.query, ""))


# Parameters that are for counting whence readers come, wherever they stand, and never choose a page: fewer than
# courlan's, and each one of them, so that an address that is shown has the canonical form of the one that was given.
_TRACKING = re.compile(
    r"(?:utm|mtm)_\w+|pk_(?:campaign|kwd|source|medium)|at_(?:campaign|medium)|mc_[ce]id|xtor"
    r"|(?:dc|fbc|gc|twc|yc)lid|(?:gbra|igsh|msclk|wbra)id",
    re.IGNORECASE,
)


def untracked(url: str) -> str:
    """The address as it is shown to people: without tracking parameters, and else as the publisher gave it."""
    whole, number_sign, fragment = url.partition("#")
    page, question_mark, query = whole.partition("?")
    return page + _untracked(question_mark, query) + _untracked(number_sign, fragment)


def _untracked(mark: str, parameters: str) -> str:
    left = "&".join(one for one in parameters.split("&") if not _TRACKING.fullmatch(one.partition("=")[0]))
    return mark + left if left or not parameters else ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, or of a host and a part of it ("feeds.paper.example")."""
    hosts = [host(one), host(other)]
    return all(hosts) and (hosts[0] == hosts[1] or any(a.endswith(f".{b}") for a, b in (hosts, hosts[::-1])))


def without_login(url: str) -> str:
    """An address as it may be shown: without the user name and password that may stand before its host."""
    scheme, slashes, rest = url.partition("//")
    place = re.match(r"[^/?#]*", rest)
    login = place[0].rpartition("@")[0] if place else ""
    return f"{scheme}{slashes}{rest.removeprefix(f'{login}@')}" if login else url


def host(url: str) -> str:
    """The host of an address without "www.", "" where it names none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
