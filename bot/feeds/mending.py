"""XML that isn't quite: what publishers' templates get wrong again and again, put right. Pure.

feedparser reads what isn't well-formed by a parser of its own, which loses what it can't place. Two faults can be
mended before that, without a guess at what is meant:

    a prefix that nobody declared    <atom:link> pasted into a template: declared, by its usual namespace
    end tags that don't match        each element ends with the one around it, and an end of nothing ends nothing
"""

from __future__ import annotations

import re
from collections import Counter

FAULTS = ("unbound prefix", "mismatched tag")  # as expat calls them
MAX_BYTES = 1024 * 1024
MAX_TAGS = 50_000
MAX_PREFIXES = 50

ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)(?=[\s>])", re.IGNORECASE)
_PREFIX = re.compile(rb"[<\s]/?([A-Za-z_][\w.-]{0,30}):[A-Za-z_]")
_PREFIX_DECLARED = re.compile(rb"\sxmlns:([\w.-]{1,31})\s*=")
_NAMESPACES = {
    b"atom": b"http://www.w3.org/2005/Atom",
    b"content": b"http://purl.org/rss/1.0/modules/content/",
    b"dc": b"http://purl.org/dc/elements/1.1/",
    b"dcterms": b"http://purl.org/dc/terms/",
    b"feedburner": b"http://rssnamespace.org/feedburner/ext/1.0",
    b"itunes": b"http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    b"media": b"http://search.yahoo.com/mrss/",
    b"rdf": b"http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    b"sy": b"http://purl.org/rss/1.0/modules/syndication/",
}
# A tag, or where something begins that may hold the same characters without meaning one.
_TAG = re.compile(
    rb"<(?:!\[CDATA\[|!--|\?|!|(?P<end>/?)(?P<name>[A-Za-z_][\w:.-]*+)(?P<rest>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>)"
)
_CLOSERS = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>", b"<!": b">"}


def mended(body: bytes, fault: str, *, ends: bool = True) -> bytes | None:
    """`body` without these faults, where `fault`, the XML parser's word, is one of them; else None.

    Without `ends` end tags stay as they are: of a part of a document they don't tell where elements end in the whole.
    """
    if len(body) > MAX_BYTES or not any(known in fault for known in FAULTS):
        return None
    body = _with_prefixes(body)
    return _balanced(body) if ends else body


def _with_prefixes(body: bytes) -> bytes:
    used = {found[1] for found in _PREFIX.finditer(body)}
    used -= {found[1] for found in _PREFIX_DECLARED.finditer(body)} | {b"xml", b"xmlns"}
    declarations = b"".join(
        b" xmlns:%b='%b'" % (prefix, _NAMESPACES.get(prefix, b"urn:undeclared:" + prefix))
        for prefix in sorted(used)[:MAX_PREFIXES]
    )
    return ROOT.sub(lambda root: root.group() + declarations, body, count=1)


def _balanced(body: bytes) -> bytes | None:
    """With an end for each element, None where that can't be told."""
    pieces: list[bytes] = []
    around: list[bytes] = []  # the names of the elements that are open, and how many of each
    count: Counter[bytes] = Counter()
    kept = at = 0
    for _ in range(MAX_TAGS):
        tag = _TAG.search(body, at)
        if tag is None:
            pieces.append(body[kept:])
            return b"".join(pieces + [b"</%b>" % name for name in reversed(around)])
        at, name = tag.end(), tag["name"]
        if name is None:
            closer = _CLOSERS[tag.group()]
            found = body.find(closer, at)
            if found < 0:
                return None
            at = found + len(closer)
        elif not tag["end"]:
            if not tag["rest"].endswith(b"/"):
                around.append(name)
                count[name] += 1
        else:
            pieces.append(body[kept : tag.start()])
            kept = at if not count[name] else tag.start()
            while count[name]:
                inner = around.pop()
                count[inner] -= 1
                if inner == name:
                    break
                pieces.append(b"</%b>" % inner)
    return None
