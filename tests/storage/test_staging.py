"""Rows that come to their tables later are as stored as all others, and nobody who looks can tell the difference."""

import asyncio
import sqlite3
from contextlib import closing
from functools import partial

import pytest

from storage.conversations import boxes
from storage.database import Snapshot, Tx
from storage.errors import FullError
from storage.sqlite import SqliteDatabase
from tests.storage.staged_messages import BOB, send, staged, state, whole

pytestmark = pytest.mark.usefixtures("none_by_the_clock")


@pytest.mark.parametrize("door", ["peek", "read", "write"])
async def test_whoever_looks_finds_what_was_sent(database: SqliteDatabase, door: str) -> None:
    for count in range(1, 4):
        await database.write(send)
        assert staged(database) == 2
        assert await getattr(database, door)(state) == whole(count)
        assert staged(database) == 0


async def test_what_names_no_such_table_leaves_the_rows_where_they_are(database: SqliteDatabase) -> None:
    await database.write(send)
    assert await database.write(lambda tx: boxes.counters(tx, BOB)) == (1, 2, 0, 0)
    await database.write(lambda tx: boxes.advance(tx, BOB))
    await database.peek(lambda view: view.fetchval("SELECT COUNT(*) FROM users"))
    await database.write(lambda tx: tx.executemany("DELETE FROM messages WHERE box = ?", ()))
    assert staged(database) == 2


async def test_a_read_after_a_message_runs_once(database: SqliteDatabase) -> None:
    """The rows are moved before it: a second run would cost another hop to the reader's thread."""
    runs = []

    async def looks(view: Snapshot) -> tuple[int, list[int], list[int]]:
        runs.append(1)
        return await state(view)

    await database.write(send)
    assert await database.read(looks) == whole(1)
    assert len(runs) == 1


@pytest.mark.rows("U1")
async def test_no_snapshot_shows_counters_without_what_was_counted(database: SqliteDatabase) -> None:
    """While units commit all the time, on the loop and on the thread."""
    sent = 0

    async def sends() -> None:
        nonlocal sent
        while sent < 300:
            sent += 1
            await database.write(send)

    async def looks(door: str) -> int:
        looked = 0
        while sent < 300:
            pts, events, ids = await getattr(database, door)(state)
            assert whole(pts - 1) == (pts, events, ids)
            looked += 1
            await asyncio.sleep(0)  # a peek seldom waits
        return looked

    *_, peeks, reads = await asyncio.gather(sends(), sends(), sends(), looks("peek"), looks("read"))
    assert min(peeks, reads) > 0


@pytest.mark.parametrize("looks", [False, True], ids=["stages", "has rows moved and stages"])
async def test_a_failing_unit_takes_no_rows_with_it(database: SqliteDatabase, looks: bool) -> None:
    async def fails(tx: Tx) -> None:
        if looks:
            await state(tx)
        await send(tx)
        raise LookupError

    await database.write(send)
    answers = await asyncio.gather(
        *(database.write(unit) for unit in (send, fails, send, fails, send)), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [int, LookupError, int, LookupError, int]
    assert await database.read(state) == whole(4)


async def test_a_unit_that_only_looked_leaves_no_half_of_a_move_that_failed(database: SqliteDatabase) -> None:
    """SQLite undoes the one statement for which there was no room, and neither those before it nor the transaction."""
    for _ in range(40):
        await database.write(partial(send, text="x" * 1000))
    await database.write(lambda tx: tx.execute("PRAGMA max_page_count = 1"))  # as many as there are
    with pytest.raises(FullError):
        await database.write(state)
    await database.write(lambda tx: tx.execute("PRAGMA max_page_count = 4000"))
    assert staged(database) == 80
    assert await database.peek(state) == whole(40)


async def test_a_unit_that_looked_and_failed_is_not_run_again(database: SqliteDatabase) -> None:
    """Moving rows is no change of its own."""
    runs = []

    async def fails(tx: Tx) -> None:
        runs.append(await state(tx))
        raise LookupError

    await database.write(send)
    with pytest.raises(LookupError):
        await database.write(fails)
    assert runs == [whole(1)]
    assert await database.peek(state) == whole(1)


async def test_a_peek_for_rows_that_wait_waits_for_the_flush(database: SqliteDatabase) -> None:
    await database.write(send)
    sending = [asyncio.ensure_future(database.write(send)) for _ in range(5)]
    await asyncio.sleep(0)  # they are submitted,
    await asyncio.sleep(0)  # and run
    assert database._writer._under_way
    assert await database.peek(state) == whole(6)
    assert staged(database) == 0
    await asyncio.gather(*sending)


async def test_units_whose_callers_left_keep_nobody_from_looking(database: SqliteDatabase) -> None:
    """Not even when the thread would have something to do after them."""
    for count in range(1, 31):
        await database.write(send)
        leaving = asyncio.ensure_future(database.write(send))
        await asyncio.sleep(0)  # it is submitted
        leaving.cancel()
        database._writer.restart_log()
        await asyncio.sleep(0)
        assert await database.peek(state) == whole(count)


async def test_another_process_that_writes_delays_who_looks(database: SqliteDatabase) -> None:
    await database.write(send)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        looking = asyncio.ensure_future(database.peek(state))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not looking.done()
        other.execute("ROLLBACK")
        assert await looking == whole(1)
