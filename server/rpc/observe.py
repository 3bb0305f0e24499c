"""What is told about every finished request: to the metrics always, to the log at debug level.

Neither hears anything of what the request said or what was answered.
"""

from __future__ import annotations

import logging

from server.ops.metrics import Metrics

log = logging.getLogger("chappe.rpc")


class Observer:
    """Counts requests in the metrics, and writes a line in the log for each where somebody wants to see that."""

    def __init__(self, metrics: Metrics) -> None:
        self._seconds = metrics.rpc_seconds
        self._errors = metrics.rpc_errors

    def finished(self, method: str, error: str, seconds: float, session: int, request: int) -> None:
        """A request has its answer.

        Args:
            method: Its TL name; `unknown` where the bytes named none.
            error: The error's name with its parameter left out (`FLOOD_WAIT_%d`), or empty.
            seconds: From its start to its answer.
            session: The number of the live session, for reading one client's story in the log.
            request: Its msg_id, unique in its session.
        """
        self._seconds.observe(method, seconds)
        if error:
            self._errors.labels(method, error).inc()
        if log.isEnabledFor(logging.DEBUG):
            where = {"session": session, "request": request}
            log.debug("%s %s in %.1f ms", method, error or "ok", seconds * 1000, extra=where)
