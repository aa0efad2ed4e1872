"""Parsing where it can't stall the loop and can be killed.

Hostile feeds can make any parser slow or hungry, even small ones (136 kB of "&lt;!--" take feedparser a second, 546
kB half a minute). So each body is parsed by a worker process (bot.feeds.worker): a body that takes longer than
TIME_LIMIT or more than MEMORY_LIMIT costs its worker's life and nothing else, and the next body gets a new one.
Workers are started when there is work and end when there has been none for IDLE seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.document import Document
from bot.errors import BodyRefused, NotAFeed
from bot.feeds.room import LARGE
from bot.feeds.wire import document_from_json
from bot.feeds.worker import FRAME

TIME_LIMIT = 5.0  # seconds for one body
START_LIMIT = 20.0  # seconds until a worker has loaded what it needs
MEMORY_LIMIT = 112 * 1024 * 1024  # bytes of address space; a worker starts with 33 MB, a feed of 7 MB takes it to 70
WORKERS = 2  # so that a body that takes its full time doesn't hold up all others; more would only hold more memory
PATIENCE = 1.0  # seconds that a body is waited for before another worker is asked to help: each costs 0.1 s to start
LIFETIME = 3_600  # seconds of processor time after which the kernel ends a worker
IDLE = 20.0  # seconds without work after which a worker ends
PIECE = 256 * 1024  # bytes of a body on their way to a worker at once
LONGEST_ANSWER = 32 * 1024 * 1024  # bytes; 200 entries at their limits are far below

# What a Python process needs of ours to start; nothing else, so no token, is in a worker's environment.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "PYTHONHOME")
_ROOT = Path(__file__).resolve().parents[2]


class ParsePool:
    """Parses bodies in worker processes; an async context manager that owns them.

    `time_limit` is in seconds for one body, `memory_limit` in bytes for one worker, `idle` in seconds.
    """

    def __init__(
        self,
        *,
        workers: int = WORKERS,
        time_limit: float = TIME_LIMIT,
        memory_limit: int = MEMORY_LIMIT,
        idle: float = IDLE,
    ) -> None:
        self._time_limit = time_limit
        self._memory_limit = memory_limit
        self._idle = idle
        self._places = asyncio.Semaphore(workers)
        self._turns = asyncio.Semaphore(1)
        self._for_large = asyncio.Semaphore(1)  # so that one worker at a time is as large as it may be
        self._free: list[_Worker] = []
        self._alive: set[_Worker] = set()
        self._retiring: asyncio.TimerHandle | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End every worker, those at work too."""
        self._closed = True
        if self._retiring:
            self._retiring.cancel()
        self._free.clear()
        for worker in list(self._alive):
            await self._end(worker)

    async def parse(self, body: bytes, *, url: str, content_type: str = "", strict: bool = False) -> Document:
        """As bot.feeds.parser.parse, in another process. Raises NotAFeed, or BodyRefused where it takes too much."""
        answer = await self._answer({"url": url, "content_type": content_type, "strict": strict}, body, url)
        if "not_a_feed" in answer:
            raise NotAFeed(url, answer["not_a_feed"])
        return document_from_json(answer["document"])

    async def article(self, body: bytes, *, url: str, content_type: str = "", title: str = "") -> str:
        """As bot.feeds.article.text_of, in another process. Raises BodyRefused where it takes too much."""
        page = {"url": url, "content_type": content_type, "title": title}
        return str((await self._answer({"page": page}, body, url))["text"])

    async def _answer(self, header: dict[str, object], body: bytes, url: str) -> dict[str, Any]:
        async with self._for_large if len(body) > LARGE else nullcontext(), self._places, _Turn(self._turns) as turn:
            worker = await self._worker()
            turn.begin()
            answer = await self._asked(worker, header, body, url)
            if "refused" in answer and worker.asked > 1:
                # One that has read much has less memory left: not the fault of this body, which gets a new one.
                await self._end(worker)
                worker = await self._new()
                answer = await self._asked(worker, header, body, url)
            if "refused" in answer:
                await self._end(worker)
                raise BodyRefused(url, answer["refused"])
            self._rest(worker)
        return answer

    async def _asked(self, worker: _Worker, header: dict[str, object], body: bytes, url: str) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self._time_limit):
                return await worker.ask(header, body)
        except TimeoutError as error:
            await self._end(worker)
            raise BodyRefused(url, f"it takes longer than {self._time_limit:g} seconds to read") from error
        except (OSError, EOFError, ValueError):
            return {"refused": "it takes more memory to read than it may, or broke its reader"}
        except BaseException:
            await self._end(worker)
            raise

    @property
    def alive(self) -> int:
        """How many workers there are at the moment."""
        return len(self._alive)

    async def _worker(self) -> _Worker:
        if self._closed:
            raise RuntimeError("the pool is closed")
        while self._free:
            worker = self._free.pop()
            if worker.running:
                return worker
            await self._end(worker)
        return await self._new()

    async def _new(self) -> _Worker:
        worker = await _Worker.start(self._memory_limit)
        self._alive.add(worker)
        return worker

    def _rest(self, worker: _Worker) -> None:
        self._free.append(worker)
        if self._retiring:
            self._retiring.cancel()
        self._retiring = asyncio.get_running_loop().call_later(self._idle, self._retire)

    def _retire(self) -> None:
        """Nothing was parsed for a while: let the free workers go. A worker without input ends by itself."""
        while self._free:
            worker = self._free.pop()
            self._alive.discard(worker)
            worker.dismiss()

    async def _end(self, worker: _Worker) -> None:
        self._alive.discard(worker)
        await worker.kill()


