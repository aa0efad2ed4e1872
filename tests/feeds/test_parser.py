import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import NotAFeed
from bot.feeds.kinds import MAX_ENTRIES
from bot.feeds.parser import parse

URL = "https://orbit.example/news/feed.xml"


def rss(items: str, head: str = "<title>Orbit Daily</title><link>https://orbit.example/</link>") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel>{head}{items}</channel></rss>"
    ).encode()


def only(body: bytes, url: str = URL):
    (entry,) = parse(body, url=url).entries
    return entry


# ---------------------------------------------------------------- kinds


def test_rss_2():
    document = parse(
        rss(
            "<item><title>Crew lands</title><link>https://orbit.example/crew?utm_source=rss</link>"
            "<guid isPermaLink='false'>post-17</guid><pubDate>Tue, 05 Oct 2021 08:55:02 GMT</pubDate>"
            "<dc:creator>Ann Poe</dc:creator>"
            "<description>&lt;p&gt;They &lt;b&gt;landed&lt;/b&gt;.&lt;/p&gt;</description></item>",
            "<title>Orbit Daily</title><link>https://orbit.example/</link><language>en_us</language><ttl>90</ttl>"
            "<skipHours><hour>0</hour><hour>24</hour><hour>7</hour></skipHours><skipDays><day>Sunday</day></skipDays>",
        ),
        url=URL,
    )
    assert (document.title, document.link, document.language) == ("Orbit Daily", "https://orbit.example/", "en-US")
    assert document.ttl == timedelta(minutes=90)
    assert document.skip_hours == {0, 7}
    assert document.skip_days == {6}
    (entry,) = document.entries
    assert entry.id == "post-17"
    assert entry.link == "https://orbit.example/crew?utm_source=rss"
    assert entry.title == "Crew lands"
    assert entry.summary == "They landed."
    assert entry.published == datetime(2021, 10, 5, 8, 55, 2, tzinfo=UTC)
    assert entry.authors == ("Ann Poe",)
    assert entry.language == "en-US"


