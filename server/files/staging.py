"""The staging area: where uploads lie while their parts come in.

An upload is a row (storage/media), a file with its parts, the record of which of them came (part_file.py) and what is
known of it in memory. A part costs no row: it is acknowledged once its bytes and its record are with the
system, which outlives the process but perhaps not a loss of power; what was lost then is missing by number when the
upload is used. For the same reason neither its row nor that it is finished is flushed for itself: the content an upload
becomes is on the device before anybody hears of it, and the file that is made of it is stored after both. What nobody
goes on with is removed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from server.files.part_file import PartFile
from server.files.parts import UNKNOWN, Shape, check_complete, check_part, stride_for, with_part, with_total
from server.jobs import Job
from server.ops.datadir import DataDir
from server.threads import Threads
from storage.database import Tx
from storage.media import files, uploads
from storage.media.blobs import Blob
from storage.media.uploads import Upload

if TYPE_CHECKING:  # App holds the staging area
    from server.app import App

log = logging.getLogger("chappe.files")

IDLE_SECONDS = 45 * 60
"""An upload untouched for so long is given up (row FI-5: the disk is back within an hour)."""

SWEEP_SECONDS = 10 * 60

MAX_UPLOADS = 1_000
"""Uploads one user may have under way."""

FULL_WAIT = 60
"""Seconds to wait when a user's share of the staging area is full."""


class Incoming:
    """One upload under way. What changes it holds `lock`; `blob` is what it became, while no row says so yet.

    `shape` counts the parts that came and those that are being written (`writing`, by number); the latter need no lock.
    `unchecked` is one that an earlier process left, until its parts have been compared with their sums, `unsure` one of
    which a part has failed that counted, until it is counted anew.
    """

    __slots__ = (
        "blob",
        "came",
        "file",
        "lock",
        "shape",
        "stored",
        "touched_at",
        "unchecked",
        "unsure",
        "upload",
        "writing",
    )

    def __init__(self, upload: Upload, file: PartFile, now: int, *, stored: bool) -> None:
        self.upload = upload
        self.file = file
        self.lock = asyncio.Lock()
        self.stored = self.unchecked = stored
        self.unsure = False
        self.touched_at = now
        self.shape = Shape.of(upload.total_parts)
        self.came = bytearray()
        self.writing: dict[int, asyncio.Future[None]] = {}
        self.blob: Blob | None = None

    def counts(self, number: int) -> bool:
        """Whether a part came or is being written."""
        return number in self.writing or (number < len(self.came) and self.came[number] == 1)

    def write(self, number: int, written: asyncio.Future[None]) -> None:
        """A part is being written."""
        self.writing[number] = written
        written.add_done_callback(partial(self._is_written, number))

    async def all_written(self) -> None:
        """Wait for the parts that are being written; one that is sent twice is written twice, in the order it came."""
        if self.writing:
            await asyncio.wait(self.writing.values())

    def _is_written(self, number: int, written: asyncio.Future[None]) -> None:
        if self.writing.get(number) is written:
            del self.writing[number]

    def note(self, number: int) -> None:
        """A part came."""
        self.came.extend(bytes(max(0, number + 1 - len(self.came))))
        self.came[number] = 1

    def recover(self, sizes: list[int]) -> None:
        """Take what is recorded; a part that was written and then refused is none."""
        self.shape, self.came = Shape.of(self.shape.total_parts), bytearray()
        for number, size in enumerate(sizes):
            if size:
                with suppress(RpcError):
                    self.shape = with_part(self.shape, number, size, 0)
                    self.note(number)


