"""Snapshot reads: a few aiosqlite connections, each with its thread, lent to one query at a time.

aiosqlite holds the connection and its thread; a query then runs whole in one hop on it, because a hop for every
statement would be most of its cost.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from math import inf
from typing import TypeVar

import aiosqlite

from storage.database import Query, Value
from storage.errors import DeadlineError, OverloadedError
from storage.sqlite.connections import PROGRESS_STEPS, translate
from storage.sqlite.sharing import InterpreterShare
from storage.sqlite.statements import SqliteSnapshot, drive

T = TypeVar("T")

READERS = 2
"""Connections to read with. SQLite works without the GIL, Python does not, so more than a few gain nothing."""

WAITING_LIMIT = 1024
"""Queries that may wait for a reader."""


def query_in_snapshot(connection: sqlite3.Connection, query: Query[T]) -> T:
    """Run a whole query in one read transaction, begun by its first statement, on the calling thread."""

    def execute(sql: str, params: Sequence[Value]) -> sqlite3.Cursor:
        if not connection.in_transaction:
            connection.execute("BEGIN")
        return connection.execute(sql, params)

    try:
        try:
            return drive(query(SqliteSnapshot(execute)))
        finally:
            if connection.in_transaction:
                connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise translate(error) from error


class _Reader(aiosqlite.Connection):
    """An aiosqlite connection that runs a whole query in one hop to its thread."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], monotonic: Callable[[], float]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._monotonic = monotonic
        self._deadline = inf

    async def prepare(self) -> None:
        """Open the connection."""
        await self
        await self.set_progress_handler(lambda: self._monotonic() > self._deadline, PROGRESS_STEPS)

    async def run(self, query: Query[T], deadline: float) -> T:
        """Run `query` until `deadline` (on the monotonic clock) at most."""
        self._deadline = deadline
        try:
            return await self._in_thread(lambda: query_in_snapshot(self._conn, query))
        except asyncio.CancelledError:
            # The statement under way ends at its next look at the clock, and with it what stands before this in line.
            self._deadline = -inf
            await self._in_thread(lambda: None)
            raise

    async def _in_thread(self, function: Callable[[], T]) -> T:
        result: T = await self._execute(function)  # type: ignore[no-untyped-call]  # aiosqlite leaves it untyped
        return result


class Readers:
    """The pool: hands a free reader to whoever waited longest."""

    def __init__(
        self, connector: Callable[[], sqlite3.Connection], monotonic: Callable[[], float], share: InterpreterShare
    ) -> None:
        self._connector = connector
        self._monotonic = monotonic
        self._share = share
        self._opened = 0
        self._free: asyncio.LifoQueue[_Reader] = asyncio.LifoQueue()
        self._waiting = 0

    async def open(self) -> None:
        """Open every reader."""
        while self._opened < READERS:
            reader = _Reader(self._connector, self._monotonic)
            await reader.prepare()
            self._opened += 1
            self._free.put_nowait(reader)

    async def read(self, query: Query[T], seconds: float) -> T:
        """Run `query` on a reader of its own; waiting and running together take at most `seconds`."""
        if self._waiting >= WAITING_LIMIT:
            raise OverloadedError(f"{self._waiting} queries already wait")
        deadline = self._monotonic() + seconds
        self._waiting += 1
        try:
            reader = await self._free_reader(seconds)
        except TimeoutError:
            raise DeadlineError("no reader became free in time") from None
        finally:
            self._waiting -= 1
        self._share.begin()
        try:
            return await reader.run(query, deadline)
        finally:
            self._share.end()
            self._free.put_nowait(reader)

    async def _free_reader(self, seconds: float) -> _Reader:
        if not self._free.empty():
            return self._free.get_nowait()
        await asyncio.sleep(0)  # a caller may run without a task until it first waits, and a timeout needs one
        async with asyncio.timeout(seconds):
            return await self._free.get()

    async def close(self) -> None:
        """Wait for the queries under way, then close the connections."""
        for _ in range(self._opened):
            await (await self._free.get()).close()
