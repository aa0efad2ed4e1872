"""Briefs for tests: a small invented one, and hostile ones for hypothesis."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.model import Brief, Claim, Correction, Difference, Earlier, Sentence, Source, ToldStory

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
MARK = "downlink:3f2a9c07d1be"


def story(n: int = 1, **changes: object) -> ToldStory:
    told = {
        "story_id": n,
        "title": f"Probe number {n} reaches its asteroid",
        "url": f"https://agency.example/news/{n}",
        "sentences": (
            Sentence(f"Probe {n} went into orbit at 04:10 UTC.", 1),
            Sentence("Its camera is on.", 2),
        ),
        "sources": (
            Source(1, "Example Agency", f"https://agency.example/news/{n}"),
            Source(2, "Orbit Gazette", f"https://gazette.example/probe-{n}"),
        ),
        "published": NOW - timedelta(hours=n),
        "image": None,
        "reasons": ("2 publishers", "told by the agency itself"),
        "item_ids": (n,),
    }
    return ToldStory(**{**told, **changes})  # type: ignore[arg-type]  # the names are checked by the dataclass


def brief(*stories: ToldStory, **changes: object) -> Brief:
    told = {
        "name": "Morning brief",
        "written_at": NOW,
        "since": NOW - timedelta(days=1),
        "timezone": "Europe/Berlin",
        "stories": stories,
        "considered": 143,
    }
    return Brief(**{**told, **changes})  # type: ignore[arg-type]  # the names are checked by the dataclass


# ---------------------------------------------------------------- hostile

# Pieces that mean something to Discord, to a URL or to a terminal, between any characters at all.
_PIECES = st.one_of(
    st.sampled_from(
        [
            *("](https://evil.example)", "[x](", "<@1>", "<@&2>", "@everyone", "<#3>", "</cmd:4>", "<:e:5>", "<t:6:R>"),
            *(
                "`",
                "```",
                "**",
                "__",
                "~~",
                "||",
                "> ",
                "# ",
                "-# ",
                "- ",
                "1. ",
                "\n",
                "\r\n",
                "\u2028",
                "\u202e",
                "\u200b",
            ),
            *(
                "https://evil.example/a",
                "discord.gg/abc",
                "<script>",
                "&amp;",
                '"',
                "'",
                "\x1b[31m",
                "\x00",
                "\ud83d",
                "é",
                "漢字",
            ),
            *("🚀", "👩‍🚀", "a\u0301\u0301\u0301\u0301", "\\", "\\]", " ", "word", "\u3164", "%", "%zz"),
        ]
    ),
    st.text(max_size=12),
)
text = st.builds(
    lambda pieces, times: "".join(pieces) * times, st.lists(_PIECES, max_size=8), st.sampled_from([1, 1, 1, 3, 40, 200])
)
urls = st.one_of(
    st.builds(lambda words: "https://news.example/" + words, text),
    st.builds(lambda words: "https://news.example/?q=" + words, text),
    st.sampled_from(
        [
            *(
                "",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "https://user:word@nasa.example/",
                "http://",
                "https://a_b.example/",
            ),
            *(
                "https://nasa.example\\@evil.example/",
                "http://[::1]/",
                "http://localhost/",
                "https://münchen.example/straße?q=ü",
            ),
            *(
                "https://a.example:99999/",
                "HTTPS://A.EXAMPLE/X",
                "https://127.0.0.1:8123/a.png",
                "ftp://a.example/",
                "//a.example/",
            ),
        ]
    ),
    text,
)
moments = st.integers(946684800, 2114380800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


claims = st.builds(Claim, text, st.sampled_from([(), (1,), (2, 3, 0, 15), tuple(range(15))]))
hostile_differences = st.builds(Difference, st.tuples(claims, claims))


@st.composite
def hostile_stories(draw: st.DrawFn) -> ToldStory:
    sources = tuple(Source(n, draw(text), draw(urls)) for n in range(1, 1 + draw(st.integers(0, 14))))
    cited = st.integers(1, max(1, len(sources)))
    return ToldStory(
        story_id=draw(st.integers(1, 10**6)),
        title=draw(text),
        url=draw(urls),
        sentences=tuple(Sentence(words, draw(cited)) for words in draw(st.lists(text, max_size=6))),
        sources=sources,
        published=draw(moments),
        image=draw(st.none() | urls),
        reasons=tuple(draw(st.lists(text, max_size=4))),
        differences=draw(st.just(()) | st.tuples(hostile_differences)),
        corrections=draw(st.just(()) | st.tuples(st.builds(Correction, st.integers(1, 15), text, text))),
        update=draw(st.sampled_from([0, 0, 2, 10**6])),
        earlier=draw(st.none() | st.builds(Earlier, moments, urls)),
    )


hostile_briefs = st.builds(
    Brief,
    name=text,
    written_at=moments,
    since=moments,
    timezone=st.sampled_from(["UTC", "Pacific/Chatham", "Europe/Berlin", "No/Such", "../../etc"]),
    stories=st.lists(hostile_stories(), max_size=9).map(tuple),
    considered=st.integers(0, 10**6),
)
