"""A coroutine that does not wait costs no task; one that waits goes on exactly where it stood, in a task or without."""

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any

import pytest

from server.rpc import eager


def begin(coroutine: Coroutine[Any, Any, None]) -> Coroutine[Any, Any, None] | None:
    """Start it; the rest of it when it waits."""
    rests: list[Coroutine[Any, Any, None]] = []
    eager.start(coroutine, rests.append)
    return rests[0] if rests else None


async def test_a_coroutine_that_does_not_wait_is_finished_at_once() -> None:
    seen = []

    async def handler() -> None:
        seen.append(asyncio.all_tasks())

    tasks_before = asyncio.all_tasks()
    assert begin(handler()) is None
    assert seen == [tasks_before]


async def test_what_it_raises_before_waiting_is_raised_to_the_caller() -> None:
    async def handler() -> None:
        raise KeyError("early")

    with pytest.raises(KeyError, match="early"):
        begin(handler())


async def test_a_coroutine_that_waits_goes_on_in_a_task() -> None:
    future = asyncio.get_running_loop().create_future()
    seen = []

    async def handler() -> None:
        seen.append(await future)
        seen.append(await asyncio.sleep(0, "slept"))
        async with asyncio.timeout(5):
            seen.append(await asyncio.sleep(0, "has a task"))

    rest = begin(handler())
    assert rest is not None
    assert seen == []
    future.set_result("first")
    await asyncio.create_task(rest)
    assert seen == ["first", "slept", "has a task"]


async def test_a_failed_wait_is_raised_inside_and_may_be_handled_there() -> None:
    future = asyncio.get_running_loop().create_future()
    seen = []

    async def handler() -> None:
        try:
            await future
        except ConnectionError:
            seen.append(await asyncio.sleep(0, "handled"))

    rest = begin(handler())
    assert rest is not None
    future.set_exception(ConnectionError())
    await asyncio.create_task(rest)
    assert seen == ["handled"]


async def test_a_cancellation_runs_the_handlers_own_cleaning_up() -> None:
    seen = []

    async def handler() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            seen.append("cleaned")

    rest = begin(handler())
    assert rest is not None
    task = asyncio.create_task(rest)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert seen == ["cleaned"]


async def test_own_task_gives_a_task_to_code_that_needs_one() -> None:
    seen = []

    async def handler() -> None:
        assert asyncio.current_task() is not outer
        await eager.own_task()
        async with asyncio.timeout(5):
            seen.append(await asyncio.sleep(0, "timed"))

    outer = asyncio.current_task()

    def from_a_callback() -> None:
        rest = begin(handler())
        assert rest is not None
        tasks.append(asyncio.create_task(rest))

    tasks: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    loop.call_soon(from_a_callback)
    await asyncio.sleep(0)
    await tasks[0]
    assert seen == ["timed"]


