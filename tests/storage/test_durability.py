"""Acknowledged means stored: kills, and keys that are given out once."""

import asyncio
import os
import threading
from pathlib import Path

import pytest

from storage.bus import LocalBus
from storage.database import Snapshot
from storage.errors import DamagedError
from storage.sealing import Sealer
from storage.sign_in import keys
from storage.sign_in.keys import AuthKeyRecord
from storage.sqlite import SqliteDatabase
from tests.storage.killing import acknowledged_until_killed

KILLS = 6


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
    assert modes == {name: "0o600" for name in ("x.db", "x.db-wal", "x.db-shm", "x.db-reserve")}
