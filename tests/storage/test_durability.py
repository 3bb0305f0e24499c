"""Acknowledged means stored: kills, a full disk, and keys that are given out once."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.bus import LocalBus
from storage.database import Snapshot, Tx
from storage.errors import DamagedError, FullError
from storage.sealing import Sealer
from storage.sign_in import keys
from storage.sign_in.keys import AuthKeyRecord
from storage.sqlite import SqliteDatabase

KILLS = 6


def acknowledged_until_killed(path: Path, lines: int, *more: str, **environment: object) -> set[int]:
    """Run the writing program, kill it after so many acknowledgements, and return all that it gave."""
    program = [sys.executable, str(Path(__file__).with_name("killed_writer.py")), str(path), *more]
    environ = os.environ | {name: str(value) for name, value in environment.items()}
    with subprocess.Popen(program, stdout=subprocess.PIPE, env=environ) as child:
        assert child.stdout is not None
        acknowledged = {int(child.stdout.readline()) for _ in range(lines)}
        child.kill()
        return acknowledged | {int(line) for line in child.stdout}


async def test_whatever_was_acknowledged_is_there_after_kills(tmp_path: Path, bus: LocalBus) -> None:
    """DU-1, and HS-5's share of storage: a key is durable before anyone is told that it is kept."""
    path = tmp_path / "chappe.db"
    acknowledged: set[int] = set()
    for kill in range(KILLS):
        acknowledged |= await asyncio.to_thread(acknowledged_until_killed, path, 50 + 37 * kill)

    sealer = Sealer(bytes(32), os.urandom)
    async with SqliteDatabase(path, bus) as database:

        async def stored(view: Snapshot) -> dict[int, bytes]:
            rows = await view.fetchall("SELECT key_id, sealed FROM auth_keys")
            return {key_id: sealer.open(sealed, b"auth_key:%d" % key_id) for key_id, sealed in rows}

        secrets = await database.read(stored)
    assert acknowledged <= secrets.keys(), f"lost: {sorted(acknowledged - secrets.keys())}"
    assert all(secret == key_id.to_bytes(256) for key_id, secret in secrets.items())


async def test_one_key_id_is_given_out_once(database: SqliteDatabase) -> None:
    """HS-5's share of storage: of many that store one key id at once, one does; the others are told (dh_gen_retry)."""
    records = [AuthKeyRecord(key_id=7, sealed=bytes([number]), created_at=0) for number in range(20)]
    stored = await asyncio.gather(
        *(database.write(lambda tx, record=record: keys.insert(tx, record)) for record in records)
    )
    assert sum(stored) == 1
    kept = await database.peek(lambda view: keys.load(view, 7))
    assert kept == records[stored.index(True)]


async def test_what_is_no_database_is_refused_and_let_go(tmp_path: Path, bus: LocalBus) -> None:
    (tmp_path / "x.db").write_bytes(b"something else entirely" * 100)
    threads = threading.active_count()
    with pytest.raises(DamagedError):
        await SqliteDatabase(tmp_path / "x.db", bus).__aenter__()
    assert threading.active_count() <= threads + 1, "only the event loop's own helper may remain"


async def test_the_file_is_private(tmp_path: Path, bus: LocalBus) -> None:
    async with SqliteDatabase(tmp_path / "x.db", bus) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE t (id BIGINT)"))
        modes = {entry.name: oct(entry.stat().st_mode & 0o777) for entry in os.scandir(tmp_path)}
    assert modes == {name: "0o600" for name in ("x.db", "x.db-wal", "x.db-shm")}


# A full disk (DU-3).


async def store(database: SqliteDatabase, number: int, size: int) -> None:
    await database.write(lambda tx: tx.execute("INSERT INTO log VALUES (?, ?)", (number, bytes(size))))


async def numbers(view: Snapshot) -> set[int]:
    return {number for (number,) in await view.fetchall("SELECT number FROM log")}


async def create(tx: Tx) -> None:
    await tx.execute("CREATE TABLE log (number BIGINT NOT NULL, body BLOB NOT NULL)")


@pytest.mark.rows("DU-3")
async def test_a_full_database_acknowledges_nothing_and_recovers(tmp_path: Path, bus: LocalBus) -> None:
    """Forced through SQLite's own page limit: units that need no new page still succeed beside those that do."""
    async with SqliteDatabase(tmp_path / "x.db", bus) as database:
        await database.write(create)
        await database.write(lambda tx: tx.execute("PRAGMA max_page_count = 40"))
        sizes = [100 if number % 4 else 60_000 for number in range(40)]
        answers = await asyncio.gather(
            *(store(database, number, size) for number, size in enumerate(sizes)), return_exceptions=True
        )
        acknowledged = {number for number, answer in enumerate(answers) if answer is None}
        refused = set(range(40)) - acknowledged
        assert all(isinstance(answers[number], FullError) for number in refused)
        assert await database.read(numbers) == acknowledged
        assert {number for number in range(40) if number % 4} <= acknowledged, "small ones fail with the large"
        assert len(refused) >= 7

        await database.write(lambda tx: tx.execute("PRAGMA max_page_count = 4000"))
        await asyncio.gather(*(store(database, number, 60_000) for number in refused))
        assert await database.read(numbers) == set(range(40))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MiB, where this user may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", place], capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.fixture
async def on_small_disk(small_disk: Path, bus: LocalBus) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase(small_disk / "x.db", bus) as database:
        await database.write(create)
        yield database


@pytest.mark.rows("DU-3")
async def test_a_full_disk_acknowledges_nothing_and_recovers(on_small_disk: SqliteDatabase, small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(2 << 20))
    answers = await asyncio.gather(
        *(store(on_small_disk, number, 50_000) for number in range(60)), return_exceptions=True
    )
    acknowledged = {number for number, answer in enumerate(answers) if answer is None}
    assert {type(answer) for answer in answers} - {type(None)} <= {FullError, DamagedError}
    assert len(acknowledged) < 60
    assert await on_small_disk.read(numbers) == acknowledged

    ballast.unlink()
    await store(on_small_disk, 100, 50_000)
    assert await on_small_disk.read(numbers) == acknowledged | {100}
