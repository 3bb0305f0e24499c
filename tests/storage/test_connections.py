"""What is asked of the SQLite that Python comes with, a different one on every system, and how it is set up."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.bus import LocalBus
from storage.errors import UnavailableError
from storage.sqlite import SqliteDatabase, connections


async def test_a_sqlite_without_returning_is_refused_before_the_file_is_touched(
    tmp_path: Path, bus: LocalBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RHEL 9 and Debian 11 have 3.34."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(UnavailableError, match="too old"):
        async with SqliteDatabase(tmp_path / "test.db", bus):
            pass
    assert not (tmp_path / "test.db-wal").exists()


async def test_a_sqlite_without_a_part_that_we_use_is_refused(
    tmp_path: Path, bus: LocalBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "NEEDED_PARTS", connections.NEEDED_PARTS.replace("fts5", "fts6"))
    with pytest.raises(UnavailableError, match="without JSON functions or FTS5: no such function: fts6_source_id"):
        async with SqliteDatabase(tmp_path / "test.db", bus):
            pass


@pytest.mark.parametrize("writable", [True, False])
def test_the_log_is_flushed_before_pages_are_copied_from_it(tmp_path: Path, writable: bool) -> None:
    """1 is NORMAL, sqlite.org/pragma.html#pragma_synchronous: with 0 a loss of power could damage the database."""
    (tmp_path / "test.db").touch()
    with closing(connections.connect(tmp_path / "test.db", writable=writable)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (1,)
