"""Ten thousand briefs due in one minute: how fast they go out, and what is refused on the way.

    python -m benchmarks.fanout [--channels N] [--rate R]

    --channels   how many channels, a brief each; 10000 if not given
    --rate       requests a second that the bot allows itself; 45 if not given, below Discord's 50

Discord is bot.rehearsal with Discord's own rate limits, in this process; the outbox works in a process of its own,
whose memory is measured. Bounds: all delivered once, at no less than 95% of the pace; nothing refused; memory of the
last third within 5% of the first.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

from bot.chat.client import DownlinkClient
from bot.chat.courier import DiscordCourier
from bot.chat.pace import Pace
from bot.chat.render import messages
from bot.logs import set_up_logging
from bot.model import Brief, Sentence, Slot, Source, ToldStory
from bot.newsroom import SystemClock, spare_loaded
from bot.outbox import Dispatcher
from bot.rehearsal import Channel, RehearsalDiscord
from bot.store import open_store

FIRST_CHANNEL = 1_000_000
SAMPLE_EVERY = 1.0  # seconds


async def fill(url: str, channels: int) -> None:
    """Every channel's brief, due now."""
    now = datetime.now(UTC)
    store = await open_store(url)
    source = Source(1, "Orbit Post", "https://orbit-post.example/1")
    story = ToldStory(
        story_id=1,
        title="The probe has left its orbit",
        url=source.url,
        sentences=(Sentence("Controllers confirmed on Monday that the engine burned for nine minutes.", 1),),
        sources=(source,),
        published=now,
    )
    brief = Brief("Morning", now, now - timedelta(days=1), "UTC", (story,) * 3, considered=3)
    for n in range(channels):
        # Due while the bot runs: what was due before it began is looked for in its channel first.
        slot = Slot(f"plan {n}", "now", now + timedelta(hours=1))
        parts = messages(brief, layout="cards", mark=f"downlink:{n:012x}")
        await store.write_brief(slot, brief, parts, FIRST_CHANNEL + n, now + timedelta(hours=6))
    await store.close()


async def deliver(url: str, api_url: str, token: str, rate: float) -> None:
    """The outbox alone, until nothing is left; samples of its memory as lines of JSON."""
    store = await open_store(url)
    client = DownlinkClient(api_url=api_url, pace=Pace(rate=rate))
    life = asyncio.create_task(client.run_until_stopped(token))
    while client.user is None:  # noqa: ASYNC110 - discord.py has no event for being logged in
        await asyncio.sleep(0.01)
    dispatcher = Dispatcher(store, DiscordCourier(client), SystemClock())
    working = asyncio.create_task(dispatcher.run())
    while await store.next_due() is not None:
        print(json.dumps({"rss": rss()}), flush=True)
        await asyncio.sleep(SAMPLE_EVERY)
    dispatcher.stop()
    await working
    await client.close()
    await life
    await store.close()


def rss() -> int:
    """Resident memory of the process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def fanout(channels: int, rate: float) -> dict[str, object]:
    """The whole run; its figures."""
    with tempfile.TemporaryDirectory(prefix="downlink-fanout-") as folder:
        url = f"sqlite:///{Path(folder) / 'fanout.db'}"
        await fill(url, channels)
        places = [Channel(FIRST_CHANNEL + n, f"channel-{n}") for n in range(channels)]
        async with RehearsalDiscord(channels=places) as discord:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "benchmarks.fanout", "--child", url, discord.api_url, str(rate)),
                env={**os.environ, "DISCORD_TOKEN": discord.token},
                stdout=asyncio.subprocess.PIPE,
            )
            assert process.stdout is not None
            began = time.monotonic()
            memory = []
            async for line in process.stdout:
                memory.append(int(json.loads(line)["rss"]))
                print(f"\r{sum(bool(p.messages) for p in places)} of {channels}", end="", file=sys.stderr)
            await process.wait()
            took = time.monotonic() - began
            posted = Counter(len(discord.messages(place.id)) for place in places)
            refused = sum(n for status, n in discord.rest.statuses.items() if status >= 400)
    third = max(len(memory) // 3, 1)
    first, last = mean(memory[third // 2 : third] or memory), mean(memory[-third:])
    return {
        "channels": channels,
        "delivered": posted[1],
        "duplicated": sum(n for count, n in posted.items() if count > 1),
        "seconds": round(took, 1),
        "rate": round(posted[1] / took, 2),
        "of_pace": round(posted[1] / took / rate, 3),
        "refused": refused,
        "memory_mb": [round(first / 2**20, 1), round(last / 2**20, 1)],
        "memory_growth": round(last / first - 1, 3),
    }


def main() -> int:
    """Exit 0 where the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--channels", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=45.0)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        set_up_logging(level="WARNING")
        spare_loaded()  # as `downlink run` does
        url, api_url, rate = args.child
        asyncio.run(deliver(url, api_url, os.environ["DISCORD_TOKEN"], float(rate)))
        return 0
    figures = asyncio.run(fanout(args.channels, args.rate))
    print(file=sys.stderr)
    for name, value in figures.items():
        print(f"{name:<14} {value}")
    holds = (
        figures["delivered"] == args.channels
        and not figures["refused"]
        and float(str(figures["of_pace"])) >= 0.95
        and float(str(figures["memory_growth"])) <= 0.05
    )
    print(json.dumps({**figures, "ok": holds}))
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
