"""Nobody is told of what a loss of power could take back, and nobody waits for the device who need not."""

import asyncio
import errno
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from storage.bus import LocalBus
from storage.database import Snapshot, Tx
from storage.errors import DamagedError, MisuseError
from storage.sqlite import Durability, SqliteDatabase, flushing
from storage.sqlite.checkpoints import Checkpoints
from storage.sqlite.connections import connect
from storage.sqlite.flushing_fallback import flush_on_request as in_python
from storage.sqlite.reserve import Reserve
from tests.storage.on_the_thread import OnTheThread
from tests.storage.sqlite.device import Device, add, committed, logged, turns

FlushOnRequest = Callable[[int, int, int], None]


@pytest.mark.rows("DU-4")
async def test_a_unit_is_answered_and_told_when_it_is_flushed(
    database: SqliteDatabase, device: Device, bus: LocalBus
) -> None:
    told: list[object] = []
    bus.subscribe("log", lambda _, values: told.extend(values))
    writing = asyncio.ensure_future(database.write(add))
    await device.asked()
    await turns()  # the loop goes on
    assert committed(database) == 1
    assert not writing.done()
    assert told == []

    device.go_on()
    await writing
    assert told == [1]
    assert device.flushes == 1


async def test_what_comes_during_a_flush_is_the_next_group(database: SqliteDatabase, device: Device) -> None:
    first = asyncio.ensure_future(database.write(add))
    await device.asked()
    later = [asyncio.ensure_future(database.write(lambda tx, n=n: add(tx, n))) for n in range(2, 22)]
    await turns()
    assert committed(database) == 1
    device.go_on()
    await first
    await device.asked()
    assert committed(database) == 21
    assert not any(writing.done() for writing in later)
    device.go_on()
    await asyncio.gather(*later)
    assert device.flushes == 2
    assert await database.peek(logged) == [*range(1, 22)]


async def test_a_peek_sees_what_is_flushed_and_does_not_wait(database: SqliteDatabase, device: Device) -> None:
    writing = asyncio.ensure_future(database.write(add))
    await device.asked()
    for _ in range(2):
        looking = database.peek(logged)
        with pytest.raises(StopIteration) as finished:
            looking.send(None)
        assert finished.value.value == []
    device.go_on()
    await writing
    assert await database.peek(logged) == [1]


async def test_a_peek_into_a_new_database_sees_nothing_that_is_not_flushed(
    tmp_path: Path, bus: LocalBus, device: Device
) -> None:
    async with SqliteDatabase(tmp_path / "empty.db", bus) as database:
        device.quick = False
        writing = asyncio.ensure_future(database.write(lambda tx: tx.execute("CREATE TABLE first (id BIGINT)")))
        await device.asked()
        assert await database.peek(lambda view: view.fetchall("SELECT name FROM sqlite_master")) == []
        device.go_on()
        await writing
        assert await database.peek(lambda view: view.fetchall("SELECT name FROM sqlite_master")) == [("first",)]


@pytest.mark.parametrize("raises", [False, True], ids=["answers", "raises"])
async def test_a_read_that_saw_more_waits(database: SqliteDatabase, device: Device, raises: bool) -> None:
    seen: list[list[int]] = []

    async def look(view: Snapshot) -> None:
        seen.append(await logged(view))
        if raises:
            raise LookupError

    writing = asyncio.ensure_future(database.write(add))
    await device.asked()
    reading = asyncio.ensure_future(database.read(look))
    while not seen:  # noqa: ASYNC110  # it runs on a thread
        await asyncio.sleep(0.001)
    await turns()
    assert seen == [[1]]
    assert not reading.done()
    device.go_on()
    await writing
    (answer,) = await asyncio.gather(reading, return_exceptions=True)
    assert isinstance(answer, LookupError) == raises
    await database.read(logged)  # nothing is under way


