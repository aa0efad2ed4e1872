"""The bundled sample feeds: readable by any reader, always recent, and as varied as a rehearsal needs."""

from __future__ import annotations

import io
import json
import math
import struct
import zlib
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from importlib import resources

import aiohttp
import feedparser
import pytest
from selectolax.lexbor import LexborHTMLParser

from bot.rehearsal.samples import SampleFeeds
from bot.rehearsal.samples.canvas import Canvas, disc
from bot.rehearsal.samples.entries import entries, fill_moments
from bot.rehearsal.samples.pictures import PICTURES, draw
from bot.rehearsal.samples.publishers import load_publishers, read_publisher
from bot.rehearsal.samples.render import FORMATS, feed_document

NOW = datetime(2030, 1, 1, 0, 4, 31, tzinfo=UTC)
BASE = "http://127.0.0.1:8000"
PUBLISHERS = load_publishers()
BY_SLUG = {publisher.slug: publisher for publisher in PUBLISHERS}
WAYS = {
    "rss-full": {"thumbnail", "content", "enclosure", "img", "srcset"},
    "rss-wordpress": {"img"},
    "rdf": {"img"},
    "atom": {"enclosure"},
    "json-feed": {"image"},
    "snapi": {"image"},
    "news-search": set(),
}


def by_format(name):
    return next(publisher for publisher in PUBLISHERS if publisher.format == name)


def parsed(publisher, now=NOW, opened=None):
    """(title, link, date or None) of each item, as a feed reader sees them."""
    kind, body = feed_document(publisher, now, BASE, opened=opened)
    if "json" in kind:
        document = json.loads(body)
        return [
            (
                item["title"],
                item["url"],
                datetime.fromisoformat(item.get("date_published") or item["published_at"]),
            )
            for item in document.get("items") or document["results"]
        ]
    feed = feedparser.parse(io.BytesIO(body), response_headers={"content-type": kind})
    assert not feed.bozo, feed.get("bozo_exception")
    # A dc:date, as RSS 1.0 has it, is feedparser's "updated".
    dates = [item.get("published_parsed") or item.get("updated_parsed") for item in feed.entries]
    return [
        (item.title, item.link, datetime(*date[:6], tzinfo=UTC) if date else None)
        for item, date in zip(feed.entries, dates, strict=True)
    ]


