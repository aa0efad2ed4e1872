"""The gateway, frame by frame."""

from __future__ import annotations

import json
import zlib

import aiohttp
import pytest

from bot.rehearsal import Channel

NEWS = 1_200_000_000_000_000_001
GUILDS, MESSAGES = 1, 1 << 9


class Socket:
    """A client that speaks the gateway's protocol and nothing else."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.inflate = zlib.decompressobj()

    async def next(self) -> dict:
        frame = await self.socket.receive(timeout=2)
        if frame.type is aiohttp.WSMsgType.BINARY:
            return json.loads(self.inflate.decompress(frame.data))
        assert frame.type is aiohttp.WSMsgType.TEXT, (frame.type, self.socket.close_code)
        return json.loads(frame.data)

    async def send(self, op: object, data: object) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def closed(self) -> int | None:
        async for _ in self.socket:
            pass
        return self.socket.close_code


@pytest.fixture
def connect(rehearsal, session):
    async def made(query: str = "v=10&encoding=json") -> Socket:
        socket = Socket(await session.ws_connect(f"{rehearsal.gateway.url}?{query}"))
        hello = await socket.next()
        assert (hello["op"], hello["d"]["heartbeat_interval"]) == (10, 41250)
        return socket

    return made


@pytest.fixture
def identify(rehearsal):
    return lambda **more: {"token": rehearsal.token, "intents": GUILDS, "properties": {}, **more}


@pytest.mark.parametrize("query", ["v=10&encoding=json", "v=10&encoding=json&compress=zlib-stream"])
async def test_hello_identify_ready_guild_and_heartbeat(rehearsal, connect, identify, query):
    socket = await connect(query)
    await socket.send(1, None)
    assert (await socket.next())["op"] == 11
    await socket.send(2, identify())
    ready, guild = await socket.next(), await socket.next()
    assert (ready["t"], ready["s"], guild["t"], guild["s"]) == ("READY", 1, "GUILD_CREATE", 2)
    assert ready["d"]["guilds"] == [{"id": guild["d"]["id"], "unavailable": True}]
    assert [c["name"] for c in guild["d"]["channels"]] == ["space-news", "quiet"]
    assert guild["d"]["members"][0]["user"]["id"] == ready["d"]["user"]["id"]


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": "wrong", "intents": 1}, 4004),
        (6, {"token": "wrong", "session_id": "x", "seq": 1}, 4004),
        (3, {}, 4003),
        (99, {}, 4001),
        (2, {"intents": "many"}, 4013),
        (2, {"intents": 1 << 15}, 4014),
        (2, {"shard": [2, 2]}, 4010),
    ],
)
async def test_what_the_gateway_does_not_take_closes_it_with_discords_code(connect, identify, op, data, code):
    socket = await connect()
    await socket.send(op, data if "token" in data or op != 2 else identify(**data))
    assert await socket.closed() == code


async def test_a_frame_that_is_no_json_closes_it(connect):
    socket = await connect()
    await socket.socket.send_str("hello")
    assert await socket.closed() == 4002


async def test_identifying_twice_closes_it(connect, identify):
    socket = await connect()
    await socket.send(2, identify())
    await socket.send(2, identify())
    assert await socket.closed() == 4005


async def test_more_than_120_frames_a_minute_close_it(connect):
    socket = await connect()
    for _ in range(121):
        await socket.send(1, None)
    assert await socket.closed() == 4008


async def test_a_client_that_falls_silent_is_closed(rehearsal, session):
    rehearsal.gateway.heartbeat_interval = 0.1
    socket = Socket(await session.ws_connect(rehearsal.gateway.url))
    assert await socket.closed() == 4009


async def test_only_events_of_the_asked_intents_are_sent(rehearsal, connect, identify, api):
    quiet, curious = await connect(), await connect()
    await quiet.send(2, identify())
    await curious.send(2, identify(intents=GUILDS | MESSAGES))
    for socket in (quiet, curious):
        await socket.next()
        await socket.next()
    await api.post("news")
    rehearsal.world.add_channel(Channel(9, "new"))
    assert (await quiet.next())["t"] == "CHANNEL_CREATE"
    told = await curious.next()
    assert (told["t"], told["d"]["content"]) == ("MESSAGE_CREATE", "news")


async def test_a_resume_replays_exactly_what_was_missed(rehearsal, connect, identify):
    socket = await connect()
    await socket.send(2, identify())
    ready, _ = await socket.next(), await socket.next()
    for number in (11, 12, 13):
        rehearsal.world.add_channel(Channel(number, f"c{number}"))
    assert (await socket.next())["d"]["id"] == "11"
    await rehearsal.close_gateway(4000)
    again = await connect()
    await again.send(6, {"token": rehearsal.token, "session_id": ready["d"]["session_id"], "seq": 3})
    told = [await again.next() for _ in range(3)]
    assert [(t["t"], t["s"]) for t in told] == [("CHANNEL_CREATE", 4), ("CHANNEL_CREATE", 5), ("RESUMED", 6)]


@pytest.mark.parametrize(("session_id", "seq"), [("unknown", 1), (None, 99), (None, "x")])
async def test_a_resume_of_what_is_not_there_is_an_invalid_session(rehearsal, connect, identify, session_id, seq):
    socket = await connect()
    await socket.send(2, identify())
    ready = await socket.next()
    again = await connect()
    about = {"token": rehearsal.token, "session_id": session_id or ready["d"]["session_id"], "seq": seq}
    await again.send(6, about)
    answer = await again.next()
    assert (answer["op"], answer["d"]) == (9, False)


async def test_guilds_are_shared_out_to_their_shards(rehearsal, connect, identify):
    other = 1 << 22
    rehearsal.world.add_guild(other, "Other", [Channel(5, "five")])
    names = set()
    for number in (0, 1):
        socket = await connect()
        await socket.send(2, identify(shard=[number, 2]))
        ready = await socket.next()
        assert ready["d"]["shard"] == [number, 2]
        for guild in ready["d"]["guilds"]:
            assert (int(guild["id"]) >> 22) % 2 == number
            names.add((await socket.next())["d"]["name"])
    assert names == {"Rehearsal", "Other"}


async def test_a_guild_that_removes_the_bot_is_told_as_deleted(rehearsal, connect, identify):
    rehearsal.world.add_guild(1 << 22, "Other", [Channel(5, "five")])
    socket = await connect()
    await socket.send(2, identify())
    for _ in range(3):
        await socket.next()
    rehearsal.world.remove_guild(1 << 22)
    told = await socket.next()
    assert (told["t"], told["d"]) == ("GUILD_DELETE", {"id": str(1 << 22)})


async def test_a_gateway_can_refuse_and_come_back(rehearsal, session, connect):
    rehearsal.gateway.refusing = True
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(rehearsal.gateway.url)
    rehearsal.gateway.refusing = False
    await connect()
