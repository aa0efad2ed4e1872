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
        ("Capsule fires its thrusters to bring astronauts home", set()),
        ("The engine of Petrel 3 was fired for nine minutes", set()),
        # What is done for people, or by nature, isn't done to them.
        ("Norland picks a landing site for astronauts", set()),
        ("Norland selects Quillon to land astronauts on the Moon", set()),
        ("Two of the crew are out for a walk in space", set()),
        ("Rover took over 100 pictures", set()),
        ("Clouds blocked the view of the eclipse", set()),
        ("Petrel 3 lands its booster in order", set()),
        ("Sudria blocks the sale of Quillon", {Deed.BANNED}),
        ("Brightwater merges with Quillon", {Deed.BOUGHT}),
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
