"""The HTTP requests that discord.py makes for us: paced as they leave, and watched, for what may have been posted.

discord.py tries again inside of one `send`: after a 502, which may have posted the message, it may meet a refused
connection and raise that. The error alone would say that nothing was posted. So every try is noted as it happens, by
aiohttp's tracing (https://docs.aiohttp.org/en/stable/client_advanced.html#client-tracing).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import SimpleNamespace

import aiohttp

from bot.chat.pace import InvalidRequests, Pace

# Outside the global limit (Rate Limits, "Global Rate Limit"): answers to commands and buttons, and webhooks.
_UNPACED = ("/interactions/", "/webhooks/")


@dataclass(slots=True)
class Try:
    """One HTTP request: whether it had a connection to leave by, and the answer's status."""

    left: bool = False
    status: int | None = None
    all_routes_limited: bool = False

    @property
    def may_have_worked(self) -> bool:
        """Unless it never left, or was answered with a refusal (RFC 9110, 15.5)."""
        return self.left and not (self.status is not None and 400 <= self.status < 500)


class NotTwice(Exception):
    """discord.py was about to repeat a request that must not be made twice."""


@dataclass(slots=True)
class Attempt:
    """All tries of one call of discord.py. Of what has no nonce only one may be made that can have worked: `once`."""

    once: bool = False
    tries: list[Try] = field(default_factory=list)

    @property
    def may_have_worked(self) -> bool:
        """Whether any of them may have been carried out."""
        return any(each.may_have_worked for each in self.tries)

    @property
    def sleeps_for_all(self) -> bool:
        """Whether the last answer was the global limit, which discord.py sleeps off holding all requests back."""
        return bool(self.tries) and self.tries[-1].all_routes_limited


class RequestWatch:
    """`trace` goes to discord.py as its `http_trace`: every request then keeps to `pace`, discord.py's own repetitions
    included, and `watch` sees the requests of the calls in its block.
    """

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self.invalid = InvalidRequests()
        self._attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_start.append(self._started)
        # Before a byte of the request is written; a refused connection or a failed handshake never gets here.
        self.trace.on_connection_create_end.append(self._connected)
        self.trace.on_connection_reuseconn.append(self._connected)
        self.trace.on_request_end.append(self._answered)
        self.trace.on_request_exception.append(self._failed)

    @contextmanager
    def watch(self, *, once: bool = False) -> Iterator[Attempt]:
        """Note what the calls in this block do; with `once` they raise NotTwice instead of repeating a request that
        may have been carried out.
        """
        attempt = Attempt(once)
        token = self._attempt.set(attempt)
        try:
            yield attempt
        finally:
            self._attempt.reset(token)

    async def _started(
        self, _session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestStartParams
    ) -> None:
        attempt = self._attempt.get()
        if attempt and attempt.once and attempt.may_have_worked:
            raise NotTwice
        context.paced = not any(place in params.url.path for place in _UNPACED)
        if context.paced:
            await self.pace.enter()
        if attempt:
            attempt.tries.append(Try())

    async def _connected(self, _session: aiohttp.ClientSession, _context: SimpleNamespace, _params: object) -> None:
        if (attempt := self._attempt.get()) and attempt.tries:
            attempt.tries[-1].left = True

    async def _failed(self, _session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
        if context.paced:
            self.pace.leave()

    async def _answered(
        self, _session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
    ) -> None:
        if context.paced:
            self.pace.leave()
        status, headers = params.response.status, params.response.headers
        # A limit shared with others is nobody's fault and isn't counted (Rate Limits, "Invalid Request Limit").
        if status in {401, 403} or (status == 429 and headers.get("X-RateLimit-Scope") != "shared"):
            self.invalid.add()
        if (attempt := self._attempt.get()) and attempt.tries:
            attempt.tries[-1].status = status
            attempt.tries[-1].all_routes_limited = status == 429 and "X-RateLimit-Global" in headers
