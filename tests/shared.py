"""The shared material of the project's own machines: `../shared` beside the checkout. Users don't have it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DOWNLINK_SHARED", ROOT.parent / "shared"))


def shared(path: str) -> Path:
    """The file or folder `path` of the shared material; the calling test is skipped where there is none."""
    found = SHARED / path
    if not found.exists():
        pytest.skip("nothing is wrong: this needs other people's news, which only the project's own machines may keep")
    return found
