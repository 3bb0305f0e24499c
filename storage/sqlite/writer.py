"""The one writer: it runs units in groups, one transaction and one flush for each group.

Units wait until the event loop has read what it was sent, or while a group is being flushed, and together they are the
next group: the busier the server, the larger the groups and the cheaper each write. When a group is stored, its events
go to the bus and its callers are answered, in commit order.

The statements of a group run on the event loop: SQLite gives up the interpreter lock for each of them, and a thread
that has to win it back from a busy loop takes many times as long. The commit follows there at once while the device
flushes quickly; a slow device is waited for on the writer's thread. There a group also runs again when it takes too
long on the loop or one of its units fails. Either way it is the only connection that writes, and has one user at a
time.

Rows that units stage (storage/sqlite/staging.py) are moved to their tables between two groups, on the event loop as
well, when many wait or when a query needs them there; after a group that ran on the thread, on the thread. That is a
transaction without a flush: what it moves is stored already, where it was staged.

A group runs without savepoints, for which SQLite would copy every page that each unit changes. Only when a unit fails
after it has changed something is the group undone and run again with a savepoint around each unit. If even that loses
the transaction (the disk is full, or a unit ran into its deadline, and SQLite undid everything), each unit runs in a
transaction of its own. Either way a failing unit takes nobody with it.

The standard library's sqlite3 is used here instead of aiosqlite, whose hop for every statement makes a unit of six
statements six times as expensive (bench/storage.py measures both).
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from math import inf
from queue import SimpleQueue
from typing import Any

from storage.bus import Bus
from storage.database import Tx
from storage.errors import BusyError, DamagedError, FullError, OverloadedError, StorageError
from storage.sqlite import connections
from storage.sqlite.connections import PROGRESS_STEPS, translate
from storage.sqlite.sharing import InterpreterShare
from storage.sqlite.staging import Staging
from storage.sqlite.statements import SqliteTx, drive

logger = logging.getLogger(__name__)

GROUP_SIZE = 256
"""Units per transaction. Beyond it the flush is already spread thin and callers would only wait longer."""

WAITING_LIMIT = 8192
"""Units that may wait; about half a second's work. More callers than that are told to come back later."""

LOOP_SECONDS = 0.005
"""How long a group may hold up the event loop: units that have not begun by then wait for the next group."""

UNIT_LOOP_SECONDS = 0.02
"""How much longer the last one may take, like a message to a group with hundreds of members. Beyond that it is undone
with its group and run again on the thread, which costs its work a second time."""

QUICK_FLUSH = 0.002
SLOW_FLUSHES = 8
"""Seconds, and how many flushes in a row must take longer for the device to be waited for on the thread. One alone says
little: on a busy machine, it was the processor that was elsewhere."""

STAGED_ROWS = 2048
"""When so many staged rows wait, they are moved to their tables: more at once go into fewer pages, and counters and
dialogs have changed more often by then."""

MOVED_AT_ONCE = 128
PACE = 1.25
"""So many of them are moved between two groups, which takes a millisecond, and from then on so many for each that is
staged meanwhile. Faster, and the groups of that time would fall behind what comes; slower, and ever more would wait."""

BUSY_PAUSE = 0.02
"""Seconds between two attempts to move staged rows while another process writes."""

SLOW_FOR = 0.5
"""Seconds after which a device that was slow is tried on the event loop again. If it still is, one flush shows it."""


class PendingUnit:
    """A unit on its way: what to run, and what came of it."""

    __slots__ = ("error", "events", "flush", "future", "result", "run", "seconds")

    def __init__(
        self,
        run: Callable[[Tx], Coroutine[Any, Any, Any]],
        seconds: float,
        flush: bool,
        future: asyncio.Future[Any],
    ) -> None:
        self.run = run
        self.seconds = seconds
        self.flush = flush
        self.future = future
        self.result: Any = None
        self.error: BaseException | None = None
        self.events: Sequence[tuple[str, tuple[object, ...]]] = ()


