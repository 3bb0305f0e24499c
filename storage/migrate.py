"""Bringing the schema of a database up to this build's.

The steps lie in `storage.migrations`. Each runs in one transaction together with its record in `schema_steps`, so a
process killed at any moment leaves the step either done and recorded, or not begun; a new database gets all of them in
one. Steps are known by name, not by a high-water mark: one with a lower number that arrives later (features number
theirs independently) is still applied. A database that records a step this build does not have was made by a newer one,
and is refused.
"""

from __future__ import annotations

import importlib.util
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

from storage import migrations
from storage.database import Database, Snapshot, Tx
from storage.errors import MisuseError, SchemaError

BUILT_IN = Path(migrations.__file__).parent

_RECORD = """CREATE TABLE IF NOT EXISTS schema_steps (
    name TEXT NOT NULL PRIMARY KEY,
    applied_at BIGINT NOT NULL
)"""
_STEP = re.compile(r"(?P<name>\d{4}_[a-z0-9_]+)((\.sqlite)?\.sql|\.py)")
_OTHER_ENGINE = ".postgres.sql"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the schema: its name with number, and the file to run."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Status:
    """What a database has of this build's steps; `unknown` are steps of a newer build."""

    applied: list[str]
    pending: list[str]
    unknown: list[str]


async def status(database: Database, directory: Path = BUILT_IN) -> Status:
    """Compare the database with the steps in `directory`, changing nothing but the record table, which a new one gets.

    So the schema of a database can be looked at where nothing can be written, as on a full disk.
    """
    recorded = await _recorded(database)
    names = [step.name for step in _steps(directory)]
    return Status(
        applied=[name for name in names if name in recorded],
        pending=[name for name in names if name not in recorded],
        unknown=sorted(recorded.difference(names)),
    )


async def up(database: Database, now: int, directory: Path = BUILT_IN) -> list[str]:
    """Apply what is pending, recorded as done at `now` (unix seconds), and return the names of what was applied.

    Raises SchemaError if the database comes from a newer build.
    """
    state = await status(database, directory)
    if state.unknown:
        raise SchemaError(
            f"the database was made by a newer version: it has {', '.join(state.unknown)}, which this one does not"
            " know. Run that version again, or restore a backup made by this one."
        )
    pending = [step for step in _steps(directory) if step.name in state.pending]
    if state.applied:
        for step in pending:
            await _apply(database, [step], now)
    elif pending:  # a new database is whole or empty: a flush for each step would be most of a first start
        await _apply(database, pending, now)
    return state.pending


def _steps(directory: Path) -> list[Step]:
    """The steps in order. A number used by two would leave the order to chance, a misspelt name the step out."""
    steps: dict[str, Step] = {}
    for path in sorted(directory.glob("[0-9]*")):
        if path.name.endswith(_OTHER_ENGINE):
            continue
        match = _STEP.fullmatch(path.name)
        if match is None:
            raise SchemaError(f"{path.name} is not named like a step of the schema, NNNN_name.sql")
        number = path.name[:4]
        if number in steps:
            raise SchemaError(f"two steps have the number {number}: {steps[number].path.name} and {path.name}")
        steps[number] = Step(match["name"], path)
    return list(steps.values())


async def _recorded(database: Database) -> set[str]:
    async def create(tx: Tx) -> None:
        await tx.execute(_RECORD)

    async def names(snapshot: Snapshot) -> set[str]:
        return {name for (name,) in await snapshot.fetchall("SELECT name FROM schema_steps")}

    try:
        return await database.read(names)
    except MisuseError:  # there is no such table: the database is new
        await database.write(create)
    return set()


async def _apply(database: Database, steps: Sequence[Step], now: int) -> None:
    """Apply steps and record them, all in one transaction."""

    async def unit(tx: Tx) -> None:
        for step in steps:
            if step.path.suffix == ".sql":
                for statement in _statements(step.path.read_text("utf-8")):
                    await tx.execute(statement)
            else:
                await _python_step(step, tx)
            await tx.execute("INSERT INTO schema_steps (name, applied_at) VALUES (?, ?)", (step.name, now))

    await database.write(unit, seconds=inf)


def _statements(script: str) -> Iterator[str]:
    """Split a script where SQLite itself sees the end of a statement, so that triggers stay whole."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise SchemaError(f"a statement does not end with a semicolon: {statement.strip()[:80]}")


async def _python_step(step: Step, tx: Tx) -> None:
    spec = importlib.util.spec_from_file_location(step.name, step.path)
    if spec is None or spec.loader is None:
        raise SchemaError(f"{step.path.name} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    await module.up(tx)
