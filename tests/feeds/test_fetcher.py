import asyncio
import gzip
import socket
import time
import tracemalloc
import zlib
from datetime import timedelta

import pytest
from yarl import URL

from bot.errors import AddressRefused, BodyRefused, FetchError, HostRests, PrivateHost
from bot.feeds import guard
from bot.feeds.fetcher import MAX_REDIRECTS, Fetcher
from tests.feeds.servers import Request, http, serve

FEED = b"<rss version='2.0'><channel/></rss>"


async def fetch(server, path="/", **options):
    async with Fetcher(
        time_limit=options.pop("time_limit", 5), max_bytes=options.pop("max_bytes", 8_000_000)
    ) as fetcher:
        return await fetcher.fetch(server.url + path, trusted=True, **options)


# ---------------------------------------------------------------- politeness


async def test_a_request_says_who_asks_and_for_what():
    async with (
        serve(
            {
                "/": http(
                    body=FEED, Content_Type="text/xml", ETag='"a"', Last_Modified="then", Cache_Control="max-age=60"
                )
            }
        ) as server,
        Fetcher(contact="https://bot.example/about") as fetcher,
    ):
        fetched = await fetcher.fetch(server.url, trusted=True)
    asked = server.asked[0].headers
    assert asked["user-agent"].startswith("Downlink/")
    assert asked["user-agent"].endswith("(+https://bot.example/about)")
    assert asked["accept-encoding"] == "gzip, deflate"
    assert "if-none-match" not in asked
    assert (fetched.status, fetched.body, fetched.content_type) == (200, FEED, "text/xml")
    assert (fetched.etag, fetched.last_modified) == ('"a"', "then")
    assert fetched.max_age is not None
    assert fetched.max_age.total_seconds() == 60


async def test_an_unchanged_feed_costs_a_304():
    async def conditional(request: Request, writer: asyncio.StreamWriter) -> None:
        same = request.headers.get("if-none-match") == '"a"' and request.headers.get("if-modified-since") == "then"
        writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n' if same else http(body=FEED))

    async with serve({"/": conditional}) as server:
        fetched = await fetch(server, etag='"a"', last_modified="then")
    assert (fetched.status, fetched.body) == (304, None)


async def test_connections_are_kept_and_one_host_gets_few_at_a_time():
    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.05)
        writer.write(http(body=FEED))

    async with serve({f"/{n}": slow for n in range(12)}) as server, Fetcher(per_host=2) as fetcher:
        await asyncio.gather(*(fetcher.fetch(f"{server.url}/{n}", trusted=True) for n in range(12)))
        assert server.most_open == 2
        assert not fetcher._hosts


async def test_a_wait_for_one_s_turn_is_not_running_out_of_time():
    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        writer.write(http(body=FEED))

    async with serve({f"/{n}": slow for n in range(6)}) as server, Fetcher(per_host=1, time_limit=1) as fetcher:
        fetched = await asyncio.gather(*(fetcher.fetch(f"{server.url}/{n}", trusted=True) for n in range(6)))
    assert [one.status for one in fetched] == [200] * 6


@pytest.mark.parametrize(
    ("status", "wait"), [("429 Too Many Requests", 120.0), ("503 Service Unavailable", 120.0), ("404 Not Found", None)]
)
async def test_a_refusal_carries_status_and_wait(status, wait):
    headers = {"Retry_After": "120"} if wait else {}
    async with serve({"/": http(status, **headers)}) as server:
        with pytest.raises(FetchError) as error:
            await fetch(server)
    assert error.value.status == int(status[:3])
    assert error.value.reason == f"the server answers {status}"
    assert (error.value.retry_after.total_seconds() if error.value.retry_after else None) == wait


@pytest.mark.parametrize(
    ("status", "wait", "rest"),
    [("429 Too Many Requests", "120", 120), ("503 Service Unavailable", "86400", 3600), ("404 Not Found", "120", 0)],
)
async def test_a_busy_host_is_left_alone_at_its_other_addresses_too_for_a_while(clock, status, wait, rest):
    answers = {"/busy": http(status, Retry_After=wait), "/well": http(body=FEED)}
    async with serve(answers) as server, Fetcher(now=clock.now) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.fetch(f"{server.url}/busy", trusted=True)
        if rest:
            clock.move(timedelta(seconds=rest - 1))
            with pytest.raises(HostRests, match=r"127\.0\.0\.1 asks to be left alone for 1 minute$") as error:
                await fetcher.fetch(f"{server.url}/well", trusted=True)
            assert error.value.retry_after == timedelta(seconds=1)
            clock.move(timedelta(seconds=1))
        assert (await fetcher.fetch(f"{server.url}/well", trusted=True)).status == 200
    assert len(server.asked) == 2


