"""Snapshot reads on readers and peeks on the event loop."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.bus import LocalBus
from storage.database import Snapshot, Tx
from storage.errors import DeadlineError, OverloadedError
from storage.sqlite import SqliteDatabase, readers

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
async def database(tmp_path: Path, bus: LocalBus) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase(tmp_path / "test.db", bus) as opened:
        await opened.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT NOT NULL)"))
        yield opened


async def add(tx: Tx) -> int:
    return await tx.execute("INSERT INTO log SELECT count(*) FROM log")


async def size(view: Snapshot) -> int:
    value: int = await view.fetchval("SELECT count(*) FROM log")
    return value


async def test_a_read_sees_one_snapshot_while_others_commit(database: SqliteDatabase) -> None:
    seen_first, may_go_on = threading.Event(), threading.Event()

    async def looks_twice(view: Snapshot) -> tuple[int, int]:
        first = await size(view)
        seen_first.set()
        assert may_go_on.wait(10)
        return first, await size(view)

    await database.write(add)
    reading = asyncio.ensure_future(database.read(looks_twice))
    await asyncio.to_thread(seen_first.wait, 10)
    await database.write(add)
    assert await database.peek(size) == 2
    may_go_on.set()
    assert await reading == (1, 1)
    assert await database.read(size) == 2


async def test_a_peek_sees_everything_acknowledged(database: SqliteDatabase) -> None:
    async def writes() -> None:
        for _ in range(50):
            before = await database.peek(size)
            await database.write(add)
            assert await database.peek(size) > before

    await asyncio.gather(*(writes() for _ in range(8)))
    assert await database.peek(size) == 400


async def test_a_peek_is_one_snapshot(database: SqliteDatabase) -> None:
    """A commit that falls between two statements of a peek, as the writer's thread may make one, is not seen."""

    async def looks_twice(view: Snapshot) -> tuple[int, int]:
        first = await size(view)
        with closing(sqlite3.connect(database.path)) as other, other:
            other.execute("INSERT INTO log VALUES (0)")
        return first, await size(view)

    assert await database.peek(looks_twice) == (0, 0)
    assert await database.peek(size) == 1


async def test_a_peek_never_suspends_its_caller(database: SqliteDatabase) -> None:
    looking = database.peek(size)
    with pytest.raises(StopIteration) as finished:
        looking.send(None)
    assert finished.value.value == 0


async def test_a_failing_query_leaves_its_connection_usable(database: SqliteDatabase) -> None:
    async def fails(view: Snapshot) -> None:
        await size(view)
        raise LookupError

    for way in (database.read, database.peek):
        for _ in range(readers.READERS + 1):
            with pytest.raises(LookupError):
                await way(fails)
        assert await way(size) == 0


async def test_a_read_past_its_deadline_ends(tmp_path: Path, bus: LocalBus) -> None:
    """The clock leaps an hour while the endless statement runs."""
    started = threading.Event()

    async def endless(view: Snapshot) -> None:
        started.set()
        await view.fetchval(ENDLESS)

    async with SqliteDatabase(
        tmp_path / "slow.db", bus, monotonic=lambda: 3600.0 if started.is_set() else 0.0
    ) as database:
        with pytest.raises(DeadlineError):
            await database.read(endless)
        assert await database.read(lambda view: view.fetchval("SELECT 1")) == 1


async def test_a_cancelled_read_frees_its_reader(database: SqliteDatabase) -> None:
    for _ in range(2 * readers.READERS):
        started = threading.Event()

        async def endless(view: Snapshot, started: threading.Event = started) -> None:
            started.set()
            await view.fetchval(ENDLESS)

        reading = asyncio.ensure_future(database.read(endless))
        await asyncio.to_thread(started.wait, 10)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    assert await database.read(size) == 0


async def test_who_comes_later_waits_longer(tmp_path: Path, bus: LocalBus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even who asks again at once: among many who catch up, those who wait would else never come to their turn."""
    monkeypatch.setattr(readers, "READERS", 1)  # the threads of several overtake each other
    ran: list[int] = []

    async def asks(name: int, times: int) -> None:
        async def query(view: Snapshot) -> None:
            ran.append(name)

        for _ in range(times):
            await database.read(query)

    many = range(20)
    async with SqliteDatabase(tmp_path / "asked.db", bus) as database:
        await asyncio.gather(*(asks(name, 3) for name in many))
    assert ran == [*many] * 3


async def test_a_reader_given_to_who_has_just_left_goes_on_to_the_next(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    give = database._readers._give

    def give_to_who_leaves(reader: readers._Reader) -> None:
        give(reader)
        leaving.cancel()

    monkeypatch.setattr(database._readers, "_give", give_to_who_leaves)
    reads = [asyncio.ensure_future(database.read(size)) for _ in range(readers.READERS + 2)]
    leaving, last = reads[-2:]
    answers = await asyncio.wait_for(asyncio.gather(*reads, return_exceptions=True), 30)
    assert leaving.cancelled()
    assert answers.count(0) == readers.READERS + 1
    assert last.result() == 0
    assert len(database._readers._free) == readers.READERS


async def test_more_waiting_reads_than_allowed_are_refused(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "WAITING_LIMIT", 3)
    answers = await asyncio.gather(*(database.read(size) for _ in range(readers.READERS + 5)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [int] * (readers.READERS + 3) + [OverloadedError] * 2
