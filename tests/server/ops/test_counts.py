"""Our counters beside those of prometheus_client, in the text that both become."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry, Counter, generate_latest

from server.ops.counts import Counts


def test_the_same_is_shown() -> None:
    ours, theirs = CollectorRegistry(), CollectorRegistry()
    mine = Counts("some_things", "What they are.", "form", registry=ours)
    other = Counter("some_things", "What they are.", ["form"], registry=theirs)
    assert lines(ours) == lines(theirs)
    for form, times in (("a", 1), ("b", 7), ("a", 2)):
        mine.add(form, times)
        other.labels(form).inc(times)
    assert lines(ours) == lines(theirs)


def test_a_name_is_taken_once() -> None:
    registry = CollectorRegistry()
    Counts("some_things", "What they are.", "form", registry=registry)
    with pytest.raises(ValueError, match="Duplicated"):
        Counter("some_things", "Others.", registry=registry)


def lines(registry: CollectorRegistry) -> list[str]:
    """/metrics, without the times at which prometheus_client's series were made."""
    return [line for line in generate_latest(registry).decode().splitlines() if "_created" not in line]
