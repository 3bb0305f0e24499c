"""Folding the write-ahead log into the database file, away from the commits.

SQLite would do it inside the commit that crosses a thousand pages, which stalls that group by a dozen milliseconds.
Here a maintenance connection copies pages back about once a second while units go on committing. Once everything in the
log is copied, the next commit begins it again from the start of its file. That does not come about for as long as
somebody always writes, so past a limit the writer is asked to see to it between two groups, when the little that is
left to copy makes the wait short.

The file keeps its size meanwhile: pages that overwrite old ones are flushed faster than pages that make it longer, and
to cut it takes as long as a hundred flushes. It is cut only when it has grown far beyond the limit, because somebody
read on an old snapshot for long (`storage.sqlite.connections`).
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable

import aiosqlite

from storage.sqlite.connections import translate
from storage.sqlite.writer import Writer

INTERVAL_SECONDS = 1.0
"""Between two looks at the log."""

LOG_LIMIT = 64 << 20
"""Bytes of log from which it is begun again, for which everybody waits: a busy server writes 16 MiB in a second. Until
there are so many for the first time the file grows, and flushes take longer. After a kill the next process reads the
log before it opens its doors, some 400 MiB in a second."""

FRAME_HEADER = 24
"""Bytes that the log has before each page (sqlite.org/fileformat2.html#walformat)."""

logger = logging.getLogger(__name__)


class Checkpoints:
    """The maintenance connection and the task that looks at the log."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], writer: Writer) -> None:
        self._connection = aiosqlite.Connection(connector, iter_chunk_size=64)
        self._writer = writer
        self._commits = 0

    async def open(self) -> None:
        """Open the connection and begin to look."""
        await self._connection
        ((size,),) = await self._connection.execute_fetchall("PRAGMA page_size")
        self._frame = size + FRAME_HEADER
        self._task = asyncio.get_running_loop().create_task(self._repeat(), name="storage-checkpoints")

    async def close(self) -> None:
        """Stop looking, let a checkpoint under way finish, and close the connection."""
        self._task.cancel()
        await asyncio.wait([self._task])
        await self._connection.close()

    async def checkpoint(self) -> None:
        """Copy what was committed since the last time, and have a log that grew too long begun again."""
        commits = self._writer.commits
        if commits == self._commits:
            return
        try:
            pages, _ = await self._copy()
            if pages * self._frame > LOG_LIMIT:
                commits = self._writer.commits
                pages, copied = await self._copy()  # what was committed meanwhile, so that less is left
                # What is not flushed yet is left as well, for a peek must not see it: `Snapshots.hold`.
                if copied < pages or self._writer.commits != commits:
                    self._writer.restart_log()
            self._commits = commits
        except sqlite3.Error as error:
            # The log keeps what could not be copied; nothing is lost, and the next round tries again.
            logger.error("the log could not be folded into the database: %s", translate(error))

    async def _copy(self) -> tuple[int, int]:
        """Copy what can be copied without waiting for anybody; how many pages the log has, and how many are copied."""
        ((_, pages, copied),) = await self._connection.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)")
        return int(pages), int(copied)

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(INTERVAL_SECONDS)
            await self.checkpoint()
