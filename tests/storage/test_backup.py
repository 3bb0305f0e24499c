"""Backups under load restore to everything acknowledged before them; what is altered or unfinished is refused."""

import asyncio
import hashlib
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage import migrate
from storage.bus import LocalBus
from storage.database import Tx
from storage.errors import BackupError
from storage.sqlite import SqliteDatabase
from storage.sqlite.backup import StoredFile, back_up, read_manifest, restore
from storage.sqlite.check import check

NOW = 1_700_000_000
CONTENT = b"a photo" * 1000


@pytest.fixture
async def backed_up(database: SqliteDatabase, tmp_path: Path) -> Path:
    """A backup with a file and a key in it."""
    (tmp_path / "photo").write_bytes(CONTENT)
    (tmp_path / "root.secret").write_bytes(bytes(32))
    files = [
        StoredFile("files/ab/photo", tmp_path / "photo", hashlib.sha256(CONTENT).hexdigest()),
        StoredFile("keys/root.secret", tmp_path / "root.secret"),
        StoredFile("files/ab/deleted", tmp_path / "deleted", "0" * 64),
    ]
    await back_up(database.path, tmp_path / "backup", files, NOW)
    return tmp_path / "backup"


@pytest.mark.rows("DU-6")
async def test_a_backup_under_load_holds_everything_acknowledged_before_it(tmp_path: Path, bus: LocalBus) -> None:
    acknowledged: set[int] = set()
    copied = asyncio.Event()

    async with SqliteDatabase(tmp_path / "live.db", bus) as database:
        await migrate.up(database, NOW)

        async def create(tx: Tx) -> None:
            await tx.execute("CREATE TABLE log (number BIGINT, body BLOB)")
            await tx.executemany("INSERT INTO log VALUES (?, ?)", [(-1, bytes(1000)) for _ in range(5000)])

        await database.write(create)

        async def write_until_copied(first: int) -> None:
            number = first
            while not copied.is_set():
                await database.write(lambda tx, n=number: tx.execute("INSERT INTO log VALUES (?, x'')", (n,)))
                acknowledged.add(number)
                number += 8

        writers = [asyncio.ensure_future(write_until_copied(first)) for first in range(8)]
        while len(acknowledged) < 100:
            await database.read(lambda view: view.fetchval("SELECT 1"))
        before = set(acknowledged)
        manifest = await back_up(database.path, tmp_path / "backup", [], NOW)
        copied.set()
        await asyncio.gather(*writers)
        assert len(acknowledged) > len(before), "nothing was written meanwhile"

    assert (await restore(tmp_path / "backup", tmp_path / "restored")).manifest == manifest
    async with SqliteDatabase(tmp_path / "restored" / "chappe.db", bus) as restored:
        rows = await restored.read(lambda view: view.fetchall("SELECT number FROM log WHERE number >= 0"))
        numbers = {number for (number,) in rows}
        assert before <= numbers <= acknowledged
        assert await restored.read(lambda view: view.fetchval("SELECT count(*) FROM log WHERE number < 0")) == 5000
        assert (await migrate.status(restored)).pending == []


async def test_contents_are_linked_keys_come_back_and_the_manifest_tells(backed_up: Path, tmp_path: Path) -> None:
    manifest = read_manifest(backed_up)
    assert manifest.made_at == NOW
    assert "0001_engine" in manifest.schema
    assert set(manifest.files) == {"chappe.db", "files/ab/photo", "keys/root.secret"}, "the deleted one is absent"
    for name, entry in manifest.files.items():
        content = (backed_up / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry.size, entry.sha256)
    assert (backed_up / "files/ab/photo").samefile(tmp_path / "photo")
    assert os.stat(backed_up).st_mode & 0o777 == 0o700

    await restore(backed_up, tmp_path / "restored")
    assert (tmp_path / "restored/files/ab/photo").read_bytes() == CONTENT
    assert not (tmp_path / "restored/files/ab/photo").samefile(tmp_path / "photo")
    assert (tmp_path / "restored/keys/root.secret").read_bytes() == bytes(32)
    assert await check(tmp_path / "restored/chappe.db") == []
    assert not list((tmp_path / "restored").glob("*.restored*"))


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(bytes(content))


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-1])


