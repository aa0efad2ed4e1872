"""The rehearsal Discord as a process of its own: `python -m bot.rehearsal --channel 1001=space-news`.

Prints one line of JSON, {"url", "api_url", "token", "pid"}, and serves until SIGINT or SIGTERM. A benchmark turns its
knobs over HTTP (see `control`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys

from bot.rehearsal.people import Channel
from bot.rehearsal.ratelimits import UNLIMITED, Pace
from bot.rehearsal.server import TOKEN, RehearsalDiscord


def _channel(text: str) -> Channel:
    number, _, name = text.partition("=")
    if not number.isdigit() or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not ID=NAME, such as 1001=space-news")
    return Channel(int(number), name)


async def serve(arguments: argparse.Namespace) -> None:
    """Run until told to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    channels = arguments.channel or [Channel(1001, "space-news")]
    pace = UNLIMITED if arguments.no_limits else Pace()
    async with RehearsalDiscord(
        port=arguments.port, token=arguments.token, channels=channels, pace=pace, seed=arguments.seed
    ) as discord:
        about = {"url": discord.url, "api_url": discord.api_url, "token": discord.token, "pid": os.getpid()}
        print(json.dumps(about), flush=True)
        await stop.wait()


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m bot.rehearsal", description="A Discord of our own on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one (default)")
    parser.add_argument("--token", default=TOKEN, help="what the bot must present")
    parser.add_argument("--channel", type=_channel, action="append", metavar="ID=NAME", help="may be repeated")
    parser.add_argument("--seed", type=int, default=0, help="of the faults that are drawn by chance")
    parser.add_argument("--no-limits", action="store_true", help="let any number of requests through")
    asyncio.run(serve(parser.parse_args(arguments)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
