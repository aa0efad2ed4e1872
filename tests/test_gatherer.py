"""The gatherer: what a feed gives becomes items once, and a feed's trouble stays its own."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from aiohttp import web

from bot.document import Document, Entry
from bot.errors import HostRests, StoreUnavailable
from bot.feeds.fetcher import Fetched, Fetcher
from bot.feeds.room import LARGE, PLACES
from bot.feeds.workers import ParsePool
from bot.gatherer import Gatherer
from bot.model import Feed
from tests.builders import DAY, HOUR, MINUTE, NOW

INTERVAL = timedelta(minutes=15)


class Publisher:
    """A feed's server whose answers can be changed."""

    def __init__(self) -> None:
        self.items: list[dict[str, str]] = []
        self.status = 200
        self.validators = True
        self.titles = True
        self.headers: dict[str, str] = {}
        self.head = ""
        self.asked = 0
        self.url = ""
        self.asked_for: Counter[str] = Counter()

    def add(self, id: str, title: str = "", link: str = "", age: timedelta = HOUR) -> None:  # noqa: A002
        self.items.append(
            {
                "id": id,
                "title": title or f"News {id}",
                "link": link or f"https://paper.example/{id}",
                "date": (NOW - age).strftime("%a, %d %b %Y %H:%M:%S GMT"),
            }
        )

    async def answer(self, request: web.Request) -> web.Response:
        self.asked += 1
        self.asked_for[request.query_string] += 1
        status = 503 if request.query_string.startswith("busy") else self.status
        if status != 200:
            return web.Response(status=status, headers=self.headers)
        tag = f'"{abs(hash(repr(self.items)))}"'
        if self.validators and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        rows = "".join(
            f"<item><guid isPermaLink='false'>{i['id']}</guid><link>{i['link']}</link><pubDate>{i['date']}</pubDate>"
            + (f"<title>{i['title']}</title><description>Of " if self.titles else "<description>")
            + f"{i['title']}.</description></item>"
            for i in self.items
        )
        body = f"<rss version='2.0'><channel><title>Paper</title>{self.head}{rows}</channel></rss>"
        headers = self.headers | ({"ETag": tag} if self.validators else {})
        return web.Response(text=body, content_type="application/rss+xml", headers=headers)


