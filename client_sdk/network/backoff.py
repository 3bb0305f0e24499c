"""How long to wait before the next try to connect: full jitter under a doubling ceiling.

Many clients lose the same server in the same moment; random waits spread their return.
"""

from __future__ import annotations

from mtproto.clock import Random

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 30.0


class Backoff:
    """The waits of one row of failures."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._ceiling = FIRST_SECONDS

    def next(self) -> float:
        """Seconds to wait now: somewhere between half the ceiling and the ceiling, which then doubles."""
        share = int.from_bytes(self._random(4), "little") / 2**32
        seconds = self._ceiling * (1 + share) / 2
        self._ceiling = min(LONGEST_SECONDS, self._ceiling * 2)
        return seconds

    def reset(self) -> None:
        """It worked: the next row begins small again."""
        self._ceiling = FIRST_SECONDS
