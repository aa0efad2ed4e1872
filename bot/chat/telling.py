"""How one story, and the frame around all of them, is put in words: shared by every layout. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.chat.wire import LINK_MAX, inline, link, safe_url
from bot.model import Brief, Claim, ToldStory

TITLE_MAX, SENTENCE_MAX, PUBLISHER_MAX, NAME_MAX = 200, 600, 60, 100
SOURCES_SHOWN, TELLERS_SHOWN, CLAIM_MAX, NEWS_MAX, UNMET_MAX = 8, 2, 60, 80, 200
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Detail:
    """How much of a story is shown: so many sentences, sources and differences between them.

    Of its sources, those on which something shown rests come first for the places there are, numbered and linked;
    `links` says whether the others are, too, `named` whether they are named at all. `twice` gives the source its link
    to which the title leads already.
    """

    sentences: int = 12
    sentence_max: int = SENTENCE_MAX
    sources: int = SOURCES_SHOWN
    links: bool = True
    named: bool = True
    twice: bool = True
    differences: int = 2


FULL = Detail()
# A layout takes the first of these with which the brief needs the fewest messages.
LEVELS = (
    FULL,
    Detail(twice=False),
    Detail(links=False, twice=False),
    Detail(links=False, named=False, twice=False),
)
# And for a story that would not fit into a message by itself, from much to what fits anywhere.
_SHRINKING = (
    *(Detail(n, links=False, named=False, twice=False) for n in (8, 5, 3)),
    *(Detail(n, 400, 4, links=False, named=False, twice=False, differences=1) for n in (3, 2, 1)),
    Detail(1, 240, 0, differences=0),
    Detail(0, 0, 0, differences=0),
)


def fitting(detail: Detail, fits: Callable[[Detail], bool]) -> Detail:
    """`detail`, or the most that fits."""
    for candidate in (detail, *_SHRINKING):
        if fits(candidate):
            return candidate
    return _SHRINKING[-1]


# ---------------------------------------------------------------- a story


class Teller:
    """One story in words. Layouts try it in several details, so what was cleaned and escaped once is kept."""

    def __init__(self, story: ToldStory) -> None:
        self.story = story
        self.image = safe_url(story.image)
        self.url = safe_url(story.url)
        self._inline = cache(inline)
        self._link = cache(link)

    def title_line(self) -> str:
        """The story's title, bold, leading to its page."""
        title = self._link(self.story.title, self.url, TITLE_MAX) or "Untitled"
        return f"**{update_mark(self.story)}{title}**"

    def sentences(self, detail: Detail) -> str:
        """The sentences in one paragraph, each with the number of its source behind it."""
        told = self.story.sentences[: detail.sentences]
        return " ".join(f"{self._inline(said.text, detail.sentence_max)} [{said.source}]" for said in told)

    def source_line(self, detail: Detail) -> str:
        """When it happened, the numbered sources, and the telling that an update follows:
        `<t:0:R> · [1] NASA · [2] ESA · new since <t:0:d>: launched`, names as links.
        """
        marks = [timestamp(self.story.published, "R"), *self._source_marks(detail)]
        if earlier := self.story.earlier:
            address = safe_url(earlier.url)
            when = timestamp(earlier.told_at, "d")
            told = f"[{when}]({address})" if address else when
            new = self._inline(earlier.new, NEWS_MAX)
            marks.append(f"new since {told}: {new}" if new else f"told before, {told}")
        return " · ".join(marks)

    def difference_line(self, detail: Detail) -> str:
        """What sources changed since, and state differently: "Sources differ on the launch: SpaceNews: 18 Oct; NASA: 19
        Oct". Empty for nothing.
        """
        shown = differences(self.story, self._inline)[: detail.differences]
        lines = corrections(self.story, self._inline)[: detail.differences]
        return " · ".join([*lines, *shown])

    def _source_marks(self, detail: Detail) -> Iterator[str]:
        if not detail.sources:
            return
        cited = self._cited(detail)
        first = sorted(self.story.sources, key=lambda source: (source.n not in cited, source.n))[: detail.sources]
        linked = [source for source in first if detail.links or source.n in cited]
        named = [source for source in first if source not in linked] if detail.named else []
        for source in sorted(linked, key=lambda source: source.n):
            above = self.url if self.url and len(self.url) <= LINK_MAX else None  # where the title leads to
            spared = not detail.twice and above is not None and safe_url(source.url) == above
            name = self._link(source.publisher, None if spared else source.url, PUBLISHER_MAX)
            shown = _set_off(source.publisher, name, self._inline)
            yield f"[{source.n}] {shown}{' (linked above)' if spared else ''}"
        rest = [named_as(source.publisher, self._inline) for source in named]
        if more := len(self.story.sources) - len(linked) - len(named):
            rest.append(f"{more} more")
        if rest:
            yield f"{'also' if named else 'and'} {_listed(rest)}"

    def _cited(self, detail: Detail) -> set[int]:
        """The numbers of the sources on which something shown rests, the title too."""
        cited = {sentence.source for sentence in self.story.sentences[: detail.sentences]}
        cited |= {source.n for source in self.story.sources if safe_url(source.url) == self.url}
        for difference in self.story.differences[: detail.differences]:
            for rank, claim in enumerate(difference.claims):  # most say the first; who says otherwise is all linked
                cited |= set(claim.sources[: TELLERS_SHOWN if rank else 1])
        return cited


