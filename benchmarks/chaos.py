"""Kill the real bot a thousand times while Discord misbehaves, and count what arrived.

    python -m benchmarks.chaos [--kills N] [--seed S] [--store URL]

    --kills   how often the process is killed (SIGKILL); 1000 if not given
    --seed    reproduces the plan of kills and faults
    --store   where the bot keeps its data; a temporary file if not given

The process is that of `downlink run`, its Discord bot.rehearsal. In each round a few new briefs are due in shared
channels; the process is started and killed some times, then left alone until all is sent. Most kills come between
the claim of a message and its confirmation, at the very moment of the request. Others come at each landing (feeds read,
brief written, delivered) or at any moment. Meanwhile Discord loses answers after posting, answers 429, 500, 502 and
503, resets connections, closes the gateway, and is now and then away for longer than it remembers a nonce.

Bounds: every brief due is in its channel exactly once and in order; at least half of a hundred kills and more come in a
delivery.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from aiohttp import web

from bot.__main__ import main as downlink
from bot.deliveries import Delivery, DeliveryState
from bot.outbox import UNDER_WAY
from bot.rehearsal import UNLIMITED, Channel, Fault, RehearsalDiscord
from bot.store import open_store

CHANNELS = (1001, 1002, 1003)
BRIEFS_A_ROUND = 6
KILLS_A_ROUND = 10
NONCE_WINDOW = 70.0  # seconds; longer than the minute that the outbox relies on, as Discord's is
LONG_AWAY_EVERY = 25  # rounds
LANDINGS = ("feeds read", "brief written", "delivered")
LIFETIME = 30.0  # seconds after which a life is ended that met nothing to be killed at
PATIENCE = 240.0  # seconds for one round to be delivered in the end
SHORT = 100  # kills; of fewer, chance says too much about where they come

FAULTS = (
    (0.04, Fault(status=502, when="after")),
    (0.03, Fault(status=500)),
    (0.03, Fault(status=503, when="after")),
    (0.04, Fault(reset=True, when="after")),
    (0.03, Fault(reset=True)),
    (0.03, Fault(status=429, retry_after=0.2)),
    (0.01, Fault(status=429, retry_after=0.5, scope="global")),
    (0.02, Fault(close_gateway=4000)),
    (0.005, Fault(delay=30.0, when="after")),
)


@dataclass
class Tally:
    """What came of it all. A brief may be several messages; `due` and the others count messages."""

    due: int = 0
    delivered: int = 0
    duplicated: int = 0
    lost: int = 0
    out_of_order: int = 0
    kills: int = 0
    kills_in_delivery: int = 0
    landings: Counter[str] = field(default_factory=Counter)

    def holds(self) -> bool:
        """Whether the bounds do."""
        return (
            self.duplicated == self.lost == self.out_of_order == 0
            and self.delivered == self.due > 0
            and (self.kills < SHORT or self.kills_in_delivery * 2 >= self.kills)
        )


# Every life is a process forked from one that has loaded the program and run none of it: loading takes longer than most
# lives last.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["__main__", "bot.__main__", "bot.app"])


def live(config: str, token: str, log: str) -> None:
    """`downlink run`, in a process group of its own, its log in a file."""
    os.setsid()
    with open(log, "wb") as said:  # noqa: PTH123 - a descriptor is wanted
        os.dup2(said.fileno(), sys.stderr.fileno())
    os.environ["DISCORD_TOKEN"] = token
    sys.exit(downlink(["run", "--config", config]))


class Bot:
    """One life of the process."""

    def __init__(self, config: Path, token: str) -> None:
        self._log = config.with_name("log.jsonl")
        self._log.unlink(missing_ok=True)
        self.process = PROCESSES.Process(target=live, args=(str(config), token, str(self._log)))
        self.process.start()

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process.exitcode is None

    async def hear(self, event: str) -> None:
        """Return when the log says `event`."""
        words = f'"event": "{event}"'
        while not (self._log.exists() and words in self._log.read_text()):  # noqa: ASYNC110 - a file tells nobody
            await asyncio.sleep(0.01)

    async def kill(self) -> None:
        """SIGKILL for the process and its workers."""
        pid = self.process.pid or 0
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)  # before it had a group of its own
        await asyncio.to_thread(self.process.join)


class Chaos:
    """All rounds against one Discord and one store."""

    def __init__(
        self, discord: RehearsalDiscord, folder: Path, store_url: str, feed: str, kills: int, seed: int
    ) -> None:
        self.discord = discord
        self.config = folder / "config.toml"
        self.store_url = store_url
        self.feed = feed
        self.wanted = kills
        self.tally = Tally()
        self.random = random.Random(seed)
        self._all_written = False
        self._appeared = asyncio.Event()
        discord.world.listeners.append(self._hear)

    async def run(self) -> Tally:
        """Rounds until there were enough kills."""
        number = 0
        while self.tally.kills < self.wanted:
            number += 1
            plans = await self._prepare(number)
            self._all_written = False
            for _ in range(min(KILLS_A_ROUND, self.wanted - self.tally.kills)):
                if not await self._live_and_die(plans):
                    break
                self._misbehave()
            if number % LONG_AWAY_EVERY == 4:
                self.discord.go_away(NONCE_WINDOW + 5)
            await self._finish(plans)
            self.discord.go_away(0)
            await self._count(plans)
            self._show(number)
        return self.tally

    # ------------------------------------------------------------ a round

    async def _prepare(self, number: int) -> dict[str, int]:
        """New briefs, due some minutes ago; their channels by plan id."""
        now = datetime.now(UTC)
        tables, plans = [], {}
        for n in range(BRIEFS_A_ROUND):
            name, channel = f"round {number} brief {n}", CHANNELS[n % len(CHANNELS)]
            at = now - timedelta(minutes=BRIEFS_A_ROUND - n + 1)
            cron = f"{at.minute} {at.hour} {at.day} {at.month} *"
            tables.append(
                f'[[briefs]]\nname = "{name}"\nchannel = {channel}\ncron = "{cron}"\nwindow = "72h"\nstories = 14\n'
                'grace = "24h"\n'
            )
            plans[f"file:{name}"] = channel
        self.config.write_text(
            f'[discord]\napi_url = "{self.discord.api_url}"\n[store]\nurl = "{self.store_url}"\n[fetch]\n'
            f'allow_private = true\n[[feeds]]\nname = "Chaos Courier"\nurl = "{self.feed}"\n' + "".join(tables)
        )
        store = await open_store(self.store_url)
        for plan_id in plans:
            await store.plan_since(plan_id, now - timedelta(hours=1))
        await store.close()
        return plans

    async def _live_and_die(self, plans: dict[str, int]) -> bool:
        """One life, ended by SIGKILL; False if there was nothing left to be killed in."""
        # Every landing is met at least once; then three kills in four come in a delivery.
        ahead = [landing for landing in LANDINGS if landing != "brief written" or not self._all_written]
        unmet = [landing for landing in ahead if not self.tally.landings[landing]]
        draw = 0.8 if unmet else self.random.random()
        landing = unmet[0] if unmet else self.random.choice(ahead)
        linger = self.random.random()
        bot = Bot(self.config, self.discord.token)
        try:
            async with asyncio.timeout(LIFETIME):
                if draw < 0.75:
                    self._hold_next_answer()
                    await self._next_post()
                    await asyncio.sleep(linger * 0.02)
                elif draw < 0.9:
                    await bot.hear(landing)
                    self.tally.landings[landing] += 1
                else:
                    await asyncio.sleep(0.3 + linger * 2)
        except TimeoutError:
            pass  # nothing happened that one could wait for: it dies all the same
        finally:
            await bot.kill()
        self.tally.kills += 1
        ours = await self._deliveries(plans)
        states = [delivery.state for deliveries in ours.values() for delivery in deliveries]
        self.tally.kills_in_delivery += DeliveryState.SENDING in states
        self._all_written = all(ours.values())
        return not self._all_written or any(state in UNDER_WAY for state in states)

    async def _finish(self, plans: dict[str, int]) -> None:
        """Let the process live until everything is sent."""
        bot = Bot(self.config, self.discord.token)
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    await asyncio.sleep(0.25)
                    if not bot.alive:
                        await bot.kill()
                        bot = Bot(self.config, self.discord.token)
                    ours = await self._deliveries(plans)
                    if all(ours.values()) and not any(d.state in UNDER_WAY for ds in ours.values() for d in ds):
                        return
        except TimeoutError:
            pass
        finally:
            await bot.kill()

    async def _count(self, plans: dict[str, int]) -> None:
        expected: dict[int, list[str]] = {channel: [] for channel in CHANNELS}
        for plan_id, deliveries in (await self._deliveries(plans)).items():
            if not deliveries:
                self.tally.due += 1
                self.tally.lost += 1
            for delivery in sorted(deliveries, key=lambda d: d.part):
                expected[plans[plan_id]].append(delivery.message.mark)
        for channel, marks in expected.items():
            shown = [json.dumps(message) for message in self.discord.messages(channel)]
            places = [[n for n, message in enumerate(shown) if f'"{mark}"' in message] for mark in marks]
            self.tally.due += len(marks)
            self.tally.delivered += sum(bool(found) for found in places)
            self.tally.lost += sum(not found for found in places)
            self.tally.duplicated += sum(len(found) - 1 for found in places if found)
            first = [found[0] for found in places if found]
            self.tally.out_of_order += sum(a > b for a, b in pairwise(first))

    # ------------------------------------------------------------ parts

    def _misbehave(self) -> None:
        draw = self.random.random()
        if draw < 0.05:
            self.discord.go_away(self.random.uniform(0.5, 3))

    def _hold_next_answer(self) -> None:
        """Let Discord take the next message and think a while before it says so: the bot dies not knowing."""
        if self.random.random() < 0.7 and "message.create" not in self.discord.faults.describe()["scripts"]:
            self.discord.faults.script("message.create", Fault(delay=0.3, when="after"))

    async def _next_post(self) -> None:
        """Return when a message has appeared, or Discord has answered the next request for one, whatever it says."""
        self._appeared.clear()
        seen = self.discord.requests[-1] if self.discord.requests else None
        while not self._appeared.is_set():
            last = self.discord.requests[-1] if self.discord.requests else None
            if last is not seen and last is not None and last.kind == "message.create":
                return
            await asyncio.sleep(0.002)

    def _hear(self, event: object) -> None:
        if getattr(event, "type", "") == "MESSAGE_CREATE":
            self._appeared.set()

    async def _deliveries(self, plans: dict[str, int]) -> dict[str, list[Delivery]]:
        store = await open_store(self.store_url)
        try:
            return {plan_id: await store.deliveries(plan_id, 50) for plan_id in plans}
        finally:
            await store.close()

    def _show(self, number: int) -> None:
        t = self.tally
        print(
            f"{number:>5} {t.kills:>6} {t.kills_in_delivery:>12} {t.due:>6} {t.delivered:>10} {t.duplicated:>11} "
            f"{t.lost:>5} {t.out_of_order:>13}",
            flush=True,
        )


async def serve_feed(count: int = 14) -> tuple[web.AppRunner, str]:
    """A feed of news that share no words, so that each is a story of its own."""
    now = datetime.now(UTC)
    rows = []
    for n in range(count):
        words = " ".join(f"{kind}{n}x{n * 7919 % 997}" for kind in ("Probe", "Comet", "Rover", "Crew", "Moon", "Dish"))
        date = (now - timedelta(hours=1 + n)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        rows.append(
            f"<item><guid>{n}</guid><title>{words}</title><link>http://127.0.0.1:9/{n}</link><pubDate>{date}</pubDate>"
            f"<description>{words} was seen by observers on Monday. {words} will be back.</description></item>"
        )
    body = f"<rss version='2.0'><channel><title>Chaos Courier</title>{''.join(rows)}</channel></rss>"

    async def feed(_request: web.Request) -> web.Response:
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": '"one"'})

    app = web.Application()
    app.router.add_get("/feed", feed)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/feed"


async def chaos(kills: int, seed: int, store_url: str | None) -> Tally:
    """The whole run."""
    runner, feed = await serve_feed()
    with tempfile.TemporaryDirectory(prefix="downlink-chaos-") as folder:
        url = store_url or f"sqlite:///{Path(folder) / 'chaos.db'}"
        channels = [Channel(channel, f"channel-{channel}") for channel in CHANNELS]
        async with RehearsalDiscord(channels=channels, pace=UNLIMITED, seed=seed) as discord:
            discord.world.nonce_window = NONCE_WINDOW
            for probability, fault in FAULTS:
                discord.faults.chance("message.create", probability, fault)
            print("round  kills  in delivery    due  delivered  duplicated  lost  out of order")
            tally = await Chaos(discord, Path(folder), url, feed, kills, seed).run()
    await runner.cleanup()
    return tally


def main() -> int:
    """Exit 0 where the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", metavar="URL")
    args = parser.parse_args()
    tally = asyncio.run(chaos(args.kills, args.seed, args.store))
    figures = {**tally.__dict__, "landings": dict(tally.landings), "seed": args.seed, "ok": tally.holds()}
    print(json.dumps(figures))
    return 0 if tally.holds() else 1


if __name__ == "__main__":
    sys.exit(main())
