"""Feeds that collect other publishers' reports, and are believed whose each report is. Pure.

Any feed may write another's name over its entries. One that did would speak in NASA's place, count as ten witnesses of
a story and take a brief past an outlet's share. So names count where the host says so (`collects = true`), and where a
service is asked that is known for it, and answers itself; elsewhere everything is the feed's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from bot.document import Entry

_SERVICES = ("news.google.com", "spaceflightnewsapi.net")


def known_to_collect(address: str) -> bool:
    """Whether the feed at `address` is of a service that is believed unasked."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return host in _SERVICES or host.endswith(tuple(f".{service}" for service in _SERVICES))


def in_its_own_name(entries: Sequence[Entry], asked: str, answered: str) -> Sequence[Entry]:
    """The entries that came from the address `answered`, as they may be kept: where a service that is believed by its
    address was `asked` and redirected to somebody else, without the names of publishers.
    """
    if known_to_collect(asked) and not known_to_collect(answered):
        return [replace(entry, publisher="") for entry in entries]
    return entries
