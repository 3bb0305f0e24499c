"""Backups of a running server, and their restoration.

    DESTINATION/chappe.db         a consistent copy of the database, made while it is written to
    DESTINATION/files/…           contents, hard-linked where the file system can: they never change
    DESTINATION/keys/…            only when asked for: whoever has them opens everything that is sealed
    DESTINATION/manifest.json     written last: size and SHA-256 of every file

Everything acknowledged before the backup began is in it. The database is copied first and the contents after, so each
row finds its content; one that is deleted in between is simply absent, as it is from the server.

A folder without its manifest is an unfinished backup and is refused. Restoring checks every hash and the database
itself, and puts the database in place last, so an interrupted restoration leaves nothing that would start. A damaged
content, which may be a link to one that was damaged in the store, can be left out on request: the server refuses it
then and serves all others, where otherwise one lost sector would take everything with it.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path, PurePosixPath

import aiosqlite

from storage.errors import BackupError
from storage.sqlite.check import check
from storage.sqlite.connections import connect, translate

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "chappe.db"
RESTORED = "chappe.db.restored"
CONTENTS = "files/"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file to back up: its name in backup and data folder (`files/…`, `keys/…`), where it is, and its SHA-256.

    Without a hash it is read and hashed; contents are known by theirs already.
    """

    name: str
    path: Path
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one file: bytes and hexadecimal SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `made_at` is in unix seconds; `schema` lists the applied steps of the schema."""

    made_at: int
    schema: list[str]
    files: dict[str, Entry]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: what the backup says of itself, and which of its contents are damaged and were left out."""

    manifest: Manifest
    left_out: list[str]


async def back_up(database: Path, destination: Path, files: Iterable[StoredFile], now: int) -> Manifest:
    """Copy the database at `database`, which may be in use, and `files` into the new folder `destination`.

    `files` is consumed on another thread after the database is copied. Raises BackupError or a StorageError.
    """
    await asyncio.to_thread(_new_folder, destination)
    schema = await _copy_database(database, destination / DATABASE)
    try:
        return await asyncio.to_thread(_take_files, destination, files, schema, now)
    except OSError as error:
        raise BackupError(f"the backup is unfinished: {error}") from error


def read_manifest(source: Path) -> Manifest:
    """Return what the backup at `source` says of itself. Raises BackupError if it is unfinished or unreadable."""
    try:
        content = json.loads((source / MANIFEST).read_text("utf-8"))
        if content["format"] != FORMAT:
            raise BackupError(f"the backup has format {content['format']}, this version reads {FORMAT}")
        entries = {_safe(name): Entry(**entry) for name, entry in content["files"].items()}
        return Manifest(content["made_at"], content["schema"], entries)
    except FileNotFoundError:
        raise BackupError(f"{source} has no {MANIFEST}: it is not a backup, or an unfinished one") from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise BackupError(f"the {MANIFEST} of {source} cannot be read: {error}") from error


async def restore(source: Path, destination: Path, *, leave_out: bool = False) -> Restored:
    """Put the backup at `source` into the data folder `destination`, which must not have a database yet.

    With `leave_out` without those contents that are damaged.

    Raises:
        DamagedContentError, BackupError: it cannot be put back; nothing is in place that a server would start on.
    """
    put_back = await asyncio.to_thread(_put_files, source, destination, leave_out)
    restored = destination / RESTORED
    if problems := await check(restored):
        raise BackupError(f"the database in the backup is damaged: {'; '.join(problems)}")
    await asyncio.to_thread(restored.replace, destination / DATABASE)
    return put_back


def _new_folder(destination: Path) -> None:
    try:
        destination.mkdir(mode=0o700, parents=True)
        (destination / DATABASE).touch(mode=0o600)
    except OSError as error:
        raise BackupError(f"{destination} must be a new folder: {error.strerror}") from error


