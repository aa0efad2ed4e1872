"""Layouts: what a brief looks like, and that no feed can make it something Discord refuses."""

from __future__ import annotations

import html
import itertools
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.chat import render
from bot.chat.telling import LEVELS, Detail, Teller
from bot.chat.wire import safe_url, size_of
from bot.model import Brief, Claim, Correction, Difference, Earlier, Sentence, Source
from tests.chat.briefs import MARK, NOW, brief, hostile_briefs, story
from tests.contract import check_request

GOLDEN = Path(__file__).parent.parent / "data" / "chat"
MESSAGES = "/channels/1/messages"


def findings(body: dict[str, object]) -> list[str]:
    return check_request("POST", MESSAGES, json.loads(json.dumps(body)), lint=True)


def texts(body: object) -> str:
    """Everything in a body that people read."""
    if isinstance(body, dict):
        return "\n".join(
            text
            if key in {"content", "description", "title", "text", "label"} and isinstance(text, str)
            else texts(text)
            for key, text in body.items()
        )
    return "\n".join(map(texts, body)) if isinstance(body, list) else ""


SMALL = brief(
    story(1, image="https://agency.example/probe.jpg"),
    story(
        2,
        title="[Update] Tank *test* ends early",
        sentences=(Sentence("The test ended after 40 s.", 1),),
        sources=tuple(Source(n, f"Publisher {n}", f"https://p{n}.example/tank") for n in range(1, 11)),
        url="https://p1.example/tank",
    ),
)


@pytest.mark.parametrize("layout", render.LAYOUTS)
@pytest.mark.parametrize(("name", "told"), [("small", SMALL), ("quiet", brief())])
def test_a_brief_looks_as_it_was_approved(layout: str, name: str, told: Brief):
    messages = render.messages(told, layout=layout, mark=MARK, ping_role=77)
    approved = json.loads((GOLDEN / f"{layout}-{name}.json").read_text("utf-8"))
    assert [{"payload": m.payload, "fallback": m.fallback, "mark": m.mark} for m in messages] == approved


@pytest.mark.parametrize("layout", render.LAYOUTS)
@settings(max_examples=40, deadline=None)
@given(told=hostile_briefs)
def test_whatever_feeds_say_discord_takes_every_message(layout: str, told: Brief):
    for message in render.messages(told, layout=layout, mark=MARK, ping_role=77):
        assert findings(message.payload) == []
        assert findings(message.fallback) == []


@pytest.mark.parametrize("layout", render.LAYOUTS)
@settings(max_examples=40, deadline=None)
@given(told=hostile_briefs)
def test_every_story_is_in_one_part_and_in_order(layout: str, told: Brief):
    parts = render.LAYOUTS[layout](told, MARK, None)
    assert [s for part in parts for s in part.stories] == list(told.stories)
    assert all(part.stories for part in parts) or not told.stories
    if not told.stories:
        assert len(parts) == 1


@settings(max_examples=40, deadline=None)
@given(told=hostile_briefs)
def test_cards_take_no_more_messages_than_they_must(told: Brief):
    parts = render.LAYOUTS["cards"](told, MARK, None)
    for part, following in itertools.pairwise(parts):
        # The next story, as it is shown there, would not have gone in here together with the last lines.
        here, there = (p.payload["components"][-1]["components"] for p in (part, following))
        closing = parts[-1].payload["components"][-1]["components"][-3:-1]
        first_card = there[1:3]
        assert not size_of([{"type": 17, "components": [*here, *first_card, *closing]}]).fits


@pytest.mark.parametrize("layout", render.LAYOUTS)
def test_marks_stand_in_payload_and_fallback_and_are_never_the_same(layout: str):
    told = brief(*(story(n, sentences=(Sentence("Long. " * 90, 1),) * 4) for n in range(12)))
    messages = render.messages(told, layout=layout, mark=MARK)
    assert len(messages) > 1
    assert len({m.mark for m in messages}) == len(messages)
    for message in messages:
        assert re.fullmatch(render.MARK, message.mark)
        assert message.mark in json.dumps(message.payload)
        assert message.mark in str(message.fallback["content"]).split()


