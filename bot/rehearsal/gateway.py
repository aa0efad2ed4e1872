"""The gateway: WebSocket sessions with the bot (https://docs.discord.com/developers/events/gateway)."""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from bot.rehearsal import wire

if TYPE_CHECKING:
    from bot.rehearsal.places import Event
    from bot.rehearsal.world import World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, _, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = range(12)
UNKNOWN_OPCODE, NOT_JSON, NOT_IDENTIFIED, BAD_TOKEN, TWICE, TOO_FAST, TIMED_OUT = (
    4001,
    4002,
    4003,
    4004,
    4005,
    4008,
    4009,
)
BAD_SHARD, BAD_INTENTS, NOT_ALLOWED_INTENTS = 4010, 4013, 4014

INTENTS = {
    "GUILD": 1 << 0,
    "CHANNEL": 1 << 0,
    "MESSAGE": 1 << 9,
    "DIRECT_MESSAGE": 1 << 12,
}
# Members, presences, message content: Discord grants them on application only.
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
INTENTS_KNOWN = (1 << 26) - 1
EVENTS_KEPT, SESSIONS_KEPT, SENDS_A_MINUTE, OUTGOING_MAX = 1_000, 32, 120, 20_000
IDENTIFIES_A_DAY = 1_000


@dataclass(slots=True, eq=False)
class Session:
    """What survives a lost connection: the events sent so far, to be replayed on RESUME."""

    id: str
    intents: int
    shard: tuple[int, int]
    seq: int = 0
    events: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=EVENTS_KEPT))
    connection: Connection | None = None

    def wants(self, event: Event) -> bool:
        """Whether the event is this shard's and covered by the intents."""
        if not event.to_bot or event.type.startswith("REHEARSAL_"):
            return False
        number, count = self.shard
        if (0 if event.guild_id is None else (event.guild_id >> 22) % count) != number:
            return False
        topic = event.type.split("_", 1)[0]
        if topic == "MESSAGE" and event.guild_id is None:
            topic = "DIRECT_MESSAGE"
        needed = INTENTS.get(topic, 0)
        return not needed or bool(self.intents & needed)

    def dispatch(self, kind: str, data: dict[str, Any]) -> None:
        self.seq += 1
        text = json.dumps({"op": DISPATCH, "t": kind, "s": self.seq, "d": data}, separators=(",", ":"))
        self.events.append((self.seq, text))
        if self.connection is not None:
            self.connection.put(text)


