"""What a brief looks like in Discord: one function for each layout, from a Brief to bodies of Create Message. Pure.

A layout gets a brief, its mark and the role to ping, and gives the parts that it takes, as few as it can: each the
body of one message and the stories in it, no story over two of them. Every body carries the mark of its part, and each
holds to Discord's limits whatever the feeds said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.chat import telling, wire
from bot.chat.telling import LEVELS, Detail, Teller
from bot.chat.wire import Json
from bot.model import Brief, ToldStory
from bot.text import clip, one_line


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the stories of one of a brief's messages, number `part` (from 0) of `parts`."""

    brief: Brief
    brief_mark: str
    ping_role: int | None
    part: int = 0
    parts: int = 1

    def all(self, parts: int) -> list[Frame]:
        """The frames of the whole brief, when it takes so many parts."""
        return [replace(self, part=part, parts=parts) for part in range(parts)]

    @property
    def mark(self) -> str:
        """The message's own mark."""
        return f"{self.brief_mark}:{self.part}"

    @property
    def pinged(self) -> int | None:
        """The role that this message pings: only the first one does."""
        return self.ping_role if self.part == 0 else None

    @property
    def ping(self) -> list[str]:
        """The line that pings, if any."""
        return [] if self.pinged is None else [f"<@&{self.pinged}>"]

    @property
    def heading(self) -> str:
        """Name and date above the first stories, a slim line above later ones."""
        name = telling.name(self.brief)
        if self.part:
            return f"-# {name}, {self.part + 1} of {self.parts}"
        return f"## {name}\n-# {telling.local_date(self.brief)}"

    @property
    def quiet(self) -> str:
        """What stands in the place of stories."""
        return telling.quiet(self.brief, telling.timestamp(self.brief.since, "f"))

    @property
    def tally(self) -> str:
        """What was read, below the last story; nothing below the others."""
        return telling.tally(self.brief) if self.part + 1 == self.parts else ""

    @property
    def button(self) -> Json:
        """The row with the button that explains; it carries the mark."""
        return wire.button_row("Why these?" if self.brief.stories else "Why so quiet?", self.mark)


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a brief."""

    frame: Frame
    stories: tuple[ToldStory, ...]
    payload: Json


Layout = Callable[[Brief, str, int | None], list[Part]]


Told = Sequence[tuple[Teller, Detail]]


def _fewest(brief: Brief, build: Callable[[Told], list[Part]]) -> list[Part]:
    """In full, unless fewer messages do with fewer links and names; then the last stories lose them first."""
    tellers = [Teller(story) for story in brief.stories]

    def built(level: int, lowered: int = 0) -> list[Part]:
        """All stories at a level, save the last few, which are at the one below."""
        whole = len(tellers) - lowered
        return build([(teller, LEVELS[level + (n >= whole)]) for n, teller in enumerate(tellers)])

    uniform = [built(0)]
    if len(uniform[0]) > 1:
        uniform += [built(level) for level in range(1, len(LEVELS))]
    best = min(range(len(uniform)), key=lambda level: len(uniform[level]))
    if best <= 1:  # which links stand twice is one rule for the whole brief
        return uniform[best]
    few = len(uniform[best])
    lowered = bisect_left(range(1, len(tellers)), True, key=lambda n: len(built(best - 1, n)) <= few) + 1
    parts = built(best - 1, lowered)
    return parts if len(parts) <= few else uniform[best]


# ---------------------------------------------------------------- cards

# What one story may take of a message's 4000 and 10,170, so that with the frame around it it always fits into one.
_CARD_CHARACTERS, _CARD_OCTETS = 3000, 7500


def cards(brief: Brief, mark: str, ping_role: int | None) -> list[Part]:
    """Components V2: one card, a section for each story, a button that explains."""
    return _fewest(brief, lambda told: _cards(Frame(brief, mark, ping_role), told))


def _cards(frame: Frame, told: Told) -> list[Part]:
    shares: list[tuple[list[ToldStory], list[Json]]] = [([], [])]
    for teller, detail in told:
        card = _card(teller, detail)
        stories, body = shares[-1]
        # Measured as if this were the last part, which has the most around it: how many there will be isn't known yet.
        last = replace(frame, part=len(shares) - 1, parts=len(shares))
        if stories and not wire.size_of(_carded(last, [*body, *card])).fits:
            shares.append(([], []))
            stories, body = shares[-1]
        stories.append(teller.story)
        body += card
    return [
        Part(each, tuple(stories), wire.message(components=_carded(each, body), ping_role=each.pinged))
        for each, (stories, body) in zip(frame.all(len(shares)), shares, strict=True)
    ]


def _carded(frame: Frame, body: Sequence[Json]) -> list[Json]:
    inner = [wire.text_display(frame.heading), *body]
    if not frame.brief.stories:
        inner.append(wire.text_display(frame.quiet))
    if frame.tally:
        written = telling.timestamp(frame.brief.written_at, "t")
        inner += [wire.separator(), wire.text_display(f"-# {frame.tally} · written {written}")]
    return [*(wire.text_display(line) for line in frame.ping), wire.container([*inner, frame.button])]


def _card(teller: Teller, detail: Detail) -> list[Json]:
    def fits(candidate: Detail) -> bool:
        size = wire.size_of([wire.text_display(_card_text(teller, candidate))])
        return size.characters <= _CARD_CHARACTERS and size.octets <= _CARD_OCTETS

    text = _card_text(teller, telling.fitting(detail, fits))
    if teller.image is None:
        return [wire.separator(), wire.text_display(text)]
    return [wire.separator(), wire.section(text, teller.image, clip(one_line(teller.story.title[:600]), 256))]


def _card_text(teller: Teller, detail: Detail) -> str:
    lines = [teller.title_line(), teller.sentences(detail), *_small_print(teller, detail)]
    return "\n".join(line for line in lines if line)


def _small_print(teller: Teller, detail: Detail) -> list[str]:
    """Below a story: what its sources state differently, and the sources."""
    return [f"-# {line}" for line in (teller.difference_line(detail), teller.source_line(detail)) if line]


# ---------------------------------------------------------------- embeds

_EMBED_ROOM = 3500  # what one story's text may take of the 6000 characters of a message
_FOOTER_ROOM = 250  # for the last footer


def embeds(brief: Brief, mark: str, ping_role: int | None) -> list[Part]:
    """Classic: an embed for each story, the tally in the last one's footer, the same button."""
    return _fewest(brief, lambda told: _embeds(Frame(brief, mark, ping_role), told))


