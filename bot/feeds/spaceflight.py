"""Spaceflight News API v4 (https://api.spaceflightnewsapi.net/v4/docs/): articles, blogs and reports, as a page or a
bare list.
"""

from __future__ import annotations

from html import escape
from typing import Any

from bot.document import Document, Entry
from bot.feeds import fields, images
from bot.feeds.dates import parse_date
from bot.feeds.kinds import Source, read_entries, text

LANGUAGE = "en"  # the API holds English reports only


def read(source: Source) -> Document | None:
    """The document if it is an answer of the API: its reports carry a `news_site` each."""
    answer = source.json
    if isinstance(answer, dict):
        if not {"count", "results"} <= answer.keys():
            return None
        answer = answer["results"]
    elif not answer:  # an empty list could be anything
        return None
    if not isinstance(answer, list) or (
        answer and not any(isinstance(one, dict) and "news_site" in one for one in answer)
    ):
        return None
    return Document(
        title="Spaceflight News",
        link="https://www.spaceflightnewsapi.net/",
        language=LANGUAGE,
        entries=read_entries(answer, lambda report: _entry(report, source.url)),
    )


def _entry(report: Any, base: str) -> Entry:
    link = fields.link(text(report.get("url")), base)
    return Entry(
        id=fields.identifier(text(report.get("id"))) or link,
        link=link,
        title=fields.title(text(report.get("title"))),
        summary=fields.body(escape(text(report.get("summary")), quote=False)),
        published=parse_date(text(report.get("published_at"))),
        updated=parse_date(text(report.get("updated_at"))),
        image=images.best([images.Picture(text(report.get("image_url")), kind="image")], base),
        authors=fields.names(text(one.get("name")) for one in report.get("authors") or () if isinstance(one, dict)),
        language=LANGUAGE,
        publisher=fields.title(text(report.get("news_site"))),
    )
