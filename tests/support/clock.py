"""Clocks that tests move."""

import time


class ManualClock:
    """Stands still until it is moved; both of its times move together."""

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        self._start = start
        self._passed = 0.0

    def now(self) -> float:
        return self._start + self._passed

    def monotonic(self) -> float:
        return self._passed

    def advance(self, seconds: float) -> None:
        self._passed += seconds


class CreepingClock(ManualClock):
    """Moves a microsecond whenever somebody looks: seconds pass only when they are told to, and yet no two events of a
    protocol happen at the same time."""

    def now(self) -> float:
        self.advance(1e-6)
        return super().now()

    def monotonic(self) -> float:
        self.advance(1e-6)
        return super().monotonic()


class ShiftedClock:
    """The machine's clock and the time that a test has added to it: for servers that talk to real clients."""

    def __init__(self) -> None:
        self._added = 0.0
        self._stepped = 0.0

    def now(self) -> float:
        return time.time() + self._added + self._stepped  # noqa: TID251 - real clients look at the real time

    def monotonic(self) -> float:
        return time.monotonic() + self._added

    def advance(self, seconds: float) -> None:
        self._added += seconds

    def step(self, seconds: float) -> None:
        """Move the wall clock alone, as somebody does who sets it."""
        self._stepped += seconds
