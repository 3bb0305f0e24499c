"""Uploads in parallel parts, which go on where they were interrupted (core.telegram.org/api/files#uploading-files).

Rules of this file
- Several parts are under way at once; whichever is acknowledged is noted, and not sent again by the next attempt.
- Servers remove parts that nobody uses. Where a part turns out to be missing, `resend` sends it anew.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Awaitable, Callable, Iterator

from client_sdk.errors import ClientError
from client_sdk.files.sources import Source
from client_sdk.store.uploads import Uploads
from mtproto.tl import TLFunction, functions, types

PART = 512 * 1024
"""Bytes of one part; the last one may be shorter. The most there may be."""

BIG = 10 * 1024 * 1024
"""Larger files are sent by saveBigFilePart, and without their MD5."""

PARALLEL = 8
"""Parts under way at once: 4 MiB, more than a fast line of 100 ms holds."""

Progress = Callable[[int, int], None]
"""Told how many bytes are there, and of how many."""

Call = Callable[[TLFunction[bool]], Awaitable[bool]]
InputFile = types.InputFile | types.InputFileBig


class EmptyFile(ClientError):
    """A file without content cannot be sent."""


class Upload:
    """One content on its way to the server.

    Args:
        source: The content.
        call: Calls a method.
        uploads: Where the parts that the server has are noted.
        progress: Told of each part.
    """

    def __init__(self, source: Source, call: Call, uploads: Uploads, progress: Progress | None) -> None:
        if source.size == 0:
            raise EmptyFile(source.name)
        self._source = source
        self._call = call
        self._uploads = uploads
        self._progress = progress
        self._total = -(-source.size // PART)
        self._file_id, self._done = self._begin()

    async def run(self) -> InputFile:
        """Send what the server does not have yet; what a method that uses the file takes.

        Raises:
            RpcError: FILE_PARTS_INVALID, FILE_PART_TOO_BIG and others.
            OSError: the file cannot be read.
        """
        missing = iter([part for part in range(self._total) if part not in self._done])
        self._tell()
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(PARALLEL, self._total)):
                    group.create_task(self._send_each(missing))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None  # of parts that fail together, the first one tells why
        if self._source.size > BIG:
            return types.InputFileBig(id=self._file_id, parts=self._total, name=self._source.name)
        digest = await asyncio.to_thread(self._md5)
        return types.InputFile(id=self._file_id, parts=self._total, name=self._source.name, md5_checksum=digest)

    async def resend(self, first_missing: int) -> InputFile:
        """The server no longer has this part: send it, and every later one, anew."""
        self._done = {part for part in self._done if part < first_missing}
        return await self.run()

    def used(self) -> None:
        """A message has the file now: there is nothing to go on with."""
        if self._source.identity is not None:
            self._uploads.forget(self._source.identity)

    def _begin(self) -> tuple[int, set[int]]:
        """The id of the upload, and the parts that the server has."""
        if self._source.identity is not None:
            begun = self._uploads.find(self._source.identity)
            if begun is not None:
                return begun
        return int.from_bytes(os.urandom(8), "little", signed=True), set()

    async def _send_each(self, parts: Iterator[int]) -> None:
        for part in parts:
            await self._send(part)

    async def _send(self, part: int) -> None:
        data = self._source.read(part * PART, PART)
        if self._source.size > BIG:
            await self._call(
                functions.upload.SaveBigFilePart(
                    file_id=self._file_id, file_part=part, file_total_parts=self._total, bytes=data
                )
            )
        else:
            await self._call(functions.upload.SaveFilePart(file_id=self._file_id, file_part=part, bytes=data))
        self._done.add(part)
        if self._source.identity is not None:
            self._uploads.save(self._source.identity, self._file_id, self._done)
        self._tell()

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(min(len(self._done) * PART, self._source.size), self._source.size)

    def _md5(self) -> str:
        digest = hashlib.md5(usedforsecurity=False)
        for part in range(self._total):
            digest.update(self._source.read(part * PART, PART))
        return digest.hexdigest()
