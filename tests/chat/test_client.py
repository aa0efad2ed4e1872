"""The client's life: log-in, gateway, and everything that may go wrong with them."""

from __future__ import annotations

import asyncio
import socket

import discord
import pytest
from discord import app_commands

from bot.chat.client import DownlinkClient, pause
from bot.errors import ConfigError, DownlinkError, TokenError
from bot.rehearsal import RehearsalDiscord
from bot.rehearsal.faults import Fault
from tests.chat.conftest import NEWS, running, until, until_ready


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of a supervisor and of discord.py shrink: what counts is that it comes back, not when."""
    monkeypatch.setattr("bot.chat.client.pause", lambda failures: min(0.05 * failures, 0.2))
    monkeypatch.setattr("discord.client.ExponentialBackoff.delay", lambda _self: 0.05)


async def test_the_whole_setup_runs_once_after_log_in(rehearsal: RehearsalDiscord):
    done: list[str] = []

    async def note(client: DownlinkClient) -> None:
        assert client.user is not None
        done.append("noted")

    client = DownlinkClient([note, note], api_url=rehearsal.api_url)
    async with running(client, rehearsal.token) as life:
        await until_ready(client, life)
        await rehearsal.close_gateway(4000)
        await asyncio.sleep(0.2)
        await until_ready(client, life)
    assert done == ["noted", "noted"]


async def test_it_asks_for_the_guilds_intent_only_and_keeps_no_messages_or_members(client: DownlinkClient):
    assert client.intents == discord.Intents(guilds=True)
    assert list(client.cached_messages) == []
    assert client._connection.member_cache_flags == discord.MemberCacheFlags.none()
    assert client.allowed_mentions is not None
    assert client.allowed_mentions.to_dict() == {"parse": []}


@pytest.mark.parametrize("token", ["", "  ", "MTEw.wrong.token"])
async def test_a_wrong_or_missing_token_is_one_clear_error(rehearsal: RehearsalDiscord, token: str):
    with pytest.raises(TokenError, match="token") as failed:
        await DownlinkClient(api_url=rehearsal.api_url).run_until_stopped(token)
    assert failed.value.exit_code == 78
    assert "MTEw" not in str(failed.value)


async def test_a_token_revoked_while_running_ends_the_client(rehearsal: RehearsalDiscord):
    client = DownlinkClient(api_url=rehearsal.api_url)
    async with running(client, rehearsal.token) as life:
        await until_ready(client, life)
        rehearsal.rest.revoked = True
        await rehearsal.close_gateway(4004)
        with pytest.raises(TokenError):
            await asyncio.wait_for(life, 5)


@pytest.mark.parametrize(("code", "error"), [(4014, ConfigError), (4013, DownlinkError), (4011, DownlinkError)])
async def test_a_gateway_that_refuses_for_good_ends_the_client(
    rehearsal: RehearsalDiscord, code: int, error: type[Exception]
):
    client = DownlinkClient(api_url=rehearsal.api_url)
    async with running(client, rehearsal.token) as life:
        await until_ready(client, life)
        await rehearsal.close_gateway(code)
        with pytest.raises(error):
            await asyncio.wait_for(life, 5)


async def test_a_discord_that_is_away_at_start_is_waited_for(rehearsal: RehearsalDiscord):
    rehearsal.faults.script("user.get", Fault(reset=True), Fault(reset=True), Fault(reset=True), Fault(status=503))
    rehearsal.faults.script("gateway.get", Fault(status=503))
    client = DownlinkClient(api_url=rehearsal.api_url)
    async with running(client, rehearsal.token) as life:
        await until_ready(client, life)
        assert [guild.name for guild in client.guilds] == ["Rehearsal"]


async def test_an_address_that_is_no_discord_is_a_fault_of_the_configuration(rehearsal: RehearsalDiscord):
    with pytest.raises(ConfigError, match="api_url"):
        await DownlinkClient(api_url=rehearsal.url + "/nothing").run_until_stopped(rehearsal.token)


async def test_a_bug_in_the_setup_is_not_taken_for_weather(rehearsal: RehearsalDiscord):
    async def broken(_client: DownlinkClient) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await DownlinkClient([broken], api_url=rehearsal.api_url).run_until_stopped(rehearsal.token)


async def test_a_setup_step_that_met_bad_weather_is_tried_again_and_the_ones_before_are_not(
    rehearsal: RehearsalDiscord,
):
    done: list[str] = []

    async def first(_client: DownlinkClient) -> None:
        done.append("first")

    async def second(_client: DownlinkClient) -> None:
        done.append("second")
        if len(done) == 2:
            raise ConnectionResetError

    client = DownlinkClient([first, second], api_url=rehearsal.api_url)
    async with running(client, rehearsal.token) as life:
        await until_ready(client, life)
    assert done == ["first", "second", "second"]


async def test_a_refused_first_gateway_connection_is_tried_again(
    rehearsal: RehearsalDiscord, monkeypatch: pytest.MonkeyPatch
):
    """discord.py raises an AttributeError there (Rapptz/discord.py#10520)."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        right, rehearsal.gateway.url = rehearsal.gateway.url, f"ws://127.0.0.1:{unused.getsockname()[1]}/"
        client = DownlinkClient(api_url=rehearsal.api_url)
        async with running(client, rehearsal.token) as life:
            await asyncio.sleep(0.3)
            assert not life.done()
            assert client.offline_for > 0
            rehearsal.gateway.url = right
            await until_ready(client, life)


async def test_an_event_that_discord_py_can_not_read_is_survived(rehearsal: RehearsalDiscord):
    client = DownlinkClient(api_url=rehearsal.api_url)
    async with running(client, rehearsal.token) as life:
        await until_ready(client, life)
        before = rehearsal.gateway.identified
        rehearsal.world.emit(
            "CHANNEL_CREATE", {"no": "id"}, rehearsal.world.guild(rehearsal.world.channel(NEWS).guild_id or 0).id
        )
        await until(lambda: rehearsal.gateway.identified > before)
        await until_ready(client, life)


@pytest.mark.parametrize("code", [1000, 1001, 4000, 4009])
async def test_a_closed_gateway_is_connected_again(rehearsal: RehearsalDiscord, code: int):
    client = DownlinkClient(api_url=rehearsal.api_url)
    async with running(client, rehearsal.token) as life:
        await until_ready(client, life)
        before = rehearsal.gateway.identified + rehearsal.gateway.resumed
        await rehearsal.close_gateway(code)
        await until(lambda: rehearsal.gateway.identified + rehearsal.gateway.resumed > before)
        await until_ready(client, life)


async def test_a_discord_py_that_waits_too_long_between_connections_is_started_anew(
    rehearsal: RehearsalDiscord, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("discord.client.ExponentialBackoff.delay", lambda _self: 600.0)
    monkeypatch.setattr("bot.chat.client._LOOK", 0.05)
    monkeypatch.setattr("bot.chat.client._IN_VAIN", 0.3)
    client = DownlinkClient(api_url=rehearsal.api_url)
    async with running(client, rehearsal.token) as life:
        await until_ready(client, life)
        rehearsal.gateway.refusing = True
        await rehearsal.close_gateway(4000)
        await until(lambda: client.offline_for > 0.1)
        rehearsal.gateway.refusing = False
        await until_ready(client, life)


async def test_closing_ends_the_run_quietly_and_at_once(rehearsal: RehearsalDiscord):
    client = DownlinkClient(api_url=rehearsal.api_url)
    async with running(client, rehearsal.token) as life:
        await until_ready(client, life)
        async with asyncio.timeout(3):
            await client.close()
            await life


async def test_closing_while_discord_is_away_ends_the_run_too(
    rehearsal: RehearsalDiscord, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.chat.client.pause", lambda _failures: 30.0)
    rehearsal.faults.away(60)
    client = DownlinkClient(api_url=rehearsal.api_url)
    async with running(client, rehearsal.token) as life:
        await asyncio.sleep(0.2)
        async with asyncio.timeout(3):
            await client.close()
            await life


# ---------------------------------------------------------------- commands


def add_hello(client: DownlinkClient, description: str = "Says hello") -> None:
    @client.tree.command(description=description)
    @app_commands.describe(name="Whom to greet", times="How often")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def hello(interaction: discord.Interaction, name: str, times: app_commands.Range[int, 1, 5] = 1) -> None:
        await interaction.response.send_message(f"Hello {name}" * times)

    group = app_commands.Group(name="brief", description="Briefs")

    @group.command(name="fail", description="Fails")
    @app_commands.choices(
        how=[app_commands.Choice(name="Bug", value="bug"), app_commands.Choice(name="Known", value="known")]
    )
    async def fail(interaction: discord.Interaction, how: str, late: bool = False) -> None:
        if late:
            await interaction.response.defer(ephemeral=True)
        raise KeyError("secret") if how == "bug" else DownlinkError("The feed is gone: remove it.")

    client.tree.add_command(group)


def puts(rehearsal: RehearsalDiscord) -> int:
    return sum(request.method == "PUT" for request in rehearsal.requests)


async def test_commands_are_registered_once_and_again_only_when_they_changed(rehearsal: RehearsalDiscord):
    for description, registered in [("Says hello", 1), ("Says hello", 1), ("Greets", 2)]:
        client = DownlinkClient([lambda c: c.sync_commands()], api_url=rehearsal.api_url)
        add_hello(client, description)
        async with running(client, rehearsal.token) as life:
            await until_ready(client, life)
        assert puts(rehearsal) == registered


async def test_commands_are_registered_where_discord_will_not_list_them(rehearsal: RehearsalDiscord):
    rehearsal.faults.script("commands.get", Fault(status=403))
    client = DownlinkClient([lambda c: c.sync_commands()], api_url=rehearsal.api_url)
    add_hello(client)
    async with running(client, rehearsal.token) as life:
        await until_ready(client, life)
    assert puts(rehearsal) == 1


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(("how", "words"), [("known", "The feed is gone: remove it."), ("bug", "noted as `")])
async def test_a_failed_command_is_answered_in_plain_words(
    client: DownlinkClient, rehearsal: RehearsalDiscord, how: str, words: str, late: bool
):
    add_hello(client)
    await client.sync_commands()
    answer = await rehearsal.command("brief fail", {"how": how, "late": late})
    said = answer.message["content"]
    assert words in said
    assert "secret" not in said
    assert answer.message["flags"] & 64


def test_waits_grow_to_five_minutes():
    assert [pause(n) for n in (1, 2, 3, 9, 10, 1000)] == [1, 2, 4, 256, 300, 300]
