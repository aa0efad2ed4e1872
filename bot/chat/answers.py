"""Answers to commands, as bodies of Discord messages: lists and explanations, within the limits however long. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chat.telling import (
    LEVELS,
    PUBLISHER_MAX,
    TITLE_MAX,
    UNMET_MAX,
    Detail,
    Teller,
    came_in,
    fitting,
    tally,
    timestamp,
    update_mark,
)
from bot.chat.wire import ACCENT, EMBED_DESCRIPTION_MAX, Json, embed, inline, link, message
from bot.model import Brief, BriefPlan, Feed, FeedStatus, Item, Tier, ToldStory
from bot.owners import FILE_OWNER
from bot.selection import carries, foreign

_WARNING = 0xD9822B
_ROWS_MAX = 3900  # of a description's 4096 characters, so that "and 99 more" and a last line fit
_MESSAGE_MAX = 5600  # of the 6000 that a message's embeds share, with a title of 240 once it is escaped
_LONG_LED = timedelta(days=2)  # by temporary redirects; for less, a publisher repairs something
# Of each story all that there is to tell; where that is too long, each with fewer links than the one before.
_EXPLAINED = tuple(replace(level, sources=25) for level in LEVELS)
_OTHERS = 3  # that are named beside the one that is explained
_SUM = (
    "In the sums, *publishers* is log2 of 1 + how many, a community one counting half, and *newness* falls from 1 to "
    "0.8 over the time that the brief looks back."
)
_MESSAGES_MAX = 5  # that one command or button may fill a person's screen with


def news_list(
    items: Sequence[Item], *, title: str = "Latest news", of: FeedStatus | None = None, more: str = ""
) -> list[Json]:
    """Reports, one under the other, in the order given, and that there is `more`, in words; they are all `of` one feed,
    if it is given.
    """
    rows = [
        f"**{link(item.title, item.url, TITLE_MAX) or 'Untitled'}**\n"
        f"-# {inline(item.publisher, PUBLISHER_MAX)} · {_age(item)}"
        for item in items
    ]
    last = [f"-# {more}"] if more else []
    return listings(title, [*rows, *last], empty=_silence(of) if of else "Nothing found.")


def _age(item: Item) -> str:
    """When it was published; of one that gives no date, or one to come, when it was read first."""
    read = "no date, first read " if item.published == item.first_seen else ""
    return f"{read}{timestamp(item.published, 'R')}"


def _silence(status: FeedStatus) -> str:
    """Why there is no report of a feed."""
    if status.paused:
        return "This feed rests, for an admin has paused it."
    if status.state.last_ok is None:
        failed = status.state.failures or status.state.stopped
        return "This feed could not be read so far: `/feed health` says why." if failed else "This feed isn't read yet."
    return "This feed has no report so far."


def feed_list(statuses: Sequence[FeedStatus], now: datetime) -> list[Json]:
    """Every feed with how it goes, in the order given; a message for each 25 or so."""
    at: dict[str, list[FeedStatus]] = {}
    for status in statuses:
        at.setdefault(_asked_at(status), []).append(status)
    rows = [
        f"{_feed_name(status)} · {_TIERS[status.feed.tier]}{_collects(status)}{_own(status)}\n"
        f"-# {_going(status, now)}{_tags(status)}{_twice(status, at[_asked_at(status)])}{_led(status, now)}"
        for status in statuses
    ]
    return listings(f"Feeds ({len(statuses)})", rows, empty="No feeds yet: `/feed add` takes one.")


def feed_added(feed: Feed, entries: int, newest: datetime | None, language: str, plans: Sequence[BriefPlan]) -> str:
    """That a feed is now read, what was found in it, and which of the server's own briefs choose from it."""
    held = f"{entries:,} {'entry' if entries == 1 else 'entries'}"
    fresh = f", the newest {timestamp(newest, 'R')}" if newest else ""
    known = link(feed.name, feed.url, 100)
    return f"**{known}** is one of this server's feeds now: {held}{fresh}. {_chosen_by(feed, language, plans)}"


