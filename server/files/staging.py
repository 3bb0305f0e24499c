"""The staging area: where uploads lie while their parts come in.

Every part has a slot of 512 KiB in a sparse file with a name of the server's own, so parts may come in any order, in
parallel and again, and an upload in full-size parts is finished where it lies. The rows of storage/uploads.py say
which slots are full; a part is acknowledged once both are stored. What nobody goes on with is removed.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mtproto import rpc_errors
from server.files.parts import MAX_PART, check_part, with_part
from server.jobs import Job
from server.ops.datadir import DataDir
from storage import files, uploads
from storage.blobs import Blob
from storage.database import Snapshot, Tx
from storage.uploads import Upload

if TYPE_CHECKING:  # App holds the staging area
    from server.app import App

log = logging.getLogger("chappe.files")

IDLE_SECONDS = 45 * 60
"""An upload untouched for so long is given up (row FI-5: the disk is back within an hour)."""

SWEEP_SECONDS = 10 * 60
SWEPT_AT_ONCE = 500

MAX_UPLOADS = 1_000
"""Uploads one user may have under way."""

FULL_WAIT = 60
"""Seconds to wait when a user's share of the staging area is full."""


class Staging:
    """The uploads of one server, in `DataDir.staging`: on the file system of the store, so that a move is a rename."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._folder = DataDir(app.config.data_dir).staging
        # As durable as rows: a part is on the device before it is acknowledged, or at least with the system.
        self._flushed = app.config.storage.durability == "flushed"
        self._finishing: dict[tuple[int, int], asyncio.Task[Blob]] = {}

    async def open(self) -> None:
        """Make the folder, and remove what an earlier process left behind and no row names."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        kept = await self._app.db.read(uploads.names)
        await asyncio.to_thread(_remove_others, self._folder, kept)

    def new_path(self) -> Path:
        """A name in the staging area that nothing has yet, for a file that the server itself makes."""
        return self._folder / self._app.random(16).hex()

    async def save_part(self, user_id: int, file_id: int, number: int, data: bytes, total_parts: int, now: int) -> None:
        """Keep one part; raises what the rules of parts raise.

        Args:
            user_id: Whose upload.
            file_id: The client's number for it.
            number: Of the part, from 0.
            data: The part.
            total_parts: What the client said there will be; 0 for a small upload.
            now: Unix seconds.

        Raises:
            FLOOD_WAIT_X: the user's share of the staging area is full.
            FILE_PART_TOO_BIG: the user's quota is full.
            FILE_WRITE_FAILED: the disk takes no more; the same part may be sent again later.
        """
        check_part(number, len(data), total_parts, self._app.config.files.max_file_bytes)
        upload = await self._app.db.peek(lambda view: uploads.find(view, user_id, file_id))
        if upload is None:
            name = self._app.random(16).hex()
            last = max(total_parts - 1, 0)
            draft = Upload(user_id, file_id, name, total_parts, 0, last, 0, 0, now)
            upload = await self._app.db.write(lambda tx: self._begin(tx, draft))
        if upload.digest is not None:
            return  # it is complete: a client that repeats itself
        if upload.total_parts != total_parts:
            raise rpc_errors.FILE_PARTS_INVALID
        try:
            await asyncio.to_thread(_write, self._folder / upload.name, data, number * MAX_PART, self._flushed)
        except OSError as error:  # most often: the disk is full (row DU-3)
            log.error("a part cannot be stored: %s", error)  # where it happened says nothing more
            raise rpc_errors.FILE_WRITE_FAILED from None
        await self._app.db.write(lambda tx: self._record(tx, user_id, file_id, number, len(data), now))

    async def finish(self, user_id: int, file_id: int, parts: int, md5: str = "") -> Blob:
        """Put a complete upload into the store; asking again while it is kept gives the same blob.

        Raises:
            FILE_PARTS_INVALID: it has not that many parts.
            FILE_PART_X_MISSING: one of them has not come.
            MD5_CHECKSUM_INVALID: the content has another MD5 than the client said.
        """
        key = (user_id, file_id)
        task = self._finishing.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._finish(user_id, file_id, parts, md5))
            self._finishing[key] = task
            task.add_done_callback(lambda _: self._finishing.pop(key))
        return await asyncio.shield(task)

    async def _begin(self, tx: Tx, draft: Upload) -> Upload:
        count, _ = await uploads.staged(tx, draft.user_id)
        if count >= MAX_UPLOADS:
            raise rpc_errors.FLOOD_WAIT_X(FULL_WAIT)
        return await uploads.begin(tx, draft)

    async def _record(self, tx: Tx, user_id: int, file_id: int, number: int, size: int, now: int) -> None:
        upload = await uploads.find(tx, user_id, file_id)
        if upload is None:  # given up meanwhile
            raise rpc_errors.FILE_ID_INVALID
        before = await uploads.part_size(tx, user_id, file_id, number)
        after = with_part(upload, number, size, before, now)
        await self._check_room(tx, user_id, after.size - upload.size)
        await uploads.add_part(tx, user_id, file_id, number, size)
        await uploads.save(tx, after)

    async def _check_room(self, view: Snapshot, user_id: int, more: int) -> None:
        limits = self._app.config.files
        _, staged = await uploads.staged(view, user_id)
        if limits.quota_bytes and await files.stored_by(view, user_id) + staged + more > limits.quota_bytes:
            raise rpc_errors.FILE_PART_TOO_BIG
        if staged + more > 2 * limits.max_file_bytes:
            raise rpc_errors.FLOOD_WAIT_X(FULL_WAIT)

    async def _finish(self, user_id: int, file_id: int, parts: int, md5: str) -> Blob:
        async def query(view: Snapshot) -> tuple[Upload | None, list[int]]:
            return await uploads.find(view, user_id, file_id), await uploads.parts(view, user_id, file_id)

        upload, came = await self._app.db.read(query)
        if upload is None:
            raise rpc_errors.FILE_PART_X_MISSING(0)
        if upload.digest is not None:
            return Blob(upload.digest, upload.size)
        _check_complete(upload, came, parts)
        path = self._folder / upload.name
        found = await asyncio.to_thread(_close_up, path, upload, bool(md5))
        if md5 and found != md5.lower():
            raise rpc_errors.MD5_CHECKSUM_INVALID
        blob = await self._app.blobs.put(path)
        now = int(self._app.clock.now())

        async def unit(tx: Tx) -> None:
            await uploads.save(tx, replace(upload, digest=blob.digest, size=blob.size, touched_at=now))

        await self._app.db.write(unit)
        return blob

    async def sweep(self) -> None:
        """Give up what nobody went on with."""
        before = int(self._app.clock.now()) - IDLE_SECONDS
        while gone := await self._app.db.read(lambda view: uploads.untouched_since(view, before, SWEPT_AT_ONCE)):
            await self._app.db.write(partial(uploads.delete, gone=gone))
            await asyncio.to_thread(_remove, [self._folder / upload.name for upload in gone])


