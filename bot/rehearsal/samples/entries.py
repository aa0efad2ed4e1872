"""Items on a clock: what a publisher's files say, with this rehearsal's dates and addresses filled in. Pure."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from bot.rehearsal.samples.publishers import Item, Publisher

DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
MOMENT = re.compile(r"\{(day|date|time) (-?[\d.]+)\}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as this rehearsal publishes it."""

    item: Item
    id: int
    """Ten digits at most, the same in every rehearsal."""
    title: str
    paragraphs: tuple[str, ...]
    html: str
    """Body of its own for the feed; mostly empty."""
    published: datetime
    """At the publisher's offset. Known here even where the feed withholds it (`item.undated`)."""
    updated: datetime
    page: str
    """Address of the article's page."""
    link: str
    """Address that the feed gives: the page's own, or one with tracking parameters."""
    image: str
    """Address of the picture, or empty."""

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def entries(publisher: Publisher, now: datetime, base_url: str, opened: datetime | None = None) -> list[Entry]:
    """What `publisher` has published by `now`, newest first.

    Dates are counted from `opened`, when the rehearsal began (default: now), so that they stay as they are while it
    runs. Both are aware times.
    """
    start = (opened or now).replace(second=0, microsecond=0)
    known = [_entry(publisher, item, start, base_url) for item in publisher.items]
    return sorted((entry for entry in known if entry.updated <= now), key=lambda entry: entry.published, reverse=True)


def fill_moments(text: str, start: datetime, language: str) -> str:
    """`text` with its `{day N}`, `{date N}` and `{time N}` as words, N hours before `start`, in UTC."""

    def words(match: re.Match[str]) -> str:
        moment = start.astimezone(UTC) - timedelta(hours=float(match[2]))
        if match[1] == "day":
            return DAYS[language].split()[moment.weekday()]
        if match[1] == "date":
            return f"{moment.day} {MONTHS[language].split()[moment.month - 1]}"
        return f"{moment:%H:%M}" if language == "en" else f"{moment:%H h %M}"

    return MOMENT.sub(words, text)


def _entry(publisher: Publisher, item: Item, start: datetime, base_url: str) -> Entry:
    zone = timezone(timedelta(hours=publisher.utc_offset))
    published = (start - timedelta(hours=item.hours_ago)).astimezone(zone)
    updated = published
    if item.updated_hours_ago is not None:
        updated = (start - timedelta(hours=item.updated_hours_ago)).astimezone(zone)
    page = f"{base_url}/{publisher.slug}/{item.slug}"
    text = fill_moments(item.text, start, publisher.language)
    return Entry(
        item=item,
        id=zlib.crc32(f"{publisher.slug}/{item.slug}{item.query}".encode()),
        title=fill_moments(item.title, start, publisher.language),
        paragraphs=tuple(" ".join(part.split()) for part in text.split("\n\n")),
        html=fill_moments(item.html, start, publisher.language).strip(),
        published=published,
        updated=updated,
        page=page,
        link=page + item.query,
        image=f"{base_url}/images/{item.image}.png" if item.image else "",
    )
