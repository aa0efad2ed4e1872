"""Message objects: what a bot sent, in the form in which Discord stores and returns it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.rehearsal import wire
from bot.rehearsal.limits.components import (
    CONTAINER,
    FILE_,
    GALLERY,
    ROW,
    SECTION,
    SELECTS,
    SEPARATOR,
    STRING_SELECT,
    THUMBNAIL,
    texts,
    walk,
)
from bot.rehearsal.limits.form import Form
from bot.rehearsal.snowflake import timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.rehearsal.people import Guild, Person

DEFAULT, REPLY, CHAT_INPUT_COMMAND = 0, 19, 20
_USER, _ROLE, _EVERYONE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>"), re.compile(r"@(everyone|here)\b")
# The parts of an edit that Discord takes; whatever else is sent is left aside.
EDITABLE = ("content", "embeds", "components", "attachments", "flags")


def build(
    message_id: int,
    channel_id: int,
    author: Person,
    body: dict[str, Any],
    at: float,
    *,
    flags: int = 0,
    guild: Guild | None = None,
    attachments: Iterable[dict[str, Any]] = (),
    extra: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A new message object. `body` has passed `limits`; `extra` adds what only answers to interactions have."""
    files = list(attachments)
    message: dict[str, Any] = {
        "id": str(message_id),
        "channel_id": str(channel_id),
        "type": DEFAULT,
        "author": wire.user(author),
        "content": str(body.get("content") or "").strip(),
        "timestamp": timestamp(at),
        "edited_timestamp": None,
        "tts": False,
        "pinned": False,
        "flags": flags,
        "attachments": files,
        "embeds": [_embed(e, files) for e in body.get("embeds") or ()],
        "components": _components(body.get("components") or [], files, message_id),
    }
    message.update(_mentions(body, message, guild))
    if body.get("nonce") is not None:
        message["nonce"] = body["nonce"]
    return {**message, **(extra or {})}


def change(
    message: dict[str, Any],
    body: dict[str, Any],
    at: float,
    *,
    flags: int,
    guild: Guild | None = None,
    attachments: Iterable[dict[str, Any]] = (),
    edited: bool = True,
) -> None:
    """Edit a message in place: what the body names is replaced, the rest stays. `edited`: mark it as edited."""
    if "attachments" in body:
        kept = {str(a.get("id")) for a in body["attachments"] or ()}
        message["attachments"] = [a for a in message["attachments"] if a["id"] in kept]
    message["attachments"] = [*message["attachments"], *attachments]
    files = message["attachments"]
    if "content" in body:
        message["content"] = str(body["content"] or "").strip()
    if "embeds" in body:
        message["embeds"] = [_embed(e, files) for e in body["embeds"] or ()]
    if "components" in body:
        message["components"] = _components(body["components"] or [], files, int(message["id"]))
    message["flags"] = flags
    if edited:
        message["edited_timestamp"] = timestamp(at)
    message.update(_mentions(body, message, guild))


def shown_text(message: dict[str, Any]) -> str:
    """Everything that can be read in a message, in reading order, a part a line."""
    parts = [message["content"], *texts(message["components"])]
    for embed in message["embeds"]:
        parts += [embed.get("author", {}).get("name"), embed.get("title"), embed.get("description")]
        for field in embed.get("fields", ()):
            parts += [field["name"], field["value"]]
        parts.append(embed.get("footer", {}).get("text"))
    return "\n".join(str(p) for p in parts if p)


def find_component(message: dict[str, Any], custom_id: str) -> dict[str, Any] | None:
    """The button or select with this custom_id, wherever it sits."""
    return next((c for _, c in walk(message["components"]) if c.get("custom_id") == custom_id), None)


def _located(url: str, files: list[dict[str, Any]]) -> str:
    name = url.removeprefix("attachment://")
    return next((f["url"] for f in files if name != url and f["filename"] == name), url)


def _media(source: dict[str, Any], files: list[dict[str, Any]]) -> dict[str, Any]:
    url = _located(str(source.get("url") or ""), files)
    return {"url": url, "proxy_url": url}


def _embed(embed: dict[str, Any], files: list[dict[str, Any]]) -> dict[str, Any]:
    stored = {k: v for k, v in embed.items() if v is not None}
    stored["type"] = "rich"
    for part in ("image", "thumbnail"):
        if part in stored:
            stored[part] = {**_media(stored[part], files), "width": 0, "height": 0, "flags": 0}
    for part in ("author", "footer"):
        if part in stored and stored[part].get("icon_url"):
            icon = _located(stored[part]["icon_url"], files)
            stored[part] = {**stored[part], "icon_url": icon, "proxy_icon_url": icon}
    if "fields" in stored:
        stored["fields"] = [{"inline": False, **f} for f in stored["fields"]]
    if "timestamp" in stored:
        stored["timestamp"] = datetime.fromisoformat(stored["timestamp"]).isoformat(timespec="microseconds")
    return stored