async def test_the_host_that_asks_for_a_rest_gets_it_and_not_the_one_that_led_there(clock):
    async with serve({"/feed": http("429 Slow Down", Retry_After="60")}) as busy:
        answers = {"/moved": http("302 Found", Location=f"{busy.url}/feed"), "/well": http(body=FEED)}
        async with serve(answers) as open_to_all, Fetcher(now=clock.now) as fetcher:
            with pytest.raises(FetchError):
                await fetcher.fetch(f"{open_to_all.url}/moved", trusted=True)
            assert (await fetcher.fetch(f"{open_to_all.url}/well", trusted=True)).status == 200
            with pytest.raises(HostRests):
                await fetcher.fetch(f"{busy.url}/feed", trusted=True)


async def test_who_is_not_trusted_does_not_learn_that_a_private_host_rests(clock, monkeypatch):
    async with serve({"/": http("429 Slow Down", Retry_After="60")}) as server, Fetcher(now=clock.now) as fetcher:
        url = server.url.replace("127.0.0.1", "localhost")
        monkeypatch.setattr(guard, "PORTS", {URL(url).port})
        with pytest.raises(FetchError, match="the server answers 429"):
            await fetcher.fetch(url, trusted=True)
        with pytest.raises(PrivateHost):
            await fetcher.fetch(url)


async def test_a_rest_that_was_asked_for_when_the_clock_was_years_ahead_is_over(clock):
    async with serve({"/": http("429 Slow Down", Retry_After="60")}) as server, Fetcher(now=clock.now) as fetcher:
        clock.move(timedelta(days=4000))
        for _ in range(2):
            with pytest.raises(FetchError, match="the server answers 429"):
                await fetcher.fetch(server.url, trusted=True)
            clock.move(timedelta(days=-4000))


async def test_what_a_server_says_of_its_trouble_can_be_shown_and_kept():
    answer = b"HTTP/1.1 500 Not \xff\x1b[31m well " + b"x" * 1000 + b"\r\nContent-Length: 0\r\n\r\n"
    async with serve({"/": answer}) as server:
        with pytest.raises(FetchError) as error:
            await fetch(server)
    assert error.value.reason.startswith("the server answers 500 Not [31m well")
    assert len(error.value.reason.encode()) < 300


# ---------------------------------------------------------------- redirects


async def test_redirects_are_followed_and_permanent_ones_reported():
    moved = http("301 Moved Permanently", Location="/b")
    answers = {"/a": moved, "/b": http("308 Permanent Redirect", Location="/c"), "/c": http(body=FEED)}
    async with serve(answers) as server:
        fetched = await fetch(server, "/a", etag='"x"')
        assert fetched.url == fetched.permanent_url == f"{server.url}/c"
        assert [asked.headers.get("if-none-match") for asked in server.asked] == ['"x"'] * 3


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary Redirect"])
async def test_what_comes_behind_a_temporary_redirect_is_no_permanent_address(status):
    answers = {
        "/a": http("301 Moved", Location="/b"),
        "/b": http(status, Location="/c"),
        "/c": http("301 Moved", Location="/d"),
    }
    async with serve({**answers, "/d": http(body=FEED)}) as server:
        fetched = await fetch(server, "/a")
        assert (fetched.url, fetched.permanent_url) == (f"{server.url}/d", f"{server.url}/b")


async def test_a_redirect_loop_ends():
    async with serve({"/": http("302 Found", Location="/")}) as server:
        with pytest.raises(FetchError, match="more than 5 redirects"):
            await fetch(server)
        assert len(server.asked) == MAX_REDIRECTS + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://a:b@x.example/", "http://[::1", "gopher://x"])
async def test_a_redirect_to_what_is_no_web_address_is_refused(target):
    async with serve({"/": http("302 Found", Location=target)}) as server:
        with pytest.raises(FetchError, match="redirects to"):
            await fetch(server)


async def test_an_untrusted_fetch_reaches_no_loopback_server():
    async with serve({"/": http(body=FEED)}) as server, Fetcher() as fetcher:
        with pytest.raises(AddressRefused):
            await fetcher.fetch(server.url)
        assert server.asked == []


