"""Which stories tell the same news."""

from __future__ import annotations

import pytest

from bot.model import Item
from bot.news import background
from bot.news.repeats import Repeats
from tests.builders import HOUR, NOW, item

ROTOR = (
    "Agency spins rotor blades for its next Mars helicopter past Mach 1",
    "Rotor blades for the next Mars helicopter broke the sound barrier in a test chamber in March.",
)
ROTOR_TOO = (
    "Engineers make a breakthrough with rotor blades for a Mars helicopter",
    "A test shows that the helicopter's blades hold when they spin faster than sound in the thin air of a chamber.",
)


def report(number: int, words: tuple[str, str], hours: float = 1) -> Item:
    return item(number, publisher=f"Paper {number}", title=words[0], text=words[1], published=NOW - hours * HOUR)


def same(one: tuple[str, str], other: tuple[str, str], hours: float = 20) -> bool:
    repeats = Repeats(background.Idf(background.table()))
    return repeats.same([report(1, one)], [report(2, other, 1 + hours)])


def test_two_desks_on_one_test_tell_the_same_news():
    assert same(ROTOR, ROTOR_TOO)


def test_the_same_news_is_a_repeat_two_weeks_later_too():
    again = ("Mars helicopter's rotor blades broke the sound barrier, agency says", ROTOR[1])
    assert same(ROTOR, again, hours=24 * 12)


def test_days_later_a_headline_that_shares_only_names_tells_other_news_of_the_mission():
    stage = ("Agency rolls out stage of Halden 3 for its flight", "The stage of Halden 3 left the plant on a barge.")
    slip = (
        "Put it in pencil: Halden 3 will start no earlier than winter",
        "The stage of Halden 3, on its barge since it left the plant, has to wait for other parts of the flight.",
    )
    assert same(stage, slip, hours=20)
    assert not same(stage, slip, hours=24 * 6)


def test_what_a_headline_told_days_ago_is_told_again_by_one_sentence_of_another_report():
    suits = ("Halden unveils crew flight suit and a large docking ring", "The suit has two parts.")
    text = "For decades crews wore what shops sell. Halden has now revealed its flight suit for the crew, in two parts."
    portrait = ("No more shorts for visitors of this private station", text)
    assert same(suits, portrait, hours=24 * 5)
    only_names = ("The Ada Quill Space Telescope and a docking ring", "It has two parts.")
    told = ("A tent for the mirror is ready", "A tent for the Ada Quill Space Telescope stands in Norland. It is tall.")
    assert not same(only_names, told, hours=24 * 5)


def test_one_date_for_one_flight_is_one_piece_of_news_however_it_is_put():
    sooner = (
        "Put it in pencil: Halden 3 will fly no earlier than late 2031",
        "Two landers can be ready by then, he said.",
    )
    later = (
        "Halden 3 has been pushed to late 2031. Is a landing in 2032 in reach?",
        "The landers lag behind, he said.",
    )
    assert same(sooner, later, hours=24 * 3)
    assert not same(sooner, ("Halden 4 has been pushed to late 2031", later[1]), hours=24 * 3)
    assert not same(sooner, ("Halden 3 has been pushed to early 2032", later[1]), hours=24 * 3)


def test_the_parts_of_a_compound_are_words_too():
    fired = ("Agency fires up a lithium-fed thruster for trips to Mars", "It drew more power than others.")
    engine = ("Powerful engine that may send a crew to Mars passed a test", "A vapor of lithium feeds it.")
    assert same(fired, engine, hours=24 * 3)
    assert not same((fired[0].replace("lithium", "krypton"), fired[1]), engine, hours=24 * 3)


