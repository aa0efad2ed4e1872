import math
import time as clock
from datetime import UTC, datetime, timedelta

import pytest

from bot.news import stories
from bot.news.stories import StoryIndex

START = datetime(2026, 5, 1, tzinfo=UTC)


def at(hours):
    return START + timedelta(hours=hours)


def place_all(*reports, index=None):
    """The story of each (hours, title, text), keyed by its place in the list."""
    index = index or StoryIndex()
    return [index.place(n, title, text, at(hours)) for n, (hours, title, text) in enumerate(reports)]


VULCAN = (
    (
        0,
        "Vulcan lifts off with two cargo tugs for the Moon",
        "ULA's Vulcan rose from Cape Canaveral on its maiden voyage.",
    ),
    (
        1,
        "ULA's Vulcan rocket soars on debut flight",
        "The new Vulcan rocket left Cape Canaveral with two lunar tugs aboard.",
    ),
    (
        3,
        "Maiden launch of Vulcan sends tugs to the Moon",
        "Vulcan, ULA's new rocket, flew for the first time from the Cape.",
    ),
)


def test_one_event_told_by_three_publishers_is_one_story_named_after_the_first():
    assert place_all(*VULCAN) == [0, 0, 0]


def test_an_event_of_its_own_opens_a_story_and_keeps_it():
    other = (
        2,
        "Rover finds opals in a Martian crater",
        "Curiosity's drill turned up silica rich stone in Gale crater.",
    )
    assert place_all(*VULCAN, other)[-1] == 3


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Starship Flight 11 lifts off from Starbase", "Starship Flight 12 lifts off from Starbase"),
        ("NASA's Crew-8 launches to the space station", "NASA's Crew-9 launches to the space station"),
        ("Artemis II rocket rolls out to the pad", "Artemis III rocket rolls out to the pad"),
        ("Falcon 9 deploys Starlink Group 6-37", "Falcon 9 deploys Starlink Group 6-38"),
    ],
)
def test_flights_with_different_numbers_are_two_stories_however_alike_they_read(one, two):
    text = "The vehicle rose into a clear morning sky and its first stage came back to land."
    assert place_all((0, one, text), (20, two, text)) == [0, 1]


def test_launches_from_two_coasts_are_two_stories():
    assert place_all(
        (0, "SpaceX launches 24 Starlink satellites from Vandenberg", "A Falcon 9 rose from California after sunset."),
        (5, "SpaceX launches 24 Starlink satellites from Cape Canaveral", "A Falcon 9 rose from Florida before dawn."),
    ) == [0, 1]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        # a preview of one vehicle and the flight of another, of the same company
        ("SpaceX flies 25 Starlink satellites on its 50th launch", "SpaceX to launch a relay craft on Falcon Heavy"),
        # of what flies every few days, two days later
        ("SpaceX launches 25 Starlink satellites on Falcon 9", "SpaceX launches 24 Starlink satellites on Falcon 9"),
        # nothing in common but names
        ("Secretary Quillon ‘may study’ building ships abroad", "Secretary Quillon leaving the post immediately"),
    ],
)
def test_what_only_sounds_alike_is_two_stories(one, two):
    assert place_all((0, one, ""), (48, two, "")) == [0, 1]


def test_a_live_page_becomes_the_report_and_leaves_the_preview_alone():
    assert place_all(
        (0, "Petrel set to launch a weather satellite", "Teams rolled the rocket to its pad on Friday."),
        (2, "Live coverage: Petrel to launch a weather satellite from the Cape", "Liftoff is set for 9:12 a.m."),
        (9, "Petrel launches a weather satellite from the Cape", "The rocket rose at 9:12 a.m. into a clear sky."),
    ) == [0, 1, 1]


def test_a_roman_numeral_is_the_same_flight_as_its_digits():
    assert place_all(
        (
            0,
            "NASA delays Artemis II to check heat shield",
            "Artemis II slips to autumn while Orion's heat shield is checked.",
        ),
        (
            2,
            "Artemis 2 delayed over heat shield of Orion",
            "NASA says Artemis 2 waits until autumn for its heat shield.",
        ),
    ) == [0, 0]


def test_a_roundup_never_glues_stories_together():
    roundup = "Rocket Report: Vulcan lifts off on debut; opals found by Curiosity"
    text = "ULA's Vulcan rose from Cape Canaveral. Curiosity's drill turned up silica rich stone in Gale crater."
    rover = (2, "Curiosity finds opals in Gale crater", "Curiosity's drill turned up silica rich stone in Gale crater.")
    placed = place_all(VULCAN[0], (1, roundup, text), rover, VULCAN[1])
    assert placed == [0, 1, 2, 0]