def test_atom_1():
    entry = only(
        b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://orbit.example/de/">
        <title>Orbit</title><link href="https://orbit.example/de/"/>
        <entry><title type="html">Crew &lt;i&gt;gelandet&lt;/i&gt;</title><id>urn:uuid:17</id>
        <link rel="enclosure" type="image/jpeg" href="crew.jpg"/><link href="crew"/>
        <published>2021-10-17T04:36:00+00:00</published><updated>2021-10-17T06:00:00+02:00</updated>
        <author><name>Ann Poe</name></author><author><name>Bo Lee</name></author>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Gut.</p></div></content></entry></feed>"""
    )
    assert (entry.title, entry.id, entry.link) == ("Crew gelandet", "urn:uuid:17", "https://orbit.example/de/crew")
    assert entry.published == datetime(2021, 10, 17, 4, 36, tzinfo=UTC)
    assert entry.updated == datetime(2021, 10, 17, 4, 0, tzinfo=UTC)
    assert entry.authors == ("Ann Poe", "Bo Lee")
    assert (entry.summary, entry.language) == ("Gut.", "de")
    assert entry.image == "https://orbit.example/de/crew.jpg"


def test_atom_0_3_and_rdf_and_rss_0_91():
    atom = only(
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Old</title><id>tag:x</id>'
        b'<link rel="alternate" type="text/html" href="https://x.example/1"/><issued>2004-01-01T10:00:00Z</issued></entry></feed>'
    )
    assert (atom.title, atom.id, atom.published) == ("Old", "tag:x", datetime(2004, 1, 1, 10, tzinfo=UTC))
    rdf = only(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>R</title></channel>'
        b'<item rdf:about="https://x.example/2"><title>Two</title><link>https://x.example/2</link>'
        b"<dc:date>2020-02-03T04:05:06+09:00</dc:date></item></rdf:RDF>"
    )
    assert (rdf.id, rdf.title) == ("https://x.example/2", "Two")
    assert rdf.published == rdf.updated == datetime(2020, 2, 2, 19, 5, 6, tzinfo=UTC)
    old = only(b'<rss version="0.91"><channel><item><title>Nine</title><link>/nine</link></item></channel></rss>')
    assert (old.title, old.link, old.id) == ("Nine", "https://orbit.example/nine", "https://orbit.example/nine")


def test_json_feed():
    body = {
        "version": "https://jsonfeed.org/version/1.1", "title": "J",
        "home_page_url": "https://j.example/", "language": "fr",
        "items": [
            {
                "id": 17, "url": "/a", "title": "Un",
                "content_html": "<p>Deux &amp; trois</p><img src='/i.png' width=600>",
                "date_published": "2026-05-01T10:00:00+02:00", "authors": [{"name": "Zoé"}],
            },
            {"id": "18", "external_url": "https://k.example/b", "content_text": "1 < 2 & so on", "image": "https://k.example/b.png"},
        ],
    }  # fmt: skip
    first, second = parse(json.dumps(body).encode(), url=URL).entries
    assert (first.id, first.link, first.title) == ("17", "https://j.example/a", "Un")
    assert (first.summary, first.image) == ("Deux & trois", "https://j.example/i.png")
    assert (first.authors, first.language) == (("Zoé",), "fr")
    assert first.published == datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert (second.link, second.summary, second.image) == (
        "https://k.example/b",
        "1 < 2 & so on",
        "https://k.example/b.png",
    )


@pytest.mark.parametrize("page", [True, False])
def test_spaceflight_news(page):
    report = {
        "id": 9, "title": "Probe &amp; moon", "url": "https://p.example/9", "news_site": "Probe Post",
        "summary": "It <3 flew.",
        "image_url": "https://p.example/9.jpg", "published_at": "2026-05-01T10:00:00Z",
        "updated_at": "2026-05-01T11:00:00.5Z",
        "authors": [{"name": "Cy"}],
    }  # fmt: skip
    answer = {"count": 1, "next": None, "results": [report]} if page else [report]
    entry = only(json.dumps(answer).encode(), "https://api.spaceflightnewsapi.net/v4/articles/")
    assert (entry.id, entry.publisher, entry.language, entry.authors) == ("9", "Probe Post", "en", ("Cy",))
    assert (entry.summary, entry.image) == ("It <3 flew.", "https://p.example/9.jpg")
    assert entry.updated == datetime(2026, 5, 1, 11, 0, 0, 500_000, tzinfo=UTC)


# ---------------------------------------------------------------- what is no feed


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the answer is empty"),
        (b" \r\n", "the answer is empty"),
        (b"<!DOCTYPE html><html><head><title>x</title>", "this is a web page, not a feed"),
        (b"<!-- hi --><HTML>", "this is a web page, not a feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "its first element is <svg>"),
        (b'{"error": "no"}', "this is JSON, but neither"),
        (b"[1, 2]", "this is JSON, but neither"),
        (b'{"error": ', "this is broken JSON"),
        (b"[" * 100_000, "this is broken JSON"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "this is no feed, the server calls it image/png"),
        (b"/etc/passwd", "this is no feed"),
    ],
)
def test_what_is_no_feed_is_named(body, reason):
    with pytest.raises(NotAFeed) as error:
        parse(body, url=URL, content_type="image/png")
    assert error.value.reason.startswith(reason) or reason in error.value.reason
    assert str(error.value).startswith(URL)


def test_a_feed_behind_a_web_page_s_doctype_is_a_feed():
    assert parse(b"<!DOCTYPE html>\n" + rss("<item><title>A</title></item>"), url=URL).entries[0].title == "A"


def test_an_empty_feed_is_a_feed():
    assert parse(rss(""), url=URL).entries == ()


# ---------------------------------------------------------------- entries that are not as they should be


def test_one_bad_entry_is_skipped_and_all_bad_ones_fail_the_feed():
    good = {"id": 1, "title": "Good", "url": "https://x.example/1", "news_site": "X"}
    assert [entry.title for entry in parse(json.dumps([good, 7, None]).encode(), url=URL).entries] == ["Good"]
    with pytest.raises(NotAFeed, match="none of its 1 entries can be read"):
        parse(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [7]}).encode(), url=URL)


def test_entries_and_fields_are_clipped():
    items = "".join(
        f"<item><title>{'long ' * 500}</title><link>https://x.example/{n}</link></item>" for n in range(300)
    )
    entries = parse(rss(items), url=URL).entries
    assert len(entries) == MAX_ENTRIES
    assert len(entries[0].title) <= 500
    assert entries[0].title.endswith("…")


def test_an_entry_without_anything_stays_in_its_place():
    assert [entry.title for entry in parse(rss("<item/><item><title>B</title></item>"), url=URL).entries] == ["", "B"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://x.example/", "http://[::1"]
)
def test_an_address_that_is_no_link_to_news_is_none(address):
    assert only(rss(f"<item><title>A</title><link>{address}</link></item>")).link == ""


def test_a_permanent_guid_is_the_link_and_the_link_the_id():
    assert only(rss("<item><title>A</title><guid>https://x.example/a</guid></item>")).link == "https://x.example/a"
    assert only(rss("<item><title>A</title><link>https://x.example/a</link></item>")).id == "https://x.example/a"
    assert only(rss("<item><title>A</title><guid isPermaLink='false'>news 7</guid></item>")).link == ""


def test_the_title_is_one_line_of_text():
    entry = only(
        rss("<item><title>&lt;b&gt;Crew&#8217;s&lt;/b&gt;&amp;nbsp;return\n  &amp;amp; rest\u202e</title></item>")
    )
    assert entry.title == "Crew’s return & rest"


def test_a_title_that_looks_like_markup_and_is_none_is_kept():
    assert only(rss("<item><title>Moon &lt;3 Earth &amp; Mars</title></item>")).title == "Moon <3 Earth & Mars"


def test_the_fuller_text_is_the_summary_with_the_standfirst_before_it():
    both = only(
        rss(
            "<item><description>A probe has landed.</description>"
            "<content:encoded>&lt;p&gt;After nine years it touched down on Tuesday.&lt;/p&gt;</content:encoded></item>"
        )
    )
    assert both.summary == "A probe has landed.\nAfter nine years it touched down on Tuesday."
    excerpt = only(
        rss(
            "<item><description>After nine years it [&amp;#8230;]</description>"
            "<content:encoded>&lt;p&gt;After nine years it touched down on Tuesday.&lt;/p&gt;</content:encoded></item>"
        )
    )
    assert excerpt.summary == "After nine years it touched down on Tuesday."


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    ("xml", "picture"),
    [
        (
            "<media:content url='/a.jpg' medium='image'/><media:content url='/b.jpg' width='1200' medium='image'/>",
            "b.jpg",
        ),
        (
            "<media:content url='/a.mp4' type='video/mp4'/><enclosure url='/c.png' type='image/png' length='1'/>",
            "c.png",
        ),
        ("<enclosure url='/c.mp3' type='audio/mpeg'/><description>&lt;img src='/d.gif'&gt;</description>", "d.gif"),
        ("<media:thumbnail url='/t.jpg' width='150'/><description>&lt;img src='/d.jpg'&gt;</description>", "d.jpg"),
        ("<media:thumbnail url='/t.jpg' width='150' height='100'/>", "t.jpg"),
        ("<description>&lt;img width=1 height=1 src='/px.gif'&gt;&lt;img src='/e.jpg'&gt;</description>", "e.jpg"),
        ("<description>&lt;img src='data:image/gif;base64,R0' data-src='/lazy.jpg'&gt;</description>", "lazy.jpg"),
        (
            "<description>&lt;img src='/s.jpg' srcset='/s.jpg 300w, /m.jpg 768w, /l.jpg 1536w'&gt;</description>",
            "l.jpg",
        ),
        ("<description>&lt;img src='https://feeds.feedburner.com/~r/x'&gt;</description>", None),
        ("<image><url>/own.jpg</url><title>T</title></image>", "own.jpg"),
        ("<description>no picture</description>", None),
    ],
)
def test_the_picture_is_the_publisher_s_and_large(xml, picture):
    expected = f"https://orbit.example/{picture}" if picture else None
    assert only(rss(f"<item><title>A</title><link>https://orbit.example/x</link>{xml}</item>")).image == expected


# ---------------------------------------------------------------- Google News


GOOGLE = "<title>x</title><link>https://news.google.com/search?q=x</link>"


def test_a_publisher_s_tail_is_cut_for_google_news_only():
    item = (
        "<item><title>Crew lands - safely - Orbit Daily</title><link>https://news.google.com/rss/articles/a</link>"
        "<source url='https://orbit.example'>Orbit Daily</source></item>"
    )
    entry = only(rss(item, GOOGLE), "https://news.google.com/rss/search?q=x")
    assert (entry.title, entry.publisher) == ("Crew lands - safely", "Orbit Daily")
    entry = only(rss("<item><title>Crew lands - Orbit Daily</title><link>https://orbit.example/a</link></item>"))
    assert (entry.title, entry.publisher) == ("Crew lands - Orbit Daily", "")


def test_google_s_description_names_a_publisher_with_a_dash_and_is_no_text():
    link = "https://news.google.com/rss/articles/CBMi17"
    body = rss(
        f"<item><title>Crew lands - The Orbit - Late Edition</title><link>{link}</link><description>"
        f"&lt;a href='{link}'&gt;Crew lands&lt;/a&gt;&amp;nbsp; &lt;font&gt;The Orbit - Late Edition&lt;/font&gt;"
        "</description></item>"
    )
    entry = only(body, "https://news.google.com/rss/search?q=x")
    assert (entry.title, entry.publisher, entry.summary) == ("Crew lands", "The Orbit - Late Edition", "")


def test_without_a_source_the_tail_names_the_publisher():
    item = "<item><title>Crew lands - Orbit Daily</title><link>https://news.google.com/rss/articles/a</link></item>"
    entry = only(rss(item, GOOGLE), "https://news.google.com/rss/search?q=x")
    assert (entry.title, entry.publisher) == ("Crew lands", "Orbit Daily")


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("declared", "codec", "content_type"),
    [
        ("utf-8", "utf-8", "application/rss+xml; charset=iso-8859-1"),  # the server is wrong
        ("iso-8859-1", "utf-8", ""),  # the declaration is wrong
        ("windows-1252", "windows-1252", "text/xml"),
        ("iso-8859-15", "iso-8859-15", "text/xml; charset=iso-8859-15"),
        ("x-mac-roman", "mac-roman", ""),  # names of the web's that are none of Python's
        ("", "cp1252", "text/xml; charset=x-cp1252"),
        ("utf-16", "utf-16", ""),
        ("utf-8", "utf-8-sig", ""),
    ],
)
def test_whatever_the_encoding_is_called_the_words_are_right(declared, codec, content_type):
    item = "<item><title>Crème brûlée à bord</title></item>"
    text = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel>{item}</channel></rss>'
    body = text.encode(codec)
    assert parse(body, url=URL, content_type=content_type).entries[0].title == "Crème brûlée à bord"


@pytest.mark.parametrize("content_type", ["", "text/xml; charset=iso88597"])
def test_an_encoding_s_name_may_lack_its_dashes(content_type):
    text = '<?xml version="1.0" encoding="ISO88597"?><rss version="2.0"><channel><item><title>Δορυφόρος</title></item>'
    body = f"{text}</channel></rss>".encode("iso8859-7")
    assert parse(body, url=URL, content_type=content_type).entries[0].title == "Δορυφόρος"


def test_blanks_before_the_declaration_and_undefined_entities_are_borne():
    body = b"\n\n  " + rss("<item><title>A&nbsp;B &copy; C & D</title></item>")
    assert parse(body, url=URL).entries[0].title == "A B © C & D"


@pytest.mark.parametrize("before", [b"<!-- cached at 14:05 -->\n", b"Warning: date() in feed.php on line 7<br />\n"])
def test_what_stands_before_the_declaration_is_no_part_of_the_feed(before):
    (entry,) = parse(before + rss("<item><title>Up</title></item>"), url=URL, strict=True).entries
    assert entry.title == "Up"


# ---------------------------------------------------------------- attacks


def test_entity_bombs_and_outer_entities_give_nothing():
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">{bomb}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        "<rss version='2.0'><channel><item><title>&l8;&f;A</title></item></channel></rss>"
    )
    (entry,) = parse(body.encode(), url=URL).entries
    assert len(entry.title) < 100
    assert Path("/etc/hostname").read_text().strip() not in entry.title


@pytest.mark.parametrize("body", [b"/etc/passwd", b"http://127.0.0.1:9/", b"file:///etc/passwd"])
def test_a_body_that_looks_like_a_path_or_address_opens_nothing(body):
    opened = []
    armed = [True]

    def audit(event, args):
        if armed[0] and (event == "open" or event.startswith(("socket", "urllib"))):
            opened.append((event, args))

    sys.addaudithook(audit)
    try:
        with pytest.raises(NotAFeed):
            parse(body, url=URL)
    finally:
        armed[0] = False  # a hook can't be removed
    assert [event for event in opened if "passwd" in str(event) or event[0] != "open"] == []


@pytest.mark.parametrize("piece", [b"<!---->", b"<??>", b" <!--a--> "])
def test_what_begins_with_a_thousand_comments_is_looked_at_once(piece):
    started = time.process_time()
    with pytest.raises(NotAFeed):
        parse(piece * 1000 + b"<x/>", url="https://paper.example/feed")
    assert time.process_time() - started < 2