def test_what_comes_days_later_must_be_more_alike():
    loosely = (
        "Helicopter for Mars makes progress",
        "Its makers in Ohio have put legs, battery and camera together, and a test in a chamber comes next.",
    )
    assert same(ROTOR, loosely, hours=4)
    assert not same(ROTOR, loosely, hours=24 * 7)


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        # The next of a series is no repeat.
        (
            (
                "Agency welcomes Norland as newest Lunar Pact signatory",
                "Norland signed the pact in its capital on Monday.",
            ),
            (
                "Agency welcomes Sudria as newest Lunar Pact signatory",
                "Sudria signed the pact in its capital on Monday.",
            ),
            4,
        ),
        (
            ("Falcon 9 launches 24 Starlink satellites from California", "The rocket lifted off at dusk."),
            ("Falcon 9 launches 25 Starlink satellites from California", "The rocket lifted off at dawn."),
            72,
        ),
        (
            ("Falcon 9 launches 24 Starlink satellites from California", "The rocket lifted off at dusk."),
            ("Falcon 9 launches 24 Starlink satellites from Florida", "The rocket lifted off at dawn."),
            2,
        ),
        # One event, another stage of it.
        (
            (
                "Petrel 3 rocket grounded after its upper stage failed",
                "The regulator wants an inquiry into the flight.",
            ),
            ("Petrel 3 rocket to launch with a phone satellite", "The rocket waits on its pad for the flight."),
            30,
        ),
        # One mission, other news.
        (
            ROTOR,
            ("Mars rover finds opals in a crater", "The rover's drill turned up stone that is rich in silica."),
            4,
        ),
        # A roundup tells everything, and repeats nothing.
        (("Rocket Report: Mars helicopter blades pass Mach 1", ROTOR[1]), ROTOR, 4),
    ],
)
def test_other_news_is_no_repeat_however_alike_it_reads(one, other, hours):
    assert not same(one, other, hours)


def test_passengers_of_one_rideshare_have_one_story():
    launch = (
        "Brightwater launches Earth observation satellite, plus 44 more payloads on rideshare flight",
        "It lifted off.",
    )
    others = (
        "Launch boosts monitoring of the Earth",
        "Thirteen satellites of Norland rose on the same rideshare flight.",
    )
    alone = ("Launch boosts monitoring of the Earth", "Thirteen satellites of Norland rose on a rocket of their own.")
    assert same(launch, others, hours=24)
    assert not same(launch, alone, hours=24)


def test_a_vehicle_that_flew_again_between_two_stories_makes_them_two():
    repeats = Repeats(background.Idf(background.table()))
    titles = (
        "SpaceX launches 25 Starlink satellites on Falcon 9 rocket",
        "Don't miss this rocket: SpaceX plans a launch",
    )
    first = [report(n, (title, "")) for n, title in enumerate(titles, 1)]
    second = [report(n, (title, ""), 80) for n, title in enumerate(titles, 3)]
    assert repeats.same(first[1:], second[1:])
    assert not repeats.same(first, second)
    jubilee = [report(5, ("500 rocket landings! SpaceX passes a mark on its Starlink launch", ""), 80)]
    assert not repeats.same(first[:1], jubilee)


def test_one_report_of_a_story_that_tells_the_same_is_enough():
    repeats = Repeats(background.Idf(background.table()))
    other = report(1, ("New comet will pass Earth in May", "It may reach magnitude three."))
    assert repeats.same([other, report(2, ROTOR)], [report(3, ROTOR_TOO, 5)])


RIDESHARE = (
    "SpaceX launches Norland's satellite, plus 44 more payloads on Falcon 9 rideshare mission",
    "The rocket lifted off from Vandenberg at midnight.",
)


@pytest.mark.parametrize(
    ("words", "hours", "repeated"),
    [
        (("First satellite of a young Sudrian company flies on SpaceX rocket", ""), 26, True),
        (("First satellite of a young Sudrian company flies on SpaceX rocket", ""), 72, False),
        # It names a flight of its own, or says more than that it flew.
        (("First satellite of a young Sudrian company flies on Falcon Heavy", ""), 26, False),
        (("Satellite GPS III-9 flies on SpaceX rocket", ""), 26, False),
        (
            (
                "First satellite of a young Sudrian company flies on SpaceX rocket",
                "It watches the harbours of the country from a low orbit, in colours that no other camera has.",
            ),
            26,
            False,
        ),
    ],
)
def test_a_bare_headline_of_some_satellite_repeats_the_shared_launch_of_the_day_before(words, hours, repeated):
    assert same(RIDESHARE, words, hours) is repeated
    assert same(words, RIDESHARE, hours) is repeated