@pytest.mark.parametrize("layout", render.LAYOUTS)
def test_only_the_first_message_pings_and_nobody_else(layout: str):
    told = brief(*(story(n, sentences=(Sentence("Long. " * 90, 1),) * 4) for n in range(12)))
    first, *others = render.messages(told, layout=layout, mark=MARK, ping_role=77)
    for body in (first.payload, first.fallback):
        assert body["allowed_mentions"] == {"parse": [], "roles": [77]}
        assert "<@&77>" in texts(body)
    for message in others:
        for body in (message.payload, message.fallback):
            assert body["allowed_mentions"] == {"parse": []}
            assert "<@&77>" not in texts(body)


def test_links_give_way_before_a_second_card_is_sent_and_those_that_sentences_cite_stay():
    def usual(n: int):
        return story(
            n,
            title=f"Example Agency's probe number {n} reaches its asteroid after four years of flight",
            url=f"https://www.agency.example/news/releases/2026/11/probe-{n}-reaches-its-asteroid",
            sentences=tuple(Sentence("It will stay for two years and bring samples home in 2031.", n) for n in (1, 2)),
            sources=tuple(
                Source(n, f"Publisher {n}", f"https://www.publisher{n}.example/2026/11/21/probe-{n}-asteroid-arrival")
                for n in range(1, 6)
            ),
        )

    few, many = (render.messages(brief(*map(usual, range(n))), layout="cards", mark=MARK) for n in (3, 6))
    assert len(few) == len(many) == 1
    assert "[5] [Publisher 5](<" in texts(few[0].payload)
    assert "· also Publisher 3, Publisher 4 and Publisher 5" in texts(many[0].payload)
    assert "[2] [Publisher 2](<" in texts(many[0].payload)
    # The first stories keep what the last ones give up.
    shown = texts(many[0].payload)
    assert shown.index("[5] [Publisher 5](<") < shown.index("· also Publisher 3")
    assert shown.rindex("[5] [Publisher 5](<") < shown.index("· also Publisher 3")
    assert "[1] [Publisher 1](<" in texts(many[0].payload)


@pytest.mark.parametrize("layout", render.LAYOUTS)
@pytest.mark.parametrize("count", range(2, 13))
def test_a_second_link_to_one_page_is_spared_in_every_story_of_a_brief_or_in_none(layout: str, count: int):
    def long(n: int):
        sources = tuple(Source(m, f"Paper {m}", f"https://p{m}.example/{'space/' * 20}{n}") for m in range(1, 6))
        return story(n, url=sources[0].url, sources=sources)

    shown = "\n".join(
        texts(m.payload) for m in render.messages(brief(*map(long, range(count))), layout=layout, mark=MARK)
    )
    assert shown.count("(linked above)") in (0, count)


def test_a_title_can_not_break_out_of_its_link():
    told = brief(story(1, title="Read https://nasa.example](https://evil.example) now"))
    (message,) = render.messages(told, layout="cards", mark=MARK)
    targets = re.findall(r"\]\(<?([^)>]*)>?\)", texts(message.payload))
    assert targets
    assert all("evil" not in target for target in targets)


@settings(max_examples=40, deadline=None)
@given(told=hostile_briefs)
def test_every_link_in_a_card_leads_where_its_source_is(told: Brief):
    known = {safe_url(s.url) for s in told.stories} | {safe_url(x.url) for s in told.stories for x in s.sources}
    for message in render.messages(told, layout="cards", mark=MARK):
        body = json.loads(
            json.dumps(message.payload), object_hook=lambda part: {**part, "description": ""}
        )  # no markup
        for target in re.findall(r"(?<!\\)\]\(<([^>]*)>\)", texts(body)):
            assert target in known


