"""Bad days on demand: by script, by seeded chance, and from another process."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest

from bot.rehearsal import Fault, RehearsalDiscord
from bot.rehearsal.faults import Faults

NEWS = 1_200_000_000_000_000_001


def count(rehearsal: RehearsalDiscord) -> int:
    return len(rehearsal.messages(NEWS))


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
async def test_a_server_error_comes_before_or_after_the_message_is_made(rehearsal, api, status, when, made):
    rehearsal.faults.script("message.create", Fault(status=status, when=when))
    assert (await api.post())[0] == status
    assert count(rehearsal) == made
    assert (await api.post())[0] == 200


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
async def test_a_connection_is_reset_before_or_after_the_message_is_made(rehearsal, api, when, made):
    rehearsal.faults.script("message.create", Fault(reset=True, when=when))
    with pytest.raises(aiohttp.ClientOSError, match=r"reset|disconnected"):
        await api.post()
    assert count(rehearsal) == made


async def test_a_slow_answer_is_a_time_out_for_the_client_and_a_message_in_the_channel(rehearsal, api):
    rehearsal.faults.script("message.create", Fault(delay=30, when="after"))
    with pytest.raises(TimeoutError):
        await api("POST", f"/channels/{NEWS}/messages", {"content": "slow"}, timeout=aiohttp.ClientTimeout(total=0.2))
    assert count(rehearsal) == 1


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_rate_limit_is_told_in_discords_form(rehearsal, api, scope):
    rehearsal.faults.script("message.create", Fault(status=429, retry_after=0.25, scope=scope))
    status, body, headers = await api.full("POST", f"/channels/{NEWS}/messages", {"content": "x"})
    assert (status, body["retry_after"], body["global"]) == (429, 0.25, scope == "global")
    assert (headers["X-RateLimit-Scope"], headers["Content-Type"], headers["Via"]) == (
        scope,
        "application/json",
        "1.1 rehearsal",
    )
    assert count(rehearsal) == 0


async def test_any_refusal_of_discord_can_be_told(rehearsal, api):
    rehearsal.faults.script("message.create", Fault(status=400, code=50083, message="Thread is archived"))
    assert await api.post() == (400, {"message": "Thread is archived", "code": 50083})


async def test_a_script_is_followed_in_order_and_for_its_kind_only(rehearsal, api):
    rehearsal.faults.script("message.create", Fault(status=500), None, Fault(status=503))
    assert (await api("GET", "/users/@me"))[0] == 200
    assert [(await api.post())[0] for _ in range(4)] == [500, 200, 503, 200]
    assert rehearsal.faults.injected == {"message.create": 2}


def draws(seed: int, others: int) -> list[bool]:
    faults = Faults(time.monotonic, seed)
    faults.chance("message.create", 0.3, Fault(status=500))
    drawn = []
    for _ in range(200):
        for _ in range(others):
            faults.draw("history")
        drawn.append(faults.draw("message.create") is not None)
    return drawn


def test_a_seed_reproduces_the_faults_whatever_else_is_asked():
    assert draws(7, others=0) == draws(7, others=3)
    assert draws(7, others=0) != draws(8, others=0)
    assert 35 < sum(draws(7, others=0)) < 85


async def test_being_away_drops_every_connection_and_ends(rehearsal, api):
    rehearsal.faults.away(0.3)
    with pytest.raises(aiohttp.ClientError):
        await api.post()
    with pytest.raises(aiohttp.ClientError):
        async with api.session.ws_connect(rehearsal.gateway.url):
            pass
    await asyncio.sleep(0.35)
    assert (await api.post())[0] == 200


async def test_wrong_knobs_are_named(rehearsal):
    with pytest.raises(ValueError, match=r"no request is of the kind 'post'.*message\.create"):
        rehearsal.faults.script("post", Fault(status=500))
    with pytest.raises(ValueError, match="a fault has no 'statsu'"):
        Fault.from_json({"statsu": 500})
    with pytest.raises(ValueError, match="between 0 and 1"):
        rehearsal.faults.chance("history", 3, Fault(status=500))


async def test_the_knobs_turn_over_http(rehearsal, api):
    async def turn(body: object) -> tuple[int, dict]:
        async with api.session.post(rehearsal.url + "/rehearsal/control", json=body) as answer:
            return answer.status, await answer.json()

    status, state = await turn(
        {
            "seed": 5,
            "nonce_window": 1.5,
            "scripts": {"message.create": [{"status": 502, "when": "after"}, None]},
            "chances": [{"kind": "history", "probability": 1, "fault": {"status": 503}}],
            "deny": {str(NEWS + 1): ["send_messages"]},
        }
    )
    assert (status, state["nonce_window"], state["faults"]["seed"]) == (200, 1.5, 5)
    assert [(await api.post())[0] for _ in range(2)] == [502, 200]
    assert (await api("GET", f"/channels/{NEWS}/messages"))[0] == 503
    assert (await api.post(channel=NEWS + 1))[1]["code"] == 50013
    await turn({"clear": True, "allow": {str(NEWS + 1): []}})
    assert (await api.post(channel=NEWS + 1))[0] == 200
    async with api.session.get(f"{rehearsal.url}/rehearsal/messages?channel={NEWS}") as answer:
        assert len(await answer.json()) == 2
    assert (await turn({"clera": True}))[0] == 400
    assert "no request is of the kind" in (await turn({"scripts": {"x": [None]}}))[1]["message"]


async def test_an_end_in_the_middle_of_everything_is_quick_and_leaves_nothing(channels):
    before = asyncio.all_tasks()
    async with aiohttp.ClientSession() as session:
        async with RehearsalDiscord(channels=channels) as rehearsal:
            rehearsal.faults.script("message.create", Fault(delay=60))
            headers = {"Authorization": f"Bot {rehearsal.token}"}
            url = f"{rehearsal.api_url}/channels/{NEWS}/messages"
            slow = asyncio.create_task(session.post(url, json={"content": "x"}, headers=headers))
            pages = [asyncio.create_task(session.get(rehearsal.url + "/rehearsal/events")) for _ in range(3)]
            socket = await session.ws_connect(rehearsal.gateway.url)
            await asyncio.sleep(0.1)
            started = time.monotonic()
        assert time.monotonic() - started < 0.9
        await socket.close()
        await asyncio.gather(slow, *pages, return_exceptions=True)
        for page in pages:
            if not page.cancelled() and page.exception() is None:
                page.result().close()
    await asyncio.sleep(0)
    assert asyncio.all_tasks() - before == set()
