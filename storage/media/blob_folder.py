"""Contents of files in one folder: `ab/abcd…`, the whole content, and `ab/abcd….xxh3`, the checksums of its chunks.

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
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from storage.errors import DamagedError
from storage.media.blobs import CHUNK, SUM, Blob, Content, chunk_sums

_SUMS = ".xxh3"
_OLD_SUMS, _OLD_SUM = ".sums", 32
"""What contents have beside them that were put when checksums were SHA-256."""
_HASHED_AT_ONCE = 8 * CHUNK

SOON_FREED = 8 * 1024 * 1024
FREED_AFTER = 1.0
"""Bytes up to which a replaced content is given back at once, and the seconds that others wait for that."""

_NAME = re.compile(r"[0-9a-f]{64}")


class FolderBlobs:
    """The `Blobs` of one folder.

    Args:
        folder: Where contents are kept; made if it is not there.
        flushed: Whether a content is on the device before `put` returns.
        run: Calls a function on a thread, for ranges: many are read.
    """

    def __init__(
        self, folder: Path, *, flushed: bool, run: Callable[..., Awaitable[bytes]] = asyncio.to_thread
    ) -> None:
        self._folder = folder
        self._flushed = flushed
        self._run = run
        # A content must not be put again between the look at its age and its removal.
        self._placing = threading.Lock()
        self._known: set[Path] = set()  # subfolders that are on the device
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def put(self, staged: Path, content: Content | None = None) -> Blob:
        """Hash a finished file if need be, and move it to its address."""
        return await asyncio.to_thread(self._put, staged, content)

    async def read(self, digest: bytes, offset: int, length: int) -> bytes:
        """Read a range, checked."""
        return await self._run(self._read, digest, offset, length)

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
        fresh_sums = staged.with_suffix(_SUMS)
        with _freed_later(path):
            try:
                self._write_sums(fresh_sums, content.sums)
                with self._placing:
                    self._make_folder(path.parent)
                    fresh_sums.replace(path.with_suffix(_SUMS))
                    os.utime(staged)
                    staged.replace(path)
            except OSError:
                fresh_sums.unlink(missing_ok=True)
                raise
            if self._flushed:
                _sync_folder(path.parent)
        return Blob(content.digest, size)

    def _make_folder(self, folder: Path) -> None:
        """Make a subfolder; the device knows of it before anybody else finds it, and hears it once."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self._flushed and folder not in self._known:
            _sync_folder(self._folder)
            self._known.add(folder)

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
        if not self._is_whole(digest, data, first, size):
            raise DamagedError(f"content {digest.hex()} is damaged near byte {offset}")
        return data if len(data) == length else data[begin : begin + length]

    def _is_whole(self, digest: bytes, data: bytes, first: int, size: int) -> bool:
        """Whether the data, read from a chunk on, have their checksums."""
        sums, width, sum_up = self._open_sums(digest)
        with sums as file:
            count = -(-len(data) // CHUNK)
            is_long_enough = os.fstat(file.fileno()).st_size == -(-size // CHUNK) * width
            return is_long_enough and os.pread(file.fileno(), count * width, first * width) == sum_up(data)

    def _verify(self, digest: bytes) -> None:
        whole, at, sound = hashlib.sha256(), 0, True
        content = self._open(digest)
        try:
            size = os.fstat(content).st_size
            while sound and (data := _pread(content, _HASHED_AT_ONCE, at)):
                sound = self._is_whole(digest, data, at // CHUNK, size)
                whole.update(data)
                at += len(data)
        finally:
            os.close(content)
        if not sound or whole.digest() != digest:
            raise DamagedError(f"content {digest.hex()} is damaged")

    def _open(self, digest: bytes) -> int:
        try:
            return os.open(self.path(digest), os.O_RDONLY)
        except FileNotFoundError:
            raise KeyError(digest) from None

    def _open_sums(self, digest: bytes) -> tuple[FileIO, int, Callable[[bytes], bytes]]:
        """The checksums of a content, how long each is, and how they are made."""
        path = self.path(digest)
        with suppress(FileNotFoundError):
            return path.with_suffix(_SUMS).open("rb", buffering=0), SUM, chunk_sums
        try:
            return path.with_suffix(_OLD_SUMS).open("rb", buffering=0), _OLD_SUM, _old_sums
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
            for suffix in (_SUMS, _OLD_SUMS):
                path.with_suffix(suffix).unlink(missing_ok=True)
        return True


def _hash(descriptor: int) -> Content:
    """Read a whole file."""
    whole, sums, size = hashlib.sha256(), bytearray(), 0
    while data := _pread(descriptor, _HASHED_AT_ONCE, size):
        whole.update(data)
        sums += chunk_sums(data)
        size += len(data)
    return Content(whole.digest(), bytes(sums))


def _old_sums(data: bytes) -> bytes:
    view = memoryview(data)
    return b"".join([hashlib.sha256(view[at : at + CHUNK]).digest() for at in range(0, len(data), CHUNK)])


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
            with suppress(FileNotFoundError):  # another collection was faster
                yield Blob(bytes.fromhex(path.name), path.stat().st_size)


@contextmanager
def _freed_later(path: Path) -> Iterator[None]:
    """Replace a file here, if there is one; its space is given back when whoever put the new one has their answer.

    It is kept as long as it is open. To give back 100 MiB takes some file systems 50 ms, in which nothing is flushed.
    """
    try:
        replaced = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield
        return
    try:
        yield
    finally:
        if os.fstat(replaced).st_size < SOON_FREED:
            os.close(replaced)
        else:
            closing = threading.Timer(FREED_AFTER, os.close, (replaced,))
            closing.daemon = True
            closing.start()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
