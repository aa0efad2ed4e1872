"""Being stopped: SIGTERM and Ctrl-C at any moment end the process cleanly, and in time."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

# The last resort where something hangs while stopping. The store is whole at every moment, so nothing is lost.
DEADLINE = timedelta(seconds=4.5)


class Stopping:
    """What SIGTERM and Ctrl-C do: cancel what is being opened, or stop what runs; and leave in time whatever hangs."""

    def __init__(self) -> None:
        self.asked = False
        self._opening = asyncio.current_task()
        self._stop: Callable[[], None] | None = None
        self._last_resort = threading.Timer(DEADLINE.total_seconds(), os._exit, [0])
        self._last_resort.daemon = True

    def then(self, stop: Callable[[], None]) -> None:
        """From now on, a signal calls `stop`."""
        self._stop = stop

    def signalled(self) -> None:
        """A signal has come."""
        if not self.asked:
            self._last_resort.start()
        self.asked = True
        if self._stop:
            self._stop()
        elif self._opening:
            self._opening.cancel()

    def over(self) -> None:
        """Everything is closed."""
        self._last_resort.cancel()


@contextmanager
def stopping_on_signals() -> Iterator[Stopping]:
    """Handle SIGTERM and Ctrl-C in this block; being stopped while it opens something ends it quietly."""
    stopping = Stopping()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no signal handlers in its loop; Ctrl-C raises there
            loop.add_signal_handler(number, stopping.signalled)
    try:
        yield stopping
    except asyncio.CancelledError:
        if not stopping.asked:
            raise
    finally:
        stopping.over()