def _components(components: list[Any], files: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Discord numbers the components that came without an id, from 1, leaving out the ids that are taken."""
    taken = {c.get("id") for _, c in walk(components)}
    free = (n for n in range(1, 10_000) if n not in taken)
    return [_component(c, files, seed, lambda: next(free)) for c in components]


def _component(
    component: dict[str, Any], files: list[dict[str, Any]], seed: int, number: Callable[[], int]
) -> dict[str, Any]:
    stored = {k: v for k, v in component.items() if v is not None}
    stored["id"] = component.get("id") or number()
    kind = stored["type"]
    if kind == CONTAINER:
        stored = {"accent_color": None, "spoiler": False, **stored}
    elif kind in (THUMBNAIL, FILE_):
        key = "media" if kind == THUMBNAIL else "file"
        defaults = {"description": None} if kind == THUMBNAIL else {"name": None, "size": None}
        stored = {"spoiler": False, **defaults, **stored, key: _unfurled(stored[key], files, seed)}
    elif kind == GALLERY:
        stored["items"] = [
            {"description": None, "spoiler": False, **item, "media": _unfurled(item["media"], files, seed)}
            for item in stored["items"]
        ]
    elif kind == SEPARATOR:
        stored = {**stored, "spacing": stored.get("spacing") or 1, "divider": stored.get("divider", True)}
    elif kind in SELECTS:
        stored = {"min_values": 1, "max_values": 1, **stored}
        # Discord does not give back what only modals use.
        stored.pop("required", None)
        if kind == STRING_SELECT:
            stored["options"] = [{"default": False, **o} for o in stored["options"]]
    if kind in (ROW, SECTION, CONTAINER):
        stored["components"] = [_component(c, files, seed, number) for c in stored["components"]]
    if kind == SECTION:
        stored["accessory"] = _component(stored["accessory"], files, seed, number)
    return stored


def _unfurled(media: dict[str, Any], files: list[dict[str, Any]], seed: int) -> dict[str, Any]:
    return {**_media(media, files), "id": str(seed), "width": None, "height": None, "content_type": None}


def _mentions(body: dict[str, Any], message: dict[str, Any], guild: Guild | None) -> dict[str, Any]:
    """Who is pinged: what the text names and `allowed_mentions` lets through (absent: all of it)."""
    allowed = body.get("allowed_mentions")
    parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or ())
    listed = {key: {str(i) for i in (allowed or {}).get(key) or ()} for key in ("users", "roles")}
    text = "\n".join([message["content"], *texts(message["components"])])
    people = guild.people if guild else {}
    roles = guild.roles if guild else {}

    def let_through(ids: list[str], key: str) -> list[str]:
        return [i for i in dict.fromkeys(ids) if key in parse or i in listed[key]]

    users = [i for i in let_through(_USER.findall(text), "users") if int(i) in people]
    return {
        "mentions": [wire.user(people[int(i)]) for i in users],
        "mention_roles": [i for i in let_through(_ROLE.findall(text), "roles") if int(i) in roles],
        "mention_everyone": "everyone" in parse and bool(_EVERYONE.search(text)),
    }


def _is_media(value: Any) -> bool:
    return isinstance(value, dict) and bool(value)


def check_attached(body: dict[str, Any], files: dict[int, str]) -> None:
    """Refuse an `attachment://` that names no file of the request, as Discord does."""
    form = Form()
    kept = [a for a in body.get("attachments") or () if isinstance(a, dict)]
    names = {*files.values(), *(a.get("filename") for a in kept)}
    places = [((*path, "media"), c["media"]) for path, c in walk(body.get("components")) if _is_media(c.get("media"))]
    places += [
        (("embeds", i, part), embed[part])
        for i, embed in enumerate(body.get("embeds") or ())
        for part in ("image", "thumbnail")
        if isinstance(embed, dict) and _is_media(embed.get(part))
    ]
    for path, media in places:
        url = str(media.get("url"))
        if url.startswith("attachment://") and url.removeprefix("attachment://") not in names:
            form.add((*path, "url"), "MESSAGE_ATTACHMENT_NOT_FOUND", "No file of this name is attached.")
    form.settle()
