"""The clock of the machine."""

from __future__ import annotations

import time


class SystemClock:
    """The `mtproto.clock.Clock` of a running server."""

    def now(self) -> float:
        """Unix time in seconds."""
        return time.time()  # noqa: TID251 - the one place where the wall clock is read

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()
