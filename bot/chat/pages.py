"""A brief outside Discord: plain text for a terminal, a page for a browser, JSON for programs. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from textwrap import fill

from bot.chat.telling import corrections, differences, local_date, local_time, named_as, quiet, tally, update_mark
from bot.chat.wire import safe_url
from bot.model import Brief, Earlier, ToldStory
from bot.text import clip, one_line

_WIDTH = 88


# ---------------------------------------------------------------- text


def as_text(brief: Brief, *, explain: bool = False) -> str:
    """The brief for a terminal: no markup, nothing that could move its cursor, at most 88 columns but for addresses.

    With `explain`, each story with the reasons for which it was chosen.
    """
    heading = f"{one_line(brief.name) or 'Brief'}, {local_date(brief)}"
    blocks = [f"{heading}\n{'=' * min(len(heading), _WIDTH)}"]
    for n, story in enumerate(brief.stories, start=1):
        why = [f"Chosen: {'; '.join(map(one_line, story.reasons))}"] if explain else []
        lines = [fill(line, _WIDTH, initial_indent="   ", subsequent_indent="   ") for line in why]
        blocks.append("\n".join([*_text_story(brief, n, story), *lines]))
    if not brief.stories:
        blocks.append(fill(_quiet(brief), _WIDTH))
    blocks.append(f"{tally(brief)}.")
    return "\n\n".join(blocks) + "\n"


def _text_story(brief: Brief, n: int, story: ToldStory) -> Iterator[str]:
    yield fill(f"{n}. {update_mark(story)}{one_line(story.title)}", _WIDTH, subsequent_indent="   ")
    told = " ".join(f"{one_line(sentence.text)} [{sentence.source}]" for sentence in story.sentences)
    if told:
        yield fill(told, _WIDTH, initial_indent="   ", subsequent_indent="   ")
    for line in _asides(story):
        yield fill(line, _WIDTH, initial_indent="   ", subsequent_indent="   ")
    for source in story.sources:
        yield f"   [{source.n}] {named_as(source.publisher, _plain)}: {safe_url(source.url) or 'no usable address'}"
    if story.earlier:
        yield f"   {_told_before(brief, story.earlier)}"


def _quiet(brief: Brief) -> str:
    return quiet(brief, local_time(brief, brief.since), _plain)


def _asides(story: ToldStory) -> list[str]:
    """What sources changed since an earlier telling, and where they differ."""
    return [*corrections(story, _plain), *differences(story, _plain)]


def _plain(text: str, limit: int) -> str:
    return clip(one_line(text), limit)


# ---------------------------------------------------------------- JSON


def as_json(brief: Brief) -> dict[str, object]:
    """The brief as data; times RFC 3339 in UTC, addresses as the feeds gave them, but for tracking parameters."""
    return {
        "name": brief.name,
        "written_at": _rfc3339(brief.written_at),
        "since": _rfc3339(brief.since),
        "considered": brief.considered,
        "came_in": brief.came_in,
        "unmet": brief.unmet,
        "stories": [
            {
                "title": story.title,
                "url": story.url,
                "published": _rfc3339(story.published),
                "image": story.image,
                "sentences": [{"text": sentence.text, "source": sentence.source} for sentence in story.sentences],
                "sources": [
                    {"n": source.n, "publisher": source.publisher, "url": source.url} for source in story.sources
                ],
                "reasons": list(story.reasons),
                "differences": [
                    [{"text": claim.text, "sources": list(claim.sources)} for claim in difference.claims]
                    for difference in story.differences
                ],
                "corrections": [
                    {"source": each.source, "before": each.before, "now": each.now}
                    for each in story.corrections
                    if not each.taken_back
                ],
                "update": story.update,
                "earlier": story.earlier
                and {
                    "told_at": _rfc3339(story.earlier.told_at),
                    "url": story.earlier.url or None,
                    "new": story.earlier.new,
                },
            }
            for story in brief.stories
        ],
    }


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


# ---------------------------------------------------------------- HTML

_STYLE = """
:root { color-scheme: light dark; --ink: #1b2230; --soft: #5a6577; --line: #dfe4ec; --link: #1f5fc4; --page: #fbfcfe }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaf2; --soft: #9aa6b8; --line: #2b3444; --link: #8ab4f8; --page: #10151e }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 17px/1.6 system-ui, sans-serif }
main { max-width: 42rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2 }
header p, footer { color: var(--soft); font-size: .92rem }
article { border-top: 1px solid var(--line); padding: 1.4rem 0; overflow: hidden }
h2 { margin: 0 0 .4rem; font-size: 1.2rem; line-height: 1.35 }
img { float: right; width: 9rem; max-height: 7rem; object-fit: cover; border-radius: .5rem; margin: .2rem 0 .6rem 1rem }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px }
h2 a { color: inherit; text-decoration: none }
h2 a:hover { text-decoration: underline }
article p { margin: 0 0 .5rem; overflow-wrap: anywhere }
article p.aside { color: var(--soft); font-size: .88rem }
sup a { text-decoration: none; padding: 0 .1em }
ol { list-style: none; margin: 0; padding: 0; font-size: .88rem; color: var(--soft) }
li { display: inline }
li + li::before { content: " · " }
footer { border-top: 1px solid var(--line); padding-top: 1rem }
"""


def as_html(brief: Brief) -> str:
    """The brief as one page that needs nothing but the stories' own pictures; no script, no foreign style."""
    name = escape(one_line(brief.name) or "Brief")
    stories = "".join(_html_story(brief, n, story) for n, story in enumerate(brief.stories, start=1))
    silence = "" if brief.stories else f"<article><p>{escape(_quiet(brief))}</p></article>\n"
    return page(
        f"{name}, {local_date(brief)}",
        f"<header><h1>{name}</h1><p>{local_date(brief)}</p></header>\n{stories}{silence}"
        f"<footer>{escape(tally(brief))}, {_html_time(brief)}.</footer>\n",
    )


