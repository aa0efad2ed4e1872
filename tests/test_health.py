"""/healthz: the work itself is asked for, not only whether the process is there."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import aiohttp
import pytest

from bot import health
from bot.deliveries import DeliveryState
from bot.errors import DownlinkError, StoreUnavailable
from bot.health import OVERDUE, WELL, Passing, ask, health_page, on_time
from tests.builders import CHANNEL, HOUR, MINUTE, NOW, brief, message, slot


async def fine() -> str | None:
    return None


@pytest.fixture
def check(store, clock):
    made = on_time(store, clock)
    clock.move(HOUR)
    return made


async def put(store, *, due=NOW) -> None:
    assert await store.write_brief(slot(due=due), brief(), [message()], CHANNEL, due + 6 * HOUR)


async def test_a_message_that_should_have_left_long_ago_is_told_with_its_reason(check, store, clock):
    assert await check() is None
    await put(store)
    (claimed,) = await store.claim(clock.now(), 1, MINUTE)
    pending = replace(claimed, state=DeliveryState.PENDING)
    await store.postpone(pending, clock.now() + MINUTE, "Discord can't be reached")
    words = await check()
    assert words == "1 message is overdue, the first since 2026-03-02 09:00 UTC: Discord can't be reached"


async def test_what_has_just_come_due_is_on_time(check, store, clock):
    await put(store, due=clock.now() - OVERDUE + MINUTE)
    assert await check() is None


async def test_what_waits_for_an_admin_makes_no_process_unhealthy(check, store, clock):
    await put(store)
    (claimed,) = await store.claim(clock.now(), 1, MINUTE)
    await store.postpone(replace(claimed, state=DeliveryState.BLOCKED), clock.now() + MINUTE, "no permission")
    assert await check() is None


async def test_what_was_missed_before_the_start_may_be_caught_up(store, clock):
    clock.move(HOUR)
    await put(store)
    assert await on_time(store, clock)() is None


async def test_a_store_that_cannot_be_used_is_told_in_its_own_words(check, store, monkeypatch):
    async def full(_before):
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr(store, "overdue", full)
    assert await check() == "the disk is full"


async def test_a_check_that_hangs_fails_and_holds_up_nobody(monkeypatch):
    async def hangs() -> str | None:
        await asyncio.Event().wait()
        return None

    monkeypatch.setattr(health, "PATIENCE", 0.05)
    ok, words = await ask({"hangs": hangs, "fine": fine})
    assert not ok
    assert words == {"hangs": "no answer within 0 s", "fine": WELL}


async def test_what_will_pass_is_told_and_is_no_failure():
    async def connecting() -> Passing:
        return Passing("connecting for 5 s")

    assert await ask({"gateway": connecting, "fine": fine}) == (True, {"gateway": "connecting for 5 s", "fine": WELL})


async def test_the_page_answers_503_with_the_words_while_a_check_fails(unused_port):
    trouble: list[str] = []

    async def shaky() -> str | None:
        return trouble[0] if trouble else None

    async with health_page(unused_port, {"briefs": shaky, "clock": fine}), aiohttp.ClientSession() as session:
        address = f"http://127.0.0.1:{unused_port}/healthz"
        async with session.get(address) as answer:
            assert (answer.status, await answer.json()) == (
                200,
                {"ok": True, "checks": {"briefs": WELL, "clock": WELL}},
            )
        trouble.append("3 messages are overdue")
        async with session.get(address) as answer:
            assert answer.status == 503
            assert (await answer.json())["checks"] == {"briefs": "3 messages are overdue", "clock": WELL}


async def test_a_port_that_is_taken_is_named(unused_port):
    async with health_page(unused_port, {}):
        with pytest.raises(DownlinkError, match=f"port {unused_port} .* choose another"):
            async with health_page(unused_port, {}):
                pass
