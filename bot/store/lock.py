"""The process lock: one `downlink run` on one store. The operating system lets go of it however the process ends."""

from __future__ import annotations

import os
import sys
import weakref
from pathlib import Path

from bot.errors import StoreError, StoreInUse


class ProcessLock:
    """Held from creation until `release`. The file stays behind; only the lock on it counts."""

    def __init__(self, path: Path, where: str) -> None:
        """Take the lock on the file at `path`, made if need be. `where` names the store for people."""
        try:
            self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                f"{where}: can't make the lock file {path}: {error.strerror}. Make the folder writable."
            ) from error
        try:
            _lock(self._handle)
        except OSError as error:
            holder = os.read(self._handle, 20).decode("ascii", "replace").strip()
            self.release()
            raise StoreInUse(
                f"{where}: another `downlink run`{f' (process {holder})' if holder else ''} works on this store. "
                "Stop that one first, or give this one a store of its own."
            ) from error
        os.ftruncate(self._handle, 0)
        os.write(self._handle, f"{os.getpid()}\n".encode())
        if hasattr(os, "register_at_fork"):
            # A forked worker would share the lock and keep it after we are killed.
            this = weakref.ref(self)
            os.register_at_fork(after_in_child=lambda: _forget(this))

    def release(self) -> None:
        """Let the next one in."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _forget(lock: weakref.ref[ProcessLock]) -> None:
    held = lock()
    if held is not None:
        held.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        # Far behind the process number, so that others may read it.
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