async def test_what_runs_on_the_thread_is_flushed_and_hidden_until_then_too(
    database: SqliteDatabase, device: Device
) -> None:
    async def fails(tx: Tx) -> None:
        await add(tx)
        raise LookupError

    writing = [asyncio.ensure_future(database.write(unit)) for unit in (add, fails, add)]
    await device.asked()
    assert committed(database) == 2
    assert await database.peek(logged) == []
    assert not any(one.done() for one in writing)
    device.go_on()
    assert [type(answer) for answer in await asyncio.gather(*writing, return_exceptions=True)] == [
        type(None),
        LookupError,
        type(None),
    ]
    assert device.flushes == 1


async def test_units_that_need_no_flush_wait_for_none(database: SqliteDatabase, device: Device) -> None:
    await database.write(add, flush=False)
    assert await database.peek(logged) == [1]
    with pytest.raises(LookupError):
        await database.write(refuses)
    assert device.flushes == 0


async def refuses(tx: Tx) -> None:
    assert await logged(tx) == [1]
    raise LookupError


async def test_nothing_is_flushed_where_only_the_process_is_to_be_survived(
    tmp_path: Path, bus: LocalBus, device: Device
) -> None:
    async with SqliteDatabase(tmp_path / "x.db", bus, durability=Durability.PROCESS) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT NOT NULL)"))
        await database.write(add)
    assert device.flushes == 0


async def test_closing_waits_for_the_flush(database: SqliteDatabase, device: Device) -> None:
    writing = asyncio.ensure_future(database.write(add))
    await device.asked()
    waiting = asyncio.ensure_future(database.write(add))
    await turns()
    closing_it = asyncio.ensure_future(database.close())
    await turns()
    assert not closing_it.done()
    device.go_on()
    await device.asked()
    device.go_on()
    await asyncio.wait_for(closing_it, 30)
    assert writing.done()
    assert waiting.done()


async def test_where_no_snapshot_can_be_held_nothing_is_written(database: SqliteDatabase, device: Device) -> None:
    """A peek could show what is not flushed."""
    peeking = database._peeking._connection
    with closing(sqlite3.connect(database.path)) as other:
        database._peeking._connection = other
        other.close()
        with pytest.raises(MisuseError):
            await database.write(add)
        database._peeking._connection = peeking
    assert committed(database) == 0
    device.quick = True
    await database.write(add)
    assert committed(database) == 1


# The two that flush.


@pytest.fixture(params=["native", "in Python"])
def flush_on_request(request: pytest.FixtureRequest) -> FlushOnRequest:
    if request.param == "in Python":
        return in_python
    native = pytest.importorskip("storage.sqlite._flushing", reason="it is not built")
    function: FlushOnRequest = native.flush_on_request
    return function


class Pipes:
    """A flusher's end and the test's, of requests and of results."""

    def __init__(self) -> None:
        self.requests, self._ask = os.pipe()
        self._told, self.results = os.pipe()

    def ask(self, count: int = 1) -> None:
        os.write(self._ask, bytes(count))

    def end(self) -> None:
        os.close(self._ask)

    def told(self) -> bytes:
        return os.read(self._told, 100)

    def close(self) -> None:
        for end in (self.requests, self._told, self.results):
            os.close(end)


@pytest.fixture
def pipes() -> Iterator[Pipes]:
    pipes = Pipes()
    yield pipes
    pipes.close()


def test_each_request_is_flushed_and_told_until_there_are_no_more(
    flush_on_request: FlushOnRequest, pipes: Pipes, tmp_path: Path
) -> None:
    with (tmp_path / "file").open("wb") as file:
        flushing_it = threading.Thread(target=flush_on_request, args=(file.fileno(), pipes.requests, pipes.results))
        flushing_it.start()
        for _ in range(3):
            pipes.ask()
            assert pipes.told() == bytes(flushing.RESULT)
        pipes.end()
        flushing_it.join(10)
        assert not flushing_it.is_alive()


