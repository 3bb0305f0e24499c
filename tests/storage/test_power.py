"""Acknowledged means flushed: a cut of power takes nothing that was. bench/chaos/power.py does it to a whole server."""

import os
import struct
import subprocess
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest

from bench.chaos.power import Disk, build_witness, write_all
from storage.bus import LocalBus
from storage.database import Snapshot
from storage.sqlite import SqliteDatabase
from tests.storage.killing import acknowledged_until_killed

FOLDER = "/disk"


def record(operation: bytes, name: str, number: int = 0, data: bytes = b"") -> bytes:
    path = os.fsencode(f"{FOLDER}/{name}" if name else FOLDER)
    return struct.pack("<cIQQ", operation, len(path), number, len(data)) + path + data


def after(*records: bytes, spared: bool) -> dict[str, bytes]:
    """What is found by name after these calls and a cut that spares all or nothing of what was not flushed."""
    disk = Disk()
    disk.replay(b"".join(records))
    return {path.removeprefix(f"{FOLDER}/"): content for path, content in disk.cut(lambda: spared).items()}


def test_what_was_not_flushed_is_there_or_not() -> None:
    calls = [record(b"c", "a"), record(b"w", "a", 0, b"old"), record(b"s", "a")]
    calls += [record(b"w", "a", 1, b"NEW"), record(b"c", "b"), record(b"w", "b", 2, b"x")]
    assert after(*calls, spared=False) == {"a": b"old"}
    assert after(*calls, spared=True) == {"a": b"oNEW", "b": b"\0\0x"}
    calls += [record(b"t", "a", 2), record(b"s", "a"), record(b"t", "a", 0)]
    assert after(*calls, spared=False) == {"a": b"oN"}
    assert after(*calls, spared=True)["a"] == b""


def test_names_are_kept_by_their_folder() -> None:
    calls = [record(b"c", "a"), record(b"w", "a", 0, b"1"), record(b"s", "a"), record(b"r", "a", 0, b"/disk/b")]
    assert after(*calls, spared=False) == {"a": b"1"}
    assert after(*calls, spared=True) == {"b": b"1"}
    calls += [record(b"s", "")]
    assert after(*calls, spared=False) == {"b": b"1"}
    calls += [record(b"u", "b")]
    assert after(*calls, spared=False) == {"b": b"1"}
    assert after(*calls, spared=True) == {}


def test_a_write_may_be_torn_at_a_sector() -> None:
    disk = Disk()
    disk.replay(record(b"c", "a") + record(b"s", "a") + record(b"w", "a", 500, b"y" * 524))
    name, first, second = True, True, False
    spared = iter([name, first, second])
    assert disk.cut(lambda: next(spared)) == {"/disk/a": bytes(500) + b"y" * 12}
    assert disk.cut(lambda: False) == {"/disk/a": bytes(500) + b"y" * 12}, "what a cut has left stays"


@pytest.fixture(scope="module")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        return build_witness(tmp_path_factory.mktemp("witness"))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("the witness needs a C compiler and a system that preloads libraries")


async def lost(folder: Path, witness: Path, durability: str, spared: Callable[[], bool]) -> set[int]:
    """Acknowledged keys that a database does not have after a cut."""
    path = folder / "data" / "chappe.db"
    path.parent.mkdir()
    watched = {"LD_PRELOAD": witness, "WITNESS_FOLDER": path.parent, "WITNESS_LOG": folder / "log"}
    acknowledged = acknowledged_until_killed(path, 100, durability, **watched)
    disk = Disk()
    disk.replay((folder / "log").read_bytes())
    write_all(disk.cut(spared), path.parent)

    async def stored(view: Snapshot) -> set[int]:
        if not await view.fetchval("SELECT count(*) FROM sqlite_schema WHERE name = 'auth_keys'"):
            return set()
        return {key_id for (key_id,) in await view.fetchall("SELECT key_id FROM auth_keys")}

    async with SqliteDatabase(path, LocalBus()) as database:
        return acknowledged - await database.read(stored)


@pytest.mark.rows("DU-4")
@pytest.mark.parametrize("pattern", [[False], [True], [True, False, False]], ids=["none", "all", "some"])
async def test_a_cut_takes_nothing_that_was_acknowledged(tmp_path: Path, witness: Path, pattern: list[bool]) -> None:
    """Whatever is left of what was not flushed: nothing, all, or every third sector."""
    spared = cycle(pattern)
    assert await lost(tmp_path, witness, "flushed", lambda: next(spared)) == set()


async def test_a_cut_shows_what_was_not_flushed(tmp_path: Path, witness: Path) -> None:
    """The oracle of the test above: where a commit does not wait for the device, it does find losses."""
    assert await lost(tmp_path, witness, "process", lambda: False)