def _chosen_by(feed: Feed, language: str, plans: Sequence[BriefPlan]) -> str:
    carriers = [plan for plan in plans if carries(feed, plan.selection)]
    if takers := [plan for plan in carriers if not foreign(plan.selection, [feed], {feed.name: {language}})]:
        names = ", ".join(inline(plan.name, 100) for plan in takers[:5]) + (" and others" if len(takers) > 5 else "")
        return f"It is read within a minute, and chosen from by {names}."
    if not plans:
        return "Only a brief that the server makes itself chooses from it: `/brief schedule` makes one."
    why = (
        f"it is in {inline(language, 20)}, and they take other languages"
        if carriers
        else "they name other feeds or tags"
    )
    return f"None of this server's own briefs chooses from it, for {why}: `/brief edit` changes that."


_TIERS = {Tier.OFFICIAL: "official", Tier.PRESS: "press", Tier.COMMUNITY: "community"}


def feed_health(statuses: Sequence[FeedStatus], now: datetime) -> Json:
    """The feeds that need a look, the longest failing first; a word of how many are fine."""
    troubled = sorted(
        (status for status in statuses if not status.paused and (status.state.stopped or status.state.failures)),
        key=lambda status: (not status.state.stopped, -status.state.failures, status.feed.name),
    )
    others = [status for status in statuses if status not in troubled]
    paused = sum(status.paused for status in others)
    waiting = sum(status.state.last_poll is None and not status.paused for status in others)
    summary = f"{len(others) - paused - waiting} of {len(statuses)} fine"
    summary += f", {paused} paused" if paused else ""
    summary += f", {waiting} not read yet" if waiting else ""
    if not troubled:
        return listing("Feed health", [], empty=f"All is well: {summary}." if statuses else "No feeds yet.")
    if 1 < len(troubled) == len(statuses):
        summary += ". Is the computer that Downlink runs on online?"
    rows = [f"{_feed_name(status)}\n{_going(status, now)}" for status in troubled]
    return listing("Feed health", [summary, *rows], accent=_WARNING)


def _tags(status: FeedStatus) -> str:
    """What a brief may choose the feed by, besides its name."""
    return f" · tags {inline(', '.join(status.feed.tags), 100)}" if status.feed.tags else ""


def _asked_at(status: FeedStatus) -> str:
    return status.state.moved_to or status.feed.url


def _twice(status: FeedStatus, there: Sequence[FeedStatus]) -> str:
    """That others of the feeds `there`, at its address, have come to it by redirects, too."""
    others = [inline(other.feed.name, 60) for other in there[:4] if other is not status]
    return f" · leads to the same address as {', '.join(others)}" if others else ""


def _led(status: FeedStatus, now: datetime) -> str:
    """That another host has long been answering in its place."""
    state = status.state
    if not state.led_to or state.led_since is None or now - state.led_since < _LONG_LED:
        return ""
    since = timestamp(state.led_since, "D")
    return f" · led to {inline(state.led_to, 60)} by a temporary redirect since {since}: if that stays, read it there"


def _collects(status: FeedStatus) -> str:
    return ", collects others' reports" if status.feed.collects else ""


def _own(status: FeedStatus) -> str:
    return "" if status.owner == FILE_OWNER else " · this server's own"


def _feed_name(status: FeedStatus) -> str:
    return f"**{link(status.feed.name, status.feed.url, 100) or 'Unnamed'}**"


