"""The loop stands still for the storage threads only when it is busy and they have work.

How much of the time it computes is said here, as it would depend on the machine and on what else runs there.
"""

import asyncio
import time

import pytest

from storage.sqlite import sharing
from storage.sqlite.sharing import InterpreterShare


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the loop stood still, each time."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop computes all the time."""
    monkeypatch.setattr(time, "thread_time", time.monotonic)


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop computes nothing to speak of."""
    monkeypatch.setattr(time, "thread_time", lambda: 0.0)


@pytest.mark.usefixtures("busy")
async def test_a_busy_loop_stands_still_while_work_is_under_way(moments: list[float]) -> None:
    share = InterpreterShare()
    share.begin()
    while not moments:  # noqa: ASYNC110  # computing without a pause is the point
        await asyncio.sleep(0)
    assert moments == [sharing.MOMENT]
    share.end()


@pytest.mark.usefixtures("idle")
async def test_an_idle_loop_is_never_held_up(moments: list[float]) -> None:
    share = InterpreterShare()
    share.begin()
    for _ in range(20):
        await asyncio.sleep(sharing.INTERVAL)
    assert moments == []
    share.end()


@pytest.mark.usefixtures("busy")
async def test_a_loop_that_is_busy_with_asking_and_being_answered_is_left_alone(moments: list[float]) -> None:
    """Its threads get on; one of them is at work at nearly every look."""
    share = InterpreterShare()
    share.begin()
    until = time.monotonic() + 20 * sharing.INTERVAL
    while time.monotonic() < until:
        share.end()
        share.begin()
        await asyncio.sleep(0)
    assert moments == []
    share.end()


@pytest.mark.usefixtures("busy")
async def test_a_busy_loop_without_storage_work_is_left_alone(moments: list[float]) -> None:
    share = InterpreterShare()
    for _ in range(3):
        share.begin()
    share.end(3)
    until = time.monotonic() + 20 * sharing.INTERVAL
    while time.monotonic() < until:  # noqa: ASYNC110  # as above
        await asyncio.sleep(0)
    assert moments == []