def test_one_headline_made_of_several_stories_is_known_by_what_they_share_with_it():
    repeats = Repeats(background.Idf(background.table()))
    mash = [report(1, ("Rotor blades for a helicopter pass Mach 1, while comet Quillon brightens", ""))]
    rotor, comet = [report(2, ROTOR)], [report(3, ("Comet Quillon brightens", "It may be seen in May."))]
    assert repeats.mashed(mash, [rotor, comet])
    assert not repeats.mashed(mash, [rotor, [report(4, ROTOR_TOO)]])
    assert not repeats.mashed(mash, [rotor])


def test_only_those_with_words_in_common_are_looked_at_and_none_that_tells_the_same_is_missed():
    shared = (
        "Falcon 9 launches 40 satellites on the Transporter-19 rideshare",
        "The rideshare mission of SpaceX's Falcon 9 put forty small satellites in orbit for many customers.",
    )
    bare = ("Start-up's satellite launched by SpaceX", "Start-up's satellite launched by SpaceX")
    others = [(f"A comet named {name} passes by", f"The comet {name} is faint.") for name in ("Alf", "Bea", "Cid")]
    told = [[report(n, words, 20)] for n, words in enumerate([*others, ROTOR, shared, ROTOR_TOO, bare], 10)]
    repeats = Repeats(background.Idf(background.table()))
    nearby = repeats.nearby(told)
    for words in (ROTOR, shared, bare, others[1]):
        one = [report(1, words)]
        near = repeats.near(one, nearby)
        assert {place for place, other in enumerate(told) if repeats.same(one, other)} <= set(near)
    assert repeats.near([report(1, ROTOR)], nearby) == [3, 4, 5]


def test_what_is_told_of_a_rocket_that_flies_every_few_days_is_none_of_its_flights():
    flight = (
        "SpaceX Falcon 9 rocket launch, Starlink satellites from Vandenberg Space Force Base",
        "The Falcon 9 carries Starlink satellites from Vandenberg Space Force Base.",
    )
    fleet = (
        "SpaceX moves on from its workhorse",
        "Vandenberg Space Force Base is busiest. The Falcon 9 launches Starlink satellites less often than last year.",
    )
    assert not same(fleet, flight)


def test_a_report_that_does_not_say_how_far_it_has_come_speaks_of_what_its_story_tells():
    repeats = Repeats(background.Idf(background.table()))
    vague = report(1, ("Quillon's commercial satellite launch with Ferrol rocket didn't go well", ""), 3)
    launch = report(2, ("Quillon's Ferrol rocket puts satellite into wrong orbit", ""), 4)
    lost = [report(3, ("Quillon satellite will be deorbited after faulty commercial Ferrol launch", ""), 2)]
    assert repeats.same(lost, [vague])
    assert not repeats.same(lost, [vague, launch])
    assert repeats.retold(lost, [vague, launch])


def test_how_a_launch_went_is_an_update_of_its_preview_and_another_story_beside_it():
    repeats = Repeats(background.Idf(background.table()))
    ahead = [report(1, ("New Glenn set to launch Quillon's BlueSparrow", "The rocket waits in Florida."), 30)]
    flown = [report(2, ("New Glenn launches, wrong orbit for BlueSparrow", "Quillon regrets the loss."), 3)]
    assert repeats.retold(flown, ahead)
    assert not repeats.same(flown, ahead)
    assert not repeats.retold(ahead, flown)
    next_one = [report(3, ("New Glenn launches BlueSparrow's sister", "Quillon is glad."), -24 * 7)]
    assert not repeats.retold(next_one, ahead)
    often = [report(4, ("Falcon 9 set to launch with 24 Starlink satellites", "The rocket waits in Florida."), 30)]
    again = [report(5, ("Falcon 9 launches 25 more satellites", "It rose from California."), 3)]
    assert not repeats.retold(again, often)