def _going(status: FeedStatus, now: datetime) -> str:
    """How fetching this feed goes, in one line."""
    state = status.state
    held = f"{status.items:,} {'report' if status.items == 1 else 'reports'}"
    if status.paused:
        return f"paused: `/feed resume` starts it again · {held}"
    if state.stopped:
        return f"stopped: {inline(state.reason, 200) or 'its server says that it is gone'} · {held}"
    if state.failures:
        times = "once" if state.failures == 1 else f"{state.failures} times in a row"
        worked = f"last worked {timestamp(state.last_ok, 'R')}" if state.last_ok else "has never worked"
        again = f", asked again {_soon(state.next_poll, now)}"
        return f"failed {times}: {inline(state.reason, 200) or 'no reason given'} · {worked}{again}"
    rests = state.not_before is not None and state.not_before > now
    rest = f" · its server asks to be left alone, so it is read {_soon(state.next_poll, now)}" if rests else ""
    if state.last_poll is None:
        return f"not read yet{rest}"
    newest = f" · something new {timestamp(state.last_new, 'R')}" if state.last_new else ""
    return f"read {timestamp(state.last_poll, 'R')} · {held}{newest}{rest}"


def _soon(moment: datetime | None, now: datetime) -> str:
    return timestamp(moment, "R") if moment and moment > now + timedelta(seconds=5) else "now"


def why(brief: Brief) -> list[Json]:
    """What is behind a brief, in as many messages as it takes: how it was chosen and, story by story, for which reasons
    and from which sources.
    """
    if not brief.stories:
        told = f"{came_in(brief)} came in between {timestamp(brief.since, 'f')} and {timestamp(brief.written_at, 'f')}."
        if brief.unmet:
            choice = inline(brief.unmet, UNMET_MAX)
            why_not = (
                f"None of them fits what the brief chooses: **{choice}**. `/brief edit` changes that; of a brief in "
                "the bot's configuration file, the bot's owner does."
            )
        else:
            why_not = (
                "A brief tells what fits its choice of feeds, topics and languages, is about space and hasn't been "
                "told before; this time, nothing."
            )
        return [listing("Why so quiet?", [f"{told} {why_not}"])]
    intro = (
        f"{tally(brief)}, between {timestamp(brief.since, 'f')} and {timestamp(brief.written_at, 'f')}. Reports of one "
        "event are one story. A story counts for more the more publishers tell it, where one of them speaks of its own "
        "work (official), where it is on one of the brief's topics, where a headline says that something happened or "
        "who or what flies, and the newer it is. The score is worked out from that. Every sentence stands in the "
        f"source whose number it carries.\n-# {_SUM}"
    )
    whole, spared = (
        listings("Why these?", [intro, *(_reasons(n, story, detail) for n, story in enumerate(brief.stories, start=1))])
        for detail in _EXPLAINED[:2]
    )
    return spared if len(spared) < len(whole) else whole


def _reasons(n: int, story: ToldStory, detail: Detail) -> str:
    return f"**{n}\\. {_explained(story, detail)}"


@dataclass(frozen=True, slots=True)
class Telling:
    """That a brief, by its name, told a story."""

    brief: str
    told_at: datetime
    story: ToldStory
    url: str = ""

    @property
    def line(self) -> str:
        """Which brief, and when, a link to the message if it is known."""
        when = timestamp(self.told_at, "f")
        return f"{inline(self.brief, 100)}, {f'[{when}]({self.url})' if self.url else when}"

    def tells(self, words: Sequence[str]) -> bool:
        """Whether all of the words stand in what was told, in the headline or below it."""
        told = " ".join([self.story.title, *(said.text for said in self.story.sentences)]).casefold()
        return all(word in told for word in words)


def why_story(telling: Telling, others: Sequence[Telling] = ()) -> Json:
    """Why a brief told a story, and from which sources. `others` are tellings that may have been meant as well: of the
    same story by other briefs, and of other stories.
    """
    same = [each for each in others if each.story.story_id == telling.story.story_id]
    rows = [
        f"**{_explained(telling.story)}",
        f"Told by {telling.line}",
    ]
    if same:
        by = "; ".join(each.line for each in same[:_OTHERS])
        rows.append(f"-# Also told by {by}. Name one of them as `brief` to see its reasons.")
    if titles := dict.fromkeys(each.story.title for each in others if each not in same):
        named = " · ".join(inline(title, 120) for title in list(titles)[:_OTHERS])
        more = f" and {len(titles) - _OTHERS} more" if len(titles) > _OTHERS else ""
        rows.append(f"-# Those words are in other stories, too: {named}{more}")
    if sum(len(row) + 2 for row in rows) + len(_SUM) <= _ROWS_MAX - 5:
        rows.append(f"-# {_SUM}")
    return listing("Why this story?", rows)


