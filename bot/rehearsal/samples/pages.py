"""The articles' own pages and the newsstand that lists them: plain HTML in which nothing from a file is markup."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.rehearsal.samples.entries import Entry
    from bot.rehearsal.samples.publishers import Publisher

# Sent with every page, so that a hole in the escaping would still run nothing.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)

STYLE = """
:root { color-scheme: light dark }
body { font: 18px/1.6 Georgia, serif; max-width: 38rem; margin: 3rem auto; padding: 0 1rem }
header, footer, .by { font: 14px/1.5 system-ui, sans-serif; opacity: .75 }
h1 { line-height: 1.2; margin: .5rem 0; overflow-wrap: anywhere }
img { width: 100%; height: auto; border-radius: 6px }
"""


def article_page(publisher: Publisher, entry: Entry) -> str:
    """The whole article, as a reader finds it who follows a link from a brief."""
    source = entry.item.outlet or publisher.name
    by = " · ".join(part for part in (entry.item.author, f"{entry.published:%d %B %Y, %H:%M %Z}") if part)
    picture = f'<p><img src="{escape(entry.image)}" alt="" width="360" height="225"></p>' if entry.image else ""
    preview = f'<meta property="og:image" content="{escape(entry.image)}">' if entry.image else ""
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in entry.paragraphs)
    return _page(
        publisher.language,
        entry.title,
        f'{preview}<link rel="canonical" href="{escape(entry.page)}">',
        f"""<header>{escape(source)}</header>
<h1>{escape(entry.title)}</h1>
<p class="by">{escape(by)}</p>
{picture}
{text}
<footer><p>An invented article, bundled for rehearsals. <a href="/">All sample publishers</a></p></footer>""",
    )


def newsstand_page(publishers: Iterable[tuple[Publisher, str, list[Entry]]]) -> str:
    """Every publisher with its feed's address and its articles."""
    sections = []
    for publisher, feed, found in publishers:
        lines = "\n".join(f'<li><a href="{escape(entry.link)}">{escape(entry.title)}</a></li>' for entry in found)
        sections.append(
            f'<h2>{escape(publisher.name)}</h2><p class="by">{escape(publisher.about)} · '
            f'{escape(publisher.tier)} · <a href="{escape(feed)}">feed</a></p>\n<ul>\n{lines}\n</ul>'
        )
    heading = "<h1>Sample publishers</h1>\n"
    return _page("en", "Sample publishers", "", heading + "\n".join(sections))


def _page(language: str, title: str, head: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="{escape(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>{head}
<style>{STYLE}</style></head>
<body>
{body}
</body>
</html>
"""
