"""When two addresses lead to the same page. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from courlan import clean_url


def canonical(url: str) -> str:
    """An address without what doesn't change the page: tracking parameters, fragment, scheme, "www.", final slash.

    For comparing only; what is posted is the address as the publisher gave it.
    """
    if not url:
        return ""
    parts = urlsplit(clean_url(url) or url)
    host = parts.netloc.lower().removeprefix("www.")
    return urlunsplit(("", host, parts.path.rstrip("/"), parts.query, ""))