def _explained(story: ToldStory, detail: Detail = _EXPLAINED[0]) -> str:
    """From the title on, the opening ** aside; with fewer links where one embed doesn't hold them."""
    reasons = " · ".join(inline(reason, 120) for reason in story.reasons[:8]) or "the best of what was left"
    title = link(story.title, story.url, TITLE_MAX) or "Untitled"
    teller = Teller(story)

    def told(detail: Detail) -> str:
        small = "".join(f"\n-# {line}" for line in (teller.difference_line(detail), teller.source_line(detail)) if line)
        return f"{update_mark(story)}{title}**\n{reasons}{small}"

    def fits(detail: Detail) -> bool:
        return len(told(detail)) <= _ROWS_MAX - len("**99\\. ") - 2

    return told(next(filter(fits, (detail, *_EXPLAINED)), None) or fitting(_EXPLAINED[-1], fits))


def about(version: str, counts: Mapping[str, int]) -> Json:
    """What Downlink is, and what it looks after here: `counts` by what is counted, such as {"feeds": 25}."""
    told = embed(
        "Space news, once a day and to the point: one brief at your server's own hour, one story with all its "
        "sources, every sentence traceable to one of them.\n\n"
        "**For everybody:** `/news latest`, `/news search`, `/news why`, `/privacy`\n"
        "**For admins:** `/brief schedule` makes a brief, `/brief status` says how it goes, `/feed add` takes a feed\n"
        "-# It reads feeds, never your messages.",
        title=f"Downlink {inline(version, 40)}",
    )
    if counts:
        told["fields"] = [
            {"name": inline(what, 60).capitalize() or "Count", "value": f"{count:,}", "inline": True}
            for what, count in list(counts.items())[:24]
        ]
    return message(embeds=[told])


def listing(title: str, rows: Sequence[str], *, empty: str = "", accent: int = ACCENT) -> Json:
    """Rows in one embed, as many as fit, and how many more there are."""
    [body] = listings(title, rows, empty=empty, accent=accent, most=1)
    return body


def listings(
    title: str, rows: Sequence[str], *, empty: str = "", accent: int = ACCENT, most: int = _MESSAGES_MAX
) -> list[Json]:
    """The same in up to `most` messages; the title stands on the first. An embed holds fewer characters than a message,
    so a full message has two.
    """
    shown: list[list[list[str]]] = [[[]]]  # messages, their embeds, the rows in each
    used, total = 0, 0
    for n, row in enumerate(rows):
        length = len(row) + 2
        if total + length > _MESSAGE_MAX or length > _ROWS_MAX:
            if len(shown) == most or length > _ROWS_MAX:
                shown[-1][-1].append(f"and {len(rows) - n:,} more")
                break
            shown.append([[]])
            used = total = 0
        elif used + length > _ROWS_MAX:
            shown[-1].append([])
            used = 0
        shown[-1][-1].append(row)
        used += length
        total += length
    texts = [["\n\n".join(some) or empty or "Nothing." for some in each] for each in shown]
    if any(len(text) > EMBED_DESCRIPTION_MAX for each in texts for text in each):
        raise ValueError("a listing longer than an embed")  # _ROWS_MAX leaves room, so this is a bug
    titles = iter([inline(title, 120)])
    return [message(embeds=[embed(text, title=next(titles, ""), accent=accent) for text in each]) for each in texts]
