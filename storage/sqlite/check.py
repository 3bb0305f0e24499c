"""Looking for damage in a database file, served from or not."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.errors import DamagedError
from storage.sqlite.connections import Durability, connect

PROBLEMS_SHOWN = 100
"""After this many, SQLite stops looking for more."""


async def check(path: Path) -> list[str]:
    """Read every page of the database and return what is wrong with it, in SQLite's words; empty when it is sound.

    It takes time in proportion to the file and one snapshot; a server may go on writing meanwhile.
    """
    return await asyncio.to_thread(_check, path)


def _check(path: Path) -> list[str]:
    try:
        with closing(connect(path, Durability.PROCESS, writable=False)) as connection:
            damage = [text for (text,) in connection.execute(f"PRAGMA integrity_check({PROBLEMS_SHOWN})")]
            dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    except (sqlite3.Error, DamagedError) as error:
        return [str(error)]
    problems = [] if damage == ["ok"] else damage
    return problems + [
        f"row {row} of {table} refers to a missing row of {parent}" for table, row, parent, _ in dangling
    ]