def page(title: str, body: str) -> str:
    """A page in the house's style around `body`; both are HTML, so what feeds say in them is escaped already."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # Whatever slipped through: nothing but pictures is ever loaded, and nothing is run.
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; img-src http: https:; style-src 'unsafe-inline'\">\n"
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _html_story(brief: Brief, n: int, story: ToldStory) -> str:
    cited = " ".join(
        f'{escape(one_line(text.text))}<sup><a href="#story-{n}-source-{text.source}">[{text.source}]</a></sup>'
        for text in story.sentences
    )
    sources = "".join(
        f'<li id="story-{n}-source-{source.n}">[{source.n}] '
        f"{_html_link(named_as(source.publisher, _plain), source.url)}</li>"
        for source in story.sources
    )
    asides = "".join(f'<p class="aside">{escape(line)}</p>\n' for line in _asides(story))
    earlier = f"<li>{_html_earlier(brief, story.earlier)}</li>" if story.earlier else ""
    image = safe_url(story.image)
    return (
        "<article>\n"
        + (f'<img src="{escape(image)}" alt="" loading="lazy">\n' if image else "")
        + f"<h2>{update_mark(story)}{_html_link(story.title, story.url)}</h2>\n"
        + (f"<p>{cited}</p>\n" if cited else "")
        + f"{asides}<ol>{sources}{earlier}</ol>\n</article>\n"
    )


def _html_earlier(brief: Brief, earlier: Earlier) -> str:
    address = safe_url(earlier.url)
    told = escape(_told_before(brief, earlier))
    return f'<a href="{escape(address)}" rel="noopener nofollow">{told}</a>' if address else told


def _told_before(brief: Brief, earlier: Earlier) -> str:
    when = local_time(brief, earlier.told_at)
    return f"New since {when}: {one_line(earlier.new)}" if earlier.new else f"Told before: {when}"


def _html_link(label: str, url: str) -> str:
    words = escape(one_line(label)) or "Untitled"
    address = safe_url(url)
    return f'<a href="{escape(address)}" rel="noopener nofollow">{words}</a>' if address else words


def _html_time(brief: Brief) -> str:
    return f'<time datetime="{_rfc3339(brief.written_at)}">{escape(local_time(brief, brief.written_at))}</time>'
