"""What publishers write instead of what the standards say, and what is meant by it. One fault each."""

import json
from datetime import UTC, datetime

import pytest

from bot.feeds.parser import parse

URL = "https://orbit.example/news/feed.xml"
ORBIT_A = "https://orbit.example/a"
NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
XHTML = "xmlns='http://www.w3.org/1999/xhtml'"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'


def rss(item: str) -> str:
    return f"<rss version='2.0' {NAMESPACES}><channel><title>O</title><item>{item}</item></channel></rss>"


def atom(entry: str) -> str:
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>O</title><entry>{entry}</entry></feed>"


def atom03(entry: str) -> str:
    return f"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>O</title><entry>{entry}</entry></feed>"


def rdf(item: str) -> str:
    return f"<rdf:RDF {RDF}><channel rdf:about='https://o.example/'><title>O</title></channel>{item}</rdf:RDF>"


def only(body: str):
    (entry,) = parse(body.encode(), url=URL).entries
    return entry


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (rss("<title><![CDATA[<b>Crew</b> &amp; cargo]]></title>"), "Crew & cargo"),
        (rss("<title>It&amp;#8217;s &amp;quot;go&amp;quot;</title>"), 'It’s "go"'),
        (rss("<title>1 &lt; 2 &amp; 3</title>"), "1 < 2 & 3"),
        (rss("<title>Crew <b>lands</b> safely</title>"), "Crew lands safely"),
        (rss("<title>Crew <!-- a note --> lands</title>"), "Crew lands"),
        (rss("<title>\n  Crew\u00a0 lands\n\t</title>"), "Crew lands"),
        (rss("<title>Crew</title><title>Cargo</title>"), "Crew"),
        (rss("<media:title>Picture</media:title><title>Crew</title>"), "Crew"),
        (
            rss("<title>Crew</title><media:content url='a.jpg'><media:title>Picture</media:title></media:content>"),
            "Crew",
        ),
        (rss("<media:title>Picture</media:title>"), "Picture"),
        (rss("<dc:title>Crew</dc:title>"), "Crew"),
        (rss("<itunes:title>Episode 7</itunes:title>"), "Episode 7"),
        (atom("<title type='html'>&lt;i&gt;Crew&lt;/i&gt; &amp;amp; &amp;lt;x&amp;gt;</title>"), "Crew & <x>"),
        (atom("<title>Use the &lt;b&gt; tag</title>"), "Use the <b> tag"),
        (atom("<title type='xhtml'>H&lt;sub&gt;2&lt;/sub&gt;O found</title>"), "H2O found"),
        (atom("<title>Crew&amp;#8217;s day &amp;amp; night</title>"), "Crew’s day & night"),
        (atom(f"<title type='xhtml'><div {XHTML}>A <b>b</b> &lt;c&gt;</div></title>"), "A b <c>"),
        (atom03("<title mode='escaped' type='text/html'>&lt;b&gt;Crew&lt;/b&gt;</title>"), "Crew"),
        (atom03("<title mode='base64' type='text/html'>PGI+Q3JldzwvYj4gbGFuZHM=</title>"), "Crew lands"),
        (atom03("<title mode='xml'>Crew &amp; cargo</title>"), "Crew & cargo"),
        ("<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>Crew</a:title></a:entry></a:feed>", "Crew"),
        ("<feed><entry><title>Crew</title></entry></feed>", "Crew"),
        ("<rss xmlns='http://nobody.example/'><channel><item><title>Crew</title></item></channel></rss>", "Crew"),
        ("<RSS VERSION='2.0'><CHANNEL><ITEM><TITLE>Crew</TITLE></ITEM></CHANNEL></RSS>", "Crew"),
        ("<rss version='2.0'><channel><title>O</title></channel><item><title>Crew</title></item></rss>", "Crew"),
        ("<br /><b>Warning</b>: x in <b>y.php</b>\n" + rss("<title>Crew</title>"), "Crew"),
        (rss("<title>Crew</title>") + "<!-- cached at noon --><script>1</script>", "Crew"),
        ("<?xml version='1.0'?><!DOCTYPE rss SYSTEM 'rss-0.91.dtd'>" + rss("<title>Caf&eacute;</title>"), "Café"),
    ],
)
def test_the_title_is_what_was_meant(body, title):
    assert only(body).title == title


