"""The parts of one upload on disk, and the record of which of them came. Everything here runs on threads.

Part n lies at n times the stride in a sparse file; the record beside it has for each part its length and the checksums
of its chunks. So parts may come in any order, in parallel and again.

Rules of this file
- A part's bytes are written before its record. Both are with the system then, and outlive the process (row DU-1).
- What the system had not yet brought to the device may be lost with the power. After a restart a part counts only if
  its bytes still have the sums of its record: what was lost is missing by number, and never becomes part of a file.
- The content is hashed as its parts come in, as long as they come roughly in order; what is left is hashed at the end.
"""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path

from server.files.parts import MAX_PART, Shape
from storage.media import write_back
from storage.media.blobs import CHUNK, SUM, Content, chunk_sums

_LENGTH = 4
_RECORD = _LENGTH + MAX_PART // CHUNK * SUM
_NOTHING = bytes(_RECORD)

FLUSH_BYTES = 16 * 1024 * 1024
"""Bytes of one upload that may wait for the device, so that the flush at the end is a short one."""

CAUGHT_UP = 8
"""Parts that came early and are hashed along with the one that they waited for."""


class PartFile:
    """The file `path` of one upload.

    Args:
        path: In the staging area; with the suffix `.parts` it is the record.
        stride: How far apart the parts lie.
        flushed: Whether contents are to be on the device when the upload is finished.
    """

    def __init__(self, path: Path, stride: int, *, flushed: bool) -> None:
        self.path = path
        self._records = path.with_suffix(".parts")
        self._closed = path.with_suffix(".closed")
        self._stride = stride
        self._flushed = flushed
        self._unflushed = 0
        self._highest = -1  # of the parts that came
        # A caller that gave up has not ended the thread that works for it.
        self._lock = threading.Lock()
        self._start_anew()

    def put(self, number: int, data: bytes) -> None:
        """Keep a part.

        Raises:
            OSError: the disk does not take it; what it replaces may be gone.
        """
        record = (len(data).to_bytes(_LENGTH, "little") + chunk_sums(data)).ljust(_RECORD, b"\0")
        with self._lock:
            if number < self._parts_hashed and self._record_of(number) != record:
                self._start_anew()
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                write_back.write(descriptor, data, number * self._stride)
                if self._flushed:
                    write_back.begin(descriptor, number * self._stride, len(data))
                self._hash_on(number, data)  # while the device is at it
                if self._flushed:
                    write_back.wait(descriptor, number * self._stride, len(data))
                self._note(number, record)
                self._highest = max(self._highest, number)
                self._flush_now_and_then(descriptor, len(data))
            except BaseException:
                self._start_anew()  # it may be hashed, and recorded, and is not kept
                with suppress(OSError):
                    self._note(number, _NOTHING)
                raise
            finally:
                os.close(descriptor)

    def recorded(self) -> list[int]:
        """The lengths of the parts that an earlier process recorded, in order; 0 for none. The bytes are not read."""
        try:
            records = self._records.read_bytes()
        except FileNotFoundError:
            return []
        starts = range(0, len(records) // _RECORD * _RECORD, _RECORD)
        return [int.from_bytes(records[start : start + _LENGTH], "little") for start in starts]

    def recover(self) -> list[int]:
        """The lengths of the parts that an earlier process left, in order; 0 for one that is not there or not whole."""
        with self._lock:
            self._start_anew()
            try:
                records = self._records.read_bytes()
                descriptor = os.open(self.path, os.O_RDONLY)
            except FileNotFoundError:
                self._records.unlink(missing_ok=True)  # of parts that are gone: they must be sent again
                return []
            self._highest = len(records) // _RECORD - 1
            try:
                return [
                    self._recovered(descriptor, number, records[number * _RECORD :][:_RECORD])
                    for number in range(len(records) // _RECORD)
                ]
            finally:
                os.close(descriptor)

    def finish(self, shape: Shape, md5: str) -> tuple[Path, Content | None] | None:
        """Bring the parts next to each other.

        Returns:
            Where the whole is, ready for the store, and its hashes where they are known; None when it has another MD5.

        Raises:
            OSError: the disk does not take it; nothing has changed.
        """
        with self._lock:
            whole = self._close_up(shape)
            if md5 and _md5(whole) != md5.lower():
                return None
            if shape.part_size % CHUNK:
                return whole, None  # chunks are made of several parts: the store hashes the whole
            if self._bytes_hashed < shape.size:
                with whole.open("rb", buffering=0) as file:
                    file.seek(self._bytes_hashed)
                    while data := file.read(MAX_PART):
                        self._hasher.update(data)
                        self._bytes_hashed += len(data)
                self._parts_hashed = shape.last_part + 1
            return whole, Content(self._hasher.digest(), self._sums(shape))

    def remove(self) -> None:
        """Remove what is left in the staging area."""
        for path in (self.path, self._records, self._closed):
            path.unlink(missing_ok=True)

    def _start_anew(self) -> None:
        self._hasher = hashlib.sha256()
        self._parts_hashed = self._bytes_hashed = 0

    def _record_of(self, number: int) -> bytes:
        with self._records.open("rb", buffering=0) as file:
            return os.pread(file.fileno(), _RECORD, number * _RECORD)

    def _note(self, number: int, record: bytes) -> None:
        descriptor = os.open(self._records, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            write_back.write(descriptor, record, number * _RECORD)
        finally:
            os.close(descriptor)

    def _hash_on(self, number: int, data: bytes) -> None:
        """Hash a part whose turn it is, and some of those that came before their turn."""
        if number != self._parts_hashed or self._stride % CHUNK:
            return
        self._hash(data)
        if self._parts_hashed > self._highest:
            return
        with self._records.open("rb", buffering=0) as records, self.path.open("rb", buffering=0) as parts:
            for _ in range(CAUGHT_UP):
                record = os.pread(records.fileno(), _RECORD, self._parts_hashed * _RECORD)
                size = int.from_bytes(record[:_LENGTH], "little")
                if not size:
                    break
                self._hash(os.pread(parts.fileno(), size, self._parts_hashed * self._stride))

    def _hash(self, data: bytes) -> None:
        self._hasher.update(data)
        self._parts_hashed += 1
        self._bytes_hashed += len(data)

    def _flush_now_and_then(self, descriptor: int, size: int) -> None:
        self._unflushed += size
        if self._flushed and self._unflushed >= FLUSH_BYTES:
            os.fdatasync(descriptor)
            self._unflushed = 0

    def _recovered(self, descriptor: int, number: int, record: bytes) -> int:
        """How long a part is that is what its record says."""
        size = int.from_bytes(record[:_LENGTH], "little")
        if not 0 < size <= self._stride:
            return 0
        data = os.pread(descriptor, size, number * self._stride)
        sums = chunk_sums(data)
        if len(data) != size or sums != record[_LENGTH : _LENGTH + len(sums)]:
            self._note(number, _NOTHING)
            return 0
        if number == self._parts_hashed:
            self._hash(data)
        return size

    def _close_up(self, shape: Shape) -> Path:
        """The whole, which is where the parts are, or a copy that leaves the parts as they were."""
        if shape.last_part == 0 or shape.part_size == self._stride:
            os.truncate(self.path, shape.size)  # what was sent again may have been longer before
            return self.path
        with self.path.open("rb", buffering=0) as parts, self._closed.open("wb", buffering=0) as closed:
            end = 0
            try:
                for number in range(shape.last_part + 1):
                    data = os.pread(parts.fileno(), shape.size_of(number), number * self._stride)
                    write_back.write(closed.fileno(), data, end)
                    end += len(data)
            except OSError:
                with suppress(OSError):
                    self._closed.unlink()
                raise
        return self._closed

    def _sums(self, shape: Shape) -> bytes:
        records = self._records.read_bytes()
        sums = bytearray()
        for number in range(shape.last_part + 1):
            start = number * _RECORD + _LENGTH
            sums += records[start : start + -(-shape.size_of(number) // CHUNK) * SUM]
        return bytes(sums)


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()
