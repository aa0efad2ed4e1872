"""What was told and what was only mentioned."""

from datetime import timedelta

import pytest

from bot.news import background
from bot.news.mentions import only_mentions, parts
from bot.news.repeats import Repeats
from bot.news.terms import text_terms
from tests.builders import NOW, item

IDF = background.Idf(background.table())
TUG = (
    "Halvorsen's tug Mistral docks with the station Aurelia",
    "The tug Mistral brought fuel for two years to Aurelia.",
)
CRATER = ("Kestrel rover finds ice in the crater Lamont", "The rover Kestrel drilled half a metre deep in Lamont.")
BURST = ("Petrel 3 tank bursts in a test at Cape Sorrel", "Nobody was hurt when the tank of Petrel 3 gave way.")
STORIES = (TUG, CRATER, BURST)
DIGEST = "All that flew and fell this morning", " ".join(f"{title}." for title, _ in STORIES)
MASHED = "Mistral tug docks with station Aurelia, Kestrel rover finds ice in crater Lamont", ""
ASIDE = TUG[0], f"{TUG[1]} Halvorsen wants to dock another tug with Aurelia in May. Elsewhere, the {CRATER[0]}."


def report(told, number=1, hours=0.0):
    return item(
        number, title=told[0], text=told[1], published=NOW + timedelta(hours=hours), publisher=f"Paper {number}"
    )


def mentioned(told, later):
    return only_mentions(parts(*told, IDF), frozenset(text_terms(" ".join(later)).all), IDF)


@pytest.mark.parametrize("story", STORIES)
def test_a_digest_mentions_each_of_its_stories_and_tells_none(story):
    assert mentioned(DIGEST, story)


@pytest.mark.parametrize("story", [TUG, CRATER])
def test_a_headline_made_of_two_stories_tells_neither(story):
    assert mentioned(MASHED, story)


def test_an_aside_is_no_telling_but_the_rest_is():
    assert mentioned(ASIDE, CRATER)
    assert not mentioned(ASIDE, TUG)


@pytest.mark.parametrize(
    "told",
    [
        TUG,
        # The second clause goes on about the same.
        ("Halvorsen's tug Mistral docks with Aurelia, brings fuel for two years", ""),
        # What the headline calls by no name its text does.
        ("A space station drinks deep", f"{TUG[1]} It was the third docking of a tug at Aurelia."),
    ],
)
def test_what_a_report_is_about_it_tells(told):
    assert not mentioned(told, TUG)


@pytest.mark.parametrize("told", [DIGEST, MASHED])
@pytest.mark.parametrize("story", [TUG, CRATER])
def test_what_was_only_mentioned_does_not_count_as_told(told, story):
    repeats = Repeats(IDF)
    assert not repeats.retold([report(story, 2, 5)], [report(told)])
    assert repeats.retold([report(story, 2, 5)], [report(told), report(story, 3, 1)])
