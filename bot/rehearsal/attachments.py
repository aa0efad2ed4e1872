"""Uploaded files, kept in memory while there is room."""

from __future__ import annotations

import mimetypes
from typing import Any

BYTES_KEPT = 64 * 2**20
# Served as what they are; everything else is offered for download only.
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")


class Attachments:
    """Files by id, oldest forgotten first once they take more than 64 MiB."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._files: dict[int, tuple[str, bytes]] = {}
        self._size = 0

    def add(self, file_id: int, channel_id: int, filename: str, data: bytes, description: str = "") -> dict[str, Any]:
        """Keep a file; its attachment object."""
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        self._files[file_id] = (kind, data)
        self._size += len(data)
        while self._size > BYTES_KEPT:
            self._size -= len(self._files.pop(next(iter(self._files)))[1])
        url = f"{self.base_url}/attachments/{channel_id}/{file_id}/{filename}"
        made = {
            "id": str(file_id),
            "filename": filename,
            "size": len(data),
            "url": url,
            "proxy_url": url,
            "content_type": kind,
        }
        return {**made, "description": description} if description else made

    def get(self, file_id: int) -> tuple[str, bytes] | None:
        """Media type and bytes of a file that is still kept."""
        return self._files.get(file_id)
