"""The whole bot as a process: configuration -> scheduled brief posted -> slash command answered -> SIGTERM, exit 0.

Discord is bot.rehearsal, over real HTTP and WebSocket; the feeds are served on loopback too.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import time
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.rehearsal import Channel, Fault, RehearsalDiscord
from bot.rehearsal.samples import SampleFeeds
from bot.store import open_store
from tests.contract import request_findings
from tests.process import downlink

NEWS, GONE = 1001, 4040404


@asynccontextmanager
async def rehearsal():
    """A Discord with one channel; every request that it got must pass Discord's contract."""
    async with RehearsalDiscord(channels=[Channel(NEWS, "space-news")]) as discord:
        yield discord
        assert request_findings(discord.requests) == []


def configuration(folder: Path, api_url: str, feeds: str, briefs: str) -> Path:
    path = folder / "config.toml"
    path.write_text(
        f'[discord]\napi_url = "{api_url}"\n[store]\nurl = "sqlite:///{folder / "downlink.db"}"\n'
        f"[fetch]\nallow_private = true\n{feeds}{briefs}"
    )
    return path


def feed_tables(samples: SampleFeeds) -> str:
    return "".join(f'[[feeds]]\nname = "{feed.name}"\nurl = "{feed.url}"\n' for feed in samples.feeds)


def brief_due_a_minute_ago(name: str, channel: int) -> str:
    at = datetime.now(UTC) - timedelta(minutes=1)
    return f'[[briefs]]\nname = "{name}"\nchannel = {channel}\nat = "{at:%H:%M}"\n'


async def known_since_yesterday(folder: Path, *names: str) -> None:
    """As if the bot had run before: a plan that is new today has no slot in the past."""
    store = await open_store(f"sqlite:///{folder / 'downlink.db'}")
    for name in names:
        await store.plan_since(f"file:{name}", datetime.now(UTC) - timedelta(days=1))
    await store.close()


async def begun_yesterday(folder: Path) -> None:
    """As if the server's brief had been made a day ago."""
    store = await open_store(f"sqlite:///{folder / 'downlink.db'}")
    [plan] = await store.guild_plans()
    await store.change_plan(plan, since=datetime.now(UTC) - timedelta(days=1))
    await store.close()


