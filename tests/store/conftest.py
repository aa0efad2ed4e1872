"""Every test of the store runs on every engine."""

from __future__ import annotations

import pytest

from bot.store import SqlStore, open_store


@pytest.fixture(params=["file", "memory"])
async def store(request, tmp_path) -> SqlStore:
    url = f"sqlite:///{tmp_path / 'downlink.db'}" if request.param == "file" else "sqlite://"
    async with await open_store(url) as opened:
        yield opened
