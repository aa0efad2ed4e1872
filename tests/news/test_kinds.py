import pytest

from bot.news.kinds import Kind, kind


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Rocket Report: a booster comes home twice", Kind.ROUNDUP),
        ("Launch Preview: four flights in a busy week", Kind.ROUNDUP),
        ("This week in space: eclipses and engines", Kind.ROUNDUP),
        ("Space Coast launch schedule", Kind.ROUNDUP),
        ("Tanks pass their test. And, a comet returns", Kind.ROUNDUP),
        ("A ring of dust | Space photo of the day for May 9", Kind.PICTURE),
        ("Save 30% on this telescope", Kind.ADVERT),
        ("Small Satellite Market Size, Share and Forecast", Kind.ADVERT),
        ("Opinion: Leave the rings alone", Kind.OPINION),
        ("7 things to know about the eclipse", Kind.LISTICLE),
        ("This is who builds the interceptors", Kind.LISTICLE),
        ("Here's what the new map means for dark energy", Kind.LISTICLE),
        ("The best binoculars for beginners", Kind.LISTICLE),
        ("Watch live: Electron lifts off", Kind.LIVE),
        ("Live coverage: Falcon 9 to launch 24 satellites", Kind.LIVE),
        ("Agency invites media to rocket rollout", Kind.LIVE),
        ("New trailer for the moon film", Kind.CHATTER),
        ("Vulcan lifts off on maiden flight", Kind.REPORT),
        ("Two astronauts return from orbit", Kind.REPORT),
        ("Crew dragon deals with a stuck valve", Kind.REPORT),
        ("Agency to answer questions from students", Kind.REPORT),
        ("These 2 companies want to clear orbit", Kind.REPORT),
        ("Country hides its launch schedule", Kind.REPORT),
        ("", Kind.REPORT),
    ],
)
def test_a_headline_tells_the_kind_of_piece(title, expected):
    assert kind(title) is expected
