"""The write-ahead log is folded in beside the commits and emptied past its limit."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from storage.bus import LocalBus
from storage.database import Tx
from storage.sqlite import Durability, SqliteDatabase, checkpoints
from storage.sqlite.checkpoints import Checkpoints
from storage.sqlite.connections import connect


@pytest.fixture
async def maintained(tmp_path: Path, bus: LocalBus) -> AsyncIterator[tuple[SqliteDatabase, Checkpoints, Path]]:
    """A database whose checkpoints are made by hand here, besides its own once a second."""
    path = tmp_path / "x.db"
    async with SqliteDatabase(path, bus) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE log (body BLOB)"))
        by_hand = Checkpoints(path, partial(connect, path, Durability.FLUSHED, writable=True), database._writer)
        await by_hand.open()
        yield database, by_hand, path.with_name("x.db-wal")
        await by_hand.close()


async def add(tx: Tx) -> None:
    await tx.execute("INSERT INTO log VALUES (?)", (bytes(100_000),))


def rows_without_log(path: Path, copy: Path) -> int:
    """How many rows the database file alone holds."""
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        count: int = connection.execute("SELECT count(*) FROM log").fetchone()[0]
    return count


async def test_a_checkpoint_folds_in_what_was_committed(
    maintained: tuple[SqliteDatabase, Checkpoints, Path], tmp_path: Path
) -> None:
    database, by_hand, _ = maintained
    for _ in range(5):
        await database.write(add)
    await by_hand.checkpoint()
    assert rows_without_log(database.path, tmp_path / "copy.db") == 5


async def test_a_log_past_its_limit_is_emptied_after_the_next_commit(
    maintained: tuple[SqliteDatabase, Checkpoints, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, by_hand, log = maintained
    monkeypatch.setattr(checkpoints, "LOG_LIMIT", 1 << 20)
    for _ in range(20):
        await database.write(add)
    assert log.stat().st_size > 1 << 20
    await by_hand.checkpoint()
    await database.write(add)
    await database.write(add)  # the log was emptied between these two
    assert log.stat().st_size < 1 << 18
    assert await database.read(lambda view: view.fetchval("SELECT count(*) FROM log")) == 22


async def test_a_reader_on_an_old_snapshot_puts_the_emptying_off(
    maintained: tuple[SqliteDatabase, Checkpoints, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, by_hand, log = maintained
    monkeypatch.setattr(checkpoints, "LOG_LIMIT", 1 << 20)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM log").fetchone()
        for _ in range(20):
            await database.write(add)
        await by_hand.checkpoint()
        await database.write(add)
        await database.write(add)
        assert log.stat().st_size > 1 << 20
        assert reader.execute("SELECT count(*) FROM log").fetchone() == (0,)
    await by_hand.checkpoint()
    await database.write(add)
    await database.write(add)
    assert log.stat().st_size < 1 << 18
