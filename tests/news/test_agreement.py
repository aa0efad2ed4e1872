"""Where sources differ, and where they only seem to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.model import Item, Tier
from bot.news.agreement import differences
from bot.news.facts import facts
from bot.news.reports import one_per_publisher
from bot.rehearsal.samples.entries import entries
from bot.rehearsal.samples.publishers import load_publishers
from tests.builders import DAY, HOUR, NOW, item

WHEN = datetime(2026, 11, 22, 12, tzinfo=UTC)


def told(*texts: str, title: str = "Petrel 3 lifts Stevedore 4 to orbit") -> list[list[tuple[str, tuple[int, ...]]]]:
    """The differences between texts of as many papers."""
    items = [item(n, publisher=f"Paper {n}", title=title, text=text) for n, text in enumerate(texts, start=1)]
    return [[(claim.text, claim.sources) for claim in each.claims] for each in differences(items)]


def events() -> dict[str, list[Item]]:
    """The reports of the rehearsal's sample papers by the event that they tell of."""
    found: dict[str, list[Item]] = {}
    for publisher in load_publishers():
        for entry in entries(publisher, WHEN, "https://sample.example"):
            if entry.item.event and publisher.language == "en":
                fields = {"url": entry.page, "title": entry.title, "text": entry.text, "tier": Tier(publisher.tier)}
                name = entry.item.outlet or publisher.name
                one = item(entry.id, publisher=name, published=entry.published.astimezone(UTC), **fields)
                found.setdefault(entry.item.event, []).append(one)
    return found


# What the sample papers state differently on purpose.
PLANTED = {
    "petrel-launch": {"19 tonnes", "18 tonnes"},
    "sundew-landing": {"9 degrees", "12 degrees"},
    "budget": {"6.2 billion euros", "6.4 billion euros"},
    "solar-storm": {"G4", "G3"},
    "merger": {"410 million euros", "415 million euro"},
}


@pytest.mark.parametrize("event", sorted(events()))
def test_the_sample_papers_differ_where_they_were_made_to_and_nowhere_else(event):
    found = differences(one_per_publisher(events()[event])[:6])
    assert {claim.text for each in found for claim in each.claims} == PLANTED.get(event, set())


@pytest.mark.parametrize("event", sorted(PLANTED))
def test_every_claim_stands_in_the_sources_that_it_names(event):
    reports = one_per_publisher(events()[event])[:6]
    for difference in differences(reports):
        for claim in difference.claims:
            texts = [f"{reports[n - 1].title}\n{reports[n - 1].text}" for n in claim.sources]
            assert claim.text in texts[0]
            value = facts(f"x {claim.text} storm")[0].value
            for text in texts:
                assert value in {fact.value for fact in facts(text)}


# ---------------------------------------------------------------- what differs


def test_a_mass_a_date_and_a_time_may_differ_each_with_its_source():
    assert told(
        "At 18 tonnes it is the heaviest payload so far.", "With 19 tonnes it is the heaviest payload yet."
    ) == [[("18 tonnes", (1,)), ("19 tonnes", (2,))]]
    assert told("The launch is planned for 18 October.", "The launch is set for Oct. 19, the agency says.") == [
        [("18 October", (1,)), ("Oct. 19", (2,))]
    ]
    assert told("Lift-off came at 15:04 UTC.", "The rocket lifted off at 15:40 UTC.") == [
        [("15:04 UTC", (1,)), ("15:40 UTC", (2,))]
    ]


def test_who_states_the_same_stands_together_and_what_most_say_comes_first():
    texts = ["The ship weighs 18 tonnes.", "The ship weighs 19 tonnes.", "It weighs 19 tonnes.", "The ship flew."]
    assert told(*texts) == [[("19 tonnes", (2, 3)), ("18 tonnes", (1,))]]


def test_a_count_may_differ():
    title = "Falcon 9 launches from Vandenberg"
    one = "The rocket carried 24 Starlink satellites into low orbit."
    other = "The rocket carried 25 Starlink satellites into low orbit."
    assert told(one, other, title=title) == [[("24 Starlink satellites", (1,)), ("25 Starlink satellites", (2,))]]


@pytest.mark.parametrize(
    ("one", "other", "values"),
    [
        ("Telescope Heron finds 21 new moons of Saturn", "Telescope Heron finds 20 new moons of Saturn", ("21", "20")),
        ("The crew of 7 is safe, the agency said.", "The crew of six is safe, the agency said.", ("7", "six")),
        ("Its seven-member crew is safe.", "The crew of 6 is safe.", ("seven", "6")),
        ("It has driven 31 kilometres since 2023.", "It has driven 13 kilometres since 2023.", ("31", "13")),
        ("The tests cost 9 billion yen.", "The tests cost 7 billion yen.", ("9 billion yen", "7 billion yen")),
        ("Bluefin plans a first flight in 2028.", "Bluefin plans a first flight in 2029.", ("2028", "2029")),
        ("The meteorite fell on 14 November.", "The meteorite fell on 15 November.", ("14", "15")),
        ("It carries 12 radar antennas.", "It carries 14 radar antennas.", ("12 radar antennas", "14 radar antennas")),
    ],
)
def test_one_sentence_with_two_values_differs_however_far_they_are_apart(one, other, values):
    (difference,) = told(one, other, title="Report")
    assert all(value in text for value, (text, _) in zip(values, difference, strict=True))