def test_the_same_roundup_under_two_addresses_is_one_story_but_not_with_next_weeks():
    title = "This week in space: quiet skies"
    assert place_all((0, title, "Much happened."), (1, title, "Much happened."), (168, title, "More.")) == [0, 0, 2]


def test_an_old_story_is_forgotten_and_told_anew():
    late = stories.HORIZON / timedelta(hours=1) + 2
    first = VULCAN[0]
    placed = place_all(
        first, (late - 1, "Comet brightens", "A comet."), (late, "Comet dims", "Less."), (late, *first[1:])
    )
    assert placed[0] == 0
    assert placed[-1] == 3


def test_a_report_without_a_date_counts_as_of_the_newest_time():
    index = StoryIndex()
    place_all(*VULCAN[:2], index=index)
    assert index.place("undated", *VULCAN[2][1:], None) == 0
    assert StoryIndex().place("first", "No date at all", "", None) == "first"


def test_a_naive_date_is_read_as_utc():
    index = StoryIndex()
    index.place("a", *VULCAN[0][1:], at(0))
    assert index.place("b", *VULCAN[1][1:], datetime(2026, 5, 1, 1)) == "a"  # noqa: DTZ001 - what is tested


def test_one_report_from_the_future_does_not_empty_the_index():
    index = StoryIndex()
    place_all(VULCAN[0], index=index)
    index.place("future", "Comet returns", "In a long time.", START + timedelta(days=4000))
    assert index.place("next", *VULCAN[1][1:], at(1)) == 0


def test_empty_reports_open_stories_of_their_own():
    assert place_all((0, "", ""), (1, "", ""), (2, "the of and", "")) == [0, 1, 2]


def many(count, *, start=0, minutes=30):
    """Reports of invented events, about three to each."""
    nouns = ["probe", "rover", "lander", "comet", "telescope", "booster", "capsule", "crater", "tether", "antenna"]
    for n in range(start, start + count):
        event = n // 3
        name = f"Zeta{event * 7919 % 100003:x}"
        words = [nouns[event * k % 10] for k in (1, 3, 7)]
        title = f"{name} {words[0]} reaches {words[1]} field {'again' if n % 3 else 'at last'}"
        text = f"The {words[2]} of {name} was seen near {words[1]} {event % 97}, engineers of mission {name} said."
        yield n, title, text, START + timedelta(minutes=minutes * n)


def test_a_restored_index_places_on_exactly_as_if_it_had_never_stopped():
    going = StoryIndex()
    placed = []
    for key, title, text, when in many(1500):
        placed.append((key, title, text, when, going.place(key, title, text, when)))
    newest = placed[-1][3]
    restored = StoryIndex()
    for key, title, text, when, story in placed:
        if when >= newest - stories.HORIZON - timedelta(minutes=30):
            restored.restore(key, title, text, when, story)
    assert restored.remembered == going.remembered < 1500
    for key, title, text, when in many(300, start=1500):
        assert restored.place(key, title, text, when) == going.place(key, title, text, when)


def test_a_story_keeps_its_key_when_the_report_that_opened_it_is_forgotten():
    index = StoryIndex()
    index.restore("b", *VULCAN[1][1:], at(1), "gone")
    assert index.place("c", *VULCAN[2][1:], at(3)) == "gone"


COVERAGE = (2, "Live coverage: ULA prepares its new rocket at the Cape", "Follow the countdown at pad 41 here.")


def test_a_report_whose_headline_was_rewritten_joins_the_story_that_it_tells_by_now():
    index = StoryIndex()
    assert place_all(COVERAGE, index=index) == [0]
    assert index.place("launch", *VULCAN[0][1:], at(3)) == "launch"
    assert index.place(0, *VULCAN[1][1:], at(2), story=0) == "launch"
    assert (index.remembered, len(index._stories)) == (2, 1)


def test_a_report_that_was_rewritten_stays_where_it_was_if_it_joins_no_other_and_draws_nothing_after_it():
    index = StoryIndex()
    rover = "Rover finds opals in a Martian crater", "Curiosity's drill turned up silica in Gale crater."
    assert place_all(*VULCAN, index=index) == [0, 0, 0]
    assert index.place(2, *rover, at(3), story=0) == 0
    assert index.place(0, *rover, at(3), story=0) == 0
    assert index.remembered == 1
    assert index.place(9, *rover, at(4)) == 9


