import time
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotAFeed
from bot.feeds import slices
from bot.feeds.parser import parse
from bot.feeds.reading import read_new
from tests.shared import shared

URL = "https://orbit.example/feed.xml"
LIMIT = 200


def seen(body: bytes) -> bytes:
    return slices.cut(body, b"", limit=LIMIT).marks


def feed(*entries: str, head: str = "<title>Orbit</title>", tail: str = "<language>en</language>") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{" ".join(entries)}{tail}</channel></rss>'.encode()


def item(n: int, words: str = "") -> str:
    return f"<item><title>{n} {words}</title><guid isPermaLink='false'>{n}</guid></item>"


# ---------------------------------------------------------------- the property

WORDS = st.sampled_from(
    ["plain", "<![CDATA[<item>not one</item> ]] >]]>", "&lt;item&gt;", "<!-- </item> -->", "é 不", "a > b", "x&amp;y"]
)
RSS_ITEM = st.builds(
    lambda n, title, text, extra, quote: (
        f"<item a={quote}>{quote}>{extra}<title>{title}</title><guid isPermaLink={quote}false{quote}>{n}</guid>"
        f"<description>{text}</description><link>/{n}</link></item>"
    ),
    st.integers(0, 10**9), WORDS, WORDS,
    st.sampled_from(["", "<x:item xmlns:x='u'>inner</x:item>", "<!-- c -->", "<category/>"]),
    st.sampled_from(["'", '"']),
)  # fmt: skip
ATOM_ENTRY = st.builds(
    lambda n, title, text: (
        f"<entry><id>urn:{n}</id><title>{title}</title><link href='e{n}'/>"
        f"<updated>2026-05-01T00:00:{n % 60:02}Z</updated>"
        f"<content type='html'>{text}</content></entry>"
    ),
    st.integers(0, 10**9), WORDS, WORDS,
)  # fmt: skip


@dataclass
class History:
    """Two states of one feed: some entries go, others come, a few are edited."""

    before: bytes
    after: bytes


def envelope(kind: str, entries: list[str]) -> bytes:
    if kind == "rss":
        head, tail = (
            "<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>",
            "<language>fr</language></channel></rss>",
        )
    else:
        head = (
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://b.example/x/' xml:lang='de'><title>T</title>"
        )
        tail = "</feed>"
    return (head + "\n ".join(entries) + tail).encode()


@st.composite
def histories(draw: st.DrawFn) -> History:
    kind = draw(st.sampled_from(["rss", "atom"]))
    entries = draw(st.lists(RSS_ITEM if kind == "rss" else ATOM_ENTRY, min_size=1, max_size=8))
    later = [entry for entry in draw(st.permutations(entries)) if draw(st.booleans())]
    later += draw(st.lists(RSS_ITEM if kind == "rss" else ATOM_ENTRY, max_size=3))
    later = [entry.replace("plain", "edited") if draw(st.booleans()) else entry for entry in later]
    return History(envelope(kind, entries), envelope(kind, later))


@settings(max_examples=300)
@given(histories())
def test_a_slice_gives_exactly_the_unseen_entries_of_a_full_parse(history):
    known = seen(history.before)
    part = slices.cut(history.after, known, limit=LIMIT)
    full = parse(history.after, url=URL)
    if not part.marks:  # ids that repeat, or no entry at all: read as a whole
        assert part.body == history.after
        return
    spans = slices.entry_spans(history.after)
    assert len(spans) == len(full.entries)
    before = {history.before[start:end] for start, end in slices.entry_spans(history.before)} if known else set()
    unseen = [
        entry for entry, (start, end) in zip(full.entries, spans, strict=True) if history.after[start:end] not in before
    ]
    sliced = parse(part.body, url=URL, strict=True)
    assert list(sliced.entries) == unseen
    assert part.unseen == len(unseen)
    assert (sliced.title, sliced.language) == (full.title, full.language)


def test_real_feeds_over_weeks_read_the_same_in_slices():
    before, compared, saved = b"", 0, 0
    for path in sorted(shared("corpus/history/arstechnica-rss").glob("*.xml"))[:12]:
        body = path.read_bytes()
        part = slices.cut(body, before, limit=LIMIT)
        assert part.marks
        fresh = {before[at : at + slices.MARK] for at in range(0, len(before), slices.MARK)}
        marks = [part.marks[at : at + slices.MARK] for at in range(0, len(part.marks), slices.MARK)]
        full = parse(body, url=URL).entries
        assert parse(part.body, url=URL, strict=True).entries == tuple(
            entry for entry, mark in zip(full, marks, strict=True) if mark not in fresh
        )
        before, compared, saved = part.marks, compared + 1, saved + len(body) - len(part.body)
    assert compared == 12
    assert saved > 300_000


