"""`downlink poll`: every feed once, with progress, a table and the reason of each failure."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.config import Config, StoreTable, load_config
from bot.errors import ConfigError, FetchError
from bot.feeds import pacing
from bot.feeds.fetcher import MISSPELLED
from bot.feeds.guard import at_home
from bot.gatherer import Polled
from bot.model import Feed
from bot.newsroom import Newsroom, open_newsroom
from bot.owners import FILE_OWNER

# A longer table is not read; the summary and the failures are.
ROWS = 60
THIS_TIME = "poll"


async def poll(
    *, config_path: Path, feeds_file: Path | None, store_url: str | None, allow_private: bool, as_json: bool
) -> int:
    """Gather once; 0 if any feed could be read, 1 if none could."""
    config = _configuration(config_path, feeds_file, store_url, allow_private)
    feeds = config.feed_list() if feeds_file is None else read_feeds_file(feeds_file)
    names = {feed.url: feed.name for feed in feeds}
    if not feeds:
        raise ConfigError(f"{feeds_file or config_path}: there is no feed in it; add one")
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    # The feeds of a --feeds-file are wanted for this one time only; the configuration's stay as they are.
    async with open_newsroom(config, subscribe=feeds_file is None) as newsroom:
        if feeds_file is not None:
            await newsroom.store.sync_feeds(THIS_TIME, feeds, trusted=config.fetch.allow_private)
        with progress:
            task = progress.add_task("Reading feeds", total=len(feeds))
            polled = await newsroom.gatherer.gather_all(lambda _: progress.advance(task), urls=names.keys())
        polled += await _not_asked(newsroom, FILE_OWNER if feeds_file is None else THIS_TIME, polled)
        if feeds_file is not None:
            await newsroom.store.sync_feeds(THIS_TIME, [], trusted=config.fetch.allow_private)
    polled.sort(key=lambda outcome: (outcome.error is None, names.get(outcome.state.url, "")))
    if as_json:
        for outcome in polled:
            print(json.dumps(_as_json(outcome, names), ensure_ascii=False))
    else:
        _show(polled, names)
        if not config.fetch.allow_private and any(outcome.error and at_home(outcome.error) for outcome in polled):
            print("Feeds of your own network are read with --allow-private, or allow_private = true under [fetch].")
    return 0 if any(outcome.error is None for outcome in polled) else 1


async def _not_asked(newsroom: Newsroom, owner: str, polled: Sequence[Polled]) -> list[Polled]:
    """The owner's feeds that are gone for good, with the reason why nobody asks them."""
    asked, now = {outcome.state.id for outcome in polled}, newsroom.clock.now()
    return [
        Polled(status.state, error=FetchError(status.state.url, pacing.health(status.state, now)))
        for status in await newsroom.store.feed_statuses(owner)
        if status.state.stopped and status.state.id not in asked
    ]


def read_feeds_file(path: Path) -> list[Feed]:
    """An address a line; empty lines and those that begin with # don't count. Raises ConfigError naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise ConfigError(
            f"{path}: can't be read: {getattr(wrong, 'strerror', None) or 'it is not UTF-8 text'}"
        ) from None
    feeds: dict[str, Feed] = {}
    for number, line in enumerate(lines, 1):
        url = line.split("#", 1)[0].strip() if line.lstrip().startswith("#") else line.strip()
        if not url:
            continue
        if not url.startswith(("http://", "https://")):
            raise ConfigError(f"{path}:{number}: {url[:80]!r} is no address that starts with http:// or https://")
        feeds.setdefault(url, Feed(name=url, url=url))
    return list(feeds.values())


def _configuration(path: Path, feeds_file: Path | None, store_url: str | None, allow_private: bool) -> Config:
    """The file's, if it is needed or there, with what the command line says instead."""
    config = load_config(path) if feeds_file is None or path.exists() else Config()
    return config.model_copy(
        update={
            "store": StoreTable(url=store_url, retention=config.store.retention) if store_url else config.store,
            "fetch": config.fetch.model_copy(update={"allow_private": allow_private or config.fetch.allow_private}),
        }
    )


def _as_json(outcome: Polled, names: dict[str, str]) -> dict[str, object]:
    return {
        "feed": names.get(outcome.state.url, outcome.state.url),
        "url": outcome.state.url,
        "ok": outcome.error is None,
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "error": outcome.error.reason if outcome.error else None,
    }


def _show(polled: Sequence[Polled], names: dict[str, str]) -> None:
    failed = [outcome for outcome in polled if outcome.error]
    read = [outcome for outcome in polled if not outcome.error]
    shown = [outcome for outcome in read if outcome.new or outcome.changed or len(polled) <= ROWS]
    rows = [(", ".join(alike), "", "", reason) for reason, alike in _alike(failed, names).items()]
    for outcome in shown:
        how = "read" if outcome.new or outcome.changed else "nothing new"
        rows.append((_name(outcome, names), str(outcome.new or ""), str(outcome.changed or ""), how))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Feed", overflow="fold", max_width=44)
    table.add_column("New", justify="right")
    table.add_column("Changed", justify="right")
    table.add_column("How it went", overflow="fold")
    for feed, added, edited, how in rows[:ROWS]:
        table.add_row(_plain(feed), added, edited, _plain(how))
    console = Console(markup=False, highlight=False)
    console.print(table)
    if len(rows) > ROWS:
        console.print(f"... and {len(rows) - ROWS} more")
    new, changed = sum(outcome.new for outcome in polled), sum(outcome.changed for outcome in polled)
    console.print(f"\n{len(read)} of {len(polled)} feeds read, {new} new items, {changed} changed.")
    if len(polled) > 1 and not read:
        console.print("Not one could be read: is this computer online?")


def _alike(failed: Sequence[Polled], names: dict[str, str]) -> dict[str, list[str]]:
    """The feeds that failed by the reason, which each tells of its own host: for several, "..." stands for that,
    and nobody asks whether all of them are spelled right.
    """
    alike: dict[str, list[Polled]] = {}
    for outcome in failed:
        server = urlsplit(outcome.state.url).hostname or " "
        alike.setdefault(_reason(outcome).replace(server, "..."), []).append(outcome)
    return {
        reason.removesuffix(MISSPELLED) if len(several) > 1 else _reason(several[0]): [
            _name(outcome, names) for outcome in several
        ]
        for reason, several in alike.items()
    }


def _reason(outcome: Polled) -> str:
    return outcome.error.reason if outcome.error else ""


def _name(outcome: Polled, names: dict[str, str]) -> str:
    return names.get(outcome.state.url) or urlsplit(outcome.state.url).netloc


def _plain(text: str) -> str:
    """Without control characters: a feed's words must not steer the terminal."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)
