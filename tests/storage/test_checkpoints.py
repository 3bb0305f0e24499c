"""The write-ahead log is folded in beside the commits, and begun again past its limit."""

import errno
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

from storage.bus import LocalBus
from storage.database import Tx
from storage.errors import DamagedError
from storage.sqlite import SqliteDatabase, checkpoints, connections
from storage.sqlite.checkpoints import Checkpoints
from storage.sqlite.connections import connect
from storage.sqlite.reserve import Reserve
from tests.storage.staged_messages import no_room_beyond

pytestmark = pytest.mark.usefixtures("none_by_the_clock")

Maintained: TypeAlias = "tuple[SqliteDatabase, Checkpoints, Path]"
"""A database whose checkpoints are made by hand here, and its log's file."""


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Maintained]:
    path = folder / "x.db"
    async with SqliteDatabase(path, LocalBus()) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE log (body BLOB)"))
        connector = partial(connect, path, writable=True)
        by_hand = Checkpoints(connector, database._writer, path, database._file, Reserve(path))
        await by_hand.open()
        try:
            yield database, by_hand, path.with_name("x.db-wal")
        finally:
            await by_hand.close()


@pytest.fixture
async def maintained(tmp_path: Path) -> AsyncIterator[Maintained]:
    async with opened(tmp_path) as all_of_it:
        yield all_of_it


async def add(tx: Tx) -> None:
    await tx.execute("INSERT INTO log VALUES (?)", (bytes(100_000),))


def rows_without_log(path: Path, copy: Path) -> int:
    """How many rows the database file alone holds."""
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        count: int = connection.execute("SELECT count(*) FROM log").fetchone()[0]
    return count


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody on a snapshot of now: who reads the newest pages in the log keeps them from being overwritten."""
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM log").fetchone()
        yield reader


def times_begun(log: Path) -> int:
    """The log's own count of its beginnings (sqlite.org/fileformat2.html#walformat: checkpoint sequence number)."""
    with log.open("rb") as file:
        return int.from_bytes(file.read(16)[12:], "big")


async def test_a_checkpoint_folds_in_what_was_committed(maintained: Maintained, tmp_path: Path) -> None:
    database, by_hand, _ = maintained
    for _ in range(5):
        await database.write(add)
    await by_hand.checkpoint()
    assert rows_without_log(database.path, tmp_path / "copy.db") == 5