@pytest.fixture
async def publisher():
    made = Publisher()
    app = web.Application()
    app.router.add_get("/feed", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/feed"
    yield made
    await runner.cleanup()


@pytest.fixture
async def gatherer(store, clock, publisher):
    await store.sync_feeds("file", [Feed("Paper", publisher.url)], trusted=True)
    async with Fetcher(now=clock.now) as fetcher, ParsePool() as parser:
        yield Gatherer(store, fetcher, parser, clock, INTERVAL)


async def once(gatherer, clock, *, after: timedelta = DAY):
    (polled,) = await gatherer.gather_all()
    clock.move(after)
    return polled


async def titles(store) -> list[str]:
    return sorted(item.title for item in await store.latest("file", limit=100))


async def test_new_entries_become_items_once(gatherer, publisher, clock, store):
    publisher.add("a")
    publisher.add("b")
    assert (await once(gatherer, clock)).new == 2
    publisher.add("c")
    assert (await once(gatherer, clock)).new == 1
    assert await titles(store) == ["News a", "News b", "News c"]


async def test_an_edit_updates_the_item(gatherer, publisher, clock, store):
    publisher.add("a", "Rocket to launch")
    await once(gatherer, clock)
    publisher.items[0]["title"] = "Rocket launches"
    polled = await once(gatherer, clock)
    assert (polled.new, polled.changed) == (0, 1)
    assert await titles(store) == ["Rocket launches"]


async def test_a_note_without_a_title_is_called_by_its_first_sentence(gatherer, publisher, clock, store):
    for number, text in enumerate(("Fairing halves are back in port. Both dry", "Scrub! Next", "word " * 100)):
        publisher.add(str(number), text)
    publisher.titles = False
    await once(gatherer, clock)
    long, one, two = sorted(await titles(store), key=len, reverse=True)
    assert (one, two) == ("Fairing halves are back in port", "Scrub!")
    assert (long.startswith("word word"), long.endswith("word…"), len(long) <= 160) == (True, True, True)


async def test_a_feed_s_failure_holds_on_to_nothing(gatherer, publisher, clock):
    publisher.status = 500
    polled = await once(gatherer, clock)
    assert polled.error is not None
    assert polled.error.__traceback__ is polled.error.__cause__ is polled.error.__context__ is None


async def test_a_feed_that_changes_all_its_ids_brings_nothing_new(gatherer, publisher, clock, store):
    for name in "abc":
        publisher.add(name)
    await once(gatherer, clock)
    for item in publisher.items:
        item["id"] += "-moved"
    assert (await once(gatherer, clock)).new == 0
    assert len(await titles(store)) == 3


async def test_items_that_share_one_id_are_told_apart_by_their_addresses(gatherer, publisher, clock, store):
    publisher.add("same", "One", "https://paper.example/1")
    publisher.add("same", "Two", "https://paper.example/2")
    assert (await once(gatherer, clock)).new == 2
    publisher.add("same", "Three", "https://paper.example/3")
    assert (await once(gatherer, clock)).new == 1


async def test_tracking_parameters_make_no_second_item(gatherer, publisher, clock):
    publisher.add("a", link="https://paper.example/a")
    publisher.add("b", link="https://www.paper.example/a/?utm_source=newsletter")
    assert (await once(gatherer, clock)).new == 1


async def test_the_first_poll_takes_dates_as_they_are_and_later_ones_the_time_of_arrival(
    gatherer, publisher, clock, store
):
    publisher.add("old", age=5 * DAY)
    publisher.add("fresh", age=HOUR)
    await gatherer.gather_all()
    assert [item.title for item in await store.items("file", NOW - DAY, NOW + DAY)] == ["News fresh"]
    clock.move(HOUR)
    publisher.add("dated by the day", age=26 * HOUR)
    publisher.add("back from the dead", age=20 * DAY)
    await gatherer.gather_all()
    told = [item.title for item in await store.items("file", NOW, NOW + DAY)]
    assert told == ["News dated by the day"]


async def test_an_unchanged_feed_is_not_read_again(gatherer, publisher, clock):
    publisher.add("a")
    await once(gatherer, clock)
    assert (await once(gatherer, clock)).unchanged
    publisher.validators = False
    assert (await once(gatherer, clock)).unchanged


async def test_a_failing_feed_is_kept_explained_and_asked_again_later(gatherer, publisher, clock, store):
    publisher.add("a")
    await once(gatherer, clock)
    publisher.status = 500
    polled = await once(gatherer, clock, after=timedelta())
    assert "500" in polled.error.reason
    (status,) = await store.feed_statuses("file")
    assert (status.state.failures, status.items) == (1, 1)
    assert status.state.next_poll >= clock.now() + INTERVAL
    assert await gatherer.gather_due() == []
    publisher.status = 200
    clock.move(DAY)
    assert (await gatherer.gather_due())[0].error is None


async def test_a_feed_whose_publisher_asks_to_wait_is_asked_by_nobody(gatherer, publisher, clock):
    publisher.status, publisher.headers = 503, {"Retry-After": "7200"}
    await once(gatherer, clock, after=HOUR)
    polled = await once(gatherer, clock, after=HOUR)
    assert "asks to be left alone" in polled.error.reason
    assert (publisher.asked, polled.state.failures) == (1, 1)
    await once(gatherer, clock)
    assert publisher.asked == 2


async def test_a_host_that_asks_to_be_left_alone_is_asked_for_none_of_its_feeds(gatherer, publisher, clock, store):
    urls = [f"{publisher.url}?{n}" for n in range(8)]
    await store.sync_feeds("file", [Feed(f"Paper {n}", url) for n, url in enumerate(urls)], trusted=True)
    publisher.status, publisher.headers = 429, {"Retry-After": "600"}
    polled = await gatherer.gather_all()
    assert publisher.asked <= 2  # which had been asked already
    assert len([each for each in polled if isinstance(each.error, HostRests)]) == 8 - publisher.asked
    states = [status.state for status in await store.feed_statuses("file")]
    assert sum(state.failures for state in states) == publisher.asked  # nothing is wrong with the others
    asked, publisher.status = publisher.asked, 200
    clock.move(9 * MINUTE)
    assert await gatherer.gather_due() == []
    assert publisher.asked == asked
    clock.move(2 * MINUTE)
    assert len(await gatherer.gather_due()) == 8 - asked  # who failed has a longer wait


async def test_feeds_that_make_their_host_ask_for_a_rest_each_time_keep_its_others_from_nobody(
    gatherer, publisher, clock, store
):
    publisher.headers = {"Retry-After": "3600"}
    queries = [f"{kind}{n}" for kind in ("busy", "well") for n in range(10)]
    await store.sync_feeds("file", [Feed(each, f"{publisher.url}?{each}") for each in queries], trusted=True)
    for _ in range(24 * 4):
        await gatherer.gather_due()
        clock.move(INTERVAL)
    hours = 24 - 10 // 2  # in the first, the busy are met
    assert min(publisher.asked_for[query] for query in queries if query.startswith("well")) >= hours


@pytest.mark.parametrize("status", [200, 503])
async def test_feeds_asked_by_a_clock_years_ahead_are_asked_again_when_it_is_right(gatherer, publisher, clock, status):
    clock.move(4000 * DAY)
    publisher.status, publisher.headers = status, {"Retry-After": "7200"}
    await once(gatherer, clock, after=-4000 * DAY)
    assert len(await gatherer.gather_due()) == 1
    assert publisher.asked == 2
    assert await gatherer.gather_due() == []


async def test_a_feed_that_is_gone_is_not_asked_again(gatherer, publisher, clock):
    publisher.status = 410
    await once(gatherer, clock)
    assert await gatherer.gather_due() == []


async def test_a_bug_met_at_one_feed_is_this_feeds_trouble_alone(store, clock, publisher):
    class Stumbling:
        async def fetch(self, url, **_):
            raise KeyError("a bug")

    await store.sync_feeds(
        "file", [Feed("Paper", publisher.url), Feed("Other", "https://other.example/")], trusted=True
    )
    async with ParsePool() as parser:
        polled = await Gatherer(store, Stumbling(), parser, clock, INTERVAL).gather_all()
    assert ["stumbled" in outcome.error.reason for outcome in polled] == [True, True]


async def test_what_one_feed_brings_and_the_store_cannot_hold_is_this_feeds_trouble_alone(store, clock):
    class Odd:
        async def fetch(self, url, **_):
            return Fetched(200, url, None, url.encode())

        async def parse(self, body, *, url, **_):
            key = "\ud800" if "odd" in url else str(clock.now())  # no text that a database takes
            return Document(entries=(Entry(key, f"{url}/{clock.now():%H}", "News"),))

    urls = [f"https://{name}.example/feed" for name in ("one", "odd", "two")]
    await store.sync_feeds("file", [Feed(url, url) for url in urls], trusted=True)
    gatherer = Gatherer(store, Odd(), Odd(), clock, INTERVAL)
    for _ in range(2):  # at the first poll it can't be written; later it can't even be asked for
        polled = {outcome.state.url: outcome for outcome in await gatherer.gather_all()}
        assert [bool(polled[url].error) for url in urls] == [False, True, False]
        clock.move(DAY)
    assert [status.state.failures for status in await store.feed_statuses("file")] == [2, 0, 0]


async def test_a_date_beyond_all_dates_in_a_header_is_no_date(gatherer, publisher, clock):
    publisher.add("a")
    publisher.headers = {"Expires": "Fri, 31 Dec 9999 23:59:59 -1400", "Date": "Mon, 02 Mar 2026 09:00:00 GMT"}
    assert (await once(gatherer, clock)).new == 1


async def test_trouble_with_the_store_is_told_as_what_it_is(gatherer, publisher, store, monkeypatch):
    async def full(*_args, **_more):
        raise StoreUnavailable("the disk is full")

    publisher.add("a")
    monkeypatch.setattr(store, "record_polls", full)
    with pytest.raises(StoreUnavailable, match="the disk is full"):
        await gatherer.gather_due()


async def test_only_due_feeds_are_asked(gatherer, publisher, clock):
    await gatherer.gather_due()
    await gatherer.gather_due()
    assert publisher.asked == 1


# ---------------------------------------------------------------- items over time


async def told(store, since) -> list[str]:
    return sorted(item.title for item in await store.items("file", since, since + 365 * DAY))


async def test_a_feed_that_changes_all_its_ids_and_addresses_brings_nothing_new(gatherer, publisher, clock, store):
    for name in "abcdef":
        publisher.add(name)
    await once(gatherer, clock)
    for item in publisher.items:
        item["id"], item["link"] = f"new-{item['id']}", f"https://new.example/{item['id']}"
    assert (await once(gatherer, clock)).new == 0
    publisher.items[0]["title"] = "A later edit"
    polled = await once(gatherer, clock)
    assert (polled.new, polled.changed) == (0, 1)
    assert len(await titles(store)) == 6


async def test_a_feed_that_changes_ids_addresses_and_dates_brings_nothing_new(gatherer, publisher, clock, store):
    for name in "abcdef":
        publisher.add(name)
    await once(gatherer, clock)
    for item in publisher.items:
        item["id"], item["link"] = f"new-{item['id']}", f"https://new.example/{item['id']}"
        item["date"] = clock.now().strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert (await once(gatherer, clock)).new == 0


async def test_a_title_that_comes_every_day_is_new_every_day(gatherer, publisher, clock):
    for day in range(8):
        publisher.add(f"brief {day}", "Morning brief", f"https://paper.example/brief/{day}", age=-day * DAY)
        assert (await once(gatherer, clock)).new == 1


async def test_one_report_at_two_addresses_is_one_item(gatherer, publisher, clock):
    publisher.add("a", "Lander tested", "https://paper.example/general/lander")
    publisher.add("b", "Lander tested", "https://paper.example/moon/lander")
    assert (await once(gatherer, clock)).new == 1


async def test_different_entries_at_the_site_s_own_address_are_different(gatherer, publisher, clock):
    for name in "abc":
        publisher.add(name, link="https://paper.example/")
    assert (await once(gatherer, clock)).new == 3
    publisher.add("d", link="https://paper.example/")
    assert (await once(gatherer, clock)).new == 1


async def test_a_flood_is_kept_and_only_what_is_fresh_is_told(gatherer, publisher, clock, store):
    for name in "abcde":
        publisher.add(name, age=9 * DAY)
    await once(gatherer, clock, after=HOUR)
    for n in range(20):
        publisher.add(f"imported {n}", age=2 * DAY)
    publisher.add("fresh", age=-HOUR)
    seen = clock.now()
    assert (await once(gatherer, clock)).new == 21
    assert await told(store, seen) == ["News fresh"]
    assert len(await titles(store)) == 26


async def test_a_single_late_entry_is_told(gatherer, publisher, clock, store):
    for name in "abcde":
        publisher.add(name, age=9 * DAY)
    await once(gatherer, clock, after=HOUR)
    publisher.add("dated by the day", age=DAY)
    seen = clock.now()
    await once(gatherer, clock)
    assert await told(store, seen) == ["News dated by the day"]


async def test_a_feed_that_is_empty_for_days_and_comes_back_brings_only_what_is_new(gatherer, publisher, clock, store):
    for name in "abcdef":
        publisher.add(name)
    await once(gatherer, clock)
    items, publisher.items = publisher.items, []
    for _ in range(5):
        assert (await once(gatherer, clock)).error is None
    publisher.items = items
    publisher.add("g", age=-6 * DAY)
    assert (await once(gatherer, clock)).new == 1


async def test_a_feed_back_after_a_week_tells_the_last_hours_only(gatherer, publisher, clock, store):
    for name in "abcde":
        publisher.add(name)
    await once(gatherer, clock, after=timedelta())
    publisher.status = 503
    await once(gatherer, clock, after=7 * DAY)
    publisher.status = 200
    publisher.items.clear()
    for n in range(30):
        publisher.add(f"missed {n}", age=-7 * DAY + (n + 1) * 5 * HOUR)
    seen = clock.now()
    assert (await once(gatherer, clock)).new == 30
    assert await told(store, seen) == ["News missed 0", "News missed 1"]


async def test_a_feed_back_after_a_day_tells_all_that_is_dated_since_it_was_read(gatherer, publisher, clock, store):
    for name in "abcde":
        publisher.add(name)
    await once(gatherer, clock, after=DAY)
    publisher.items.clear()
    for n in range(6):
        publisher.add(f"missed {n}", age=-DAY + (2 + 4 * n) * HOUR)
    publisher.add("of the day before", age=2 * HOUR)
    seen = clock.now()
    assert (await once(gatherer, clock)).new == 7
    assert await told(store, seen) == [f"News missed {n}" for n in range(6)]


@pytest.mark.parametrize(("days", "told_of"), [(1.1, 6), (7, 0)])
async def test_of_a_feed_without_dates_what_came_in_a_day_is_told_and_not_in_a_week(
    gatherer, publisher, clock, store, days, told_of
):
    for name in "abcde":
        publisher.add(name)
    await once(gatherer, clock, after=timedelta(days=days))
    publisher.items.clear()
    for n in range(6):
        publisher.add(f"missed {n}")
        publisher.items[-1]["date"] = ""
    seen = clock.now()
    assert (await once(gatherer, clock)).new == 6
    assert len(await told(store, seen - DAY)) == told_of


async def test_items_that_vanish_and_return_in_another_order_are_known(gatherer, publisher, clock):
    for name in "abcdef":
        publisher.add(name)
    await once(gatherer, clock)
    first = publisher.items
    publisher.items = first[3:]
    assert (await once(gatherer, clock)).new == 0
    publisher.items = first[::-1]
    assert (await once(gatherer, clock)).new == 0


# ---------------------------------------------------------------- what is remembered of the feed


async def test_of_a_changed_feed_the_wishes_and_the_rhythm_stay_known(gatherer, publisher, clock, store):
    publisher.head = "<ttl>180</ttl>"
    for n in range(5):
        publisher.add(str(n), age=n * DAY)
    before = (await once(gatherer, clock)).state
    assert before.rhythm == DAY
    publisher.add("new", age=-DAY)
    after = (await once(gatherer, clock)).state
    unchanged = await once(gatherer, clock)
    assert unchanged.unchanged
    assert after.rhythm == unchanged.state.rhythm == DAY
    assert unchanged.state.next_poll - unchanged.state.last_poll > timedelta(minutes=150)


async def test_many_feeds_are_asked_and_written_though_one_hangs(store, clock, publisher):
    publisher.add("a")
    waiting = asyncio.Event()

    class Slow:
        async def fetch(self, url, **_):
            if url.endswith("/0"):
                await waiting.wait()
            return Fetched(304, url, None, None)

    urls = [f"https://paper.example/{n}" for n in range(300)]
    await store.sync_feeds("file", [Feed(url, url) for url in urls], trusted=True)
    async with ParsePool() as parser:
        gathering = asyncio.create_task(Gatherer(store, Slow(), parser, clock, INTERVAL).gather_all())
        for _ in range(100):
            await asyncio.sleep(0.05)
            if len(await store.due_feeds(clock.now(), 1000)) == 1:
                break
        assert [state.url for state in await store.due_feeds(clock.now(), 1000)] == urls[:1]
        waiting.set()
        assert len(await gathering) == 300
    assert await store.due_feeds(clock.now(), 1000) == []


async def test_a_store_that_is_locked_lets_few_long_feeds_into_memory(store, clock, monkeypatch):
    free, parsed = asyncio.Event(), []
    record = store.record_polls

    class Long:
        async def fetch(self, url, *, claim, **_):
            async with asyncio.timeout(60) as limit:
                await claim.grow(LARGE + 1, limit)
            return Fetched(200, url, None, url.encode())

        async def parse(self, body, *, url, **_):
            parsed.append(url)
            return Document(entries=(Entry(url, f"{url}/1", "News", "x" * (LARGE + 1)),))

    async def locked(outcomes):
        await free.wait()
        await record(outcomes)

    monkeypatch.setattr(store, "record_polls", locked)
    urls = [f"https://paper.example/{n}" for n in range(30)]
    await store.sync_feeds("file", [Feed(url, url) for url in urls], trusted=True)
    gathering = asyncio.create_task(Gatherer(store, Long(), Long(), clock, INTERVAL).gather_all())
    while len(parsed) < PLACES:
        await asyncio.sleep(0.01)
    for _ in range(1000):  # time enough for others
        await asyncio.sleep(0)
    assert len(parsed) == PLACES
    free.set()
    assert sum(outcome.new for outcome in await gathering) == len(urls) == len(parsed)


async def test_what_comes_while_others_are_written_is_written_too(store, clock, monkeypatch):
    monkeypatch.setattr("bot.gatherer.LONGEST_UNWRITTEN", 0.01)
    writing, all_asked = asyncio.Event(), asyncio.Event()
    record = store.record_polls

    class LateSecond:
        async def fetch(self, url, **_):
            if url.endswith("/1"):
                await writing.wait()
                all_asked.set()
            return Fetched(304, url, None, None)

    async def slow(outcomes):
        if not writing.is_set():
            writing.set()
            await all_asked.wait()
            for _ in range(20):  # until nobody asks any more
                await asyncio.sleep(0)
        await record(outcomes)

    monkeypatch.setattr(store, "record_polls", slow)
    urls = [f"https://paper.example/{n}" for n in range(2)]
    await store.sync_feeds("file", [Feed(url, url) for url in urls], trusted=True)
    async with ParsePool() as parser:
        await Gatherer(store, LateSecond(), parser, clock, INTERVAL).gather_all()
    assert await store.due_feeds(clock.now(), 1000) == []


@pytest.mark.parametrize(
    ("end", "publisher"),
    [
        ("https://news.google.com/rss", "NASA"),
        ("https://news.google.com.evil.example/rss", "Search"),
        ("https://evil.example/news.google.com", "Search"),
    ],
)
async def test_a_service_is_believed_whose_reports_are_only_where_it_answers_itself(store, clock, end, publisher):
    class Redirected:
        async def fetch(self, url, **_):
            return Fetched(200, end, None, b"body")

        async def parse(self, body, *, url, **_):
            return Document(entries=(Entry("1", "https://nasa.example/1", "The probe has left", publisher="NASA"),))

    await store.sync_feeds("file", [Feed("Search", "https://news.google.com/rss")], trusted=False)
    await Gatherer(store, Redirected(), Redirected(), clock, INTERVAL).gather_all()
    assert [item.publisher for item in await store.latest("file")] == [publisher]
