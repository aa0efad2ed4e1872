from datetime import timedelta

import pytest

from bot.feeds.fetcher import Fetched, Fetcher
from bot.feeds.robots import LINES, SITES, Robots
from tests.feeds.servers import http, serve

RULES = b"User-agent: *\nDisallow: /members/\n\nUser-agent: Downlink\nDisallow: /private/\n"


async def allowed(clock, answer, path="/a", *, trusted=True):
    async with serve({"/robots.txt": answer} if answer else {}) as server, Fetcher(time_limit=2) as fetcher:
        return await Robots(fetcher, clock).allow(server.url + path, trusted=trusted)


async def test_a_site_says_what_may_be_read(clock):
    assert await allowed(clock, http(body=RULES))
    assert not await allowed(clock, http(body=RULES), "/private/a")
    assert await allowed(clock, http(body=RULES), "/members/a")  # the group that names us counts alone
    assert not await allowed(clock, http(body=b"User-agent: *\nDisallow: /\n"))


async def test_a_site_without_rules_allows_all_and_one_that_fails_nothing(clock):
    assert await allowed(clock, None)
    assert await allowed(clock, http("403 Forbidden"))
    assert not await allowed(clock, http("503 Service Unavailable"))
    assert not await allowed(clock, http(body=RULES), trusted=False)  # a private address is not asked at all


async def test_a_site_is_asked_once_a_day(clock):
    async with serve({"/robots.txt": http(body=RULES)}) as server, Fetcher() as fetcher:
        robots = Robots(fetcher, clock)
        for path in ("/a", "/b", "/private/c"):
            await robots.allow(server.url + path, trusted=True)
        assert len(server.asked) == 1
        clock.move(timedelta(days=1, minutes=1))
        await robots.allow(server.url + "/a", trusted=True)
        assert len(server.asked) == 2


async def test_few_sites_are_remembered(clock):
    async with serve({}) as server, Fetcher() as fetcher:
        robots = Robots(fetcher, clock)
        for n in range(SITES + 5):
            await robots.allow(server.url.replace("127.0.0.1", f"127.0.1.{n % 250}") + "/a", trusted=True)
        assert len(robots._known) == SITES


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"x" * 600_000, b"Disallow: /" * 50_000])
async def test_nonsense_for_rules_raises_nothing(clock, body):
    assert await allowed(clock, http(body=body)) in {True, False}


@pytest.mark.parametrize(
    "line", ["Crawl-delay: ²", "Request-rate: ²/1", "Disallow: //[", "Disallow: //%5B", "Allow: //["]
)
async def test_a_line_that_no_program_can_read_takes_no_other_with_it(clock, line):
    rules = http(body=f"User-agent: *\n{line}\nDisallow: /private/\n".encode())
    assert await allowed(clock, rules)
    assert not await allowed(clock, rules, "/private/a")


async def test_rules_from_many_sites_fill_no_memory(clock):
    class Endless:
        async def page(self, url, **_):
            return Fetched(200, url, None, b"User-agent: *\n" + b"Disallow: /a\n" * 39_000)

    robots = Robots(Endless(), clock)
    for n in range(4):
        assert not await robots.allow(f"https://{n}.example/a", trusted=False)
    assert 0 < sum(rules.lines for rules in robots._known.values()) <= LINES


@pytest.mark.parametrize("url", ["https://[bad/", "https://ho%5Bst/a"])
async def test_a_link_that_is_no_address_is_not_allowed(clock, url):
    async with Fetcher(time_limit=2) as fetcher:
        assert not await Robots(fetcher, clock).allow(url, trusted=False)
