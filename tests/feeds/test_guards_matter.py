"""Each guard against a hostile feed, with it and without: the attack fails, and it would not without the guard.

An attack is a function that is given the means to take its guard out, or not, and says whether it got through. The
guard at connecting, which needs a network of its own, is shown in test_guard.py the same way.
"""

from __future__ import annotations

import asyncio
import zlib
from functools import partial
from types import SimpleNamespace

import aiohttp
import feedparser
import pytest

from bot.errors import FeedError
from bot.feeds import fetcher as fetching
from bot.feeds import fields, kinds, slices, strict, syndication
from bot.feeds.fetcher import Fetcher
from bot.feeds.guard import check_url
from bot.feeds.parser import parse
from bot.feeds.workers import ParsePool
from tests.feeds.servers import http, serve
from tests.feeds.test_workers import BOMB, GOOD

MB = 1024 * 1024
FEED = b"<rss version='2.0'><channel><title>Inner</title></channel></rss>"
URL = "https://evil.example/feed"


async def fetched(url: str, *, trusted: bool = True, **limits: float) -> bytes | None:
    """The body, None where it is refused."""
    async with Fetcher(**limits) as fetcher:
        try:
            return (await fetcher.fetch(url, trusted=trusted)).body
        except FeedError:
            return None


# ---------------------------------------------------------------- fetching


async def a_redirect_carries_a_password(monkeypatch, guarded):
    async with serve({"/b": http(body=FEED)}) as inner:
        target = inner.url.replace("http://", "http://user:secret@") + "/b"
        async with serve({"/": http("302 Found", Location=target)}) as server:
            if not guarded:
                monkeypatch.setattr(fetching, "check_url", lambda url, **_: fetching.URL(url))
            await fetched(server.url)
        return any("authorization" in request.headers for request in inner.asked)


async def a_guild_s_feed_rides_on_the_host_s_trust(monkeypatch, guarded):
    # What the address itself shows is let through in both cases: the session's own guard is what is tried.
    monkeypatch.setattr(fetching, "check_url", lambda url, **_: check_url(url, trusted=True))
    if not guarded:
        own = Fetcher._session
        monkeypatch.setattr(Fetcher, "_session", lambda self, trusted: own(self, True))
    async with serve({"/": http(body=FEED)}) as server, Fetcher() as fetcher:
        await fetcher.fetch(server.url, trusted=True)
        try:
            return (await fetcher.fetch(server.url, trusted=False)).body == FEED
        except FeedError:
            return False


async def a_proxy_of_the_environment_opens_the_connection(monkeypatch, guarded):
    if not guarded:
        own = aiohttp.ClientSession
        monkeypatch.setattr(aiohttp, "ClientSession", lambda **given: own(**{**given, "trust_env": True}))
    async with serve({"http://feed.invalid/": http(body=FEED)}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        return await fetched("http://feed.invalid/") == FEED


async def a_redirect_loop_goes_on(monkeypatch, guarded):
    if not guarded:
        monkeypatch.setattr(fetching, "MAX_REDIRECTS", 60)
    async with serve({"/": http("302 Found", Location="/")}) as server:
        await fetched(server.url)
        return len(server.asked) > 50


async def a_bomb_is_unpacked(monkeypatch, guarded, container, encoding):
    packer = zlib.compressobj(9, zlib.DEFLATED, container)
    packed = b"".join([*(packer.compress(bytes(MB)) for _ in range(20)), packer.flush()])
    async with serve({"/": http(body=packed, Content_Encoding=encoding)}) as server:
        body = await fetched(server.url, **({} if guarded else {"max_bytes": 1000 * MB}))
    return body is not None and len(body) == 20 * MB


async def a_body_has_no_end(monkeypatch, guarded):
    sent = 0

    async def endless(request, writer):
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while sent < 40 * MB:
            writer.write(bytes(65_536))
            await writer.drain()
            sent += 65_536
        writer.close()

    async with serve({"/": endless}) as server:
        await fetched(server.url, **({} if guarded else {"max_bytes": 1000 * MB}))
    return sent >= 40 * MB


async def a_slow_server_holds_the_poll(monkeypatch, guarded, head, drop):
    async def slow(request, writer):
        writer.write(head)
        while True:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0.02)

    async with serve({"/": slow}) as server:
        try:
            async with asyncio.timeout(1.5):
                await fetched(server.url, time_limit=0.3 if guarded else 1000)
        except TimeoutError:
            return True
    return False


# ---------------------------------------------------------------- parsing


