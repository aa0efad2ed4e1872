import pytest

from bot.news.events import happened


@pytest.mark.parametrize(
    ("title", "did"),
    [
        ("Probe lands on Io", True),
        ("New rocket aces its debut", True),
        ("Committee clears the agency's bill", True),
        ("Rocket flies nine satellites to orbit", True),
        ("Former chief takes the helm of a start-up", True),
        ("The plan has room if delays arise", False),
        ("This telescope could one day discover oceans", False),
        ("What happens when a star dies? A clue", False),
        ("Engines fired up on the pad. When will it fly?", True),
        ("A map of old stars", False),
        ("Rocket stage will hit the Moon this summer", False),
        ("Two firms want to start removing junk", False),
        ("Agency's head to step down in May", True),
        ("Capsule to be recovered at sea", False),
        ("Probe enters orbit around Ganymede", True),
        ("Cargo ship departs the station", True),
        ("", False),
    ],
)
def test_a_headline_tells_whether_something_happened(title, did):
    assert happened(title) is did
