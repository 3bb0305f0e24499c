"""Room on the device that is kept for copying the log into the database file.

What is committed stands in the log, and the log is not begun again before it has been copied. Where that makes the
database file longer and the log has taken the last room, nothing could ever be written again: neither can grow. So a
file beside the database holds some room against everybody, also against our own log, and is let go when there is no
other to copy with (storage/sqlite/checkpoints.py).
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from storage.sqlite.room import NO_ROOM, allocate

SIZE = 4 << 20
"""By so much the database can become longer, whatever happens on the device: several times what it does in a second."""


class Reserve:
    """The room kept for one database."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}-reserve")

    def make(self) -> bool:
        """Set the room aside, unless it is; whether it is there now. Nothing is kept of what does not suffice.

        Raises:
            OSError: it cannot be set aside, whether there is room or not.
        """
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                allocate(file, SIZE)
            finally:
                os.close(file)
        except OSError as error:
            self.release()
            if error.errno in NO_ROOM:
                return False
            raise OSError(error.errno, error.strerror, str(self._path)) from error
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
