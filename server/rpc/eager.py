"""Run a coroutine now, and give it a task only if it really waits.

Most answers are ready without waiting: a point read, a refusal, data in memory. A task and a future for each would
cost more than the answer. So the coroutine is stepped here until it either returns, and then was a function call, or
yields the future it waits for; only then a task takes it over, exactly where it stands.

Before its first real wait a coroutine has no task: `asyncio.timeout` and `TaskGroup`, which need one, may be used
after `await own_task()`.
"""

from __future__ import annotations

import asyncio
import types
from collections.abc import Callable, Coroutine, Generator
from typing import Any


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


async def own_task() -> None:
    """Make sure that what follows runs in a task."""
    if asyncio.current_task() is None:
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
