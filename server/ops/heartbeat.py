"""The pulse of the event loop: how late it runs a timer is how long every connection has just been kept waiting.

The lag is a metric, a long one is logged, and the watchdog of the service manager is fed from here, so that a loop that
stands still is noticed from outside.
"""

from __future__ import annotations

import asyncio
import logging

from server.ops.metrics import Metrics
from server.ops.sdnotify import ServiceManager

log = logging.getLogger("chappe.ops")

INTERVAL = 0.25
"""Seconds between two beats."""

WORTH_A_LINE = 0.5
"""A lag from which people notice; it is logged."""


async def beat(metrics: Metrics, manager: ServiceManager) -> None:
    """Measure until cancelled."""
    loop = asyncio.get_running_loop()
    watchdog_at = loop.time()
    while True:
        due = loop.time() + INTERVAL
        await asyncio.sleep(INTERVAL)
        now = loop.time()
        lag = max(0.0, now - due)
        metrics.loop_lag_seconds.observe(lag)
        if lag >= WORTH_A_LINE:
            log.warning("the event loop stood still for %.2f s", lag)
        if manager.watchdog_seconds is not None and now >= watchdog_at:
            manager.alive()
            watchdog_at = now + manager.watchdog_seconds