class _Turn:
    """A parse's turn: one after the other, but from `begin` on no other waits longer than PATIENCE."""

    def __init__(self, turns: asyncio.Semaphore) -> None:
        self._turns = turns
        self._mine = False
        self._late: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Self:
        self._mine = await self._turns.acquire()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._late:
            self._late.cancel()
        self._pass_on()

    def begin(self) -> None:
        self._late = asyncio.get_running_loop().call_later(PATIENCE, self._pass_on)

    def _pass_on(self) -> None:
        if self._mine:
            self._mine = False
            self._turns.release()


class _Worker:
    """One worker process, asked one thing at a time."""

    def __init__(self, process: Process) -> None:
        self._process = process
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout
        self.asked = 0

    @classmethod
    async def start(cls, memory: int) -> _Worker:
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "bot.feeds.worker", str(memory), str(LIFETIME),
            stdin=PIPE, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL,
            env={**environment, "PYTHONPATH": str(_ROOT)},
            limit=1024 * 1024,
            process_group=0,  # Ctrl-C is for the house, which then ends its workers
        )  # fmt: skip
        worker = cls(process)
        try:
            async with asyncio.timeout(START_LIMIT):
                await worker.receive()
        except (TimeoutError, OSError, EOFError) as error:
            await worker.kill()
            raise RuntimeError(f"the feed reader ({sys.executable} -m bot.feeds.worker) doesn't start") from error
        except BaseException:
            await worker.kill()
            raise
        return worker

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    async def ask(self, header: dict[str, object], body: bytes) -> dict[str, Any]:
        self.asked += 1
        head = json.dumps(header).encode()
        self._in.writelines((FRAME.pack(len(head)), head, FRAME.pack(len(body)), body[:PIECE]))
        await self._in.drain()
        for start in range(PIECE, len(body), PIECE):  # a pipe copies all that it is given at once, twice
            self._in.write(body[start : start + PIECE])
            await self._in.drain()
        answer = json.loads(await self.receive())
        return dict(answer)

    async def receive(self) -> bytes:
        (length,) = FRAME.unpack(await self._out.readexactly(FRAME.size))
        if length > LONGEST_ANSWER:
            raise ValueError("an answer longer than any document")
        return await self._out.readexactly(length)

    def dismiss(self) -> None:
        self._in.close()

    async def kill(self) -> None:
        self._in.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