async def test_no_copy_begins_before_something_was_committed_since_the_last_one_ended(
    maintained: Maintained, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of SQLite could lose what is committed as it begins (sqlite.org/wal.html#walresetbug)."""
    database, by_hand, log = maintained
    copy, copies = by_hand._copy, 0

    async def copy_what_is_committed_meanwhile() -> tuple[int, int]:
        nonlocal copies
        copies += 1
        await database.write(add)
        return await copy()

    monkeypatch.setattr(by_hand, "_copy", copy_what_is_committed_meanwhile)
    await database.write(add)
    for _ in range(3):
        await by_hand.checkpoint()
    assert copies == 1
    await database.write(lambda tx: tx.execute("DELETE FROM log WHERE body IS NULL"))  # there is none
    with no_room_beyond(log), pytest.raises(DamagedError):
        await database.write(lambda tx: tx.execute("INSERT INTO log VALUES (?)", (bytes(log.stat().st_size),)))
    await by_hand.checkpoint()
    assert copies == 1, "what changed nothing, or was not stored, is nothing to be copied"
    await database.write(add)
    await by_hand.checkpoint()
    assert copies == 2


async def test_a_log_that_is_copied_is_begun_again_by_the_next_commit(
    maintained: Maintained, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the file that it has: growing and cutting it are what makes flushes slow. No commit waits for that."""
    database, by_hand, log = maintained
    monkeypatch.setattr(checkpoints, "LOG_LIMIT", 1 << 20)
    for _ in range(20):
        await database.write(add)
    size, begun = log.stat().st_size, times_begun(log)
    assert size > 1 << 20
    await by_hand.checkpoint()
    assert not database._writer._log_is_long
    for _ in range(10):
        await database.write(add)
    assert times_begun(log) == begun + 1
    assert log.stat().st_size == size


async def lent(database: SqliteDatabase) -> None:
    """Wait until the writer's thread has done what it was asked for after a commit."""
    while database._writer._lent:
        await database._writer._next_turn()


@pytest.mark.parametrize("limit", ["its own", "half of what is free"])
async def test_a_log_past_its_limit_to_which_somebody_always_writes_is_begun_again_after_the_next_commit(
    maintained: Maintained, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """With its header on the device: no later commit waits for that on the loop."""
    database, by_hand, log = maintained
    if limit == "its own":
        monkeypatch.setattr(checkpoints, "LOG_LIMIT", 1 << 20)
    else:
        monkeypatch.setattr(by_hand._reserve, "free", lambda: 2 << 20)
    copy = by_hand._copy

    async def copy_while_somebody_writes() -> tuple[int, int]:
        with reading(database.path):
            copied = await copy()
            await database.write(add)
        return copied

    monkeypatch.setattr(by_hand, "_copy", copy_while_somebody_writes)
    for _ in range(20):
        await database.write(add)
    begun = times_begun(log)
    await by_hand.checkpoint()
    assert times_begun(log) == begun
    await database.write(add)
    await lent(database)
    assert times_begun(log) == begun + 1
    await database.write(add)
    assert times_begun(log) == begun + 1
    assert await database.read(lambda view: view.fetchval("SELECT count(*) FROM log")) == 24


async def test_so_is_a_log_to_which_somebody_wrote_amid_the_copy(
    maintained: Maintained, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy says then that all pages are copied: it means those that there were when it began."""
    database, by_hand, log = maintained
    monkeypatch.setattr(checkpoints, "LOG_LIMIT", 1 << 20)
    copy = by_hand._copy

    async def copy_amid_which_somebody_writes() -> tuple[int, int]:
        with reading(database.path):
            pages, copied = await copy()
            await database.write(add)
        by_hand._growths = database._writer.growths
        return pages, copied

    for _ in range(20):
        await database.write(add)
    begun = times_begun(log)
    monkeypatch.setattr(by_hand, "_copy", copy_amid_which_somebody_writes)
    await by_hand.checkpoint()
    await database.write(add)
    await lent(database)
    assert times_begun(log) == begun + 1


async def test_what_was_copied_is_flushed_before_the_log_is_begun_again(
    maintained: Maintained, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not while everybody waits: SQLite flushes the database only in the copy after which nothing is left to copy."""
    database, by_hand, _ = maintained
    monkeypatch.setattr(checkpoints, "LOG_LIMIT", 1 << 20)
    copy, restart, done = by_hand._copy, database._writer.restart_log, []

    async def copy_while_somebody_writes() -> tuple[int, int]:
        _, copied = await copy()
        await database.write(add)
        done.append("copied")
        return copied + 1, copied

    def flushed(file: int) -> None:
        assert file == database._file
        done.append("flushed")

    def restarted() -> None:
        done.append("begun again")
        restart()

    monkeypatch.setattr(by_hand, "_copy", copy_while_somebody_writes)
    monkeypatch.setattr(checkpoints, "flush", flushed)
    monkeypatch.setattr(database._writer, "restart_log", restarted)
    for _ in range(20):
        await database.write(add)
    await by_hand.checkpoint()
    assert done == ["copied", "flushed", "copied", "flushed", "begun again"]


async def test_where_the_database_cannot_be_flushed_nothing_is_written_any_more(
    maintained: Maintained, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is lost of it SQLite would not write again, so the log must stay for the next start."""
    database, by_hand, log = maintained
    monkeypatch.setattr(checkpoints, "LOG_LIMIT", 1 << 20)
    copy = by_hand._copy

    async def copy_while_somebody_writes() -> tuple[int, int]:
        copied = await copy()
        await database.write(add)
        return copied

    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(by_hand, "_copy", copy_while_somebody_writes)
    monkeypatch.setattr(checkpoints, "flush", fail)
    for _ in range(20):
        await database.write(add)
    await by_hand.checkpoint()
    begun = times_begun(log)
    with pytest.raises(DamagedError, match="the database could not be flushed: Input/output error"):
        await database.write(add)
    assert times_begun(log) == begun


async def test_what_a_copy_may_have_lost_the_next_start_finds_in_the_log(tmp_path: Path) -> None:
    """SQLite would remove the log as its last connection is closed, for all of it has been copied."""
    async with opened(tmp_path) as (database, by_hand, _):
        for _ in range(20):
            await database.write(add)
        before = database.path.read_bytes()
        await by_hand.checkpoint()
        database._writer.give_up("the database could not be flushed")
        database.path.write_bytes(before)
    async with SqliteDatabase(database.path, LocalBus()) as again:
        assert await again.read(lambda view: view.fetchval("SELECT count(*) FROM log")) == 20


async def test_a_log_of_which_a_snapshot_kept_some_from_being_copied_is_begun_again_after_the_next_commit(
    maintained: Maintained, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the one does that peeks see while a group is being flushed, when nobody has committed anything more."""
    database, by_hand, log = maintained
    monkeypatch.setattr(checkpoints, "LOG_LIMIT", 1 << 20)
    for _ in range(20):
        await database.write(add)
    with reading(database.path):
        await database.write(add)
        begun = times_begun(log)
        await by_hand.checkpoint()
    await database.write(add)
    await lent(database)
    assert times_begun(log) == begun + 1


async def test_a_reader_on_an_old_snapshot_puts_that_off(
    maintained: Maintained, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, by_hand, log = maintained
    monkeypatch.setattr(checkpoints, "LOG_LIMIT", 1 << 20)
    with reading(database.path) as reader:
        for _ in range(20):
            await database.write(add)
        begun = times_begun(log)
        await by_hand.checkpoint()
        await database.write(add)
        await database.write(add)
        assert times_begun(log) == begun
        assert reader.execute("SELECT count(*) FROM log").fetchone() == (0,)
    await by_hand.checkpoint()
    await database.write(add)
    await database.write(add)
    assert times_begun(log) == begun + 1


async def test_a_log_that_grew_far_beyond_its_limit_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its room on the disk comes back once the reader that kept it long has gone."""
    monkeypatch.setattr(checkpoints, "LOG_LIMIT", 1 << 20)
    monkeypatch.setattr(connections, "LOG_KEPT", 2 << 20)
    async with opened(tmp_path) as (database, by_hand, log):
        for _ in range(40):
            await database.write(add)
        assert log.stat().st_size > 3 << 20
        await by_hand.checkpoint()
        for _ in range(3):
            await database.write(add)
        assert log.stat().st_size == 2 << 20
