"""Flushing the write-ahead log while the event loop goes on.

SQLite is told not to wait for the device when it commits (`synchronous = NORMAL`,
sqlite.org/pragma.html#pragma_synchronous). It still flushes the log before it copies pages from it into the database,
and its header when it begins it again, so what is found after a loss of power is a state that was. That nothing is lost
which somebody was told of is up to the writer: it answers and publishes when a flush has ended that was asked for after
the commit.

A flush that has failed is damage, whatever the system gives as the reason. ENOSPC and EDQUOT may come as late as this,
from a thin volume or a network drive, but here they do not mean that nothing was stored and that it can be tried again
when there is room: the commit stands in the log, which readers follow, and the system has marked what it could not
write as written (fsync(2)), so that a later flush succeeds without it. A write that fails for want of room is another
matter: SQLite undoes it, nobody has seen it (`FullError`).

The flushes are made on a thread that does nothing else, by native code that needs no interpreter; it is asked and
answers by pipes, and the loop watches the one with the answers. The log is opened once more for them. SQLite takes no
locks on that file, which closing it would let go, and keeps it as long as a connection is open. A descriptor of our own
also hears of a failed write-back once, whoever else has flushed the file and heard of it (fsync(2)).
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from storage.errors import DamagedError
from storage.sqlite.flushing_fallback import flush

try:
    from storage.sqlite._flushing import flush_on_request as flush_on_request
except ImportError:  # it is not built
    from storage.sqlite.flushing_fallback import flush_on_request as flush_on_request

RESULT = 4
"""Bytes that tell of a flush."""


def _open(log: Path) -> int:
    """Open a log of which everything is on the device."""
    file = os.open(log, os.O_WRONLY | os.O_CLOEXEC)
    try:
        flush(file)  # a process that was killed may have committed what it did not flush, and we found
    except OSError as error:
        os.close(file)
        raise DamagedError(f"the log could not be flushed: {error.strerror}") from error
    return file


class Flusher:
    """Flushes one file, for the event loop that makes it. One flush is under way at a time."""

    def __init__(self, log: Path, flushed: Callable[[OSError | None], None]) -> None:
        """`flushed` is called when a flush has ended, with what went wrong."""
        self._tell = flushed
        self._loop = asyncio.get_running_loop()
        file = _open(log)
        requests, self._requests = os.pipe()
        self._results, results = os.pipe()
        self._ends = (file, requests, results)
        self._thread = threading.Thread(target=flush_on_request, args=self._ends, name="storage-flusher", daemon=True)
        self._thread.start()
        self._loop.add_reader(self._results, self._flushed)

    def begin(self) -> None:
        """Flush what has been written until now."""
        os.write(self._requests, b"\0")

    def close(self) -> None:
        """End the thread; no flush may be under way."""
        self._loop.remove_reader(self._results)
        os.close(self._requests)
        self._thread.join()
        for descriptor in (*self._ends, self._results):
            os.close(descriptor)

    def _flushed(self) -> None:
        number = int.from_bytes(os.read(self._results, RESULT), sys.byteorder, signed=True)
        self._tell(OSError(number, os.strerror(number)) if number else None)
