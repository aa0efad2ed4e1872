"""Time zones by what people call them."""

from __future__ import annotations

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
        ("south korea", "Asia/Seoul"),
        ("india", "Asia/Kolkata"),  # before Indiana's
        ("est", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
    ],
)
def test_a_zone_is_found_by_city_country_and_what_it_is_called_for_short(typed: str, first: str):
    assert zones.found(typed)[0] == first


def test_a_big_country_offers_its_zones_those_of_most_people_first():
    four = {"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"}
    assert set(zones.found("usa")[:4]) == four
    assert "Pacific/Honolulu" in zones.found("United States")
    assert zones.like("United States") == ""  # nobody can tell which


def test_a_city_that_no_zone_is_called_after_is_not_guessed():
    assert zones.found("Munich") == []
    assert zones.like("Munich") == ""


def test_what_only_sounds_like_a_country_names_none():
    assert zones.like("Central") == "US/Central"  # and not where the Central African Republic is
    assert zones.like("America") != "Pacific/Pago_Pago"  # which is in "Samoa (American)"
    assert zones.of_country("oman") == ["Asia/Muscat"]  # and not in Romania


def test_two_letters_name_no_country():
    assert zones.of_country("an") == []