class Connection:
    """One WebSocket, with its own compression stream and a queue of what is to be sent."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None, *, compress: bool) -> None:
        self.socket = socket
        self.session: Session | None = None
        self._transport = transport
        self._deflate = zlib.compressobj() if compress else None
        self._outgoing: asyncio.Queue[str] = asyncio.Queue(OUTGOING_MAX)

    def put(self, text: str) -> None:
        """Queue a frame; a client that reads nothing for too long is cut off."""
        try:
            self._outgoing.put_nowait(text)
        except asyncio.QueueFull:
            self.abort()

    def put_op(self, op: int, data: Any) -> None:
        self.put(json.dumps({"op": op, "t": None, "s": None, "d": data}))

    def abort(self) -> None:
        """Drop the TCP connection without a word: close code 1006 at the client."""
        if self._transport is not None:
            self._transport.abort()

    async def send_queued(self) -> None:
        """Send what is queued, until cancelled or the client is gone."""
        while not self.socket.closed:
            text = await self._outgoing.get()
            try:
                if self._deflate is None:
                    await self.socket.send_str(text)
                else:
                    data = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(data)
            except ConnectionError:
                return


ACK_DELAY = 0.03  # seconds, as over a network


class Gateway:
    """Accepts the bot's connections and gives them the world's events."""

    def __init__(self, world: World, token: str, *, heartbeat_interval: float = 41.25) -> None:
        self.heartbeat_interval = heartbeat_interval
        self.url = ""
        self.identified = 0
        self.resumed = 0
        self.refusing = False
        self._world, self._token = world, token
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self._ready = asyncio.Event()
        world.listeners.append(self._hear)

    # ---- for tests and the page

    @property
    def connected(self) -> bool:
        """A bot has identified itself and is still there."""
        return any(c.session for c in self._connections)

    def start_limit(self) -> dict[str, int]:
        """How many sessions may still be started today."""
        left = max(IDENTIFIES_A_DAY - self.identified, 0)
        return {"total": IDENTIFIES_A_DAY, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}

    async def wait_ready(self, timeout: float) -> None:
        """Wait until a bot is connected and has been sent its guilds."""
        async with asyncio.timeout(timeout):
            while not self.connected:
                self._ready.clear()
                await self._ready.wait()

    async def close(self, code: int, reason: str = "") -> None:
        """Close every connection with this code."""
        await asyncio.gather(*(c.socket.close(code=code, message=reason.encode()) for c in tuple(self._connections)))

    def abort(self) -> None:
        """Lose every connection without a close frame."""
        for connection in tuple(self._connections):
            connection.abort()

    def ask_to_reconnect(self) -> None:
        """Opcode 7: the client shall reconnect and resume."""
        for connection in self._connections:
            connection.put_op(RECONNECT, None)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Opcode 9: the session is over (or, resumable, to be taken up anew)."""
        for connection in self._connections:
            if connection.session is not None and not resumable:
                self._sessions.pop(connection.session.id, None)
            connection.put_op(INVALID, resumable)

    def forget_sessions(self) -> None:
        """A RESUME of the sessions that exist now will be answered with an invalid session."""
        self._sessions.clear()

    def send_raw(self, text: str) -> None:
        """Send any text as a frame: for malformed dispatches."""
        for connection in self._connections:
            connection.put(text)

    # ---- events

    def _hear(self, event: Event) -> None:
        for session in self._sessions.values():
            if session.wants(event):
                session.dispatch(event.type, event.data)

    # ---- one connection

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket connection from HELLO to its end."""
        if self.refusing:
            return web.Response(status=503)
        if request.query.get("v", "10") != "10" or request.query.get("encoding", "json") != "json":
            return web.json_response({"message": "only v=10 and encoding=json are spoken here", "code": 0}, status=400)
        socket = web.WebSocketResponse(heartbeat=None, compress=False, max_msg_size=64 * 1024, timeout=0.2)
        await socket.prepare(request)
        compress = request.query.get("compress") == "zlib-stream"
        connection = Connection(socket, request.transport, compress=compress)
        self._connections.add(connection)
        sender = asyncio.create_task(connection.send_queued())
        try:
            connection.put_op(HELLO, {"heartbeat_interval": int(self.heartbeat_interval * 1000), "_trace": []})
            code = await self._converse(connection)
            if code:
                await socket.close(code=code)
        finally:
            sender.cancel()
            self._connections.discard(connection)
            if connection.session is not None and connection.session.connection is connection:
                connection.session.connection = None
                self._announce()
        return socket

    async def _converse(self, connection: Connection) -> int:
        """Answer the client's frames; the close code with which to end, 0 where the client has gone."""
        received: deque[float] = deque(maxlen=SENDS_A_MINUTE + 1)
        clock = asyncio.get_running_loop().time
        while True:
            try:
                frame = await connection.socket.receive(timeout=self.heartbeat_interval * 1.5)
            except TimeoutError:
                return TIMED_OUT
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return 0
            received.append(clock())
            if len(received) > SENDS_A_MINUTE and clock() - received[0] < 60:
                return TOO_FAST
            try:
                payload = json.loads(frame.data)
                op, data = payload["op"], payload.get("d")
            except (ValueError, KeyError, TypeError):
                return NOT_JSON
            code = self._receive(connection, op, data)
            if code:
                return code

    def _receive(self, connection: Connection, op: Any, data: Any) -> int:
        if op == HEARTBEAT:
            # discord.py notes when it sent a heartbeat only behind the sending: an answer that comes at once is taken
            # for one to the heartbeat before, and logged as a connection that can't keep up.
            asyncio.get_running_loop().call_later(ACK_DELAY, connection.put_op, ACK, None)
        elif op in (IDENTIFY, RESUME):
            if connection.session is not None:
                return TWICE
            data = data if isinstance(data, dict) else {}
            if data.get("token") != self._token:
                return BAD_TOKEN
            return self._identify(connection, data) if op == IDENTIFY else self._resume(connection, data)
        elif op not in (PRESENCE, VOICE, MEMBERS):
            return UNKNOWN_OPCODE
        elif connection.session is None:
            return NOT_IDENTIFIED
        return 0

    def _identify(self, connection: Connection, data: dict[str, Any]) -> int:
        shard = data.get("shard") or [0, 1]
        if not (isinstance(shard, list) and len(shard) == 2 and 0 <= shard[0] < shard[1]):
            return BAD_SHARD
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~INTENTS_KNOWN:
            return BAD_INTENTS
        if intents & PRIVILEGED:
            return NOT_ALLOWED_INTENTS
        session = Session(secrets.token_hex(16), intents, (shard[0], shard[1]))
        self._sessions[session.id] = session
        while len(self._sessions) > SESSIONS_KEPT:
            del self._sessions[next(iter(self._sessions))]
        self._join(connection, session)
        self.identified += 1
        guilds = [g for g in self._world.guilds.values() if (g.id >> 22) % shard[1] == shard[0]]
        ready = {
            "v": 10,
            "user": wire.own_user(self._world.bot),
            "guilds": [{"id": str(g.id), "unavailable": True} for g in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "application": {"id": str(self._world.application_id), "flags": 0},
            "session_type": "normal",
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "user_settings": {},
        }
        if data.get("shard"):
            ready["shard"] = shard
        session.dispatch("READY", ready)
        if intents & INTENTS["GUILD"]:
            for guild in guilds:
                session.dispatch("GUILD_CREATE", wire.guild_create(guild, self._world.bot))
        self._announce()
        return 0

    def _resume(self, connection: Connection, data: dict[str, Any]) -> int:
        session = self._sessions.get(str(data.get("session_id")))
        seq = data.get("seq")
        oldest = session.events[0][0] if session and session.events else 1
        if session is None or not isinstance(seq, int) or not oldest - 1 <= seq <= session.seq:
            connection.put_op(INVALID, False)
            return 0
        for number, text in session.events:
            if number > seq:
                connection.put(text)
        self._join(connection, session)
        self.resumed += 1
        session.dispatch("RESUMED", {"_trace": []})
        self._announce()
        return 0

    def _announce(self) -> None:
        """Tell the waiting, and the page, whether a bot is there."""
        if self.connected:
            self._ready.set()
        self._world.emit("REHEARSAL_BOT", {"connected": self.connected}, to_bot=False)

    def _join(self, connection: Connection, session: Session) -> None:
        if session.connection is not None:
            session.connection.session = None
            session.connection.abort()
        connection.session, session.connection = session, connection