def update_mark(story: ToldStory) -> str:
    """What stands before the title of an update, "Update 2: "."""
    return f"Update {story.update}: " if story.update else ""


def differences(story: ToldStory, clean: Callable[[str, int], str]) -> list[str]:
    """Each difference between sources in one line, and of what: "Sources differ on the launch date: NASA, ESA: 19 Oct;
    SpaceNews: 18 Oct", or in a source's words, 'Sources differ on "a burn of …": ESA: 41 minutes; NASA: 44 minutes'.
    """
    names = {source.n: source.publisher for source in story.sources}

    def told(claim: Claim) -> str:
        tellers = [named_as(names[n], clean) for n in claim.sources if n in names]
        more = f" and {len(tellers) - TELLERS_SHOWN} more" if len(tellers) > TELLERS_SHOWN else ""
        return f"{', '.join(tellers[:TELLERS_SHOWN])}{more}: {clean(claim.text, CLAIM_MAX)}"

    def on(what: str) -> str:
        if what.startswith('"'):  # in a source's words
            words = clean(what.strip('"'), CLAIM_MAX)
            return f' on "{words}"'
        return f" on the {clean(what, CLAIM_MAX)}" if what else ""

    return [f"Sources differ{on(each.of)}: {'; '.join(map(told, each.claims))}" for each in story.differences]


def corrections(story: ToldStory, clean: Callable[[str, int], str]) -> list[str]:
    """What a source says otherwise than before, "Correction: NASA now says 19 tonnes, was 18 tonnes"."""
    names = {source.n: source.publisher for source in story.sources}
    return [
        f"Correction: {named_as(names.get(each.source, ''), clean, 'a source')} now says "
        f"{clean(each.now, CLAIM_MAX)}, was {clean(each.before, CLAIM_MAX)}"
        for each in story.corrections
        if not each.taken_back
    ]


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def named_as(publisher: str, clean: Callable[[str, int], str], nameless: str = "source") -> str:
    """A publisher's name as every list of several shows it: see `_set_off`."""
    return _set_off(publisher, clean(publisher, PUBLISHER_MAX), clean, nameless)


def _set_off(publisher: str, shown: str, clean: Callable[[str, int], str], nameless: str = "source") -> str:
    """A name as it is `shown`, between quotation marks where it has a list's own marks in it, "Orbit: The Magazine":
    nobody could tell where it ends. `nameless` where nothing of it can be shown.
    """
    apart = any(mark in clean(publisher, PUBLISHER_MAX) for mark in ":;,")
    return f'"{shown}"' if shown and apart else shown or nameless


def jump_url(guild_id: int, channel_id: int, message_id: int) -> str:
    """The address of a message, as "Copy Message Link" in Discord's client gives it."""
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


# ---------------------------------------------------------------- the frame


def timestamp(moment: datetime, style: str) -> str:
    """A time that every reader's client shows in their own zone and language."""
    return f"<t:{int(moment.timestamp())}:{style}>"


def zone(brief: Brief) -> ZoneInfo:
    """The brief's time zone."""
    try:
        return ZoneInfo(brief.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")  # the configuration has refused such a zone long before; a brief is still a brief


def local_time(brief: Brief, moment: datetime) -> str:
    """A time for those who read the brief outside Discord, in its zone: "2026-11-22 09:00 Europe/Berlin"."""
    own = zone(brief)
    return f"{moment.astimezone(own):%Y-%m-%d %H:%M} {own.key}"


def local_date(brief: Brief) -> str:
    """The brief's own date, "Sunday 22 November 2026", in its zone."""
    day = brief.written_at.astimezone(zone(brief))
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def name(brief: Brief) -> str:
    """The brief's name, safe to show."""
    return inline(brief.name, NAME_MAX) or "Brief"


def tally(brief: Brief) -> str:
    """How much was read for it, and from how many publishers it is told."""
    publishers = len({source.publisher for story in brief.stories for source in story.sources})
    if not publishers:
        return f"{came_in(brief)} read"
    return f"{_number(brief.considered, 'report')} read, told from {_number(publishers, 'publisher')}"


def came_in(brief: Brief) -> str:
    """How many reports there were, "41 reports"."""
    return _number(max(brief.came_in, brief.considered), "report")


def quiet(brief: Brief, since: str, clean: Callable[[str, int], str] = inline) -> str:
    """What a brief without stories says, with the time `since` which it looked in words."""
    if not (brief.came_in or brief.considered):
        return f"All quiet up there: no news came in since {since}."
    came = f"A quiet day: {came_in(brief)} came in since {since}"
    if brief.unmet:
        return f"{came}, and none fits what this brief chooses ({clean(brief.unmet, UNMET_MAX)})."
    return f"{came}. What this brief chooses from is not among them, or has been told before."


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
