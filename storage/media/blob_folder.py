"""Contents of files in one folder: `ab/abcd…`, the whole content, and `ab/abcd….xxh3`, the checksums of its chunks.

- A content comes in by an atomic rename, after its sums: whoever finds a content finds it whole.
- Everything that touches the disk runs on a thread; hashing and reading free the interpreter lock meanwhile.
- Every range is checked chunk by chunk before it is handed out. What does not match is refused (row DU-5).
- Contents that are being fetched stay open. What of them is in the system's memory needs no thread: to pass a range to
  one and back costs more than to read it.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from storage.errors import DamagedError
from storage.media import write_back
from storage.media.blobs import CHUNK, Blob, Content, chunk_sums
from storage.media.open_contents import OLD_SUMS, SUMS, OpenContent

KEPT_OPEN = 64
"""Contents that stay open, those that were fetched last."""

Run = Callable[..., Awaitable[Any]]
"""Calls a function on a thread."""

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
        run: Where contents are put, and ranges read that are not at hand.
    """

    def __init__(self, folder: Path, *, flushed: bool, run: Run = asyncio.to_thread) -> None:
        self._folder = folder
        self._flushed = flushed
        self._run = run
        # A content must not be put again between the look at its age and its removal.
        self._placing = threading.Lock()
        self._known: set[Path] = set()  # subfolders that are there, and on the device where that is asked for
        self._kept_open: OrderedDict[bytes, OpenContent] = OrderedDict()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def put(self, staged: Path, content: Content | None = None) -> Blob:
        """Hash a finished file if need be, and move it to its address."""
        blob: Blob = await self._run(self._put, staged, content)
        # Closed while `_freed_later` still has a large one open: later, the loop would give its space back.
        self._kept_open.pop(blob.digest, None)
        return blob

    async def read(self, digest: bytes, offset: int, length: int) -> bytes:
        """Read a range, checked."""
        try:
            found: tuple[OpenContent, bytes] = await self._run(
                self._read, self._still_open(digest), digest, offset, length
            )
        except DamagedError:
            self._kept_open.pop(digest, None)
            raise
        self._kept_open[digest], data = found
        if len(self._kept_open) > KEPT_OPEN:
            self._kept_open.popitem(last=False)
        return data

    def read_at_hand(self, digest: bytes, offset: int, length: int) -> bytes | None:
        """Read a range, checked, of a content that is open, if the system has it in memory."""
        content = self._still_open(digest)
        if content is None or not hasattr(os, "RWF_NOWAIT"):  # where a read cannot be asked not to wait
            return None
        try:
            return content.read(offset, length, os.RWF_NOWAIT)
        except (OSError, DamagedError):  # a thread waits for the disk, or says what is wrong
            return None

    async def exists(self, digest: bytes) -> bool:
        """Look whether the content is there."""
        return await asyncio.to_thread(self.path(digest).exists)

    async def verify(self, digest: bytes) -> None:
        """Read a content from end to end."""
        await asyncio.to_thread(self._verify, digest)

    async def delete(self, digest: bytes, *, put_before: float | None = None) -> bool:
        """Remove a content that nobody put lately."""
        self._kept_open.pop(digest, None)
        return await asyncio.to_thread(self._delete, digest, put_before)

    async def iterate(self) -> AsyncIterator[Blob]:
        """Walk through the folder, one subfolder at a time."""
        for folder in await asyncio.to_thread(_subfolders, self._folder):
            for blob in await asyncio.to_thread(lambda: list(_contents(folder))):  # noqa: B023  # awaited in this turn
                yield blob

    def close(self) -> None:
        """Close what stays open; nothing may be read any more."""
        self._kept_open.clear()

    def path(self, digest: bytes) -> Path:
        """The file of a content, whether or not it is there."""
        name = digest.hex()
        return self._folder / name[:2] / name

    def _put(self, staged: Path, content: Content | None) -> Blob:
        fresh_sums = staged.with_suffix(SUMS)
        try:
            with staged.open("rb") as file:
                content = content or _hash(file)
                size = os.fstat(file.fileno()).st_size
                with fresh_sums.open("wb") as sums:
                    sums.write(content.sums)
                    sums.flush()
                    if self._flushed:
                        write_back.flush(file.fileno(), sums.fileno())
            path = self.path(content.digest)
            with _freed_later(path):
                with self._placing:
                    self._make_folder(path.parent)
                    fresh_sums.replace(path.with_suffix(SUMS))
                    os.utime(staged)
                    staged.replace(path)
                if self._flushed:
                    _sync_folder(path.parent)
        except OSError:
            fresh_sums.unlink(missing_ok=True)
            raise
        return Blob(content.digest, size)

    def _make_folder(self, folder: Path) -> None:
        """Make a subfolder, once; the device knows of it before anybody else finds it."""
        if folder not in self._known:
            folder.mkdir(mode=0o700, exist_ok=True)
            if self._flushed:
                _sync_folder(self._folder)
            self._known.add(folder)

    def _still_open(self, digest: bytes) -> OpenContent | None:
        """A content that is open and is still the one at its address."""
        content = self._kept_open.get(digest)
        if content is None:
            return None
        if content.is_gone:
            del self._kept_open[digest]
            return None
        self._kept_open.move_to_end(digest)
        return content

    def _read(self, content: OpenContent | None, digest: bytes, offset: int, length: int) -> tuple[OpenContent, bytes]:
        content = content or self._open(digest)
        return content, bytes(content.read(offset, length))

    def _verify(self, digest: bytes) -> None:
        content, whole, at = self._open(digest), hashlib.sha256(), 0
        with suppress(DamagedError):
            while data := content.read(at, _HASHED_AT_ONCE):
                whole.update(data)
                at += len(data)
            if whole.digest() == digest:
                return
        raise DamagedError(f"content {digest.hex()} is damaged")

    def _open(self, digest: bytes) -> OpenContent:
        try:
            return OpenContent(self.path(digest))
        except FileNotFoundError:
            raise KeyError(digest) from None

    def _delete(self, digest: bytes, put_before: float | None) -> bool:
        path = self.path(digest)
        with self._placing:
            try:
                if put_before is not None and path.stat().st_mtime >= put_before:
                    return False
                path.unlink()
            except FileNotFoundError:
                return False
            for suffix in (SUMS, OLD_SUMS):
                path.with_suffix(suffix).unlink(missing_ok=True)
        return True


def _hash(file: BinaryIO) -> Content:
    """Read a whole file."""
    whole, sums = hashlib.sha256(), bytearray()
    while data := file.read(_HASHED_AT_ONCE):
        whole.update(data)
        sums += chunk_sums(data)
    return Content(whole.digest(), bytes(sums))


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
    except OSError:  # there is none, or it cannot be read: all the more it is replaced
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
