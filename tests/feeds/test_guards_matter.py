"""Each guard against a hostile feed, with it and without: the attack fails, and it would not without the guard.

An attack is a function that is given the means to take its guard out, or not, and says whether it got through. The
guard at connecting, which needs a network of its own, is shown in test_guard.py the same way.
"""

from __future__ import annotations

import asyncio
import time
import zlib
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import aiohttp
import feedparser
import pytest

from bot import gatherer, text
from bot.document import Document, Entry
from bot.errors import FeedError
from bot.feeds import fetcher as fetching
from bot.feeds import fields, kinds, slices, strict, syndication
from bot.feeds.fetcher import Fetcher
from bot.feeds.guard import check_url
from bot.feeds.identity import Feed as IdentityFeed
from bot.feeds.identity import judge, named
from bot.feeds.pages import Pages
from bot.feeds.parser import parse
from bot.feeds.room import PLACES, Room
from bot.feeds.workers import ParsePool
from bot.model import Feed, FeedState, PollOutcome
from bot.store import open_store
from tests.builders import HOUR, NOW
from tests.fakes import SetClock
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


async def headers_without_end_are_kept(monkeypatch, guarded):
    if not guarded:
        monkeypatch.setattr(fetching, "MAX_HEADERS", 10**6)
    head = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(2_000))
    async with serve({"/": head + b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED}) as server:
        return await fetched(server.url) == FEED


async def a_header_has_no_end(monkeypatch, guarded):
    if not guarded:
        monkeypatch.setattr(fetching, "MAX_HEADER", 10**9)
    async with serve({"/": http(body=FEED, X="y" * 100_000)}) as server:
        return await fetched(server.url) == FEED


async def an_encoding_nobody_asked_for_is_taken(monkeypatch, guarded, encoding):
    if not guarded:
        monkeypatch.setattr(fetching, "PACKINGS", {*fetching.PACKINGS, encoding})
    async with serve({"/": http(body=FEED, Content_Encoding=encoding)}) as server:
        return await fetched(server.url) == FEED


async def large_bodies_fill_the_memory_together(monkeypatch, guarded):
    if not guarded:
        monkeypatch.setattr(gatherer, "Room", lambda: Room(1_000))
    held = most = 0

    class Slow:
        async def parse(self, body, **_):
            nonlocal held, most
            held += len(body)
            most = max(most, held)
            await asyncio.sleep(0.2)
            held -= len(body)
            return Document()

    answers = {f"/{n}": http(body=FEED + b" " * 2 * MB) for n in range(8)}
    async with serve(answers) as server, Fetcher(per_host=8) as fetcher, await open_store("sqlite://") as store:
        await store.sync_feeds("file", [Feed(path, server.url + path) for path in answers], trusted=True)
        await gatherer.Gatherer(store, fetcher, Slow(), SetClock(NOW), HOUR).gather_all()
    return most > (PLACES + 1) * 2 * MB


async def a_guild_s_feed_moves_inside(monkeypatch, guarded):
    open_to_all(monkeypatch, guarded)
    async with (
        serve({"/": http(body=FEED)}) as server,
        Fetcher() as fetcher,
        ParsePool() as pool,
        await open_store("sqlite://") as store,
    ):
        await store.sync_feeds("guild:1", [Feed("Evil", URL)], trusted=False)
        (state,) = await store.due_feeds(NOW, 1)
        own = gatherer.Gatherer(store, fetcher, pool, SetClock(NOW), HOUR)
        polled = await own.poll(replace(state, moved_to=server.url + "/"))
    return polled.error is None


async def a_page_that_a_guild_s_feed_links_is_inside(monkeypatch, guarded):
    open_to_all(monkeypatch, guarded)
    async with serve({"/robots.txt": http(), "/a": http(body=b"<p>secret", Content_Type="text/html")}) as server:
        async with Fetcher() as fetcher, ParsePool() as pool, await open_store("sqlite://") as store:
            entry = Entry(id="1", link=server.url + "/a", title="T", summary="S", published=NOW)
            (new,) = judge(named([entry]), [], NOW, IdentityFeed(None, 1)).new
            await Pages(store, fetcher, pool, SetClock(NOW)).filled(
                PollOutcome(FeedState(1, URL, last_poll=NOW), [new])
            )
        return "/a" in [request.path for request in server.asked]


def open_to_all(monkeypatch, guarded):
    if not guarded:
        monkeypatch.setattr(fetching, "check_url", lambda url, **_: fetching.URL(url))
        monkeypatch.setattr(fetching, "public_socket", None)


# ---------------------------------------------------------------- parsing


async def an_outer_entity_is_read(monkeypatch, guarded, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("of the host")
    if not guarded:
        own = strict._Reader.setFeature
        monkeypatch.setattr(
            strict._Reader, "setFeature", lambda self, name, state: own(self, name, state or "external" in name)
        )
        monkeypatch.setattr(strict, "replace_doctype", lambda data: (None, data, {}))
    body = (
        f'<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<rss version='2.0'><channel><title>Secret &x;</title></channel></rss>"
    )
    try:
        return "of the host" in parse(body.encode(), url=URL).title
    except FeedError:
        return False


async def markup_is_nested_without_end(monkeypatch, guarded):
    if not guarded:
        monkeypatch.setattr(text, "MAX_TAGS", 10**9)
    started = time.process_time()
    text.plain("<div>" * 30_000 + "x")
    return time.process_time() - started > 1


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
    "header flood": headers_without_end_are_kept,
    "endless header": a_header_has_no_end,
    "unasked encoding": partial(an_encoding_nobody_asked_for_is_taken, encoding="x-unknown"),
    "large bodies": large_bodies_fill_the_memory_together,
    "moved inside": a_guild_s_feed_moves_inside,
    "page inside": a_page_that_a_guild_s_feed_links_is_inside,
    "outer entity": an_outer_entity_is_read,
    "deep nesting": markup_is_nested_without_end,
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
    more = {"tmp_path": tmp_path} if attack in {"body as a path", "outer entity"} else {}
    assert await run(monkeypatch, guarded, **more) is not guarded
