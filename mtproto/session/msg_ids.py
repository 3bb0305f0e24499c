"""Message identifiers: `unixtime * 2^32`, two low bits for the kind (core.telegram.org/mtproto/description).

Rules of this file
- Ids rise strictly, also when the wall clock steps back: then the last id is counted up instead (row M22).
- The low 32 bits are a fraction of a second and never all zero.
- csrc/msg_ids.c makes ids as `MsgIds` does, for machines that can build it.
"""

from __future__ import annotations

from typing import Protocol

REQUEST = 0
"""id mod 4 of everything a client sends."""
REPLY = 1
"""id mod 4 of what a server sends in response to a client's message."""
NOTICE = 3
"""id mod 4 of what a server sends on its own."""

_SECOND = 1 << 32


def time_of(msg_id: int) -> float:
    """The unix time an id was made at."""
    return msg_id / _SECOND


def at(time: float) -> int:
    """The lowest id made at a unix time."""
    return int(time * _SECOND) & ~3


class WallClock(Protocol):
    """Anything that tells the unix time."""

    def now(self) -> float:
        """Unix time in seconds."""


class MsgIds:
    """Makes the message ids of one side of a session.

    Args:
        clock: The server's clock, as far as this side knows it.
    """

    __slots__ = ("_now", "last")

    def __init__(self, clock: WallClock) -> None:
        self._now = clock.now
        self.last = 0
        """The newest id made, 0 before the first."""

    def next(self, kind: int) -> int:
        """The next id; `kind` is REQUEST, REPLY or NOTICE."""
        msg_id = int(self._now() * _SECOND) & ~3 | kind
        if msg_id <= self.last:
            msg_id = (self.last & ~3) + 4 + kind
        if not msg_id & 0xFFFFFFFC:
            msg_id += 4
        self.last = msg_id
        return msg_id
