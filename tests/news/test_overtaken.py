from datetime import UTC, datetime, timedelta

from bot.model import Item, Story
from bot.news.overtaken import overtaken

NOW = datetime(2026, 5, 8, 9, tzinfo=UTC)


def story(number, hours, title, text=""):
    at = NOW - timedelta(hours=hours)
    return Story(
        number, (Item(number, 1, "Alpha", f"https://a.example/{number}", title, text, published=at, first_seen=at),)
    )


def test_a_preview_goes_when_the_launch_is_told():
    preview = story(1, 9, "Progress MS-34 to launch from Baikonur with cargo for the station")
    launch = story(2, 2, "Russia launches cargo to the station from Baikonur", "The Progress MS-34 ship rose at dawn.")
    assert overtaken([preview, launch]) == {1}


def test_a_preview_of_another_flight_and_one_that_came_later_stay():
    other = story(1, 9, "New Glenn to launch with a phone satellite", "The rocket waits in Florida.")
    launch = story(2, 2, "Russia launches cargo to the station from Baikonur", "The Progress MS-34 ship rose at dawn.")
    again = story(3, 1, "Next Progress MS-34 sister ship to launch from Baikonur in July")
    assert overtaken([other, launch, again]) == frozenset()


def test_what_happened_is_never_overtaken():
    scrub = story(1, 9, "SpaceX scrubs Falcon Heavy launch")
    launch = story(2, 2, "SpaceX launches Falcon Heavy")
    assert overtaken([scrub, launch]) == frozenset()
