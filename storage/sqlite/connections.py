"""Opening SQLite connections alike, and the translation of their errors.

Every connection runs in autocommit mode (`isolation_level=None`): transactions are begun and ended by this package in
the open, never by the binding behind our back. The log is written ahead (WAL), so readers and the writer do not wait
for each other, and it is folded into the database file by `storage.sqlite.checkpoints`, never by a commit.
"""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from storage import errors
from storage.sqlite import room

BUSY_SECONDS = 5.0
"""How long a connection waits for a lock another process holds (a shell, a copy tool) before it gives up."""

STATEMENTS_KEPT = 512
"""Compiled statements kept per connection; above the number of different statements the server has."""

WRITER_CACHE_KIB = 32 << 10
"""Pages the writer keeps, so that the tables' busy ends need no reading. The others' caches end with each commit."""

LOG_KEPT = 128 << 20
"""Bytes that the log's file may keep when the log is begun again (storage/sqlite/checkpoints.py)."""

PROGRESS_STEPS = 20_000
"""Virtual machine steps between two looks at a deadline during a statement, well under a millisecond's worth."""

OLDEST_SQLITE = (3, 35, 0)
"""The first version with RETURNING."""

NEEDED_PARTS = "SELECT json_group_array(1), fts5_source_id()"
"""A query that only a SQLite with both understands. Before 3.38 JSON functions were a choice of whoever built it, as
FTS5 is to this day."""


class Durability(enum.Enum):
    """What "stored" means when a write returns.

    FLUSHED: on the device; survives the loss of power, as far as the device tells the truth.
    PROCESS: with the operating system; survives the end of this process by any signal, but the last moments before a
    loss of power or a crash of the kernel may be gone. What remains is a consistent earlier state either way.
    """

    FLUSHED = "flushed"
    PROCESS = "process"


# The binding asks for a registered adapter first and then, by way of failing lookups, the value itself, of everything
# but numbers and text: half a microsecond for each NULL and each blob that is written. These give both as they are, on
# every connection of the process.
sqlite3.register_adapter(bytes, bytes.__bytes__)
sqlite3.register_adapter(type(None), {None: None}.__getitem__)


def check_engine() -> None:
    """Raise `UnavailableError` unless the SQLite that this Python comes with can do all that is asked of it."""
    found = f"SQLite {sqlite3.sqlite_version}, which this Python comes with,"
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise errors.UnavailableError(f"{found} is too old: 3.35 or later is needed (docs/how-to.md)")
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute(NEEDED_PARTS)
        except sqlite3.OperationalError as error:
            raise errors.UnavailableError(
                f"{found} was built without JSON functions or FTS5: {error} (docs/how-to.md)"
            ) from error


def connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    """Open one connection to the file, which must exist; it may be used from any one thread at a time."""
    check_engine()
    return _open(path, "rw", lambda connection: _configure(connection, writable))


def connect_unable_to_write(path: Path) -> sqlite3.Connection:
    """Open one that cannot write at all, not even as it closes, where others have the file open."""
    # Before it reads something it locks nothing.
    return _open(path, "ro", lambda connection: connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone())


def _open(path: Path, mode: str, prepare: Callable[[sqlite3.Connection], object]) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=STATEMENTS_KEPT,
        )
        try:
            prepare(connection)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise translate(error, path) from error
    return connection


def _configure(connection: sqlite3.Connection, writable: bool) -> None:
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise errors.UnavailableError("the file system of the database cannot share memory (a network drive?)")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    # The log is flushed beside the event loop, not by each commit (storage/sqlite/flushing.py).
    connection.execute("PRAGMA synchronous = NORMAL")
    # macOS only, where a plain fsync leaves the data in the drive's cache; nothing happens elsewhere.
    connection.execute("PRAGMA fullfsync = ON")
    # Declared references are always enforced on PostgreSQL, so here too.
    connection.execute("PRAGMA foreign_keys = ON")
    # The journal of a savepoint would otherwise spill into a file.
    connection.execute("PRAGMA temp_store = MEMORY")
    if writable:
        connection.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
        connection.execute(f"PRAGMA journal_size_limit = {LOG_KEPT}")
    else:
        connection.execute("PRAGMA query_only = ON")


def file_of(connection: sqlite3.Connection) -> Path:
    """The database file."""
    (_, _, file) = connection.execute("PRAGMA database_list").fetchone()
    return Path(file)


def log_of(connection: sqlite3.Connection) -> Path:
    """The file of the write-ahead log; it is there once the connection has read something."""
    return Path(f"{file_of(connection)}-wal")


_KINDS = {
    sqlite3.SQLITE_FULL: errors.FullError,
    sqlite3.SQLITE_BUSY: errors.BusyError,
    sqlite3.SQLITE_LOCKED: errors.BusyError,
    sqlite3.SQLITE_CONSTRAINT: errors.ConstraintError,
    sqlite3.SQLITE_INTERRUPT: errors.DeadlineError,
    sqlite3.SQLITE_IOERR: errors.DamagedError,
    sqlite3.SQLITE_CORRUPT: errors.DamagedError,
    sqlite3.SQLITE_NOTADB: errors.DamagedError,
    sqlite3.SQLITE_CANTOPEN: errors.UnavailableError,
}


def translate(error: sqlite3.Error, written: Path | None = None) -> errors.StorageError:
    """Return the storage error for what SQLite raised; what is not in the table is a mistake in our SQL.

    `written` is the file that was written to, if one was.
    """
    # Errors of the binding itself (a wrong number of parameters) carry no code. The low byte is the primary code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    # A quota that is full (EDQUOT) is to SQLite a write that failed like any other, of which it keeps the reason to
    # itself; it has undone what it did. So the system is asked.
    if code == sqlite3.SQLITE_IOERR_WRITE and written is not None and (lack := room.lack(written.parent)) is not None:
        return errors.FullError(lack)
    # Of the index beside the log SQLite does not say why it cannot be made longer; it hardly ever is anything else.
    kind = errors.FullError if code == sqlite3.SQLITE_IOERR_SHMSIZE else _KINDS.get(code & 0xFF, errors.MisuseError)
    if kind is errors.DeadlineError:
        return kind("ran longer than it may")
    return kind(str(error))


def unflushed(error: sqlite3.Error) -> errors.DamagedError | None:
    """What it means that a copy of the log has failed, if that is for a flush: of the log, or of the database file.

    To copy once more mends neither. The system has marked what it could not write as written, and may have dropped it
    (storage/sqlite/flushing.py): the log would be read without it, and of the database file SQLite does not write again
    what an earlier copy wrote, which ended before the end of the log and therefore flushed nothing.
    """
    if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_IOERR_FSYNC:
        return None
    return errors.DamagedError(f"what was copied of the log could not be flushed: {error}")
