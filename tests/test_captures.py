"""Captured feeds on disk: names to times, files to documents."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest

from bot.captures import CapturedFeeds, captures_in, read_capture, rss_of_lines
from bot.errors import BodyRefused, FeedError, FetchError, NotAFeed
from bot.feeds.parser import parse

URL = "https://captured.invalid/orbit-post/"


def test_captures_are_the_files_named_by_their_time_in_its_order(tmp_path):
    names = ["20260302T090000Z.json", "20260301T090000Z.xml.gz", "20260301T080000Z.jsonl"]
    for name in [*names, "20260231T090000Z.xml", "20260301T090000.xml", "notes.txt", "20260301T090000Z.html"]:
        (tmp_path / name).write_text("")
    (tmp_path / "20260304T090000Z.xml").mkdir()
    found = captures_in(tmp_path)
    assert [capture.path.name for capture in found] == names[::-1]
    assert found[0].at == datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def test_lines_of_json_are_read_as_a_feed_would_be():
    items = [
        {
            "title": "Probe & lander <part>",
            "url": "https://paper.example/?a=1&b=2",
            "published_at": "Mon, 02 Mar 2026 08:00:00 GMT",
            "summary": "<p>The probe has <b>landed</b> at 5 &lt; 6 km.</p>\u0000\ud800",
        },
        {"title": "Only a title", "url": None},
    ]
    lines = "\ufeff" + "\n\n".join(json.dumps(item) for item in items) + "\n"
    first, second = parse(rss_of_lines(lines.encode(), URL), url=URL).entries
    assert (first.title, first.link) == ("Probe & lander <part>", "https://paper.example/?a=1&b=2")
    assert first.summary == "The probe has landed at 5 < 6 km."
    assert first.published == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert (second.title, second.link, second.published) == ("Only a title", "", None)


@pytest.mark.parametrize("line", ["{", "[1]", '"text"', "[" * 100_000])
def test_a_line_that_holds_no_item_is_named(line):
    with pytest.raises(NotAFeed, match="line 2 is no JSON object"):
        rss_of_lines(f"{{}}\n{line}\n".encode(), URL)


@pytest.mark.parametrize(
    ("name", "contents", "error"),
    [
        ("20260301T080000Z.xml.gz", b"<rss/>", BodyRefused),
        ("20260301T080000Z.xml.gz", gzip.compress(b"<rss/>" * 100)[:-12], BodyRefused),
        ("20260301T080000Z.xml.gz", gzip.compress(b" " * 9_000_000), BodyRefused),
        ("20260301T080000Z.xml", b" " * 9_000_000, BodyRefused),
        ("20260301T080000Z.xml", None, FetchError),
    ],
    ids=["not compressed", "cut off", "too big unpacked", "too big", "gone"],
)
def test_a_file_that_cannot_be_read_fails_like_a_feed(tmp_path, name, contents, error):
    path = tmp_path / name
    if contents is not None:
        path.write_bytes(contents)
    with pytest.raises(FeedError) as failed:
        read_capture(path, URL)
    assert type(failed.value) is error
    assert failed.value.url == URL


async def test_an_address_answers_with_the_file_served_there(tmp_path):
    feeds = CapturedFeeds()
    with pytest.raises(FetchError):
        await feeds.fetch(URL)
    for number in (1, 2):
        path = tmp_path / f"2026030{number}T080000Z.xml.gz"
        path.write_bytes(gzip.compress(f"<rss>{number}</rss>".encode()))
        feeds.serve(URL, path)
        fetched = await feeds.fetch(URL, etag="old")
        assert (fetched.status, fetched.body) == (200, f"<rss>{number}</rss>".encode())
