"""Services that collect other publishers' reports in one feed, and are believed whose each report is. Pure.

Any feed may write another's name over its entries. One that did would speak in NASA's place, count as ten witnesses of
a story and take a brief past an outlet's share. So names count where such a service is asked; elsewhere everything is
the feed's own.
"""

from __future__ import annotations

from urllib.parse import urlsplit

_SERVICES = ("news.google.com", "spaceflightnewsapi.net")
_CAPTURED = ".invalid"  # the addresses of captures: nobody can serve anything there (RFC 6761)


def believed(address: str) -> bool:
    """Whether the feed at `address` is believed whose its reports are; a file on somebody's own disk is."""
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return False
    return not host or host.endswith((_CAPTURED, *(f".{service}" for service in _SERVICES))) or host in _SERVICES
