"""The hash of a result, by which a client says what it already has (core.telegram.org/api/offsets#hash-generation)."""

from __future__ import annotations

from collections.abc import Iterable

_64_BITS = (1 << 64) - 1


def result_hash(ids: Iterable[int]) -> int:
    """The hash of a list of numbers, as the signed 64-bit number that clients send."""
    value = 0
    for number in ids:
        value ^= value >> 21
        value = (value ^ (value << 35)) & _64_BITS
        value ^= value >> 4
        value = (value + number) & _64_BITS
    return value - (1 << 64) if value >> 63 else value
