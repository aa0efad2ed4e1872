"""How often a server may use a command, and what a refused try counts."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from discord import app_commands

from bot.chat.limits import Uses, uncount
from tests.builders import NOW


def used(uses: Uses, at: float, guild: int = 1):
    """A command of a server, so many seconds after NOW."""
    interaction = SimpleNamespace(created_at=NOW + timedelta(seconds=at), guild_id=guild, extras={})
    uses.count(interaction)
    return interaction


def wait(uses: Uses, at: float, guild: int = 1) -> float:
    """How long a command of a server then has to wait; 0 if it is let through."""
    try:
        used(uses, at, guild)
    except app_commands.CommandOnCooldown as refusal:
        return refusal.retry_after
    return 0


def test_a_server_may_use_a_command_so_often_within_any_time_so_long():
    uses = Uses(2, 30)
    assert [wait(uses, at) for at in (0, 20, 29, 31)] == [0, 0, 1, 0]
    assert wait(uses, 40) == 10
    assert wait(uses, 40, guild=2) == 0


def test_a_refused_use_makes_room_at_once():
    uses = Uses(1, 30)
    uncount(used(uses, 0))
    assert wait(uses, 1) == 0
    assert wait(uses, 2) == 29


@pytest.mark.parametrize("later", [31, 59])
def test_a_use_that_is_refused_after_its_time_makes_no_room_in_the_next(later):
    uses = Uses(1, 30)
    slow = used(uses, 0)
    used(uses, later)
    uncount(slow)
    assert wait(uses, later + 1) == 29


def test_a_use_is_taken_out_once():
    uses = Uses(2, 30)
    first = used(uses, 0)
    used(uses, 0)
    uncount(first)
    uncount(first)
    assert [wait(uses, 1), wait(uses, 2)] == [0, 28]


def test_servers_that_have_stopped_asking_are_forgotten():
    uses = Uses(5, 30)
    for guild in range(100):
        used(uses, 0, guild)
    used(uses, 31)
    assert len(uses._of) == 1