def test_what_goes_wrong_is_told_by_its_number(flush_on_request: FlushOnRequest, pipes: Pipes) -> None:
    pipes.ask(2)
    pipes.end()
    flush_on_request(pipes.requests, pipes.requests, pipes.results)  # a pipe has no device
    assert pipes.told() == 2 * errno.EINVAL.to_bytes(flushing.RESULT, sys.byteorder)


@pytest.mark.rows("DU-3")
async def test_when_a_flush_fails_everybody_is_refused(
    tmp_path: Path, bus: LocalBus, flush_on_request: FlushOnRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one might succeed, for the system may have given up what this one could not write."""
    monkeypatch.setattr(flushing, "flush_on_request", flush_on_request)
    told: list[object] = []
    bus.subscribe("log", lambda _, values: told.extend(values))
    reserve = Reserve(tmp_path / "test.db")
    async with SqliteDatabase(tmp_path / "test.db", bus) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT NOT NULL)"))
        await database.write(add)
        assert database._writer._flusher is not None
        log = database._writer._flusher._ends[0]
        end, other_end = os.pipe()
        os.dup2(end, log)  # to flush it fails from now on
        before = database.path.read_bytes()
        database._writer.restart_log()
        first = asyncio.ensure_future(database.write(lambda tx: add(tx, 2)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # the group runs
        later = asyncio.ensure_future(database.write(lambda tx: add(tx, 3)))
        for writing in (first, later):
            with pytest.raises(DamagedError, match="Invalid argument"):
                await writing
        with pytest.raises(DamagedError):
            await database.write(lambda tx: add(tx, 4), flush=False)
        with pytest.raises(DamagedError):
            await database.read(logged)
        assert await database.peek(logged) == [1], "what is flushed"
        assert told == [1]
        connector = partial(connect, database.path, writable=True)
        by_hand = Checkpoints(connector, database._writer, database.path, database._file, reserve)
        await by_hand.open()
        await by_hand.checkpoint()
        await by_hand.close()
        assert database.path.read_bytes() == before, "nor is anything copied from the log"
        os.close(end)
        os.close(other_end)


def descriptors(file: Path) -> list[int]:
    """Those that this process has of a file."""
    return [int(fd.name) for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink() and os.readlink(fd) == str(file)]


@contextmanager
def no_device_behind(*files: int) -> Iterator[None]:
    """To flush these fails; they are of no other use any more."""
    ends = os.pipe()
    for file in files:
        os.dup2(ends[0], file)
    yield
    for end in ends:
        os.close(end)


UNFLUSHED = "what was copied of the log could not be flushed: disk I/O error"


@pytest.mark.rows("DU-3")
async def test_when_a_flush_of_sqlites_own_fails_in_a_copy_everybody_is_refused(
    tmp_path: Path, bus: LocalBus, caplog: pytest.LogCaptureFixture
) -> None:
    """The next copy would find the log flushed, and read from the device what has not come there."""
    path = tmp_path / "test.db"
    async with SqliteDatabase(path, bus, durability=Durability.PROCESS) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT NOT NULL)"))
        others = descriptors(tmp_path / "test.db-wal")
        connector = partial(connect, path, writable=True)
        by_hand = Checkpoints(connector, database._writer, path, database._file, Reserve(path))
        await by_hand.open()
        await database.write(add)
        with no_device_behind(*set(descriptors(tmp_path / "test.db-wal")).difference(others)):
            before = path.read_bytes()
            await by_hand.checkpoint()
            for _ in range(2):
                with pytest.raises(DamagedError, match=UNFLUSHED):
                    await database.write(lambda tx: add(tx, 2))
                with pytest.raises(DamagedError, match=UNFLUSHED):
                    await database.read(logged)
                await by_hand.checkpoint()
            assert path.read_bytes() == before
            assert await database.peek(logged) == [1]
            await by_hand.close()
    said = f"{UNFLUSHED}; nothing is stored any more until the next start"
    assert [record.getMessage() for record in caplog.records] == [said]
    async with SqliteDatabase(path, bus) as database:
        assert await database.read(logged) == [1]


async def test_when_one_fails_as_the_log_is_begun_again_everybody_is_refused(tmp_path: Path, bus: LocalBus) -> None:
    path = tmp_path / "test.db"
    async with SqliteDatabase(path, bus) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT NOT NULL)"))
        await database.write(add)
        with no_device_behind(min(descriptors(tmp_path / "test.db-wal"))):  # who writes has opened it first
            database._writer.restart_log()
            assert await database.write(logged) == [1]
            with pytest.raises(DamagedError, match=UNFLUSHED):
                await database.write(logged)
    async with SqliteDatabase(path, bus) as database:
        assert await database.read(logged) == [1]


async def test_who_waits_for_a_flush_when_another_has_failed_is_refused_too(
    database: SqliteDatabase, device: Device, bus: LocalBus
) -> None:
    told: list[object] = []
    bus.subscribe("log", lambda _, values: told.extend(values))
    writing = asyncio.ensure_future(database.write(add))
    await device.asked()
    waiting = asyncio.ensure_future(database.write(add))
    await turns()
    database._writer.give_up("lost")
    device.go_on()
    for refused in (writing, waiting):
        with pytest.raises(DamagedError, match="lost"):
            await refused
    assert told == []
    assert await database.peek(logged) == []


async def test_who_is_served_on_the_thread_when_a_flush_fails_is_refused_too(
    database: SqliteDatabase, device: Device
) -> None:
    long = OnTheThread(add)
    writing = asyncio.ensure_future(database.write(long))
    await asyncio.to_thread(long.begun.wait, 10)
    database._writer.give_up("lost")
    long.may_end.set()
    with pytest.raises(DamagedError, match="lost"):
        await writing
    assert device.flushes == 0


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
async def test_a_flush_that_fails_for_want_of_room_is_damage_too(
    tmp_path: Path, bus: LocalBus, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Room that somebody makes brings nothing back of what the system has given up."""

    def fails(_: int, requests: int, results: int) -> None:
        while os.read(requests, 1):
            os.write(results, number.to_bytes(flushing.RESULT, sys.byteorder))

    monkeypatch.setattr(flushing, "flush_on_request", fails)
    async with SqliteDatabase(tmp_path / "test.db", bus) as database:
        for _ in range(2):
            with pytest.raises(DamagedError, match=os.strerror(number)):
                await database.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT NOT NULL)"))


async def test_what_a_killed_process_left_is_flushed_before_anybody_sees_it(
    tmp_path: Path, bus: LocalBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been killed between a commit and its flush."""
    async with SqliteDatabase(tmp_path / "test.db", bus) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT NOT NULL)"))
        await database.write(add)
        for end in ("", "-wal"):  # as a kill leaves them
            (tmp_path / f"killed.db{end}").write_bytes((tmp_path / f"test.db{end}").read_bytes())
    flushed: list[str] = []
    monkeypatch.setattr(os, "fdatasync", lambda file: flushed.append(os.readlink(f"/proc/self/fd/{file}")))
    async with SqliteDatabase(tmp_path / "killed.db", bus) as database:
        assert flushed == [str(tmp_path / "killed.db-wal")]
        assert await database.peek(logged) == [1]


async def test_a_read_does_not_wait_for_a_unit_that_takes_long(database: SqliteDatabase, device: Device) -> None:
    """On the thread, where it commits nothing that could have been seen."""
    long = OnTheThread(add)
    writing = asyncio.ensure_future(database.write(long))
    await asyncio.to_thread(long.begun.wait, 10)
    assert await database.read(logged) == []
    long.may_end.set()
    await device.asked()
    device.go_on()
    await writing
