"""Snapshot reads: a few aiosqlite connections, each with its thread, lent to one query at a time.

aiosqlite holds the connection and its thread; a query then runs whole in one hop on it, because a hop for every
statement would be most of its cost.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable
from math import inf
from typing import TypeVar

import aiosqlite

from storage.database import Query
from storage.errors import DeadlineError, OverloadedError
from storage.sqlite.connections import PROGRESS_STEPS
from storage.sqlite.sharing import InterpreterShare
from storage.sqlite.snapshots import Snapshots
from storage.sqlite.staging import StagedRowsError

T = TypeVar("T")

READERS = 2
"""Connections to read with. SQLite works without the GIL, Python does not, so more than a few gain nothing."""

WAITING_LIMIT = 1024
"""Queries that may wait for a reader."""


class _Reader(aiosqlite.Connection):
    """An aiosqlite connection that runs a whole query in one hop to its thread."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], monotonic: Callable[[], float]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._monotonic = monotonic
        self._deadline = inf

    async def prepare(self) -> None:
        """Open the connection."""
        await self
        self._snapshots = Snapshots(self._conn)
        await self.set_progress_handler(lambda: self._monotonic() > self._deadline, PROGRESS_STEPS)

    async def run(self, query: Query[T], deadline: float, *, unmoved: bool = False) -> T:
        """Run `query` until `deadline` (on the monotonic clock) at most, by `Snapshots.run` or `run_unmoved`."""
        self._deadline = deadline
        run = self._snapshots.run_unmoved if unmoved else self._snapshots.run
        try:
            return await self._in_thread(lambda: run(query))
        except asyncio.CancelledError:
            # The statement under way ends at its next look at the clock, and with it what stands before this in line.
            self._deadline = -inf
            await self._in_thread(lambda: None)
            raise

    def open_snapshot(self) -> None:
        """Let the next query see what is committed now; from any thread, as long as no query runs."""
        self._snapshots.open()

    async def _in_thread(self, function: Callable[[], T]) -> T:
        result: T = await self._execute(function)  # type: ignore[no-untyped-call]  # aiosqlite leaves it untyped
        return result


class Readers:
    """The pool: hands a free reader to whoever waited longest.

    `settle` puts staged rows into their tables and returns before anything else is committed; False when it cannot.
    `settle_now` does so if it need not wait. That is done before a query: one that looks through lists nearly always
    needs them, and would else be run twice, with two hops to its reader.
    """

    def __init__(
        self,
        connector: Callable[[], sqlite3.Connection],
        monotonic: Callable[[], float],
        share: InterpreterShare,
        settle: Callable[[], Awaitable[bool]],
        settle_now: Callable[[], None],
    ) -> None:
        self._settle = settle
        self._settle_now = settle_now
        self._connector = connector
        self._monotonic = monotonic
        self._share = share
        self._opened = 0
        self._free: list[_Reader] = []
        self._callers: deque[asyncio.Future[_Reader]] = deque()

    async def open(self) -> None:
        """Open every reader."""
        while self._opened < READERS:
            reader = _Reader(self._connector, self._monotonic)
            await reader.prepare()
            self._opened += 1
            self._free.append(reader)

    async def read(self, query: Query[T], seconds: float) -> T:
        """Run `query` on a reader of its own; waiting and running together take at most `seconds`."""
        deadline = self._monotonic() + seconds
        if not self._free and len(self._callers) >= WAITING_LIMIT:
            raise OverloadedError(f"{WAITING_LIMIT} queries already wait")
        try:
            reader = self._free.pop() if self._free else await self._next_reader(seconds)
        except TimeoutError:
            raise DeadlineError("no reader became free in time") from None
        self._share.begin()
        try:
            self._settle_now()
            try:
                return await reader.run(query, deadline)
            except StagedRowsError:
                unmoved = not await self._settle()
                if not unmoved:
                    reader.open_snapshot()
                return await reader.run(query, deadline, unmoved=unmoved)
        finally:
            self._share.end()
            self._give(reader)

    async def _next_reader(self, seconds: float | None) -> _Reader:
        """A reader, when all who wait already have had one."""
        caller: asyncio.Future[_Reader] = asyncio.get_running_loop().create_future()
        self._callers.append(caller)
        async with asyncio.timeout(seconds):
            try:
                return await caller
            except asyncio.CancelledError:
                if not caller.cancelled():  # it was given one just now
                    self._give(caller.result())
                elif caller in self._callers:
                    self._callers.remove(caller)
                raise

    def _give(self, reader: _Reader) -> None:
        """Hand a reader on. To the caller who waited longest: a free one could be taken by somebody who comes now."""
        while self._callers:
            caller = self._callers.popleft()
            if not caller.cancelled():
                caller.set_result(reader)
                return
        self._free.append(reader)

    async def close(self) -> None:
        """Wait for the queries under way, then close the connections."""
        for _ in range(self._opened):
            reader = self._free.pop() if self._free else await self._next_reader(None)
            await reader.close()
