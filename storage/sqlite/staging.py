"""Rows that are stored at once and put into their tables later, many together.

A new message is a row in several indexes of `messages`, `events` and `search_queue`, each on a page of its own that the
commit copies into the log; most of them nobody reads for a while. So `Tx.insert_later` appends such rows to twins of
these tables without any index. That is all a commit has to store, and it stores it like everything else: a kill, a
rollback or a backup finds staged rows where they belong. They are moved to their tables by a few statements when many
wait, and before anything reads one of the tables:

- A unit that names one of them moves what is staged first, in its own transaction.
- A query that names one of them looks whether its snapshot has staged rows. It is run again then, after the writer has
  moved them and before it commits anything else: no snapshot shows a box's new counters without what was counted.
  Before a `read` they are moved anyhow, if nothing has to be waited for, because it nearly always names one.
  When the device takes no more writes, the query finds the rows by views over both places.

A statement that begins with `LATE` is run as it is: it looks in the twins itself, or can wait.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache

from storage.database import LATE, Value

STATEMENTS_KNOWN = 1024
"""Texts of statements of which is remembered whether they name one of the tables."""

_TABLES = {
    "messages": "ORDER BY box, id",
    "events": "ORDER BY box, pts, seq",
    "search_queue": "ORDER BY origin_box, origin_id ON CONFLICT DO NOTHING",
}
"""In the order of their keys rows go in for less: neighbours share pages."""

_NAMED = re.compile(rf"\b(?:{'|'.join(_TABLES)})\b")
_TWIN = "staged_"

_MOVE = [
    statement
    for table, order in _TABLES.items()
    for statement in (
        f"INSERT INTO {table} SELECT * FROM {_TWIN}{table} WHERE true {order}",
        f"DELETE FROM {_TWIN}{table}",
    )
]

_COUNT = f"SELECT {' + '.join(f'(SELECT COUNT(*) FROM {_TWIN}{table})' for table in _TABLES)}"
_ANY = f"SELECT {' OR '.join(f'EXISTS (SELECT 1 FROM {_TWIN}{table})' for table in _TABLES)}"
_HAS_TWINS = f"SELECT 1 FROM sqlite_master WHERE name = '{_TWIN}messages'"


class StagedRowsError(BaseException):
    """A query named a table whose new rows are still staged in its snapshot; not for the query's own code to catch."""


@lru_cache(STATEMENTS_KNOWN)
def names_table(sql: str) -> bool:
    """Whether a statement has to find every row in a table that has a twin."""
    return not sql.startswith(LATE) and _NAMED.search(sql) is not None


@lru_cache(STATEMENTS_KNOWN)
def _into_twin(sql: str) -> str:
    return sql.replace("INSERT INTO ", f"INSERT INTO {_TWIN}", 1)


class Staging:
    """The connection that writes, for statements of units; knows what is staged.

    `rows` is how many rows are, or more: what a rollback took away is still counted, and after one that may have
    brought rows back it is at least one.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._in_use = False
        self._moved = 0
        self.rows = 0
        if connection.execute(_HAS_TWINS).fetchone() is not None:
            (self.rows,) = connection.execute(_COUNT).fetchone()
            self._in_use = True

    def execute(self, sql: str, params: Sequence[Value]) -> sqlite3.Cursor:
        """Run a statement that sees all rows where they belong."""
        if self.rows and names_table(sql):
            self.move()
        return self._connection.execute(sql, params)

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> int:
        """Run a statement that sees all rows where they belong for each row of parameters; how many rows it changed."""
        if self.rows and names_table(sql):
            self.move()
        return self._connection.executemany(sql, rows).rowcount

    def insert_later(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Stage the rows of an INSERT."""
        self._in_use = True
        self.rows += self._connection.executemany(_into_twin(sql), rows).rowcount

    def move(self) -> None:
        """Put what is staged into its tables, in the open transaction."""
        before = self._connection.total_changes
        for statement in _MOVE:
            self._connection.execute(statement)
        self._moved += self._connection.total_changes - before
        self.rows = 0

    def rolled_back(self) -> None:
        """Something was undone, perhaps a move."""
        self.rows = max(self.rows, int(self._in_use))

    @property
    def changes(self) -> int:
        """How many rows statements have changed, without those that were only moved."""
        return self._connection.total_changes - self._moved


@contextmanager
def shown_together(connection: sqlite3.Connection) -> Iterator[None]:
    """Let queries on a connection find staged rows in their tables, though nobody could move them there.

    Views of the connection's own hide the tables. Engines find less use for indexes then: this is for a device that
    takes no more writes.
    """
    connection.execute("PRAGMA query_only = OFF")  # views of a connection's own are kept in memory
    try:
        for table in _TABLES:
            together = f"SELECT * FROM main.{table} UNION ALL SELECT * FROM main.{_TWIN}{table}"
            connection.execute(f"CREATE TEMP VIEW {table} AS {together}")
        yield
    finally:
        for table in _TABLES:
            connection.execute(f"DROP VIEW IF EXISTS temp.{table}")
        connection.execute("PRAGMA query_only = ON")


class StagedCheck:
    """Looks for staged rows in the snapshots of one connection that reads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._has_twins = False

    def require_none(self) -> None:
        """Raises StagedRowsError if the open snapshot has staged rows."""
        if not self._has_twins:  # as long as the schema is being made
            self._has_twins = self._connection.execute(_HAS_TWINS).fetchone() is not None
        if self._has_twins and self._connection.execute(_ANY).fetchone()[0]:
            raise StagedRowsError
