import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.mending import mended
from bot.feeds.parser import parse

URL = "https://orbit.example/feed"
FAULT = "<unknown>:3:7: mismatched tag"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("<rss><a>x</rss>", "<rss><a>x</a></rss>"),
        ("<rss><a><b>x</a></rss>", "<rss><a><b>x</b></a></rss>"),
        ("<rss><a>x</b></a></rss>", "<rss><a>x</a></rss>"),
        ("<rss><a>x</a>", "<rss><a>x</a></rss>"),
        ("<rss><a/><b c='>'></rss>", "<rss><a/><b c='>'></b></rss>"),
        (
            "<rss><![CDATA[</rss>]]><!-- <a> --><?b <c>?><a></rss>",
            "<rss><![CDATA[</rss>]]><!-- <a> --><?b <c>?><a></a></rss>",
        ),
    ],
)
def test_each_element_ends_with_the_one_around_it(wrong, right):
    assert mended(wrong.encode(), FAULT) == right.encode()


NODES = st.recursive(
    st.sampled_from(["x", "&amp;", "<e/>", "<![CDATA[</a>]]>", "<!-- <b> -->"]),
    lambda inner: st.builds(
        lambda name, parts: f"<{name} k='v'>{''.join(parts)}</{name}>",
        st.sampled_from("abc"),
        st.lists(inner, max_size=3),
    ),
)


@given(NODES)
def test_what_is_well_formed_stays_as_it_is(body):
    document = f"<rss>{body}</rss>".encode()
    assert mended(document, FAULT) == document


@pytest.mark.parametrize("body", ["<rss><![CDATA[ never ends", "<rss><!-- never ends", "<a>" * 60_000])
def test_what_cannot_be_told_is_left(body):
    assert mended(body.encode(), FAULT) is None


def test_other_faults_are_left():
    assert mended(b"<rss><a></rss>", "not well-formed (invalid token)") is None


def test_a_feed_with_wrong_ends_is_read():
    body = (
        b"<rss><channel><title>Orbit</title><item><link>https://orbit.example/1</link><title>Up</subject></item>"
        b"<item><title>Down</title><description>One<br>two</p></description></item></channel></rss>"
    )
    document = parse(body, url=URL)
    assert document.title == "Orbit"
    assert [(entry.title, entry.summary) for entry in document.entries] == [("Up", ""), ("Down", "One\ntwo")]


def test_nothing_is_lost_by_mending():
    body = b"<rss><channel><title>Orbit<item><title>Up</title></item><item><title>Down</title></item></channel></rss>"
    # Its second entry would be in the channel's title; feedparser finds it.
    assert [entry.title for entry in parse(body, url=URL).entries] == ["Down"]


@pytest.mark.parametrize("unit", [b"<a", b"<a b='", b"</a>", b"<a>", b"<a>x", b"<!", b" p:q", b"<p:q>", b"<![CDATA["])
def test_hostile_bytes_cost_little_time(unit):
    started = time.process_time()
    mended(b"<rss>" + unit * (1_000_000 // len(unit)), FAULT)
    assert time.process_time() - started < 3
