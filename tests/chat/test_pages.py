"""A brief as text, HTML and JSON."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from hypothesis import given, settings

from bot.chat import render
from bot.model import Brief, Claim, Correction, Difference, Earlier, Sentence, Source
from tests.chat.briefs import NOW, brief, hostile_briefs, story

TOLD = brief(
    story(1, image="https://agency.example/a.jpg?b=1&c=2"),
    story(
        2,
        title="Tank <b>test</b> & more",
        url="javascript:alert(1)",
        sentences=(Sentence("It ended.", 1),),
        sources=(Source(1, "A <i>", "file:///etc/passwd"),),
    ),
)


class Page(HTMLParser):
    """Which elements, attributes and texts a browser would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_as_text_it_reads_like_a_page_of_a_paper():
    assert render.as_text(brief(story(1))) == (
        "Morning brief, Sunday 22 November 2026\n"
        "======================================\n\n"
        "1. Probe number 1 reaches its asteroid\n"
        "   Probe 1 went into orbit at 04:10 UTC. [1] Its camera is on. [2]\n"
        "   [1] Example Agency: https://agency.example/news/1\n"
        "   [2] Orbit Gazette: https://gazette.example/probe-1\n\n"
        "143 reports read, told from 2 publishers.\n"
    )


def test_a_quiet_day_is_said_in_every_form():
    assert "A quiet day" in render.as_text(brief())
    assert "A quiet day" in render.as_html(brief())
    assert render.as_json(brief())["stories"] == []


def test_what_a_brief_does_not_choose_is_no_silence_of_the_feeds():
    told = brief(considered=0, came_in=41, unmet="topics: Kuiper_Belt")
    (message,) = render.messages(told, layout="cards", mark="downlink:abcdef")
    for text in (render.as_text(told), render.as_html(told), str(message.payload).replace("\\", "")):
        assert "41 reports came in since" in " ".join(text.split())
        assert "none fits what this brief chooses (topics: Kuiper_Belt)" in " ".join(text.split())
        assert "41 reports read" in text
        assert "no news came in" not in text


@settings(max_examples=60, deadline=None)
@given(told=hostile_briefs)
def test_nothing_in_text_can_move_a_terminals_cursor(told: Brief):
    text = render.as_text(told)
    assert "\x1b" not in text
    assert all(char == "\n" or char >= " " for char in text)
    assert not set(text) & set("\x7f\u202e\u2028\x85\x9b")


@settings(max_examples=60, deadline=None)
@given(told=hostile_briefs)
def test_nothing_in_a_feed_becomes_an_element_a_script_or_a_link_elsewhere(told: Brief):
    page = Page(render.as_html(told))
    usual = {
        *("html", "head", "meta", "title", "style", "body", "main", "header", "footer", "article"),
        *("h1", "h2", "p", "img", "a", "sup", "ol", "li", "time"),
    }
    assert set(page.tags) <= usual
    assert page.tags.count("article") == max(1, len(told.stories))
    for name, value in page.attributes:
        assert not name.startswith("on")
        if name in {"href", "src"}:
            assert value is not None
            assert value.startswith(("http://", "https://", "#story-"))


def test_html_shows_titles_sentences_sources_and_pictures():
    page = Page(render.as_html(TOLD))
    assert "Tank <b>test</b> & more" in page.text
    assert "Probe 1 went into orbit at 04:10 UTC." in page.text
    assert ("src", "https://agency.example/a.jpg?b=1&c=2") in page.attributes
    assert ("href", "https://gazette.example/probe-1") in page.attributes
    ids = {value for name, value in page.attributes if name == "id"}
    assert {
        value.removeprefix("#") for name, value in page.attributes if name == "href" and value.startswith("#")
    } <= ids


def test_json_holds_what_programs_rely_on():
    told = json.loads(json.dumps(render.as_json(brief(story(1)))))
    assert (told["name"], told["written_at"], told["since"]) == (
        "Morning brief",
        "2026-11-22T08:00:00Z",
        "2026-11-21T08:00:00Z",
    )
    (shown,) = told["stories"]
    assert shown["title"] == "Probe number 1 reaches its asteroid"
    assert shown["url"] == "https://agency.example/news/1"
    assert shown["sentences"] == [
        {"text": "Probe 1 went into orbit at 04:10 UTC.", "source": 1},
        {"text": "Its camera is on.", "source": 2},
    ]
    assert shown["sources"][1] == {"n": 2, "publisher": "Orbit Gazette", "url": "https://gazette.example/probe-1"}


def test_the_date_is_the_briefs_own():
    late = brief(story(1), written_at=brief().written_at.replace(hour=23, minute=30))
    assert "Monday 23 November 2026" in render.as_text(late)
    assert "Sunday 22 November 2026" in render.as_text(
        brief(story(1, sentences=(Sentence("A.", 1),)), timezone="No/Such")
    )


UPDATE = story(
    1,
    differences=(Difference((Claim("18 <b>Oct</b>", (2,)), Claim("19 Oct", (1,)))),),
    corrections=(Correction(2, "9 degrees", "10 degrees"),),
    update=2,
    earlier=Earlier(NOW, "https://discord.com/channels/1/2/3", new="launched"),
)


def test_an_update_and_what_sources_state_differently_are_on_every_page():
    for shown in (render.as_text(brief(UPDATE)), Page(render.as_html(brief(UPDATE))).text):
        assert "Update 2: Probe number 1" in shown
        assert "Sources differ: Orbit Gazette: 18 <b>Oct</b>; Example Agency: 19 Oct" in " ".join(shown.split())
        assert "Correction: Orbit Gazette now says 10 degrees, was 9 degrees" in shown
        assert "New since 2026-11-22 09:00 Europe/Berlin: launched" in shown


def test_json_gains_fields_and_loses_none():
    (told,) = render.as_json(brief(UPDATE))["stories"]
    (plain,) = render.as_json(brief(story(1)))["stories"]
    assert told.keys() == plain.keys()
    assert told["update"] == 2
    assert told["differences"] == [[{"text": "18 <b>Oct</b>", "sources": [2]}, {"text": "19 Oct", "sources": [1]}]]
    assert told["corrections"] == [{"source": 2, "before": "9 degrees", "now": "10 degrees"}]
    assert told["earlier"] == {
        "told_at": "2026-11-22T08:00:00Z",
        "url": "https://discord.com/channels/1/2/3",
        "new": "launched",
    }
    assert (plain["update"], plain["differences"], plain["corrections"], plain["earlier"]) == (0, [], [], None)
