import pytest

from bot.news import names
from bot.news.terms import stem, text_terms, title_terms


@pytest.mark.parametrize("word", ["launch", "launches", "launched", "launching"])
def test_the_forms_of_a_word_share_a_stem(word):
    assert stem(word) == "launch"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Liftoff for Electron", "Electron launches"),
        ("Electron blasts off", "Electron takes off"),
        ("Martian dust", "Dust on Mars"),
        ("Lunar probe", "Moon spacecraft"),
        ("Northern lights over Norway", "Aurora over Norway"),
        ("Crew reaches International Space Station", "Crew reaches the international ISS"),
    ],
)
def test_words_that_reporters_exchange_are_read_as_one(one, two):
    assert set(title_terms(one).all) == set(title_terms(two).all)


def test_little_words_and_the_words_of_the_page_are_not_read():
    assert text_terms("Click to share this on Facebook (Opens in new window). The probe sank.").all == [
        "spacecraft",
        "sank",
    ]
    assert "facebook" in title_terms("Facebook buys a satellite").all


def test_years_count_in_a_text_but_not_in_a_headline():
    assert "2027" not in title_terms("Rover to fly in 2027").all
    assert "2027" in text_terms("The rover flies in 2027.").all


def test_only_the_beginning_of_a_text_is_read():
    assert "needle" not in text_terms("hay " * 5000 + "needle").all


def test_series_and_numbers_are_found_with_roman_numerals_as_digits():
    assert names.numbered("Artemis II and Starship Flight 12 wait for Crew-8") == {
        "artemis": {"2"},
        "flight": {"12"},
        "crew": {"8"},
    }
    assert names.numbered("May 12: 30% of 9 engines on Pad 39") == {}


def test_facets_name_operator_site_and_rare_vehicle():
    assert names.facets("A Falcon 9 left Vandenberg in California") == {
        "operator": {"spacex"},
        "site": {"california"},
        "frequent": {"falcon 9"},
    }
    assert names.facets("Europe's Vega C flies from French Guiana") == {
        "operator": {"arianespace"},
        "site": {"guiana"},
        "rocket": {"vega"},
    }
    assert names.facets("Booster 19 is ready") == {"operator": {"spacex"}, "rocket": {"starship"}}
    assert names.facets("Nothing of the kind") == {}


def test_namings_differ_only_where_they_share_a_series_and_no_number():
    crew_8, crew_9, flight_9 = ({name: frozenset({n})} for name, n in (("crew", "8"), ("crew", "9"), ("flight", "9")))
    assert names.differ(crew_8, crew_9)
    assert not names.differ(crew_8, crew_8)
    assert not names.differ(crew_8, flight_9)
    assert not names.differ({}, crew_8)


def test_letters_with_figures_designate_a_thing_unless_they_count_or_date_one():
    assert [
        term for term in ("cas500-2", "ms-34", "crs-34", "6-37", "747", "fy27", "v3", "crew") if names.designator(term)
    ] == [
        "cas500-2",
        "ms-34",
        "crs-34",
    ]


def test_what_is_only_written_with_a_capital_is_a_name():
    read = text_terms("Secretary Quillon leaves. The secretary went at once; nobody had asked Quillon.")
    assert "secretari" in read.common
    assert "quillon" in read.all
    assert "quillon" not in read.common


def test_an_office_beside_a_name_is_part_of_it():
    assert "secretari" not in text_terms("The secretary of the Navy and Navy secretary Quillon left.").common
    assert "leader" in text_terms("The leader of a yard met a leader.").common


def test_a_headline_with_all_words_in_capitals_does_not_tell_names_from_words():
    assert title_terms("Quillon Leaves His Post Over Ships").common == set()
    assert "post" in title_terms("Quillon leaves his post over ships").common


def test_an_agency_written_in_capitals_is_not_the_everyday_word():
    assert set(title_terms("ICE holds a student").all).isdisjoint(title_terms("Ice found on the Moon").all)
