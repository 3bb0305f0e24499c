"""Writing a little at a time, and bringing what was written to the device, a little at a time as well.

Left to itself the system keeps what is written for some thirty seconds, or until somebody asks for a flush. When an
upload is finished somebody does, and then all of it goes to the device in one go, before whatever else is flushed: the
commits of other people's messages, for instance. So each part is brought there before it is acknowledged: a client that
sends no faster than it is answered fits the device, and a commit waits for a part, not for all of it.
"""

from __future__ import annotations

import ctypes
import errno
import os

try:
    from storage.media._writing import write_in_pieces as write_in_pieces
except ImportError:  # it is not built
    from storage.media.writing_fallback import write_in_pieces as write_in_pieces

PIECE = 32 * 1024
"""Bytes of one call of the system, which many a kernel interrupts for nobody: half a mebibyte, into memory that had to
be found first, took 2 to 4 ms in which the event loop had no processor."""

STEP = 512 * 1024
"""Bytes of a file that are on their way at once, as many as a part has: half a millisecond of a quick device, a few of
a slow one."""

_WRITE, _WAIT_AFTER = 2, 4
"""SYNC_FILE_RANGE_WRITE and SYNC_FILE_RANGE_WAIT_AFTER (sync_file_range(2))."""

_LOST = frozenset({errno.EIO, errno.ENOSPC, errno.EDQUOT})
"""What the device did not take. The system says it once, to whoever waits first: no later flush would tell."""

_sync_file_range = getattr(ctypes.CDLL(None, use_errno=True), "sync_file_range", None)
if _sync_file_range is not None:
    _sync_file_range.argtypes = (ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint)


def write(descriptor: int, data: bytes, offset: int) -> None:
    """Write a part of a file.

    Raises:
        OSError: the disk does not take it; some of it may be written.
    """
    write_in_pieces(descriptor, data, offset, PIECE)


def begin(descriptor: int, offset: int, length: int) -> None:
    """Begin to bring a range of a file to the device, on Linux; elsewhere nothing.

    Raises:
        OSError: the device does not take it.
    """
    _sync(descriptor, offset, length, _WRITE)


def wait(descriptor: int, offset: int, length: int) -> None:
    """Wait until the device has what it was begun to be brought. Only a flush promises that it stays there.

    Raises:
        OSError: the device does not take it.
    """
    _sync(descriptor, offset, length, _WAIT_AFTER)


def flush(*descriptors: int) -> None:
    """Flush files. When all is written by then, a file system with a journal notes all of them with the first.

    Raises:
        OSError: the device does not take it.
    """
    for descriptor in descriptors:
        for offset in range(0, os.fstat(descriptor).st_size, STEP):
            _sync(descriptor, offset, STEP, _WRITE | _WAIT_AFTER)
    for descriptor in descriptors:
        os.fdatasync(descriptor)


def _sync(descriptor: int, offset: int, length: int, flags: int) -> None:
    if _sync_file_range is not None and _sync_file_range(descriptor, offset, length, flags):
        error = ctypes.get_errno()
        if error in _LOST:
            raise OSError(error, os.strerror(error))
