import pytest

from bot.news.stages import Stage, apart, stage


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("How to watch the Petrel rocket launch", Stage.INVITED),
        ("Agency invites media to the signing", Stage.INVITED),
        ("Live coverage: Petrel to launch a weather satellite", Stage.COVERED),
        ("Live coverage: Petrel's second try at its launch after a scrub", Stage.COVERED_AGAIN),
        ("Petrel set to launch on its third mission", Stage.AHEAD),
        ("Petrel hot fires a used booster ahead of launch", Stage.TESTED),
        ("Petrel launch delayed by bad weather", Stage.HELD),
        ("Petrel launches, but its payload ends up in the wrong orbit", Stage.HAPPENED),
        ("Petrel cargo ship docks with the space station", Stage.ARRIVED),
        ("Petrel launches a satellite and lands its booster", Stage.HAPPENED),
        ("Petrel rocket grounded after launch mishap", Stage.AFTER),
        ("Quillon ordered to probe the rocket failure", Stage.AFTER),
        ("Relay satellite will be deorbited after a flawed Petrel launch", Stage.LOST),
        ("Relay satellite declared a loss following the Petrel flight", Stage.LOST),
        ("Moon lander declared lost", Stage.HAPPENED),
        ("Parliament will vote on the budget", None),  # no flight
        ("Delays in the spacesuit programme", None),
        ("A ring of dust around a young star", None),
    ],
)
def test_a_headline_tells_how_far_a_flight_has_come(title, expected):
    assert stage(title) is expected


def test_what_is_to_come_and_what_happened_are_different_events():
    assert apart(Stage.AHEAD, Stage.HAPPENED)
    assert apart(Stage.HAPPENED, Stage.AFTER)
    assert not apart(Stage.HAPPENED, Stage.HAPPENED)
    assert not apart(Stage.HAPPENED, None)


def test_live_coverage_becomes_the_report_and_no_preview():
    assert [other for other in (*Stage, None) if apart(Stage.COVERED, other)] == [Stage.AHEAD]


def test_live_coverage_of_another_attempt_is_not_of_what_held_up_the_last_one():
    assert [other for other in (*Stage, None) if apart(Stage.COVERED_AGAIN, other)] == [Stage.AHEAD, Stage.HELD]


def test_an_invitation_goes_only_with_what_is_ahead():
    assert [other for other in (*Stage, None) if not apart(Stage.INVITED, other)] == [
        Stage.INVITED,
        Stage.COVERED,
        Stage.COVERED_AGAIN,
        Stage.AHEAD,
    ]


def test_a_launch_and_an_arrival_are_different_events():
    assert apart(Stage.HAPPENED, Stage.ARRIVED)