def _embeds(frame: Frame, told: Told) -> list[Part]:
    shares = list(_shared_out([(teller.story, _embed(teller, detail)) for teller, detail in told]))
    return [
        Part(each, tuple(story for story, _ in share), _embedded(each, [embed for _, embed in share]))
        for each, share in zip(frame.all(len(shares)), shares, strict=True)
    ]


def _embedded(frame: Frame, told: Sequence[Json]) -> Json:
    shown = _unmerged(told) or [wire.embed(frame.quiet)]
    if frame.tally:
        shown[-1] = {**shown[-1], "footer": {"text": frame.tally}}
    return wire.message(
        content="\n".join([*frame.ping, frame.heading]),
        embeds=shown,
        components=[frame.button],
        ping_role=frame.pinged,
    )


def _shared_out(told: Sequence[tuple[ToldStory, Json]]) -> Iterator[list[tuple[ToldStory, Json]]]:
    """The stories in their order, as many to a message as it holds."""
    share: list[tuple[ToldStory, Json]] = []
    used = 0
    for story, embed in told:
        cost = wire.embed_characters(embed)
        if share and (used + cost > wire.EMBED_TOTAL_MAX - _FOOTER_ROOM or len(share) == wire.EMBEDS_MAX):
            yield share
            share, used = [], 0
        share.append((story, embed))
        used += cost
    yield share


def _embed(teller: Teller, detail: Detail) -> Json:
    chosen = telling.fitting(detail, lambda candidate: len(_embed_text(teller, candidate)) <= _EMBED_ROOM)
    mark = telling.update_mark(teller.story)
    # Escaping at most doubles, so half the limit before it is the limit after it.
    title = wire.inline(teller.story.title, (wire.EMBED_TITLE_MAX - len(mark)) // 2) or "Untitled"
    return wire.embed(
        _embed_text(teller, chosen),
        title=mark + title,
        url=teller.url,
        image=teller.image,
    )


def _embed_text(teller: Teller, detail: Detail) -> str:
    lines = [teller.sentences(detail), *_small_print(teller, detail)]
    return "\n".join(line for line in lines if line)


def _unmerged(shown: Sequence[Json]) -> list[Json]:
    """Discord's clients show embeds of one address as a single one, so only the first keeps it."""
    seen: set[object] = set()
    kept = []
    for embed in shown:
        again = "url" in embed and embed["url"] in seen
        seen.add(embed.get("url"))
        kept.append({key: value for key, value in embed.items() if not (again and key == "url")})
    return kept


LAYOUTS: dict[str, Layout] = {"cards": cards, "embeds": embeds}
