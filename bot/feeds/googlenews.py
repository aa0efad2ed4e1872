"""Google News: feeds of other publishers' reports, each title ending in its publisher's name. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_google_news(*addresses: str) -> bool:
    """Whether any of these addresses (the feed's, its site's, an entry's) is Google News'."""
    return any(urlsplit(address).hostname == "news.google.com" for address in addresses if "news.google.com" in address)


def split_title(title: str, publisher: str = "") -> tuple[str, str]:
    """(headline, publisher) of "Headline - Publisher". `publisher` is what the entry's <source> says, if anything.

    Without a <source> the part behind the last " - " is taken, if it is as short as a name.
    """
    if publisher and title.endswith(f" - {publisher}"):
        return title.removesuffix(f" - {publisher}"), publisher
    head, dash, tail = title.rpartition(" - ")
    if not dash or not head or len(tail) > 60:
        return title, publisher
    if publisher and publisher.casefold() not in tail.casefold() and tail.casefold() not in publisher.casefold():
        return title, publisher
    return head, publisher or tail
