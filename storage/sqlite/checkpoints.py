"""Folding the write-ahead log into the database file, away from the commits.

SQLite would do it inside the commit that crosses a thousand pages, which stalls that group by a dozen milliseconds.
Here a maintenance connection copies pages back about once a second while units go on committing. That alone lets the
log file grow for as long as somebody always writes, so past a limit the writer is asked to empty it between two
groups, when the little that is left to copy makes the wait short.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import aiosqlite

from storage.sqlite.connections import translate
from storage.sqlite.writer import Writer

INTERVAL_SECONDS = 1.0
"""Between two looks at the log."""

LOG_LIMIT = 64 << 20
"""Bytes of log file beyond which it is emptied."""

logger = logging.getLogger(__name__)


class Checkpoints:
    """The maintenance connection and the task that looks at the log."""

    def __init__(self, path: Path, connector: Callable[[], sqlite3.Connection], writer: Writer) -> None:
        self._log = path.with_name(path.name + "-wal")
        self._connection = aiosqlite.Connection(connector, iter_chunk_size=64)
        self._writer = writer
        self._commits = 0

    async def open(self) -> None:
        """Open the connection and begin to look."""
        await self._connection
        self._task = asyncio.get_running_loop().create_task(self._repeat(), name="storage-checkpoints")

    async def close(self) -> None:
        """Stop looking, let a checkpoint under way finish, and close the connection."""
        self._task.cancel()
        await asyncio.wait([self._task])
        await self._connection.close()

    async def checkpoint(self) -> None:
        """Copy what was committed since the last time, and have a log that grew too long emptied."""
        commits = self._writer.commits
        if commits == self._commits:
            return
        try:
            await self._connection.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)")
            self._commits = commits
        except sqlite3.Error as error:
            # The log keeps what could not be copied; nothing is lost, and the next round tries again.
            logger.error("the log could not be folded into the database: %s", translate(error))
        if self._log.stat().st_size > LOG_LIMIT:
            self._writer.empty_log()

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(INTERVAL_SECONDS)
            await self.checkpoint()
