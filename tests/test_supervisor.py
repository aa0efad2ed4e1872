"""The supervisor: jobs live on through bugs, and what nobody can mend ends the bot."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot import supervisor
from bot.errors import StoreError, StoreUnavailable, TokenError
from bot.supervisor import Supervisor


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(supervisor, "RESTART_WAIT", timedelta())


@pytest.fixture
def fatal():
    return []


@pytest.fixture
async def jobs(fatal):
    made = Supervisor(fatal.append)
    yield made
    await made.stop("", timedelta())


async def until(reached):
    async with asyncio.timeout(5):
        while not reached():
            await asyncio.sleep(0)


@pytest.mark.parametrize("error", [RuntimeError("a bug"), StoreUnavailable("the disk is full")])
async def test_a_job_that_dies_is_started_again(jobs, fatal, error):
    lives = []

    async def job():
        lives.append(1)
        if len(lives) < 3:
            raise error
        await asyncio.Event().wait()

    jobs.start("job", job)
    await until(lambda: len(lives) == 3)
    assert fatal == []
    assert jobs.trouble() is None


async def test_a_job_that_dies_again_and_again_is_told_with_its_reason(jobs):
    async def job():
        raise ZeroDivisionError

    async def fine():
        await asyncio.Event().wait()

    jobs.start("fine", fine)
    jobs.start("outbox", job)
    await until(jobs.trouble)
    assert jobs.trouble().startswith("the job outbox has died")
    assert "ZeroDivisionError" in jobs.trouble()


async def test_a_job_that_has_lived_for_long_has_got_over_it(jobs, monkeypatch):
    async def job():
        raise ZeroDivisionError

    jobs.start("outbox", job)
    await until(jobs.trouble)
    monkeypatch.setattr(supervisor, "SETTLED", timedelta(seconds=-1))
    assert jobs.trouble() is None


@pytest.mark.parametrize("error", [TokenError("revoked"), StoreError("damaged")])
async def test_what_nobody_can_mend_is_handed_on_and_not_tried_again(jobs, fatal, error):
    async def job():
        raise error

    jobs.start("job", job)
    await until(lambda: fatal)
    await asyncio.sleep(0.01)
    assert fatal == [error]


async def test_stopping_lets_one_job_end_and_cancels_the_others(fatal):
    ended = []
    stopping = asyncio.Event()

    async def drained():
        await stopping.wait()
        await asyncio.sleep(0.01)
        ended.append("drained")

    async def endless():
        await asyncio.Event().wait()
        ended.append("never")

    jobs = Supervisor(fatal.append)
    jobs.start("outbox", drained)
    jobs.start("clock", endless)
    await asyncio.sleep(0)
    stopping.set()
    await jobs.stop("outbox", timedelta(seconds=5))
    assert ended == ["drained"]
