"""Folding the write-ahead log into the database file, away from the commits.

SQLite would do it inside the commit that crosses a thousand pages, which stalls that group by a dozen milliseconds.
Here a maintenance connection copies pages back about once a second while units go on committing. Once everything in the
log is copied, the next commit begins it again from the start of its file. That does not come about for as long as
somebody always writes, so past a limit the writer is asked to see to it between two groups, when little is left to copy
and to flush: SQLite flushes the database only after the copy that finds nothing more to copy, and that would be this
one, with all that the copies before it have written.

The file keeps its size meanwhile: pages that overwrite old ones are flushed faster than pages that make it longer, and
to cut it takes as long as a hundred flushes. It is cut only when it has grown far beyond the limit, because somebody
read on an old snapshot for long (`storage.sqlite.connections`), or when there is no other room on the device.

On a full device two things may not happen: that the log takes the room which the database needs to take the log in, and
that everybody is refused when there is room again. So some is kept (`storage.sqlite.reserve`), and where little is free
beside it, the database may become longer by no more than that before the log is copied. When a copy finds no other
room, everybody is refused, the log is copied with what was kept, and writing goes on as soon as as much is kept again:
at once if the log itself can give it, otherwise with the first look after somebody else has made room.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import aiosqlite

from storage.errors import DamagedError, FullError, UnavailableError
from storage.sqlite.connections import translate, unflushed
from storage.sqlite.flushing_fallback import flush
from storage.sqlite.reserve import SIZE, Reserve
from storage.sqlite.writer import Writer

INTERVAL_SECONDS = 1.0
"""Between two looks at the log."""

LOG_LIMIT = 64 << 20
"""Bytes of log from which it is begun again, for which everybody waits: a busy server writes 16 MiB in a second. Until
there are so many for the first time the file grows, and flushes take longer. After a kill the next process reads the
log before it opens its doors, some 400 MiB in a second. Where less than twice as much is free on the device, the log is
begun again when it has half of what is left: others need room as well, and the database to take the log in."""

LITTLE_ROOM = 64 << 20
"""Bytes that are free on the device, of which none is counted on: until the next look the log may take them."""

BUSY_MILLISECONDS = 500
"""How long those who read on old snapshots are waited for before the log is cut; then the next look tries again."""

FRAME_HEADER = 24
"""Bytes that the log has before each page (sqlite.org/fileformat2.html#walformat)."""

logger = logging.getLogger(__name__)


class Checkpoints:
    """The maintenance connection and the task that looks at the log."""

    def __init__(
        self, connector: Callable[[], sqlite3.Connection], writer: Writer, database: Path, file: int, reserve: Reserve
    ) -> None:
        """`file` is the database's, opened, and stays so."""
        self._connection = aiosqlite.Connection(connector, iter_chunk_size=64)
        self._writer = writer
        self._database = database
        self._file = file
        self._reserve = reserve
        self._ending = asyncio.Event()
        self._growths = 0
        """How often the log had become longer when the last copy ended; it may have missed the newest."""
        self._wrong = ""
        """Why the last look failed, if it did."""
        self._short_of_room = False
        """Whether room was wanting when the last look ended."""

    async def open(self) -> None:
        """Open the connection, see to it that there is room, and begin to look.

        Raises:
            UnavailableError: none can be kept, whether there is some or not.
        """
        await self._connection
        ((page,),) = await self._connection.execute_fetchall("PRAGMA page_size")
        self._page = int(page)
        await self._connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        try:
            if not await self._kept():
                self._writer.out_of_room = True
        except OSError as error:
            await self._connection.close()
            raise UnavailableError(f"no room can be kept for the database: {error}") from error
        await self.checkpoint()
        self._task = asyncio.get_running_loop().create_task(self._repeat(), name="storage-checkpoints")

    async def close(self) -> None:
        """Stop looking, let a checkpoint under way finish, and close the connection."""
        self._ending.set()
        await asyncio.wait([self._task])
        await self._connection.close()

    async def checkpoint(self) -> None:
        """Copy what was committed since the last time, and have a log that grew too long begun again.

        Nothing is written from when there is no room for this until there is. After a flush that failed, also one of
        SQLite's own here, nothing is copied: where the log is read from the device, it might be without what was lost.
        """
        if not self._writer.is_sound:
            return
        wrong = ""
        try:
            if self._has_grown or self._writer.out_of_room:
                await self._fold()
            if not self._writer.out_of_room and not self._reserve.is_there():
                await self._find_room()
            self._bound()
        except sqlite3.Error as error:
            failure = translate(error, self._database)
            if (lost := unflushed(error)) is not None:
                self._writer.give_up(str(lost))
            # Else the log keeps what could not be copied; nothing is lost, and the next round tries again.
            elif not isinstance(failure, FullError):
                wrong = f"the log could not be folded into the database: {failure}"
        except DamagedError as lost:
            self._writer.give_up(str(lost))
        except OSError as error:
            wrong = f"no room can be kept for the database: {error}"
        self._tell(wrong)

    def _tell(self, wrong: str) -> None:
        """Say in the log what begins to be wrong, once, and when there is room again."""
        if wrong and wrong != self._wrong:
            logger.error("%s", wrong)
        self._wrong = wrong
        short = self._writer.out_of_room or self._writer.lacked_room
        self._writer.lacked_room = False
        if short and not self._short_of_room:
            logger.error(
                "no room is left on the device of %s: until there is, what needs some is refused", self._database
            )
        elif self._short_of_room and not short:
            logger.warning("there is room again on the device of %s", self._database)
        self._short_of_room = short

    @property
    def _has_grown(self) -> bool:
        """Whether the log has become longer since the last copy ended: before that, no copy may begin.

        For SQLite before 3.51.3 may take what is committed for copied, and lose it, when a copy that has nothing left
        to do begins just as a commit begins the log again (sqlite.org/wal.html#walresetbug). A commit that has changed
        nothing leaves nothing to do.
        """
        return self._writer.growths_made > self._growths

    async def _fold(self) -> None:
        commits = self._writer.commits
        pages, copied = await self._copy_somehow()
        limit = min(LOG_LIMIT, self._reserve.free() // 2)
        too_long = pages * (self._page + FRAME_HEADER) > limit
        # Where all is copied the next commit begins the log again. A copy counts nothing of what is committed amid it,
        # and leaves what is not flushed yet, for a peek must not see that (`Snapshots.hold`).
        if too_long and (copied < pages or self._writer.commits != commits) and not self._writer.out_of_room:
            pages, copied = await self._prepare_restart(pages, copied)
            self._writer.restart_log()
        if self._writer.out_of_room or (copied < pages and not await self._suffices()):
            await self._find_room()

    async def _prepare_restart(self, pages: int, copied: int) -> tuple[int, int]:
        """Leave little to copy and to flush for the writer; how many pages the log has, and how many are copied now."""
        await self._flush()
        if copied < pages or self._has_grown:
            pages, copied = await self._copy_somehow()
            await self._flush()
        return pages, copied

    async def _copy_somehow(self) -> tuple[int, int]:
        """`_copy`, if need be with the room that is kept for it."""
        try:
            return await self._copy()
        except sqlite3.Error as error:
            if not isinstance(translate(error, self._database), FullError):
                raise
        self._writer.out_of_room = True  # or somebody's commit would take what is let go
        self._reserve.release()
        return await self._copy()

    async def _copy(self) -> tuple[int, int]:
        """Copy what can be copied without waiting for anybody; how many pages the log has, and how many are copied."""
        ((busy, pages, copied),) = await self._connection.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)")
        if not busy:
            self._growths = self._writer.growths
        return int(pages), int(copied)

    async def _flush(self) -> None:
        """Flush the database as far as it was copied.

        Raises:
            DamagedError: that failed. SQLite would not write again what is lost (storage/sqlite/connections.py).
        """
        try:
            await asyncio.to_thread(flush, self._file)
        except OSError as error:
            raise DamagedError(f"the database could not be flushed: {error.strerror}") from error

    async def _find_room(self) -> None:
        """Go on writing if there is room to keep, and for all that is still to be copied."""
        if not await self._kept():
            # Once all of it is copied, the log may have what is missing. That takes the lock of who writes: without it
            # SQLite copies as ever, which may not begin when there is nothing to copy (`_has_grown`).
            self._writer.out_of_room = True
            await self._writer.returned()
            await self._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        self._writer.out_of_room = not (await self._kept() and await self._suffices())

    async def _kept(self) -> bool:
        return await asyncio.to_thread(self._reserve.make)

    async def _suffices(self) -> bool:
        """Whether what still has to be copied could be, also when the log has grown until the next look."""
        ((pages,),) = await self._connection.execute_fetchall("PRAGMA page_count")
        growth = int(pages) * self._page - self._database.stat().st_size
        return growth <= SIZE or self._reserve.free() >= growth + LITTLE_ROOM

    def _bound(self) -> None:
        """Let the database become longer by what is kept, and half of what is free: the other half is for the log."""
        growth = SIZE + max(0, self._reserve.free() - LITTLE_ROOM) // 2
        self._writer.allow_pages((self._database.stat().st_size + growth) // self._page)

    async def _repeat(self) -> None:
        while True:
            try:
                await asyncio.wait_for(self._ending.wait(), INTERVAL_SECONDS)
            except TimeoutError:
                await self.checkpoint()
            else:
                return
