"""Time and randomness, which always come in from outside.

The core never looks at a clock and never draws a random number of its own: with both given, a recorded conversation
replays byte for byte, and a test moves time by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Protocol

Random = Callable[[int], bytes]
"""`n` to `n` unpredictable bytes; in production `os.urandom`."""

AHEAD = 16 * 1024
"""Bytes that are drawn at once where few are wanted often."""


def drawn_ahead(random: Random) -> Random:
    """The same bytes, for what is no secret: asking the system for each padding takes as long as the encryption."""
    read = BytesIO().read

    def draw(size: int) -> bytes:
        nonlocal read
        drawn = read(size)
        if len(drawn) < size:
            read = BytesIO(random(max(size, AHEAD))).read
            drawn = read(size)
        return drawn

    return draw


class Clock(Protocol):
    """What time it is, twice."""

    def now(self) -> float:
        """Unix time in seconds: what the protocol writes into message ids. It may jump, even backwards."""

    def monotonic(self) -> float:
        """Seconds since some moment of its own, never going back: for deadlines and durations."""
