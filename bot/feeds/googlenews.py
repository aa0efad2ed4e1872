"""Google News: feeds of other publishers' reports, each title ending in its publisher's name. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit


def is_google_news(*addresses: str) -> bool:
    """Whether any of these addresses (the feed's, its site's, an entry's) is Google News'."""
    return any(urlsplit(address).hostname == "news.google.com" for address in addresses if "news.google.com" in address)


def is_list_of_links(html: str) -> bool:
    """Whether a description is Google's own: the headline again, or other publishers' headlines of the same."""
    return "//news.google.com/" in html


def split_title(title: str, publisher: str = "", described: str = "") -> tuple[str, str]:
    """(headline, publisher) of "Headline - Publisher". `publisher` is what the entry's <source> says, if anything, and
    `described` the words of its description, "Headline Publisher", which tell where a name with a dash begins.

    Without either the part behind the last " - " is taken, if it is as short as a name.
    """
    if not publisher and described:
        for between in re.finditer(" - ", title):
            head, tail = title[: between.start()], title[between.end() :]
            if f"{head} {tail}" == described:
                return head, tail
    if publisher and title.endswith(f" - {publisher}"):
        return title.removesuffix(f" - {publisher}"), publisher
    head, dash, tail = title.rpartition(" - ")
    if not dash or not head or len(tail) > 60:
        return title, publisher
    if publisher and publisher.casefold() not in tail.casefold() and tail.casefold() not in publisher.casefold():
        return title, publisher
    return head, publisher or tail
