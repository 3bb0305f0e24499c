"""A full disk: what is acknowledged is stored, what is stored can be read, and room is all that is needed."""

import asyncio
import errno
import os
import resource
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

import storage.sqlite.database
from storage import migrate
from storage.bus import LocalBus
from storage.conversations import boxes
from storage.database import Snapshot, Tx
from storage.errors import DamagedError, FullError, UnavailableError
from storage.sealing import Sealer, verify
from storage.sqlite import SqliteDatabase, room
from storage.sqlite.checkpoints import Checkpoints
from storage.sqlite.connections import connect, translate
from storage.sqlite.reserve import SIZE, Reserve
from tests.storage.on_the_thread import OnTheThread
from tests.storage.staged_messages import no_room_beyond

pytestmark = [pytest.mark.rows("DU-3"), pytest.mark.usefixtures("none_by_the_clock")]

NOW = 1_700_000_000
MIB = 1 << 20


async def create(tx: Tx) -> None:
    await tx.execute("CREATE TABLE log (number BIGINT NOT NULL, body BLOB NOT NULL)")


async def store(database: SqliteDatabase, number: int, size: int = 100_000) -> None:
    await database.write(lambda tx: tx.execute("INSERT INTO log VALUES (?, ?)", (number, bytes(size))))


async def numbers(view: Snapshot) -> set[int]:
    return {number for (number,) in await view.fetchall("SELECT number FROM log")}


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


# What is kept.


async def test_room_is_kept_beside_the_database_while_it_is_open(tmp_path: Path, bus: LocalBus) -> None:
    kept = tmp_path / "x.db-reserve"
    async with SqliteDatabase(tmp_path / "x.db", bus):
        assert kept.stat().st_blocks * 512 >= SIZE
    assert not kept.exists()


async def test_room_that_a_command_beside_the_server_gave_back_is_kept_again(tmp_path: Path) -> None:
    """As `chappe doctor` does, which opens the database to look at its schema."""
    kept = tmp_path / "x.db-reserve"
    async with on_disk(tmp_path / "x.db") as (_, by_hand):
        async with SqliteDatabase(tmp_path / "x.db", LocalBus()):
            pass
        await by_hand.checkpoint()
        assert kept.stat().st_blocks * 512 >= SIZE


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_nothing_is_kept_of_what_does_not_suffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    reserve = Reserve(tmp_path / "x.db")
    with monkeypatch.context() as patched:
        patched.setattr(os, "posix_fallocate", failing(number))
        assert not reserve.make()
    assert not list(tmp_path.iterdir())
    assert reserve.make()
    assert reserve.make()
    reserve.release()
    reserve.release()
    assert not list(tmp_path.iterdir())


def failing(number: int) -> Callable[..., None]:
    """A call of the system that fails."""

    def fails(*_: int) -> None:
        raise OSError(number, os.strerror(number))

    return fails


def test_what_keeps_room_from_being_set_aside_is_not_taken_for_a_full_disk(tmp_path: Path) -> None:
    """No file may become so long: it is the first limit that comes to hand, and its number none of a full disk."""
    reserve = Reserve(tmp_path / "x.db")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE - 1, before[1]))
    try:
        with pytest.raises(OSError, match=r"File too large: '.*/x\.db-reserve'"):
            reserve.make()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(tmp_path.iterdir())


async def test_a_start_that_may_not_keep_room_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "posix_fallocate", failing(errno.EACCES))
        with pytest.raises(UnavailableError, match=r"^no room can be kept .* Permission denied: '.*/x\.db-reserve'$"):
            await SqliteDatabase(tmp_path / "x.db", LocalBus()).__aenter__()
    async with SqliteDatabase(tmp_path / "x.db", LocalBus()) as database:
        await database.write(create)


