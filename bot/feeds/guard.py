"""Which addresses a feed may be fetched from.

A feed's address comes from strangers, and a server stands inside somebody's network. So a feed is fetched from public
addresses only, over http and https, on their own ports, without credentials, unless the host's own configuration
trusts it.

    check_url       what the URL itself shows, for a clear message; also for every redirect
    public_socket   what counts: aiohttp opens every connection with it, so it sees the resolved address of every
                    attempt, and a name that is public the first time and 127.0.0.1 the second is refused then
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import AddrInfoType
from yarl import URL

from bot.errors import AddressRefused, DownlinkError, FeedError, FetchError, PrivateHost, UnknownHost

PORTS = frozenset({80, 443})
MAX_URL = 2_048  # characters

# The IANA special-purpose registries, https://www.iana.org/assignments/iana-ipv4-special-registry and -ipv6-:
# `is_global` alone lets multicast through, and differs between the Python versions in most of these.
_SPECIAL_4 = [
    ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
        *("192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
]
_UNICAST_6 = ip_network("2000::/3")  # all that is given out of IPv6
_SPECIAL_6 = [
    ip_network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
]
_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits, as an IPv6-only network reaches it


class NotPublic(OSError):
    """A connection to an address that isn't public was about to be opened."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether anybody on the internet could reach the same machine at this address."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
        return address in _UNICAST_6 and not any(address in block for block in _SPECIAL_6) and address.is_global
    return not any(address in block for block in _SPECIAL_4) and address.is_global


def public_socket(addr_info: AddrInfoType) -> socket.socket:
    """A socket for a public address; NotPublic for any other. For aiohttp's TCPConnector(socket_factory=...)."""
    family, kind, protocol, _, address = addr_info
    host = str(address[0]).partition("%")[0]  # without the zone of a link-local address
    if family not in {socket.AF_INET, socket.AF_INET6} or not is_public(ip_address(host)):
        # One text for all: happy eyeballs keeps an exception's type only when all attempts failed alike.
        raise NotPublic("not a public address")
    return socket.socket(family, kind, protocol)


def as_told(error: FeedError) -> FeedError:
    """The error in words for whoever gave an address that isn't trusted: whether a name exists inside the network that
    we stand in is none of their business.
    """
    if isinstance(error, PrivateHost | UnknownHost):
        return FetchError(error.url, "there is no public server of that name; is it spelled right?")
    return error


def at_home(error: DownlinkError) -> bool:
    """Whether an address was refused only for where it is, on a network or a port of one's own: trusted, it is read."""
    if not isinstance(error, AddressRefused):
        return False
    try:
        check_url(error.url, trusted=True)
    except AddressRefused:
        return False
    return True


def check_url(url: str | URL, *, trusted: bool = False) -> URL:
    """`url` parsed, if feeds may be fetched from it; AddressRefused with the reason if not.

    `trusted` addresses may have any port and any host; scheme and credentials are checked all the same.
    """
    shown = str(url)
    if len(shown) > MAX_URL:
        raise AddressRefused(f"{shown[:80]}…", f"the address is longer than {MAX_URL} characters")
    try:
        parsed = URL(url) if isinstance(url, str) else url
        host, port = parsed.host, parsed.port
    except ValueError as error:
        raise AddressRefused(shown, f"not an address: {error}") from error
    if parsed.scheme not in {"http", "https"}:
        raise AddressRefused(shown, "the address must begin with http:// or https://")
    if not host:
        raise AddressRefused(shown, "the address names no host")
    if parsed.user is not None or parsed.password is not None:
        raise AddressRefused(
            str(parsed.with_user(None)), "an address with a user name or password in it is not fetched"
        )
    if trusted:
        return parsed
    if port not in PORTS:
        raise AddressRefused(shown, f"port {port} is not one of the web's (80, 443)")
    try:
        literal = ip_address(host.partition("%")[0])
    except ValueError:
        return parsed  # a name: what it resolves to is checked when connecting
    if not is_public(literal):
        raise AddressRefused(shown, f"{host} is not a public address")
    return parsed
