"""Threads for work on parts of files, which takes a millisecond and frees the interpreter meanwhile.

The standard library's pools make a future with a lock of its own for every call, beside the one that the loop waits
for, and look at both again on the way back; a part of a file goes to a thread and back twice. Here a call is an entry
in a queue and a callback.

They stand back for the loop (server/thread_priority.py): where processors are short it would otherwise be one of ten
that want one.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

from server.thread_priority import stand_back

NICENESS = 10
"""A ninth of the weight that the loop has where both want the same processor."""

T = TypeVar("T")

_Call = tuple[asyncio.Future[Any], Callable[..., Any], tuple[Any, ...]]


class Threads:
    """At most `count` threads, made when there is something for them to do."""

    def __init__(self, count: int, name: str) -> None:
        self._count = count
        self._name = name
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._threads = 0

    def run(self, function: Callable[..., T], *args: Any) -> asyncio.Future[T]:
        """Call a function on a thread, after what was asked before; for the loop that runs."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._calls.put((future, function, args))
        if self._threads < self._count:
            self._threads += 1
            threading.Thread(target=self._work, name=f"{self._name}-{self._threads}", daemon=True).start()
        return future

    def close(self) -> None:
        """Let the threads end, once they have done what was asked for."""
        for _ in range(self._threads):
            self._calls.put(None)

    def _work(self) -> None:
        stand_back(NICENESS)
        while (call := self._calls.get()) is not None:
            _make(call)
            del call  # it may hold a part of a file


def _make(call: _Call) -> None:
    future, function, args = call
    if future.cancelled():
        return
    result, error = None, None
    try:
        result = function(*args)
    except BaseException as raised:
        error = raised
    with suppress(RuntimeError):  # the loop has ended meanwhile
        future.get_loop().call_soon_threadsafe(_settle, future, result, error)


def _settle(future: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
