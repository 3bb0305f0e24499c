"""`storage.database.Database` on one SQLite file.

Four kinds of connection, each with one user at a time: the writer's, the one on the event loop for `peek`, a few
readers for `read`, and one for maintenance. aiosqlite holds the last two, where its thread hop is a small part of the
work. The writer and `peek` use the standard library's sqlite3 directly, because there it would be most of the cost.

One process at a time opens the file to serve from it: the bus and the commit order live in that process.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, ExitStack, closing
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from storage.bus import Bus
from storage.database import QUERY_SECONDS, UNIT_SECONDS, Ahead, Query, Unit
from storage.errors import ClosedError, FullError
from storage.sqlite.checkpoints import Checkpoints
from storage.sqlite.connections import Durability, connect, connect_unable_to_write, log_of
from storage.sqlite.readers import Readers
from storage.sqlite.reserve import Reserve
from storage.sqlite.sharing import InterpreterShare
from storage.sqlite.snapshots import Snapshots
from storage.sqlite.staging import StagedRowsError
from storage.sqlite.transactions import Transactions
from storage.sqlite.writer import Writer

T = TypeVar("T")

PEEK_BUSY_MILLISECONDS = 50
"""How long a peek may hold up the event loop for a lock of another process, which readers hardly ever meet."""


class SqliteDatabase:
    """A database file, opened; `async with SqliteDatabase(path, bus) as database`.

    The file is created, readable by its owner only, if there is none. Leaving the block runs what waits and closes.
    """

    def __init__(
        self,
        path: Path,
        bus: Bus,
        *,
        durability: Durability = Durability.FLUSHED,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path = path
        self._bus = bus
        self._durability = durability
        self._monotonic = monotonic
        self._open = False
        self._resources = AsyncExitStack()
        self.on_waited: Callable[[str, float], None] = lambda operation, seconds: None
        """Hears of each `write` and `read` how long its caller waited. A peek takes a few microseconds, of which
        observing it would be a good part."""

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            reader = partial(connect, self.path, writable=False)
            writer = partial(connect, self.path, writable=True)
            # The file's descriptor is closed last, for then SQLite's locks on it are let go, whoever has them
            # (sqlite.org/howtocorrupt.html, "POSIX advisory locks canceled by a separate thread doing close()").
            self._file = os.open(self.path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            stack.callback(os.close, self._file)
            closed_after_writers = stack.enter_context(ExitStack())
            reserve = Reserve(self.path)
            # The first connection replays the log a killed process left, which may take a while: not on the loop.
            try:
                writing = await asyncio.to_thread(writer)
            except FullError:  # there is not even room for the few pages by which the log is shared
                reserve.release()
                writing = await asyncio.to_thread(writer)
            stack.callback(writing.close)
            transactions = Transactions(writing, self._monotonic)
            peeking = reader()
            stack.callback(peeking.close)
            stack.callback(reserve.release)  # the last connection copies the log as it closes
            peeking.execute(f"PRAGMA busy_timeout = {PEEK_BUSY_MILLISECONDS}")
            self._peeking = Snapshots(peeking)
            share = InterpreterShare()
            log = log_of(writing) if self._durability is Durability.FLUSHED else None
            self._writer = Writer(transactions, self._peeking, log, self._bus, self._monotonic, share)
            stack.callback(self._keep_log, closed_after_writers)
            stack.push_async_callback(self._writer.close)
            self._readers = Readers(reader, self._monotonic, share, self._writer.settle, self._writer.settle_now)
            stack.push_async_callback(self._readers.close)
            await self._readers.open()
            checkpoints = Checkpoints(writer, self._writer, self.path, self._file, reserve)
            await checkpoints.open()
            stack.push_async_callback(checkpoints.close)
            self._resources = stack.pop_all()
        self._open = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Refuse new calls, run and answer what waits, and close every connection."""
        self._open = False
        await self._resources.aclose()

    async def write(self, unit: Unit[T], *, seconds: float = UNIT_SECONDS, flush: bool = True, ahead: Ahead = ()) -> T:
        begun = time.perf_counter()
        try:
            self._require_open()
            result: T = await self._writer.submit(unit, seconds, flush, ahead)
        finally:
            self.on_waited("write", time.perf_counter() - begun)
        return result

    async def write_at_rest(self, unit: Unit[T], *, patience: float) -> T:
        self._require_open()
        result: T = await self._writer.submit_at_rest(unit, UNIT_SECONDS, patience)
        return result

    async def read(self, query: Query[T], *, seconds: float = QUERY_SECONDS) -> T:
        begun = time.perf_counter()
        try:
            self._require_open()
            # In a task, whoever calls: a deadline needs one, and a caller that was started eagerly has none yet.
            return await asyncio.get_running_loop().create_task(self._read(query, seconds))
        finally:
            self.on_waited("read", time.perf_counter() - begun)

    async def peek(self, query: Query[T]) -> T:
        self._require_open()
        while True:
            try:
                return self._peeking.run(query)
            except StagedRowsError:
                moved = await self._writer.settle()
                await self._writer.flushed()
                if not moved:
                    return self._peeking.run_unmoved(query)

    async def _read(self, query: Query[T], seconds: float) -> T:
        try:
            return await self._readers.read(query, seconds)
        finally:
            await self._writer.flushed()  # it may have seen what a loss of power would take back

    def _keep_log(self, closed_after_writers: ExitStack) -> None:
        """After a flush that failed, leave the log whole to the next start.

        SQLite's last connection removes it as it closes, once it has copied what was not copied yet; but what an
        earlier copy wrote may be lost. While one is open that cannot write no other is the last, and it does neither.
        """
        if not self._writer.is_sound:
            closed_after_writers.enter_context(closing(connect_unable_to_write(self.path)))

    def _require_open(self) -> None:
        if not self._open:
            raise ClosedError("the database is not open")
