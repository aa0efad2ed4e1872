from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Item
from bot.news.hours import gone

WRITTEN = datetime(2026, 4, 28, 22, tzinfo=UTC)  # a Tuesday
WATCH = "Live coverage: SpaceX seeks second attempt at Falcon Heavy launch"


def page(text: str, title: str = WATCH, n: int = 1, later: float = 0, edited: datetime | None = None) -> Item:
    at = WRITTEN + timedelta(hours=later)
    return Item(n, 1, f"Paper {n}", f"https://p.example/{n}", title, text, at, at, edited=edited)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Liftoff is scheduled for 10:13 a.m. EDT.", 16),
        ("Liftoff is scheduled for 6:30 p.m. EDT.", 1),
        ("Liftoff is scheduled for 5:30 p.m. EDT.", 24),
        ("Monday's try was scrubbed. Liftoff is set for Wednesday at 10:13 a.m. EDT (1413 UTC).", 16),
        ("Liftoff is set for Friday at 10:13 a.m. EDT.", 64),
        ("Liftoff is set for tomorrow at 2:00 p.m. PDT.", 23),
        ("Liftoff is set for 14:00 UTC. The launch is on 3 May.", 112),
        ("Liftoff is set for April 29 at 14:00 UTC.", 16),
        ("Two chances: at 14:00 UTC on 29 April, or 14:00 UTC on 30 April.", 40),
    ],
)
def test_an_invitation_to_watch_is_good_until_its_hour_has_gone(text, hours):
    moment = WRITTEN + timedelta(hours=hours)
    assert not gone([page(text)], moment + timedelta(hours=2))
    assert gone([page(text)], moment + timedelta(hours=6))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Liftoff is set for the morning.", WATCH),
        ("Liftoff came at 10:13 a.m. EDT.", "SpaceX launches Falcon Heavy"),
        ("It lifts off at 10:13 a.m. EDT in early June.", "How to watch the launch of Petrel 3 live"),
    ],
)
def test_what_names_no_hour_or_another_day_or_reports_is_not_gone(text, title):
    assert not gone([page(text, title)], WRITTEN + timedelta(days=3))


def test_a_page_that_was_edited_speaks_of_the_hour_after_that():
    again = page("Liftoff is scheduled for 10:13 a.m. EDT.", edited=WRITTEN + timedelta(hours=20))
    assert not gone([again], WRITTEN + timedelta(hours=30))


def test_a_story_goes_on_where_another_of_its_newest_reports_does_more_than_invite():
    text = "Liftoff is scheduled for 10:13 a.m. EDT."
    launched = page("It rose at dawn.", "SpaceX launches Falcon Heavy", n=2, later=17)
    scrubbed = page("It stayed down.", "SpaceX scrubs Falcon Heavy launch", n=3, later=-40)
    assert not gone([page(text), launched], WRITTEN + timedelta(hours=30))
    assert gone([page(text), scrubbed], WRITTEN + timedelta(hours=30))
