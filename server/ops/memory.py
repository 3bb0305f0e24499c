"""The memory that a server has freed: kept for the next part of a file, up to a bound, not given back at once.

A part of a file passes through a few buffers of half a megabyte. The C library's way with such ones is to give them
back to the system as soon as they are free, and to take them anew for the next part; the system then has to clear every
page of them: a fifth of all the processor time that an upload takes. These settings are glibc's (mallopt(3)); other C
libraries go by their own.
"""

from __future__ import annotations

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""The parameters' numbers in malloc.h."""

KEPT = 16 * 1024 * 1024
"""Bytes of each arena that may be free at its end."""

APART = 4 * 1024 * 1024
"""Bytes from which a buffer is mapped by itself and given back at once: none that a request needs."""


def keep_freed() -> None:
    """Set it for this process."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_TRIM_THRESHOLD, KEPT)
        mallopt(_MMAP_THRESHOLD, APART)