def test_a_long_brief_falls_back_to_titles_and_says_what_is_missing():
    told = brief(*(story(n, title=f"Title {n} " + "x" * 110, url="", sentences=(), sources=()) for n in range(17)))
    (message,) = render.messages(told, layout="cards", mark=MARK)
    content = str(message.fallback["content"])
    assert len(content) <= 2000
    shown = content.count("•")
    assert f"and {17 - shown} more" in content


# ---------------------------------------------------------------- updates and differences

DIFFERENT = story(
    1,
    differences=(Difference((Claim("18 Oct", (2,)), Claim("19 Oct", (1,)))),),
    corrections=(Correction(2, "9 degrees", "10 degrees"),),
    update=2,
    earlier=Earlier(NOW, "https://discord.com/channels/1/2/3"),
)


@pytest.mark.parametrize("layout", render.LAYOUTS)
def test_an_update_says_so_before_its_title_and_links_the_earlier_message(layout: str):
    (message,) = render.messages(brief(DIFFERENT), layout=layout, mark=MARK)
    shown = texts(message.payload)
    assert "Update 2: " in shown
    assert shown.index("Update 2: ") < shown.index("Probe number 1 reaches its asteroid")
    assert f"told before, [<t:{int(NOW.timestamp())}:d>](https://discord.com/channels/1/2/3)" in shown
    assert "Update 2: Probe number 1" in str(message.fallback["content"])
    assert findings(message.payload) == findings(message.fallback) == []


@pytest.mark.parametrize("layout", render.LAYOUTS)
def test_where_sources_differ_or_changed_a_line_below_the_story_says_so(layout: str):
    (message,) = render.messages(brief(DIFFERENT), layout=layout, mark=MARK)
    (line,) = [line for line in texts(message.payload).splitlines() if "differ" in line]
    assert line == (
        "-# Correction: Orbit Gazette now says 10 degrees, was 9 degrees · "
        "Sources differ: Orbit Gazette: 18 Oct; Example Agency: 19 Oct"
    )


def test_an_earlier_telling_whose_message_is_unknown_is_named_by_its_date():
    (message,) = render.messages(brief(story(1, update=3, earlier=Earlier(NOW))), layout="cards", mark=MARK)
    assert f"· told before, <t:{int(NOW.timestamp())}:d>" in texts(message.payload)


@pytest.mark.parametrize("layout", render.LAYOUTS)
def test_an_update_says_what_is_new_since_the_earlier_message(layout: str):
    earlier = Earlier(NOW, "https://discord.com/channels/1/2/3", new="the hour of the *launch*")
    (message,) = render.messages(brief(replace(DIFFERENT, earlier=earlier)), layout=layout, mark=MARK)
    when = f"[<t:{int(NOW.timestamp())}:d>](https://discord.com/channels/1/2/3)"
    assert f"· new since {when}: the hour of the \\*launch\\*" in texts(message.payload)


def test_what_sources_differ_on_is_named_where_it_is_known():
    difference = Difference((Claim("18 Oct", (1,)), Claim("19 Oct", (2,))), "launch date")
    (message,) = render.messages(brief(story(1, differences=(difference,))), layout="cards", mark=MARK)
    assert "Sources differ on the launch date: Example Agency: 18 Oct; Orbit Gazette: 19 Oct" in texts(message.payload)
    quoted = Difference((Claim("9 degrees", (1,)), Claim("12 degrees", (2,))), '"It *leans* by …"')
    (message,) = render.messages(brief(story(1, differences=(quoted,))), layout="cards", mark=MARK)
    assert 'Sources differ on "It \\*leans\\* by …": Example Agency: 9 degrees' in texts(message.payload)


