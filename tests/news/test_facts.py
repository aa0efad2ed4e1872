"""Numbers, dates and times in the words of reports."""

from __future__ import annotations

import pytest

from bot.news.facts import NUMBER, facts


def values(text: str) -> list[tuple[str, float]]:
    return [(fact.measure, fact.value) for fact in facts(text) if fact.exact]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ship weighs 19 tonnes.", [("kg", 19000)]),
        ("The 18-tonne ship flew.", [("kg", 18000)]),
        ("It carries 4,100 kilograms of food.", [("kg", 4100)]),
        ("It weighs 20 tons, or 40,000 pounds.", [("ton", 20), ("lb", 40000)]),
        ("The deal is worth $1.45 billion.", [("usd", 1.45e9)]),
        ("The Pentagon wants $54B for drones.", [("usd", 54e9)]),
        ("They paid 410 million euros in cash.", [("eur", 410e6)]),
        ("The craft leans by 12 degrees.", [("degree", 12)]),
        ("It was 230 degrees Celsius there.", [("degree of temperature", 230)]),
        ("The walk lasted 6 hours and 41 minutes.", [("s", 6 * 3600 + 41 * 60)]),
        ("It orbits at 27,000 km/h.", [("km/h", 27000)]),
        ("SpaceX launches 29 Starlink satellites.", [("satelli", 29)]),
        ("Nine instruments are aboard.", [("instrum", 9)]),
        ("The hall makes 120 engines a year.", [("engine/year", 120)]),
        ("The storm reached G4 on Friday.", [("class G", 4)]),
        ("The comet is now at magnitude 4.1.", [("magnitude", 4.1)]),
        ("Lift-off came at 15:04 UTC.", [("time in UTC", 904)]),
        ("Lift-off came at 3:04 p.m. EDT.", [("time in EDT", 904)]),
        ("Lift-off came at 8:23:09 p.m. PDT.", [("time in PDT", 20 * 60 + 23)]),
    ],
)
def test_a_value_is_read_with_what_it_measures(text, found):
    assert [(measure, pytest.approx(value)) for measure, value in found] == values(text)


@pytest.mark.parametrize(
    "text",
    [
        "It weighs about 20 tonnes.",
        "It weighs more than 20 tonnes.",
        "It lifts up to 20 tonnes.",
        "It weighs between 18 and 20 tonnes.",
        "It weighs 18 to 20 tonnes.",
        "It weighs nearly 20 tonnes.",
        "The orbit is 212 by 398 kilometres.",
        "Its price grew by 12 per cent.",
        "In 1908 a quake killed 900 people.",
    ],
)
def test_what_is_said_loosely_is_no_claim(text):
    assert values(text)[1:] == []
    assert not any(fact.exact for fact in facts(text) if fact.text.startswith(("20", "398", "12", "900")))


@pytest.mark.parametrize(
    "text", ["Falcon 9 flew.", "Stevedore 4 cargo ship", "In 2028 missions will fly.", "v1.2.3", ""]
)
def test_a_number_in_a_name_or_a_year_counts_nothing(text):
    assert [value for value in values(text) if value[0] != NUMBER] == []


def test_dates_are_read_in_both_orders_and_months_as_a_whole():
    one, two, month = (
        facts(text)[0] for text in ("Launch is on 18 October.", "Launch is Oct. 18.", "Launch in October.")
    )
    assert one.value == two.value
    assert one.agrees(two)
    assert one.agrees(month)
    assert month.agrees(one)
    assert not facts("Launch is on 19 October.")[0].agrees(one)
    assert not facts("Launch is in November.")[0].agrees(one)


def test_a_moment_told_by_the_hour_may_bear_the_date_of_a_neighbouring_zone():
    east, west = facts("It launched on 19 April at 00:30 UTC.")[0], facts("It launched on April 18.")[0]
    assert east.agrees(west)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("20 tonnes", "19.6 tonnes", True),
        ("6.2 billion euros", "6.24 billion euros", True),
        ("$1.5 trillion", "$1.45 trillion", True),
        ("4,100 kilograms", "4.1 tonnes", True),
        ("410 million euros", "415 million euros", False),
        ("18 tonnes", "19 tonnes", False),
        ("6.2 billion euros", "6.4 billion euros", False),
    ],
)
def test_a_rounded_value_agrees_with_the_full_one(one, other, agree):
    assert facts(f"It is {one}.")[0].agrees(facts(f"It is {other}.")[0]) is agree


def test_every_fact_stands_in_the_text_word_for_word():
    text = "On 3 May at 15:04 UTC nine satellites of 250 kg rose 410 km. It cost $3.2 million, or 2.9 million euros."
    found = facts(text)
    assert len(found) == 7
    assert all(fact.text in text for fact in found)


def test_a_text_of_nothing_but_numbers_costs_little():
    assert len(facts("1 tonne, 2 tonnes. " * 20_000)) < 200
    assert facts("9 " * 50_000) == []
