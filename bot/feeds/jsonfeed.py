"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from html import escape
from typing import Any

from bot.document import Document, Entry
from bot.feeds import fields, images
from bot.feeds.dates import parse_date
from bot.feeds.kinds import Source, read_entries, text


def read(source: Source) -> Document | None:
    """The document if it is a JSON Feed: it names a jsonfeed.org version, or has items that look like a feed's."""
    feed = source.json
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if "jsonfeed.org/version" not in text(feed.get("version")) and not any(
        isinstance(item, dict) and {"content_html", "content_text", "date_published"} & item.keys()
        for item in feed["items"][:5]
    ):
        return None
    site = fields.link(text(feed.get("home_page_url")), source.url)
    language = fields.language(text(feed.get("language")))
    base = site or source.url

    def entry(item: Any) -> Entry:
        return _entry(item, base, language)

    return Document(
        title=fields.title(text(feed.get("title"))),
        link=site,
        language=language,
        entries=read_entries(feed["items"], entry),
    )


def _entry(item: Any, base: str, language: str) -> Entry:
    given = text(item.get("id"))  # "ideally ... the full URL of the resource described by the item"
    link = fields.link(text(item.get("url")), base) or fields.link(text(item.get("external_url")), base)
    link = link or fields.link(given if given.startswith("http") else "")
    html = text(item.get("content_html"))
    candidates = [images.Picture(text(item.get(name)), kind="image") for name in ("image", "banner_image")]
    attached = _tables(item.get("attachments"))
    candidates += [images.Picture(text(one.get("url")), kind=text(one.get("mime_type"))) for one in attached]
    people = [*_tables(item.get("authors")), *_tables([item.get("author")])]  # 1.0 knows one author, 1.1 many
    return Entry(
        id=fields.identifier(given) or link,
        link=link,
        title=fields.title(text(item.get("title"))),
        summary=fields.body(escape(text(item.get("summary"))), html, escape(text(item.get("content_text")))),
        published=parse_date(text(item.get("date_published"))),
        updated=parse_date(text(item.get("date_modified"))),
        image=images.best(candidates, base) or images.first_in(html, base),
        authors=fields.names(text(person.get("name")) for person in people),
        language=fields.language(text(item.get("language"))) or language,
    )


def _tables(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
