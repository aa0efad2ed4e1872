"""Which addresses Discord takes in embeds, media and buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from bot.rehearsal.limits.form import Form, Path

WEB = ("http", "https")
MEDIA = ("http", "https", "attachment")
BUTTON = ("http", "https", "discord")
FILE = ("attachment",)
URL_MAX = 2048
_FORBIDDEN = re.compile(r'[\s\x00-\x1f\x7f<>"{}|\\^`]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")


def _well_formed(url: str) -> bool:
    if _FORBIDDEN.search(url):
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme.lower() not in WEB:
        return True
    return "_" not in host and ("." in host or ":" in host)


def check_url(form: Form, path: Path, value: Any, schemes: tuple[str, ...], top: int = URL_MAX) -> None:
    """Refuse what Discord refuses: an empty address, another scheme, blanks, a host that cannot be one."""
    if value is None:
        return
    if not isinstance(value, str):
        form.add(path, "BASE_TYPE_BAD_TYPE", "Could not interpret value as string.")
        return
    scheme, separator, _ = value.partition("://")
    if not value or (separator and _SCHEME.fullmatch(scheme) and scheme.lower() not in schemes):
        allowed = ", ".join(f"'{s}'" for s in schemes)
        shown = scheme if separator else ""
        form.add(
            path, "URL_TYPE_INVALID_SCHEME", f'Scheme "{shown}" is not supported. Scheme must be one of ({allowed}).'
        )
    elif not separator or not _well_formed(value):
        form.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    elif len(value) > top:
        form.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {top} or fewer in length.")
