"""The words of Discord's messages: components and embeds as JSON, safe links, and what they cost of the limits.

Everything here is data in the form of https://docs.discord.com/developers/components/reference and
https://docs.discord.com/developers/resources/message, with every field that discord.py sends, so that what is rendered,
stored and sent is one and the same. Feed text goes through `inline` or `link`, addresses through `safe_url`.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from bot.text import clip, escape_discord, one_line

Json = dict[str, object]

CONTENT_MAX = 2000
COMPONENTS_MAX = 40
# "4000 displayable characters", counted over all text displays, addresses of links included.
V2_TEXT_MAX = 4000
# Above 10,170 (UTF-8 bytes, and 12 for each text display) Discord answers 500: discord-api-docs issue 8554.
V2_BYTES_MAX, V2_BYTES_PER_TEXT = 10_170, 12
EMBEDS_MAX, EMBED_TOTAL_MAX, EMBED_TITLE_MAX, EMBED_DESCRIPTION_MAX = 10, 6000, 256, 4096
URL_MAX = 2048
# A masked link's address counts as text: a longer one would crowd out what people read.
LINK_MAX = 600

IS_COMPONENTS_V2 = 1 << 15
ACCENT = 0x2F6FDE

_ROW, _BUTTON, _SECTION, _TEXT, _THUMBNAIL, _SEPARATOR, _CONTAINER = 1, 2, 9, 10, 11, 14, 17


# ---------------------------------------------------------------- text and links


def inline(text: str, limit: int | None = None) -> str:
    """Hostile text as one line of a message that shows exactly it; `limit` is in characters before escaping."""
    return escape_discord(one_line(text) if limit is None else _cut(text, limit))


def _cut(text: str, limit: int) -> str:
    # Cleaning takes its time for every character: what can't be shown isn't cleaned, but for some that may vanish.
    return clip(one_line(text[: 2 * limit + 100]), limit)


def link(label: str, url: str | None, limit: int = 200) -> str:
    """A masked link that can't be broken out of, or the label alone where the address is missing, refused or long."""
    address = safe_url(url, LINK_MAX)
    words = escape_discord(_cut(label, limit), label=address is not None)
    return f"[{words}](<{address}>)" if address and words.strip() else words


_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def safe_url(url: str | None, limit: int = URL_MAX) -> str | None:
    """`url` in pure ASCII as Discord takes it, None where it would be refused, deceive, or be longer than `limit`.

    http and https only, no user name in front of the host (RFC 3986, 7.6), a host with a dot that isn't mixed with
    underscores. Brackets, spaces and every other sign that could end a link are percent-encoded.
    """
    if not url or len(url) > 4 * limit:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or "\\" in parts.netloc:
        return None
    ascii_host = _ascii_host(host)
    if ascii_host is None:
        return None
    rest = "".join(
        mark + _encoded(piece)
        for mark, piece in (("", parts.path), ("?", parts.query), ("#", parts.fragment))
        if piece or not mark
    )
    safe = f"{parts.scheme}://{ascii_host}{f':{port}' if port is not None else ''}{rest}"
    return safe if len(safe) <= limit else None


def _ascii_host(host: str) -> str | None:
    try:
        host = host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError:
        return None
    if _HOST.match(host):
        return host
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError:
        return None


def _encoded(piece: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", piece), safe="%/:;=&?+,!$'*@-._~#", errors="ignore")


# ---------------------------------------------------------------- messages


def message(
    *,
    content: str = "",
    embeds: Sequence[Json] = (),
    components: Sequence[Json] = (),
    ping_role: int | None = None,
) -> Json:
    """A body of Create Message that mentions nobody but `ping_role`; Components V2 where a component needs it."""
    body: Json = {"allowed_mentions": {"parse": []} if ping_role is None else {"parse": [], "roles": [ping_role]}}
    if content:
        body["content"] = content
    if embeds:
        body["embeds"] = list(embeds)
    if components:
        body["components"] = list(components)
        if any(component["type"] != _ROW for component in components):
            body["flags"] = IS_COMPONENTS_V2
    return body


def embed(
    description: str, *, title: str = "", url: str | None = None, image: str | None = None, accent: int = ACCENT
) -> Json:
    """A classic embed; `url` and `image` must come from `safe_url`."""
    made: Json = {"flags": 0, "color": accent, "description": description}
    if title:
        made["title"] = title
    if url:
        made["url"] = url
    if image:
        made["thumbnail"] = {"url": image}
    return made


def text_display(content: str) -> Json:
    return {"type": _TEXT, "content": content}


def section(content: str, image: str, alt: str) -> Json:
    """Text with a thumbnail; `alt` describes it to those who don't see it."""
    thumbnail: Json = {"type": _THUMBNAIL, "spoiler": False, "media": {"url": image}, "description": alt or None}
    return {"type": _SECTION, "components": [text_display(content)], "accessory": thumbnail}


def separator() -> Json:
    return {"type": _SEPARATOR, "divider": True, "spacing": 1}


def container(components: Sequence[Json], accent: int = ACCENT) -> Json:
    return {"type": _CONTAINER, "accent_color": accent, "spoiler": False, "components": list(components)}


def button_row(label: str, custom_id: str) -> Json:
    """A row with one grey button."""
    return {
        "type": _ROW,
        "components": [{"type": _BUTTON, "style": 2, "disabled": False, "label": label, "custom_id": custom_id}],
    }


# ---------------------------------------------------------------- what it costs


@dataclass(frozen=True, slots=True)
class Size:
    """What components take of the limits of one Components V2 message."""

    components: int = 0
    characters: int = 0
    octets: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(self.components + other.components, self.characters + other.characters, self.octets + other.octets)

    @property
    def fits(self) -> bool:
        """Whether one message holds it."""
        return self.components <= COMPONENTS_MAX and self.characters <= V2_TEXT_MAX and self.octets <= V2_BYTES_MAX


def size_of(components: Iterable[Mapping[str, object]]) -> Size:
    """The sum over components and all that they hold."""
    total = Size()
    for component in components:
        total += Size(components=1)
        if component["type"] == _TEXT:
            content = str(component["content"])
            total += Size(0, len(content), len(content.encode(errors="replace")) + V2_BYTES_PER_TEXT)
        held = component.get("components")
        if isinstance(held, list):
            total += size_of(held)
        accessory = component.get("accessory")
        if isinstance(accessory, dict):
            total += size_of([accessory])
    return total


def embed_characters(embed: Mapping[str, object]) -> int:
    """What an embed takes of the 6000 characters that all embeds of a message share."""
    total = len(str(embed.get("title") or "")) + len(str(embed.get("description") or ""))
    for part in ("footer", "author"):
        value = embed.get(part)
        if isinstance(value, Mapping):
            total += len(str(value.get("text") or value.get("name") or ""))
    fields = embed.get("fields")
    for field in fields if isinstance(fields, list) else ():
        total += len(field["name"]) + len(field["value"])
    return total
