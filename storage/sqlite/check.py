"""Looking for damage in a database file, served from or not."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.errors import DamagedError
from storage.sqlite.connections import connect, translate

PROBLEMS_SHOWN = 100
"""After this many, SQLite stops looking for more."""


async def check(path: Path) -> list[str]:
    """Read every page of the database and return what is wrong with it, in SQLite's words; empty when it is sound.

    It takes time in proportion to the file and one snapshot; a server may go on writing meanwhile.
    """
    return await asyncio.to_thread(_check, path)


def sealed_sample(path: Path) -> bytes | None:
    """What tells whether a key is the database's (`storage.sealing.require_key`); None before it was first served."""
    with closing(connect(path, writable=False)) as connection:
        try:
            row = connection.execute("SELECT sealed FROM seal_check WHERE id = 1").fetchone()
        except sqlite3.Error as error:
            raise translate(error) from error
    return None if row is None else bytes(row[0])


def _check(path: Path) -> list[str]:
    try:
        with closing(connect(path, writable=False)) as connection:
            damage = [text for (text,) in connection.execute(f"PRAGMA integrity_check({PROBLEMS_SHOWN})")]
            dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    except (sqlite3.Error, DamagedError) as error:
        return [str(error)]
    problems = [] if damage == ["ok"] else damage
    return problems + [
        f"row {row} of {table} refers to a missing row of {parent}" for table, row, parent, _ in dangling
    ]
