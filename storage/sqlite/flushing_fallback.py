"""A flush, and flushes on request in plain Python for machines where csrc/flushing.c could not be built.

After each of its calls the latter has to win the interpreter back, for which a busy event loop lets it wait.
"""

from __future__ import annotations

import fcntl
import os
import sys


def flush_on_request(file: int, requests: int, results: int, /) -> None:
    """Flush a file for each byte that comes from `requests`, until its other end is closed.

    To `results` goes, each time, the number of the system's error or 0, as a C int.
    """
    while os.read(requests, 1):
        try:
            flush(file)
        except OSError as error:
            result = error.errno or -1
        else:
            result = 0
        os.write(results, result.to_bytes(4, sys.byteorder, signed=True))


def flush(file: int) -> None:
    """Flush a file as SQLite does it: on macOS a plain fsync leaves the data in the drive's cache."""
    if sys.platform == "darwin":
        try:
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
        except OSError:
            os.fsync(file)
    else:
        os.fdatasync(file)
