"""`downlink replay`: captured feeds through the real pipeline on a set clock, and every brief that comes of them.

    captures, in order of time -> gatherer -> store in memory -> editor, at each slot -> text, JSON, HTML

A feed is polled when a capture of it was made, and answers with that. The replay remembers what it told, as the bot
does, but in a store of its own: the configured store and Discord are never touched. The same input gives the same
files, byte for byte.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from rich.console import Console
from rich.progress import Progress

from bot.captures import Capture, CapturedFeeds, captures_in
from bot.chat import pages
from bot.chat.telling import local_time
from bot.config import Config, StoreTable
from bot.errors import ConfigError, DownlinkError, NothingRead
from bot.gatherer import ALL, Polled
from bot.model import Brief, BriefPlan, Feed, Slot
from bot.newsroom import open_newsroom
from bot.owners import FILE_OWNER
from bot.ports import Store
from bot.slots import slots_between
from bot.text import one_line

# A folder whose first captures are all no feed is left out: the others would only cost time.
TRIES = 3
_LEAST = timedelta(microseconds=1)


async def replay(
    folder: Path, config: Config, out: Path, *, since: datetime | None = None, until: datetime | None = None
) -> int:
    """Write every brief due from `since` to `until` (None: the first and the last capture) into `out`; the exit code.

    Raises DownlinkError where there is nothing to replay or nowhere to write.
    """
    if not config.briefs:
        raise ConfigError("the configuration has no brief to replay; add a [[briefs]] table")
    feeds = watched(folder, config.feed_list())
    times = [capture.at for feed in feeds for capture in feed.captures]
    since, until = since or min(times), until or max(times)
    if since > until:
        raise DownlinkError(f"nothing lies between {_minute(since)} and {_minute(until)}; see --from and --to")
    plans, changes = fitting(config.plans(), [feed.feed for feed in feeds])
    slots = due(plans, since, until)
    if not slots:
        raise DownlinkError(f"no brief is due from {_minute(since)} to {_minute(until)}; see --from and --to")
    # So long before the first slot as a brief may look back, the bot is started.
    polls = polls_between(feeds, since - max(plan.window for plan in plans), slots[-1].slot.due)
    _make_folder(out)
    posted: list[Posted] = []
    unread: list[Due] = []
    with _progress() as progress:
        task = progress.add_task("Replaying", total=len(polls) + len(slots))
        async for one in briefs(config, feeds, polls, slots, unread, lambda: progress.advance(task)):
            posted.append(one)
            _save(out, one)
            print(one)
    notes = [*map(str, feeds), *changes]
    if unread:
        notes.append(
            f"Not written, for no feed had been read by then: {len(unread)}, until {_minute(unread[-1].slot.due)}"
        )
    _write(out / "index.html", index(posted, notes))
    count = f"{len(posted)} {'brief' if len(posted) == 1 else 'briefs'}"
    print(*notes, f"{count} in {out}; open {out / 'index.html'}", sep="\n", file=sys.stderr)
    if not any(feed.read for feed in feeds):
        raise DownlinkError(f"{folder}: nothing in it could be read as a feed; the reasons stand above")
    return 0


# ---------------------------------------------------------------- which feeds


@dataclass
class Watched:
    """A feed of the replay, its captures, and how reading them goes. `configured`: the configuration names it."""

    feed: Feed
    configured: bool
    folders: list[str] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    read: int = 0
    items: int = 0
    failed: list[str] = field(default_factory=list)  # "folder/file: reason"

    @property
    def given_up(self) -> bool:
        """Whether its captures are no feed."""
        return not self.read and len(self.failed) >= TRIES

    def note(self, capture: Capture, polled: Polled) -> None:
        """Remember how reading a capture went."""
        if polled.error:
            self.failed.append(f"{capture.path.parent.name}/{capture.path.name}: {polled.error.reason}")
        else:
            self.read += 1
            self.items += polled.new

    def __str__(self) -> str:
        """For people: which feed the folder is, and how reading it went."""
        if not self.captures:
            how = "left out: no file in it is named by its time, such as 20260417T090000Z.xml"
        elif not self.read:
            how = f"left out: {self.failed[0] if self.failed else 'nothing in it is of this time'}"
        else:
            whose = f'the feed "{self.feed.name}"' if self.configured else "a feed of its own"
            fault = f"; {len(self.failed)} not read, the first {self.failed[0]}" if self.failed else ""
            how = f"{whose}, captures read: {self.read}, new items: {self.items}{fault}"
        return one_line(f"{', '.join(self.folders)}: {how}")


def slug(name: str) -> str:
    """A name as folders and files are called: "Space.com" is "space-com"."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def watched(folder: Path, feeds: Sequence[Feed]) -> list[Watched]:
    """The folders of `folder` as feeds: those of `feeds` whose name has the folder's slug, else feeds of their own.

    Raises DownlinkError where there is no capture at all.
    """
    configured = {slug(feed.name): feed for feed in reversed(feeds)}
    found: dict[str, Watched] = {}
    try:
        for place in sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] != "."):
            named = configured.get(slug(place.name))
            # RFC 2606 keeps .invalid from ever being an address. Whoever captured it knows what it is.
            feed = named or Feed(name=place.name, url=f"https://captured.invalid/{quote(place.name)}/", collects=True)
            one = found.setdefault(feed.url, Watched(feed, named is not None))
            one.folders.append(place.name)
            one.captures = sorted([*one.captures, *captures_in(place)], key=lambda capture: capture.at)
    except OSError as wrong:
        raise DownlinkError(f"{wrong.filename or folder}: can't be read: {wrong.strerror}") from None
    if not any(one.captures for one in found.values()):
        raise DownlinkError(
            f"{folder}: there is no capture in it. It should hold a folder for each feed, and in that files named by "
            "their time in UTC, such as 20260417T090000Z.xml (or .rss, .atom, .json, .jsonl; also .gz)."
        )
    return list(found.values())