async def test_a_connection_kept_by_a_trusted_fetch_serves_no_other():
    """Were the sessions one, a guild's feed could ride on an open connection past the check at connecting."""
    async with serve({"/": http(body=FEED)}) as server, Fetcher() as fetcher:
        await fetcher.fetch(server.url, trusted=True)
        assert fetcher._session(True) is not fetcher._session(False)
        assert fetcher._session(True).connector is not fetcher._session(False).connector


# ---------------------------------------------------------------- bodies


def bomb(megabytes: int, container: int = 31) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, container)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(megabytes)), packer.flush()])


async def test_compressed_answers_are_unpacked():
    for encoding, body in (("gzip", gzip.compress(FEED)), ("deflate", zlib.compress(FEED))):
        async with serve({"/": http(body=body, Content_Encoding=encoding)}) as server:
            assert (await fetch(server)).body == FEED


@pytest.mark.parametrize(("encoding", "container"), [("gzip", 31), ("deflate", 15)])
async def test_a_bomb_is_dropped_at_the_limit(encoding, container):
    body = bomb(150, container)
    async with serve({"/": http(body=body, Content_Encoding=encoding)}) as server:
        tracemalloc.start()
        with pytest.raises(BodyRefused, match="more than 1 MB when unpacked"):
            await fetch(server, max_bytes=1024 * 1024)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 30_000_000


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress"])
async def test_an_encoding_that_was_not_asked_for_gives_no_unbounded_body(encoding):
    """Whether a codec for it is installed or not, it is neither announced nor unpacked."""
    async with serve({"/": http(body=b"\x28\xb5\x2f\xfd\x04\x58" * 100, Content_Encoding=encoding)}) as server:
        with pytest.raises(BodyRefused, match=r"packed .* not asked for"):
            await fetch(server)
        assert server.asked[0].headers["accept-encoding"] == "gzip, deflate"


async def test_a_body_that_says_it_is_too_big_is_not_read():
    async with serve({"/": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"}) as server:
        with pytest.raises(BodyRefused, match="the answer is more than"):
            await fetch(server)


async def test_a_body_without_end_is_dropped_at_the_limit():
    async def endless(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    async with serve({"/": endless}) as server:
        with pytest.raises(BodyRefused, match="more than 1 MB"):
            await fetch(server, max_bytes=1024 * 1024)


async def drip(writer: asyncio.StreamWriter, head: bytes, drop: bytes) -> None:
    writer.write(head)
    while True:
        writer.write(drop)
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),  # a slow body
        (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),  # headers without end
        (b"", b"H"),  # a slow status line
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),  # continue, continue
        (b"", b""),  # silence
    ],
    ids=["body", "headers", "status", "continue", "silence"],
)
async def test_a_slow_server_costs_the_time_limit_and_no_more(head, drop):
    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        await drip(writer, head, drop)

    async with serve({"/": slow}) as server:
        started = time.perf_counter()
        with pytest.raises((FetchError, BodyRefused)):
            await fetch(server, time_limit=0.4)
        assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 " + b"x" * 200_000,
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000 + b"\r\n",
        b"SSH-2.0-OpenSSH_9\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
    ],
    ids=["status line", "header", "headers", "ssh", "binary", "smuggling", "chunks", "gzip"],
)
async def test_a_broken_answer_is_a_clear_error(answer):
    async def broken(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with serve({"/": broken}) as server:
        with pytest.raises((FetchError, BodyRefused)) as error:
            await fetch(server)
    assert error.value.reason
    assert len(str(error.value)) < 500


async def test_a_broken_off_body_is_refused():
    async def short(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        await writer.drain()
        writer.close()

    async with serve({"/": short}) as server:
        with pytest.raises(BodyRefused, match="breaks off"):
            await fetch(server)


async def test_failures_are_told_in_words():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with Fetcher(time_limit=3) as fetcher:
        with pytest.raises(FetchError, match=r"can't connect to 127\.0\.0\.1: Connection refused$"):
            await fetcher.fetch(f"http://127.0.0.1:{port}/", trusted=True)
        with pytest.raises(FetchError, match=r"the name nowhere\.invalid can't be found; is it spelled right"):
            await fetcher.fetch("http://nowhere.invalid/feed")


async def test_a_server_that_speaks_no_tls_is_told_in_words():
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server, Fetcher(time_limit=3) as fetcher:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(FetchError, match=r"no secure connection to 127\.0\.0\.1"):
            await fetcher.fetch(f"https://127.0.0.1:{port}/", trusted=True)
