"""A polite and guarded GET for feeds.

One Fetcher holds two aiohttp sessions, one for public addresses only and one for those that the host's configuration
trusts, so that no kept connection of one serves the other. What it asks and why:

    User-Agent           says who we are (RFC 9110 10.1.5), so that a publisher can find out and complain
    If-None-Match        and If-Modified-Since: an unchanged feed costs its server one short answer (RFC 9110 13.1)
    Accept-Encoding      gzip and deflate, which can be unpacked piece by piece under a limit
    Accept               feeds first, but anything: many servers call a feed text/html

It follows up to MAX_REDIRECTS redirects itself, each address checked like the first. A host that answers 429 or 503
with Retry-After (RFC 6585 4, RFC 9110 15.6.4) is left alone until then, whoever wants something of it, LONGEST_REST at
most. When to ask for one feed again is not decided here but in bot.feeds.pacing.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self
from weakref import WeakValueDictionary

import aiohttp
from yarl import URL

from bot.errors import AddressRefused, BodyRefused, FeedError, FetchError, HostRests, PrivateHost, UnknownHost
from bot.feeds import pacing
from bot.feeds.guard import NotPublic, check_url, public_socket
from bot.feeds.room import Claim, Room
from bot.text import clip, one_line

MAX_REDIRECTS = 5
MAX_BYTES = 8 * 1024 * 1024  # of a body, unpacked
TIME_LIMIT = 15.0  # seconds for one request, from the first packet to the last byte
CONNECT_LIMIT = 8.0  # seconds of those for one connection
PER_HOST = 2  # requests at a time to one host
CONNECTIONS = 100  # requests at a time to all
# A host that asks to be left alone can't say whether it means one address or all: all of them wait so long at most.
LONGEST_REST = timedelta(hours=1)

PAGE = "text/html, application/xhtml+xml, */*;q=0.1"  # Accept, for a report's own page
ACCEPT = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json,"
    " application/json;q=0.9, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5"
)
ASKED_PACKINGS = "gzip, deflate"
# What is unpacked. Others may be known to aiohttp, where their codecs are installed: what wasn't asked for is refused.
PACKINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
READ_AHEAD = 64 * 1024  # bytes of one answer that wait to be read
MAX_HEADERS = 128  # of an answer
MAX_HEADER = 8_190  # bytes of one
MAX_VALIDATOR = 1000  # characters of an ETag; a longer one is not kept
MISSPELLED = "; is it spelled right?"
MAX_WORDS = 200  # characters of what a server says of its trouble
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Fetched:
    """A usable answer: 2xx with a body, or 304 without.

    `url` is where it came from in the end; `permanent_url` the address that permanent redirects name instead of the
    one asked, None if there is none. `max_age` is what the server says of how long the answer holds, None where it
    says nothing.
    """

    status: int
    url: str
    permanent_url: str | None
    body: bytes | None
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    max_age: timedelta | None = None


def user_agent(contact: str = "") -> str:
    """What we call ourselves; `contact` is an address where a publisher can read who runs this."""
    try:
        number = version("downlink")
    except PackageNotFoundError:  # run from a checkout that isn't installed
        number = "0"
    return f"Downlink/{number} ({f'+{contact}' if contact else 'space-news briefs for Discord'})"


class Fetcher:
    """Fetches feeds; an async context manager that owns its connections.

    Limits are per request: `time_limit` seconds, `max_bytes` of unpacked body. At most `per_host` requests at a time
    go to one host and `connections` to all; a request that waits for its turn isn't running out of time.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        time_limit: float = TIME_LIMIT,
        max_bytes: int = MAX_BYTES,
        per_host: int = PER_HOST,
        connections: int = CONNECTIONS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._headers = {"User-Agent": user_agent(contact), "Accept": ACCEPT, "Accept-Encoding": ASKED_PACKINGS}
        self._time_limit = time_limit
        self._max_bytes = max_bytes
        self._per_host = per_host
        self._all = asyncio.Semaphore(connections)
        self._room = Room()
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._now = now
        # Until when hosts rest. Whoever is not trusted is not to learn of a host that only others may ask.
        self._rests: dict[tuple[str, bool], datetime] = {}
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        sessions, self._sessions = list(self._sessions.values()), {}
        for session in sessions:
            await session.close()

    async def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        trusted: bool = False,
        claim: Claim | None = None,
    ) -> Fetched:
        """The answer at `url`, or 304 if it is still the one that `etag` and `last_modified` name.

        `claim` is to the place that a large body takes; without one it has a place only while it is read.
        `trusted` lets private addresses and any port through. Raises FetchError (with the status and the wait that
        the server asks for, if any), AddressRefused or BodyRefused, each with a reason in words.
        """
        conditions = {}
        if etag:
            conditions["If-None-Match"] = etag
        if last_modified:
            conditions["If-Modified-Since"] = last_modified
        if claim is not None:
            return await self._follow(_Errand(url, conditions, trusted, self._max_bytes, claim))
        with self._room.claim() as own:
            return await self._follow(_Errand(url, conditions, trusted, self._max_bytes, own))

    async def page(self, url: str, *, trusted: bool = False, max_bytes: int = MAX_BYTES) -> Fetched:
        """The page of a report at `url`, under the same guards and limits as a feed. Raises as `fetch` does."""
        with self._room.claim() as claim:
            return await self._follow(_Errand(url, {"Accept": PAGE}, trusted, min(max_bytes, self._max_bytes), claim))

    async def _follow(self, errand: _Errand) -> Fetched:
        target = check_url(errand.url, trusted=errand.trusted)
        permanent: str | None = None
        only_permanent = True
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._ask(errand, target, permanent)
            if isinstance(answer, Fetched):
                return answer
            status, target = answer
            only_permanent = only_permanent and status in _PERMANENT
            if only_permanent:
                permanent = str(target)
        raise FetchError(errand.url, f"more than {MAX_REDIRECTS} redirects, the last to {target}")

    async def _ask(self, errand: _Errand, target: URL, permanent: str | None) -> Fetched | tuple[int, URL]:
        """One request: an answer, or a redirect's status and checked target."""
        async with self._place(target), self._all:
            self._let_rest(errand, target)  # with the place in hand: the answer that asks for it may be just in
            try:
                async with (
                    asyncio.timeout(self._time_limit) as limit,
                    self._session(errand.trusted).get(
                        target, headers=errand.headers, allow_redirects=False
                    ) as response,
                ):
                    return await _answer(errand, response, limit, permanent)
            except FeedError as error:
                self._heed(error, errand, target)
                raise
            except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
                raise _in_words(errand.url, target, error, self._time_limit) from error

    def _session(self, trusted: bool) -> aiohttp.ClientSession:
        if trusted not in self._sessions:
            self._sessions[trusted] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=0, ttl_dns_cache=60, socket_factory=None if trusted else public_socket
                ),
                headers=self._headers,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_LIMIT),
                max_headers=MAX_HEADERS,
                max_field_size=MAX_HEADER,
                read_bufsize=READ_AHEAD,
                trust_env=False,  # a proxy would open the connections in our place, past the guard
            )
        return self._sessions[trusted]

    def _let_rest(self, errand: _Errand, target: URL) -> None:
        """Raise HostRests where the host asked for it."""
        if not self._rests:
            return
        until = self._rests.get((_origin(target), errand.trusted))
        left = until - self._now() if until else timedelta()
        if timedelta() < left <= LONGEST_REST:  # more: it was asked when the clock was wrong
            minutes = -(-left // timedelta(minutes=1))
            words = f"{target.host} asks to be left alone for {minutes} minute{'' if minutes == 1 else 's'}"
            raise HostRests(errand.url, words, retry_after=left)

    def _heed(self, error: FeedError, errand: _Errand, target: URL) -> None:
        """Let the host rest if that is what it asks for."""
        if error.status in _BUSY and error.retry_after:
            now = self._now()
            self._rests = {origin: until for origin, until in self._rests.items() if until > now}
            self._rests[_origin(target), errand.trusted] = now + min(error.retry_after, LONGEST_REST)

    def _place(self, target: URL) -> asyncio.Semaphore:
        """Where to wait for a free place at the host; gone when nobody uses it."""
        origin = _origin(target)
        place = self._hosts.get(origin)
        if place is None:
            place = self._hosts[origin] = asyncio.Semaphore(self._per_host)
        return place


@dataclass(frozen=True, slots=True)
class _Errand:
    """What is to be fetched, and within which bounds."""

    url: str  # as it was asked for; errors name it
    headers: dict[str, str]
    trusted: bool
    max_bytes: int
    claim: Claim


def _origin(target: URL) -> str:
    return f"{target.host}:{target.port}"


async def _answer(
    errand: _Errand, response: aiohttp.ClientResponse, limit: asyncio.Timeout, permanent: str | None
) -> Fetched | tuple[int, URL]:
    status, headers = response.status, response.headers
    if status in _REDIRECTS and (location := headers.get("Location")):
        return status, _redirect(errand.url, response.url, location, errand.trusted)
    if status != 304 and not 200 <= status < 300:
        wait = pacing.retry_after(headers.get("Retry-After", ""), headers.get("Date", ""))
        raise FetchError(
            errand.url,
            f"the server answers {status} {_said(response.reason or '')}".rstrip(),
            status=status,
            retry_after=wait,
        )
    return Fetched(
        status,
        str(response.url),
        permanent,
        None if status == 304 else await _body(errand, response, limit),
        headers.get("Content-Type", ""),
        _validator(headers.get("ETag", "")),
        _validator(headers.get("Last-Modified", "")),
        pacing.max_age(headers.get("Cache-Control", ""), headers.get("Expires", ""), headers.get("Date", "")),
    )


async def _body(errand: _Errand, response: aiohttp.ClientResponse, limit: asyncio.Timeout) -> bytes:
    size = f"more than {errand.max_bytes / 1024 / 1024:g} MB"
    if (response.content_length or 0) > errand.max_bytes:
        raise BodyRefused(errand.url, f"the answer is {size}")
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in PACKINGS:
        raise BodyRefused(errand.url, f"the answer is packed as {packing[:40]!r}, which it was not asked for")
    await errand.claim.grow(response.content_length or 0, limit)
    body = bytearray()
    # Piece by piece as it is unpacked: a bomb is dropped at the limit, not after it has filled the memory.
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > errand.max_bytes:
            raise BodyRefused(errand.url, f"the answer is {size} when unpacked")
        await errand.claim.grow(len(body), limit)
    return bytes(body)


def _validator(header: str) -> str:
    """A validator that can be kept and sent back; aiohttp gives bytes beyond ASCII as lone surrogates."""
    return header if header.isascii() and header.isprintable() and len(header) <= MAX_VALIDATOR else ""


def _redirect(url: str, current: URL, location: str, trusted: bool) -> URL:
    try:
        target = current.join(URL(location))
    except ValueError as error:
        raise FetchError(url, f"redirects to something that is no address: {location[:200]!r}") from error
    try:
        return check_url(target.with_fragment(None), trusted=trusted)
    except AddressRefused as error:
        raise AddressRefused(url, f"redirects to {target}: {error.reason}") from error


def _said(words: str) -> str:
    """What a server says, fit to be shown and kept: aiohttp gives bytes that aren't UTF-8 as lone surrogates."""
    return clip(one_line(words), MAX_WORDS)


def _in_words(url: str, target: URL, error: Exception, time_limit: float) -> FeedError:
    """A failed request as an error of ours, in words for whoever has to mend it."""
    if isinstance(error, TimeoutError):
        return FetchError(url, f"no complete answer within {time_limit:g} seconds")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return UnknownHost(url, f"the name {target.host} can't be found{MISSPELLED}")
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return FetchError(url, f"the certificate of {target.host} isn't valid: {error.certificate_error}")
    if isinstance(error, aiohttp.ClientConnectorSSLError):
        return FetchError(url, f"no secure connection to {target.host}: {error.os_error}")
    if isinstance(error, aiohttp.ClientConnectorError):
        if isinstance(error.os_error, NotPublic):
            return PrivateHost(url, f"{target.host} is not at a public address")
        # asyncio puts "Connect call failed" and the address in the place of the system's words, and has no number for
        # several addresses that failed in different ways.
        number = error.os_error.errno
        return FetchError(
            url, f"can't connect to {target.host}: {os.strerror(number) if number else 'none of its addresses answers'}"
        )
    if isinstance(error, aiohttp.ClientPayloadError):
        return BodyRefused(url, "the answer breaks off or can't be unpacked")
    if isinstance(error, aiohttp.ClientResponseError) and "content-encoding" in error.message.lower():
        return BodyRefused(url, "the answer is packed in a way that it was not asked for")  # aiohttp has no codec
    if isinstance(error, aiohttp.ClientResponseError):
        return FetchError(url, f"the server doesn't answer in HTTP: {_said(error.message)}")
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError | ConnectionError):
        return FetchError(url, f"{target.host} closed the connection before the answer was complete")
    return FetchError(url, f"can't be fetched: {_said(str(error))}")
