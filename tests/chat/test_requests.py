"""What became of the HTTP requests, as aiohttp tells it."""

from __future__ import annotations

import asyncio
import socket

import aiohttp
import pytest
from aiohttp import web

from bot.chat.requests import RequestWatch


@pytest.fixture
async def server():
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/reset" and request.transport:
            request.transport.abort()
        headers = {k: v for k, v in request.query.items() if k.startswith("X-")}
        return web.Response(status=int(request.query.get("status", "200")), headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def watched():
    watch = RequestWatch()
    async with aiohttp.ClientSession(trace_configs=[watch.trace]) as session:
        yield watch, session


@pytest.mark.parametrize(
    ("path", "doubt"),
    [
        ("/?status=200", True),
        ("/?status=403", False),
        ("/?status=429", False),
        ("/?status=502", True),
        ("/reset", True),
    ],
)
async def test_only_a_refusal_is_certain(watched, server: str, path: str, doubt: bool):
    watch, session = watched
    with watch.watch() as attempt:
        try:
            async with session.post(server + path):
                pass
        except aiohttp.ClientError:
            assert path == "/reset"
    assert attempt.may_have_worked is doubt


async def test_a_connection_that_never_came_about_carried_nothing(watched):
    watch, session = watched
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with watch.watch() as attempt, pytest.raises(aiohttp.ClientConnectorError):
            await session.post(f"http://127.0.0.1:{unused.getsockname()[1]}/")
    assert len(attempt.tries) == 1
    assert not attempt.may_have_worked


async def test_one_doubtful_try_among_others_is_a_doubt(watched, server: str):
    watch, session = watched
    with watch.watch() as attempt:
        for status in (429, 502, 403):
            async with session.post(f"{server}/?status={status}"):
                pass
    assert [each.may_have_worked for each in attempt.tries] == [False, True, False]
    assert attempt.may_have_worked


async def test_calls_side_by_side_are_told_apart(watched, server: str):
    watch, session = watched

    async def call(status: int) -> bool:
        with watch.watch() as attempt:
            async with session.post(f"{server}/?status={status}"):
                pass
        return attempt.may_have_worked

    assert await asyncio.gather(*(call(status) for status in (200, 403, 500, 404))) == [True, False, True, False]


async def test_refusals_are_counted_but_for_limits_shared_with_others(watched, server: str):
    watch, session = watched
    for query in (
        "status=401",
        "status=403",
        "status=429",
        "status=429&X-RateLimit-Scope=shared",
        "status=404",
        "status=200",
    ):
        async with session.get(f"{server}/?{query}"):
            pass
    assert watch.invalid.count == 3
