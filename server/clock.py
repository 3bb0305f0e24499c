"""The clock of the machine."""

from __future__ import annotations

import time


class SystemClock:
    """The `mtproto.clock.Clock` of a running server."""

    now = staticmethod(time.time)  # noqa: TID251 - the one place where the wall clock is read
    """Unix time in seconds."""

    monotonic = staticmethod(time.monotonic)
    """Seconds that never go back."""
