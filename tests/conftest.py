"""What many tests share: a set clock and a real store."""

from __future__ import annotations

import pytest

from bot.store import open_store
from tests.fakes import SetClock


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def store():
    opened = await open_store("sqlite://")
    yield opened
    await opened.close()
