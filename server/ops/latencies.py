"""Histograms of times that the event loop observes for every request.

prometheus_client's own Histogram takes a lock for each number it changes: some 4 µs, twice a request. This one counts
in plain numbers, and becomes a family of prometheus_client's when `/metrics` is read.

Rules of this file:

- Observed and collected on the loop's thread only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import HistogramMetricFamily
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds. From a point read (tenths of a millisecond) to what a person calls a hang."""

_NAMES = [*map(floatToGoString, BOUNDS), "+Inf"]


class _Series:
    """The times of one value of the label."""

    __slots__ = ("counts", "total")

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        """How many fell between two bounds."""
        self.total = 0.0
        """Their sum in seconds."""


class Latencies(Collector):
    """A histogram of seconds with one label, registered as it is made."""

    def __init__(self, name: str, documentation: str, label: str, *, registry: CollectorRegistry) -> None:
        self._name = name
        self._documentation = documentation
        self._labelnames = (label,)  # named as prometheus_client's own metrics name theirs
        self._series: dict[str, _Series] = {}
        registry.register(self)

    def observe(self, value: str, seconds: float) -> None:
        """Count one time of this value."""
        series = self._series.get(value)
        if series is None:
            series = self._series[value] = _Series()
        series.counts[bisect_left(BOUNDS, seconds)] += 1
        series.total += seconds

    def describe(self) -> Iterator[HistogramMetricFamily]:
        """The family without its series."""
        yield HistogramMetricFamily(self._name, self._documentation, labels=self._labelnames)

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """What `/metrics` shows."""
        for family in self.describe():
            for value, series in self._series.items():
                buckets = list(zip(_NAMES, accumulate(series.counts), strict=True))
                family.add_metric([value], buckets, series.total)
            yield family
