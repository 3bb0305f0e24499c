"""The connection that writes: groups of units, each in one transaction, and what they staged moved between two of them.

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
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from math import inf
from typing import Any

from msgspec import Struct

from storage.database import Ahead, Tx
from storage.errors import BusyError, StorageError
from storage.sqlite import connections
from storage.sqlite.connections import PROGRESS_STEPS, file_of, translate, unflushed
from storage.sqlite.staging import Staging
from storage.sqlite.statements import SqliteTx, drive

logger = logging.getLogger(__name__)

LOOP_SECONDS = 0.005
"""How long a group may hold up the event loop: units that have not begun by then wait for the next group."""

UNIT_LOOP_SECONDS = 0.02
"""How much longer the last one may take, like a message to a group with hundreds of members. Beyond that it is undone
with its group and run again on the thread, which costs its work a second time."""

WORTH_MOVING = 1024
"""When so many staged rows wait, they are moved to their tables while nobody writes: more at once go into fewer pages,
and counters and dialogs have changed more often by then."""

MOVED_AT_REST = 128
"""About so many at once, in half a millisecond: whoever comes meanwhile waits for it."""

STAGED_ROWS = 4096
"""No more may wait: they are moved between two groups, whoever writes. A unit that needs them in their tables has all
moved at once, for which the loop must have the time."""

MOVED_AT_ONCE = 256
"""So many then at least, in a millisecond or two."""


class PendingUnit(Struct, eq=False):
    """A unit on its way: what to run, and what came of it."""

    run: Callable[[Tx], Coroutine[Any, Any, Any]]
    seconds: float
    flush: bool
    ahead: Ahead
    future: asyncio.Future[Any]
    rests_until: float = 0.0
    result: Any = None
    error: BaseException | None = None
    events: Sequence[tuple[str, tuple[object, ...]]] = ()


class Transactions:
    """Used by one thread at a time. No commit waits for the device."""

    def __init__(self, connection: sqlite3.Connection, monotonic: Callable[[], float]) -> None:
        self._connection = connection
        self._monotonic = monotonic
        self._deadline = inf
        self._staging = Staging(connection)
        self._file = file_of(connection)
        self._move_from = 0
        self.commits = 0
        """How many there were; each may have made the log longer."""
        self.growths = 0
        """How many did for certain: what changes no row may add nothing to it."""
        self._changes = 0
        self._wait_for_lock(0)
        connection.set_progress_handler(self._is_overdue, PROGRESS_STEPS)

    # Where nobody may be held up for long.

    def run_begun(self, group: Sequence[PendingUnit]) -> int:
        """Run units in one transaction for as long as there is time, and commit it; how many were run.

        0: it is undone, and `run_patiently` has to run them.
        """
        ends_at = self._monotonic() + LOOP_SECONDS
        run = 0
        try:
            self._begin()
            self._staging.look_ahead([row for unit in group for row in unit.ahead])
            for unit in group:
                run += 1
                written = self._run(unit, ends_at + UNIT_LOOP_SECONDS)
                overdue = self._monotonic() > ends_at
                if unit.error is not None and (written or overdue or not self._connection.in_transaction):
                    self._roll_back()
                    return 0
                if overdue:
                    break
            self._commit()
        except sqlite3.Error:
            self._roll_back()
            return 0
        return run

    @property
    def staged(self) -> int:
        """How many rows wait to be moved."""
        return self._staging.rows

    @property
    def has_many_staged(self) -> bool:
        """Whether so many wait, or are left of so many, that they are worth moving."""
        return self._may_move(1 if self._staging.half_moved else WORTH_MOVING)

    def move_some(self) -> None:
        """Move a small part of what is staged."""
        self._try_to_move(MOVED_AT_REST)

    def move_too_many(self) -> None:
        """Move a part of what is staged if it is more than may wait."""
        if self._may_move(STAGED_ROWS):
            self._try_to_move(max(self.staged - STAGED_ROWS, MOVED_AT_ONCE))

    def _may_move(self, least: int) -> bool:
        """Whether at least so many wait, and not just those that could not be moved."""
        self._move_from = min(self._move_from, self.staged + STAGED_ROWS)  # somebody may have had all moved
        return self.staged >= max(least, self._move_from)

    def _try_to_move(self, rows: int) -> None:
        """Move about so many of what is staged; if they cannot be moved, there may as well be more."""
        try:
            self.move_part(rows)
        except StorageError as error:
            logger.error("staged rows could not be moved to their tables: %s", error)
            self._move_from = self.staged + STAGED_ROWS
        else:
            self._move_from = 0

    def move_part(self, rows: int) -> None:
        """Move about so many of what is staged. Raises a StorageError."""
        try:
            self._begin()
            self._staging.move_some(rows)
            self._commit()
        except sqlite3.Error as error:
            self._roll_back()
            raise translate(error, self._file) from error

    def move_all(self) -> None:
        """Move all that is staged. Raises a StorageError."""
        try:
            if not self._staging.look():
                return
            self._begin()
            self._staging.move()
            self._commit()
        except sqlite3.Error as error:
            self._roll_back()
            raise translate(error, self._file) from error

    # Where there is time.

    def run_patiently(self, group: Sequence[PendingUnit]) -> None:
        """Run units whatever they do and however long they may take, and commit what is left of them."""
        self._wait_for_lock(connections.BUSY_SECONDS)
        if len(group) == 1 or not (self._attempt(group) or self._attempt(group, savepoints=True)):
            for unit in group:
                self._attempt([unit])
        self._wait_for_lock(0)
        self.move_too_many()  # elsewhere time bounds how many rows a group stages, not here

    def allow_pages(self, count: int) -> None:
        """Let the database have so many pages from now on, or those it has; what needs more is refused (FullError)."""
        with suppress(sqlite3.Error):
            self._connection.execute(f"PRAGMA max_page_count = {count}").fetchall()

    def restart_log(self) -> None:
        """Begin the write-ahead log again, from the start of its file, if that can be done at once.

        Raises:
            DamagedError: what was copied of it could not be flushed.
        """
        # Nobody else writes and the maintenance connection has copied nearly all, so little is left to do. Readers on
        # an old snapshot would make it wait; it rather gives up at once and is asked again a second later. The file
        # keeps its size: giving its blocks back takes many times as long, and then every flush notes that it grows.
        try:
            self._connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
            # The first commit flushes the log's new header. So it is made here, of a number that nobody uses and that
            # stays as it is, and not on the event loop, which would wait for the device. Where all was copied and a
            # reader keeps the log from being begun again, it is what the next copy finds to do: Checkpoints._has_grown.
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            self._connection.execute(f"PRAGMA user_version = {version}")
        except sqlite3.Error as error:
            if (lost := unflushed(error)) is not None:
                raise lost from error

    def _wait_for_lock(self, seconds: float) -> None:
        """Wait so long for a lock of another process: not at all on the event loop."""
        self._connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")

    def _attempt(self, group: Sequence[PendingUnit], *, savepoints: bool = False) -> bool:
        """Run and commit `group` in one transaction; False: nothing of it is stored, and it must run another way."""
        connection = self._connection
        alone = len(group) == 1
        try:
            self._begin()
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
                unit.error = translate(error, self._file)
        return True

    # One transaction.

    def _begin(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._changes = self._connection.total_changes
        self._staging.begin()

    def _commit(self) -> None:
        self._staging.record()
        growth = self._connection.total_changes != self._changes
        self.commits += 1  # before anybody can see it
        self.growths += growth
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            self.growths -= growth
            raise
        self._staging.committed()

    def _roll_back(self) -> None:
        self._staging.rolled_back()
        # On a failing device this can fail as well. The next BEGIN then fails too, and leads here again.
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def _run(self, unit: PendingUnit, deadline: float) -> bool:
        """Run one unit inside the open transaction; tell whether it failed and may have changed something before."""
        self._staging.begin_unit()
        tx = SqliteTx(self._staging, self._file)
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
            return False
        if not self._staging.unit_wrote:
            self._staging.drop_unit()
        return self._staging.unit_wrote

    def _is_overdue(self) -> bool:
        return self._monotonic() > self._deadline
