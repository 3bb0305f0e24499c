"""The one writer: a thread that runs units in groups, one transaction and one flush for each group.

Units wait in a queue while a group is being flushed, and together they are the next group: the busier the server,
the larger the groups and the cheaper each write. A unit costs no thread hop per statement, and a group costs one hop
back to the event loop, where its events go to the bus and its callers are answered, in commit order.

A group runs without savepoints, for which SQLite would copy every page that each unit changes. Only when a unit fails
after it has changed something is the group undone and run again with a savepoint around each unit. If even that loses
the transaction (the disk is full, or a unit ran into its deadline, and SQLite undid everything), each unit runs in a
transaction of its own. Either way a failing unit takes nobody with it.

The standard library's sqlite3 is used here instead of aiosqlite, whose hop for every statement makes a unit of six
statements six times as expensive (bench/storage.py measures both).
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from math import inf
from queue import Empty, SimpleQueue
from typing import Any

from storage.bus import Bus
from storage.database import Tx
from storage.errors import BusyError, OverloadedError
from storage.sqlite.connections import BUSY_SECONDS, PROGRESS_STEPS, translate
from storage.sqlite.sharing import InterpreterShare
from storage.sqlite.statements import SqliteTx, drive

GROUP_SIZE = 256
"""Units per transaction. Beyond it the flush is already spread thin and callers would only wait longer."""

WAITING_LIMIT = 8192
"""Units that may wait; about half a second's work. More callers than that are told to come back later."""


class PendingUnit:
    """A unit on its way: what to run, and what came of it."""

    __slots__ = ("error", "events", "future", "result", "run", "seconds")

    def __init__(
        self, run: Callable[[Tx], Coroutine[Any, Any, Any]], seconds: float, future: asyncio.Future[Any]
    ) -> None:
        self.run = run
        self.seconds = seconds
        self.future = future
        self.result: Any = None
        self.error: BaseException | None = None
        self.events: Sequence[tuple[str, object]] = ()


class Writer:
    """Owns the only connection that writes. `submit` and `close` belong to the event loop's thread."""

    def __init__(
        self, connection: sqlite3.Connection, bus: Bus, monotonic: Callable[[], float], share: InterpreterShare
    ) -> None:
        self._connection = connection
        self._share = share
        self._bus = bus
        self._monotonic = monotonic
        self._deadline = inf
        self._loop = asyncio.get_running_loop()
        self._waiting = 0
        self._log_is_long = False
        self.commits = 0
        self._queue: SimpleQueue[PendingUnit | None] = SimpleQueue()
        self._finished = asyncio.Event()
        connection.set_progress_handler(self._is_overdue, PROGRESS_STEPS)
        self._thread = threading.Thread(target=self._serve, name="storage-writer", daemon=True)
        self._thread.start()

    # On the event loop.

    def submit(self, run: Callable[[Tx], Coroutine[Any, Any, Any]], seconds: float) -> asyncio.Future[Any]:
        """Queue a unit; the future resolves after its commit."""
        if self._waiting >= WAITING_LIMIT:
            raise OverloadedError(f"{self._waiting} units of work already wait")
        self._waiting += 1
        self._share.begin()
        future: asyncio.Future[Any] = self._loop.create_future()
        self._queue.put(PendingUnit(run, seconds, future))
        return future

    async def close(self) -> None:
        """Run everything that waits, answer it, and end the thread. Nothing may be submitted any more."""
        self._queue.put(None)
        await self._finished.wait()
        self._thread.join()

    def empty_log(self) -> None:
        """Have the write-ahead log emptied after the next group."""
        self._log_is_long = True

    def _deliver(self, group: list[PendingUnit]) -> None:
        self._waiting -= len(group)
        self._share.end(len(group))
        self.commits += 1
        for unit in group:
            if unit.error is None:
                for topic, event in unit.events:
                    self._bus.publish(topic, event)
            if unit.future.done():  # its caller was cancelled
                continue
            if unit.error is None:
                unit.future.set_result(unit.result)
            else:
                unit.future.set_exception(unit.error)

    # On the writer's thread.

    def _serve(self) -> None:
        closing = False
        while not closing:
            waiting = [self._queue.get()]
            try:
                while len(waiting) < GROUP_SIZE:
                    waiting.append(self._queue.get_nowait())
            except Empty:
                pass
            closing = waiting[-1] is None
            group = [unit for unit in waiting if unit is not None]
            # A caller that left before its unit began has no use for it any more.
            self._settle([unit for unit in group if not unit.future.cancelled()])
            self._loop.call_soon_threadsafe(self._deliver, group)
            if self._log_is_long:
                self._empty_log()
        self._loop.call_soon_threadsafe(self._finished.set)

    def _settle(self, group: list[PendingUnit]) -> None:
        if len(group) > 1 and (self._attempt(group) or self._attempt(group, savepoints=True)):
            return
        for unit in group:
            self._attempt([unit])

    def _attempt(self, group: list[PendingUnit], *, savepoints: bool = False) -> bool:
        """Run and commit `group` in one transaction; False: nothing of it is stored, and it must run another way."""
        connection = self._connection
        alone = len(group) == 1
        try:
            connection.execute("BEGIN IMMEDIATE")
            for unit in group:
                if savepoints:
                    connection.execute("SAVEPOINT unit")
                written = self._run(unit)
                if unit.error is not None and not connection.in_transaction:
                    return alone  # SQLite has undone everything on its own
                if unit.error is not None and written:
                    if not savepoints:
                        self._roll_back()
                        return alone
                    connection.execute("ROLLBACK TO unit")
                if savepoints:
                    connection.execute("RELEASE unit")
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            if not alone and not isinstance(translate(error), BusyError):
                return False
            for unit in group:
                unit.error = translate(error)
        return True

    def _run(self, unit: PendingUnit) -> bool:
        """Run one unit inside the open transaction; tell whether it may have changed something."""
        tx = SqliteTx(self._connection)
        unit.result = unit.error = None
        self._deadline = self._monotonic() + unit.seconds
        try:
            unit.result = drive(unit.run(tx))
            unit.error = tx.failure
        except BaseException as error:  # whatever it is, it is its caller's
            unit.error = error
        finally:
            self._deadline = inf
            tx.end()
        unit.events = tx.events
        return tx.may_have_written()

    def _roll_back(self) -> None:
        # On a failing device this can fail as well. The next BEGIN then fails too, and leads here again.
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def _empty_log(self) -> None:
        # Nobody else writes and the maintenance connection has copied nearly all, so little is left to do. Readers on
        # an old snapshot would make it wait; it rather gives up at once and is asked again a second later.
        self._log_is_long = False
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA busy_timeout = 0")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")

    def _is_overdue(self) -> bool:
        return self._monotonic() > self._deadline
