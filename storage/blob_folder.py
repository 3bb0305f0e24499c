"""Contents of files in one folder: `ab/abcd…`, the whole content, and `ab/abcd….sums`, the checksums of its chunks.

- A content comes in by an atomic rename, after its sums: whoever finds a content finds it whole.
- Everything that touches the disk runs on a thread; hashing and reading free the interpreter lock meanwhile.
- Every range is checked chunk by chunk before it is handed out. What does not match is refused (row DU-5).
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import threading
from collections.abc import AsyncIterator, Iterator
from io import FileIO
from pathlib import Path

from storage.blobs import CHUNK, Blob, Content, chunk_sums
from storage.errors import DamagedError

_SUM = 32
_HASHED_AT_ONCE = 8 * CHUNK
_NAME = re.compile(r"[0-9a-f]{64}")


class FolderBlobs:
    """The `Blobs` of one folder.

    Args:
        folder: Where contents are kept; made if it is not there.
        flushed: Whether a content is on the device before `put` returns.
    """

    def __init__(self, folder: Path, *, flushed: bool) -> None:
        self._folder = folder
        self._flushed = flushed
        # A content must not be put again between the look at its age and its removal.
        self._placing = threading.Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def put(self, staged: Path, content: Content | None = None) -> Blob:
        """Hash a finished file if need be, and move it to its address."""
        return await asyncio.to_thread(self._put, staged, content)

    async def read(self, digest: bytes, offset: int, length: int) -> bytes:
        """Read a range, checked."""
        return await asyncio.to_thread(self._read, digest, offset, length)

    async def sums(self, digest: bytes) -> bytes:
        """Read the checksums of the chunks."""
        return await asyncio.to_thread(self._sums, digest)

    async def exists(self, digest: bytes) -> bool:
        """Look whether the content is there."""
        return await asyncio.to_thread(self.path(digest).exists)

    async def verify(self, digest: bytes) -> None:
        """Read a content from end to end."""
        await asyncio.to_thread(self._verify, digest)

    async def delete(self, digest: bytes, *, put_before: float | None = None) -> bool:
        """Remove a content that nobody put lately."""
        return await asyncio.to_thread(self._delete, digest, put_before)

    async def iterate(self) -> AsyncIterator[Blob]:
        """Walk through the folder, one subfolder at a time."""
        for folder in await asyncio.to_thread(_subfolders, self._folder):
            for blob in await asyncio.to_thread(lambda: list(_contents(folder))):  # noqa: B023  # awaited in this turn
                yield blob

    def path(self, digest: bytes) -> Path:
        """The file of a content, whether or not it is there."""
        name = digest.hex()
        return self._folder / name[:2] / name

    def _put(self, staged: Path, content: Content | None) -> Blob:
        with staged.open("rb") as file:
            content = content or _hash(file.fileno())
            size = os.fstat(file.fileno()).st_size
            if self._flushed:
                os.fdatasync(file.fileno())
        path = self.path(content.digest)
        fresh_sums = staged.with_name(f"{staged.name}.sums")
        try:
            self._write_sums(fresh_sums, content.sums)
            with self._placing:
                path.parent.mkdir(mode=0o700, exist_ok=True)
                fresh_sums.replace(path.with_suffix(".sums"))
                os.utime(staged)
                staged.replace(path)
        except OSError:
            fresh_sums.unlink(missing_ok=True)
            raise
        if self._flushed:
            _sync_folder(path.parent)
            _sync_folder(self._folder)
        return Blob(content.digest, size)

    def _write_sums(self, path: Path, sums: bytes) -> None:
        with path.open("wb") as file:
            file.write(sums)
            if self._flushed:
                file.flush()
                os.fdatasync(file.fileno())

    def _read(self, digest: bytes, offset: int, length: int) -> bytes:
        first, begin = offset // CHUNK, offset % CHUNK
        last = (offset + length + CHUNK - 1) // CHUNK
        content = self._open(digest)
        try:
            size = os.fstat(content).st_size
            data = _pread(content, (last - first) * CHUNK, first * CHUNK)
        finally:
            os.close(content)
        with self._open_sums(digest) as file:
            file.seek(first * _SUM)
            sums = file.read((last - first) * _SUM)
            ends = os.fstat(file.fileno()).st_size
        if ends != -(-size // CHUNK) * _SUM or chunk_sums(data) != sums:
            raise DamagedError(f"content {digest.hex()} is damaged near byte {offset}")
        return data[begin : begin + length]

    def _sums(self, digest: bytes) -> bytes:
        if not self.path(digest).exists():
            raise KeyError(digest)
        with self._open_sums(digest) as file:
            return file.read()

    def _verify(self, digest: bytes) -> None:
        content = self._open(digest)
        try:
            found = _hash(content)
        finally:
            os.close(content)
        if found != Content(digest, self._sums(digest)):
            raise DamagedError(f"content {digest.hex()} is damaged")

    def _open(self, digest: bytes) -> int:
        try:
            return os.open(self.path(digest), os.O_RDONLY)
        except FileNotFoundError:
            raise KeyError(digest) from None

    def _open_sums(self, digest: bytes) -> FileIO:
        try:
            return self.path(digest).with_suffix(".sums").open("rb", buffering=0)
        except FileNotFoundError:
            raise DamagedError(f"the sums of content {digest.hex()} are gone") from None

    def _delete(self, digest: bytes, put_before: float | None) -> bool:
        path = self.path(digest)
        with self._placing:
            try:
                if put_before is not None and path.stat().st_mtime >= put_before:
                    return False
                path.unlink()
            except FileNotFoundError:
                return False
            path.with_suffix(".sums").unlink(missing_ok=True)
        return True


def _hash(descriptor: int) -> Content:
    """Read a whole file."""
    whole, sums, size = hashlib.sha256(), bytearray(), 0
    while data := _pread(descriptor, _HASHED_AT_ONCE, size):
        whole.update(data)
        sums += chunk_sums(data)
        size += len(data)
    return Content(whole.digest(), bytes(sums))


def _pread(descriptor: int, length: int, offset: int) -> bytes:
    """Read exactly `length` bytes, or up to the end."""
    data = os.pread(descriptor, length, offset)
    if len(data) == length or not data:
        return data
    parts = [data]
    got = len(data)
    while got < length and (data := os.pread(descriptor, length - got, offset + got)):
        parts.append(data)
        got += len(data)
    return b"".join(parts)


def _subfolders(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()]


def _contents(folder: Path) -> Iterator[Blob]:
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name):
            yield Blob(bytes.fromhex(path.name), path.stat().st_size)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
