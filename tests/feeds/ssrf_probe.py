"""Hostile feed addresses against an inner server, in a network of its own where nothing outside can be reached.

Run by test_guard.py as `unshare -rn python ssrf_probe.py [open|wide]`; prints JSON: the number of connections that the
inner server saw for each address. "open" takes the guard's part at connecting out, to show that the probe would notice;
"wide" also the look at the address itself, to show which of the odd forms lead inside without it.

The network is a loopback that also has public addresses: 93.184.216.34 and 2606:2800:220:1::1 stand for a publisher
whose redirects lead inside. Names are resolved by a table, some of them differently each time (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import socket
import subprocess
import sys

from bot.errors import FetchError
from bot.feeds import fetcher as fetching
from bot.feeds.fetcher import Fetcher

PUBLIC = "93.184.216.34"
INNER = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.1.1", "172.16.0.9", "100.64.0.1"]
NAMES = {
    "inner.test": ["127.0.0.1"],
    "metadata.test": ["169.254.169.254"],
    "six.test": ["::1"],
    "mapped.test": ["::ffff:127.0.0.1"],
    "both.test": ["::1", "127.0.0.1"],
    "mixed.test": ["10.1.2.3", "192.168.1.1"],
    "publisher.test": [PUBLIC],
}
REBINDING = {
    "rebind.test": itertools.cycle([[PUBLIC], ["127.0.0.1"]]),
    "rebind6.test": itertools.cycle([["127.0.0.1"], ["::1"]]),
    "rebind-half.test": itertools.cycle([[PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC]]),
}
ADDRESSES = [
    *(f"http://{host}/" for host in INNER),
    *(f"http://{name}/" for name in [*NAMES, *REBINDING] if name != "publisher.test"),
    *("http://localhost/", "http://0.0.0.0/", "http://0/", "http://127.1/", "http://127.0.1/", "http://2130706433/"),
    *("http://0x7f000001/", "http://0177.0.0.1/", "http://127。0。0。1/", "http://①②⑦.⓪.⓪.①/", "http://127.0.0.1./"),
    *(
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
    ),
    *(
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[fec0::1]/",
    ),
    *("http://224.0.0.1/", "http://255.255.255.255/", "http://user:secret@127.0.0.1/", "http://127.0.0.1:8080/"),
    *("https://127.0.0.1/", "http://publisher.test@127.0.0.1/", "file:///etc/hostname", "gopher://127.0.0.1/"),
    *(f"http://publisher.test/to/{n}" for n in range(8)),  # redirects inside: see TARGETS
]
TARGETS = [
    *(
        "http://127.0.0.1/",
        "http://inner.test/",
        "//10.1.2.3/",
        "http://[::1]/",
        "http://rebind6.test/",
        "http://127.0.0.1:8080/",
    ),
    *("http://publisher.test/to/0", "file:///etc/hostname"),
]
REAL = socket.getaddrinfo


def resolve(host, port, family=0, type=0, proto=0, flags=0):  # noqa: A002  the signature of socket.getaddrinfo
    if host in REBINDING:
        addresses = next(REBINDING[host])
    elif host in NAMES:
        addresses = NAMES[host]
    else:
        return REAL(host, port, family, type, proto, flags)
    return [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (one, port, 0, 0))
        if ":" in one
        else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port))
        for one in addresses
    ]


def make_network() -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in [*INNER[1:], PUBLIC, "fc00::1", "64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1"]:
        subprocess.run(["ip", "address", "add", address, "dev", "lo"], check=True)


async def main() -> None:
    socket.getaddrinfo = resolve
    reached: list[str] = []
    asked = ""

    async def inner(reader, writer):
        if writer.get_extra_info("sockname")[0] == PUBLIC:
            path = (await reader.readline()).split()[1].decode()
            number = path.rpartition("/")[2]
            target = TARGETS[int(number)] if number.isdigit() else ""
            writer.write(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())
        else:
            reached.append(asked)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")
        await writer.drain()
        writer.close()

    for port in (80, 8080):
        await asyncio.start_server(inner, "0.0.0.0", port)
        await asyncio.start_server(inner, "::", port)
    if sys.argv[1:] in (["open"], ["wide"]):
        fetching.public_socket = None
    if sys.argv[1:] == ["wide"]:
        fetching.check_url = lambda url, **_: fetching.URL(url)
    for _ in range(2):  # anew, so that no name is remembered from the first round
        async with Fetcher(time_limit=3) as fetcher:
            for asked in ADDRESSES:
                with contextlib.suppress(FetchError):
                    await fetcher.fetch(asked)
    print(json.dumps({"asked": len(ADDRESSES), "reached": {one: reached.count(one) for one in set(reached)}}))


make_network()
asyncio.run(main())
