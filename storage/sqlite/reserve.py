"""Room on the device that is kept for copying the log into the database file.

What is committed stands in the log, and the log is not begun again before it has been copied. Where that makes the
database file longer and the log has taken the last room, nothing could ever be written again: neither can grow. So a
file beside the database holds some room against everybody, also against our own log, and is let go when there is no
other to copy with (storage/sqlite/checkpoints.py).
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

SIZE = 4 << 20
"""By so much the database can become longer, whatever happens on the device: several times what it does in a second."""

_ZEROS = bytes(1 << 20)
_NOT_HERE = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP})
"""What file systems say that cannot set room aside."""


class Reserve:
    """The room kept for one database."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-reserve")

    def make(self) -> bool:
        """Set the room aside, unless it is; whether it is there now. Nothing is kept of what does not suffice."""
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                _allocate(file)
            finally:
                os.close(file)
        except OSError:  # most often: there is not so much
            self.release()
            return False
        return True

    def is_there(self) -> bool:
        """Whether the room is set aside still: a command that has the database open beside us gives it back."""
        return self._path.exists()

    def release(self) -> None:
        """Give the room back."""
        with suppress(OSError):  # it is not there, or cannot go
            self._path.unlink()

    def free(self) -> int:
        """Bytes of the device beside it that anybody may take."""
        device = os.statvfs(self._path.parent)
        return device.f_bavail * device.f_frsize


def _allocate(file: int) -> None:
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(file, 0, SIZE)
        except OSError as error:
            if error.errno not in _NOT_HERE:
                raise
        else:
            return
    for offset in range(0, SIZE, len(_ZEROS)):  # macOS; a C library that does not do this itself
        written = 0
        while written < len(_ZEROS):
            written += os.pwrite(file, _ZEROS[written:], offset + written)