def _check_complete(upload: Upload, came: list[int], parts: int) -> None:
    if parts < 1 or (upload.total_parts and parts != upload.total_parts) or upload.last_part >= parts:
        raise rpc_errors.FILE_PARTS_INVALID
    for expected, number in enumerate(came):
        if number != expected:
            raise rpc_errors.FILE_PART_X_MISSING(expected)
    if len(came) < parts:
        raise rpc_errors.FILE_PART_X_MISSING(len(came))


def _write(path: Path, data: bytes, offset: int, flushed: bool) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        view = memoryview(data)
        while view:
            written = os.pwrite(descriptor, view, offset)
            view, offset = view[written:], offset + written
        if flushed:
            os.fdatasync(descriptor)
    finally:
        os.close(descriptor)


def _close_up(path: Path, upload: Upload, md5: bool) -> str:
    """Bring the parts of an upload next to each other; the MD5 of the whole if wanted.

    The slots stay as they are until the whole replaces them at once, so a crash in between changes nothing: a file
    that is no longer than the upload has been closed up before.
    """
    if path.stat().st_size > upload.size:
        closed = path.with_suffix(".closed")
        with path.open("rb") as file:
            _copy_parts(file.fileno(), closed, upload)
        closed.replace(path)
    if not md5:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


def _copy_parts(source: int, target: Path, upload: Upload) -> None:
    with target.open("wb") as file:
        for number in range(upload.last_part + 1):
            size = upload.part_size if number < upload.last_part else upload.last_size
            file.write(os.pread(source, size, number * MAX_PART))


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _remove_others(folder: Path, kept: set[str]) -> None:
    _remove([path for path in folder.iterdir() if path.name not in kept])


async def _sweep(app: App) -> None:
    await app.staging.sweep()


JOBS = (Job(SWEEP_SECONDS, _sweep),)
