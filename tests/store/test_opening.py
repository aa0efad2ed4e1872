from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StoreError, StoreInUse
from bot.store import open_store
from bot.store.migrations import revisions
from tests.builders import NOW, feed
from tests.shared import ROOT

BRIEFLY = timedelta(milliseconds=200)


def url_of(path):
    return f"sqlite:///{path}"


async def refused(url, **options):
    with pytest.raises(StoreError) as caught:
        await open_store(url, **options)
    return str(caught.value)


async def make(path):
    async with await open_store(url_of(path)) as store:
        await store.sync_feeds("file", [feed(f"Feed {n}") for n in range(500)], trusted=False)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "downlink.db"


@pytest.fixture
def unprivileged():
    """A folder, and no right but a usual user's: root may write everywhere."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if was_root:
            os.seteuid(0)
        shutil.rmtree(folder)


async def test_a_store_keeps_what_it_has_when_opened_again(path):
    await make(path)
    async with await open_store(url_of(path), create=False) as store:
        assert len(await store.feed_statuses("file")) == 500


async def test_a_relative_url_is_taken_from_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with await open_store("sqlite:///here.db"):
        assert (tmp_path / "here.db").exists()


async def test_an_existing_store_opens_without_loading_alembic(path):
    await make(path)
    script = (
        "import asyncio, sys; from bot.store import open_store\n"
        "async def main():\n"
        "    async with await open_store(sys.argv[1]) as store: await store.check()\n"
        "asyncio.run(main()); sys.exit('alembic' in sys.modules)"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, url_of(path), cwd=ROOT)
    assert await process.wait() == 0


async def test_a_missing_store_is_not_made_where_it_should_be_there(path):
    said = await refused(url_of(path), create=False)
    assert str(path) in said
    assert "downlink run" in said
    assert not path.exists()


async def test_a_missing_folder_is_named(tmp_path):
    assert f"the folder {tmp_path / 'nowhere'} does not exist" in await refused(url_of(tmp_path / "nowhere" / "x.db"))


async def test_a_folder_is_not_a_store(tmp_path):
    assert "is a folder" in await refused(url_of(tmp_path))


async def test_a_folder_that_may_not_be_written_is_named(unprivileged):
    shut = unprivileged / "shut"
    shut.mkdir(mode=0o555)
    assert f"the folder {shut} is not writable" in await refused(url_of(shut / "x.db"))


async def test_a_store_that_may_not_be_written_is_named(unprivileged):
    path = unprivileged / "downlink.db"
    mine = os.geteuid()
    if os.getuid() == 0:
        os.seteuid(0)  # making one reads the migrations, which may lie where only root comes
    await make(path)
    path.chmod(0o444)
    os.seteuid(mine)
    assert f"{path} is not writable" in await refused(url_of(path))


async def test_a_folder_that_may_not_be_entered_is_named(unprivileged):
    closed = unprivileged / "closed"
    closed.mkdir(mode=0o000)
    assert str(closed) in await refused(url_of(closed / "x.db"))


async def test_a_file_that_is_no_database_is_left_alone(path):
    path.write_text("Dear diary, " * 1000)
    said = await refused(url_of(path))
    assert "not a Downlink store" in said
    assert path.read_text().startswith("Dear diary")


async def test_somebody_elses_database_is_left_alone(path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    assert "'recipes'" in await refused(url_of(path))
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


async def test_an_empty_file_becomes_a_store(path):
    path.touch()
    async with await open_store(url_of(path)) as store:
        await store.check()


async def test_a_newer_store_is_refused_and_left_alone(path):
    await make(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    said = await refused(url_of(path))
    assert "newer Downlink (version 9999" in said
    assert revisions()[-1] in said


def corrupt(path):
    """Overwrite pages in the middle, past the schema."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(os.urandom(8 * 4096))


async def test_a_damaged_store_is_not_run_on(path):
    await make(path)
    corrupt(path)
    assert "restore the newest backup" in await refused(url_of(path), exclusive=True)


async def test_check_finds_damage(path):
    await make(path)
    corrupt(path)
    async with await open_store(url_of(path)) as store:
        with pytest.raises(StoreError, match="damaged"):
            await store.check()


async def test_a_store_refused_leaves_its_lock_to_others(path):
    await make(path)
    whole = path.read_bytes()
    corrupt(path)
    await refused(url_of(path), exclusive=True)
    path.write_bytes(whole)
    async with await open_store(url_of(path), exclusive=True) as store:
        await store.check()


async def test_a_lock_held_for_too_long_is_said(path):
    await make(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with await open_store(url_of(path), patience=BRIEFLY) as store:
            assert len(await store.feed_statuses("file")) == 500  # reading goes on
            with pytest.raises(StoreError, match="locked for too long"):
                await store.sync_feeds("file", [], trusted=False)
            other.execute("ROLLBACK")
            await store.sync_feeds("file", [], trusted=False)


async def test_a_full_disk_loses_nothing_and_goes_on_when_there_is_room(path):
    async with await open_store(url_of(path)) as store:
        await store.plan_since("morning", NOW)
        await limit_pages(store, 1)
        with pytest.raises(StoreError, match="is full"):
            await store.sync_feeds("file", [feed(f"Feed {n}") for n in range(500)], trusted=False)
        assert await store.feed_statuses("file") == []
        assert await store.plan_since("morning", NOW + timedelta(days=1)) == NOW
        await limit_pages(store, 1_000_000)
        await store.sync_feeds("file", [feed(f"Feed {n}") for n in range(500)], trusted=False)
        assert len(await store.feed_statuses("file")) == 500


async def limit_pages(store, pages):
    """What a full disk is to SQLite: no page more."""

    async def work(connection):
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await store._db.write(work)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://root:hunter2@localhost/news",
        "postgresql://root:hunter2@localhost/news",
        "postgresql+psycopg://root:hunter2@localhost/news",
        "sqlite://root:hunter2@host/x.db",
        "sqlite:///x.db?mode=ro&key=hunter2",
        "root:hunter2 at home",
        "downlink.db",
        "",
    ],
)
async def test_a_url_that_cannot_be_used_is_said_with_the_right_form_and_no_password(url):
    said = await refused(url)
    assert "sqlite:///downlink.db" in said
    assert "hunter2" not in said


async def test_only_one_runs_on_a_store_and_others_are_not_hindered(path):
    async with await open_store(url_of(path), exclusive=True):
        with pytest.raises(StoreInUse, match=f"process {os.getpid()}") as caught:
            await open_store(url_of(path), exclusive=True)
        assert caught.value.exit_code == 75
        async with await open_store(url_of(path)) as other:
            await other.sync_feeds("file", [feed()], trusted=False)
    async with await open_store(url_of(path), exclusive=True) as store:
        assert len(await store.feed_statuses("file")) == 1


async def test_a_store_is_not_used_after_it_was_closed(store):
    await store.close()
    await store.close()
    with pytest.raises(RuntimeError, match="closed"):
        await store.plan_since("morning", NOW)
