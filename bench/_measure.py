"""How every benchmark here measures: candidates take turns, medians are shown, the machine is named.

Absolute figures swing with whatever else the machine does, so candidates are interleaved round by round and what is
worth quoting is their ratio, taken within each round before the median over the rounds.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TICK = 1 / os.sysconf("SC_CLK_TCK")
"""Seconds; what the kernel counts another process's processor time by."""


def machine() -> str:
    """One line that says what the figures below were measured on."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    except OSError:
        pass  # not Linux
    return (
        f"{model}, {os.cpu_count()} CPUs, {platform.system()} {platform.release()}, "
        f"{sys.implementation.name} {platform.python_version()} ({platform.python_compiler()}), "
        f"SQLite {sqlite3.sqlite_version}"
    )


def rounds(candidates: Mapping[str, Callable[[], float]], count: int) -> dict[str, list[float]]:
    """Run every candidate once per round, in turn, and return what each returned, round by round."""
    figures: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(count):
        for name, candidate in candidates.items():
            figures[name].append(candidate())
    return figures


def ratio(figures: Mapping[str, list[float]], name: str, to: str) -> float:
    """The median over the rounds of one candidate's figure divided by another's."""
    return statistics.median(a / b for a, b in zip(figures[name], figures[to], strict=True))


def cpu_time(function: Callable[[Any], object], items: Sequence[Any]) -> float:
    """Thread CPU seconds of one call, the average over calls with each of the items in turn."""
    start = time.thread_time()
    for item in items:
        function(item)
    return (time.thread_time() - start) / len(items)


def quantile(values: Sequence[float], part: float) -> float:
    """What so much of some figures is at most: 0.5 for the median, 1 for the largest."""
    ordered = sorted(values)
    return ordered[int((len(ordered) - 1) * part)]


def cpu_of(pid: int) -> float:
    """Seconds of processor that another process has had."""
    times = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return TICK * sum(map(int, times))


class Steal:
    """What the hypervisor takes of the machine's processors from when this is made: the slowest answers wait for it."""

    def __init__(self) -> None:
        self._before = _processor_times()

    def __str__(self) -> str:
        """What it has taken until now, to end a line with; nothing where the kernel does not say."""
        spent = [now - before for now, before in zip(_processor_times(), self._before, strict=True)]
        if len(spent) < STOLEN + 1 or not sum(spent):
            return ""
        return f", {spent[STOLEN] / sum(spent):.1%} of the processors stolen"


STOLEN = 7
"""The place of the steal column among the times of /proc/stat (proc_stat(5))."""


def _processor_times() -> list[int]:
    """Ticks that all processors together have spent since the machine was started, by kind; empty where not said."""
    try:
        with open("/proc/stat", encoding="ascii") as lines:
            return [int(ticks) for ticks in next(lines).split()[1 : STOLEN + 2]]
    except OSError:
        return []  # not Linux


@contextmanager
def on_processor(place: int) -> Iterator[None]:
    """Whatever is started here has one of this process's processors, if there are two."""
    ours = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(ours)[place]} if len(ours) > 1 else ours)
    try:
        yield
    finally:
        os.sched_setaffinity(0, ours)
