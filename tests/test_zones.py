"""Time zones by what people call them."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from bot import zones


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("berlin", "Europe/Berlin"),
        ("new y", "America/New_York"),
        ("Germany", "Europe/Berlin"),
        ("austria", "Europe/Vienna"),
        ("uk", "Europe/London"),
        ("United Kingdom", "Europe/London"),
        ("England", "Europe/London"),
        ("Holland", "Europe/Amsterdam"),
        ("UAE", "Asia/Dubai"),
        ("south korea", "Asia/Seoul"),
        ("eastern", "America/New_York"),
        ("Türkiye", "Europe/Istanbul"),
        ("Mumbai", "Asia/Kolkata"),
        ("Houston", "America/Chicago"),
        ("st louis", "America/Chicago"),
        ("Köln", "Europe/Berlin"),
        ("koln", "Europe/Berlin"),
        ("Calcutta", "Asia/Kolkata"),
        ("est", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
    ],
)
def test_a_zone_is_found_by_city_country_and_what_it_is_called_for_short(typed: str, first: str):
    assert zones.found(typed)[0].zone == first


@pytest.mark.parametrize(
    ("country", "first"),
    [
        ("usa", "America/New_York"),
        ("India", "Asia/Kolkata"),
        ("Spain", "Europe/Madrid"),
        ("Georgia", "Asia/Tbilisi"),
        ("Australia", "Australia/Sydney"),
        ("Brazil", "America/Sao_Paulo"),
        ("Russia", "Europe/Moscow"),
        ("Canada", "America/Toronto"),
        ("united", "America/New_York"),
    ],
)
def test_what_is_called_just_so_comes_first_with_the_zone_of_most_people(country: str, first: str):
    assert zones.found(country)[0].zone == first


def test_of_a_big_country_the_zones_of_most_people_are_among_the_first():
    zones_of_usa = [match.zone for match in zones.found("United States")]
    assert {"America/Chicago", "America/Denver", "America/Los_Angeles", "Pacific/Honolulu"} < set(zones_of_usa[:7])


def test_of_several_countries_the_first_zone_of_each_comes_before_their_others():
    assert {match.zone for match in zones.found("united")[:3]} == {"America/New_York", "Europe/London", "Asia/Dubai"}


@pytest.mark.parametrize("name", ["deutschland", "Vereinigte Staaten", "Frankreich"])
def test_countries_are_known_in_the_language_of_the_person(name: str):
    assert zones.found(name, "de")


def test_a_language_that_nobody_knows_leaves_english():
    assert zones.found("Germany", "xx-XX") == zones.found("Germany")


@pytest.mark.parametrize("place", ["Yorkshire", "Springfield", "Lapland", "Tibet", "Zululand"])
def test_a_real_place_that_is_not_known_gets_no_look_alike(place: str):
    assert zones.found(place) == []
    assert zones.like(place) is None


def test_a_place_that_is_spelled_nearly_so_is_named_and_not_sure():
    assert zones.like("Parma") == zones.Match("Europe/Madrid", "Palma", sure=False)
    assert zones.found("Melborne")[0] == zones.Match("Australia/Melbourne", "Melbourne", sure=False)


def test_what_only_sounds_like_a_country_names_none():
    assert zones.found("Central")[0].zone != "Africa/Bangui"
    assert "America/New_York" in zones.called("America")  # and not only Samoa's, which is American
    assert zones.called("Oman") == ["Asia/Muscat"]
    assert zones.called("East") == zones.called("Central African") == []


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("Germany", ["Europe/Berlin"]),  # Büsingen has its hours
        ("Spain", ["Europe/Madrid", "Atlantic/Canary"]),
        ("Georgia", ["Asia/Tbilisi", "America/New_York"]),
        ("Berl", []),
    ],
)
def test_what_a_place_is_called_stands_for_each_of_its_hours(name: str, several: list[str]):
    assert zones.called(name) == several


def test_a_few_letters_begin_a_name_and_stand_in_no_other():
    assert {match.zone for match in zones.found("uk")} == {"Europe/London", "Europe/Kyiv", "Europe/Simferopol"}
    assert zones.found("GMT+2") == []


def test_every_place_has_a_zone_that_there_is_by_the_name_that_it_has_today():
    known = available_timezones()
    assert {zone for place in zones._places("en") for zone in place.zones} <= known
    keys = {key for key, _ in zones._own()}
    countries = zones._countries()
    assert keys <= {"UTC"} | {zone for of in countries.values() for zone in of} | countries.keys()
