"""Everything the server counts, declared once; `/metrics` and `docs/metrics.md` are both made from these declarations.

Rules of this file:

- One `Metrics` belongs to one server and carries its own registry, so two servers in one process do not mix.
- A label takes only values that the server itself knows (a method of the schema, an outcome, a code), never something a
  peer has sent: a stranger must not be able to grow the registry.
"""

from __future__ import annotations

from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, GCCollector, Histogram, ProcessCollector
from prometheus_client.exposition import generate_latest

from server.ops.counts import Counts
from server.ops.latencies import BOUNDS, Latencies


class Metrics:
    """The counters, gauges and histograms of one server."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        counter = partial(Counter, registry=registry)
        gauge = partial(Gauge, registry=registry)
        latencies = partial(Latencies, registry=registry)

        self.connections = gauge("chappe_connections", "Open connections, by the transport they speak.", ["transport"])
        self.refused = counter(
            "chappe_connections_refused", "Connections turned away, by the limit they met.", ["limit"]
        )
        self.handshakes = counter("chappe_handshakes", "Key exchanges that came to an end, by how.", ["outcome"])
        self.sessions = gauge("chappe_sessions", "Live sessions, with or without a connection.")
        self.bad_messages = counter("chappe_bad_messages", "Messages refused with a bad_msg code.", ["code"])
        self.rpc_seconds = latencies("chappe_rpc_seconds", "From a request's start to its answer, by method.", "method")
        self.rpc_errors = counter("chappe_rpc_errors", "Requests answered with an error.", ["method", "error"])
        self.rpc_running = gauge("chappe_rpc_running", "Requests that wait for something before they are answered.")
        self.flood_waits = counter(
            "chappe_flood_waits", "FLOOD_WAIT_X answers, by class of the limit.", ["flood_class"]
        )
        self.updates = Counts(
            "chappe_updates", "Updates queued for a session, by the form they took.", "form", registry=registry
        )
        self.database_seconds = latencies(
            "chappe_database_seconds", "How long a caller waited for the database, by operation.", "operation"
        )
        self.loop_lag_seconds = Histogram(
            "chappe_loop_lag_seconds",
            "How late the event loop ran a timer: a stall that every connection feels.",
            registry=registry,
            buckets=BOUNDS,
        )
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)

    def exposition(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self.registry)
