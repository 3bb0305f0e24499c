"""Having the system bring to the device what was just written, without waiting for it.

Left to itself the system keeps what is written for some thirty seconds, or until somebody asks for a flush. When an
upload is finished somebody does, and then all of it goes to the device in one go, before whatever else is flushed: the
commits of other people's messages, for instance. Begun with each part, it goes while the next part is on its way.
"""

from __future__ import annotations

import ctypes

_WRITE = 2
"""SYNC_FILE_RANGE_WRITE (sync_file_range(2))."""

_sync_file_range = getattr(ctypes.CDLL(None), "sync_file_range", None)
if _sync_file_range is not None:
    _sync_file_range.argtypes = (ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint)


def begin(descriptor: int, offset: int, length: int) -> None:
    """Begin to write a range of a file to the device, on Linux; elsewhere nothing. Only a flush promises anything."""
    if _sync_file_range is not None:
        _sync_file_range(descriptor, offset, length, _WRITE)
