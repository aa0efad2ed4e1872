"""Full texts: a thin entry's page is read once, under its feed's guard, and is never needed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.errors import FetchError
from bot.feeds.fetcher import Fetcher
from bot.feeds.pages import PER_POLL, Pages
from bot.feeds.workers import ParsePool
from bot.gatherer import Gatherer
from bot.model import Feed
from tests.builders import DAY, HOUR, MINUTE, NOW
from tests.feeds.servers import http, serve
from tests.feeds.test_article import PARAGRAPHS, TITLE, page

pytest.importorskip("trafilatura", reason="needs the extra full-text")

INTERVAL = HOUR / 4
ARTICLE = http(body=page(*PARAGRAPHS).encode(), Content_Type="text/html; charset=utf-8")


def rss(*items: str) -> bytes:
    return http(body=f"<rss version='2.0'><channel><title>Paper</title>{''.join(items)}</channel></rss>".encode())


def item(link: str = "/a", summary: str = "It landed.", age=HOUR, id: str = "", title: str = TITLE) -> str:  # noqa: A002
    date = (NOW - age).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return (
        f"<item><guid isPermaLink='false'>{id or link}</guid><title>{title}</title><link>{link}</link>"
        f"<pubDate>{date}</pubDate><description>{summary}</description></item>"
    )


@pytest.fixture
async def gather(store, clock):
    """Polls these paths of a server and says what text each item has then."""
    async with Fetcher(time_limit=2, now=clock.now) as fetcher, ParsePool() as parser:
        gatherer = Gatherer(store, fetcher, parser, clock, INTERVAL, Pages(store, fetcher, parser, clock, deadline=5))

        async def poll(server, *paths: str, trusted: bool = True, full_text: bool = True, owner: str = "file"):
            feeds = [Feed(path, server.url + path, full_text=full_text) for path in paths]
            await store.sync_feeds(owner, feeds, trusted=trusted)
            polled = await gatherer.gather_all()
            assert [outcome.error for outcome in polled] == [None] * len(polled)
            return [item.text for item in await store.latest(owner, limit=100)]

        yield poll


def pages_asked(server) -> list[str]:
    return [request.path for request in server.asked if request.path not in {"/feed", "/feed2", "/robots.txt"}]


async def test_a_thin_entry_gets_the_text_of_its_page(gather):
    async with serve({"/feed": rss(item()), "/a": ARTICLE}) as server:
        assert await gather(server, "/feed") == ["\n".join(PARAGRAPHS)]
        asked = next(request for request in server.asked if request.path == "/a")
    assert asked.headers["accept"].startswith("text/html")
    assert asked.headers["user-agent"].startswith("Downlink/")


async def test_a_feed_that_doesn_t_want_it_keeps_its_own(gather):
    async with serve({"/feed": rss(item()), "/a": ARTICLE}) as server:
        assert await gather(server, "/feed", full_text=False) == ["It landed."]
        assert pages_asked(server) == []


async def test_an_entry_that_says_enough_is_left_alone(gather):
    async with serve({"/feed": rss(item(summary="It landed well. " * 100)), "/a": ARTICLE}) as server:
        await gather(server, "/feed")
        assert pages_asked(server) == []


@pytest.mark.parametrize(
    "answer",
    [
        http("403 Forbidden"),
        http("402 Payment Required"),
        http("500 Internal Server Error"),
        http(body=b"%PDF-1.4", Content_Type="application/pdf"),
        http(body=b"x" * (4 * 1024 * 1024), Content_Type="text/html"),
        http("302 Found", Location="/"),
        http(body=page("Please log in to read on.").encode(), Content_Type="text/html"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort",
        b"nonsense\r\n\r\n",
    ],
)
async def test_a_page_that_can_t_be_had_costs_nothing_and_is_not_asked_for_again(gather, clock, answer):
    answers = {"/feed": rss(item()), "/a": answer, "/": ARTICLE}
    async with serve(answers) as server:
        assert await gather(server, "/feed") == ["It landed."]
        answers["/feed"] = rss(item(summary="It has landed."))
        clock.move(DAY)
        assert await gather(server, "/feed") == ["It has landed."]
        assert pages_asked(server).count("/a") == 1


async def test_a_server_that_asks_to_be_left_alone_is_asked_for_no_other_page(gather, clock):
    busy = http("503 Service Unavailable", Retry_After="3600")
    answers = {"/feed": rss(item("/b", age=2 * HOUR), item("/a", age=HOUR)), "/a": busy, "/b": ARTICLE}
    async with serve(answers) as server:
        assert await gather(server, "/feed") == ["It landed."] * 2
        assert pages_asked(server) == ["/a"]
        answers["/feed"] = rss(item("/b", "It has landed.", age=2 * HOUR), item("/a", age=HOUR))
        clock.move(2 * HOUR)
        assert sorted(await gather(server, "/feed")) == sorted(["It landed.", "\n".join(PARAGRAPHS)])
        assert pages_asked(server) == ["/a", "/b"]


async def test_what_a_resting_host_was_not_asked_for_is_asked_for_another_time(store, clock):
    answers = {"/busy": http("429 Slow Down", Retry_After="60"), "/a": ARTICLE}
    async with serve(answers) as site, Fetcher(now=clock.now) as fetcher, ParsePool() as parser:
        with pytest.raises(FetchError):
            await fetcher.fetch(f"{site.url}/busy", trusted=True)
        gatherer = Gatherer(store, fetcher, parser, clock, INTERVAL, Pages(store, fetcher, parser, clock))
        feeds = {"/feed": rss(item(f"{site.url}/a"))}
        async with serve(feeds) as paper:
            feed = Feed("Paper", f"{paper.url}/feed", full_text=True)
            await store.sync_feeds("file", [feed], trusted=True)
            await gatherer.gather_all()
            assert [each.text for each in await store.latest("file")] == ["It landed."]
            clock.move(2 * MINUTE)
            feeds["/feed"] = rss(item(f"{site.url}/a", "It has landed."))
            await gatherer.gather_all()
            assert [each.text for each in await store.latest("file")] == ["\n".join(PARAGRAPHS)]


async def test_a_page_that_robots_may_not_read_is_not_asked_for(gather):
    rules = http(body=b"User-agent: *\nDisallow: /a\n")
    async with serve({"/feed": rss(item()), "/a": ARTICLE, "/robots.txt": rules}) as server:
        assert await gather(server, "/feed") == ["It landed."]
        assert pages_asked(server) == []


async def test_a_page_is_asked_for_once_whoever_asks(gather, clock):
    async with serve({"/feed": rss(item(id="1")), "/feed2": rss(item(id="2")), "/a": ARTICLE}) as server:
        assert await gather(server, "/feed", "/feed2") == ["\n".join(PARAGRAPHS)] * 2
        clock.move(DAY)
        await gather(server, "/feed", "/feed2")
        assert pages_asked(server) == ["/a"]


async def test_an_edit_keeps_the_full_text_and_reads_the_page_again(gather, clock):
    answers = {"/feed": rss(item()), "/a": ARTICLE}
    async with serve(answers) as server:
        await gather(server, "/feed")
        answers["/feed"] = rss(item(summary="It has landed."))
        clock.move(HOUR)
        assert await gather(server, "/feed") == ["\n".join(PARAGRAPHS)]
        assert len(pages_asked(server)) == 1  # edited within hours: what is known will do
        answers["/feed"] = rss(item(summary="It has landed, softly."))
        answers["/a"] = http("404 Not Found")
        clock.move(DAY)
        assert await gather(server, "/feed") == ["\n".join(PARAGRAPHS)]
        assert len(pages_asked(server)) == 2


async def test_few_pages_are_read_in_one_poll_and_none_of_old_reports(gather):
    new = [item(f"/{n}", age=HOUR + n * HOUR / 60) for n in range(PER_POLL + 5)]
    old = [item("/old", age=10 * DAY)]
    async with serve({"/feed": rss(*old, *new)} | {f"/{n}": ARTICLE for n in range(30)}) as server:
        await gather(server, "/feed")
        assert sorted(pages_asked(server)) == sorted(f"/{n}" for n in range(PER_POLL))


async def test_slow_pages_hold_a_poll_no_longer_than_the_deadline(store, clock):
    async def slow(request, writer):
        await asyncio.sleep(30)

    answers = {"/feed": rss(*(item(f"/{n}", age=HOUR * (n + 1)) for n in range(5)))} | {f"/{n}": slow for n in range(5)}
    async with serve(answers) as server, Fetcher() as fetcher, ParsePool() as parser:
        pages = Pages(store, fetcher, parser, clock, deadline=0.3)
        await store.sync_feeds("file", [Feed("Paper", server.url + "/feed", full_text=True)], trusted=True)
        started = asyncio.get_running_loop().time()
        await Gatherer(store, fetcher, parser, clock, INTERVAL, pages).gather_all()
        assert asyncio.get_running_loop().time() - started < 3
    assert len(await store.latest("file")) == 5


async def test_a_bug_in_reading_pages_costs_the_feed_nothing(store, clock):
    class Broken:
        async def page(self, url, *, trusted=False, max_bytes=0):
            raise RuntimeError("a bug")

    async with serve({"/feed": rss(item())}) as server, Fetcher() as fetcher, ParsePool() as parser:
        await store.sync_feeds("file", [Feed("Paper", server.url + "/feed", full_text=True)], trusted=True)
        gatherer = Gatherer(store, fetcher, parser, clock, INTERVAL, Pages(store, Broken(), parser, clock))
        (polled,) = await gatherer.gather_all()
    assert (polled.new, polled.error) == (1, None)


# ---------------------------------------------------------------- a guild's feed and the inside


class Outside:
    """Answers for one public address and leaves the rest to the real, guarded fetcher."""

    def __init__(self, fetcher, url: str, feed: bytes) -> None:
        self._fetcher, self._url, self._feed = fetcher, url, feed

    async def fetch(self, url, **options):
        assert url == self._url
        inner = await self._fetcher.fetch(self._feed, trusted=True)
        return replace(inner, url=url)

    async def page(self, url, **options):
        return await self._fetcher.page(url, **options)


async def test_a_guild_s_feed_reads_no_page_of_the_inside_nor_what_a_trusted_feed_read_there(store, clock, gather):
    url = "https://evil.example/feed"
    async with serve({"/a": ARTICLE}) as server, Fetcher() as fetcher, ParsePool() as parser:
        link = server.url + "/a"
        async with serve({"/feed": rss(item(link))}) as feed:
            assert await gather(feed, "/feed") == ["\n".join(PARAGRAPHS)]  # the host's own feed may
            outside = Outside(fetcher, url, feed.url + "/feed")
            await store.sync_feeds("file", [], trusted=True)
            await store.sync_feeds("guild:1", [Feed("Evil", url, full_text=True)], trusted=False)
            (polled,) = await Gatherer(
                store, outside, parser, clock, INTERVAL, Pages(store, outside, parser, clock)
            ).gather_all()
        assert (polled.new, polled.error) == (1, None)
        assert [item.text for item in await store.latest("guild:1")] == ["It landed."]
        assert pages_asked(server) == ["/a"]
