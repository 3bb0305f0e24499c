"""What is told about every finished request: to the metrics always, to the log at debug level.

Neither hears anything of what the request said or what was answered.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec import Struct

from server.ops.metrics import Metrics

log = logging.getLogger("chappe.rpc")


class Finished(Struct):
    """One request that has its answer.

    Attributes:
        method: Its TL name; `unknown` where the bytes named none.
        error: The error's name with its parameter left out (`FLOOD_WAIT_%d`), or empty.
        seconds: From its start to its answer.
        session: The number of the live session, for reading one client's story in the log.
        request: Its msg_id, unique in its session.
    """

    method: str
    error: str
    seconds: float
    session: int
    request: int


Observer = Callable[[Finished], None]


def trace(call: Finished) -> None:
    """One line in the log for each request."""
    if not log.isEnabledFor(logging.DEBUG):
        return
    where = {"session": call.session, "request": call.request}
    log.debug("%s %s in %.1f ms", call.method, call.error or "ok", call.seconds * 1000, extra=where)


class Measure:
    """Counts requests in the metrics."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def __call__(self, call: Finished) -> None:
        self._metrics.rpc_seconds.labels(call.method).observe(call.seconds)
        if call.error:
            self._metrics.rpc_errors.labels(call.method, call.error).inc()