@pytest.mark.parametrize("detail", [*LEVELS, Detail(sources=2, links=False), Detail(sources=1, links=False)])
def test_every_source_is_named_or_counted_once_and_what_has_a_number_is_cited(detail: Detail):
    sources = tuple(Source(n, f"Paper {n}", f"https://p{n}.example/") for n in range(1, 6))
    told = story(1, url="https://p1.example/", sources=sources)
    line = Teller(told).source_line(detail)
    numbered = re.findall(r"\[(\d)\] \[?Paper \1", line)
    assert detail.links or set(numbered) <= {"1", "2"}
    assert ("linked above" in line) == (not detail.twice)  # nobody need wonder why a source has no link
    counted = re.search(r"(\d) more", line)
    assert len(re.findall(r"Paper", line)) + int(counted[1] if counted else 0) == 5


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://p1.example/" + "long/" * 150])
@pytest.mark.parametrize("detail", LEVELS)
def test_no_source_is_said_to_be_linked_above_where_the_title_is_no_link(detail: Detail, url: str):
    teller = Teller(story(1, url=url, sources=(Source(1, "Paper", url),)))
    assert "](" not in teller.title_line()
    assert "linked above" not in teller.source_line(detail)


@pytest.mark.parametrize("layout", render.LAYOUTS)
def test_the_mark_is_for_the_courier_and_no_reader_sees_it(layout: str):
    (message,) = render.messages(brief(story(1)), layout=layout, mark=MARK)
    assert MARK not in texts(message.payload)
    (button,) = re.findall(rf'"custom_id": "({MARK}[^"]*)"', json.dumps(message.payload))
    assert button == message.mark


def test_many_who_say_the_same_are_counted():
    sources = tuple(Source(n, f"Paper {n}", f"https://p{n}.example/") for n in range(1, 6))
    difference = Difference((Claim("18 t", (1,)), Claim("19 t", (2, 3, 4, 5))))
    (message,) = render.messages(brief(story(1, sources=sources, differences=(difference,))), layout="cards", mark=MARK)
    assert "Sources differ: Paper 1: 18 t; Paper 2, Paper 3 and 2 more: 19 t" in texts(message.payload)


def test_a_publisher_with_a_colon_in_its_name_is_told_from_what_it_says():
    sources = tuple(Source(n, name, f"https://p{n}.example/") for n, name in enumerate(("Orbit: The Paper", "B, C"), 1))
    different = story(
        1,
        sources=sources,
        differences=(Difference((Claim("18 Oct", (1,)), Claim("19 Oct", (2,)))),),
        corrections=(Correction(1, "9 degrees", "10 degrees"),),
    )
    (message,) = render.messages(brief(different), layout="cards", mark=MARK)
    assert 'Sources differ: "Orbit: The Paper": 18 Oct; "B, C": 19 Oct' in texts(message.payload)
    assert 'Correction: "Orbit: The Paper" now says 10 degrees' in texts(message.payload)


def test_whoever_says_otherwise_stays_linked_however_crowded_the_brief_is():
    sources = tuple(Source(n, f"Paper {n}", f"https://p{n}.example/") for n in range(1, 9))
    difference = Difference((Claim("41 minutes", (1, 2, 3, 6, 7, 8)), Claim("44 minutes", (4, 5))))
    teller = Teller(story(1, url=sources[0].url, sources=sources, differences=(difference,)))
    for detail in LEVELS:
        line = teller.source_line(detail)
        assert "[4] [Paper 4](<" in line
        assert "[5] [Paper 5](<" in line


def test_a_name_with_a_mark_of_lists_in_it_stands_between_quotation_marks_wherever_it_stands():
    names = ("Launch: Wire", "Cosmos, Weekly", "Plain")
    sources = tuple(Source(n, name, f"https://p{n}.example/") for n, name in enumerate(names, 1))
    claims = tuple(Claim(f"{n} km", (n,)) for n in (1, 2, 3))
    told = brief(story(1, url="", sources=sources, sentences=(), differences=(Difference(claims),)))
    shown = [texts(m.payload) for layout in render.LAYOUTS for m in render.messages(told, layout=layout, mark=MARK)]
    for each in (*shown, render.as_text(told), html.unescape(render.as_html(told)), texts(render.why(told))):
        bare = re.sub(r"</?a\b[^>]*>|\(<[^>]*>\)|[\[\]]", "", each)
        for name in names[:2]:
            assert bare.count(f'"{name}"') == bare.count(name) == 2
