"""Our histograms beside those of prometheus_client, in the text that both become."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Histogram, generate_latest

from server.ops.latencies import BOUNDS, Latencies


def shown(registry: CollectorRegistry) -> Iterator[str]:
    """The lines of /metrics without the times at which prometheus_client's series were made."""
    return (line for line in generate_latest(registry).decode().splitlines() if "_created" not in line)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(BOUNDS) | st.floats(0, 20)), max_size=20))
def test_the_same_is_shown(observed: list[tuple[str, float]]) -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    mine = Latencies("some_seconds", "What they are.", "method", registry=ours)
    other = Histogram("some_seconds", "What they are.", ["method"], registry=theirs, buckets=BOUNDS)
    for method, seconds in observed:
        mine.observe(method, seconds)
        other.labels(method).observe(seconds)
    assert list(shown(ours)) == list(shown(theirs))


def test_a_name_is_taken_once() -> None:
    registry = CollectorRegistry()
    Latencies("some_seconds", "What they are.", "method", registry=registry)
    with pytest.raises(ValueError, match="Duplicated"):
        Histogram("some_seconds", "Others.", registry=registry)
