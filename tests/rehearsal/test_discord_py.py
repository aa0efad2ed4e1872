"""A real discord.py bot connects, posts, answers and comes back: as with Discord."""

from __future__ import annotations

import asyncio
import io
import time
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest

from bot.rehearsal import BadInput, Channel, Fault, NoAnswer, RehearsalDiscord
from bot.rehearsal.limits.messages import EPHEMERAL, V2
from tests.contract import request_findings, response_findings

NEWS = 1_200_000_000_000_000_001

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def until(reached: Callable[[], bool], timeout: float = 8.0) -> None:
    async with asyncio.timeout(timeout):
        # What is waited for happens inside discord.py, which tells nobody.
        while not reached():
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def contract_kept(rehearsal: RehearsalDiscord) -> object:
    """Whatever a test sends and is answered here keeps Discord's published contract."""
    yield
    assert rehearsal.requests
    assert request_findings(rehearsal.requests) == []
    assert response_findings(rehearsal.requests) == []


async def test_the_bot_logs_in_and_sees_the_server(rehearsal, bot):
    assert bot.user.name == "downlink"
    (guild,) = bot.guilds
    assert (guild.name, [c.name for c in guild.text_channels]) == ("Rehearsal", ["space-news", "quiet"])
    assert guild.me.guild_permissions.send_messages
    assert (await bot.application_info()).owner.id == rehearsal.admin.id
    assert rehearsal.gateway.connected


async def test_messages_are_posted_edited_found_and_deleted(rehearsal, bot):
    channel = bot.get_channel(NEWS)
    sent = await channel.send("Lift-off", embed=discord.Embed(title="T", url="https://example.org/a", colour=0xFF0000))
    await sent.edit(content="Lift-off at **dawn**")
    found = [m.content async for m in channel.history(limit=5)]
    assert found == ["Lift-off at **dawn**"]
    assert (await channel.fetch_message(sent.id)).edited_at is not None
    (stored,) = rehearsal.messages(NEWS)
    assert stored["embeds"][0]["color"] == 0xFF0000
    await sent.delete()
    assert rehearsal.messages(NEWS) == []


async def test_history_pages_in_both_directions(rehearsal, bot):
    channel = bot.get_channel(NEWS)
    for n in range(5):
        await channel.send(str(n))
    ids = [int(m["id"]) for m in rehearsal.messages(NEWS)]
    after = [m.content async for m in channel.history(limit=2, after=discord.Object(ids[0]), oldest_first=True)]
    before = [m.content async for m in channel.history(limit=2, before=discord.Object(ids[3]))]
    around = [m.content async for m in channel.history(limit=3, around=discord.Object(ids[2]))]
    assert (after, before, sorted(around)) == (["1", "2"], ["2", "1"], ["1", "2", "3"])


async def test_a_file_is_kept_and_can_be_fetched(rehearsal, bot):
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
    embed = discord.Embed(title="Chart").set_image(url="attachment://chart.png")
    sent = await bot.get_channel(NEWS).send(embed=embed, file=discord.File(io.BytesIO(png), "chart.png"))
    assert await sent.attachments[0].read() == png
    assert sent.embeds[0].image.url == sent.attachments[0].url


async def test_a_command_is_answered_at_once(rehearsal, bot):
    answer = await rehearsal.command("hello", user=rehearsal.member, channel=NEWS)
    assert (answer.text, answer.deferred, answer.ephemeral) == ("Hello, Milo", False, False)
    assert rehearsal.messages(NEWS)[0]["interaction"]["name"] == "hello"


async def test_a_deferred_answer_is_waited_for_and_stays_ephemeral(rehearsal, bot):
    answer = await rehearsal.command("brief now", {"name": "morning", "stories": 4})
    assert (answer.text, answer.deferred, answer.ephemeral) == ("morning: 4 stories", True, True)
    assert rehearsal.messages(NEWS) == []
    assert answer.message["flags"] == EPHEMERAL


async def test_autocomplete_asks_the_bot(rehearsal, bot):
    assert await rehearsal.autocomplete("brief now", "name", "eve") == [{"name": "Evening", "value": "evening"}]


async def test_a_panel_is_shown_and_its_button_pressed(rehearsal, bot):
    await rehearsal.command("brief panel", channel=NEWS)
    panel = await rehearsal.wait_for_message(NEWS, timeout=1)
    assert panel["flags"] & V2
    pressed = await rehearsal.press(panel, "panel:more", user=rehearsal.member)
    assert (pressed.text, pressed.ephemeral) == ("More of it", True)
    with pytest.raises(BadInput, match="not there"):
        await rehearsal.press(panel, "panel:none")