class Staging:
    """The uploads of one server, in `DataDir.staging`: on the file system of the store, so that a move is a rename."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._folder = DataDir(app.config.data_dir).staging
        self._flushed = app.config.storage.durability == "flushed"
        self._users: dict[int, dict[int, Incoming]] = {}
        self._finishing: dict[tuple[int, int], asyncio.Task[Blob]] = {}
        # One part after the other: a commit waits behind one of them (storage/media/write_back.py), the loop for one
        # thread that wants its processor and the interpreter, and who reads has the other threads.
        self._writing = Threads(1, "parts")
        self._told: set[int | None] = set()

    async def open(self) -> None:
        """Make the folder, find what an earlier process was at, and remove what belongs to no upload."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        now = int(self._app.clock.now())
        left = await self._app.db.read(uploads.unfinished)
        await asyncio.to_thread(_remove_others, self._folder, {upload.name for upload in left})
        for upload in left:
            incoming = self._incoming(upload, now, stored=True)
            incoming.recover(await asyncio.to_thread(incoming.file.recorded))

    def close(self) -> None:
        """Let its thread end."""
        self._writing.close()

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
            total_parts: What the client said there will be, or `UNKNOWN`; 0 for a small upload.
            now: Unix seconds.

        Raises:
            FLOOD_WAIT_X: the user's share of the staging area is full.
            FILE_PART_TOO_BIG: the user's quota is full.
            FILE_WRITE_FAILED: the disk takes no more; the same part may be sent again later.
        """
        check_part(number, len(data), total_parts, self._app.config.files.max_file_bytes)
        incoming = self._users.get(user_id, {}).get(file_id)
        if incoming is None:
            if await self._app.db.peek(lambda view: uploads.finished(view, user_id, file_id)):
                return  # it is complete: a client that repeats itself
            incoming = self._begin(user_id, file_id, total_parts, stride_for(number, len(data), total_parts), now)
        async with incoming.lock:
            if incoming.blob is not None:
                return  # finished while this part waited for its turn
            await self._count(incoming, number, len(data), total_parts, now)
            written = self._writing.run(incoming.file.put, number, data)
            incoming.write(number, written)
        try:
            with self.disk_errors():
                await written
        except BaseException:
            incoming.unsure = True
            raise
        incoming.note(number)

    async def end(self, user_id: int, file_id: int, parts: int) -> None:
        """Note that an upload whose parts did not say how many there are has come to its end.

        Raises:
            FILE_PART_EMPTY: there is no such upload, so an empty part is one too short.
            FILE_PARTS_INVALID: what came is more, or ends before.
        """
        incoming = self._users.get(user_id, {}).get(file_id)
        if incoming is None or incoming.upload.total_parts != UNKNOWN:
            raise rpc_errors.FILE_PART_EMPTY
        async with incoming.lock:
            await _check(incoming)
            if incoming.shape.last_part != parts - 1:
                raise rpc_errors.FILE_PARTS_INVALID
            incoming.shape = with_total(incoming.shape, parts)

    async def finish(self, user_id: int, file_id: int, parts: int, md5: str = "") -> Blob:
        """Put a complete upload into the store; asking again while it is kept gives the same blob.

        Raises:
            FILE_PARTS_INVALID: it has not that many parts.
            FILE_PART_X_MISSING: one of them has not come.
            MD5_CHECKSUM_INVALID: the content has another MD5 than the client said.
            FILE_WRITE_FAILED: the disk takes no more; the upload stays as it is.
        """
        if parts < 1:
            raise rpc_errors.FILE_PARTS_INVALID  # and none that could be sent again is named
        key = (user_id, file_id)
        task = self._finishing.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._finish(user_id, file_id, parts, md5))
            self._finishing[key] = task
            task.add_done_callback(lambda _: self._finishing.pop(key))
        return await asyncio.shield(task)

    @contextmanager
    def disk_errors(self) -> Iterator[None]:
        """What the disk does not take is refused (row DU-3); why, the log says once until the next sweep."""
        try:
            yield
        except OSError as error:  # most often: the disk is full
            if error.errno not in self._told:
                self._told.add(error.errno)
                log.error("an upload cannot be stored: %s", error)  # where it happened says nothing more
            raise rpc_errors.FILE_WRITE_FAILED from None

    async def sweep(self) -> None:
        """Give up what nobody went on with, and forget what was finished long ago."""
        self._told.clear()
        before = int(self._app.clock.now()) - IDLE_SECONDS
        idle = [one for mine in self._users.values() for one in mine.values() if one.touched_at < before]
        gone = [one for one in idle if not one.lock.locked() and not one.writing]
        for one in gone:
            self._forget(one.upload)

        async def unit(tx: Tx) -> None:
            await uploads.delete(tx, [one.upload for one in gone])
            await uploads.forget_finished(tx, before)

        await self._app.db.write(unit)
        await asyncio.to_thread(_remove, gone)

    def _begin(self, user_id: int, file_id: int, total_parts: int, stride: int, now: int) -> Incoming:
        if len(self._users.get(user_id, ())) >= MAX_UPLOADS:
            raise rpc_errors.FLOOD_WAIT_X(FULL_WAIT)
        name = self._app.random(16).hex()
        return self._incoming(Upload(user_id, file_id, name, total_parts, stride), now, stored=False)

    def _incoming(self, upload: Upload, now: int, *, stored: bool) -> Incoming:
        file = PartFile(self._folder / upload.name, upload.stride, flushed=self._flushed)
        incoming = Incoming(upload, file, now, stored=stored)
        self._users.setdefault(upload.user_id, {})[upload.file_id] = incoming
        return incoming

    def _forget(self, upload: Upload) -> None:
        mine = self._users[upload.user_id]
        del mine[upload.file_id]
        if not mine:
            del self._users[upload.user_id]

    async def _count(self, incoming: Incoming, number: int, size: int, total_parts: int, now: int) -> None:
        """Judge a part of an upload that nobody else is changing; from then on it counts, and is to be written."""
        await _check(incoming)
        if size > incoming.upload.stride:
            raise rpc_errors.FILE_PART_SIZE_CHANGED
        before = incoming.shape
        replaced = before.size_of(number) if incoming.counts(number) else 0
        after = with_part(with_total(before, total_parts), number, size, replaced)
        await self.check_room(incoming.upload.user_id, after.size - before.size)
        # Already, so that what else they send is judged with it.
        incoming.shape, incoming.touched_at = after, now
        if not incoming.stored:
            try:
                await self._app.db.write(lambda tx: uploads.begin(tx, incoming.upload), flush=False)
            except BaseException:
                incoming.shape = before
                raise
            incoming.stored = True

    async def check_room(self, user_id: int, more: int) -> None:
        """Refuse what a user has no room for.

        Args:
            more: The bytes that would be added to what is stored and staged.

        Raises:
            FILE_PART_TOO_BIG: Their quota would be passed.
            FLOOD_WAIT_X: So much is in the staging area that some of it must go first.
        """
        limits = self._app.config.files
        if limits.quota_bytes:
            stored = await self._app.db.peek(lambda view: files.stored_by(view, user_id))
            if stored + self._staged(user_id) + more > limits.quota_bytes:
                raise rpc_errors.FILE_PART_TOO_BIG
        if self._staged(user_id) + more > 2 * limits.max_file_bytes:
            raise rpc_errors.FLOOD_WAIT_X(FULL_WAIT)

    def _staged(self, user_id: int) -> int:
        """The bytes that a user has in the staging area."""
        return sum(one.shape.size for one in self._users.get(user_id, {}).values())

    async def _finish(self, user_id: int, file_id: int, parts: int, md5: str) -> Blob:
        incoming = self._users.get(user_id, {}).get(file_id)
        if incoming is None:
            blob = await self._app.db.peek(lambda view: uploads.finished(view, user_id, file_id))
            if blob is None:
                raise rpc_errors.FILE_PART_X_MISSING(0)
            return blob
        async with incoming.lock:
            if incoming.blob is None:
                await incoming.all_written()
                await _check(incoming)
                check_complete(incoming.shape, incoming.came, parts)
                incoming.blob = await self._put(incoming, md5)
            blob, now = incoming.blob, int(self._app.clock.now())
            await self._app.db.write(lambda tx: uploads.finish(tx, incoming.upload, blob, now), flush=False)
            self._forget(incoming.upload)
        self._app.background.start(asyncio.to_thread(incoming.file.remove))
        return blob

    async def _put(self, incoming: Incoming, md5: str) -> Blob:
        with self.disk_errors():
            whole = await self._app.file_threads.run(incoming.file.finish, incoming.shape, md5)
            if whole is None:
                raise rpc_errors.MD5_CHECKSUM_INVALID
            return await self._app.blobs.put(*whole)


async def _check(incoming: Incoming) -> None:
    """Compare what an earlier process left with its sums, when somebody goes on with it: not all of it at the start.

    Where a part has failed, only what is recorded counts.
    """
    if incoming.unchecked:
        incoming.recover(await asyncio.to_thread(incoming.file.recover))
        incoming.unchecked = False
    if incoming.unsure:
        await incoming.all_written()
        recorded = await asyncio.to_thread(incoming.file.recorded)
        incoming.unsure = False
        incoming.recover(recorded)


def _remove(gone: list[Incoming]) -> None:
    for incoming in gone:
        incoming.file.remove()


def _remove_others(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir():
        if path.stem not in kept:
            path.unlink(missing_ok=True)


async def _sweep(app: App) -> None:
    await app.staging.sweep()


JOBS = (Job(SWEEP_SECONDS, _sweep),)
