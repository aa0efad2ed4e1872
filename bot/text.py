"""Text from outside, made fit to be read: HTML to plain text, boilerplate off, cut at a good place, escaped for
Discord.

Pure, and safe on any input. What a feed says is hostile until it has been through here: `plain` for what may be HTML,
`visible` for what is text already, and `escape_discord` for whatever goes into a message.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from bot.boilerplate import without_boilerplate

MAX_MARKUP = 400_000  # characters of HTML that are looked at: far above any article, far below what makes a parser slow
MAX_TAGS = 6_000  # beyond this the markup is cut out without building a tree, whose time is quadratic in the depth
MAX_COMBINING = 3  # marks on one letter: Vietnamese and Hebrew need two or three, "zalgo" uses dozens

# ---------------------------------------------------------------- characters

# What has no place in a line of news: controls, surrogates, private use, the Cf class (soft hyphens, zero widths,
# bidi overrides, tag characters) and the letters and marks that show nothing (Hangul fillers, blank Braille,
# variation selectors but for the emoji one).
_UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff"
    "\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb"
)
_UNSEEN_BEYOND = (  # the first 65,536 characters
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff"
)
_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
# One quick look tells that a text, as nearly all, holds none of them.
_ODD = re.compile(f"[{_UNSEEN}{_BREAKS}\u200c\u200d]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_DROPPED = re.compile(f"[{_UNSEEN}{_UNSEEN_BEYOND}]+")
_LINE_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_JOINER = re.compile("(?P<before>[^\u200c\u200d]?)[\u200c\u200d]+(?=(?P<next>.?))", re.DOTALL)
_MARKS = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4,}"
)


def visible(text: str) -> str:
    """`text` in NFC without what cannot be seen: controls, bidi overrides, zero widths, fillers, piles of combining
    marks.

    Whitespace stays as it is, line breaks included; every kind of line break becomes a newline.
    """
    if _ODD.search(text) or _BEYOND.search(text):
        text = _DROPPED.sub("", _LINE_BREAK.sub("\n", text))
        text = _JOINER.sub(_joined, text)
    if text.isascii():
        return text
    return _MARKS.sub(lambda run: run.group()[:MAX_COMBINING], unicodedata.normalize("NFC", text))


def _joined(found: re.Match[str]) -> str:
    """Keep a joiner where it shapes what is seen: inside an emoji, or between letters of a script that joins."""
    before, after = found["before"], found["next"]
    if before and after:
        if unicodedata.category(after) == "So" and (before == "\ufe0f" or unicodedata.category(before) in {"So", "Sk"}):
            return before + "\u200d"
        if "\u0590" < before < "\u1000" and "\u0590" < after < "\u1000":
            return before + found.group()[len(before)]
    return before


def one_line(text: str) -> str:
    """`text` with every run of whitespace, line breaks included, as one space: for titles and names."""
    return " ".join(visible(text).split())


def same_name(one: str, other: str) -> bool:
    """Whether two names look the same to people, but for capitals."""
    return one_line(one).casefold() == one_line(other).casefold()


def like(name: str, known: Iterable[str]) -> str:
    """The one of the known names that was meant by this one, which is none of them; "" where that is not clear. Half a
    name is meant for the whole one, which is often too long to be called close.
    """
    by_letters = {one_line(each).casefold(): each for each in known}
    letters = one_line(name).casefold()
    close = difflib.get_close_matches(letters, by_letters, n=1)
    close = close or [each for each in by_letters if letters and letters in each]
    return by_letters[close[0]] if close else ""


# ---------------------------------------------------------------- HTML

_BREAK = "\x1e"  # marks the edge of a block; `visible` would drop it, so none survives by accident
_EDGE = re.compile(
    r"<(?=/?(?:p|br|li|div|[ou]l|h[1-6r]|d[ltd]|blockquote|figure|pre|section|article|aside|address|body|center|details"
    r"|dialog|fieldset|footer|form|header|main|nav|summary)[\s/>])",
    re.IGNORECASE,
)
# Within a table a mark between two cells would be moved out of it, so there the marks stand inside the cells.
_CELL = re.compile(r"<(?:t[dh]|caption)(?:[\s/][^<>]*)?>|</table\s*>", re.IGNORECASE)
# What a reader of the page doesn't read as part of the text. Captions speak of the picture, which isn't there.
_SILENT = [
    *(
        "audio",
        "button",
        "canvas",
        "embed",
        "figcaption",
        "frame",
        "frameset",
        "head",
        "iframe",
        "input",
        "math",
        "noembed",
    ),
    *("noframes", "noscript", "script", "select", "style", "svg", "template", "textarea", "title", "video"),
]
_SILENT_TAG = re.compile(rf"<(?:{'|'.join(_SILENT)})[\s/>]", re.IGNORECASE)
_HIDDEN_SIGNS = ("hidden", "display:", "wp-caption-text")
_HIDDEN = ".wp-caption-text, [hidden], [style*='display:none'], [style*='display: none']"
# Tags that are left where a text was escaped twice, also one that is cut off. One word in "<" and ">" may be meant so.
_TAGS = (
    "a|b|i|p|q|u|em|strong|small|code|cite|font|su[bp]|br|hr|img|div|span|ul|ol|li|h[1-6]|figure|iframe|blockquote"
    "|table|t[rd]|script|style"
)
_LEFT_TAG = re.compile(rf"</(?:{_TAGS})\s*>|<(?:{_TAGS})\s+[a-z-]+\s*=|<(?:p|br|hr)\s*/?>", re.IGNORECASE)
# References that are left likewise. Not &lt; and &gt;: a plain text may speak of markup.
_REFERENCE = re.compile(r"&(?:#\d{2,7}|#[xX][\da-fA-F]{2,6}|amp|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip);")
_ANY_TAG = re.compile(r"<[!/?a-zA-Z][^<>]*>")


def plain(html: str, *, limit: int | None = None) -> str:
    """The text of an HTML fragment as its reader sees it: a line for each block, no markup, no boilerplate.

    Text without any block markup keeps its own line breaks, save those in the middle of a sentence. `limit` is in
    characters (see `clip`). Nothing is fetched and nothing is run; scripts, styles, forms, captions and hidden parts
    are left out.
    """
    html = html[:MAX_MARKUP]
    text = _text_of(_marked(_comment_closed(html))) if "<" in html else unescape(html)
    if "<" in text and _LEFT_TAG.search(text):  # escaped once more than it should have been
        text = _text_of(_marked(_comment_closed(text)))
    text = unescaped(text)
    if text.endswith(("<", "</")):  # a tag that was cut off after its first character
        text = text.rstrip("</")
    if _BREAK in text:
        text = text.replace("\n", " ").replace("\r", " ").replace(_BREAK, "\n")
        lines = [" ".join(line.split()) for line in visible(text).split("\n")]
    else:
        lines = _unwrapped(visible(text))
    text = "\n".join(without_boilerplate(lines))
    return text if limit is None else clip(text, limit)


def unescaped(text: str) -> str:
    """Plain text with the references of characters replaced that were escaped twice."""
    return _REFERENCE.sub(lambda found: unescape(found.group()), text) if "&" in text else text


def _marked(html: str) -> str:
    html = _EDGE.sub(_BREAK + "<", html)
    return _CELL.sub(rf"\g<0>{_BREAK}", html) if "<t" in html or "<T" in html else html


def _comment_closed(html: str) -> str:
    """Without the start of a comment that never ends, which would swallow all that follows: texts are cut anywhere."""
    start = html.rfind("<!--")
    if start < 0 or html.find("-->", start) >= 0:
        return html
    end = html.find(">", start)
    return html[:start] + (html[end + 1 :] if end >= 0 else "")


def without_tags(html: str) -> str:
    """The text of a fragment by cutting out what looks like a tag: coarse, and in linear time."""
    return unescape(_ANY_TAG.sub("", html[:MAX_MARKUP]))


def _text_of(html: str) -> str:
    if html.count("<") > MAX_TAGS:
        return without_tags(html)
    tree = LexborHTMLParser(html)
    if any(sign in html for sign in _HIDDEN_SIGNS):
        for node in tree.css(_HIDDEN):
            node.decompose()
    if _SILENT_TAG.search(html):
        tree.strip_tags(_SILENT, recursive=True)
    return tree.body.text(deep=True) if tree.body else ""


def _unwrapped(text: str) -> list[str]:
    """The paragraphs of plain text: a line that goes on in the middle of a sentence is joined to the one before."""
    lines: list[str] = []
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if line and lines and lines[-1] and line[0].islower() and lines[-1][-1] not in ".!?:;…\"”'’)]":
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


# ---------------------------------------------------------------- cutting

_ZWJ = "\u200d"


def clip(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut after a word and marked with an ellipsis; never inside a grapheme.

    Words longer than a quarter of the limit (or a script without spaces) are cut between graphemes.
    """
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    end = limit - 1  # one for the ellipsis
    space = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    end = space if space >= limit - limit // 4 - 1 else _grapheme_edge(text, end)
    return text[:end].rstrip(" \n,;:–—-") + "…"


