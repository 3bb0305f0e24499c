"""Room on a device: setting some aside, and asking why something could not be written."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says when the device is full, or what one user or one folder may have of it."""

ASKED_FOR = 64 << 10
"""Bytes that are looked for when somebody could not write: more than the largest piece by which file systems give."""

_CANNOT = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP})
"""What file systems say that cannot set room aside."""

_ZEROS = bytes(64 << 10)


def allocate(file: int, size: int) -> None:
    """Have a file take so many bytes of the device.

    Raises:
        OSError: they cannot be had, for a reason of `NO_ROOM` or another.
    """
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(file, 0, size)
        except OSError as error:
            if error.errno not in _CANNOT:
                raise
        else:
            return
    written = 0  # macOS; a C library that does not do this itself
    while written < size:
        written += os.pwrite(file, _ZEROS[: size - written], written)


def lack(folder: Path) -> str | None:
    """What the system says of why nothing more can be written in a folder, if that is for want of room."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            allocate(file.fileno(), ASKED_FOR)
    except OSError as error:
        return error.strerror if error.errno in NO_ROOM else None
    return None
