from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import create_engine

from bot.store import migrations, open_store
from bot.store.schema import metadata
from tests.builders import DAY, NOW

GOOD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{next}", "{last}"


def upgrade():
    op.add_column("plans", sa.Column("mood", sa.Text(), nullable=False, server_default="calm"))
    op.create_table("moods", sa.Column("name", sa.Text(), primary_key=True))
"""
LAST = migrations.revisions()[-1]
NEXT = f"{int(LAST) + 1:04}"
BROKEN = GOOD + '    raise RuntimeError("half way")\n'


@pytest.fixture
def path(tmp_path):
    return tmp_path / "downlink.db"


@pytest.fixture
def next_version(tmp_path, monkeypatch):
    """Make the program one version newer, by the migration given."""

    def make(source):
        here = tmp_path / "migrations"
        shutil.copytree(migrations._HERE, here, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        (here / "versions" / f"{NEXT}_moods.py").write_text(source.format(next=NEXT, last=LAST))
        monkeypatch.setattr(migrations, "_HERE", here)

    return make


def structure(path):
    with closing(sqlite3.connect(path)) as plain:
        rows = plain.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name != 'alembic_version'")
        # The order of columns and constraints is left to the migration that adds them.
        return {row[:3]: sorted(re.split(r"[\s(),]+", row[3] or "")) for row in rows}


def ask(path, question):
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute(question).fetchall()


async def test_migrating_gives_exactly_the_tables_that_the_program_works_with(path, tmp_path):
    async with await open_store(f"sqlite:///{path}"):
        pass
    as_written = create_engine(f"sqlite:///{tmp_path / 'written.db'}")
    metadata.create_all(as_written)
    as_written.dispose()
    assert structure(path) == structure(tmp_path / "written.db")


def test_versions_are_numbered_without_a_gap():
    assert migrations.revisions() == [f"{n:04}" for n in range(1, len(migrations.revisions()) + 1)]


async def test_an_older_store_is_brought_up_to_date_and_keeps_what_it_has(path, next_version):
    async with await open_store(f"sqlite:///{path}") as store:
        await store.plan_since("morning", NOW)
    next_version(GOOD)
    async with await open_store(f"sqlite:///{path}") as store:
        assert await store.plan_since("morning", NOW + DAY) == NOW
    assert ask(path, "SELECT id, mood FROM plans") == [("morning", "calm")]
    assert ask(path, "SELECT version_num FROM alembic_version") == [(NEXT,)]


async def test_a_new_store_takes_every_step(path, next_version):
    next_version(GOOD)
    async with await open_store(f"sqlite:///{path}") as store:
        await store.plan_since("morning", NOW)
    assert ask(path, "SELECT mood FROM plans") == [("calm",)]


async def test_a_migration_that_fails_half_way_leaves_the_store_as_it_was(path, next_version):
    async with await open_store(f"sqlite:///{path}") as store:
        await store.plan_since("morning", NOW)
    before = structure(path)
    next_version(BROKEN)
    with pytest.raises(RuntimeError, match="half way"):
        await open_store(f"sqlite:///{path}")
    assert structure(path) == before
    assert ask(path, "SELECT version_num FROM alembic_version") == [(LAST,)]


async def test_a_migration_that_fails_leaves_nothing_of_a_new_store(path, next_version):
    next_version(BROKEN)
    with pytest.raises(RuntimeError, match="half way"):
        await open_store(f"sqlite:///{path}")
    assert ask(path, "SELECT name FROM sqlite_master") == []
