"""Rows that wait come to their tables a part at a time, and nobody stands still or misses anything meanwhile."""

import asyncio
import threading
from functools import partial
from pathlib import Path

import pytest

from storage.bus import LocalBus
from storage.database import Tx
from storage.sqlite import SqliteDatabase, transactions, writer
from tests.storage.staged_messages import killed, no_room_beyond, send, staged, state, whole

pytestmark = pytest.mark.usefixtures("none_by_the_clock")


async def test_many_are_moved_without_being_asked_for(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "STAGED_ROWS", 50)  # sixteen messages: two counters, and three rows for each
    async with SqliteDatabase(database.path, LocalBus()) as opened:
        waiting = []
        for _ in range(41):
            await opened.write(send)
            waiting.append(staged(opened))
        assert set(waiting) == set(range(0, 32, 2)), "each copy of a message has a row"
        assert await opened.read(state) == whole(41)


@pytest.mark.usefixtures("never_at_rest")
async def test_no_more_wait_after_very_many_than_before(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a part of them waits, the next are moved when there are still more; not so when all have been moved."""
    monkeypatch.setattr(transactions, "STAGED_ROWS", 50)

    async def sends(tx: Tx) -> None:
        for _ in range(100):
            await send(tx)

    async with SqliteDatabase(database.path, LocalBus()) as opened:
        await opened.write(sends)
        await opened.write(send)
        assert opened._writer._transactions._staging.half_moved
        assert await opened.peek(state) == whole(101)
        waiting = []
        for _ in range(40):
            await opened.write(send)
            waiting.append(staged(opened))
        assert max(waiting) == 30


@pytest.mark.rows("U1")
async def test_in_moments_of_rest_they_are_moved_a_few_at_a_time_and_found_at_each(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(transactions, "WORTH_MOVING", 32)  # ten messages: two counters, and three rows for each
    monkeypatch.setattr(transactions, "MOVED_AT_REST", 1)
    async with SqliteDatabase(database.path, LocalBus()) as opened:
        for _ in range(9):
            await opened.write(send)
        for _ in range(10):
            await asyncio.sleep(0)
        assert staged(opened) == 18, "too few to be worth it"
        tenth = asyncio.ensure_future(opened.write(send))
        amid = []
        while not tenth.done() or opened._writer._transactions.staged:
            if opened._writer._transactions._staging.half_moved:
                amid.append(killed(database.path, tmp_path / f"killed-{len(amid)}"))
            await asyncio.sleep(0)
        assert len(amid) > 3
        assert staged(opened) == 0
        assert await opened.peek(state) == whole(10)
        for one in amid:
            async with one as found:
                assert await found.peek(state) == whole(10)


@pytest.mark.usefixtures("never_at_rest")
@pytest.mark.parametrize("way", ["peek", "read"])
async def test_who_needs_many_does_not_hold_up_the_loop_until_all_are_moved(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """They are moved in portions, between which others write; whoever looks finds all that had come by then."""
    monkeypatch.setattr(writer, "SETTLED_AT_ONCE", 10)
    for _ in range(40):
        await database.write(send)
    looking = asyncio.ensure_future(getattr(database, way)(state))
    writing = asyncio.gather(*(database.write(send) for _ in range(3)))
    waiting = []
    while not looking.done():
        waiting.append(database._writer._transactions.staged)
        await asyncio.sleep(0)
    assert len({rows for rows in waiting if 0 < rows < waiting[0]}) > 2
    assert await looking in (whole(40), whole(43))
    await writing
    assert await database.peek(state) == whole(43)


@pytest.mark.usefixtures("never_at_rest")
async def test_nor_does_who_comes_while_many_are_staged_on_the_thread(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is known only afterwards how many there are."""
    monkeypatch.setattr(writer, "SETTLED_AT_ONCE", 10)
    begun, may_end = threading.Event(), threading.Event()

    async def fails(tx: Tx) -> None:
        await tx.execute("DELETE FROM users")  # what has changed anything else is undone with its group
        if threading.current_thread().name != "MainThread":
            begun.set()
            assert may_end.wait(10)
        raise LookupError

    await database.write(send)
    units = (fails, *[send] * 40)
    writing = asyncio.gather(*(database.write(unit) for unit in units), return_exceptions=True)
    assert await asyncio.to_thread(begun.wait, 10)
    looking = asyncio.ensure_future(database.peek(state))
    await asyncio.sleep(0)  # it waits for the thread
    may_end.set()
    waiting = [database._writer._transactions.staged]
    while not looking.done():
        waiting.append(database._writer._transactions.staged)
        await asyncio.sleep(0)
    assert len({rows for rows in waiting if 0 < rows < max(waiting)}) > 2
    assert await looking == whole(41)
    await writing


@pytest.mark.usefixtures("never_at_rest")
@pytest.mark.rows("U1")
async def test_who_looks_or_is_killed_amid_a_move_misses_nothing(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is moved part by part is still found once, whoever looks and however it ends."""
    monkeypatch.setattr(transactions, "STAGED_ROWS", 30)
    monkeypatch.setattr(transactions, "MOVED_AT_ONCE", 4)
    amid = 0
    async with SqliteDatabase(database.path, LocalBus()) as opened:
        for count in range(1, 60):
            await opened.write(send)
            if opened._writer._transactions._staging.half_moved:
                amid += 1
                if amid % 3 == 0:
                    async with killed(database.path, tmp_path / f"killed-{count}") as found:
                        assert await found.peek(state) == whole(count)
                        assert await found.write(send) == count + 1
                        assert await found.read(state) == whole(count + 1)
                elif amid % 3 == 1:
                    with no_room_beyond(tmp_path / "chappe.db-wal"):
                        assert await opened.peek(state) == whole(count)
                    assert opened._writer._transactions._staging.half_moved
                else:
                    assert await opened.peek(state) == whole(count)
    assert amid > 6


async def test_what_is_staged_on_the_thread_is_moved_there(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A group that runs again there may stage any number of rows, which would hold up the loop."""

    async def fails(tx: Tx) -> int:
        await tx.execute("DELETE FROM users")  # what has changed anything else is undone with its group
        raise LookupError

    monkeypatch.setattr(transactions, "STAGED_ROWS", 50)  # sixteen messages: two counters, and three rows for each
    async with SqliteDatabase(database.path, LocalBus()) as opened:
        units = (fails, *[send] * 20)
        await asyncio.gather(*(opened.write(unit) for unit in units), return_exceptions=True)
        assert staged(opened) == 0
        assert await opened.peek(state) == whole(20)


async def test_random_ids_are_forgotten_when_they_are_in_their_table(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hardly anybody asks for one again; the counters of a box are asked for by its next message."""
    monkeypatch.setattr(transactions, "STAGED_ROWS", 50)
    async with SqliteDatabase(database.path, LocalBus()) as opened:
        for random_id in range(100):
            await opened.write(partial(send, random_id=random_id))
        known = opened._writer._transactions._staging.known
        assert (0 < len(known["random_ids"]) < 20, len(known["boxes"])) == (True, 2)
