"""What people read when a command fails, and when commands are registered anew."""

from __future__ import annotations

import copy

import pytest
from discord import app_commands

from bot.chat.commands import differ, plain_words
from bot.errors import DownlinkError, StoreUnavailable

COMMAND = {
    "name": "brief",
    "description": "Briefs",
    "type": 1,
    "options": [
        {"type": 3, "name": "name", "description": "Which", "required": True, "choices": [{"name": "A", "value": "a"}]},
        {"type": 4, "name": "stories", "description": "How many", "required": False, "min_value": 1, "max_value": 9},
    ],
    "nsfw": False,
    "dm_permission": False,
    "default_member_permissions": 32,
    "contexts": [0],
    "integration_types": None,
}
# As Discord gives it back.
KNOWN = {
    **copy.deepcopy(COMMAND),
    "id": "1",
    "application_id": "2",
    "version": "3",
    "default_member_permissions": "32",
    "integration_types": [0],
    "name_localizations": None,
    "description_localizations": None,
}
del KNOWN["options"][1]["required"], KNOWN["nsfw"], KNOWN["dm_permission"]


def changed(path: str, value: object) -> dict:
    body = copy.deepcopy(COMMAND)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    at = body
    for step in way:
        at = at[step]
    at[last] = value
    return body


def test_what_discord_gives_back_is_no_change():
    assert not differ([COMMAND], [KNOWN])
    assert not differ([], [])
    other = {**COMMAND, "name": "news"}
    assert not differ([COMMAND, other], [{**KNOWN, "name": "news"}, KNOWN])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("description", "Other"),
        ("default_member_permissions", None),
        ("nsfw", True),
        ("contexts", [0, 1]),
        ("options", []),
        ("options.0.name", "which"),
        ("options.0.required", False),
        ("options.0.choices", [{"name": "A", "value": "b"}]),
        ("options.0.autocomplete", True),
        ("options.1.max_value", 8),
        ("name", "briefs"),
    ],
)
def test_every_change_of_ours_is_one(path: str, value: object):
    assert differ([changed(path, value)], [KNOWN])


def test_options_and_commands_that_are_no_longer_ours_are_a_change():
    fewer = copy.deepcopy(COMMAND)
    del fewer["options"]
    assert differ([fewer], [KNOWN])
    assert differ([], [KNOWN])
    assert differ([COMMAND], [])


def command() -> app_commands.Command:
    @app_commands.command(name="x", description="x")
    async def made(_interaction: object) -> None: ...

    return made


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (app_commands.CommandInvokeError(command(), DownlinkError("The feed is gone.")), "The feed is gone."),
        (app_commands.MissingPermissions(["manage_guild"]), "You need Manage Server for this."),
        (app_commands.BotMissingPermissions(["send_messages"]), "Downlink needs Send Messages for this."),
        (app_commands.CommandOnCooldown(app_commands.Cooldown(1, 60), 12.3), "Not so fast: again in 12 s."),
        (app_commands.NoPrivateMessage(), "This works only in a server."),
        (
            app_commands.CommandNotFound("x", []),
            "This command has changed. Discord will know in a few minutes; please try again then.",
        ),
        (app_commands.CheckFailure(), "You may not use this here."),
    ],
)
def test_a_failure_is_said_in_plain_words(error: Exception, words: str):
    assert plain_words(error) == words


def test_a_bug_has_no_plain_words():
    assert plain_words(app_commands.CommandInvokeError(command(), KeyError("x"))) is None
    assert plain_words(RuntimeError()) is None


@pytest.mark.parametrize("wrapped", [True, False])
def test_where_the_store_lies_is_told_to_nobody(wrapped):
    error = StoreUnavailable("sqlite:////home/rosa/downlink.db: the disk is full")
    words = plain_words(app_commands.CommandInvokeError(command(), error) if wrapped else error)
    assert "try again" in words
    assert "rosa" not in words
