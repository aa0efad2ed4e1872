"""feedparser for well-formed XML, with the same results in half the time, and some of them mended. Pure.

Most of feedparser's time goes into what few elements need. Here, on the way through its own handlers,

    names      find their handlers once in a document, not at each element
    text       comes in one piece, and is mapped from Windows' characters only where it holds any
    details    of a text (type, language) are plain dictionaries, and are copied as such

Whatever isn't plain (markup within a text, xml:base, a language of its own, a feed's logo) goes the long way,
feedparser's own; and what isn't well-formed is feedparser's from the start. A test holds the two against each other.

Read otherwise than by feedparser:

    an id in markup     <guid><b>7</b></guid>: the markup is part of it, where feedparser finds no id
    RSS <link url="">   the element's text is the link, as RSS says; an attribute only where there is none
    RSS <atom:link>     stands back behind the item's own <link>
    namespaces          known with https, and with or without the last slash; three more are known
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from xml.sax import SAXException
from xml.sax.expatreader import ExpatParser
from xml.sax.handler import feature_external_ges, feature_namespaces
from xml.sax.saxutils import escape, quoteattr
from xml.sax.xmlreader import InputSource

import feedparser
from feedparser.api import StrictFeedParser, convert_to_utf8, replace_doctype
from feedparser.mixin import _cp1252

XHTML = "application/xhtml+xml"
# Where feedparser looks beyond the one element: at the language of a document, at namespaces of markup.
_SPECIAL_ELEMENTS = frozenset({"feed", "rss", "math", "svg"})
_SPECIAL_ATTRIBUTES = frozenset({"base", "lang"})
_WINDOWS = re.compile("[\x80-\x9f]")
# Namespaces that feedparser doesn't know, by its prefix for their kind: Dublin Core 1.0, and other homes of Media RSS.
_NAMESPACES = {
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://video.search.yahoo.com/mrss/": "media",
    "http://www.rssboard.org/media-rss": "media",
}
_ATOM = "http://www.w3.org/2005/Atom "  # as expat names what is in a namespace


def parse(body: bytes, content_type: str) -> dict[str, Any]:
    """What feedparser.parse gives for `body`, with sanitiser and link resolving off."""
    headers = {"content-type": content_type}
    # A BytesIO and nothing else: bytes or text that look like a path or an address feedparser would open.
    return well_formed(body, content_type) or dict(
        feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    )


def well_formed(body: bytes, content_type: str) -> dict[str, Any] | None:
    """The same for well-formed XML, None for anything else; the steps are those of feedparser.parse."""
    headers = {"content-type": content_type}
    result = feedparser.FeedParserDict(bozo=False, headers=headers)
    data = convert_to_utf8(headers, body, result)
    if not result["encoding"]:
        return None
    version, data, _ = replace_doctype(data)
    handler, reader, source = Handler("", None, "utf-8"), _Reader(), InputSource()
    reader.setFeature(feature_namespaces, 1)
    reader.setFeature(feature_external_ges, 0)
    reader.setContentHandler(handler)
    reader.setErrorHandler(handler)
    source.setByteStream(io.BytesIO(data))
    try:
        reader.parse(source)
    except SAXException:
        with contextlib.suppress(SAXException):
            reader.close()  # or else it and expat hold each other, and all that was read
        return None
    result.update(feed=handler.feeddata, entries=handler.entries, version=version or handler.version)
    return dict(result)


class _Reader(ExpatParser):
    """The standard library's reader, which lets the handler have each element as expat names it first."""

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True  # type: ignore[attr-defined]  # typeshed doesn't know it

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        if not self._cont_handler.begin(name, attrs):  # type: ignore[attr-defined]  # nor this
            super().start_element_ns(name, attrs)

    def end_element_ns(self, name: str) -> None:
        if not self._cont_handler.end(name):  # type: ignore[attr-defined]  # nor this
            super().end_element_ns(name)


