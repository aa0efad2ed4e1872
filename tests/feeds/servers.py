"""Servers on loopback that answer as tests want, well or badly: real sockets, real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = bytes | Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    """What a client asked: the path, and its headers in lower case."""

    path: str
    headers: dict[str, str]


@dataclass
class Server:
    """A running server: its address, and what it was asked so far."""

    url: str
    asked: list[Request] = field(default_factory=list)
    open: int = 0
    most_open: int = 0  # connections with a request under way at once


def http(status: str = "200 OK", body: bytes = b"", **headers: str) -> bytes:
    """An answer in full, with its length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@asynccontextmanager
async def serve(answers: dict[str, Answer]) -> AsyncIterator[Server]:
    """A server that gives each path its answer: bytes as they are, or a function that writes what it likes."""
    server = Server("")

    handlers: set[asyncio.Task[None] | None] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handlers.add(asyncio.current_task())
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
                request = Request(head[0].split(" ")[1], headers)
                server.asked.append(request)
                server.open += 1
                server.most_open = max(server.most_open, server.open)
                try:
                    answer = answers.get(request.path) or http("404 Not Found")
                    if isinstance(answer, bytes):
                        writer.write(answer)
                    else:
                        await answer(request, writer)
                    await writer.drain()
                finally:
                    server.open -= 1
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    listening = await asyncio.start_server(handle, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()
        running = [handler for handler in handlers if handler and not handler.done()]
        for handler in running:
            handler.cancel()
        await asyncio.gather(*running)
