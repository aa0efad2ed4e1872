"""A month of the bot's life on a set clock, to see what grows.

    python -m benchmarks.soak [--days N] [--feeds N]

    --days    how long it lives; 30 if not given
    --feeds   how many feeds it reads; 6 if not given

The bot's own parts (gatherer, editor, corrector, schedule, outbox, a real gateway connection) live in a process of
their own, whose memory and open files are measured; feeds and a rehearsal Discord on loopback are here, on the same
clock. A step is a quarter of an hour: polls, filing, corrections, due briefs, deliveries. Feeds publish every 160
minutes, correct a figure of each report a day later, and are away for some hours a week; Discord closes the gateway
twice a day, loses an answer in ten, and is away for half an hour a week. Housekeeping comes every six hours and forgets
what is older than a week. Before that it lives a month by the hour, in which nothing is measured and the floors fill:
stories are compared over three weeks, and the store keeps the last 250 entries of each feed.

Bounds: memory and open files of the last third within 5% of the first; the store no larger than in the first third by
more than 5%; every slot's brief in its channel exactly once; corrections made.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from statistics import mean

import aiohttp
from aiohttp import web

from benchmarks.fanout import rss
from bot.chat.client import DownlinkClient
from bot.chat.courier import DiscordCourier
from bot.chat.pace import Pace
from bot.config import load_config
from bot.corrector import Corrector
from bot.logs import set_up_logging
from bot.newsroom import open_newsroom
from bot.outbox import Dispatcher
from bot.rehearsal import UNLIMITED, Channel, Fault, RehearsalDiscord
from bot.schedule import Schedule

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
STEP = timedelta(minutes=15)
EVERY = timedelta(minutes=160)
SHOWN = 190  # entries in a feed's document: three weeks, as long as stories are compared
CHANNELS = (1001, 1002, 1003)
RETENTION = timedelta(days=7)
HOUSEKEEPING = timedelta(hours=6)
WARM_UP = timedelta(days=30)
BRIEFS = 'window = "24h"\nstories = 6\n'


@dataclass
class World:
    """The clock that all share, and the feeds."""

    feeds: int
    now: datetime = BEGIN
    asked: int = 0
    away: set[int] = field(default_factory=set)

    def seconds(self) -> float:
        """The time for Discord, Unix time."""
        return self.now.timestamp()

    def document(self, feed: int) -> str:
        """A feed as it is now, newest first."""
        rows = []
        last = int((self.now - BEGIN) / EVERY)
        for number in range(last, last - SHOWN, -1):
            published = BEGIN + number * EVERY
            # Every third event is told by two feeds.
            event = f"{number}x{feed // 2 if number % 3 == 0 else feed + 100}"
            tonnes = 19 if self.now - published > timedelta(hours=30) else 18
            words = " ".join(f"{kind}{event}" for kind in ("Probe", "Comet", "Rover", "Crew", "Moon"))
            rows.append(
                f"<item><guid>{number}</guid><title>{words}</title><link>http://127.0.0.1:9/{feed}/{number}</link>"
                f"<pubDate>{format_datetime(published)}</pubDate><description>At {tonnes} tonnes {words} is the "
                f"heaviest payload that Petrel{event} has lifted to orbit.</description></item>"
            )
        return f"<rss version='2.0'><channel><title>Feed {feed}</title>{''.join(rows)}</channel></rss>"

    async def answer(self, request: web.Request) -> web.Response:
        """GET /feed/N."""
        self.asked += 1
        feed = int(request.match_info["feed"])
        if feed in self.away:
            return web.Response(status=503)
        body = self.document(feed)
        etag = f'"{hash(body) & 0xFFFFFFFF:x}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": etag})


class SetClock:
    """Stands where the last step put it."""

    def __init__(self) -> None:
        self.at = BEGIN

    def now(self) -> datetime:
        """See bot.ports.Clock."""
        return self.at


def steps(days: int) -> Iterator[datetime]:
    """The moments of a life: by the hour until it is measured."""
    hour = timedelta(hours=1)
    yield from (BEGIN + n * hour for n in range(1, WARM_UP // hour + 1))
    yield from (BEGIN + WARM_UP + n * STEP for n in range(1, timedelta(days=days) // STEP + 1))


async def live(config_path: Path, token: str, url: str, days: int) -> None:
    """The bot. Tells its size once a day, as a line of JSON."""
    config, clock = load_config(config_path), SetClock()
    store_file = Path(config.store.url.removeprefix("sqlite:///"))
    client = DownlinkClient(api_url=config.discord.api_url, pace=Pace(rate=1000, burst=1000, limit=1000))
    async with open_newsroom(config, clock=clock) as room, aiohttp.ClientSession() as session:
        life = asyncio.create_task(client.run_until_stopped(token))
        dispatcher = Dispatcher(room.store, DiscordCourier(client, limit=2), clock)
        schedule = Schedule(room.store, room.editor, clock, dispatcher.nudge)
        corrector = Corrector(room.store, clock)
        schedule.set_plans(config.plans())
        while client.offline_for:  # noqa: ASYNC110 - discord.py has no event for it
            await asyncio.sleep(0.01)
        for now in steps(days):
            clock.at = now
            async with session.post(f"{url}/now", params={"at": now.isoformat()}):
                pass
            await room.gatherer.gather_due()
            await room.editor.file_items()
            await corrector.correct(config.plans())
            await schedule.fill_due()
            while await dispatcher.deliver_due():
                pass
            if (now - BEGIN) % HOUSEKEEPING == timedelta():
                await room.store.purge(now - config.store.retention)
            if now > BEGIN + WARM_UP and (now - BEGIN) % timedelta(days=1) == timedelta():
                print(json.dumps(size(store_file)), flush=True)
        await client.close()
        await life


def size(store: Path) -> dict[str, int]:
    """What this process holds: bytes of memory, open files, bytes of the store."""
    files = len(list(Path("/proc/self/fd").iterdir()))
    return {"rss": rss(), "files": files, "store": sum(f.stat().st_size for f in store.parent.glob(f"{store.name}*"))}


async def soak(days: int, feeds: int) -> dict[str, object]:
    """The whole run; its figures."""
    world = World(feeds)
    channels = [Channel(channel, f"channel-{channel}") for channel in CHANNELS]
    discord = RehearsalDiscord(channels=channels, pace=UNLIMITED, clock=world.seconds)
    days_lived: list[dict[str, int]] = []
    began = time.monotonic()

    async def set_now(request: web.Request) -> web.Response:
        world.now = datetime.fromisoformat(request.query["at"])
        hours = int((world.now - BEGIN) / timedelta(hours=1))
        world.away = {hours // 24 % feeds} if hours % 168 < 5 else set()
        if (world.now - BEGIN) % timedelta(hours=12) == timedelta(hours=7):
            await discord.close_gateway((1001, 4000, 4009)[hours // 12 % 3])
        since_monday = (world.now - BEGIN) % timedelta(days=7)
        if since_monday == timedelta(hours=8, minutes=30):
            discord.go_away(60)
        elif since_monday == timedelta(hours=9):
            discord.go_away(0)
        return web.Response()

    app = web.Application()
    app.router.add_post("/now", set_now)
    app.router.add_get("/feed/{feed:\\d+}", world.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with tempfile.TemporaryDirectory(prefix="downlink-soak-") as folder:
        async with discord:
            discord.faults.chance("message.create", 0.1, Fault(reset=True, when="after"))
            config = Path(folder) / "config.toml"
            config.write_text(
                f'[discord]\napi_url = "{discord.api_url}"\n[store]\nurl = "sqlite:///{Path(folder) / "soak.db"}"\n'
                f'retention = "{RETENTION.days}d"\n[fetch]\nallow_private = true\n'
                + "".join(f'[[feeds]]\nname = "Feed {n}"\nurl = "{url}/feed/{n}"\n' for n in range(feeds))
                + "".join(
                    f'[[briefs]]\nname = "Brief {n}"\nchannel = {channel}\nat = "0{n + 7}:30"\n{BRIEFS}'
                    for n, channel in enumerate(CHANNELS)
                )
            )
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "benchmarks.soak", "--child", str(config), url, str(days)),
                env={**os.environ, "DISCORD_TOKEN": discord.token},
                stdout=asyncio.subprocess.PIPE,
            )
            assert process.stdout is not None
            async for line in process.stdout:
                days_lived.append(json.loads(line))
                print(f"\r{len(days_lived)} of {days} days", end="", file=sys.stderr)
            await process.wait()
            posted = [message for channel in CHANNELS for message in discord.messages(channel)]
            resumed = discord.gateway.identified + discord.gateway.resumed
    await runner.cleanup()
    marks = [_mark(message) for message in posted]
    return {
        "days": len(days_lived),
        "seconds": round(time.monotonic() - began),
        "polls": world.asked,
        "briefs": len(posted),
        "duplicated": len(marks) - len(set(marks)),
        "corrected": sum("Correction: " in json.dumps(message) for message in posted),
        "sessions": resumed,
        **{name: thirds([day[name] for day in days_lived]) for name in ("rss", "files", "store")},
    }


def _mark(message: dict[str, object]) -> str:
    text = json.dumps(message)
    return text[text.index("downlink:") :].split('"')[0]


def thirds(samples: list[int]) -> list[float]:
    """The mean of each third."""
    third = max(len(samples) // 3, 1)
    return [round(mean(samples[n * third : (n + 1) * third] or samples), 1) for n in range(3)]


def holds(figures: dict[str, object], days: int) -> bool:
    """Whether the bounds do."""
    grown = [part for name in ("rss", "files", "store") if (part := figures[name]) and isinstance(part, list)]
    return (
        figures["briefs"] == (days + WARM_UP.days) * len(CHANNELS)
        and figures["duplicated"] == 0
        and bool(figures["corrected"])
        and all(last <= first * 1.05 for first, _, last in grown)
    )


def main() -> int:
    """Exit 0 where the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--feeds", type=int, default=6)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        set_up_logging(level="CRITICAL")
        config, url, days = args.child
        asyncio.run(live(Path(config), os.environ["DISCORD_TOKEN"], url, int(days)))
        return 0
    figures = asyncio.run(soak(args.days, args.feeds))
    ok = holds(figures, args.days)
    print(file=sys.stderr)
    print(json.dumps({**figures, "ok": ok}))
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
