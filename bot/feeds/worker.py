"""The program that parses feeds for bot.feeds.workers: one request after another on stdin, one answer each on stdout.

It is a process of its own so that it can be killed, and a bare one: no secrets in its environment, no network code as
long as it reads feeds, memory and time limited by the kernel. Frames both ways are a length (4 bytes, big-endian) and
that many bytes. A request is a JSON header frame {"url", "content_type", "strict"} and a frame with the body; an answer
is one JSON frame with a "document", a reason why it is "not_a_feed", or one why it is "refused". A header {"page":
{"url", "content_type", "title"}} asks for the "text" of a report's page instead. The first frame, empty, says that all
is loaded.

JSON, not pickle: the answer of a worker that a hostile feed has taken over must not be able to do anything.
"""

from __future__ import annotations

import contextlib
import gc
import json
import struct
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

from bot.errors import NotAFeed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

try:
    import resource
except ImportError:  # Windows has no such limits; the time limit of the pool still holds
    resource = None  # type: ignore[assignment]  # a module or nothing

FRAME = struct.Struct(">I")
TIDY_AFTER = 1024 * 1024  # bytes of bodies parsed


def limit_resources(memory: int, seconds: int) -> None:
    """Have the kernel hold this process to `memory` bytes of address space and `seconds` of processor time in all."""
    if resource is None:
        return
    for kind, amount in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # already lower, by whoever runs us
            resource.setrlimit(kind, (amount, amount))


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(FRAME.size)
    if len(head) < FRAME.size:
        return None
    (length,) = FRAME.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def _write(stream: BinaryIO, frame: bytes) -> None:
    stream.write(FRAME.pack(len(frame)))
    stream.write(frame)
    stream.flush()


class _LeftOut(ModuleType):
    """Stands where a module would that isn't needed."""


def load() -> Callable[[Mapping[str, Any], bytes], dict[str, Any]]:
    """Import what reads feeds: the function that answers a request, in plain JSON values.

    xml.sax and feedparser bring along what they would fetch an address with, and are never given one. Left out, a
    worker starts in six sevenths of the time. Whoever reads pages needs it.
    """
    for name in ("urllib.request", "feedparser.http"):
        sys.modules.setdefault(name, _LeftOut(name))
    from bot.feeds import article  # noqa: PLC0415  after that, not before; so below
    from bot.feeds.parser import parse  # noqa: PLC0415
    from bot.feeds.wire import document_to_json  # noqa: PLC0415

    def read(header: Mapping[str, Any], body: bytes) -> dict[str, Any]:
        if "page" not in header:
            return {"document": document_to_json(parse(body, **header))}
        if isinstance(sys.modules["urllib.request"], _LeftOut):
            del sys.modules["urllib.request"]
        return {"text": article.text_of(body, **header["page"])}

    return read


def _answer(
    read: Callable[[Mapping[str, Any], bytes], dict[str, Any]], header: Mapping[str, Any], body: bytes
) -> dict[str, Any]:
    try:
        return read(header, body)
    except NotAFeed as error:
        return {"not_a_feed": error.reason}
    except (MemoryError, RecursionError):
        return {"refused": "it takes more memory to read than it may"}
    except Exception as error:  # noqa: BLE001  a fault of ours costs this feed, not the worker and its next feeds
        return {"refused": f"it broke its reader ({type(error).__name__}: {error})"[:300]}


def main(memory: int, seconds: int) -> None:
    """Serve until stdin ends."""
    limit_resources(memory, seconds)
    # A parse builds thousands of dictionaries and drops them all. Looking for cycles among them meanwhile is a fifth of
    # its time and finds nothing; what is left of many is looked through at once.
    gc.disable()
    read = load()
    gc.freeze()
    left = 0
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    _write(stdout, b"")
    while (header := _read(stdin)) is not None and (body := _read(stdin)) is not None:
        _write(stdout, json.dumps(_answer(read, json.loads(header), body)).encode())
        left += len(body)
        if left > TIDY_AFTER:
            gc.collect()
            left = 0


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