async def test_room_that_cannot_be_kept_any_more_refuses_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What is wrong is said; whether there is room is seen when something is written."""
    async with on_disk(tmp_path / "x.db") as (database, by_hand):
        await database.write(create)
        (tmp_path / "x.db-reserve").unlink()
        with monkeypatch.context() as patched:
            patched.setattr(os, "posix_fallocate", failing(errno.EIO))
            await by_hand.checkpoint()
        await store(database, 1)
        said = f"no room can be kept for the database: [Errno 5] Input/output error: '{tmp_path}/x.db-reserve'"
        assert [record.getMessage() for record in caplog.records] == [said]
        await by_hand.checkpoint()
        assert (tmp_path / "x.db-reserve").exists()


@pytest.mark.parametrize("unsupported", ["it is missing", "it fails"])
def test_room_is_kept_where_the_system_cannot_set_it_aside(
    unsupported: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if unsupported == "it is missing":
        monkeypatch.delattr(os, "posix_fallocate")
    else:
        monkeypatch.setattr(os, "posix_fallocate", failing(errno.EOPNOTSUPP))
    assert Reserve(tmp_path / "x.db").make()
    assert (tmp_path / "x.db-reserve").stat().st_blocks * 512 >= SIZE


def test_an_index_of_the_log_that_cannot_be_made_longer_means_a_full_disk() -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    assert type(translate(error)) is FullError


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.EDQUOT, FullError), (errno.ENOSPC, FullError), (errno.EIO, DamagedError)]
)
async def test_of_a_write_that_fails_the_system_is_asked_why(
    tmp_path: Path, bus: LocalBus, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception]
) -> None:
    """SQLite says only of a full disk that it is full, and of a full quota the same as of a broken disk."""

    async with SqliteDatabase(tmp_path / "x.db", bus) as database:
        await database.write(create)
        await store(database, 1)
        with monkeypatch.context() as patched, no_room_beyond(tmp_path / "x.db-wal"):
            patched.setattr(os, "posix_fallocate", failing(number))
            with pytest.raises(kind):
                await store(database, 2)
            several = await asyncio.gather(*(store(database, n) for n in range(3, 6)), return_exceptions=True)
            assert {type(answer) for answer in several} == {kind}
        await store(database, 2)
        assert await database.read(numbers) == {1, 2}


# A device whose room is counted, for whoever may not mount one: what the database and its log take is real, and the
# copy into the database fails for want of room as SQLite's does.


class Device(Reserve):
    """What is kept on a device of so many bytes, with one database on it and what others have there."""

    def __init__(self, database: Path, size: int) -> None:
        self._files = (database, database.with_name(f"{database.name}-wal"))
        self._size = size
        self._kept = 0
        self.others = 0
        self.full = sqlite3.SQLITE_FULL
        """What SQLite says when there is no room on it."""

    @property
    def room(self) -> int:
        taken = sum(file.stat().st_size for file in self._files if file.exists())
        return self._size - self.others - self._kept - taken

    def make(self) -> bool:
        if not self._kept and self.room >= SIZE:
            self._kept = SIZE
        return self._kept > 0

    def is_there(self) -> bool:
        return self._kept > 0

    def release(self) -> None:
        self._kept = 0

    def free(self) -> int:
        return max(0, self.room)

    def takes(self, pages: int) -> bool:
        """Whether the database can have so many pages."""
        return pages * 4096 - self._files[0].stat().st_size <= self.free()


OnDevice: TypeAlias = "tuple[SqliteDatabase, Checkpoints, Device]"


@asynccontextmanager
async def opened(path: Path, device: Device) -> AsyncIterator[tuple[SqliteDatabase, Checkpoints]]:
    async with SqliteDatabase(path, LocalBus()) as database:
        connector = partial(connect, path, writable=True)
        by_hand = Checkpoints(connector, database._writer, path, database._file, device)
        copy = by_hand._copy

        async def copy_if_it_fits() -> tuple[int, int]:
            pages = await database.peek(lambda view: view.fetchval("SELECT page_count FROM pragma_page_count"))
            if not device.takes(pages):
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorcode = device.full
                raise error
            return await copy()

        by_hand._copy = copy_if_it_fits  # type: ignore[method-assign]
        await by_hand.open()
        try:
            yield database, by_hand
        finally:
            await by_hand.close()


@pytest.fixture
async def on_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OnDevice]:
    device = Device(tmp_path / "x.db", 24 * MIB)
    monkeypatch.setattr(storage.sqlite.database, "Reserve", lambda path: device)
    async with opened(tmp_path / "x.db", device) as (database, by_hand):
        await migrate.up(database, NOW)
        await database.write(create)
        await by_hand.checkpoint()
        yield database, by_hand, device


@pytest.mark.parametrize("of_whom", ["device", "quota"])
async def test_a_log_that_took_the_last_room_is_copied_and_gives_it_back(
    on_device: OnDevice, monkeypatch: pytest.MonkeyPatch, of_whom: str
) -> None:
    """Nobody else has to make room for it."""
    database, by_hand, device = on_device
    if of_whom == "quota":
        device.full = sqlite3.SQLITE_IOERR_WRITE
        monkeypatch.setattr(room, "lack", lambda folder: None if device.room > 0 else "Disk quota exceeded")
    device.others = device.room - 3 * MIB
    count = 0
    while device.room > 0:
        await store(database, count)
        count += 1
    await by_hand.checkpoint()
    assert device.room > 0
    await store(database, count)
    assert await database.read(numbers) == set(range(count + 1))


async def fill(on_device: OnDevice) -> None:
    """Let the log and somebody else take all the room there is, and look."""
    database, by_hand, device = on_device
    for number in range(10):
        await store(database, number)
    device.others += device.room + SIZE - 500_000  # less than the ten rows need, and the log has no more than that
    device.release()
    await by_hand.checkpoint()


async def test_without_room_everybody_is_refused_until_there_is_some(
    on_device: OnDevice, caplog: pytest.LogCaptureFixture
) -> None:
    database, by_hand, device = on_device
    await fill(on_device)
    for _ in range(2):
        answers = await asyncio.gather(*(store(database, 100, 1) for _ in range(5)), return_exceptions=True)
        assert [str(answer) for answer in answers] == ["no room is left on the device of the database"] * 5
        assert {type(answer) for answer in answers} == {FullError}
        await by_hand.checkpoint()
    assert await database.read(numbers) == await database.peek(numbers) == set(range(10))
    device.others = 0
    await by_hand.checkpoint()
    await store(database, 10, 1)
    assert await database.read(numbers) == set(range(11))
    assert [record.getMessage() for record in caplog.records] == said_of_a_full_disk(database)


def said_of_a_full_disk(database: SqliteDatabase) -> list[str]:
    """What the log has to say of everybody that was refused."""
    return [
        f"no room is left on the device of {database.path}: until there is, what needs some is refused",
        f"there is room again on the device of {database.path}",
    ]


async def test_what_does_not_fit_is_said_when_that_begins_and_ends(
    on_device: OnDevice, caplog: pytest.LogCaptureFixture
) -> None:
    """However many are refused meanwhile, and although others fit."""
    database, by_hand, _ = on_device
    for _ in range(3):
        for _ in range(3):
            with pytest.raises(FullError):
                await store(database, 1, SIZE * 2)
            await store(database, 2, 1)
        await by_hand.checkpoint()
    await store(database, 2, 1)
    await by_hand.checkpoint()
    await by_hand.checkpoint()
    assert [record.getMessage() for record in caplog.records] == said_of_a_full_disk(database)


async def test_that_nothing_can_be_copied_is_said_once(on_device: OnDevice, caplog: pytest.LogCaptureFixture) -> None:
    database, by_hand, device = on_device
    device.full = sqlite3.SQLITE_IOERR_READ
    for number in range(10):
        await store(database, number)
    device.others += device.room
    for _ in range(3):
        await by_hand.checkpoint()
    said = "the log could not be folded into the database: database or disk is full"
    assert [record.getMessage() for record in caplog.records] == [said]
    device.others = 0
    await by_hand.checkpoint()
    device.others += device.room
    await store(database, 10)
    await by_hand.checkpoint()
    assert [record.getMessage() for record in caplog.records] == [said] * 2


async def test_nothing_is_copied_for_want_of_room_while_a_unit_runs_on_the_thread(
    on_device: OnDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite would copy without the lock of who writes, just as a commit may begin the log again."""
    database, by_hand, device = on_device
    statements: list[str] = []
    execute = by_hand._connection.execute_fetchall
    monkeypatch.setattr(by_hand._connection, "execute_fetchall", lambda sql: (statements.append(sql), execute(sql))[1])
    long = OnTheThread(lambda tx: tx.execute("INSERT INTO log VALUES (1, '')"))
    writing = asyncio.ensure_future(database.write(long))
    await asyncio.to_thread(long.begun.wait, 10)
    device.release()
    device.others += device.room
    looking = asyncio.ensure_future(by_hand.checkpoint())
    while not database._writer.out_of_room:  # noqa: ASYNC110  # it asks a thread for room first
        await asyncio.sleep(0.001)
    await asyncio.sleep(0)
    assert statements == []
    long.may_end.set()
    await asyncio.gather(writing, looking)
    assert statements[0] == "PRAGMA wal_checkpoint(TRUNCATE)"


