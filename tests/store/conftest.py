"""Every test of the store runs on every engine."""

from __future__ import annotations

import shutil

import pytest

from bot.store import SqlStore, open_store


@pytest.fixture(params=["file", "memory"])
async def store(request, new_store, tmp_path) -> SqlStore:
    url = "sqlite://"
    if request.param == "file":
        url = f"sqlite:///{shutil.copy(new_store, tmp_path / 'downlink.db')}"
    async with await open_store(url) as opened:
        yield opened
