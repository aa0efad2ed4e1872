from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.model import Item, Story, Tier
from bot.news.overtaken import as_far, overtaken, without_plans

NOW = datetime(2026, 5, 8, 9, tzinfo=UTC)


def story(number, hours, title, text="", tier=Tier.PRESS):
    at = NOW - timedelta(hours=hours)
    url = f"https://a.example/{number}"
    return Story(number, (Item(number, 1, "Alpha", url, title, text, published=at, first_seen=at, tier=tier),))


def test_a_preview_goes_when_the_launch_is_told():
    preview = story(1, 9, "Progress MS-34 to launch from Baikonur with cargo for the station")
    launch = story(2, 2, "Russia launches cargo to the station from Baikonur", "The Progress MS-34 ship rose at dawn.")
    assert overtaken([preview, launch]) == {1}


def test_a_preview_of_another_flight_and_one_that_came_later_stay():
    other = story(1, 9, "New Glenn to launch with a phone satellite", "The rocket waits in Florida.")
    launch = story(2, 20, "Russia launches cargo to the station from Baikonur", "The Progress MS-34 ship rose at dawn.")
    again = story(3, 1, "Next Progress MS-34 sister ship to launch from Baikonur in July")
    assert overtaken([other, launch, again]) == frozenset()


def test_another_launch_of_the_same_rocket_overtakes_no_preview():
    impact = story(1, 20, "A Falcon 9 rocket will hit the Moon this summer", "Its upper stage is adrift.")
    heavy = story(2, 12, "SpaceX to launch Falcon Heavy with a large satellite", "SpaceX will launch it from Florida.")
    other = story(
        3, 2, "SpaceX launches 24 Starlink satellites on Falcon 9 rocket", "The Falcon 9 rocket rose from Vandenberg."
    )
    assert overtaken([impact, heavy, other]) == frozenset()


def test_what_happened_is_never_overtaken():
    scrub = story(1, 9, "SpaceX scrubs Falcon Heavy launch")
    launch = story(2, 2, "SpaceX launches Falcon Heavy")
    assert overtaken([scrub, launch]) == frozenset()


def test_a_collected_headline_goes_where_others_tell_of_its_flight():
    told = story(1, 30, "New Glenn reuses its booster but loses the satellite")
    collected = story(2, 9, "Blue Origin rocket launches, then loses a satellite", tier=Tier.COMMUNITY)
    after = story(3, 5, "New Glenn rocket grounded after launch mishap", tier=Tier.COMMUNITY)
    assert overtaken([told, collected, after]) == {2}
    assert overtaken([collected]) == frozenset()


def test_of_two_previews_of_one_launch_the_fuller_stays():
    short = story(1, 9, "SpaceX launching 45 satellites early on Sunday: Watch it live", "From California.")
    full = story(
        2, 5, "Live coverage: SpaceX to launch a Korean satellite", "The CAS500-2 mission leaves Vandenberg at night."
    )
    assert overtaken([short, full]) == {1}


def test_a_flight_that_readers_know_is_not_told_again_from_another_story():
    told = story(1, 20, "SpaceX launches advanced GPS satellite for the Space Force")
    again = story(2, 9, "Falcon 9 launches final GPS 3 satellite into orbit", "It rose from Florida.")
    grounded = story(3, 5, "Falcon 9 grounded after GPS satellite launch")
    assert overtaken([told, again, grounded], {1: "SpaceX launches advanced GPS satellite"}) == {2}
    assert overtaken([told, again], {1: "SpaceX to launch a GPS satellite"}) == {1}


def test_of_two_reports_of_one_flight_the_fuller_stays():
    full = story(1, 9, "New Glenn launches but loses its satellite", "The upper stage failed after half an hour.")
    short = story(2, 8, "Satellite lost after New Glenn launch")
    assert overtaken([full, short]) == {2}


def test_a_page_that_was_rewritten_after_the_launch_is_as_new_as_its_edit():
    failure = story(1, 20, "New Glenn reuses its booster but loses the satellite", "The upper stage failed.")
    page = story(2, 69, "New Glenn rocket launches phone satellite")
    rewritten = Story(2, tuple(replace(each, edited=NOW) for each in page.items))
    assert overtaken([failure, page]) == frozenset()
    assert overtaken([failure, rewritten]) == {2}


def test_of_a_page_whose_headline_reports_the_launch_the_plans_for_it_are_not_told():
    page = "The mission is the tenth for the network. Liftoff from pad 41 is scheduled for 8:53 p.m. EDT.\nIt is heavy."
    left = "The mission is the tenth for the network.\nIt is heavy."
    assert without_plans(page, "Atlas 5 launches 29 satellites") == left
    assert without_plans(page, "Live coverage: Atlas 5 launches 29 satellites") == left
    assert without_plans(page, "Live coverage: Atlas 5 to launch 29 satellites") == page
    later = "Docking is scheduled for Sunday. The next launch is scheduled for May."
    assert without_plans(later, "Atlas 5 launches a cargo ship") == later


def test_reports_are_as_far_where_both_look_ahead_or_tell_one_stage():
    def item(title):
        return story(1, 5, title).items[0]

    assert as_far(item("Watch live: Atlas 5 launches today"), item("Atlas 5 to launch a satellite"))
    assert as_far(item("Atlas 5 launches a satellite"), item("Atlas 5 lifts off with a satellite"))
    assert not as_far(item("Atlas 5 to launch a satellite"), item("Atlas 5 launches a satellite"))
    assert not as_far(item("Live coverage: Atlas 5 to launch a satellite"), item("Atlas 5 launch delayed by weather"))