@pytest.mark.parametrize("name", ["chappe.db", "files/ab/photo", "keys/root.secret"])
@pytest.mark.parametrize("harm", [flip, cut, Path.unlink])
async def test_an_altered_backup_is_refused(
    backed_up: Path, tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    """DU-5's share of backups: what comes back is what was put in, or nothing does."""
    harm(backed_up / name)
    with pytest.raises(BackupError, match=name):
        await restore(backed_up, tmp_path / "restored")
    assert not (tmp_path / "restored/chappe.db").exists()


@pytest.mark.parametrize("harm", [flip, cut, Path.unlink])
async def test_a_content_that_is_damaged_may_be_left_out(
    backed_up: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """One lost sector of one photo, which is in the store and in every backup that links it, is not the end of all."""
    harm(backed_up / "files/ab/photo")
    with pytest.raises(BackupError, match="files/ab/photo"):
        await restore(backed_up, tmp_path / "refused")
    restored = await restore(backed_up, tmp_path / "restored", leave_out=True)
    assert restored.left_out == ["files/ab/photo"]
    assert (tmp_path / "restored/chappe.db").exists()
    assert (tmp_path / "restored/keys/root.secret").exists()
    assert not (tmp_path / "restored/files/ab/photo").exists()


@pytest.mark.parametrize("name", ["chappe.db", "keys/root.secret"])
@pytest.mark.parametrize("harm", [flip, cut, Path.unlink])
async def test_nothing_else_may_be_left_out(
    backed_up: Path, tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    harm(backed_up / name)
    with pytest.raises(BackupError, match=name):
        await restore(backed_up, tmp_path / "restored", leave_out=True)
    assert not (tmp_path / "restored/chappe.db").exists()


async def test_an_unfinished_or_strange_manifest_is_refused(backed_up: Path, tmp_path: Path) -> None:
    manifest = backed_up / "manifest.json"
    whole = json.loads(manifest.read_text())
    entry = whole["files"]["files/ab/photo"]
    strange = [
        {**whole, "format": 2},
        {**whole, "files": {}},
        {**whole, "files": {**whole["files"], "../outside": entry}},
        {**whole, "files": {**whole["files"], "/outside": entry}},
        {**whole, "files": {**whole["files"], "files/photo": {"size": 1}}},
        [],
    ]
    for content in strange:
        manifest.write_text(json.dumps(content))
        with pytest.raises(BackupError):
            await restore(backed_up, tmp_path / "restored")
    manifest.unlink()
    with pytest.raises(BackupError, match="unfinished"):
        await restore(backed_up, tmp_path / "restored")
    assert not (tmp_path / "restored").exists()


async def test_nothing_is_overwritten(backed_up: Path, database: SqliteDatabase, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="new folder"):
        await back_up(database.path, backed_up, [], NOW)
    await restore(backed_up, tmp_path / "restored")
    with pytest.raises(BackupError, match="already has a database"):
        await restore(backed_up, tmp_path / "restored")


async def test_nothing_of_another_database_comes_into_the_restored_one(backed_up: Path, tmp_path: Path) -> None:
    """A kill left its log, and somebody has removed the rest of it by hand."""
    destination = tmp_path / "restored"
    destination.mkdir()
    (destination / "chappe.db-wal").write_bytes((tmp_path / "chappe.db-wal").read_bytes())
    with pytest.raises(BackupError, match="log of another database"):
        await restore(backed_up, destination)
    (destination / "chappe.db-wal").unlink()
    await restore(backed_up, destination)


async def test_damage_is_found(database: SqliteDatabase, tmp_path: Path) -> None:
    assert await check(database.path) == []
    await back_up(database.path, tmp_path / "backup", [], NOW)
    damaged = tmp_path / "backup" / "chappe.db"
    content = bytearray(damaged.read_bytes())
    content[4096 * 3 : 4096 * 3 + 512] = bytes(512)
    damaged.write_bytes(bytes(content))
    assert await check(damaged) != []
    damaged.write_bytes(b"not a database" * 1000)
    assert await check(damaged) == ["file is not a database"]


async def test_dangling_references_are_found(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection, connection:
        connection.execute("CREATE TABLE parents (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE children (parent INTEGER REFERENCES parents)")
        connection.execute("INSERT INTO children VALUES (7)")
    assert await check(tmp_path / "x.db") == ["row 1 of children refers to a missing row of parents"]
