"""Weeks of real feeds, replayed poll by poll: each real item comes once, and once only.

What a real item is, is told apart here by other means than the gatherer's: all entries of the whole history are laid
side by side, and those that share an id, an address or title and date are one item.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from bot.captures import CapturedFeeds, captures_in, read_capture
from bot.feeds.parser import parse
from bot.gatherer import Gatherer
from bot.model import Feed
from tests.shared import shared

URL = "https://history.example/feed"
# Those of `corpus/history` that are feeds; `hot` is an answer of another shape, which gets an envelope of ours.
FEEDS = [
    "arstechnica-rss", "npr-rss", "physorg-physics", "physorg-space", "snapi-daily", "weiqi-defense_news",
    "weiqi-google_satellite_launch", "weiqi-google_space_industry", "weiqi-nasa_breaking", "weiqi-nasaspaceflight",
    "weiqi-spacecom", "weiqi-spaceflight_now", "weiqi-spacenews",
]  # fmt: skip


class InProcess:
    async def parse(self, body, *, url, content_type="", strict=False):
        return parse(body, url=url, content_type=content_type, strict=strict)


class Hot(CapturedFeeds):
    """A site's own JSON without ids and dates, as a JSON Feed."""

    async def fetch(self, url, **conditions):
        fetched = await super().fetch(url, **conditions)
        return replace(fetched, body=json_feed(fetched.body))


def json_feed(body: bytes) -> bytes:
    rows = json.loads(body)["data"]
    items = [{"url": row.get("url"), "title": row["title"], "content_text": row["desc"]} for row in rows]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()


def page(url: str) -> str:
    parts = urlsplit(url)
    query = urlencode([pair for pair in parse_qsl(parts.query) if not pair[0].startswith(("utm_", "at_"))])
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{query}"


class Items:
    """Entries put together that share a sign."""

    def __init__(self) -> None:
        self.parent: dict[object, object] = {}

    def root(self, sign: object) -> object:
        self.parent.setdefault(sign, sign)
        while self.parent[sign] != sign:
            self.parent[sign] = sign = self.parent[self.parent[sign]]
        return sign

    def add(self, entry) -> None:
        signs = [("id", entry.id), *([("page", page(entry.link))] if entry.link else [])]
        if entry.published:
            signs.append(("title", entry.title, entry.published))
        first = self.root(signs[0])
        for sign in signs[1:]:
            self.parent[self.root(sign)] = first

    @property
    def count(self) -> int:
        return len({self.root(sign) for sign in self.parent})


async def replay(store, clock, folder: str) -> tuple[int, int, Counter[str]]:
    """(real items, items that the store was given as new, how often each title)."""
    captures = captures_in(shared(f"corpus/history/{folder}"))
    hot = folder == "snapi-hotnews"
    feeds = Hot() if hot else CapturedFeeds()
    gatherer = Gatherer(store, feeds, InProcess(), clock, timedelta(minutes=15))
    await store.sync_feeds("file", [Feed("History", URL)], trusted=False)
    real, new = Items(), 0
    for capture in captures:
        body = read_capture(capture.path, URL)
        for entry in parse(json_feed(body) if hot else body, url=URL).entries:
            real.add(entry)
        clock.at = capture.at
        feeds.serve(URL, capture.path)
        (polled,) = await gatherer.gather_all()
        assert polled.error is None
        new += polled.new
    return real.count, new, Counter(item.title for item in await store.latest("file", limit=100_000))


@pytest.mark.parametrize("folder", [*FEEDS, "snapi-hotnews"])
async def test_each_real_item_of_a_history_comes_once(store, clock, folder):
    real, new, titles = await replay(store, clock, folder)
    print(folder, real, new, {title: count for title, count in titles.items() if count > 1})
    assert real > 10
    assert new == titles.total() == real
