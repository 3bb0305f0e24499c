"""Deadlines on the server's clock, all waited for by one timer of the event loop.

Every connection has a deadline most of the time, and nearly all are cancelled before they come. A heap of them with
one loop timer for the earliest costs less than a loop timer each, and reads the injected clock: a test moves the clock
and calls `run_due`.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from itertools import count

from mtproto.clock import Clock

GRAIN = 0.0015
"""Seconds that the loop is asked to wait beyond a deadline. uvloop rounds a wait to whole milliseconds, and counts them
from when it last looked at the clock, cut to a millisecond: asked for no more it would come before the deadline, and
then, asked for the fraction that is left, again and again at once."""


class Timer:
    """One deadline. `cancel` may be called at any time, also after it has come."""

    __slots__ = ("_callback", "_timers")

    def __init__(self, callback: Callable[[], object], timers: Timers) -> None:
        self._callback: Callable[[], object] | None = callback
        self._timers = timers

    def cancel(self) -> None:
        """Let the deadline pass unnoticed."""
        if self._callback is not None:
            self._callback = None
            self._timers.one_cancelled()

    def fire(self) -> None:
        """Run the callback once, unless cancelled."""
        callback, self._callback = self._callback, None
        if callback is not None:
            callback()

    @property
    def cancelled(self) -> bool:
        return self._callback is None


class Timers:
    """The deadlines of one server."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, int, Timer]] = []
        self._order = count()
        self._cancelled = 0
        self._wake: asyncio.TimerHandle | None = None
        self._wake_at = 0.0

    def after(self, seconds: float, callback: Callable[[], object]) -> Timer:
        """Call back that many seconds from now."""
        return self.at(self._clock.monotonic() + seconds, callback)

    def at(self, when: float, callback: Callable[[], object]) -> Timer:
        """Call back when the monotonic clock shows `when`."""
        timer = Timer(callback, self)
        heapq.heappush(self._heap, (when, next(self._order), timer))
        if self._wake is None or when < self._wake_at:
            self._arm(when)
        return timer

    def run_due(self) -> None:
        """Call back everything that is due, in order of its deadline."""
        now = self._clock.monotonic()
        try:
            while self._heap and self._heap[0][0] <= now:  # a callback that cancels others may put another heap there
                timer = heapq.heappop(self._heap)[2]
                if timer.cancelled:
                    self._cancelled -= 1
                else:
                    timer.fire()
        finally:  # one that fails keeps none of the others waiting
            if self._heap:
                self._arm(self._heap[0][0])

    def close(self) -> None:
        """Forget every deadline."""
        self._heap.clear()
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None

    def one_cancelled(self) -> None:
        """Count a cancelled timer; when most of the heap is such, rebuild it without them."""
        self._cancelled += 1
        if self._cancelled > 64 and self._cancelled * 2 > len(self._heap):
            self._heap = [entry for entry in self._heap if not entry[2].cancelled]
            heapq.heapify(self._heap)
            self._cancelled = 0

    def _arm(self, when: float) -> None:
        if self._wake is not None:
            self._wake.cancel()
        self._wake_at = when
        delay = max(0.0, when - self._clock.monotonic()) + GRAIN
        self._wake = asyncio.get_running_loop().call_later(delay, self._woken)

    def _woken(self) -> None:
        self._wake = None
        self.run_due()
