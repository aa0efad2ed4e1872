"""Logs: one line an event on standard error, for people on a terminal, as JSON elsewhere; never a secret.

Feed text can hold line breaks and escape sequences; both renderers write them escaped, so an event stays one line.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

# The shape of a Discord bot token: three base64url parts (https://docs.discord.com/developers/reference#authentication).
TOKEN_SHAPE = re.compile(r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}")
# An interaction's or webhook's token stands in the path of its requests.
WEBHOOK_TOKEN = re.compile(r"((?:webhooks|interactions)/\d+/)[\w.-]{20,}")
HIDDEN = "[hidden]"
# A shorter value keeps nothing secret (NIST SP 800-63B asks of any password that it be no shorter), and to hide it, a
# model server's key "x", would make every line unreadable.
SHORTEST_SECRET = 8

# Chatty below these levels: discord.py's DEBUG logs whole payloads, and its client warns that voice is not installed.
QUIET = {
    "discord": logging.WARNING,
    "discord.client": logging.ERROR,
    "aiohttp": logging.WARNING,
    "apscheduler": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "asyncio": logging.WARNING,
    "alembic": logging.WARNING,
}


def _reconnecting(record: logging.LogRecord) -> bool:
    """A filter for discord.py's tries to reconnect, which it calls errors and tells with a traceback: weather."""
    if record.exc_info and str(record.msg).startswith("Attempting a reconnect"):
        error = record.exc_info[1]
        record.msg = f"{record.getMessage()}: {type(error).__name__}: {error}"[:300]
        record.args = record.exc_info = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
    return True


class Redactor:
    """Takes secrets out of an event, wherever they stand in it."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = tuple(secret for secret in secrets if len(secret) >= SHORTEST_SECRET)

    def __call__(self, _logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """A structlog processor."""
        return {key: self.clean(value) for key, value in event.items()}

    def clean(self, value: Any) -> Any:
        """`value` without secrets; what is no plain value is shown as text first."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, list | tuple):
            return [self.clean(part) for part in value]
        if isinstance(value, dict):
            return {key: self.clean(part) for key, part in value.items()}
        text = str(value)
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return WEBHOOK_TOKEN.sub(rf"\1{HIDDEN}", TOKEN_SHAPE.sub(HIDDEN, text))


def set_up_logging(
    *, secrets: Iterable[str] = (), verbose: bool = False, level: str = "INFO", stream: TextIO | None = None
) -> None:
    """Route structlog and the standard library's logging to one place. Call once, from the shell."""
    out = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    last: Processor = (
        structlog.dev.ConsoleRenderer(pad_event_to=0) if out.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, Redactor(secrets), last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if verbose else level)
    logging.getLogger("discord.client").addFilter(_reconnecting)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, root.level))
