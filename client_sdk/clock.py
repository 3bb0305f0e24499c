"""The machine's clock, which everything else gets as an argument."""

from __future__ import annotations

import time


class SystemClock:
    """`mtproto.clock.Clock` by the operating system."""

    def now(self) -> float:
        """Unix seconds."""
        return time.time()  # noqa: TID251 - the one place where the wall clock is read

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()
