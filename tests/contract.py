"""Discord's contract, as the project's own machines hold it: OpenAPI document and overlay of limits.

A test that calls one of these is skipped where the shared material is absent.
"""

from __future__ import annotations

import functools
import importlib.util
import sys
from typing import TYPE_CHECKING, Any

from tests.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.rehearsal.rest import Request


@functools.lru_cache(maxsize=1)
def _load(path: str) -> Any:
    spec = importlib.util.spec_from_file_location("discord_contract", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["discord_contract"] = module
    spec.loader.exec_module(module)
    return module


def _contract() -> Any:
    return _load(str(shared("discord/discord_contract.py")))


def check_request(method: str, path: str, body: Any = None, **more: Any) -> list[str]:
    """Findings on a request that a bot sends; `more`: query, headers, files, lint."""
    found: list[str] = _contract().check_request(method, path, body, **more)
    return found


def check_response(method: str, path: str, status: int, body: Any = None, **more: Any) -> list[str]:
    """Findings on a response that a stand-in gives; `more`: headers."""
    found: list[str] = _contract().check_response(method, path, status, body, **more)
    return found


def request_findings(requests: Iterable[Request]) -> list[str]:
    """Findings on every request that a rehearsal has recorded.

    The User-Agent of interaction and webhook calls is left out: discord.py sends aiohttp's there, against the
    documentation, and nobody can change it from outside.
    """
    found = []
    for r in requests:
        for finding in check_request(r.method, r.path, r.body, query=r.query, headers=r.headers, files=r.files or None):
            by_library = finding.startswith("headers.User-Agent") and r.path.startswith(
                ("/webhooks/", "/interactions/")
            )
            if not by_library:
                found.append(f"{r.method} {r.path}: {finding}")
    return found


def response_findings(requests: Iterable[Request]) -> list[str]:
    """Findings on every answer that a rehearsal gave (dropped connections have none)."""
    found = []
    for r in requests:
        if r.status:
            findings = check_response(r.method, r.path, r.status, r.response, headers=r.response_headers)
            found += [f"{r.method} {r.path} -> {r.status}: {f}" for f in findings]
    return found
