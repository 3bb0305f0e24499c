"""Writes in pieces, in plain Python for machines where csrc/writing.c could not be built.

After each piece it has to win the interpreter back, for which a busy event loop lets it wait.
"""

from __future__ import annotations

import os


def write_in_pieces(file: int, data: bytes, offset: int, piece: int, /) -> None:
    """Write data at an offset, by calls of the system that take so many bytes at most.

    Raises:
        OSError: the disk does not take it; a part of it may be written.
    """
    view, written = memoryview(data), 0
    while written < len(view):  # a nearly full disk takes less than it was given, and then nothing
        written += os.pwrite(file, view[written : written + piece], offset + written)