async def test_rows_that_wait_are_read_where_there_is_no_room_to_move_them(on_device: OnDevice) -> None:
    database, _, _ = on_device
    await database.write(lambda tx: boxes.advance_all(tx, (1,), ids=1, pts=7))
    before = (database.path.stat().st_size, database._writer.commits)
    database._writer.out_of_room = True

    async def pts(view: Snapshot) -> list[object]:
        return [pts for (pts,) in await view.fetchall("SELECT pts FROM boxes")]

    assert await database.peek(pts) == await database.read(pts) == [8]
    assert (database.path.stat().st_size, database._writer.commits) == before


async def test_the_database_grows_by_no_more_than_is_kept_before_the_log_is_copied(on_device: OnDevice) -> None:
    """Where the disk is nearly full; elsewhere a unit may bring as much as it likes."""
    database, by_hand, device = on_device
    await store(database, 0, SIZE // 2)
    with pytest.raises(FullError):
        await store(database, 1, SIZE)
    await by_hand.checkpoint()
    await store(database, 1, SIZE * 3 // 4)
    device.others -= 128 * MIB
    await by_hand.checkpoint()
    await store(database, 2, SIZE * 4)
    assert await database.read(numbers) == {0, 1, 2}


async def test_what_cannot_be_copied_yet_has_its_room_left_to_it(on_device: OnDevice) -> None:
    """Somebody reads on an old snapshot, and the database grows by more than is kept for it."""
    database, by_hand, device = on_device
    with closing(sqlite3.connect(database.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM log").fetchone()
        device.others -= 128 * MIB
        await by_hand.checkpoint()
        for number in range(60):
            await store(database, number)
        device.others += 128 * MIB
        await by_hand._connection.execute("PRAGMA busy_timeout = 0")
        await by_hand.checkpoint()
        assert device.room > 0
        with pytest.raises(FullError):
            await store(database, 60)
        device.others -= 128 * MIB
        await by_hand.checkpoint()
        await store(database, 60)
        device.others += 128 * MIB
        await by_hand.checkpoint()
        with pytest.raises(FullError):
            await store(database, 61)
    await by_hand.checkpoint()
    await store(database, 61)
    assert await database.read(numbers) == set(range(62))


async def test_a_start_without_room_serves_those_who_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.db"
    sealer = Sealer(bytes(32), os.urandom)
    async with SqliteDatabase(path, LocalBus()) as database:
        await migrate.up(database, NOW)
        await verify(database, sealer)
        await database.write(create)
        await store(database, 1)
    device = Device(path, 0)
    monkeypatch.setattr(storage.sqlite.database, "Reserve", lambda path: device)
    async with opened(path, device) as (database, by_hand):
        assert await migrate.up(database, NOW) == []
        await verify(database, sealer)
        assert await database.read(numbers) == {1}
        with pytest.raises(FullError):
            await store(database, 2)
        device.others = -24 * MIB
        await by_hand.checkpoint()
        await store(database, 2)
        assert await database.read(numbers) == {1, 2}


# A real one, for whoever may mount it.


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MiB, where this user may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "none", place], capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", place], check=True)


@asynccontextmanager
async def on_disk(path: Path) -> AsyncIterator[tuple[SqliteDatabase, Checkpoints]]:
    async with SqliteDatabase(path, LocalBus()) as database:
        connector = partial(connect, path, writable=True)
        by_hand = Checkpoints(connector, database._writer, path, database._file, Reserve(path))
        await by_hand.open()
        try:
            yield database, by_hand
        finally:
            await by_hand.close()


def take_all(disk: Path) -> Path:
    """Fill a disk to its last page."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return ballast


async def store_many(database: SqliteDatabase, count: int) -> set[int]:
    """Store so many rows at once; those that were acknowledged."""
    answers = await asyncio.gather(
        *(store(database, number, 50_000) for number in range(count)), return_exceptions=True
    )
    assert {type(answer) for answer in answers} - {type(None)} <= {FullError, DamagedError}
    return {number for number, answer in enumerate(answers) if answer is None}


async def test_a_full_disk_acknowledges_nothing_and_recovers(small_disk: Path) -> None:
    async with on_disk(small_disk / "x.db") as (database, by_hand):
        await database.write(create)
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(11 * MIB))
        acknowledged = await store_many(database, 60)
        assert len(acknowledged) < 60
        assert await database.read(numbers) == acknowledged

        ballast.unlink()
        await by_hand.checkpoint()
        await store(database, 100)
        assert await database.read(numbers) == acknowledged | {100}


async def test_a_disk_filled_by_the_log_alone_is_no_trap(small_disk: Path) -> None:
    """No other file is there that could go."""
    async with on_disk(small_disk / "x.db") as (database, by_hand):
        await database.write(create)

        acknowledged = await store_many(database, 1000)
        assert await database.read(numbers) == acknowledged
        await by_hand.checkpoint()
        await store(database, 1000, 50_000)
        assert await database.read(numbers) == acknowledged | {1000}


async def test_a_unit_that_takes_all_the_room_and_is_refused_is_none_either(small_disk: Path) -> None:
    async with on_disk(small_disk / "x.db") as (database, by_hand):
        await database.write(create)
        for number in range(2):
            await store(database, number, 7 * MIB // 2)
            await by_hand.checkpoint()
        with pytest.raises(FullError):
            await database.write(lambda tx: tx.execute("UPDATE log SET body = ?", (bytes(3 * MIB),)))
        await store(database, 2, MIB)
        await by_hand.checkpoint()
        await store(database, 3)
        assert await database.read(numbers) == {0, 1, 2, 3}


async def test_a_server_on_a_full_disk_starts_and_serves_those_who_read(small_disk: Path) -> None:
    path = small_disk / "x.db"
    async with on_disk(path) as (database, _):
        await database.write(create)
        await store(database, 1)
    ballast = take_all(small_disk)
    with ballast.open("r+b") as file:
        file.truncate(ballast.stat().st_size - 65_536)  # for the pages by which the log is shared
    async with on_disk(path) as (database, by_hand):
        assert await database.read(numbers) == {1}
        with pytest.raises(FullError):
            await store(database, 2)
        ballast.unlink()
        await by_hand.checkpoint()
        await store(database, 2)
        assert await database.read(numbers) == {1, 2}


async def test_a_server_that_was_killed_on_a_full_disk_starts_with_what_was_kept(small_disk: Path) -> None:
    path = small_disk / "x.db"
    async with on_disk(path) as (database, _):
        await database.write(create)
        await store(database, 1)
    assert Reserve(path).make()
    take_all(small_disk)
    async with on_disk(path) as (database, _):
        assert await database.read(numbers) == {1}
