from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.store.schema import Duration, SmallNumbers, Timestamp, metadata

MOMENTS = [
    datetime(1969, 7, 20, 20, 17, 40, tzinfo=UTC),
    datetime(2026, 3, 2, 9, 0, 0, 1, tzinfo=UTC),
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
    datetime.min.replace(tzinfo=UTC),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_comes_back_to_the_microsecond_and_in_utc(moment):
    stored = Timestamp().process_bind_param(moment, sqlite.dialect())
    assert isinstance(stored, int)
    assert -(2**63) <= stored < 2**63
    back = Timestamp().process_result_value(stored, sqlite.dialect())
    assert (back, back.tzinfo) == (moment, UTC)


def test_moments_of_other_zones_are_stored_as_the_same_number():
    here = MOMENTS[1]
    there = here.astimezone(timezone(timedelta(hours=-7)))
    assert Timestamp().process_bind_param(here, sqlite.dialect()) == Timestamp().process_bind_param(
        there, sqlite.dialect()
    )


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(TypeError, match="naive"):
        Timestamp().process_bind_param(datetime(2026, 3, 2, 9), sqlite.dialect())  # noqa: DTZ001 - the point of the test


def test_a_duration_comes_back_to_the_microsecond():
    rhythm = timedelta(days=3, microseconds=7)
    stored = Duration().process_bind_param(rhythm, sqlite.dialect())
    assert Duration().process_result_value(stored, sqlite.dialect()) == rhythm


@pytest.mark.parametrize("numbers", [frozenset(), frozenset({0}), frozenset({6, 0, 23}), frozenset(range(63))])
def test_a_set_of_small_numbers_comes_back(numbers):
    stored = SmallNumbers().process_bind_param(numbers, sqlite.dialect())
    assert stored < 2**63
    assert SmallNumbers().process_result_value(stored, sqlite.dialect()) == numbers


def test_the_tables_can_be_made_on_postgresql_too():
    said = [str(CreateTable(table).compile(dialect=postgresql.dialect())) for table in metadata.sorted_tables]
    said += [
        str(CreateIndex(index).compile(dialect=postgresql.dialect()))
        for table in metadata.sorted_tables
        for index in table.indexes
    ]
    assert sum("BIGSERIAL" in each for each in said) == 6
    assert sum("WHERE state IN ('pending', 'sending', 'blocked')" in each for each in said) == 2