@pytest.mark.parametrize(
    ("texts", "of"),
    [
        (("It leans by 9 degrees, she says.", "It leans by 12 degrees, she says."), '"It leans by …"'),
        (("The fleet, which is 14 years old.", "The fleet, which is 12 years old."), '"The fleet, which is … old"'),
        (("The launch is on 18 October.", "The launch is on 19 October."), "launch date"),
        (("Landing was at 15:04 UTC.", "It landed at 15:40 UTC."), "landing time"),
    ],
)
def test_a_difference_says_of_what_it_is_in_the_words_of_its_first_source(texts, of):
    items = [item(n, publisher=f"Paper {n}", title="Report", text=text) for n, text in enumerate(texts, start=1)]
    (difference,) = differences(items)
    assert difference.of == of


# ---------------------------------------------------------------- what doesn't


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The ship weighs about 20 tonnes.", "The ship weighs 19.6 tonnes."),
        ("The ship weighs 20 tonnes.", "The ship weighs 19.6 tonnes."),
        ("The ship weighs more than 18 tonnes.", "The ship weighs 19 tonnes."),
        ("The ship weighs 18 tonnes.", "The ship weighs 18,000 kilograms."),
        ("The ship weighs 18 tonnes.", "The ship weighs 20 tons."),
        ("The ship weighs 18 tonnes.", "The station bought 19 tonnes of concrete last year."),
        ("The ship weighs 18 tonnes.", "The ship weighs 18 tonnes, a former one weighed 19 tonnes."),
        ("The rocket is 27 metres tall.", "It flew 29 metres above the beach."),
        ("The launch is on 18 October.", "The landing is on 19 October."),
        ("The launch is on 18 October.", "The launch is in October."),
        ("It launched on 18 October at 23:50 EDT.", "It launched on 19 October."),
        ("The launch is at 15:04 UTC.", "The launch is at 11:04 EDT."),
        ("The launch window opens at 15:04 UTC.", "The launch came at 15:40 UTC."),
        ("The budget is 6.2 billion euros.", "The budget is 6.2 billion dollars."),
        ("The probe cost 740 million euros.", "The lander cost 52 million euros."),
        ("A Falcon 9 launched.", "A Falcon 8 launched."),
        ("The first stage burned for 2 minutes.", "The second stage burned for 6 minutes."),
        ("The probe has 12 radar antennas.", "The probe has 14 radio antennas."),
        ("The rocket carried 24 Kestrel satellites.", "The rocket carried 11 Heron satellites."),
        ("On sol 40 it drove 31 metres.", "On sol 41 it drove 13 metres."),
        ("It is the plan for Artemis 2 now.", "It is the plan for Artemis 3 now."),
        ("Three crew members came home.", "The crew of four is safe."),
        ("The station's crew of 7 is safe.", "A crew of four flew there."),
        ("Some 31 people work on it there.", "Some 13 people work on it there."),
        ("It costs 20 times as much there.", "It costs 20.4 times as much there."),
    ],
)
def test_rounding_other_units_other_things_and_other_zones_are_no_difference(one, other):
    assert told(one, other) == []
    assert told(other, one) == []


def test_an_older_report_that_a_newer_one_overtook_differs_from_nothing():
    old = item(1, publisher="Paper", title="Launch", text="The launch is on 18 October.", published=NOW - DAY)
    new = item(2, publisher="Courier", title="Launch", text="The launch is on 19 October.", published=NOW - HOUR)
    assert differences([new, old]) == ()


def test_reports_of_different_flights_do_not_differ():
    one = item(1, publisher="Paper", title="Starlink 6-37 launch", text="It carried 24 Starlink satellites into orbit.")
    two = item(2, publisher="Post", title="Starlink 10-4 launch", text="It carried 25 Starlink satellites into orbit.")
    assert differences([one, two]) == ()


def test_one_source_never_differs_and_none_is_no_error():
    assert told("It weighs 18 tonnes. It weighs 19 tonnes.") == []
    assert differences([]) == ()


def test_a_headline_that_has_it_launched_and_a_later_one_that_has_it_scrubbed_differ():
    flown = item(1, publisher="Paper", title="Petrel 3 lifts off", text="", published=NOW - HOUR)
    held = item(2, publisher="Post", title="Petrel 3 launch scrubbed", text="", published=NOW - HOUR)
    (found,) = differences([flown, held])
    assert [(claim.text, claim.sources) for claim in found.claims] == [("lifts off", (1,)), ("scrubbed", (2,))]
    later = item(1, publisher="Paper", title="Petrel 3 lifts off", text="", published=NOW)
    assert differences([later, held]) == ()
