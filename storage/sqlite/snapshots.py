"""Queries on a connection that only reads, each in one snapshot."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TypeVar

from storage.database import Query, Value
from storage.sqlite.connections import translate
from storage.sqlite.staging import StagedCheck, names_table
from storage.sqlite.statements import SqliteSnapshot, drive
from storage.sqlite.unmoved import shown_together

T = TypeVar("T")


class Snapshots:
    """A connection that reads, used by one query at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._view = SqliteSnapshot(self._execute)
        self._staged = StagedCheck(connection)
        self._checked = False
        self._holding: sqlite3.Cursor | None = None

    def run(self, query: Query[T]) -> T:
        """Run a whole query on the calling thread, in the open snapshot or in one that its first statement opens.

        Raises StagedRowsError if it must be run again once every row is in its table.
        """
        try:
            try:
                return drive(query(self._view))
            finally:
                self._checked = False
                if self._connection.in_transaction:
                    self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise translate(error) from error

    def run_unmoved(self, query: Query[T]) -> T:
        """`run` where staged rows cannot be moved: it finds them where they are."""
        with shown_together(self._connection):
            self._checked = True  # until the query has run
            return self.run(query)

    def open(self) -> None:
        """Open the snapshot of the next query now."""
        try:
            self._connection.execute("BEGIN")
            self._connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.Error as error:
            raise translate(error) from error

    def hold(self) -> None:
        """Let all queries see what is committed now, until `release`."""
        try:
            # As long as it has a row to give, all transactions of the connection are in the snapshot of its first.
            self._holding = self._connection.execute("SELECT 1 FROM sqlite_master UNION ALL SELECT 1")
        except sqlite3.Error as error:
            raise translate(error) from error

    def release(self) -> None:
        """Let each query see what is committed when it comes."""
        if self._holding is not None:
            self._holding.close()
            self._holding = None

    def _execute(self, sql: str, params: Sequence[Value]) -> sqlite3.Cursor:
        if not self._connection.in_transaction:
            self._connection.execute("BEGIN")
        if not self._checked and names_table(sql):
            self._staged.require_none()
            self._checked = True
        return self._connection.execute(sql, params)
