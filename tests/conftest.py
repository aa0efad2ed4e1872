"""What many tests share: a set clock and a real store."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from pathlib import Path

import pytest
from hypothesis import settings

from bot.store import open_store
from tests.fakes import SetClock

# CI sees the same cases every time; the search for new ones goes on where people develop, and in benchmarks.fuzz.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def new_store(tmp_path_factory) -> Path:
    """A store with nothing in it, made once: to copy it takes a tenth of the time that making one does."""

    async def make() -> None:
        async with await open_store(f"sqlite:///{path}"):
            pass

    path = tmp_path_factory.mktemp("store") / "new.db"
    asyncio.run(make())
    return path


@pytest.fixture
async def store(new_store, tmp_path):
    path = shutil.copy(new_store, tmp_path / "of-the-test.db")
    async with await open_store(f"sqlite:///{path}") as opened:
        yield opened


@pytest.fixture
def unused_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
