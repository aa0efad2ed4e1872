import io
import json

from bot.feeds.pipe import run
from tests.feeds.servers import http, serve

FEED = """<rss version="2.0"><channel><language>en</language><item><title>Crew &amp; cargo</title><link>https://x.example/a</link>
<pubDate>Tue, 05 Oct 2021 08:55:02 +0300</pubDate><description>&lt;p&gt;They landed.&lt;/p&gt;</description>
<author>Ann</author><enclosure url="https://x.example/a.jpg" type="image/jpeg"/></item>
<item><title>Two</title></item></channel></rss>"""


def pipe(*sources, **options):
    out, err = io.StringIO(), io.StringIO()
    code = run([str(source) for source in sources], out, stderr=err, **options)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_each_entry_is_a_line_of_json(tmp_path):
    file = tmp_path / "feed.xml"
    file.write_text(FEED)
    code, lines, err = pipe(file)
    assert (code, err) == (0, "")
    assert lines[0] == {
        "feed": str(file), "title": "Crew & cargo", "link": "https://x.example/a", "id": "https://x.example/a",
        "published": "2021-10-05T05:55:02Z", "updated": None, "summary": "They landed.", "image": "https://x.example/a.jpg",
        "authors": ["Ann"], "language": "en",
    }  # fmt: skip
    assert (lines[1]["title"], lines[1]["published"], lines[1]["id"]) == ("Two", None, "")


def test_a_source_that_fails_is_named_and_the_others_are_read(tmp_path):
    good, page = tmp_path / "good.xml", tmp_path / "page.html"
    good.write_text(FEED)
    page.write_text("<!doctype html><title>x</title>")
    code, lines, err = pipe(tmp_path / "none.xml", page, "http://127.0.0.1/feed", tmp_path, good)
    assert code == 1
    assert [line["title"] for line in lines] == ["Crew & cargo", "Two"]
    told = err.splitlines()
    assert told[0] == f"downlink parse: {tmp_path}/none.xml: No such file or directory"
    assert told[1].startswith(f"downlink parse: {page}: this is a web page, not a feed")
    assert told[2] == (
        "downlink parse: http://127.0.0.1/feed: 127.0.0.1 is not a public address. "
        "Is it your own? --allow-private reads it"
    )
    assert told[3] == f"downlink parse: {tmp_path}: Is a directory"


async def test_an_address_is_fetched_and_its_relative_links_are_resolved():
    import asyncio

    body = FEED.replace("https://x.example/a<", "/a<").encode()
    async with serve({"/feed": http(body=body, Content_Type="text/xml")}) as server:
        code, lines, _ = await asyncio.to_thread(pipe, f"{server.url}/feed", allow_private=True)
        assert code == 0
        assert (lines[0]["feed"], lines[0]["link"]) == (f"{server.url}/feed", f"{server.url}/a")


def test_what_names_nothing_is_told_with_what_to_write(tmp_path):
    empty = tmp_path / "empty.xml"
    empty.touch()
    code, lines, err = pipe("", "ftp://orbit.example/feed", "orbit.example/feed", "feed.xml", empty)
    assert (code, lines) == (1, [])
    assert err.splitlines() == [
        "downlink parse: '': names no file and no address; - is standard input",
        "downlink parse: ftp://orbit.example/feed: the address must begin with http:// or https://",
        "downlink parse: orbit.example/feed: No such file or directory; an address begins with https://",
        "downlink parse: feed.xml: No such file or directory",
        f"downlink parse: {empty}: the file is empty",
    ]
