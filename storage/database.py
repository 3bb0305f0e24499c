"""The seam between the domains' queries and the engine that keeps the rows.

Queries are plain functions over a `Snapshot` or a `Tx`; a `Database` runs them. The rules a *unit* (of work) and a
*query* keep, whatever the engine:

- It awaits only methods of the `Snapshot` or `Tx` it was given. On SQLite it may run on another thread and its
  awaits never suspend, so it touches no loop, no task and no state that other threads change.
- It may be run again from the start after everything it did was undone (a neighbour in its group failed, or the
  engine asks for a retry). So it changes nothing except through its `Tx`.
- It raises to be undone: nothing of a unit that raised is stored, and the exception reaches the caller of `write`.
- A statement that failed has ended the unit, as in PostgreSQL: later statements are refused, and swallowing the
  error does not save it. Use `ON CONFLICT DO NOTHING` and look at the row count where a conflict is expected.

SQL is the dialect that SQLite and PostgreSQL share, with `?` for parameters; functions for JSON, by which members and
copies of a group are read as one row, are SQLite's. A row is a plain tuple, the cheapest thing that can be unpacked or
spread into a record: `Message(*row)`.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, TypeVar

from storage.many_rows import by_size

T = TypeVar("T")

Value: TypeAlias = int | float | str | bytes | None
"""What a column holds; booleans are stored as 0 and 1."""

LATE = "/* late */ "
"""Begins a statement that may miss rows which `Tx.insert_later` or `Tx.keep` was given and none has asked for yet."""

Row: TypeAlias = tuple[Any, ...]
"""One result row. `Any` because only the SQL text knows the types of its columns."""


@dataclass(frozen=True, eq=False)
class KeptTable:
    """A table whose rows units read and write whole, by primary key, so that an engine may keep those in use in memory.

    `columns` are all of its columns, those of the key first; so is a row, and a key is the beginning of one.
    `asked_again`: whether a row that was read or written will probably be read again soon.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    asked_again: bool = True
    select: dict[int, str] = field(init=False)
    """The statement that reads rows by their keys, for each number of keys of `storage.many_rows.SIZES`."""
    upsert: str = field(init=False)
    """The statement that writes a row, whether there was one or not."""

    def __post_init__(self) -> None:
        columns, key = ", ".join(self.columns), ", ".join(self.key)
        one = f"SELECT {columns} FROM {self.name} WHERE " + " AND ".join(f"{column} = ?" for column in self.key)
        # Keys are joined: for row values in a list of VALUES, SQLite goes through the whole table.
        asked = ", ".join(f"asked_{column}" for column in self.key)
        marks = f"({', '.join('?' * len(self.key))})"
        same = " AND ".join(f"{column} = asked_{column}" for column in self.key)
        many = f") SELECT {columns} FROM asked CROSS JOIN {self.name} WHERE {same}"
        # Few keys are spared being made a list of.
        select = by_size(f"WITH asked ({asked}) AS (VALUES ", marks, many) | {1: one, 2: f"{one} UNION ALL {one}"}
        others = ", ".join(f"{column} = excluded.{column}" for column in self.columns[len(self.key) :])
        values = ", ".join("?" * len(self.columns))
        object.__setattr__(self, "select", select)
        object.__setattr__(
            self,
            "upsert",
            f"INSERT INTO {self.name} ({columns}) VALUES ({values}) ON CONFLICT ({key}) DO UPDATE SET {others}",
        )


Ahead: TypeAlias = Sequence[tuple[KeptTable, Row]]
"""Rows that a unit is going to ask for with `fetch_kept`, each by its table and key."""

UNIT_SECONDS = 5.0
"""How long one unit may run: the longest that everyone else's writes may have to wait for it."""

QUERY_SECONDS = 15.0
"""How long one `read` may wait for a reader and run."""


class Snapshot(Protocol):
    """One unchanging view of everything committed before it was taken."""

    async def fetchone(self, sql: str, params: Sequence[Value] = ()) -> Row | None:
        """Return the first row, or None when there is none."""

    async def fetchall(self, sql: str, params: Sequence[Value] = ()) -> list[Row]:
        """Return every row; the SQL carries the LIMIT."""

    async def fetchval(self, sql: str, params: Sequence[Value] = ()) -> Any:
        """Return the first column of the first row, or None when there is no row."""

    async def fetch_remembered(self, sql: str, params: tuple[Value, ...]) -> Row | None:
        """`fetchone` for what units ask again and again: an engine may know what it found last.

        Only of tables that few statements change, and to which `Tx.insert_later` and `Tx.keep` give nothing.
        """

    async def fetch_kept(self, table: KeptTable, keys: Sequence[Row]) -> list[Row | None]:
        """Return the row of each of these keys, in their order; None where there is none."""


class Tx(Snapshot, Protocol):
    """A unit of work in progress; it sees its own changes, nobody else does before the commit.

    The fetch methods also run `INSERT … RETURNING` and its kin. What is not awaited asks nothing of the engine yet.
    """

    async def execute(self, sql: str, params: Sequence[Value] = ()) -> int:
        """Run one statement and return how many rows it changed."""

    async def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> int:
        """Run one statement for each row of parameters and return how many rows were changed in all."""

    def insert_later(self, sql: str, rows: Sequence[Row], /) -> None:
        """`executemany` for an INSERT whose rows need not be in their table before a statement names that table.

        They are as stored as everything else this unit writes, and each statement still sees them. It costs less
        where nothing reads the table for a while. Only for `messages`, `group_messages`, `events` and `search_queue`,
        and for rows that cannot break a constraint: nobody could be told. The list is the transaction's from then on.
        """

    def keep(self, table: KeptTable, rows: Mapping[Row, Row], /) -> None:
        """Write whole rows by their keys, whether there were such rows or not. They may come there later as well.

        The mapping is the transaction's from then on.
        """

    def publish(self, topic: str, *events: object) -> None:
        """Hand events to the bus once this unit is committed, in commit order and before its caller is answered."""


Query: TypeAlias = Callable[[Snapshot], Coroutine[Any, Any, T]]
Unit: TypeAlias = Callable[[Tx], Coroutine[Any, Any, T]]


class Database(Protocol):
    """Rows, and the three ways to reach them."""

    async def write(self, unit: Unit[T], *, seconds: float = UNIT_SECONDS, flush: bool = True, ahead: Ahead = ()) -> T:
        """Run one unit of work and return its result once the commit is as durable as the database was opened to be.

        Without `flush` it may be gone after a loss of power, with everything after it: for what is made of stored
        rows and can be made again. What stands `ahead` may be looked up for many units at once, which costs each less.

        Units that arrive together share one flush; each succeeds or fails alone. Cancelling the caller leaves the
        unit either whole or undone, never half. Raises what the unit raised, or a `StorageError`.
        """

    async def write_at_rest(self, unit: Unit[T], *, patience: float) -> T:
        """`write` without `flush` in a moment when nobody else writes, or with others after `patience` seconds.

        For what can wait and is to hold up nobody, a millisecond's work at most.
        """

    async def read(self, query: Query[T], *, seconds: float = QUERY_SECONDS) -> T:
        """Run a query of any size on one snapshot, away from the event loop."""

    async def peek(self, query: Query[T]) -> T:
        """Run a query of a few indexed rows on one snapshot where that is cheapest, without suspending the caller.

        It sees everything that any caller was already told is stored.
        """
