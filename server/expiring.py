"""A bounded table whose entries run out: for tokens and challenges that are good once and for a short time."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

from mtproto.clock import Clock

K = TypeVar("K")
V = TypeVar("V")

CAPACITY = 10_000
"""Entries kept; beyond that the oldest is forgotten, and whoever it belongs to asks for another."""


class Expiring(Generic[K, V]):
    """Entries that live `lifetime` seconds and can be taken once."""

    def __init__(self, clock: Clock, lifetime: float) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._entries: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def put(self, key: K, value: V) -> None:
        """Keep a value under a key that was not used before."""
        now = self._clock.monotonic()
        self._entries[key] = (now + self._lifetime, value)
        while self._entries:
            ends, _ = next(iter(self._entries.values()))
            if ends > now and len(self._entries) <= CAPACITY:
                break
            self._entries.popitem(last=False)

    def get(self, key: K) -> V | None:
        """The value under a key, which stays there."""
        ends, value = self._entries.get(key, (0.0, None))
        return value if ends > self._clock.monotonic() else None

    def take(self, key: K) -> V | None:
        """The value under a key, for the first who asks in time."""
        ends, value = self._entries.pop(key, (0.0, None))
        return value if ends > self._clock.monotonic() else None
