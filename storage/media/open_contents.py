"""One content of a folder, open for reading, with the checksums that every range of it is held against (row DU-5).

Most of what a range cost was to open two files and to ask for their sizes; who fetches a file asks for thousands.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import cast

from storage.errors import DamagedError
from storage.media.blobs import CHUNK, SUM, chunk_sums

SUMS = ".xxh3"
OLD_SUMS, _OLD_SUM = ".sums", 32
"""What contents have beside them that were put when checksums were SHA-256."""


class OpenContent:
    """The content of a file; it is closed when nobody has it any more.

    The checksums stay in memory, an 8,192nd of the content.

    Raises:
        FileNotFoundError: there is none.
        DamagedError: its checksums are gone.
    """

    __slots__ = ("_descriptor", "_name", "_sum_up", "_sums", "_width")

    def __init__(self, path: Path) -> None:
        self._descriptor = -1
        self._name = path.name
        self._descriptor = os.open(path, os.O_RDONLY)
        try:
            self._sums = path.with_suffix(SUMS).read_bytes()
            self._width, self._sum_up = SUM, chunk_sums
        except FileNotFoundError:
            self._sums = self._old_sums(path)
            self._width, self._sum_up = _OLD_SUM, _sum_up_as_before

    def __del__(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)

    @property
    def is_gone(self) -> bool:
        """Whether it was removed, or replaced, since it was opened; not where a backup has a link to the same bytes."""
        return os.fstat(self._descriptor).st_nlink == 0

    def read(self, offset: int, length: int, flags: int = 0) -> bytes:
        """A range, checked; fewer bytes at the end. It is a bytearray, which the flags take to be read to.

        Args:
            offset: Where it begins.
            length: Up to how many bytes.
            flags: As `os.preadv` has them.

        Raises:
            DamagedError: it does not have its checksums.
            BlockingIOError: the flags say not to wait for the disk.
        """
        size = os.fstat(self._descriptor).st_size
        first, begin = divmod(offset, CHUNK)
        start, end = first * CHUNK, min(-(-(offset + length) // CHUNK) * CHUNK, size)
        data = bytearray(max(0, end - start))
        self._fill(data, start, flags)
        whole = cast("bytes", data)
        sums = self._sum_up(whole)
        at = first * self._width
        if len(self._sums) != -(-size // CHUNK) * self._width or self._sums[at : at + len(sums)] != sums:
            raise DamagedError(f"content {self._name} is damaged near byte {offset}")
        return whole[begin : begin + length] if begin or len(whole) > length else whole

    def _fill(self, data: bytearray, offset: int, flags: int) -> None:
        """Read what belongs there; where the file has ended meanwhile there are zeros, which have other checksums."""
        view, filled = memoryview(data), 0
        while filled < len(data) and (got := os.preadv(self._descriptor, [view[filled:]], offset + filled, flags)):
            filled += got

    def _old_sums(self, path: Path) -> bytes:
        try:
            return path.with_suffix(OLD_SUMS).read_bytes()
        except FileNotFoundError:
            raise DamagedError(f"the sums of content {self._name} are gone") from None


def _sum_up_as_before(data: bytes) -> bytes:
    view = memoryview(data)
    return b"".join([hashlib.sha256(view[at : at + CHUNK]).digest() for at in range(0, len(data), CHUNK)])