@pytest.mark.parametrize(
    ("body", "id_", "link"),
    [
        (rss("<guid>https://o.example/a</guid>"), "https://o.example/a", "https://o.example/a"),
        (rss("<guid isPermaLink='true'>/a</guid>"), ORBIT_A, ORBIT_A),
        (rss("<title>T</title><guid>news-17</guid>"), "news-17", ""),
        (rss("<title>T</title><guid isPermaLink='false'>https://o.example/a</guid>"), "https://o.example/a", ""),
        (rss("<guid isPermaLink='False'>17</guid><link>/b</link>"), "17", "https://orbit.example/b"),
        (rss("<link>\n https://o.example/a\n</link>"), "https://o.example/a", "https://o.example/a"),
        (rss("<link><![CDATA[https://o.example/a?b=1&c=2]]></link>"), *["https://o.example/a?b=1&c=2"] * 2),
        (rss("<link>https://o.example/a?b=1&amp;amp;c=2</link>"), *["https://o.example/a?b=1&c=2"] * 2),
        (rss("<link>www.o.example/a</link>"), "https://www.o.example/a", "https://www.o.example/a"),
        (rss("<link>//o.example/a</link>"), "https://o.example/a", "https://o.example/a"),
        (rss("<atom:link rel='self' href='/s'/><link>/a</link>"), *[ORBIT_A] * 2),
        (rss("<atom:link href='https://o.example/a'/>"), "https://o.example/a", "https://o.example/a"),
        (rss("<link>/a</link><atom:link rel='replies' href='/r'/>"), *[ORBIT_A] * 2),
        (atom("<title>T</title><id>17</id>"), "17", ""),
        (atom("<id>https://o.example/a</id>"), "https://o.example/a", "https://o.example/a"),
        (
            atom(
                "<id>u</id><link rel='alternate' type='application/json' href='/j'/><link rel='alternate' href='/a'/>"
            ),
            "u",
            ORBIT_A,
        ),
        (
            atom("<id>u</id><link rel='http://www.iana.org/assignments/relation/alternate' href='/a'/>"),
            "u",
            ORBIT_A,
        ),
        (rdf("<item rdf:about='https://o.example/a'><title>T</title></item>"), *["https://o.example/a"] * 2),
        (
            rdf("<item rdf:about='https://o.example/a'><link>https://o.example/b</link></item>"),
            "https://o.example/a",
            "https://o.example/b",
        ),
        (
            "<CHANNEL HREF='https://o.example/'><ITEM HREF='/a'><TITLE>T</TITLE></ITEM></CHANNEL>",
            *["https://o.example/a"] * 2,
        ),
        (rss("<guid isPermaLink='false'><i>7</i></guid><link>/a</link>"), "<i>7</i>", ORBIT_A),
        (rss("<link uri='at://probe'>https://orbit.example/a</link>"), ORBIT_A, ORBIT_A),
        (rss("<link>/a</link><atom:link href='/b'/>"), ORBIT_A, ORBIT_A),
        (rss("<link>/a</link><dc:identifier>doi:10.1/7</dc:identifier>"), "doi:10.1/7", ORBIT_A),
        (rss("<title>T</title><media:player url='/a'/>"), ORBIT_A, ORBIT_A),
        (atom("<id>u</id><media:player xmlns:media='http://search.yahoo.com/mrss/' url='/a'/>"), "u", ORBIT_A),
        (rss("<title>T</title><enclosure url='/a' type='audio/mpeg'/>"), ORBIT_A, ORBIT_A),
        (rss("<title>T</title><enclosure url='/a.jpg' type='image/jpeg'/>"), "", ""),
        (
            rss("<guid isPermaLink='false'>https://x.example/7</guid><enclosure url='/a' type='audio/mpeg'/>"),
            "https://x.example/7",
            ORBIT_A,
        ),
        (atom("<id>u</id><link rel='self' href='/b'/><link rel='via' href='/a'/>"), "u", ORBIT_A),
        (
            "<rss><channel><item><a10:link href='/a'/><atom:link href='/b'/></item></channel></rss>",
            *["https://orbit.example/b"] * 2,
        ),
    ],
)
def test_id_and_link_are_told_apart(body, id_, link):
    entry = only(body)
    assert (entry.id or entry.link, entry.link) == (id_, link)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"id": 17, "title": "Crew&#8217;s day"}, {"id": "17", "title": "Crew’s day"}),
        ({"id": "a", "title": "Use <b>"}, {"title": "Use <b>"}),
        ({"id": "/a", "title": "T"}, {"id": "/a", "link": ""}),
        ({"id": "", "url": "/a"}, {"id": ORBIT_A}),
        ({"id": ORBIT_A}, {"id": ORBIT_A, "link": ORBIT_A}),
        ({"id": "a", "url": "javascript:alert(1)", "title": "T"}, {"link": ""}),
        ({"id": "a", "external_url": "https://k.example/b"}, {"link": "https://k.example/b"}),
        (
            {"id": "a", "content_text": ["x"], "title": {"x": 1}, "authors": "me", "url": 1.5},
            {"title": "", "authors": ()},
        ),
        ({"id": "a", "author": {"name": "Ann"}}, {"authors": ("Ann",)}),
        (
            {"id": "a", "attachments": [{"url": "/p.jpg", "mime_type": "image/jpeg"}, "x"]},
            {"image": "https://orbit.example/p.jpg"},
        ),
    ],
)
def test_an_odd_json_feed_s_item_is_read(item, expected):
    body = {"version": "https://jsonfeed.org/version/1", "items": [item]}
    entry = only(json.dumps(body))
    assert {name: getattr(entry, name) for name in expected} == expected