def test_what_a_report_said_before_it_was_rewritten_is_forgotten():
    index, fresh = StoryIndex(), StoryIndex()
    for key, title, text, when in many(60):
        index.place(key, title, text, when)
        if key != 30:
            fresh.restore(key, title, text, when, index._by_key[key].story.key)
    index.restore(30, *VULCAN[0][1:], at(30), 30)
    fresh.restore(30, *VULCAN[0][1:], at(30), 30)
    assert index._counts == fresh._counts
    assert index._postings.keys() == fresh._postings.keys()
    for key, title, text, when in many(60, start=60):
        assert index.place(key, title, text, when) == fresh.place(key, title, text, when)


def test_the_index_never_remembers_more_than_its_capacity():
    index = StoryIndex(capacity=200)
    for key, title, text, when in many(700, minutes=1):
        index.place(key, title, text, when)
    assert index.remembered <= 200
    assert len(index._stories) <= 200
    assert len(index._idf) < 3000
    assert sum(map(len, index._postings.values())) <= 200 * 100


def test_a_late_report_costs_no_more_than_an_early_one():
    index = StoryIndex(capacity=1000)
    spent = []
    for key, title, text, when in many(4000, minutes=1):
        began = clock.thread_time()
        index.place(key, title, text, when)
        spent.append(clock.thread_time() - began)
    early, late = sorted(spent[800:1200])[200], sorted(spent[-400:])[200]
    assert late < 2 * early
    assert math.isfinite(late)


def test_the_next_launch_of_a_routine_series_is_a_story_of_its_own():
    title = "SpaceX launches 25 Starlink satellites from Vandenberg"
    assert place_all((0, title, ""), (1, title, ""), (168, title, "")) == [0, 0, 2]


def test_the_test_the_launch_and_the_inquiry_of_one_rocket_are_three_stories():
    placed = place_all(
        (0, "Quillon hot fires New Glenn's used booster", "The engines of New Glenn ran for 20 seconds at the Cape."),
        (30, "New Glenn reuses its booster but loses the satellite", "New Glenn rose from the Cape on Sunday."),
        (31, "Quillon launches New Glenn, payload in wrong orbit", "The third New Glenn put its satellite too low."),
        (
            60,
            "New Glenn rocket grounded after launch mishap",
            "Regulators want an inquiry before it flies.",
        ),
    )
    assert placed == [0, 1, 1, 3]


def test_two_reports_of_one_thing_with_a_designation_meet_however_they_put_it():
    placed = place_all(
        (0, "SpaceX launches South Korean Earth observer", "The CAS500-2 mission lifted off at midnight."),
        (9, "SpaceX sends up CAS500-2 and 45 other payloads", "It was the third rideshare of the year."),
    )
    assert placed == [0, 0]


def test_a_bare_headline_joins_no_long_text_for_a_few_common_words():
    placed = place_all(
        (
            0,
            "Pentagon ends one of its most troubled space programmes",
            "Its stations came years late. Delays and risks in development were too many, officials said.",
        ),
        (0.2, "Artemis spacesuit development risks further delays", ""),
    )
    assert placed == [0, 1]


@pytest.mark.parametrize("word", ["ab" + "1" * 60 + "x1", "ab" + "-1" * 60 + "-x1", "a1-" * 200, "é'" * 200 + "1"])
def test_no_word_of_a_report_holds_up_the_others(word):
    started = clock.process_time()
    assert StoryIndex().place(1, f"Probe {word} launches", f"The probe {word} was launched.", None) == 1
    assert clock.process_time() - started < 2


def test_two_of_a_series_that_differ_in_a_name_are_two_stories():
    words = "{0} signed the Lunar Pact on Monday in a ceremony, and is the newest of the nations that commit to it."
    reports = [
        (n, f"Agency welcomes {name} as newest Lunar Pact signatory", words.format(name))
        for n, name in enumerate(("Norland", "Sudria"))
    ]
    assert place_all(*reports) == [0, 1]


def test_a_report_that_names_two_of_a_series_is_of_the_later():
    words = "{0} signed the Lunar Pact on Monday in a ceremony, and is the newest of the nations that commit to it."
    title = "Agency welcomes {0} as newest Lunar Pact signatory"
    first, second = (
        (hours, title.format(name), words.format(name)) for hours, name in ((0, "Norland"), (75, "Sudria"))
    )
    both = "Norland and Sudria joined the Lunar Pact this week, in ceremonies of which Norland's was the larger."
    assert place_all(first, second, (77, "Norland and Sudria join Lunar Pact", both))[1:] == [1, 1]


