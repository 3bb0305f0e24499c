"""What a client knows of the server's clock (core.telegram.org/mtproto/description, "Important Checks").

Rules of this file
- Once known it goes on by the monotonic clock, so that setting the wall clock of the client's machine changes nothing.
"""

from __future__ import annotations

from mtproto.clock import Clock
from mtproto.session.msg_ids import time_of


class ServerTime:
    """The server's time.

    Args:
        clock: Our own clocks.
        offset: Seconds the server's clock is ahead of our wall clock; None while that is unknown.
    """

    __slots__ = ("_clock", "_epoch", "known")

    def __init__(self, clock: Clock, offset: float | None) -> None:
        self._clock = clock
        self._epoch = clock.now() - clock.monotonic() + (offset or 0.0)
        self.known = offset is not None
        """Whether the server has told it; before that it is what our own clock says."""

    def now(self) -> float:
        """Unix time by the server's clock."""
        return self._epoch + self._clock.monotonic()

    def learn(self, msg_id: int) -> None:
        """The server made this message id just now."""
        self._epoch = time_of(msg_id) - self._clock.monotonic()
        self.known = True
