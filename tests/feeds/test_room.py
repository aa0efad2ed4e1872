import asyncio

import pytest

from bot.feeds.room import LARGE, Room


async def taken(room: Room, size: int, held: asyncio.Event, go: asyncio.Event) -> None:
    with room.claim() as claim:
        async with asyncio.timeout(5) as limit:
            await claim.grow(size, limit)
            held.set()
            await go.wait()


async def broken(room: Room) -> None:
    with room.claim() as claim:
        async with asyncio.timeout(1) as limit:
            await claim.grow(LARGE + 1, limit)
            await claim.grow(LARGE + 2, limit)  # one body, one place
            raise ValueError("broken")


async def slow(room: Room) -> None:
    with room.claim() as claim:
        async with asyncio.timeout(0.05) as limit:
            await claim.grow(LARGE + 1, limit)
            await asyncio.sleep(1)


async def test_small_bodies_need_no_place():
    room, go = Room(1), asyncio.Event()
    held = [asyncio.Event() for _ in range(9)]
    async with asyncio.TaskGroup() as tasks:
        for one in held:
            tasks.create_task(taken(room, LARGE, one, go))
        await asyncio.gather(*(one.wait() for one in held))
        go.set()


async def test_a_large_body_waits_for_a_place_and_leaves_it():
    room, first_may_go, second_may_go = Room(1), asyncio.Event(), asyncio.Event()
    first, second = asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(taken(room, LARGE + 1, first, first_may_go))
        await first.wait()
        tasks.create_task(taken(room, LARGE + 1, second, second_may_go))
        await asyncio.sleep(0.02)
        assert not second.is_set()
        first_may_go.set()
        await second.wait()
        second_may_go.set()


async def test_the_next_place_is_for_the_feed_that_failed_least():
    room, order = Room(1), []

    async def come(failures: int) -> None:
        with room.claim(failures) as claim:
            async with asyncio.timeout(5) as limit:
                await claim.grow(LARGE + 1, limit)
            order.append(failures)
            await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as tasks:
        for failures in (9, 3, 0, 2, 0):
            tasks.create_task(come(failures))
    assert order == [9, 0, 0, 2, 3]


async def test_who_gives_up_waiting_takes_no_place_along():
    room = Room(1)

    async def come() -> None:
        with room.claim() as claim:
            async with asyncio.timeout(5) as limit:
                await claim.grow(LARGE + 1, limit)
            await asyncio.sleep(0)

    for turns in range(6):  # given up at every stage
        tasks = [asyncio.create_task(come()) for _ in range(3)]
        for _ in range(turns):
            await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.wait(tasks)
    await asyncio.wait_for(come(), 1)


async def test_a_place_is_free_again_after_an_error():
    room = Room(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"):
            await broken(room)


async def test_the_time_limit_stands_still_while_a_body_waits():
    room, go, held = Room(1), asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(taken(room, LARGE + 1, held, go))
        await held.wait()
        asyncio.get_running_loop().call_later(0.2, go.set)
        with room.claim() as claim:
            async with asyncio.timeout(0.1) as limit:
                await claim.grow(LARGE + 1, limit)  # 0.2 seconds later
        with pytest.raises(TimeoutError):
            await slow(room)