async def test_rights_reach_the_bot_with_the_interaction(rehearsal, bot):
    assert (await rehearsal.command("settings")).text == "Settings"
    assert (await rehearsal.command("settings", user=rehearsal.member)).text == "Refused: MissingPermissions"


async def test_an_answer_that_does_not_come_is_a_failure_after_three_seconds(rehearsal, bot):
    started = time.monotonic()
    with pytest.raises(NoAnswer, match="did not respond"):
        await rehearsal.command("silent")
    assert 2.9 < time.monotonic() - started < 4


@pytest.mark.parametrize(
    ("typed", "options", "said"),
    [
        ("brief later", {}, "no command /brief later"),
        ("brief now", {}, "needs the option 'name'"),
        ("brief now", {"name": "x", "stories": 12}, "out of its bounds"),
        ("brief now", {"name": "x", "stories": "many"}, "must be a whole number"),
        ("brief now", {"nome": "x"}, "has no option 'nome'"),
    ],
)
async def test_input_that_discord_would_not_send_is_named(rehearsal, bot, typed, options, said):
    with pytest.raises(BadInput, match=said):
        await rehearsal.command(typed, options)


async def test_a_channel_of_another_type_than_the_option_takes_is_named(rehearsal, bot):
    where = {"type": 7, "name": "where", "description": "d", "channel_types": [5, 15], "required": True}
    rehearsal.world.register(None, [{"name": "post", "description": "d", "options": [where]}])
    with pytest.raises(BadInput, match=r"takes channels of the types \[5, 15\], not of type 0"):
        await rehearsal.command("post", {"where": str(NEWS)})


@pytest.mark.parametrize("lose", [1001, 4000, 4009, "abort", "reconnect", "resumable"])
async def test_a_lost_gateway_is_resumed_and_what_was_missed_is_replayed(rehearsal, bot, lose):
    act: dict[object, Callable[[], Awaitable[None] | None]] = {
        "abort": rehearsal.gateway.abort,
        "reconnect": rehearsal.gateway.ask_to_reconnect,
        "resumable": lambda: rehearsal.gateway.invalidate(resumable=True),
    }
    bot.events.clear()
    if isinstance(lose, int):
        await rehearsal.close_gateway(lose)
    else:
        act[lose]()
    rehearsal.world.add_channel(Channel(77, "made-meanwhile"))
    await until(lambda: rehearsal.gateway.resumed == 1 and rehearsal.gateway.connected)
    await until(lambda: "RESUMED" in bot.events)
    assert "CHANNEL_CREATE" in bot.events
    assert bot.get_channel(77).name == "made-meanwhile"
    assert rehearsal.gateway.identified == 1


async def test_an_outage_is_survived_by_the_same_client(rehearsal, bot):
    rehearsal.go_away(0.5)
    with pytest.raises((OSError, aiohttp.ClientError)):
        await bot.get_channel(NEWS).send("during")
    await until(lambda: rehearsal.gateway.connected, timeout=15)
    await bot.get_channel(NEWS).send("after")
    assert [m["content"] for m in rehearsal.messages(NEWS)] == ["after"]


async def test_a_rate_limited_message_is_sent_again_by_discord_py_and_exists_once(rehearsal, bot):
    rehearsal.faults.script("message.create", Fault(status=429, retry_after=0.1), Fault(status=500, when="after"))
    await bot.get_channel(NEWS).send("once", nonce="n-1")
    assert [m["content"] for m in rehearsal.messages(NEWS)] == ["once"]
    assert [r.status for r in rehearsal.requests if r.kind == "message.create"] == [429, 500, 200]


async def test_a_session_that_is_over_is_started_anew(rehearsal, bot):
    rehearsal.gateway.forget_sessions()
    await rehearsal.close_gateway(4000)
    await until(lambda: rehearsal.gateway.identified == 2, timeout=15)


async def test_taking_a_permission_away_reaches_the_bot_and_the_api(rehearsal, bot):
    channel = bot.get_channel(NEWS)
    rehearsal.world.deny(NEWS, "send_messages")
    await until(lambda: "updated space-news" in bot.events)
    assert not channel.permissions_for(channel.guild.me).send_messages
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("no")
    assert refused.value.code == 50013
    rehearsal.world.deny(NEWS, "view_channel")
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("no")
    assert refused.value.code == 50001
    rehearsal.world.allow(NEWS)
    await channel.send("yes")


async def test_a_direct_message_reaches_the_owner(rehearsal, bot):
    owner = (await bot.application_info()).owner
    sent = await owner.send("A feed is unreachable")
    assert [m["content"] for m in rehearsal.messages(sent.channel.id)] == ["A feed is unreachable"]