def png_rows(data):
    """The rows of a PNG as RGB bytes, after every checksum, the header and the lengths have been checked."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    place, packed, kinds, size = 8, b"", [], (0, 0)
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        kind, content = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        assert struct.unpack(">I", data[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + content)
        if kind == b"IHDR":
            size = struct.unpack(">II", content[:8])
            assert tuple(content[8:]) == (8, 2, 0, 0, 0)
        elif kind == b"IDAT":
            packed += content
        kinds.append(kind)
        place += 12 + length
    assert (kinds[0], kinds[-1]) == (b"IHDR", b"IEND")
    step, lines = size[0] * 3 + 1, zlib.decompress(packed)
    assert len(lines) == size[1] * step
    rows, above = [], bytes(step - 1)
    for start in range(0, len(lines), step):
        kind, row = lines[start], lines[start + 1 : start + step]
        assert kind in {0, 2}  # the filters that the canvas uses: none, up
        above = row if kind == 0 else bytes((a + b) % 256 for a, b in zip(row, above, strict=True))
        rows.append(above)
    return rows


def bundled_pictures():
    folder = resources.files("bot.rehearsal.samples") / "images"
    return {
        file.name.removesuffix(".png"): file.read_bytes() for file in folder.iterdir() if file.name.endswith(".png")
    }


@pytest.fixture
async def web():
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        yield session


# The documents


@pytest.mark.parametrize("publisher", PUBLISHERS, ids=lambda publisher: publisher.slug)
def test_every_document_parses_and_holds_each_published_item_once(publisher):
    found = parsed(publisher)
    expected = entries(publisher, NOW, BASE)
    assert len(found) == len(expected) == len({link for _, link, _ in found}) > 0
    for (title, _, date), entry in zip(found, expected, strict=True):
        assert entry.title in title or publisher.slug == "low-orbit-lounge"  # whose guest's title is cleaned
        assert date == (None if entry.item.undated else entry.published)


@pytest.mark.parametrize("hour", [0, 7, 23])
@pytest.mark.parametrize("publisher", PUBLISHERS, ids=lambda publisher: publisher.slug)
def test_every_date_lies_in_the_three_days_before_the_clock_handed_in(publisher, hour):
    now = NOW + timedelta(days=59, hours=hour)
    dates = [date for _, _, date in parsed(publisher, now) if date]
    assert dates
    assert all(now - timedelta(days=3) <= date <= now for date in dates)


def test_most_items_are_of_the_last_day():
    ages = [item.hours_ago for publisher in PUBLISHERS for item in publisher.items]
    assert sum(0 <= age <= 24 for age in ages) > len(ages) / 2
    assert max(ages) < 72


def test_while_a_rehearsal_runs_items_appear_and_none_changes_its_date():
    for publisher in PUBLISHERS:
        first = {(entry.link, entry.published) for entry in entries(publisher, NOW, BASE, opened=NOW)}
        later = {
            (entry.link, entry.published) for entry in entries(publisher, NOW + timedelta(days=1), BASE, opened=NOW)
        }
        ahead = sum(item.hours_ago < 0 for item in publisher.items)
        assert first <= later
        assert len(later) == len(first) + ahead
    assert sum(item.hours_ago < 0 for publisher in PUBLISHERS for item in publisher.items) >= 3


def test_there_are_enough_items_publishers_formats_and_languages():
    assert sum(len(entries(publisher, NOW, BASE)) for publisher in PUBLISHERS) >= 40
    assert len(PUBLISHERS) >= 6
    assert {publisher.format for publisher in PUBLISHERS} == set(FORMATS)
    assert {publisher.tier for publisher in PUBLISHERS} == {"official", "press", "community"}
    assert {publisher.language for publisher in PUBLISHERS} == {"en", "fr"}
    ids = [entry.id for publisher in PUBLISHERS for entry in entries(publisher, NOW, BASE)]
    assert len(set(ids)) == len(ids)


def test_the_film_crews_return_is_told_by_several_publishers_in_different_words():
    told = [(publisher.slug, item) for publisher in PUBLISHERS for item in publisher.items if item.event == "challenge"]
    english = [item for slug, item in told if BY_SLUG[slug].language == "en"]
    assert len(english) >= 3
    assert len({slug for slug, _ in told}) == len(told)
    for item in english:
        for name in ("Peresild", "Shipenko", "Novitsky", "The Challenge", "International Space Station", "Soyuz"):
            assert name in item.text, (item.slug, name)
    sentences = Counter(sentence for item in english for sentence in item.text.split(". "))
    assert max(sentences.values()) == 1


def test_several_events_are_told_by_two_publishers_or_more_and_some_stories_by_one():
    tellers = defaultdict(set)
    for publisher in PUBLISHERS:
        for item in publisher.items:
            tellers[item.event or item.slug].add(publisher.slug)
    assert sum(len(slugs) >= 2 for slugs in tellers.values()) >= 8
    assert sum(len(slugs) >= 4 for slugs in tellers.values()) >= 4
    assert sum(len(slugs) == 1 for slugs in tellers.values()) >= 15


def test_sources_differ_in_a_detail_of_the_launch():
    launch = [item.text for publisher in PUBLISHERS for item in publisher.items if item.event == "petrel-launch"]
    assert any("19 tonnes" in text for text in launch)
    assert any("18 tonnes" in text for text in launch)


def test_event_labels_are_never_published():
    labels = {item.event for publisher in PUBLISHERS for item in publisher.items if item.event}
    assert len(labels) >= 8
    # Labels that are also in an article's own address say nothing there.
    addresses = {item.slug for publisher in PUBLISHERS for item in publisher.items}
    for publisher in PUBLISHERS:
        _, body = feed_document(publisher, NOW, BASE)
        for label in labels:
            if "-" in label and not any(label in address for address in addresses):
                assert label.encode() not in body


def test_a_moment_in_a_text_becomes_the_day_it_was():
    start = datetime(2030, 1, 1, 0, 4, tzinfo=UTC)
    assert fill_moments("on {day 1} at {time 1}, {date 24.5}; {date -48}", start, "en") == (
        "on Monday at 23:04, 30 December; 3 January"
    )
    assert fill_moments("{day 1} à {time 1}, le {date 24.5}", start, "fr") == "lundi à 23 h 04, le 30 décembre"


def test_no_placeholder_is_left_in_any_text():
    for publisher in PUBLISHERS:
        for entry in entries(publisher, NOW + timedelta(days=2), BASE, opened=NOW):
            assert "{" not in entry.title + entry.text
            assert len(entry.paragraphs) >= 1


def test_a_publishers_file_with_a_fault_is_named():
    with pytest.raises(ValueError, match=r"gazette\.toml: .*colour"):
        read_publisher("gazette", 'name = "Gazette"\n[[items]]\nslug = "a"\ncolour = "red"')
    with pytest.raises(ValueError, match=r"gazette\.toml: .*Invalid value"):
        read_publisher("gazette", "name = ")


# Habits of real feeds that the samples show


def test_wordpress_tails_close_every_item_of_the_trade_paper():
    _, body = feed_document(by_format("rss-wordpress"), NOW, BASE)
    feed = feedparser.parse(io.BytesIO(body))
    for item in feed.entries:
        assert LexborHTMLParser(item.summary).text().endswith("appeared first on Pad & Payload.")


def test_search_results_carry_the_outlet_in_the_title_and_no_text_of_the_article():
    publisher = by_format("news-search")
    kind, body = feed_document(publisher, NOW, BASE)
    feed = feedparser.parse(io.BytesIO(body), response_headers={"content-type": kind})
    assert feed.feed.link.startswith("https://news.google.com/")
    for item, entry in zip(feed.entries, entries(publisher, NOW, BASE), strict=True):
        assert item.title == f"{entry.title} - {entry.item.outlet}"
        assert item.source.title == entry.item.outlet
        assert entry.paragraphs[0][:30].encode() not in body


def test_one_article_is_listed_a_second_time_with_tracking_parameters():
    listed = [link for _, link, _ in parsed(by_format("rss-wordpress"))]
    twice = [link for link in listed if "utm_source" in link]
    assert len(twice) == 1
    assert twice[0].split("?")[0] in listed


def test_some_items_have_no_date():
    undated = sum(date is None for publisher in PUBLISHERS for _, _, date in parsed(publisher))
    assert undated >= 2


def test_images_come_in_every_way_that_the_formats_know():
    used = defaultdict(set)
    for publisher in PUBLISHERS:
        for item in publisher.items:
            assert bool(item.image) == bool(item.image_as), item.slug
            if item.image:
                used[publisher.format].add(item.image_as)
    assert used == {name: ways for name, ways in WAYS.items() if ways}


def test_the_hostile_item_is_there_in_full_force():
    _, body = feed_document(BY_SLUG["low-orbit-lounge"], NOW, BASE)
    text = body.decode()
    for weapon in ("&lt;script&gt;alert", "@everyone", "[Claim it](javascript:", "onerror=", "<iframe", "&lt;@1000"):
        assert weapon in text


# The pictures


def test_bundled_pictures_are_valid_small_and_all_different():
    pictures = bundled_pictures()
    assert len(set(pictures.values())) == len(pictures) >= 10
    for data in pictures.values():
        rows = png_rows(data)
        assert (len(rows[0]), len(rows)) == (360 * 3, 225)
        assert len(data) <= 30_000


def test_every_picture_that_an_item_names_is_bundled_and_none_lies_idle():
    named = {item.image for publisher in PUBLISHERS for item in publisher.items if item.image}
    assert named == set(bundled_pictures()) == set(PICTURES)


def test_a_bundled_picture_is_what_its_code_draws():
    drawn, kept = (b"".join(png_rows(data)) for data in (draw("parachute"), bundled_pictures()["parachute"]))
    # A cosine may differ in its last bit between machines, and so a channel by a level.
    assert sum(a != b for a, b in zip(drawn, kept, strict=True)) < len(kept) / 1000


def test_a_painted_disc_is_as_large_as_asked_and_smooth_at_its_edge():
    canvas = Canvas()
    canvas.paint(disc(240, 150, 40), (1.0, 0.0, 0.0), box=(190, 100, 290, 200))
    reds = [value for row in png_rows(canvas.png()) for value in row[0::3]]
    assert sum(reds) / 255 == pytest.approx(math.pi * 30**2, rel=0.01)  # 40 units are 30 pixels
    assert any(0 < value < 255 for value in reds)


# The server


async def test_each_feed_is_served_at_its_address_as_its_document(web):
    async with SampleFeeds(now=lambda: NOW) as samples:
        assert [feed.name for feed in samples.feeds] == [publisher.name for publisher in PUBLISHERS]
        for feed, publisher in zip(samples.feeds, PUBLISHERS, strict=True):
            assert feed.url.startswith(samples.url + "/")
            assert (feed.tier, feed.tags, feed.language) == (publisher.tier, publisher.tags, publisher.language)
            async with web.get(feed.url) as response:
                kind, body = feed_document(publisher, NOW, samples.url)
                assert (response.status, response.headers["Content-Type"]) == (200, kind)
                assert await response.read() == body


async def test_a_feed_asked_for_again_says_304_until_it_has_something_new(web):
    clock = [NOW]
    async with SampleFeeds(now=lambda: clock[0]) as samples:
        url = next(feed.url for feed in samples.feeds if feed.name == "Pad & Payload")
        async with web.get(url) as response:
            tag = response.headers["ETag"]
        clock[0] += timedelta(hours=1)
        async with web.get(url, headers={"If-None-Match": tag}) as response:
            assert (response.status, await response.read(), response.headers["ETag"]) == (304, b"", tag)
        clock[0] += timedelta(hours=4)
        async with web.get(url, headers={"If-None-Match": tag}) as response:
            assert (response.status, response.headers["ETag"] != tag) == (200, True)


async def test_every_link_opens_the_article_with_its_whole_text(web):
    async with SampleFeeds(now=lambda: NOW) as samples:
        for publisher, feed in zip(PUBLISHERS, samples.feeds, strict=True):
            for entry in entries(publisher, NOW, samples.url):
                async with web.get(entry.link) as response:
                    assert (response.status, response.content_type) == (200, "text/html"), entry.link
                    page = LexborHTMLParser(await response.text())
                    if not entry.item.query:
                        assert page.css_first("h1").text() == entry.title
                        text = [paragraph.text() for paragraph in page.css("body > p:not(.by)") if paragraph.text()]
                        assert text == list(entry.paragraphs)
            async with web.get(feed.url) as response:
                assert response.status == 200


async def test_a_search_results_link_redirects_to_the_article(web):
    publisher = by_format("news-search")
    async with SampleFeeds(now=lambda: NOW) as samples:
        feed = next(feed for feed in samples.feeds if feed.name == publisher.name)
        async with web.get(feed.url) as response:
            links = [item.link for item in feedparser.parse(io.BytesIO(await response.read())).entries]
        pages = [entry.page for entry in entries(publisher, NOW, samples.url)]
        for link, page in zip(links, pages, strict=True):
            async with web.get(link, allow_redirects=False) as response:
                assert (response.status, response.headers["Location"]) == (302, page)


async def test_a_hostile_title_is_plain_text_on_its_page_and_on_the_newsstand(web):
    async with SampleFeeds(now=lambda: NOW) as samples:
        for path in ("/low-orbit-lounge/win-a-telescope", "/"):
            async with web.get(samples.url + path) as response:
                assert "default-src 'none'" in response.headers["Content-Security-Policy"]
                source = await response.text()
            page = LexborHTMLParser(source)
            assert not page.css("script, iframe, [onerror], [href^='javascript']")
            assert "<script>alert('lounge')</script>@everyone" in page.body.text()


async def test_pictures_are_served_and_unknown_addresses_are_not_found(web):
    async with SampleFeeds(now=lambda: NOW) as samples:
        async with web.get(f"{samples.url}/images/lander.png") as response:
            assert response.content_type == "image/png"
            assert await response.read() == bundled_pictures()["lander"]
        for path in ("/images/nothing.png", "/nobody/nothing", "/meridian/nothing", "/skyfinder/articles/CBMi"):
            async with web.get(samples.url + path) as response:
                assert response.status == 404
        # Not yet published, so not yet there.
        async with web.get(f"{samples.url}/meridian/stevedore-4-docked") as response:
            assert response.status == 404
