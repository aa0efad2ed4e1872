"""Logs: one line an event, and no secret in any of them."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog

from bot.logs import HIDDEN, Redactor, set_up_logging

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


@pytest.fixture
def lines():
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logging(secrets=["hunter22"], stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_secret_is_hidden_wherever_it_stands(lines):
    log = structlog.get_logger("bot")
    log.warning("the password is hunter22", url="https://u:hunter22@h/", listed=["hunter22"], nested={"a": "hunter22"})
    logging.getLogger("library").warning("sent %s", "hunter22")
    try:
        raise ValueError("hunter22")
    except ValueError:
        log.exception("failed")
    assert len(lines()) == 3
    assert "hunter22" not in json.dumps(lines())
    assert HIDDEN in lines()[0]["event"]


def test_what_looks_like_a_bot_token_is_hidden_unknown_though_it_is(lines):
    logging.getLogger("library").warning("Authorization: Bot %s", TOKEN)
    assert TOKEN not in json.dumps(lines())


def test_the_token_of_an_interaction_is_hidden():
    path = "POST /webhooks/1100000000000000001/aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1/messages"
    assert "aW50ZXJhY3Rpb24" not in Redactor().clean(path)
    assert Redactor().clean("POST /channels/1/messages") == "POST /channels/1/messages"


def test_a_hostile_title_stays_on_its_line(lines):
    structlog.get_logger("bot").warning("feed failed", title='one\nline "level": "critical"\r\x1b[31m')
    (line,) = lines()
    assert line["level"] == "warning"


def test_chatty_libraries_are_quiet(lines):
    logging.getLogger("discord.gateway").info("connected")
    logging.getLogger("aiosqlite").debug("executing")
    assert lines() == []


def test_what_is_too_short_to_be_a_secret_hides_nothing(lines):
    assert (
        Redactor(["a", "ollama", "hunter22"]).clean("a feed of ollama's, hunter22") == f"a feed of ollama's, {HIDDEN}"
    )


def test_a_try_to_reconnect_is_a_line_without_a_traceback(lines):
    try:
        raise ConnectionError("503, message='Invalid response status'")
    except ConnectionError:
        logging.getLogger("discord.client").exception("Attempting a reconnect in %.2fs", 1.5)
    (line,) = lines()
    assert line["level"] == "warning"
    assert line["event"].startswith("Attempting a reconnect in 1.50s: ConnectionError: 503")
    assert "exception" not in line
