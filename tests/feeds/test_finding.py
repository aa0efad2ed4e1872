"""From an address that somebody typed to the feeds behind it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import AddressRefused, FeedError, NotAFeed, Refused
from bot.feeds.fetcher import Fetcher
from bot.feeds.finding import find_feeds
from bot.feeds.parser import parse
from tests.cogs.conftest import NOW, Web, rss

SITE = "https://orbit.example/"


class Here:
    """The parser, in this process."""

    async def parse(self, body, *, url, content_type="", strict=False):
        return parse(body, url=url, content_type=content_type, strict=strict)


def page(*feeds: str) -> bytes:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{feed}">' for feed in feeds)
    return f"<!doctype html><html><head>{links}</head><body>Orbit</body></html>".encode()


async def find(url: str, **pages: bytes):
    web = Web({SITE if path == "site" else f"{SITE}{path}": body for path, body in pages.items()})
    return await find_feeds(url, web, Here())


async def test_a_feeds_own_address_is_that_feed_with_what_is_in_it():
    [found] = await find(f"{SITE}feed", feed=rss("Orbit Post", "One", "Two"))
    assert (found.url, found.title, found.entries) == (f"{SITE}feed", "Orbit Post", 2)
    assert found.newest == NOW - timedelta(hours=1)


async def test_a_sites_page_leads_to_the_feed_that_it_names_also_without_https():
    [found] = await find("orbit.example/", site=page("/news.xml"), **{"news.xml": rss("News", "One")})
    assert (found.url, found.title) == (f"{SITE}news.xml", "News")


async def test_words_are_no_address():
    with pytest.raises(Refused, match="That is no web address, for it has blanks in it"):
        await find("not a url")


async def test_several_feeds_are_all_offered_and_those_that_cannot_be_read_are_left_out():
    found = await find(SITE, site=page("/a", "/b", "/gone"), a=rss("A", "One"), b=rss("B"))
    assert [(each.title, each.entries, each.newest is None) for each in found] == [("A", 1, False), ("B", 0, True)]


async def test_a_page_that_names_none_is_asked_at_the_usual_places():
    [found] = await find(SITE, site=page(), **{"rss.xml": rss("Usual", "One")})
    assert found.url == f"{SITE}rss.xml"


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ({"site": page()}, "there is no feed there, and the page names none"),
        ({"site": page("/gone")}, "the page names feeds, but none of them can be read"),
    ],
)
async def test_where_there_is_none_it_is_said(pages, words):
    with pytest.raises(NotAFeed, match=words):
        await find(SITE, **pages)


async def test_a_private_name_and_one_that_is_not_there_look_the_same():
    web = Web(private={"https://intranet.example/"})
    reasons = set()
    for host in ("intranet", "nowhere"):
        with pytest.raises(FeedError) as failed:
            await find_feeds(f"https://{host}.example/", web, Here())
        reasons.add((type(failed.value), failed.value.reason))
    assert len(reasons) == 1
    assert not web.trusted


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/feed", "http://[::1]/", "http://169.254.169.254/latest", "ftp://a.example/"]
)
async def test_what_the_guard_refuses_is_never_asked(url):
    async with Fetcher() as fetcher:
        with pytest.raises(AddressRefused):
            await find_feeds(url, fetcher, Here())


def test_dates_of_these_tests_are_in_the_past_of_the_parser():
    assert datetime.now(UTC) > NOW
