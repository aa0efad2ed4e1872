"""The short way through feedparser against the long one: what they read is the same."""

import io
import re
from collections.abc import Iterator
from typing import Any

import feedparser
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.feeds import strict
from tests.shared import shared

XML = "application/xml"
HEAD = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:own="https://orbit.example/ns">'
)
ATOM = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'


# What is read otherwise on purpose: see bot.feeds.strict.
MENDED = {"rss_channel_item_guid_naked_markup.xml", "rss_channel_item_uri_at_protocol.xml"}
MENDED_MARKUP = re.compile(r"<guid[^>]*>[^<]*<(?!/|!)|<link[^>]* url=")


def long_way(body: bytes, content_type: str = XML) -> Any:
    return feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": content_type},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def told(parsed: Any) -> dict[str, Any]:
    return {
        "bozo": bool(dict.get(parsed, "bozo")),
        **{key: dict.get(parsed, key) for key in ("version", "feed", "entries")},
    }


def differing(bodies: Iterator[tuple[str, bytes]]) -> list[str]:
    return [name for name, body in bodies if told(strict.parse(body, XML)) != told(long_way(body))]


@pytest.mark.parametrize("suite", ["torture/kurtmckee-feedparser", "torture/mmcdole-gofeed", "feeds"])
def test_every_feed_of_the_suites_reads_the_same(suite: str) -> None:
    def bodies() -> Iterator[tuple[str, bytes]]:
        for path in sorted(shared(f"corpus/{suite}").rglob("*")):
            if path.is_file() and path.suffix in {".xml", ".rss", ".atom"} and 0 < path.stat().st_size < 60_000:
                yield str(path), path.read_bytes()

    assert {name.rpartition("/")[2] for name in differing(bodies())} <= MENDED


TEXTS = st.sampled_from(
    [
        "",
        "plain",
        "<![CDATA[<p>Lift-off &amp; landing</p>]]>",
        "&lt;b&gt;bold&lt;/b&gt; &#8217;s",
        "caf\u00c3\u00a9",  # UTF-8 read as Latin-1 and encoded again
        "\u0093quoted\u0094 \u2014 in Windows' characters",
        "<b xmlns='http://www.w3.org/1999/xhtml'>markup</b> within",
        " padded ",
        "https://orbit.example/?a=1&amp;b;=2",
    ]
)
ELEMENTS = st.sampled_from(
    [
        "title", "link", "description", "guid", "pubDate", "author", "category", "content:encoded", "dc:creator",
        "dc:date", "media:description", "media:group", "own:thing", "source", "image", "textInput", "name", "url",
        "atom:summary", "atom:link", "language", "enclosure",
    ]
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    ["", "", "", " type='html'", " type='xhtml'", " type='text/plain'", " xml:lang='de'", " xml:base='https://a.example/b/'",
     " url='https://orbit.example/1.jpg' TYPE='Image/JPEG'", " rel='Enclosure' href='x'", " isPermaLink='false'"]
)  # fmt: skip
LEAVES = st.builds(lambda name, given, text: f"<{name}{given}>{text}</{name}>", ELEMENTS, ATTRIBUTES, TEXTS)
NODES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda name, given, parts: f"<{name}{given}>{''.join(parts)}</{name}>",
        ELEMENTS,
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(NODES, max_size=3), st.lists(st.lists(NODES, max_size=5), max_size=3), st.booleans())
def test_any_order_of_elements_reads_the_same(head: list[str], entries: list[list[str]], atom: bool) -> None:
    items = [f"<entry>{''.join(parts)}</entry>" if atom else f"<item>{''.join(parts)}</item>" for parts in entries]
    body = f"{''.join(head)}{''.join(items)}"
    if atom:
        body = f"{ATOM}{body}</feed>".replace("<atom:", "<").replace("</atom:", "</")
    else:
        body = f"{HEAD}<channel>{body}</channel></rss>"
    assume(not MENDED_MARKUP.search(body))
    try:
        expected = told(long_way(body.encode()))
    except Exception as error:  # noqa: BLE001  feedparser's own faults are its own; only that they are the same counts
        with pytest.raises(type(error)):
            strict.parse(body.encode(), XML)
    else:
        assert told(strict.parse(body.encode(), XML)) == expected


@pytest.mark.parametrize(
    ("item", "field", "wanted"),
    [
        ("<guid>a <b class='x'>7</b><br/></guid>", "id", 'a <b class="x">7</b><br></br>'),
        ("<guid><b>7</b></guid><title>Up</title>", "title", "Up"),
        ("<link url='at://lander'>https://orbit.example/1</link>", "link", "https://orbit.example/1"),
        ("<link url='https://orbit.example/1'/>", "link", "https://orbit.example/1"),
        ("<link uri='https://orbit.example/1'> </link><title>Up</title>", "link", "https://orbit.example/1"),
        (
            "<link>https://orbit.example/1</link><atom:link href='https://orbit.example/2'/>",
            "link",
            "https://orbit.example/1",
        ),
        (
            "<atom:link href='https://orbit.example/2'/><link>https://orbit.example/1</link>",
            "link",
            "https://orbit.example/1",
        ),
        ("<atom:link href='https://orbit.example/2'/>", "link", "https://orbit.example/2"),
    ],
)
def test_what_feedparser_loses_is_kept(item: str, field: str, wanted: str) -> None:
    body = f"{HEAD}<channel><item>{item}</item></channel></rss>"
    (entry,) = strict.parse(body.encode(), XML)["entries"]
    assert entry[field] == wanted


@pytest.mark.parametrize(
    ("dc", "media"),
    [
        ("http://purl.org/dc/elements/1.1/", "http://search.yahoo.com/mrss/"),
        ("http://purl.org/dc/elements/1.0/", "http://www.rssboard.org/media-rss"),
        ("https://purl.org/dc/elements/1.1", "https://search.yahoo.com/mrss"),
    ],
)
def test_a_namespace_is_known_under_all_its_names(dc: str, media: str) -> None:
    item = "<d:title>Up</d:title><d:date>2026</d:date><m:thumbnail url='https://orbit.example/1.jpg'/>"
    body = f"<rss xmlns:d='{dc}' xmlns:m='{media}'><channel><item>{item}</item></channel></rss>"
    (entry,) = strict.parse(body.encode(), XML)["entries"]
    assert (entry["title"], entry["updated"]) == ("Up", "2026")
    assert entry["media_thumbnail"] == [{"url": "https://orbit.example/1.jpg"}]


def test_a_plain_element_takes_the_short_way_and_others_the_long_one() -> None:
    handler = strict.Handler("", None, "utf-8")
    assert handler.begin("item", {})
    assert not handler.begin("http://www.w3.org/2000/svg svg", {})
    assert not handler.begin("title", {"http://www.w3.org/XML/1998/namespace lang xml": "de"})


def test_a_feed_that_is_not_well_formed_is_read_all_the_same() -> None:
    parsed = strict.parse(b"<rss><channel><item><title>Up & away</title></item></channel></rss>", XML)
    assert parsed["bozo"]
    assert [entry["title"] for entry in parsed["entries"]] == ["Up & away"]
