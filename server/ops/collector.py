"""The garbage collector of a server: out of the way of what lives long, and seldom.

Nearly everything that a request makes is gone with its last reference, without the collector. What stays is there from
the start (the schema, the modules) or belongs to a session. So the collector looks at new objects only when there are
many more of them than a burst of requests keeps alive.
"""

from __future__ import annotations

import gc

NEW_OBJECTS = 5_000
"""Containers made and not gone at which the youngest are looked at, while everybody waits for half a microsecond each.
CPython's own 700 is reached by a few requests; from 2,000 on those of a single large group of writes count."""


def settle() -> None:
    """The server has started: what lives now lives as long as it does, and need not be looked at again and again."""
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    gc.enable()