async def stop(process: asyncio.subprocess.Process) -> tuple[int, float, list[dict[str, object]]]:
    """SIGTERM: exit code, seconds it took, and the log."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, log = await asyncio.wait_for(process.communicate(), 10)
    return process.returncode or 0, time.monotonic() - began, [json.loads(line) for line in log.splitlines()]


async def test_config_to_scheduled_brief_to_slash_command_to_clean_stop(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            posted = await discord.wait_for_message(NEWS, timeout=20)
            shown = json.dumps(posted, ensure_ascii=False)
            assert "Peresild" in shown
            assert "downlink:" in shown

            answer = await discord.command("news latest", user=discord.member)
            assert "embeds" in answer.message
            listed = await discord.command("brief list")
            assert "Morning" in json.dumps(listed.message)
            health = await discord.command("feed health")
            assert "fine" in json.dumps(health.message)

            code, seconds, log = await stop(process)
        assert (code, seconds < 5) == (0, True)
        assert log[-1]["event"] == "stopped"
        assert not [line for line in log if line["level"] in ("error", "critical")]
        assert len(discord.messages(NEWS)) == 1
        assert discord.token not in json.dumps(log)


async def test_a_restart_does_not_post_again(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        for _ in range(2):
            async with downlink("run", "--config", str(config), token=discord.token) as process:
                await discord.wait_for_messages(NEWS, 1, timeout=20)
                await discord.gateway.wait_ready(20)
                await discord.command("brief list")
                code, _, _ = await stop(process)
                assert code == 0
        assert len(discord.messages(NEWS)) == 1


async def test_a_brief_made_by_command_is_posted_and_lives_through_restarts_until_it_is_removed(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), "")
        at = f"{datetime.now(UTC) - timedelta(minutes=1):%H:%M}"
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            await discord.gateway.wait_ready(20)
            typed = {"name": "Ours", "channel": str(NEWS), "time": at, "timezone": "UTC", "days": "all"}
            made = await discord.command("brief schedule", typed)
            assert "The next one comes <t:" in json.dumps(made.message)
            assert (await stop(process))[0] == 0
        await begun_yesterday(tmp_path)
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            posted = await discord.wait_for_message(NEWS, timeout=20)
            assert "Peresild" in json.dumps(posted, ensure_ascii=False)
            await discord.gateway.wait_ready(20)
            assert (await stop(process))[0] == 0
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            await discord.gateway.wait_ready(20)
            status = json.dumps((await discord.command("brief status")).message)
            assert f"/{NEWS}/{posted['id']})" in status
            asked = await discord.command("brief remove", {"name": "ours"})
            await discord.press(asked.message, asked.message["components"][0]["components"][0]["custom_id"])
            while "is removed" not in asked.message["content"]:
                await asyncio.sleep(0.02)
            assert "No briefs are planned here" in json.dumps((await discord.command("brief list")).message)
            code, _, log = await stop(process)
        assert code == 0
        assert not [line for line in log if line["level"] in ("error", "critical")]
        assert len(discord.messages(NEWS)) == 1


async def test_what_is_broken_is_told_and_the_rest_goes_on(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        broken = (
            '[[feeds]]\nname = "Nobody there"\nurl = "http://127.0.0.1:9/feed"\n'
            f'[[feeds]]\nname = "A page"\nurl = "{samples.url}/"\n'
        )
        config = configuration(
            tmp_path,
            discord.api_url,
            feed_tables(samples) + broken,
            brief_due_a_minute_ago("Lost", GONE) + brief_due_a_minute_ago("Morning", NEWS),
        )
        await known_since_yesterday(tmp_path, "Morning", "Lost")
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            await discord.wait_for_message(NEWS, timeout=20)
            await discord.gateway.wait_ready(20)
            health = json.dumps((await discord.command("feed health")).message)
            assert "Nobody there" in health
            assert "A page" in health
            code, _, log = await stop(process)
    assert code == 0
    told = [str(line["event"]) for line in log if line["level"] == "error" and "Lost" in str(line["event"])]
    assert len(told) == 1
    assert str(GONE) in told[0]
    failed = {str(line["url"]): str(line["reason"]) for line in log if line["event"] == "feed failed"}
    assert "can't connect" in failed["http://127.0.0.1:9/feed"]
    assert "web page, not a feed" in failed[f"{samples.url}/"]


async def test_a_missing_permission_names_the_channel_and_the_permission(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        discord.world.deny(NEWS, "SEND_MESSAGES")
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            await discord.gateway.wait_ready(20)
            answer = await discord.command("brief now", {"name": "Morning"}, timeout=20)
            assert "Send Messages" in answer.text
            code, _, log = await stop(process)
    assert code == 0
    told = [str(line["event"]) for line in log if line["level"] == "error"]
    assert len(told) == 1
    assert "Send Messages" in told[0]


async def test_commands_that_discord_refuses_keep_no_brief_back(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        discord.faults.script("commands.put", *[Fault(status=400, code=50035)] * 3)
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        await known_since_yesterday(tmp_path, "Morning")
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            await discord.wait_for_message(NEWS, timeout=20)
            code, _, log = await stop(process)
    assert code == 0
    assert any("commands could not be registered" in str(line["event"]) for line in log)


@pytest.mark.parametrize("seconds", [0.4, 0.9, 1.6])
async def test_sigterm_while_starting_is_a_clean_stop(tmp_path, seconds):
    async with SampleFeeds() as samples, rehearsal() as discord:
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            await asyncio.sleep(seconds)  # the moment is the point, and the process tells none of its own
            code, took, _ = await stop(process)
    assert (code, took < 5) == (0, True)


async def test_sigterm_while_another_process_holds_the_store_ends_in_time(tmp_path):
    async with SampleFeeds() as samples, rehearsal() as discord:
        config = configuration(tmp_path, discord.api_url, feed_tables(samples), brief_due_a_minute_ago("Morning", NEWS))
        async with downlink("run", "--config", str(config), token=discord.token) as process:
            await discord.gateway.wait_ready(20)
            with closing(sqlite3.connect(tmp_path / "downlink.db", isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                discord.send_command("brief now", {"name": "Morning"})
                code, took, _ = await stop(process)
    assert (code, took < 5.5) == (0, True)


async def test_a_wrong_token_is_one_clear_message_and_exit_78(tmp_path):
    async with rehearsal() as discord:
        config = configuration(tmp_path, discord.api_url, "", brief_due_a_minute_ago("Morning", NEWS))
        async with downlink("run", "--config", str(config), token="wrong.but.secret") as process:
            _, words = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 78
    told = [line for line in words.decode().splitlines() if line.startswith("downlink: ")]
    assert len(told) == 1
    assert "Discord refuses the token" in told[0]
    assert "wrong.but.secret" not in words.decode()


@pytest.mark.parametrize("verb", ["run", "brief", "poll", "check"])
async def test_a_bad_configuration_ends_every_verb_with_78_and_the_line(tmp_path, verb):
    path = tmp_path / "config.toml"
    path.write_text('[[feeds]]\nname = "x"\nurl = "nasa.gov"\n')
    arguments = [verb, *(["Morning"] if verb == "brief" else []), "--config", str(path)]
    async with downlink(*arguments, token="x") as process:
        out, error = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 78
    assert f'{path}:3: feeds "x": url must be an address' in (out + error).decode()


async def test_the_rehearsal_posts_its_first_brief_within_fifteen_seconds(tmp_path):
    began = time.monotonic()
    async with downlink("rehearse", "--port", "0") as process:
        while b"http://" not in (line := await asyncio.wait_for(process.stdout.readline(), 15)):
            pass
        url = line.split()[-1].decode()
        async with aiohttp.ClientSession() as session:
            messages: list[dict[str, object]] = []
            while not messages:
                async with session.get(f"{url}/rehearsal/messages?channel=1100000000000000201") as answer:
                    messages = await answer.json()
                assert time.monotonic() - began < 15
                await asyncio.sleep(0.1)
        told = json.dumps(messages, ensure_ascii=False)
        assert "Peresild" in told
        assert "Highmoor Herald" in told  # by a feed that collects others' reports
        assert "Skyfinder" not in told
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.communicate(), 6)
        assert process.returncode == 0
