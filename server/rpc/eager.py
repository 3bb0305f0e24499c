"""Run a coroutine now, and give it a task only if it needs one.

Most answers are ready without waiting: a point read, a refusal, data in memory. A task and a future for each would
cost more than the answer. So the coroutine is stepped here until it either returns, and then was a function call, or
yields the future it waits for. Then it goes on exactly where it stands: `start` lets a task take it over, `begin` lets
the future itself step it on, because a task for every message that is sent costs a good part of what it costs to send.

Before its first real wait a coroutine has no task of its own, and with `begin` not after it either: `asyncio.timeout`
and `TaskGroup`, which need one, may be used after `await own_task()`.
"""

from __future__ import annotations

import asyncio
import types
from collections.abc import Callable, Coroutine, Generator
from typing import Any, TypeAlias

from msgspec import Struct

_Awaited: TypeAlias = "asyncio.Future[Any] | None"
"""What a coroutine yields: the future it waits for, or nothing where it only lets others have a turn."""


def start(coroutine: Coroutine[Any, Any, None], adopt: Callable[[Coroutine[Any, Any, None]], object]) -> None:
    """Step a coroutine up to its first wait; what it raises before that is raised here.

    Args:
        coroutine: Freshly made, not yet awaited.
        adopt: Called when it waits, with the rest of it, to be made a task.
    """
    try:
        awaited = coroutine.send(None)
    except StopIteration:
        return
    adopt(_rest(coroutine, awaited))


def begin(coroutine: Coroutine[Any, Any, None], done: Callable[[Waiting], object]) -> Waiting | None:
    """Step a coroutine up to its first wait; the rest of it, None where it has returned without one.

    Args:
        coroutine: Freshly made, not yet awaited. What it raises after its first wait the event loop reports.
        done: Called when the rest of it is over.
    """
    try:
        awaited = coroutine.send(None)
    except StopIteration:
        return None
    waiting = Waiting(coroutine, done)
    waiting._wait_for(awaited)
    return waiting


class Waiting(Struct, eq=False):
    """The rest of a coroutine that waits, stepped on by each future it waits for."""

    _coroutine: Coroutine[Any, Any, None]
    _done: Callable[[Waiting], object]
    _awaited: asyncio.Future[Any] | None = None
    _is_cancelled: bool = False

    def cancel(self) -> None:
        """Raise CancelledError where it waits, as the method of a task does."""
        if self._awaited is not None and not self._awaited.cancel():
            self._is_cancelled = True  # what it has waited for is there: it hears at its next step

    def _wait_for(self, awaited: _Awaited) -> None:
        if awaited is None:  # `own_task` does so to be given a task
            awaited = asyncio.get_running_loop().create_task(self._coroutine)
            awaited.add_done_callback(lambda _: self._done(self))
        else:
            awaited._asyncio_future_blocking = False  # as a task does: somebody waits for it now
            awaited.add_done_callback(self._step)
        self._awaited = awaited

    def _step(self, _: asyncio.Future[Any]) -> None:
        try:
            if self._is_cancelled:
                self._is_cancelled = False
                awaited = self._coroutine.throw(asyncio.CancelledError())
            else:
                awaited = self._coroutine.send(None)  # the future itself says what became of it
        except (StopIteration, asyncio.CancelledError):
            self._done(self)
        except BaseException:
            self._done(self)
            raise
        else:
            self._wait_for(awaited)


async def own_task() -> None:
    """Make sure that what follows runs in a task of its own: the current one, if there is one, is its caller's."""
    await asyncio.sleep(0)


async def _rest(coroutine: Coroutine[Any, Any, None], awaited: object) -> None:
    await _resumed(coroutine, awaited)


@types.coroutine
def _resumed(coroutine: Coroutine[Any, Any, None], awaited: object) -> Generator[Any, None, None]:
    """`yield from coroutine`, had it not already yielded `awaited`. A task only ever sends None."""
    rest = coroutine.__await__()
    while True:
        try:
            yield awaited
        except BaseException as error:  # a cancellation, or the awaited future's own failure: it belongs inside
            try:
                awaited = rest.throw(error)
            except StopIteration:
                return
        else:
            yield from rest
            return