async def _copy_database(database: Path, copy: Path) -> list[str]:
    """Copy a live database into one file without a log; return the steps of its schema."""
    # One step copies everything from one snapshot. In several, each commit between two would start the copy anew.
    connector = partial(connect, database, writable=False)
    target = sqlite3.connect(copy, isolation_level=None, check_same_thread=False)
    try:
        async with aiosqlite.Connection(connector, iter_chunk_size=64) as source:
            await source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        return [name for (name,) in target.execute("SELECT name FROM schema_steps ORDER BY name")]
    except sqlite3.Error as error:
        raise translate(error, copy) from error
    finally:
        target.close()


def _take_files(destination: Path, files: Iterable[StoredFile], schema: list[str], now: int) -> Manifest:
    entries = {DATABASE: _hash(destination / DATABASE)}
    for file in files:
        place = destination / _safe(file.name)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _link(file.path, place)
        except FileNotFoundError:
            continue  # deleted since the database was copied
        entries[file.name] = Entry(place.stat().st_size, file.sha256) if file.sha256 else _hash(place)
    manifest = Manifest(now, schema, entries)
    content = {"format": FORMAT, **asdict(manifest)}
    unfinished = destination / (MANIFEST + ".unfinished")
    with unfinished.open("x", encoding="utf-8") as output:
        json.dump(content, output, indent=1, sort_keys=True)
        output.flush()
        os.fsync(output.fileno())
    unfinished.rename(destination / MANIFEST)
    return manifest


def _put_files(source: Path, destination: Path, leave_out: bool) -> Restored:
    manifest = read_manifest(source)
    if DATABASE not in manifest.files:
        raise BackupError(f"the backup at {source} holds no database")
    if (destination / DATABASE).exists():
        raise BackupError(f"{destination} already has a database; restore into an empty folder")
    log = destination / f"{DATABASE}-wal"
    if log.exists():  # SQLite would put what it holds into the restored one
        raise BackupError(f"{log} is the log of another database; restore into an empty folder")
    destination.mkdir(mode=0o700, parents=True, exist_ok=True)
    left_out = []
    for name, entry in manifest.files.items():
        place = destination / (RESTORED if name == DATABASE else name)
        try:
            _put_file(source / name, place, name, entry)
        except _Damaged as damage:
            if not name.startswith(CONTENTS):
                raise
            if not leave_out:
                raise DamagedContentError(str(damage)) from damage
            place.unlink(missing_ok=True)
            left_out.append(name)
    return Restored(manifest, left_out)


class DamagedContentError(BackupError):
    """A content of the backup is damaged, without which the rest could be put back."""


class _Damaged(BackupError):
    """A file of the backup is not what was backed up, or cannot be read any more."""


def _put_file(path: Path, place: Path, name: str, entry: Entry) -> None:
    try:
        copied = _copy(path, place)
    except FileExistsError:  # of another server, or of a restoration that was interrupted
        raise BackupError(f"{place} is there already; restore into an empty folder") from None
    except OSError as error:
        kind = _Damaged if error.errno in (errno.ENOENT, errno.EIO) else BackupError
        raise kind(f"cannot restore {name}: {error}") from error
    if copied != entry:
        place.unlink()
        raise _Damaged(f"{name} is not what was backed up: its hash or size differs")


def _copy(path: Path, place: Path) -> Entry:
    """Copy one file durably, with its mode, and return what was copied; never over a file that exists."""
    digest = hashlib.sha256()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.touch(mode=0o600, exist_ok=False)
    with path.open("rb") as source, place.open("wb") as copy:
        shutil.copymode(path, place)
        while chunk := source.read(1 << 20):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
        return Entry(copy.tell(), digest.hexdigest())


def _link(path: Path, place: Path) -> None:
    try:
        place.hardlink_to(path)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EMLINK):
            raise
        _copy(path, place)  # another device, or a file system without links


def _hash(path: Path) -> Entry:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return Entry(file.tell(), digest.hexdigest())


def _safe(name: str) -> str:
    """Return `name` if it stays inside the folder it is relative to. A backup may come from anywhere."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or str(path) != name or name in ("", "."):
        raise BackupError(f"{name!r} is not a name inside a backup")
    return name
