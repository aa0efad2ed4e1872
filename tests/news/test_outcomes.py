"""How far an event has come, by its headline."""

from __future__ import annotations

import pytest

from bot.news.outcomes import Outcome, clause, in_a_word, mentioned, news, stated


@pytest.mark.parametrize(
    ("title", "outcomes"),
    [
        ("Petrel 3 lifts off with Stevedore 4", {Outcome.LAUNCHED}),
        ("Brightwater launches 24 satellites from Cape Sorrel", {Outcome.LAUNCHED}),
        ("Brightwater to launch 24 satellites on Monday", {Outcome.PLANNED}),
        ("Watch live: Brightwater launches 24 satellites today", {Outcome.PLANNED}),
        ("Petrel 3 set to launch on its third mission", {Outcome.PLANNED}),
        ("Brightwater scrubs Petrel 3 launch over a valve", {Outcome.SCRUBBED}),
        ("Stuck valve stops Petrel 3 countdown", {Outcome.SCRUBBED}),
        ("Petrel 3 launch slips to Friday", {Outcome.SLIPPED}),
        ("Sundew lander delayed to next year", {Outcome.SLIPPED}),
        ("Petrel 3 upper stage failure leaves satellite stranded", {Outcome.FAILURE}),
        ("Petrel 3 grounded after mishap", {Outcome.GROUNDED}),
        ("Petrel 3 puts satellite into the wrong orbit", {Outcome.FAILURE, Outcome.LAUNCHED}),
        ("First satellite of a student team flies on Brightwater rocket", {Outcome.LAUNCHED}),
        ("Maker of Sundew admits a fault, fails to mention rust", set()),
        ("Petrel 3 fails to reach orbit", {Outcome.FAILURE}),
        ("Why Norland grounded the fleet", {Outcome.GROUNDED}),
        ("Why rockets fail", set()),
        ("How Petrel 3 failed", set()),
        ("A faulty Petrel 3 launch strands its satellite", {Outcome.FAILURE}),
        ("Agency replaces a faulty valve on Petrel 3", set()),
        ("Stevedore 4 docks with Aurelia", {Outcome.ARRIVED}),
        ("Sundew lands on the Moon", {Outcome.ARRIVED}),
        ("Brightwater makes its 600th booster landing", {Outcome.ARRIVED}),
        ("Brightwater makes a landing system for the Moon", set()),
        ("Petrel 3 cleared to fly again", {Outcome.CLEARED}),
        ("Brightwater hot fires its new engine, prepares for weekend launch", {Outcome.TESTED}),
        ("Will Petrel 3 fail?", {Outcome.PLANNED}),
        ("What would happen if Petrel 3 exploded?", {Outcome.PLANNED}),
        ("Farewell to the world's most successful rocket", set()),
        ("Comet Ostrander-Vale is brighter than forecast", set()),
    ],
)
def test_a_headline_says_how_far_an_event_has_come(title, outcomes):
    assert set(stated(title)) == outcomes


def test_each_outcome_is_given_in_the_words_of_the_headline():
    for title in ("Petrel 3 scrubs launch", "Petrel 3 LIFTS OFF", "Watch Petrel 3 fly"):
        assert all(words in title for words in stated(title).values())


def test_what_readers_were_told_is_no_news():
    none: frozenset[Outcome] = frozenset()
    launched, failed, planned = (frozenset({each}) for each in (Outcome.LAUNCHED, Outcome.FAILURE, Outcome.PLANNED))
    assert news(planned, none, launched) == launched
    assert news(launched, none, launched) == none
    assert news(launched, none, frozenset({Outcome.SUCCESS})) == none
    assert news(launched, none, failed) == failed
    assert news(failed, none, launched) == none
    assert news(launched, mentioned("Its upper stage failed."), failed) == none
    assert news(frozenset({Outcome.SCRUBBED}), none, planned) == none


def test_what_arrived_is_said_to_have_done_as_its_headline_says():
    assert clause(in_a_word(Outcome.ARRIVED, "Brightwater makes its 600th booster landing")) == "it landed"
    assert clause(in_a_word(Outcome.ARRIVED, "Stevedore 4 docks with station")) == "it docked"
    assert clause(in_a_word(Outcome.ARRIVED, "Stevedore 4 arrives at the Cape")) == "it arrived"
    assert clause(in_a_word(Outcome.SLIPPED, "Petrel 3 landing slips to May")) == "it was put off"
