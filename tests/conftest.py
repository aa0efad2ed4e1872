"""What many tests share: a set clock and a real store."""

from __future__ import annotations

import os
import socket

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


@pytest.fixture
async def store():
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()


@pytest.fixture
def unused_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
