"""The worker processes: a file that hangs costs its owner the time, and nobody else."""

import asyncio
import os
import time
from collections.abc import Iterator

import pytest

from mtproto import rpc_errors
from server.files import media_worker
from server.files.media_worker import MAX_OF_ONE, MediaWorker

MALLORY, ALICE, BOB = 1, 2, 3
FOREVER = 600.0


@pytest.fixture
def decoders_at_hand() -> None:
    """Here every worker starts processes of its own."""


@pytest.fixture
def worker() -> Iterator[MediaWorker]:
    one = MediaWorker()
    yield one
    one.close()


async def test_a_file_that_hangs_keeps_only_its_owners_others_waiting(worker: MediaWorker) -> None:
    hangs = asyncio.create_task(worker.run(MALLORY, time.sleep, FOREVER))
    another = asyncio.create_task(worker.run(MALLORY, os.getpid))
    assert await worker.run(ALICE, pow, 2, 10) == 1024
    assert await worker.run(BOB, pow, 3, 2) == 9
    assert not hangs.done()
    assert not another.done()
    hangs.cancel()  # nobody waits for it any more
    assert await another != os.getpid()
    with pytest.raises(asyncio.CancelledError):
        await hangs


async def test_a_file_has_its_time_and_then_its_process_ends(
    worker: MediaWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waited behind it has all of its own time, in a new process."""
    before = await worker.run(MALLORY, os.getpid)
    monkeypatch.setattr(media_worker, "SECONDS", 0.0)
    with pytest.raises(rpc_errors.IMAGE_PROCESS_FAILED):
        await worker.run(MALLORY, time.sleep, FOREVER)
    monkeypatch.undo()
    assert await worker.run(MALLORY, os.getpid) != before


async def test_owners_take_turns(worker: MediaWorker) -> None:
    """Two who hang hold both processes; of those who wait, nobody's second comes before somebody's first."""
    hang = [asyncio.create_task(worker.run(owner, time.sleep, FOREVER)) for owner in (MALLORY, -MALLORY)]
    done: list[tuple[int, int]] = []

    async def ask(owner: int, number: int) -> None:
        await worker.run(owner, abs, 0)
        done.append((owner, number))

    asked = [asyncio.create_task(ask(owner, number)) for owner in (ALICE, BOB) for number in range(2)]
    for _ in range(2):  # they see to tasks of their own first
        await asyncio.sleep(0)
    hang[0].cancel()
    await asyncio.gather(*asked)
    assert done == [(ALICE, 0), (BOB, 0), (ALICE, 1), (BOB, 1)]
    hang[1].cancel()
    await asyncio.wait(hang)


async def test_one_owner_does_not_take_all_the_places(worker: MediaWorker) -> None:
    waiting = [asyncio.create_task(worker.run(MALLORY, time.sleep, FOREVER)) for _ in range(MAX_OF_ONE + 1)]
    await asyncio.sleep(0)
    with pytest.raises(rpc_errors.FLOOD_WAIT_X):
        await worker.run(MALLORY, abs, 0)
    assert await worker.run(ALICE, abs, -1) == 1
    for one in waiting:
        one.cancel()
    await asyncio.wait(waiting)
    assert await worker.run(MALLORY, abs, -2) == 2


async def test_bad_input_is_refused_and_the_process_stays(worker: MediaWorker) -> None:
    process = await worker.run(ALICE, os.getpid)
    with pytest.raises(rpc_errors.IMAGE_PROCESS_FAILED):
        await worker.run(ALICE, int, "no number")
    assert await worker.run(ALICE, os.getpid) == process
    with pytest.raises(rpc_errors.IMAGE_PROCESS_FAILED):
        await worker.run(ALICE, os._exit, 3)  # a decoder that crashes
    assert await worker.run(ALICE, os.getpid) != process
