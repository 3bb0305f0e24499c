"""Statements over many rows at once: one call into the engine instead of one for each row.

A read is compiled for the number of rows it has, and what was compiled is kept. So rows go in a few sizes only:
two hundred members of a group take four reads, of which a group of another size uses most again. What is written goes
through `executemany`, which is compiled for one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

SIZES = (128, 32, 8, 2, 1)
"""Rows of one statement; each size is taken as often as it fits."""


def in_sizes(rows: Sequence[T]) -> Iterable[Sequence[T]]:
    """All the rows in order, in portions that are as long as one of `SIZES`."""
    return (rows,) if len(rows) in SIZES else _portions(rows)


def _portions(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    at = 0
    for size in SIZES:
        while len(rows) - at >= size:
            yield rows[at : at + size]
            at += size


def by_size(before: str, row: str, after: str) -> dict[int, str]:
    """A statement for each of `SIZES`: the text of a row so many times, between the two other parts."""
    return {size: before + ", ".join([row] * size) + after for size in SIZES}
