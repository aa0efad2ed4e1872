"""Discord's limits on embeds (https://docs.discord.com/developers/resources/message#embed-object-embed-limits)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.rehearsal.limits.urls import MEDIA, WEB, check_url

if TYPE_CHECKING:
    from bot.rehearsal.limits.form import Form, Path

EMBEDS_MAX, TOTAL_MAX, FIELDS_MAX = 10, 6000, 25
_SHOWN = ("title", "description", "fields", "image", "thumbnail", "footer", "author", "video")


def check_embeds(form: Form, path: Path, embeds: Any) -> None:
    """Sizes of each embed, the 6,000 characters of all together, and their addresses."""
    total = sum(_embed(form, (*path, i), e) for i, e in enumerate(form.count(path, embeds, EMBEDS_MAX)))
    if total > TOTAL_MAX:
        form.add(path, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {TOTAL_MAX}")


def _embed(form: Form, path: Path, embed: Any) -> int:
    embed = form.mapping(path, embed)
    size = form.text((*path, "title"), embed.get("title"), 256)
    size += form.text((*path, "description"), embed.get("description"), 4096)
    for i, field in enumerate(form.count((*path, "fields"), embed.get("fields"), FIELDS_MAX)):
        here = (*path, "fields", i)
        field_ = form.mapping(here, field)
        size += form.text((*here, "name"), field_.get("name"), 256, required=True)
        size += form.text((*here, "value"), field_.get("value"), 1024, required=True)
    for part, key, top in (("footer", "text", 2048), ("author", "name", 256)):
        if embed.get(part) is not None:
            inner = form.mapping((*path, part), embed[part])
            size += form.text((*path, part, key), inner.get(key), top, required=True)
            check_url(form, (*path, part, "icon_url"), inner.get("icon_url"), MEDIA)
            check_url(form, (*path, part, "url"), inner.get("url"), WEB)
    for part in ("image", "thumbnail"):
        if embed.get(part) is not None:
            inner = form.mapping((*path, part), embed[part])
            check_url(form, (*path, part, "url"), inner.get("url", ""), MEDIA)
    check_url(form, (*path, "url"), embed.get("url"), WEB)
    _colour_and_time(form, path, embed)
    if not any(embed.get(key) for key in _SHOWN):
        form.add((*path, "description"), "BASE_TYPE_REQUIRED", "This field is required")
    return size


def _colour_and_time(form: Form, path: Path, embed: dict[str, Any]) -> None:
    colour = embed.get("color")
    if colour is not None and (not isinstance(colour, int) or not 0 <= colour <= 0xFFFFFF):
        form.add((*path, "color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
    when = embed.get("timestamp")
    if when is None:
        return
    try:
        aware = datetime.fromisoformat(when).tzinfo is not None
    except (TypeError, ValueError):
        aware = False
    if not aware:
        form.add((*path, "timestamp"), "DATE_TIME_TYPE_PARSE", f"Could not parse {when}. Should be ISO8601.")