def test_a_relative_link_is_the_site_s_where_the_feed_is_kept_elsewhere():
    body = rss("<link>/a</link>").replace("<item>", "<link>https://www.orbit.example/</link><item>")
    for url in ("https://feeds.example/orbit", ""):
        assert [entry.link for entry in parse(body.encode(), url=url).entries] == ["https://www.orbit.example/a"]


def test_prefixes_that_nobody_declared_mean_what_they_usually_do():
    body = (
        "<rss version='2.0'><channel><title>O</title><atom:link href='https://o.example/' rel='alternate'/>"
        "<item><title>T</title><dc:date>2026-05-01</dc:date><x:y z:w='1'>?</x:y>"
        "<media:content url='https://o.example/1.jpg' medium='image'/>"
        "<content:encoded><![CDATA[<p>Whole text.</p>]]></content:encoded></item></channel></rss>"
    )
    document = parse(body.encode(), url=URL, strict=True)
    (entry,) = document.entries
    assert (document.link, entry.summary, entry.image) == (
        "https://o.example/",
        "Whole text.",
        "https://o.example/1.jpg",
    )
    assert entry.published == datetime(2026, 5, 1, tzinfo=UTC)


def test_a_guess_of_feedparser_s_is_no_date():
    assert only(rss("<pubDate>2026 around noon</pubDate>")).published is None
    assert only(rss("<pubDate>2004년 05월 28일  오후 01:31:15</pubDate>")).published is not None


@pytest.mark.parametrize(
    ("html", "picture"),
    [
        (
            '<img src="https://o.example/a.jpg" srcset="https://o.example/b.jpg 900w, https://o.exam',
            "https://o.example/b.jpg",
        ),
        ('<img alt="" src="https://o.example/a.jpg" class="wide', "https://o.example/a.jpg"),
        ('Text <img width="600" src="https://o.exam', None),
    ],
)
def test_the_picture_of_an_excerpt_that_was_cut_off_is_found(html, picture):
    assert only(rss(f"<title>T</title><description><![CDATA[{html}]]></description>")).image == picture
