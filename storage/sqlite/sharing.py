"""A fair share of the interpreter for the storage threads while the event loop is busy.

Every SQLite statement gives up the interpreter lock and has to win it back. A loop that always has something to do
gives the lock up too, for each system call, but takes it back before a waiting thread has even woken up; a unit of six
statements then takes tens of milliseconds, and writes all but stop exactly when the server is busiest (the "busy loop"
of bench/storage.py). A shorter switch interval does not help: it only counts for a thread that nothing wakes in vain.

So while a unit or a query is under way, the loop looks once a millisecond at how busy it was, and when it was busy
most of the time and none has come to its end meanwhile, it stands still for a moment. An idle loop is never held up,
nor is one that is busy with asking and being answered.
"""

from __future__ import annotations

import asyncio
import time

INTERVAL = 0.001
"""Seconds between two looks."""

MOMENT = 0.001
"""Seconds the loop stands still: enough for some ten units."""

BUSY = 0.6
"""Share of the time that a loop must have computed to stand still; less than all, as other processes compute too."""


class InterpreterShare:
    """Counts the work that storage threads have from one event loop, and makes room for it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._under_way = 0
        self._timer: asyncio.TimerHandle | None = None
        self._looked_at = self._computed = 0.0
        self._one_ended = False

    def begin(self, count: int = 1) -> None:
        """So many units or queries were handed to a thread."""
        self._under_way += count
        if self._timer is None:
            self._look_again()

    def end(self, count: int = 1) -> None:
        """So many units or queries were answered."""
        self._under_way -= count
        self._one_ended = True

    def _look_again(self) -> None:
        self._looked_at, self._computed = time.monotonic(), time.thread_time()
        self._one_ended = False
        self._timer = self._loop.call_later(INTERVAL, self._look)

    def _look(self) -> None:
        if not self._under_way:
            self._timer = None
            return
        if not self._one_ended and self._is_busy():
            time.sleep(MOMENT)
        self._look_again()

    def _is_busy(self) -> bool:
        return time.thread_time() - self._computed > BUSY * (time.monotonic() - self._looked_at)