def fitting(plans: Sequence[BriefPlan], feeds: Sequence[Feed]) -> tuple[list[BriefPlan], list[str]]:
    """The plans, without a choice of feeds or tags that none of `feeds` meets, and in words what was dropped."""
    names, tags = {feed.name for feed in feeds}, {tag for feed in feeds for tag in feed.tags}
    changed, words = [], []
    for plan in plans:
        selection = plan.selection
        if selection.feeds and not names & set(selection.feeds):
            selection = replace(selection, feeds=())
            words.append(f'brief "{plan.name}": none of its feeds was captured, so it chooses from all that were')
        if selection.tags and not tags & set(selection.tags):
            selection = replace(selection, tags=())
            words.append(f'brief "{plan.name}": no captured feed has one of its tags, so it chooses from all')
        changed.append(replace(plan, selection=selection))
    return changed, words


# ---------------------------------------------------------------- what happens when


class Poll(NamedTuple):
    """A feed is asked, and answers with a capture."""

    at: datetime
    feed: Watched
    capture: Capture


class Due(NamedTuple):
    """A brief's time has come."""

    plan: BriefPlan
    slot: Slot


def polls_between(feeds: Sequence[Watched], start: datetime, end: datetime) -> list[Poll]:
    """One poll a feed at `start`, with what it answered then, and one at each capture until `end`, in order of time."""
    polls = []
    for feed in feeds:
        before = [capture for capture in feed.captures if capture.at <= start]
        polls += [Poll(start, feed, capture) for capture in before[-1:]]
        polls += [Poll(capture.at, feed, capture) for capture in feed.captures if start < capture.at <= end]
    return sorted(polls, key=lambda poll: poll.at)


def due(plans: Sequence[BriefPlan], since: datetime, until: datetime) -> list[Due]:
    """The plans' slots from `since` to `until`, both included, in order of time."""
    slots = [Due(plan, slot) for plan in plans for slot in slots_between(plan, since - _LEAST, until)]
    return sorted(slots, key=lambda one: one.slot.due)


@dataclass(frozen=True, slots=True)
class Posted:
    """A brief that would have been posted, and the name of its files without their endings."""

    slot: Slot
    brief: Brief
    stem: str

    def __str__(self) -> str:
        """A line for people."""
        told, read = len(self.brief.stories), self.brief.considered
        how = f"{told} {'story' if told == 1 else 'stories'} of {read} report{'' if read == 1 else 's'}"
        return one_line(f"{local_time(self.brief, self.slot.due)}, {self.brief.name}: {how}, {self.stem}.html")


@dataclass
class _SetClock:
    at: datetime

    def now(self) -> datetime:
        return self.at


