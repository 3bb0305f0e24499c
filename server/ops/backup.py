"""Backup, restoration and schema of a data folder, as the command line does them: whole, from outside, synchronous.

A backup needs no server and disturbs none: it reads a snapshot of the database beside whoever writes to it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

from server.clock import SystemClock
from server.ops.datadir import DataDir, DataDirError
from storage import migrate
from storage.bus import LocalBus
from storage.errors import BackupError
from storage.migrate import Status
from storage.sqlite import SqliteDatabase
from storage.sqlite import backup as sqlite_backup
from storage.sqlite.backup import DamagedContentError, Manifest, Restored, StoredFile

T = TypeVar("T")


def back_up(folder: Path, destination: Path, *, with_keys: bool) -> Manifest:
    """Copy what the data folder holds into the new folder `destination`.

    Raises:
        DataDirError: there is nothing to back up.
        StorageError: it cannot be copied; the destination is unfinished and can be deleted.
    """
    data_dir = _existing(folder)
    files = _files(data_dir, with_keys=with_keys)
    return asyncio.run(sqlite_backup.back_up(data_dir.database, destination, files, int(SystemClock().now())))


def restore(source: Path, folder: Path, *, leave_out: bool) -> Restored:
    """Put a backup into a data folder that has no database; with `leave_out` without contents that are damaged.

    Raises:
        DataDirError: the folder cannot be used, or a server runs in it.
        StorageError: the backup is not whole, or the folder is not empty.
    """
    data_dir = DataDir(folder)
    sqlite_backup.read_manifest(source)  # before anything is made
    data_dir.create()
    with data_dir.locked():
        try:
            return asyncio.run(sqlite_backup.restore(source, data_dir.path, leave_out=leave_out))
        except DamagedContentError as error:
            way = f"once {folder} is empty again, --leave-out-damaged puts back all the rest"
            raise BackupError(f"{error}; {way}") from error


def schema_status(folder: Path) -> Status:
    """Which steps of the schema are applied; also while a server runs."""
    return asyncio.run(_with_database(_existing(folder), migrate.status))


def schema_up(folder: Path) -> list[str]:
    """Apply the pending steps; returns their names.

    Raises:
        DataDirError: a server runs in the folder.
        SchemaError: the database is of a newer version.
    """
    data_dir = _existing(folder)
    with data_dir.locked():
        return asyncio.run(_with_database(data_dir, lambda db: migrate.up(db, int(SystemClock().now()))))


async def _with_database(data_dir: DataDir, work: Callable[[SqliteDatabase], Awaitable[T]]) -> T:
    async with SqliteDatabase(data_dir.database, LocalBus()) as database:
        return await work(database)


def _existing(folder: Path) -> DataDir:
    data_dir = DataDir(folder)
    if not data_dir.database.exists():
        raise DataDirError(f"there is no database in {data_dir.path}: name another data folder with --data-dir")
    return data_dir


def _files(data_dir: DataDir, *, with_keys: bool) -> Iterator[StoredFile]:
    """What belongs into a backup beside the database. A content is named by its SHA-256, so it need not be hashed."""
    if data_dir.files.is_dir():
        for path in data_dir.files.rglob("*"):
            if path.is_file():
                sha256 = None if path.suffix else path.name
                yield StoredFile(str(path.relative_to(data_dir.path)), path, sha256)
    if with_keys:
        for path in data_dir.keys.iterdir():
            yield StoredFile(f"keys/{path.name}", path)