def test_reports_that_have_only_names_in_common_are_two_stories():
    leaving = (
        "Navy Secretary Marlowe is leaving at once, Pentagon says",
        "No reason was given for a departure that nobody in the building had awaited.",
    )
    study = (
        "Navy to study ships built abroad, Marlowe says",
        "Secretary Marlowe told the Pentagon that home yards are full for years to come.",
    )
    assert place_all((0, *leaving), (21, *study)) == [0, 1]


def test_copies_of_a_page_make_a_story_no_larger():
    index = StoryIndex()
    for n in range(5):
        index.place(n, *VULCAN[0][1:], at(n / 10))
    index.place(5, *VULCAN[1][1:], at(1))
    (found,) = index.evidence(*index.read(*VULCAN[2][1:], at(2)))
    assert found[1]["story_size"] == pytest.approx(math.log(2))


def test_a_word_that_two_reports_share_by_chance_joins_nothing():
    star = (
        0,
        "Telescope to hunt for elusive neutron stars",
        "Most of these crushed cores of burnt out giants stay unseen, a study of the whole galaxy says.",
    )
    deal = (
        2,
        "Small rocket maker sells five Neutron flights",
        "A tank burst in a test, so that the debut slips to winter; its barge waits off Virginia.",
    )
    assert place_all(star, deal) == [0, 1]


def test_reports_that_name_different_people_and_share_only_words_are_two_stories():
    roof = (
        0,
        "Space Office awards two billion for Iron Roof interceptor prototypes",
        "A dozen companies will let designs compete against missiles, with two years of tests before any is bought.",
    )
    drones = (
        11,
        "Norland awards contracts for tech against drones, by lasers and interceptors",
        "Both will in the end become part of a command system that its army develops, and guard harbours from June.",
    )
    assert place_all(roof, drones) == [0, 1]


def test_an_office_joins_no_two_stories_of_who_holds_it():
    leaves = (
        0,
        "Navy secretary is leaving, the latest departure of a leader",
        "John Quillon was out at once, and an acting secretary of the Navy was named.",
    )
    ships = (
        5,
        "Navy may build ships abroad, Quillon says",
        "The yards lack labor capacity, Navy Secretary John Quillon said.",
    )
    assert place_all(leaves, ships) == [0, 1]


def test_a_bare_headline_with_other_names_joins_no_text_for_everyday_words():
    ended = (
        0,
        "Norland ends its Skylark radar program, citing risks and delays",
        "The Skylark radar had cost twice as much as planned, and its risks had only grown with the delays.",
    )
    assert place_all(ended, (5, "Petrel suit development risks further delays", "")) == [0, 1]


def test_a_bare_headline_days_later_joins_no_story_only_because_nothing_else_comes_near():
    pad = (
        0,
        "Brightwater one step closer to launching Petrel Heavy from Andenes",
        "The navy chose the company to develop a launch site there.",
    )
    flight = "Brightwater’s Petrel Heavy rocket to launch relay satellite"
    assert place_all(pad, (30, flight, "")) == [0, 0]
    assert place_all(pad, (62, flight, "")) == [0, 1]


def test_what_becomes_of_a_payload_is_not_news_of_where_its_rocket_will_fly_from_next():
    pad = (
        0,
        "Brightwater to launch New Glenn from a new pad at Andenes",
        "The navy chose Brightwater to build a pad on the coast for its rocket New Glenn.",
    )
    payload = (
        60,
        "Relay satellite will be deorbited after faulty New Glenn launch",
        "Brightwater's rocket New Glenn left it in too low an orbit on Sunday.",
    )
    assert place_all(pad, payload) == [0, 1]


def test_an_article_about_a_rocket_that_flies_every_few_days_is_not_of_its_last_flight():
    flight = (
        0,
        "SpaceX launches 24 Starlink satellites on Falcon 9 rocket from Vandenberg base",
        "Liftoff came at dawn, and the booster landed on its ship in the Pacific eight minutes later.",
    )
    article = (
        30,
        "SpaceX is turning away from the rocket that made it",
        "Falcon 9 flies less often, and mostly from Vandenberg. Customers are to move to Starship, say those who know.",
    )
    assert place_all(flight, article) == [0, 1]


def test_a_test_of_hardware_is_not_news_of_where_it_will_fly_from():
    pad = (
        0,
        "Brightwater one step closer to launching Petrel Heavy from Andenes",
        "The agency chose the company to develop a launch site there.",
    )
    fired = (
        44,
        "Brightwater fires up used Petrel Heavy rocket ahead of landmark reflight",
        "It ran the static fire of a Petrel Heavy booster on Thursday.",
    )
    assert place_all(pad, fired) == [0, 1]
