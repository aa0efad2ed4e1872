"""Discord's limits on messages, wherever they are sent: to a channel, as an answer, as an edit."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.limits.components import check_components
from bot.rehearsal.limits.embeds import check_embeds
from bot.rehearsal.limits.form import Form, Path
from bot.rehearsal.refusal import empty_message

CONTENT_MAX, NONCE_MAX, FILES_MAX, FILE_BYTES_MAX = 2000, 25, 10, 10 * 2**20
SUPPRESS_EMBEDS, EPHEMERAL, LOADING, SILENT, VOICE, V2 = 1 << 2, 1 << 6, 1 << 7, 1 << 12, 1 << 13, 1 << 15
_CARRIERS = ("embeds", "sticker_ids", "components", "poll")


def check_message(body: dict[str, Any], *, flags: int = 0, files: int = 0, edit: bool = False, path: Path = ()) -> None:
    """Raise Discord's refusal for a message body.

    `flags` are the flags that the message has or shall have (an edit does not repeat IS_COMPONENTS_V2),
    `files` the number of files sent along; a new message (`edit=False`) must carry something.
    """
    form = Form()
    form.text((*path, "content"), body.get("content"), CONTENT_MAX)
    check_embeds(form, (*path, "embeds"), body.get("embeds"))
    v2 = bool(flags & V2)
    check_components(form, (*path, "components"), body.get("components"), v2=v2)
    if v2:
        for key in ("content", "embeds", "sticker_ids", "poll"):
            if body.get(key):
                form.add(
                    (*path, key),
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    form.count((*path, "attachments"), body.get("attachments"), FILES_MAX)
    _nonce(form, path, body)
    _mentions(form, path, body.get("allowed_mentions"))
    if files > FILES_MAX:
        form.add((*path, "attachments"), "BASE_TYPE_MAX_LENGTH", f"Must be {FILES_MAX} or fewer in length.")
    form.settle()
    carries = str(body.get("content") or "").strip() or any(body.get(key) for key in _CARRIERS) or files
    if not edit and not carries:
        raise empty_message()


def flags_of(body: dict[str, Any], path: Path = ()) -> int:
    """The flags that a body asks for; refused where they are no number."""
    flags = body.get("flags")
    if flags is None:
        return 0
    if isinstance(flags, bool) or not isinstance(flags, int):
        form = Form()
        form.add((*path, "flags"), "NUMBER_TYPE_COERCE", f'Value "{flags}" is not int.')
        form.settle()
    return int(flags)


def _nonce(form: Form, path: Path, body: dict[str, Any]) -> None:
    nonce = body.get("nonce")
    if nonce is not None and (isinstance(nonce, bool) or not isinstance(nonce, (str, int))):
        form.add((*path, "nonce"), "BASE_TYPE_BAD_TYPE", "Could not interpret value as string.")
    elif nonce is not None:
        form.text((*path, "nonce"), str(nonce), NONCE_MAX)


def _mentions(form: Form, path: Path, allowed: Any) -> None:
    if allowed is None:
        return
    allowed = form.mapping((*path, "allowed_mentions"), allowed)
    parse = form.count((*path, "allowed_mentions", "parse"), allowed.get("parse"), 3)
    for i, kind in enumerate(parse):
        form.choice((*path, "allowed_mentions", "parse", i), kind, ("users", "roles", "everyone"))
    for key in ("users", "roles"):
        ids = form.count((*path, "allowed_mentions", key), allowed.get(key), 100)
        if ids and key in parse:
            form.add(
                (*path, "allowed_mentions"),
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.',
            )
