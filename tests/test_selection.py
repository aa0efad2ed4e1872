"""What a brief chooses from."""

from __future__ import annotations

import pytest

from bot.model import Feed, Selection
from bot.selection import foreign, on_topic, unmet, usable, wanted
from tests.builders import item


@pytest.mark.parametrize(
    ("selection", "passes"),
    [
        (Selection(), True),
        (Selection(feeds=("Orbit Post",)), True),
        (Selection(feeds=("Other",)), False),
        (Selection(tags=("Moon",)), True),
        (Selection(tags=("mars",)), False),
        (Selection(topics=("lander",)), True),
        (Selection(topics=("land",)), False),
        (Selection(topics=("Sea of Rains",)), True),
        (Selection(languages=("de",)), False),
        (Selection(languages=()), True),
        (Selection(block=("RAINS",)), False),
    ],
)
def test_a_selection_lets_through_what_it_names(selection, passes):
    report = item(title="A lander", text="It came down in the Sea of Rains.", tags=("moon",), language="en-GB")
    assert bool(wanted([report], selection)) is passes


def test_a_report_that_tells_no_language_passes():
    assert wanted([item(language="")], Selection(languages=("en",)))


def test_a_language_is_known_however_its_region_is_written():
    for written in ("pt_BR", "pt-br", "PT"):
        assert wanted([item(language="pt-PT")], Selection(languages=(written,)))


@pytest.mark.parametrize(
    ("languages", "spoken", "found"),
    [
        (("en",), {"Umlauf": {"de"}, "Orbite": {"fr-CA"}}, ["de", "fr"]),
        (("en",), {"Umlauf": {"de"}}, ["de"]),
        (("en",), {"Umlauf": {"de"}, "Orbite": {"fr", "en-GB"}}, []),
        (("de_AT",), {"Umlauf": {"de"}}, []),
        ((), {"Umlauf": {"de"}}, []),
        (("en",), {"Umlauf": {"de"}, "Orbite": {""}}, []),
        (("en",), {"Umlauf": {""}}, ["de"]),
        (("en",), {}, []),
    ],
)
def test_the_languages_of_its_feeds_are_told_where_a_selection_takes_none_of_them(languages, spoken, found):
    feeds = [Feed("Umlauf", "https://umlauf.example/", language="de"), Feed("Orbite", "https://orbite.example/")]
    assert foreign(Selection(languages=languages), feeds, spoken) == found


def test_only_the_feeds_that_a_selection_reads_count():
    feeds = [Feed("Umlauf", "https://umlauf.example/"), Feed("Orbit", "https://orbit.example/")]
    spoken = {"Umlauf": {"de"}, "Orbit": {"en"}}
    assert foreign(Selection(feeds=("Umlauf",)), feeds, spoken) == ["de"]
    assert foreign(Selection(), feeds, spoken) == []


def test_a_story_is_on_a_topic_that_any_of_its_reports_mentions():
    reports = [item(title="A lander is down"), item(title="It landed", text="On the Moon, that is.")]
    assert on_topic(reports, Selection(topics=("moon",)))
    assert not on_topic(reports[:1], Selection(topics=("moon",)))
    assert on_topic(reports[:1], Selection())
    assert usable(reports, Selection(topics=("moon",), block=("lander",))) == reports[1:]


@pytest.mark.parametrize(
    ("choice", "blamed"),
    [
        ({}, ""),
        ({"topics": ("moon",)}, ""),
        ({"topics": ("mars", "venus")}, "topics: mars, venus"),
        ({"block": ("moon",)}, "block: moon"),
        ({"feeds": ("Nobody",), "topics": ("mars",)}, "feeds: Nobody"),
        ({"languages": ("de",), "topics": ("mars",)}, "languages: de"),
    ],
)
def test_of_a_selection_that_leaves_nothing_the_first_choice_to_do_so_is_named(choice, blamed):
    reports = [item(title="Moon lander is down", language="en"), item(title="The Moon again", language="en")]
    assert unmet(reports, Selection(**choice)) == blamed
    assert unmet([], Selection(**choice)) == ""
