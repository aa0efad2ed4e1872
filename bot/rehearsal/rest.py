"""The REST API's outside: who asks, what is recorded of it, faults and rate limits, and errors in Discord's form.
The routes themselves are in `routes`.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from bot.rehearsal import refusal
from bot.rehearsal.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.rehearsal.faults import Fault, Faults
    from bot.rehearsal.gateway import Gateway
    from bot.rehearsal.ratelimits import RateLimits

PREFIX = "/api/v10"
REQUESTS_KEPT = 10_000
BODY_MAX = 26 * 2**20
# Answers to interactions are outside the global limit, and prove themselves by their token.
TOKEN_ROUTES = ("interaction.callback", "followup.create", "followup.get", "followup.edit", "followup.delete")
OPEN_ROUTES = ("gateway.open",)


@dataclass(slots=True)
class Request:
    """One REST request as it came, and what was answered (status 0: the connection was dropped)."""

    kind: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = None
    files: dict[str, int] = field(default_factory=dict)
    uploads: list[tuple[int, str, bytes]] = field(default_factory=list, repr=False)
    status: int = 0
    response_body: bytes = field(default=b"", repr=False)
    response_headers: dict[str, str] = field(default_factory=dict)

    @property
    def response(self) -> Any:
        """The JSON that was answered; None where there was none."""
        return json.loads(self.response_body) if self.response_body else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a route answers: JSON, or nothing (204)."""

    body: Any = None
    status: int = 200


class Rest:
    """Wraps each route: token, faults, limits, the record. `statuses` counts every answer (Discord bans an address
    after 10,000 of 401, 403 and 429 in ten minutes).
    """

    def __init__(self, token: str, faults: Faults, limits: RateLimits, gateway: Gateway) -> None:
        self.requests: deque[Request] = deque(maxlen=REQUESTS_KEPT)
        self.statuses: Counter[int] = Counter()
        self.revoked = False
        self.limits = limits
        self._token, self._faults, self._gateway = token, faults, gateway

    def add(
        self,
        app: web.Application,
        method: str,
        path: str,
        kind: str,
        route: Callable[[Request, Mapping[str, str]], Answer],
    ) -> None:
        """Serve a route of the API under its kind."""

        async def handler(request: web.Request) -> web.StreamResponse:
            record = await self._read(request, kind)
            self.requests.append(record)
            return await self._serve(request, record, lambda: route(record, request.match_info))

        app.router.add_route(method, PREFIX + path, handler)

    async def unknown(self, request: web.Request) -> web.StreamResponse:
        """Any address of the API that is no route."""
        record = await self._read(request, "unknown")
        self.requests.append(record)
        refused = Refusal(404, 0, "404: Not Found")
        return self._respond(record, refused.status, refused.body(), {})

    async def _read(self, request: web.Request, kind: str) -> Request:
        path = request.path.removeprefix(PREFIX)
        record = Request(kind, request.method, path, dict(request.query), dict(request.headers))
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                if not isinstance(part, BodyPartReader):
                    continue
                name, data = part.name or "", bytes(await part.read(decode=True))
                if name == "payload_json":
                    record.body = _json(data)
                elif name.startswith("files["):
                    filename = part.filename or "file"
                    record.files[filename] = len(data)
                    record.uploads.append((int(name[6:-1]), filename, data))
        elif request.can_read_body:
            record.body = _json(await request.read())
        return record

    async def _serve(self, request: web.Request, record: Request, route: Callable[[], Answer]) -> web.StreamResponse:
        if self._faults.is_away:
            return self._drop(request)
        headers: dict[str, str] = {}
        fault: Fault | None = None
        try:
            self._authorise(record)
            fault = self._faults.draw(record.kind)
            if fault is not None and fault.when == "before":
                spoilt = await self._spoil(request, record, fault)
                if spoilt is not None:
                    return spoilt
            exempt = record.kind in TOKEN_ROUTES
            verdict = self.limits.admit(record.kind, _major(record.path), exempt=exempt)
            headers = verdict.headers
            if verdict.retry_after:
                scope = "global" if verdict.overall else "user"
                return self._limited(record, verdict.retry_after, scope, headers)
            answer = route()
            record.uploads.clear()
        except Refusal as refused:
            return self._respond(record, refused.status, refused.body(), headers)
        if fault is not None and fault.when == "after":
            spoilt = await self._spoil(request, record, fault)
            if spoilt is not None:
                return spoilt
        return self._respond(record, answer.status, answer.body, headers)

    def _authorise(self, record: Request) -> None:
        if record.body is NOT_JSON:
            raise refusal.not_json()
        if record.kind in TOKEN_ROUTES or record.kind in OPEN_ROUTES:
            return
        given = {k.lower(): v for k, v in record.headers.items()}.get("authorization", "")
        if self.revoked or given != f"Bot {self._token}":
            raise refusal.unauthorized()

    async def _spoil(self, request: web.Request, record: Request, fault: Fault) -> web.StreamResponse | None:
        if fault.close_gateway:
            await self._gateway.close(fault.close_gateway)
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.reset:
            return self._drop(request)
        if fault.status == 429:
            return self._limited(record, fault.retry_after, fault.scope, {})
        if fault.status:
            refused = Refusal(fault.status, fault.code, fault.message or f"{fault.status}: injected fault")
            return self._respond(record, refused.status, refused.body(), {})
        return None

    def _limited(self, record: Request, retry_after: float, scope: str, headers: dict[str, str]) -> web.StreamResponse:
        body = {
            "message": "You are being rate limited.",
            "retry_after": round(retry_after, 3),
            "global": scope == "global",
        }
        # Retry-After is in whole seconds, rounded up. Without Via discord.py takes a 429 for a ban.
        told = {"Retry-After": str(int(retry_after) + 1), "X-RateLimit-Scope": scope, "Via": "1.1 rehearsal"}
        if scope == "global":
            told["X-RateLimit-Global"] = "true"
        return self._respond(record, 429, body, {**headers, **told})

    def _drop(self, request: web.Request) -> web.StreamResponse:
        """End the connection with a TCP reset; in the record and in `statuses` that is 0."""
        self.statuses[0] += 1
        transport = request.transport
        if transport is not None:
            sock = transport.get_extra_info("socket")
            if sock is not None:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()
        return web.Response(status=499)

    def _respond(self, record: Request, status: int, body: Any, headers: dict[str, str]) -> web.Response:
        record.status = status
        self.statuses[status] += 1
        if body is None:
            response = web.Response(status=204 if status == 200 else status, headers=headers)
            record.status = response.status
        else:
            # Exactly this content type: with a charset discord.py would not decode it.
            told = {**headers, "Content-Type": "application/json"}
            record.response_body = json.dumps(body).encode()
            response = web.Response(body=record.response_body, status=status, headers=told)
        record.response_headers = dict(response.headers)
        return response


NOT_JSON = object()


def _json(data: bytes) -> Any:
    if not data:
        return None
    try:
        return json.loads(data)
    except ValueError:
        return NOT_JSON


def _major(path: str) -> str:
    """The channel, guild or webhook that a bucket belongs to."""
    return "/".join(path.strip("/").split("/")[:2])
