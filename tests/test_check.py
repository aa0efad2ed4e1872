"""`downlink check`: what it says of the language model."""

from __future__ import annotations

import json

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.check import look

KEY = "a-secret-key-of-the-host"
GOOD = json.dumps({"sentences": [{"text": "Kestrel is in orbit.", "source": 1}]})


async def found(tmp_path, monkeypatch, *, status: int = 200, content: str = GOOD, key: str | None = KEY):
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"choices": [{"message": {"content": content}}]}, status=status)

    app = web.Application()
    app.router.add_post("/v1/chat/completions", answer)
    async with TestServer(app) as server:
        path = tmp_path / "config.toml"
        path.write_text(
            f'[store]\nurl = "sqlite:///{tmp_path}/news.db"\n'
            '[summaries]\nengine = "llm"\nmodel = "m"\napi_key = "env:MODEL_KEY"\n'
            f'base_url = "{server.make_url("/v1")}"\n'
        )
        if key:
            monkeypatch.setenv("MODEL_KEY", key)
        else:
            monkeypatch.delenv("MODEL_KEY", raising=False)
        async for finding in look(path):
            if finding.subject == "language model":
                return finding
    raise AssertionError("nothing is said of the language model")


async def test_a_model_that_answers_is_well(tmp_path, monkeypatch):
    finding = await found(tmp_path, monkeypatch)
    assert finding.ok
    assert "answers at http://127.0.0.1" in finding.words


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ({"status": 401}, "it answers 401"),
        ({"content": "I would rather not."}, "not the JSON that was asked for"),
        ({"key": None}, "MODEL_KEY is not set"),
    ],
)
async def test_a_model_that_is_no_use_is_told_with_what_to_look_at(tmp_path, monkeypatch, trouble, words):
    finding = await found(tmp_path, monkeypatch, **trouble)
    assert not finding.ok
    assert words in finding.words
    assert "[summaries]" in finding.words
    assert KEY not in finding.words