async def briefs(
    config: Config,
    feeds: Sequence[Watched],
    polls: Sequence[Poll],
    slots: Sequence[Due],
    unread: list[Due],
    on_step: Callable[[], object],
) -> AsyncIterator[Posted]:
    """Live through polls and slots in order of time; the briefs that are posted, as they are written.

    `unread` gets the slots before which no feed had been read.
    """
    clock, captured = _SetClock(polls[0].at if polls else slots[0].slot.due), CapturedFeeds()
    own = config.model_copy(update={"feeds": (), "store": StoreTable(url="sqlite://")})
    stems = _stems([one.plan for one in slots])
    upcoming = iter([*polls, None])
    poll = next(upcoming)
    async with open_newsroom(own, clock=clock, fetcher=captured) as room:
        await room.store.sync_feeds(FILE_OWNER, [feed.feed for feed in feeds], trusted=False)
        states = {state.url: state for state in await room.store.due_feeds(ALL, len(feeds))}

        async def ask(url: str) -> Polled:
            polled = await room.gatherer.poll(states[url])
            states[url] = polled.state
            return polled

        for plan, slot in slots:
            while poll and poll.at <= slot.due:
                if not poll.feed.given_up:
                    clock.at = poll.at
                    captured.serve(poll.feed.feed.url, poll.capture.path)
                    poll.feed.note(poll.capture, await ask(poll.feed.feed.url))
                on_step()
                poll = next(upcoming)
            clock.at = slot.due
            # Between two captures a feed answers as before, so it was read, and a day without news is a quiet one.
            for url, state in list(states.items()):
                if state.last_ok and state.last_ok < slot.due - plan.window:
                    await ask(url)
            try:
                await room.editor.fill(plan, slot, expires=slot.due + plan.grace)
            except NothingRead:
                unread.append(Due(plan, slot))
            if brief := await _posted(room.store, slot):
                yield Posted(slot, brief, f"{slot.due:%Y%m%dT%H%M%SZ}-{stems[plan.id]}")
            await room.store.purge(clock.at - config.store.retention)
            on_step()


async def _posted(store: Store, slot: Slot) -> Brief | None:
    """What the outbox holds for a slot; None on a quiet day that is not to be posted."""
    for delivery in await store.deliveries(slot.plan_id, limit=1):
        if delivery.slot_key == slot.key:
            return await store.brief_by_mark(delivery.message.mark)
    return None


def _stems(plans: Sequence[BriefPlan]) -> dict[str, str]:
    """A name for each plan's files, different for each plan."""
    stems: dict[str, str] = {}
    for plan in plans:
        if plan.id not in stems:
            name = stem = slug(plan.name)[:60] or "brief"
            while stem in stems.values():
                stem = f"{name}-{len(stems) + 1}"
            stems[plan.id] = stem
    return stems


# ---------------------------------------------------------------- what is written


def index(posted: Sequence[Posted], notes: Sequence[str]) -> str:
    """A page that leads to every brief and says which folder was which feed."""
    listed = (
        "".join(_html_entry(one) for one in posted) or "<article><p>No brief would have been posted.</p></article>\n"
    )
    told = "".join(f"<p>{escape(note)}</p>\n" for note in notes)
    return pages.page(
        "Replay", f"<header><h1>Replay</h1></header>\n{listed}<article>\n<h2>Feeds</h2>\n{told}</article>\n"
    )


def _html_entry(one: Posted) -> str:
    titles = "".join(f"<p>{escape(one_line(story.title))}</p>\n" for story in one.brief.stories)
    links = "".join(f'<li><a href="{quote(one.stem)}.{kind}">{kind}</a></li>' for kind in ("html", "txt", "json"))
    heading = f"{local_time(one.brief, one.slot.due)}, {one_line(one.brief.name)}"
    return f"<article>\n<h2>{escape(heading)}</h2>\n{titles}<ol>{links}</ol>\n</article>\n"


def _save(out: Path, one: Posted) -> None:
    _write(out / f"{one.stem}.txt", pages.as_text(one.brief))
    _write(out / f"{one.stem}.json", json.dumps(pages.as_json(one.brief), ensure_ascii=False, indent=2) + "\n")
    _write(out / f"{one.stem}.html", pages.as_html(one.brief))


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise DownlinkError(f"{out}: the folder can't be made: {wrong.strerror}; name another with --out") from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as wrong:
        raise DownlinkError(f"{path}: can't be written: {wrong.strerror}") from None


def _progress() -> Progress:
    return Progress(
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
        redirect_stdout=sys.stdout.isatty(),  # else the briefs' lines would follow the bar to standard error
    )


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