class Writer:
    """Owns the only connection that writes. `submit` and `close` belong to the event loop's thread."""

    def __init__(
        self, connection: sqlite3.Connection, bus: Bus, monotonic: Callable[[], float], share: InterpreterShare
    ) -> None:
        self._connection = connection
        self._staging = Staging(connection)
        (self._synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
        self._flushes = True
        self._share = share
        self._bus = bus
        self._monotonic = monotonic
        self._deadline = inf
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[PendingUnit] = deque()
        self._under_way = 0
        self._helped = 0
        self._scheduled = False
        self._slow_flushes = 0
        self._thread_until = -inf
        self._log_is_long = False
        self.commits = 0
        self._groups: SimpleQueue[list[PendingUnit] | None] = SimpleQueue()
        self._idle = asyncio.Event()
        self._idle.set()
        self._turns: list[asyncio.Future[None]] = []
        self._move_from = 0
        self._wait_for_lock(0)
        connection.set_progress_handler(self._is_overdue, PROGRESS_STEPS)
        self._thread = threading.Thread(target=self._serve, name="storage-writer", daemon=True)
        self._thread.start()

    # On the event loop.

    def submit(self, run: Callable[[Tx], Coroutine[Any, Any, Any]], seconds: float, flush: bool) -> asyncio.Future[Any]:
        """Queue a unit; the future resolves after its commit, and after a flush if that is wanted."""
        if len(self._waiting) + self._under_way >= WAITING_LIMIT:
            raise OverloadedError(f"{WAITING_LIMIT} units of work already wait")
        future: asyncio.Future[Any] = self._loop.create_future()
        self._waiting.append(PendingUnit(run, seconds, flush, future))
        if not self._scheduled:
            self._schedule()
        return future

    async def close(self) -> None:
        """Run everything that waits, answer it, and end the thread. Nothing may be submitted any more."""
        await self._idle.wait()
        self._groups.put(None)
        self._thread.join()

    async def settle(self) -> bool:
        """Move what is staged to its tables; when this returns, nothing was staged or committed since.

        False: the device takes no more writes, so the rows stay where they are. Raises what else the engine says.
        """
        give_up_at = self._monotonic() + connections.BUSY_SECONDS
        while True:
            while self._under_way:  # the thread has the connection
                turn: asyncio.Future[None] = self._loop.create_future()
                self._turns.append(turn)
                await turn
            try:
                self._move_staged()
                return True
            except (FullError, DamagedError):
                return False
            except BusyError:  # another process writes
                if self._monotonic() > give_up_at:
                    raise
            await asyncio.sleep(BUSY_PAUSE)

    def settle_now(self) -> None:
        """Move what is staged, unless that has to wait or fails: then who needs it there asks `settle`."""
        if not self._under_way:
            with suppress(StorageError):
                self._move_staged()

    def restart_log(self) -> None:
        """Have the write-ahead log begun again, from the start of its file, after the next group."""
        self._log_is_long = True

    def _schedule(self) -> None:
        """Have the next group run once the loop has read what it was sent."""
        self._scheduled = True
        self._idle.clear()
        self._loop.call_soon(self._next_group)

    def _next_group(self) -> None:
        self._move_some()
        group: list[PendingUnit] = []
        while self._waiting and len(group) < GROUP_SIZE:
            unit = self._waiting.popleft()
            # A caller that left before its unit began has no use for it any more.
            if not unit.future.cancelled():
                group.append(unit)
        if not group:
            self._deliver(group)
            return
        if self._run_here(group) and not self._waits_for_device() and self._commit_here():
            self._deliver(group)
        else:
            self._under_way = len(group)
            # A commit alone has to win the interpreter back once, for which the loop need not stand still.
            self._helped = 0 if self._connection.in_transaction else len(group)
            if self._helped:
                self._share.begin(self._helped)
            self._groups.put(group)

    def _run_here(self, group: list[PendingUnit]) -> bool:
        """Run a group on the event loop, but for its commit; False: it is undone, and the thread has to run it."""
        ends_at = self._monotonic() + LOOP_SECONDS
        try:
            self._begin(flush=any(unit.flush for unit in group))
        except sqlite3.Error:
            return False
        for place, unit in enumerate(group):
            written = self._run(unit, ends_at + UNIT_LOOP_SECONDS)
            overdue = self._monotonic() > ends_at
            if unit.error is not None and (written or overdue or not self._connection.in_transaction):
                self._roll_back()
                return False
            if overdue:
                self._waiting.extendleft(reversed(group[place + 1 :]))
                del group[place + 1 :]
        return True

    def _due(self) -> int:
        """How many staged rows are to be moved now."""
        staging = self._staging
        if not staging.half_moved:
            return MOVED_AT_ONCE if staging.rows >= STAGED_ROWS else 0
        behind = int(PACE * len(staging.new)) - staging.moved
        return behind if behind >= MOVED_AT_ONCE else 0

    def _move_some(self) -> None:
        """Move a part of what is staged if it is much; if it cannot be moved, it may as well be that much more."""
        due, rows = self._due(), self._staging.rows
        self._move_from = min(self._move_from, rows + STAGED_ROWS)  # somebody may have needed all, and had it moved
        if not due or rows < self._move_from:
            return
        try:
            self._begin(flush=False)
            self._staging.move_some(due)
            self._commit()
        except sqlite3.Error as error:
            self._roll_back()
            logger.error("staged rows could not be moved to their tables: %s", translate(error))
            self._move_from = self._staging.rows + STAGED_ROWS
        else:
            self._move_from = 0

    def _move_staged(self) -> None:
        try:
            if not self._staging.look():
                return
            self._begin(flush=False)
            self._staging.move()
            self._commit()
        except sqlite3.Error as error:
            self._roll_back()
            raise translate(error) from error

    def _begin(self, *, flush: bool) -> None:
        self._flush_commits(flush)
        self._connection.execute("BEGIN IMMEDIATE")
        self._staging.begin()

    def _commit(self) -> None:
        self._staging.record()
        self._connection.execute("COMMIT")
        self._staging.committed()

    def _flush_commits(self, wanted: bool) -> None:
        """Whether the commits from here on wait for the device, as far as the database was opened to."""
        if wanted != self._flushes:
            self._connection.execute(f"PRAGMA synchronous = {self._synchronous if wanted else 'NORMAL'}")
            self._flushes = wanted

    def _waits_for_device(self) -> bool:
        """Whether the commit may take long: the device is slow, or the log is to be begun again after it."""
        return self._log_is_long or (self._flushes and self._monotonic() < self._thread_until)

    def _commit_here(self) -> bool:
        """Commit on the event loop; False: everything is undone."""
        begun = self._monotonic()
        try:
            self._commit()
        except sqlite3.Error:
            self._roll_back()
            return False
        if not self._flushes:
            return True
        ended = self._monotonic()
        self._slow_flushes = self._slow_flushes + 1 if ended - begun > QUICK_FLUSH else 0
        if self._slow_flushes >= SLOW_FLUSHES:
            self._thread_until = ended + SLOW_FOR
        return True

    def _deliver_from_thread(self, group: list[PendingUnit]) -> None:
        self._under_way = 0
        self._share.end(self._helped)
        for turn in self._turns:  # they run before the next group begins
            if not turn.done():
                turn.set_result(None)
        self._turns.clear()
        self._deliver(group)

    def _deliver(self, group: list[PendingUnit]) -> None:
        """The group is stored: answer its callers, tell the bus, and go on.

        A caller goes on in the loop's next turn, when the bus has been told. What listeners put off until then comes
        after all callers of the group: a session that is told something and answered sends both in one packet.
        """
        self.commits += 1
        told: dict[str, list[object]] = {}
        for unit in group:
            if unit.error is None:
                for topic, events in unit.events:
                    if topic in told:
                        told[topic] += events
                    else:
                        told[topic] = [*events]
            if unit.future.done():  # its caller was cancelled
                continue
            if unit.error is None:
                unit.future.set_result(unit.result)
            else:
                unit.future.set_exception(unit.error)
        for topic, together in told.items():
            self._bus.publish(topic, together)
        if self._waiting:
            # One turn later than at once, in which callers go on: their answers leave before the next group begins.
            self._loop.call_soon(self._schedule)
        else:
            self._scheduled = False
            self._idle.set()

    # On the writer's thread.

    def _serve(self) -> None:
        while (group := self._groups.get()) is not None:
            if not self._commit_there():
                self._wait_for_lock(connections.BUSY_SECONDS)
                self._settle(group)
                self._wait_for_lock(0)
                self._move_some()  # on the loop time bounds how many rows a group stages, not here
            if self._log_is_long:
                self._restart_log()
            self._loop.call_soon_threadsafe(self._deliver_from_thread, group)

    def _commit_there(self) -> bool:
        """Commit what the event loop has run; False: it has undone the group, or that fails here."""
        try:
            if self._connection.in_transaction:
                self._commit()
                return True
        except sqlite3.Error:
            self._roll_back()
        return False

    def _wait_for_lock(self, seconds: float) -> None:
        """Wait so long for a lock of another process: not at all on the event loop."""
        self._connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")

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
            self._begin(flush=any(unit.flush for unit in group))
            for unit in group:
                if savepoints:
                    connection.execute("SAVEPOINT unit")
                written = self._run(unit, self._monotonic() + unit.seconds)
                if unit.error is not None and not connection.in_transaction:
                    self._roll_back()
                    return alone  # SQLite has undone everything on its own
                if written:
                    if not savepoints:
                        self._roll_back()
                        return alone
                    connection.execute("ROLLBACK TO unit")
                    self._staging.undo_unit()
                if savepoints:
                    connection.execute("RELEASE unit")
            self._commit()
        except sqlite3.Error as error:
            self._roll_back()
            if not alone and not isinstance(translate(error), BusyError):
                return False
            for unit in group:
                unit.error = translate(error)
        return True

    def _run(self, unit: PendingUnit, deadline: float) -> bool:
        """Run one unit inside the open transaction; tell whether it failed and may have changed something before."""
        self._staging.begin_unit()
        tx = SqliteTx(self._staging)
        unit.result = unit.error = None
        self._deadline = deadline
        try:
            unit.result = drive(unit.run(tx))
            unit.error = tx.failure
        except BaseException as error:  # whatever it is, it is its caller's
            unit.error = error
        finally:
            self._deadline = inf
            tx.end()
        unit.events = tx.events
        if unit.error is None:
            self._staging.end_unit()
            return False
        written = tx.may_have_written()
        if not written:
            self._staging.drop_unit()
        return written

    def _roll_back(self) -> None:
        self._staging.rolled_back()
        # On a failing device this can fail as well. The next BEGIN then fails too, and leads here again.
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def _restart_log(self) -> None:
        # Nobody else writes and the maintenance connection has copied nearly all, so little is left to do. Readers on
        # an old snapshot would make it wait; it rather gives up at once and is asked again a second later. The file
        # keeps its size: giving its blocks back takes many times as long, and then every flush notes that it grows.
        self._log_is_long = False
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()

    def _is_overdue(self) -> bool:
        return self._monotonic() > self._deadline
