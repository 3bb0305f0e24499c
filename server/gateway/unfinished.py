"""What all connections hold of packets that have not come whole.

A packet may be a mebibyte, and a client on a slow line takes its time with it. One that never means to end it may not:
were there thousands of such connections, each would hold its mebibyte. So there is a bound on all of them together, and
beyond it the packet that was begun longest ago is given up, with its connection. Its client, if it was one, comes back
and sends it again; what was begun lately, by clients that get on with it, stays (row DO-3).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

MAX_UNFINISHED = 128 * 1024 * 1024
"""Bytes: 256 parts of files that have all come but for the end."""


class Holder(Protocol):
    """A connection, as far as it holds the beginning of a packet."""

    def abort(self) -> None:
        """Close now and in silence."""


class Unfinished:
    """The beginnings of packets. `size` is how many bytes they are, `given_up` hears of each that was too much."""

    def __init__(self, given_up: Callable[[], None]) -> None:
        self.size = 0
        self._given_up = given_up
        self._sizes: dict[Holder, int] = {}

    def hold(self, holder: Holder, size: int) -> None:
        """Note how much a connection holds now; 0 when its packet is whole or the connection is gone."""
        self.size += size - self._sizes.get(holder, 0)
        if size:
            self._sizes[holder] = size  # one that holds already keeps its place
        else:
            self._sizes.pop(holder, None)
        while self.size > MAX_UNFINISHED:
            oldest = next(iter(self._sizes))
            self.size -= self._sizes.pop(oldest)
            self._given_up()
            oldest.abort()