def _grapheme_edge(text: str, at: int) -> int:
    """The last place at or before `at` where no grapheme is cut (UAX #29, the rules that matter for what we keep)."""
    while 0 < at < len(text) and _clings(text, at):
        at -= 1
    return at


def _clings(text: str, at: int) -> bool:
    here, before = text[at], text[at - 1]
    if unicodedata.category(here)[0] == "M" or here in "\u200c\u200d" or "\U0001f3fb" <= here <= "\U0001f3ff":
        return True
    if before == _ZWJ or (before, here) == ("\r", "\n"):
        return True
    if "\U0001f1e6" <= here <= "\U0001f1ff":  # flags are pairs: inside one if an odd number of letters stands before
        run = at
        while run and "\U0001f1e6" <= text[run - 1] <= "\U0001f1ff":
            run -= 1
        return (at - run) % 2 == 1
    # Hangul written in parts: vowels and finals cling; whole syllables are one character after NFC.
    return "\u1160" <= here <= "\u11ff" and "\u1100" <= before <= "\ud7a3"


# ---------------------------------------------------------------- Discord

_MARKDOWN = re.compile(r"[\\`*_~|\[\]<>#]")
_LINE_START = re.compile(r"^([^\S\n]*)(?:([-+])|(\d+)([.)]))(?=\s|[-#>])", re.MULTILINE)
_SCHEME = re.compile(r"(?<=\w):(?=//)")
_INVITE = re.compile(r"(discord(?:app)?|dsc)\.(?=(?:gg|io|me|li|com/invite)/)", re.IGNORECASE)
_ATS = re.compile(r"@(?=[\w&!])")
_INERT = "\u200b"  # a zero-width space: breaks what a client would recognise, shows nothing


def escape_discord(text: str, *, label: bool = False) -> str:
    """`text` so that Discord shows exactly it: no markdown, mention, timestamp, emoji, command, autolink or invite
    comes alive.

    Line breaks stay. `label` is for the words of a masked link, `[label](url)`: brackets there end the label even
    when escaped, so they become parentheses, and line breaks spaces. Up to twice as long as `text`: clip first,
    measure afterwards. Messages are to be sent with `allowed_mentions` none all the same
    (https://docs.discord.com/developers/reference#message-formatting).
    """
    text = visible(text)
    if label:
        text = " ".join(text.split()).replace("[", "(").replace("]", ")")
    text = _MARKDOWN.sub(r"\\\g<0>", text)
    text = _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)
    text = _SCHEME.sub(":" + _INERT, text)
    text = _INVITE.sub(r"\1" + _INERT + ".", text)
    return _ATS.sub("@" + _INERT, text)