class Handler(StrictFeedParser):  # type: ignore[misc]  # feedparser has no types
    """feedparser's handler of well-formed XML. Attributes are feedparser's where they aren't named here."""

    resolve_relative_uris = False
    sanitize_html = False
    # With https or without its last slash a namespace is another one, and nobody means another one.
    _matchnamespaces: ClassVar[dict[str, str]] = {
        f"{scheme}{rest}{end}".lower(): prefix
        for uri, prefix in {**StrictFeedParser.namespaces, **_NAMESPACES}.items()
        if uri
        for rest in [uri.removeprefix("http://").rstrip("/")]
        for scheme in (("http://", "https://") if uri.startswith("http://") else ("",))
        for end in ("", "/")
    } | {"": ""}

    def __init__(self, base: str, language: str | None, encoding: str) -> None:
        super().__init__(base, language, encoding)
        # Expat's name of an element -> feedparser's, and its handlers for begin and end; None where it goes the long
        # way.
        self._names: dict[str, tuple[str, Callable[..., Any] | None, Callable[..., Any] | None] | None] = {}
        self._short: list[bool] = []  # of each open element: whether it went the short way
        self._name = ""  # of the element that began last, as expat has it
        self._in_id = 0  # how many elements are open from an id inwards
        self._address = ""  # of the open RSS link, by its attribute

    # ------------------------------------------------------------ elements

    def begin(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Begin an element if it is a plain one: the short form of startElementNS and unknown_starttag."""
        self._short.append(False)
        self._name = name
        if self._in_id:
            self._in_id += 1
            self._short[-1] = True
            markup = "".join(f" {_local(key)}={quoteattr(value)}" for key, value in attributes.items())
            self.characters(f"<{_local(name)}{markup}>")
            return True
        if self.incontent or self.inimage or self.intextinput or self.baseuri or self.decls or self.svgOK:
            return False
        known = self._names[name] if name in self._names else self._look_up(name)
        if known is None:
            return False
        given = {}
        for given_key, value in attributes.items():
            key = given_key.lower()
            if key in _SPECIAL_ATTRIBUTES or " " in key:  # expat's sign of a namespace
                return False
            given[key] = value.lower() if key in {"rel", "type"} else value
        self._short[-1] = True
        self.depth += 1
        self.basestack.append(self.baseuri)
        self.langstack.append(self.lang)
        element, start, _ = known
        if start is not None:
            try:
                start(self, given)
            except AttributeError:  # feedparser takes this for an element without a handler
                start = None
        if start is None:
            if given:
                self._get_context()[element] = given
            else:
                self.push(element, 1)
        return True

    def end(self, name: str) -> bool:
        """End an element if it began the short way: the short form of endElementNS and unknown_endtag."""
        if not self._short.pop():
            return False
        if self._in_id > 1:
            self._in_id -= 1
            self.characters(f"</{_local(name)}>")
            return True
        known = self._names[name] if name in self._names else self._look_up(name)
        element, _, finish = known or ("", None, None)
        if finish is not None:
            try:
                finish(self)
            except AttributeError:
                finish = None
        if finish is None:
            self.pop(element)
        self.basestack.pop()
        if self.basestack and self.basestack[-1]:
            self.baseuri = self.basestack[-1]
        self.langstack.pop()
        if self.langstack:
            self.lang = self.langstack[-1]
        self.depth -= 1
        return True

    def track_namespace(self, prefix: str | None, uri: str) -> None:
        """Note a namespace; what is known of names may change with it."""
        self._names.clear()
        super().track_namespace(prefix, uri)

    def _look_up(self, name: str) -> tuple[str, Callable[..., Any] | None, Callable[..., Any] | None] | None:
        parts = name.split()
        namespace, local = (parts[0], parts[1]) if len(parts) > 1 else ("", name)
        tag = local
        if prefix := self._matchnamespaces.get(namespace.lower(), ""):
            tag = f"{prefix}:{local}"
        elif namespace:
            tag = next(
                (f"{prefix}:{local}" for prefix, uri in self.namespaces_in_use.items() if prefix and uri == namespace),
                local,
            )
        tag = tag.lower()
        found = None
        if local.lower() not in _SPECIAL_ELEMENTS and "backend.userland.com/rss" not in namespace.lower():
            prefix, _, rest = tag.rpartition(":")
            prefix = self.namespacemap.get(prefix, prefix)
            element = f"{prefix}_{rest}" if prefix else rest
            # Functions, not methods: a handler that holds its own methods is a ring that only gc ends.
            kind = type(self)
            found = element, getattr(kind, f"_start_{element}", None), getattr(kind, f"_end_{element}", None)
        self._names[name] = found
        return found

    def _start_guid(self, attributes: dict[str, str]) -> None:
        super()._start_guid(attributes)
        self._in_id = 1

    def _end_guid(self) -> None:
        self._in_id = 0
        super()._end_guid()

    _start_id, _end_id = _start_guid, _end_guid

    def _start_link(self, attributes: dict[str, str]) -> None:
        before = None
        if self.version.startswith("rss") or not self.version:
            if self._name.startswith(_ATOM):
                before = dict.get(self._get_context(), "link")
            elif "href" not in attributes:
                self._address = attributes.pop("url", "") or attributes.pop("uri", "")
        super()._start_link(attributes)
        if before:
            self._get_context()["link"] = before

    def _end_link(self) -> None:
        by_attribute, self._address = self._address, ""
        if by_attribute and self.elementstack and self.elementstack[-1][0] == "link":
            pieces = self.elementstack[-1][2]
            if not "".join(pieces).strip():
                pieces.append(by_attribute)
        super()._end_link()

    # ------------------------------------------------------------ text

    def characters(self, text: str) -> None:
        """Take a piece of text."""
        if self.elementstack:
            if self.contentparams and self.contentparams.get("type") == XHTML:
                text = escape(text)
            self.elementstack[-1][2].append(text)

    def push_content(
        self, tag: str, attrs_d: Mapping[str, str], default_content_type: str, expecting_text: Any
    ) -> None:
        """Begin a text that may be HTML."""
        self.incontent += 1
        if self.lang:
            self.lang = self.lang.replace("_", "-")
        kind = self.map_content_type(attrs_d.get("type", default_content_type))
        self.contentparams = {"type": kind, "language": self.lang, "base": self.baseuri}
        self.contentparams["base64"] = self._is_base64(attrs_d, self.contentparams)
        self.push(tag, expecting_text)

    def pop(self, element: str, strip_whitespace: Any = 1) -> str | None:
        """End a text and keep it where it belongs: the short form, for text as it stands."""
        if not self.elementstack or self.elementstack[-1][0] != element:
            return None
        details = self.contentparams
        if details.get("base64") or details.get("type") == XHTML:
            long: str | None = super().pop(element, strip_whitespace)
            return long
        _, expecting_text, pieces = self.elementstack.pop()
        text = "".join(pieces)
        if strip_whitespace:
            text = text.strip()
        if not expecting_text:
            return text
        if text and element in self.can_be_relative_uri and (element != "id" or self.guidislink):
            text = self.resolve_uri(text)
        if details:
            if (
                details.get("type") == "text/plain"
                and not self.version.startswith("atom")
                and self.looks_like_html(text)
            ):
                details["type"] = "text/html"
            details.pop("base64", None)
        if not text.isascii():
            text = _unmapped(text)
        if element not in {"category", "tags", "itunes_keywords"} and not (
            element == "title" and -1 < self.title_depth <= self.depth
        ):
            self._keep(element, text)
        return text

    def _keep(self, element: str, text: str) -> None:
        details = {**self.contentparams, "value": text} if self.incontent else None
        if self.inentry and not self.insource:
            entry = self.entries[-1]
            if element == "content":
                entry.setdefault(element, []).append({**self.contentparams, "value": text})
            elif element == "link":
                if not self.inimage:
                    text = _unescaped(text.replace("&amp;", "&"))
                    entry[element] = text
                    if text:
                        entry["links"][-1]["href"] = text
            else:
                element = "summary" if element == "description" else element
                depths = self.property_depth_map.setdefault(entry, {})
                if self.depth <= depths.get(element, self.depth):
                    depths[element] = self.depth
                    entry[element] = text
                if details is not None:
                    entry[f"{element}_detail"] = details
        elif self.infeed or self.insource:
            context = self._get_context()
            element = "subtitle" if element == "description" else element
            if element == "link":
                text = _unescaped(text)
                context["links"][-1]["href"] = text
            elif details is not None:
                context[f"{element}_detail"] = details
            context[element] = text


def _local(name: str) -> str:
    """The name that expat gives as "namespace name prefix" without what is around it."""
    parts = name.split(" ", 2)
    return parts[1] if len(parts) > 1 else name


def _unmapped(text: str) -> str:
    """Text that was encoded twice, or in Windows' characters, as it was meant."""
    with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_cp1252) if _WINDOWS.search(text) else text


def _unescaped(address: str) -> str:
    """An address whose "&b" became "&b;", as if it were a character reference."""
    return re.sub(r"&(\w+);", r"&\1", address, flags=re.ASCII) if "&" in address else address
