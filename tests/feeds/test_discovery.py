import time

import pytest

from bot.feeds.discovery import Offered, guesses, offered

URL = "https://orbit.example/news/"


def test_the_feeds_that_a_page_names_in_its_order():
    page = """<html><head><base href="https://orbit.example/en/">
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
    <link rel="stylesheet" href="x.css"><link rel="alternate" hreflang="de" href="/de/">
    <link rel="ALTERNATE home" type="application/atom+xml; charset=utf-8" title="Orbit &amp; more" href="atom.xml">
    <link rel="alternate" type="application/feed+json" href="https://feeds.example/orbit.json">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)"></head>
    <body><a href="/rss?x=1">RSS</a><a href="/about">About</a><a href="atom.xml">again</a></body></html>"""
    assert offered(page, URL) == [
        Offered("https://orbit.example/en/atom.xml", "Orbit & more"),
        Offered("https://feeds.example/orbit.json"),
        Offered("https://orbit.example/rss?x=1", "RSS"),
        Offered("https://orbit.example/comments/feed/", "Comments"),
    ]


def test_a_page_that_names_none_leaves_guesses():
    assert offered("<p>hi", URL) == []
    assert guesses(URL)[0] == "https://orbit.example/feed/"


def test_a_page_full_of_feeds_is_cut_off():
    page = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in range(500))
    assert len(offered(page, URL)) == 20


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 80_000,
        "<a " + "b=1 " * 100_000 + ">",
        "<a href=/x>" * 30_000,
        "<link rel=alternate " * 20_000,
        "<!--" * 100_000,
        "<table><tr><td>" * 25_000,
    ],
)
def test_a_page_that_is_made_to_be_slow_costs_no_time(html):
    feed = "<link rel=alternate type=application/rss+xml href=/feed>"
    started = time.process_time()
    assert [one.url for one in offered(feed + html, "https://o.example/")][:1] == ["https://o.example/feed"]
    assert time.process_time() - started < 0.5