class TestWithoutATask:
    """`begin`: what a coroutine waits for steps it on."""

    async def test_one_that_does_not_wait_is_finished_at_once(self) -> None:
        async def handler() -> None:
            pass

        done: list[eager.Waiting] = []
        assert eager.begin(handler(), done.append) is None
        assert done == []

    async def test_it_waits_for_one_future_after_the_other(self) -> None:
        loop = asyncio.get_running_loop()
        first, second = loop.create_future(), loop.create_future()
        seen = []

        async def handler() -> None:
            seen.append(await first)
            seen.append(await second)

        done: list[eager.Waiting] = []
        waiting = eager.begin(handler(), done.append)
        tasks = asyncio.all_tasks()
        first.set_result("first")
        await turns()
        assert (seen, done) == (["first"], [])
        second.set_result("second")
        await turns()
        assert (seen, done) == (["first", "second"], [waiting])
        assert asyncio.all_tasks() == tasks

    async def test_a_failed_wait_is_raised_inside_and_may_be_handled_there(self) -> None:
        loop = asyncio.get_running_loop()
        future, other = loop.create_future(), loop.create_future()
        seen = []

        async def handler() -> None:
            try:
                await future
            except ConnectionError:
                seen.append(await other)

        done: list[eager.Waiting] = []
        waiting = eager.begin(handler(), done.append)
        future.set_exception(ConnectionError())
        await turns()
        other.set_result("handled")
        await turns()
        assert (seen, done) == (["handled"], [waiting])

    @pytest.mark.parametrize("is_there", [False, True], ids=["for something", "for what has just come"])
    async def test_one_that_waits_can_be_cancelled(self, is_there: bool) -> None:
        """It may go on waiting: a request that took too long is answered."""
        loop = asyncio.get_running_loop()
        future, other = loop.create_future(), loop.create_future()
        seen = []

        async def handler() -> None:
            try:
                seen.append(await future)
            except asyncio.CancelledError:
                seen.append(await other)

        done: list[eager.Waiting] = []
        waiting = eager.begin(handler(), done.append)
        assert waiting is not None
        if is_there:
            future.set_result("too late")
        waiting.cancel()
        await turns()
        other.set_result("cancelled")
        await turns()
        assert (seen, done) == (["cancelled"], [waiting])

    async def test_own_task_gives_it_a_task_whenever_it_is_asked_for(self) -> None:
        future = asyncio.get_running_loop().create_future()
        seen = []

        async def handler() -> None:
            seen.append(await future)
            await eager.own_task()
            async with asyncio.timeout(5):
                seen.append(await asyncio.sleep(0, "timed"))
                await asyncio.get_running_loop().create_future()

        done: list[eager.Waiting] = []
        waiting = eager.begin(handler(), done.append)
        assert waiting is not None
        future.set_result("first")
        await turns()
        assert (seen, done) == (["first", "timed"], [])
        waiting.cancel()
        await turns()
        assert done == [waiting]

    async def test_own_task_is_not_the_one_that_it_was_begun_in(self) -> None:
        seen: list[asyncio.Task[Any] | None] = []

        async def handler() -> None:
            await eager.own_task()
            seen.append(asyncio.current_task())
            await asyncio.sleep(0)
            seen.append(asyncio.current_task())

        eager.begin(handler(), lambda _: None)
        await turns()
        assert seen[0] is seen[1]
        assert seen[0] not in (None, asyncio.current_task())

    async def test_one_that_is_just_given_its_task_hears_that_it_is_cancelled(self) -> None:
        """A request that is cancelled is answered, whenever that happens."""
        seen = []

        async def handler() -> None:
            try:
                await eager.own_task()
            except asyncio.CancelledError:
                seen.append("cancelled")

        done: list[eager.Waiting] = []
        waiting = eager.begin(handler(), done.append)
        assert waiting is not None
        waiting.cancel()
        await turns()
        assert (seen, done) == (["cancelled"], [waiting])

    async def test_one_that_fails_is_over_too_and_reported(self, reported: list[object]) -> None:
        future, failure = asyncio.get_running_loop().create_future(), KeyError("late")

        async def handler() -> None:
            await future
            raise failure

        done: list[eager.Waiting] = []
        waiting = eager.begin(handler(), done.append)
        future.set_result(None)
        await turns()
        assert (done, reported) == ([waiting], [failure])

    @pytest.mark.parametrize("has_failed", [False, True], ids=["for something", "for what has just failed"])
    async def test_to_be_cancelled_is_nothing_to_report(self, has_failed: bool, reported: list[object]) -> None:
        async def handler(future: asyncio.Future[None]) -> None:
            await future

        future = asyncio.get_running_loop().create_future()
        done: list[eager.Waiting] = []
        waiting = eager.begin(handler(future), done.append)
        assert waiting is not None
        if has_failed:
            future.set_exception(ConnectionError())
        waiting.cancel()
        waiting.cancel()
        await turns()
        assert done == [waiting]
        done.clear()
        del future, waiting
        gc.collect()  # a future tells of a failure that nobody has asked for as it goes
        assert reported == []


@pytest.fixture
async def reported() -> list[object]:
    """What the loop reports as failures of nobody's."""
    failures: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context["exception"]))
    return failures


async def turns() -> None:
    """Let the loop do what is ready, and what that makes ready."""
    for _ in range(8):
        await asyncio.sleep(0)
