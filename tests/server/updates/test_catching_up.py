"""Turns of those who catch up: in order, few at once, never lost."""

import asyncio

import pytest

from mtproto import rpc_errors
from server.updates import catching_up
from server.updates.catching_up import AT_ONCE, MANY, SHORT_SLICE, SLICE, CatchingUp


class Crowd:
    """Some who catch up, each holding its turn until it is told to go."""

    def __init__(self, turns: CatchingUp) -> None:
        self.turns = turns
        self.began: list[int] = []
        self.slices: list[int] = []
        self.go: dict[int, asyncio.Event] = {}

    async def one(self, number: int) -> None:
        self.go[number] = asyncio.Event()
        async with self.turns.turn() as most:
            self.began.append(number)
            self.slices.append(most)
            await self.go[number].wait()

    async def come(self, *numbers: int) -> list[asyncio.Task[None]]:
        tasks = [asyncio.create_task(self.one(number)) for number in numbers]
        await settled()
        return tasks


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
def crowd() -> Crowd:
    return Crowd(CatchingUp())


async def test_turns_come_in_the_order_of_asking(crowd: Crowd) -> None:
    numbers = range(AT_ONCE + 5)
    tasks = await crowd.come(*numbers)
    assert crowd.began == list(range(AT_ONCE))
    for number in numbers:
        crowd.go[number].set()
        await settled()
        assert crowd.began == list(numbers[: number + 1 + AT_ONCE])
    await asyncio.gather(*tasks)


async def test_slices_are_short_while_many_wait(crowd: Crowd) -> None:
    tasks = await crowd.come(*range(AT_ONCE + MANY + 1))
    for go in crowd.go.values():
        go.set()
    await asyncio.gather(*tasks)
    # When the first of those who wait has its turn, MANY others do; then fewer and fewer.
    assert crowd.slices == [SLICE] * AT_ONCE + [SHORT_SLICE] + [SLICE] * MANY


async def test_who_leaves_takes_no_turn_and_keeps_none(crowd: Crowd) -> None:
    tasks = await crowd.come(*range(AT_ONCE + 2))
    tasks[AT_ONCE].cancel()
    tasks[0].cancel()
    await settled()
    assert crowd.began == [*range(AT_ONCE), AT_ONCE + 1]
    for go in crowd.go.values():
        go.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert (await crowd.come(*range(AT_ONCE)))[0].done() is False
    assert crowd.began[-AT_ONCE:] == list(range(AT_ONCE))


async def test_more_than_can_have_a_turn_in_time_are_told_to_come_back(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "WAITING_LIMIT", 3)
    await crowd.come(*range(AT_ONCE + 3))
    with pytest.raises(rpc_errors.Timeout):
        await crowd.one(99)
