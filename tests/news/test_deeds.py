"""What somebody did, by a headline."""

import pytest

from bot.news.deeds import Deed, done, mentioned


@pytest.mark.parametrize(
    ("title", "deeds"),
    [
        ("Norland fires the manager of its lunar programme", {Deed.DISMISSED}),
        ("Head of Quillon is out after a slip", {Deed.DISMISSED}),
        ("Quillon's chief steps down", {Deed.LEFT}),
        ("Crew named for the flight of Petrel 3", {Deed.APPOINTED}),
        ("Norland names a former pilot as administrator", {Deed.APPOINTED}),
        ("Parliament cuts the station's budget by a third", {Deed.CUT}),
        ("Quillon raises $30 million for a tug", {Deed.FUNDED}),
        ("Brightwater acquires Quillon", {Deed.BOUGHT}),
        ("Brightwater wins a large launch contract", {Deed.AWARDED}),
        ("Senate approves the lunar budget", {Deed.APPROVED}),
        ("Sudria bans flights over its coast", {Deed.BANNED}),
        ("Quillon sues Norland over a contract", {Deed.SUED}),
        # Engines are fired otherwise than people.
        ("Brightwater fires up all engines of Petrel 3", set()),
        ("Brightwater fires an engine for a minute", set()),
        # What is asked, planned, feared or looked back to isn't done here.
        ("Will Norland name a new chief?", set()),
        ("Norland to name a crew in May", set()),
        ("House opposes cuts in the station's budget", set()),
        ("Petrel 3 flies after its maker raised $30 million", set()),
        ("Rover finds building blocks of life", set()),
        ("", set()),
    ],
)
def test_a_headline_tells_what_was_done(title, deeds):
    assert done(title) == deeds


def test_a_text_mentions_what_it_looks_back_to_as_well():
    assert mentioned("Two days after its chief was fired, Quillon may cut jobs.") == {Deed.DISMISSED, Deed.CUT}