async def a_body_names_a_file(monkeypatch, guarded, tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_bytes(FEED)
    if not guarded:
        unwrapped = SimpleNamespace(
            FeedParserDict=feedparser.FeedParserDict,
            parse=lambda stream, **options: feedparser.parse(stream.getvalue(), **options),
        )
        monkeypatch.setattr(strict, "feedparser", unwrapped)
    try:
        return parse(str(secret).encode(), url=URL).title == "Inner"
    except FeedError:
        return False


async def a_title_has_no_end(monkeypatch, guarded):
    if not guarded:
        monkeypatch.setattr(fields, "MAX_TITLE", 10**9)
    body = f"<rss version='2.0'><channel><item><title>{'title ' * 100_000}</title></item></channel></rss>"
    return len(parse(body.encode(), url=URL).entries[0].title) > 100_000


async def entries_without_end_are_read(monkeypatch, guarded):
    if not guarded:
        for module in (kinds, syndication):
            monkeypatch.setattr(module, "MAX_ENTRIES", 10**9)
    items = "".join(f"<item><title>{n}</title></item>" for n in range(3000))
    return len(parse(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), url=URL).entries) > 1000


async def a_parse_takes_for_ever(monkeypatch, guarded):
    async with ParsePool(time_limit=0.7 if guarded else 1000) as pool:
        await pool.parse(GOOD, url=URL)
        reading = asyncio.create_task(pool.parse(BOMB, url=URL))
        done, _ = await asyncio.wait([reading], timeout=2)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        return not done


async def a_parse_takes_all_memory(monkeypatch, guarded):
    body = b"<rss version='2.0'><channel><item><title>" + b"t" * 7 * MB + b"</title></item></channel></rss>"
    limit = {"memory_limit": 48 * MB} if guarded else {"memory_limit": 4000 * MB}
    async with ParsePool(time_limit=30, **limit) as pool:
        try:
            return bool((await pool.parse(body, url=URL)).entries)
        except FeedError:
            return False


async def a_parse_stalls_the_loop(monkeypatch, guarded):
    late = 0.0

    async def watch():
        nonlocal late
        loop = asyncio.get_running_loop()
        while True:
            started = loop.time()
            await asyncio.sleep(0.005)
            late = max(late, loop.time() - started)

    async with ParsePool(time_limit=0.7) as pool:
        await pool.parse(GOOD, url=URL)
        watching = asyncio.create_task(watch())
        await asyncio.sleep(0.02)
        try:
            if guarded:
                await pool.parse(BOMB, url=URL)
            else:
                parse(BOMB[:200_000] + BOMB[-60:], url=URL)
        except FeedError:
            pass
        await asyncio.sleep(0.02)
        watching.cancel()
    return late > 0.5


async def tags_without_end_are_looked_at(monkeypatch, guarded):
    if not guarded:
        monkeypatch.setattr(slices, "MAX_TOKENS", 10**9)
    looked = 0
    own = slices._TOKEN

    class Counting:
        def search(self, *given):
            nonlocal looked
            looked += 1
            return own.search(*given)

    monkeypatch.setattr(slices, "_TOKEN", Counting())
    slices.cut(b"<rss>" + b"<item>" * 100_000, b"", limit=200)
    return looked > 50_000


# ---------------------------------------------------------------- both ways

ATTACKS = {
    "password in a redirect": a_redirect_carries_a_password,
    "trusted session": a_guild_s_feed_rides_on_the_host_s_trust,
    "proxy": a_proxy_of_the_environment_opens_the_connection,
    "redirect loop": a_redirect_loop_goes_on,
    "gzip bomb": partial(a_bomb_is_unpacked, container=31, encoding="gzip"),
    "deflate bomb": partial(a_bomb_is_unpacked, container=15, encoding="deflate"),
    "endless body": a_body_has_no_end,
    "slow body": partial(
        a_slow_server_holds_the_poll, head=b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", drop=b"x"
    ),
    "slow headers": partial(a_slow_server_holds_the_poll, head=b"HTTP/1.1 200 OK\r\nX: ", drop=b"x"),
    "silence": partial(a_slow_server_holds_the_poll, head=b"", drop=b""),
    "body as a path": a_body_names_a_file,
    "endless title": a_title_has_no_end,
    "too many entries": entries_without_end_are_read,
    "endless parse": a_parse_takes_for_ever,
    "hungry parse": a_parse_takes_all_memory,
    "stalled loop": a_parse_stalls_the_loop,
    "too many tags": tags_without_end_are_looked_at,
}


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "guard taken out"])
@pytest.mark.parametrize("attack", ATTACKS)
async def test_an_attack_gets_through_only_where_its_guard_is_taken_out(monkeypatch, tmp_path, attack, guarded):
    run = ATTACKS[attack]
    more = {"tmp_path": tmp_path} if attack == "body as a path" else {}
    assert await run(monkeypatch, guarded, **more) is not guarded
