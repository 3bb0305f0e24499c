"""Deadlines come in time, whatever the callbacks of others do."""

import asyncio

import pytest
import uvloop

from server.timers import Timers
from tests.support.clock import ShiftedClock

LATE = 1_000.0


async def test_a_deadline_set_by_one_that_cancels_many_others_comes_in_time() -> None:
    timers = Timers(ShiftedClock())
    others = [timers.after(LATE, pytest.fail) for _ in range(200)]
    heard = asyncio.Event()

    def cancel_most() -> None:
        for other in others[1:]:
            other.cancel()
        timers.after(0.01, heard.set)

    timers.after(0, cancel_most)
    await asyncio.wait_for(heard.wait(), 10)
    timers.close()


async def test_one_that_fails_keeps_none_of_the_others_waiting() -> None:
    timers = Timers(ShiftedClock())
    failures: list[BaseException] = []
    heard = asyncio.Event()

    def fail() -> None:
        raise ZeroDivisionError

    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context["exception"]))
    timers.after(0, fail)
    timers.after(0, heard.set)
    await asyncio.wait_for(heard.wait(), 10)
    assert [type(failure) for failure in failures] == [ZeroDivisionError]


@pytest.mark.parametrize("seconds", [0.0004, 0.0054, 0.0106])
def test_the_loop_wakes_once_for_a_deadline(seconds: float) -> None:
    """uvloop counts in whole milliseconds: one that wakes too early would wake again and again for the rest."""
    looks: list[float] = []

    class Counted(Timers):
        def run_due(self) -> None:
            looks.append(asyncio.get_running_loop().time())
            super().run_due()

    async def wait() -> None:
        timers, heard = Counted(ShiftedClock()), asyncio.Event()
        timers.after(seconds, heard.set)
        await asyncio.wait_for(heard.wait(), 10)
        timers.close()

    uvloop.run(wait())
    assert len(looks) == 1
