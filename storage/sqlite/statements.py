"""Snapshots and units over a plain SQLite connection, and how their coroutines are driven.

The methods are coroutines because the seam is asynchronous, but here they never suspend: `drive` runs a whole query in
one go on the calling thread. One statement then costs microseconds; a thread hop for each would cost ten times that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from storage.database import KeptTable, Row, Value
from storage.errors import MisuseError, StorageError
from storage.sqlite.connections import translate
from storage.sqlite.staging import Staging, read_kept

T = TypeVar("T")


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never suspends to its end and return its result."""
    try:
        coroutine.send(None)
    except StopIteration as finished:
        result: T = finished.value
        return result
    coroutine.close()
    raise MisuseError(f"{coroutine!r} awaited something else than its snapshot or transaction")


class SqliteSnapshot:
    """A `Snapshot` over the statements of a transaction that its owner begins and ends."""

    __slots__ = ("_execute",)

    def __init__(self, execute: Callable[[str, Sequence[Value]], sqlite3.Cursor]) -> None:
        self._execute = execute

    # Each cursor is dropped at the end of its expression, which resets its statement at once.

    async def fetchone(self, sql: str, params: Sequence[Value] = ()) -> Row | None:
        try:
            row: Row | None = self._execute(sql, params).fetchone()
        except sqlite3.Error as error:
            raise self._failed(error) from error
        return row

    async def fetchall(self, sql: str, params: Sequence[Value] = ()) -> list[Row]:
        try:
            return self._execute(sql, params).fetchall()
        except sqlite3.Error as error:
            raise self._failed(error) from error

    async def fetchval(self, sql: str, params: Sequence[Value] = ()) -> Any:
        try:
            row = self._execute(sql, params).fetchone()
        except sqlite3.Error as error:
            raise self._failed(error) from error
        return None if row is None else row[0]

    async def fetch_remembered(self, sql: str, params: tuple[Value, ...]) -> Row | None:
        return await self.fetchone(sql, params)

    async def fetch_kept(self, table: KeptTable, keys: Sequence[Row]) -> list[Row | None]:
        try:
            rows = read_kept(self._execute, table, keys)
        except sqlite3.Error as error:
            raise self._failed(error) from error
        return [rows.get(key) for key in keys]

    def _failed(self, error: sqlite3.Error) -> StorageError:
        return translate(error)


class SqliteTx(SqliteSnapshot):
    """A `Tx` on the writer's connection to a file, for one run of one unit.

    `failure` is the first statement's error, if one failed: the unit has ended then, whatever its code does with the
    exception. SQLite may already have undone the whole transaction, and a later statement would commit by itself.
    """

    __slots__ = ("_file", "_known", "_staging", "events", "failure", "insert_later", "keep")

    def __init__(self, staging: Staging, file: Path) -> None:
        self._staging: Staging | _Ended = staging
        self._file = file
        self._known: Mapping[str, Mapping[Row, Row]] | _Ended = staging.known
        self._execute = staging.execute
        # Straight from what the engine has: a unit calls them more often than anything else.
        self.insert_later: Callable[[str, Sequence[Row]], None] = staging.insert_later
        self.keep: Callable[[KeptTable, Mapping[Row, Row]], None] = staging.keep
        self.events: list[tuple[str, tuple[object, ...]]] = []
        self.failure: StorageError | None = None

    async def execute(self, sql: str, params: Sequence[Value] = ()) -> int:
        try:
            return self._execute(sql, params).rowcount
        except sqlite3.Error as error:
            raise self._failed(error) from error

    async def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> int:
        try:
            return self._staging.executemany(sql, rows)
        except sqlite3.Error as error:
            raise self._failed(error) from error

    async def fetch_remembered(self, sql: str, params: tuple[Value, ...]) -> Row | None:
        try:
            return self._staging.fetch_remembered(sql, params)
        except sqlite3.Error as error:
            raise self._failed(error) from error

    async def fetch_kept(self, table: KeptTable, keys: Sequence[Row]) -> list[Row | None]:
        found = list(map(self._known[table.name].get, keys))
        if None not in found:
            return found  # mostly
        try:
            return self._staging.fetch_kept(table, keys)
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def publish(self, topic: str, *events: object) -> None:
        self.events.append((topic, events))

    def end(self) -> None:
        """Refuse every further statement: the unit is over, or a statement of it failed."""
        self._staging = self._known = _ENDED
        self._execute = self.insert_later = self.keep = _refuse

    def _failed(self, error: sqlite3.Error) -> StorageError:
        self.failure = translate(error, self._file)
        self.end()
        return self.failure


def _refuse(*_: object) -> NoReturn:
    raise MisuseError("the unit is over: it has ended, or one of its statements failed")


class _Ended:
    """What a unit that is over finds in place of the engine."""

    executemany = fetch_remembered = fetch_kept = __getitem__ = staticmethod(_refuse)


_ENDED = _Ended()
