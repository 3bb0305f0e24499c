"""Turns of the loop: one large thing at a time, and everything else in between."""

from __future__ import annotations

import asyncio

from server.turns import Turns


async def test_between_two_turns_everything_else_that_is_ready_runs():
    turns, seen = Turns(), []

    async def large(name: str) -> None:
        await turns.mine()
        seen.append(name)
        asyncio.get_running_loop().call_soon(seen.append, f"small after {name}")

    await asyncio.gather(*map(large, "abc"))
    await asyncio.sleep(0)
    assert seen == ["a", "small after a", "b", "small after b", "c", "small after c"]


async def test_who_gave_up_is_passed_over():
    turns, seen = Turns(), []

    async def large(name: str) -> None:
        await turns.mine()
        seen.append(name)

    tasks = [asyncio.create_task(large(name)) for name in "abc"]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.wait(tasks)
    assert seen == ["a", "c"]
    await large("d")
    assert seen[-1] == "d"
