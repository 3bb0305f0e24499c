"""Counters that the event loop raises for every message, in plain numbers: see `server.ops.latencies`.

Rules of this file:

- Counted and collected on the loop's thread only.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import CounterMetricFamily
from prometheus_client.registry import Collector


class Counts(Collector):
    """A counter with one label, registered as it is made."""

    def __init__(self, name: str, documentation: str, label: str, *, registry: CollectorRegistry) -> None:
        self._name = name
        self._documentation = documentation
        self._labelnames = (label,)  # named as prometheus_client's own metrics name theirs
        self._counts: dict[str, int] = {}
        registry.register(self)

    def add(self, value: str, times: int = 1) -> None:
        """Count so many of one value of the label."""
        self._counts[value] = self._counts.get(value, 0) + times

    def describe(self) -> Iterator[CounterMetricFamily]:
        """The family without its counts."""
        yield CounterMetricFamily(self._name, self._documentation, labels=self._labelnames)

    def collect(self) -> Iterator[CounterMetricFamily]:
        """What `/metrics` shows."""
        for family in self.describe():
            for value, count in self._counts.items():
                family.add_metric([value], count)
            yield family
