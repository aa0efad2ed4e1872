from datetime import UTC, datetime

import pytest

from bot.model import Item
from bot.news.space import about_space, feeds_about_space, points, together

NOW = datetime(2026, 5, 8, 9, tzinfo=UTC)


def item(title, text="", feed="Alpha"):
    return Item(1, 1, feed, "https://a.example/1", title, text, published=NOW, first_seen=NOW, feed=feed)


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("Falcon 9 lifts off with a weather satellite", True),
        ("A comet returns after 80 years", True),
        ("Agency names crew for the next station flight", False),  # words in doubt alone
        ("Star of the film launches a perfume", False),
        ("Company adds office space in Mesa", False),
        ("Army buys rocket artillery from two makers", False),
        ("Parliament passes the budget", False),
        ("Chat program raises its limits after a deal with SpaceX", False),  # which has other business too
        ("SpaceX adds six satellites", True),
    ],
)
def test_words_tell_whether_a_report_is_about_space(title, about):
    assert about_space(item(title), space_feed=False) is about


def test_what_a_headline_leaves_open_its_opening_may_settle():
    assert about_space(item("A long way home", "The spacecraft left lunar orbit on Monday."), space_feed=False)


def test_a_feed_about_space_needs_fewer_words():
    title = "Engines ready for the next mission"
    assert about_space(item(title), space_feed=True)
    assert not about_space(item(title), space_feed=False)


def test_a_feed_is_about_space_where_most_of_its_reports_are():
    reports = [
        *(item(title, feed="Orbit Post") for title in (*("Rocket lands", "Comet seen") * 3, "Accounts for the year")),
        *(item(title, feed="Daily") for title in ("Rocket lands", "Comet seen", "Moon mapped", "Rain in June")),
        item("Rocket lands", feed="One-off"),
    ]
    assert feeds_about_space(reports) == {"Orbit Post": True, "Daily": False, "One-off": False}


def test_a_report_of_other_things_does_not_speak_in_a_story_about_space():
    rover, missile = item("Mars rover frees its drill"), item("The missile was very precise", feed="Beta")
    assert together([rover, missile], {}) == [rover]
    assert together([missile], {}) == [missile]


def test_a_plain_report_of_a_space_feed_stays_in_its_story():
    rover, plain = item("Mars rover frees its drill"), item("Free at last", feed="Beta")
    assert together([rover, plain], {"Beta": True}) == [rover, plain]


def test_a_probe_into_somebody_is_no_spacecraft():
    assert points(item("Studio fights the regulator's probe into its show")) == 0
    assert points(item("Reports of a studio spur FBI probe")) == 0
    assert points(item("Probe nears the end of its journey")) > 0
