"""Threads for parts of files: what is asked for is done beside the loop, in the order it came."""

import asyncio
import errno
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.thread_priority import SLICE, stand_back
from server.threads import NICENESS, Threads


@pytest.fixture
def threads() -> Iterator[Threads]:
    pool = Threads(2, "test")
    yield pool
    pool.close()


async def test_a_call_gives_its_result_or_raises_what_it_raised(threads: Threads) -> None:
    assert await threads.run(pow, 2, 10) == 1024
    with pytest.raises(ZeroDivisionError):
        await threads.run(divmod, 1, 0)
    assert await asyncio.gather(*(threads.run(pow, 2, number) for number in range(100))) == [2**n for n in range(100)]


async def test_the_loop_goes_on_and_no_more_than_so_many_threads_work(threads: Threads) -> None:
    gate = threading.Barrier(3)
    waiting = [threads.run(gate.wait, 20) for _ in range(2)]
    third = threads.run(threading.current_thread)
    await asyncio.sleep(0)
    assert not third.done()  # both threads stand at the gate
    gate.wait(20)
    await asyncio.gather(*waiting)
    assert (await third).name.startswith("test-")


async def test_what_nobody_waits_for_any_more_is_not_begun(threads: Threads) -> None:
    gate = threading.Barrier(3)
    made: list[int] = []
    waiting = [threads.run(gate.wait, 20) for _ in range(2)]
    threads.run(made.append, -1).cancel()
    gate.wait(20)
    await asyncio.gather(*waiting)
    await asyncio.gather(*(threads.run(made.append, number) for number in range(4)))
    assert sorted(made) == [0, 1, 2, 3]


async def test_closed_threads_finish_what_was_asked_for_and_end() -> None:
    pool = Threads(1, "ending")
    last = pool.run(threading.current_thread)
    pool.close()
    thread = await last
    thread.join(20)
    assert not thread.is_alive()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all threads of a process have one niceness")
async def test_they_stand_back_for_the_event_loop(threads: Threads) -> None:
    stood_back = min(os.getpriority(os.PRIO_PROCESS, 0) + NICENESS, 19)  # the most there is
    assert await threads.run(os.getpriority, os.PRIO_PROCESS, 0) == stood_back


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads do not stand back")
async def test_they_work_where_the_c_library_tells_no_policy(threads: Threads, monkeypatch: pytest.MonkeyPatch) -> None:
    """musl's sched_getscheduler does nothing but fail; a thread that ended by it would leave its calls unanswered."""

    def refuse(pid: int) -> int:
        raise OSError(errno.ENOSYS, f"no policy of {pid}")

    monkeypatch.setattr(os, "sched_getscheduler", refuse)
    assert await asyncio.wait_for(threads.run(pow, 2, 10), 30) == 1024


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads do not stand back")
async def test_who_stands_back_keeps_its_policy(threads: Threads) -> None:
    def batch() -> int:
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
        stand_back(1)
        return os.sched_getscheduler(0)

    assert await threads.run(batch) == os.SCHED_BATCH


def slice_of_this_thread() -> int:
    """Nanoseconds, as the kernel has them."""
    lines = Path(f"/proc/self/task/{threading.get_native_id()}/sched").read_text(encoding="ascii").splitlines()
    return next((int(line.rpartition(":")[2]) for line in lines if line.startswith("se.slice")), 0)


@pytest.mark.skipif(
    not Path("/proc/self/sched").exists() or slice_of_this_thread() == 0,
    reason="the kernel has no slices of a thread's own, or does not show them",
)
async def test_they_are_interrupted_by_whoever_takes_shorter_slices(threads: Threads) -> None:
    usual = slice_of_this_thread()
    assert await threads.run(slice_of_this_thread) == SLICE > usual
    assert slice_of_this_thread() == usual
