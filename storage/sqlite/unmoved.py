"""Queries on a device that takes no more writes: rows that cannot be moved are found where they wait."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from storage.sqlite.staged import Staged


@contextmanager
def shown_together(connection: sqlite3.Connection) -> Iterator[None]:
    """Open a snapshot on a connection in which queries find the rows of the journal in their tables.

    Views of the connection's own hide the tables. Engines find less use for indexes then. What is made here is kept in
    memory and needs no room on the device.
    """
    connection.execute("PRAGMA query_only = OFF")
    made: list[str] = []
    try:
        connection.execute("BEGIN")
        staged = Staged()
        staged.read(connection)
        for sql, rows in staged.inserts.items():
            name = sql.split()[2]
            if name not in made:
                _show(connection, name, "")
                made.append(name)
            connection.executemany(sql.replace(name, f"temp.waiting_{name}", 1), rows)
        for name, kept in staged.kept.items():
            table = staged.tables[name]
            key, marks = ", ".join(table.key), ", ".join("?" * len(table.columns))
            _show(connection, name, f" WHERE ({key}) NOT IN (SELECT {key} FROM temp.waiting_{name})")
            made.append(name)
            insert = f"INSERT INTO temp.waiting_{name} ({', '.join(table.columns)}) VALUES ({marks})"
            connection.executemany(insert, list(kept.values()))
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        for name in made:
            connection.execute(f"DROP VIEW IF EXISTS temp.{name}")
            connection.execute(f"DROP TABLE IF EXISTS temp.waiting_{name}")
        connection.execute("PRAGMA query_only = ON")


def _show(connection: sqlite3.Connection, name: str, others: str) -> None:
    """Hide a table by a view that has the waiting rows too, once; `others` says which of its own it has then."""
    connection.execute(f"CREATE TEMP TABLE waiting_{name} AS SELECT * FROM main.{name} WHERE 1 = 0")
    connection.execute(
        f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name}{others} UNION SELECT * FROM temp.waiting_{name}"
    )
