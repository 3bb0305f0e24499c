"""One counter of updates, and those that came before their turn.

Rules of this file (core.telegram.org/api/updates, "Message-related event sequences")
- An update says where the counter stands after it and how many steps it is. It is next if it begins where the counter
  stands; it is old if it begins before; it is early if it begins after, and then it waits for what is missing.
- What is missing usually comes at once, reordered. After PATIENCE seconds it is taken for lost.
"""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")

PATIENCE = 0.5
"""Seconds to wait for the updates in a gap before the difference is asked for [doc: up to 0.5 s]."""

MAX_EARLY = 500
"""Updates that may wait for others; with more of them the gap is not one of mere reordering."""


class Sequence(Generic[T]):
    """A counter and its early updates."""

    def __init__(self, position: int) -> None:
        self.position = position
        self.deadline: float | None = None
        """When the gap has lasted too long; None while there is none."""
        self._early: list[tuple[int, int, T]] = []  # begins, ends, what

    @property
    def is_hopeless(self) -> bool:
        """Whether more is waiting than reordering explains."""
        return len(self._early) > MAX_EARLY

    def offer(self, end: int, count: int, item: T, now: float) -> list[tuple[int, T]]:
        """Take an update of `count` steps after which the counter stands at `end`.

        Returns:
            What may be applied now, in order, each with the position after it: nothing where it is old or early, and
            perhaps early ones that it completes.
        """
        begin = end - count
        if begin < self.position:
            return []
        if begin > self.position:
            self._early.append((begin, end, item))
            if self.deadline is None:
                self.deadline = now + PATIENCE
            return []
        self.position = end
        return [(end, item), *self._completed(now)]

    def jump(self, position: int) -> None:
        """The difference has told everything up to here; what waited is in it."""
        self.position = position
        self._early.clear()
        self.deadline = None

    def _completed(self, now: float) -> list[tuple[int, T]]:
        if not self._early:
            return []
        ready: list[tuple[int, T]] = []
        waiting: list[tuple[int, int, T]] = []
        for begin, end, item in sorted(self._early, key=lambda early: early[:2]):
            if begin == self.position:
                self.position = end
                ready.append((end, item))
            elif begin > self.position:
                waiting.append((begin, end, item))
        self._early = waiting
        if not waiting:
            self.deadline = None
        elif ready:
            self.deadline = now + PATIENCE  # one gap has closed; this is another
        return ready