# ---------------------------------------------------------------- what is not sliced


@pytest.mark.parametrize(
    "body",
    [
        b'{"version": "https://jsonfeed.org/version/1.1", "items": []}',
        feed(item(1)).decode().encode("utf-16"),
        feed(item(1)).replace(b'version="1.0"', b'version="1.0" encoding="iso-8859-1"'),
        feed("<item><guid>same</guid><title>A</title></item>", "<item><guid>same</guid><title>B</title></item>"),
        feed("<item><title>never closed</title>"),
        feed("</item><item/>"),
        feed("<item><![CDATA[never closed</item>"),
        feed(item(1)) + b"\xff",
        feed("<item>" * slices.MAX_TOKENS),
        feed(item(1, "x" * slices.MAX_BYTES)),
        b"",
    ],
)
def test_a_document_that_is_not_plain_is_read_as_a_whole(body):
    part = slices.cut(body, b"", limit=LIMIT)
    assert (part.body, part.marks) == (body, b"")


def test_entries_beyond_the_limit_are_left_out():
    body = feed(*(item(n) for n in range(30)))
    part = slices.cut(body, b"", limit=10)
    assert len(part.marks) == 10 * slices.MARK
    assert [entry.id for entry in parse(part.body, url=URL).entries] == [str(n) for n in range(10)]
    assert slices.first(body, 10) == part.body
    assert slices.first(body, 30) == body


@pytest.mark.parametrize(
    "unit", [b"<item>", b"<![CDATA[]]>", b"<item a='", b'<item a="', b"<", b"<item    ", b"<item><guid ", b"<!--"]
)
def test_hostile_bytes_cost_little_time(unit):
    body = b"<rss>" + unit * (slices.MAX_BYTES // len(unit) - 10)
    started = time.process_time()
    slices.cut(body, b"", limit=LIMIT)
    assert time.process_time() - started < 0.25


# ---------------------------------------------------------------- reading


class InProcess:
    """A parser that counts the bytes it is given."""

    def __init__(self) -> None:
        self.read: list[int] = []

    async def parse(self, body, *, url, content_type="", strict=False):
        self.read.append(len(body))
        return parse(body, url=url, content_type=content_type, strict=strict)


async def test_of_a_changed_feed_only_the_new_and_the_edited_are_read():
    parser = InProcess()
    first = await read_new(parser, feed(item(1), item(2), item(3)), b"", url=URL)
    assert first.document
    assert [entry.id for entry in first.document.entries] == ["1", "2", "3"]
    second = await read_new(parser, feed(item(4), item(1), item(2, "edited"), item(3)), first.marks, url=URL)
    assert second.document
    assert [entry.title for entry in second.document.entries] == ["4", "2 edited"]
    assert parser.read[1] < parser.read[0]


async def test_a_count_of_comments_is_no_news():
    parser = InProcess()
    body = feed(
        "<item><title>A</title><slash:comments>1</slash:comments></item>", head='<title xmlns:slash="s">x</title>'
    )
    first = await read_new(parser, body, b"", url=URL)
    assert (await read_new(parser, body.replace(b">1<", b">27<"), first.marks, url=URL)).document is None


async def test_a_feed_whose_build_date_alone_changed_is_not_parsed():
    parser = InProcess()
    first = await read_new(parser, feed(item(1), head="<lastBuildDate>now</lastBuildDate>"), b"", url=URL)
    second = await read_new(parser, feed(item(1), head="<lastBuildDate>later</lastBuildDate>"), first.marks, url=URL)
    assert second.document is None
    assert len(parser.read) == 1


async def test_a_part_that_is_not_well_formed_is_read_as_the_whole():
    parser = InProcess()
    first = await read_new(parser, feed(item(1)), b"", url=URL)
    second = await read_new(parser, feed(item(2, "A &nbsp;"), item(1)), first.marks, url=URL)
    assert second.document
    assert [entry.title for entry in second.document.entries] == ["2 A", "1"]


async def test_a_part_of_a_mislabelled_feed_is_decoded_as_the_whole_would_be():
    parser = InProcess()
    label = "text/xml; charset=utf-16"
    first = await read_new(parser, feed(item(1, "é")), b"", url=URL, content_type=label)
    second = await read_new(parser, feed(item(2, "ascii"), item(1, "é")), first.marks, url=URL, content_type=label)
    assert first.document
    assert second.document
    assert [entry.title for entry in (*first.document.entries, *second.document.entries)] == ["1 é", "2 ascii"]


async def test_what_is_no_feed_is_said():
    with pytest.raises(NotAFeed):
        await read_new(InProcess(), b"<html>", b"", url=URL)
