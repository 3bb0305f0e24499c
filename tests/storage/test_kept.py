"""Rows that are kept in memory are what their table says, for whoever looks and whatever failed meanwhile."""

import asyncio
import random
import sqlite3
from contextlib import closing
from functools import partial

import pytest

from storage.bus import LocalBus
from storage.conversations import boxes
from storage.database import Row, Snapshot, Tx, Unit
from storage.sqlite import SqliteDatabase, staging, transactions

BOX = 7
EVENT = "INSERT INTO events (box, pts, seq, pts_count, kind, date, data) VALUES (?, ?, ?, 1, '', 0, x'')"


class RefusedError(Exception):
    """What a unit of these tests fails with."""


async def pts(view: Snapshot, box: int = BOX) -> int:
    return (await boxes.counters(view, box)).pts


async def counted(tx: Tx) -> int:
    return (await boxes.advance(tx, BOX, pts=1)).pts


async def refused(tx: Tx) -> int:
    await counted(tx)
    raise RefusedError


async def refused_after_a_statement(tx: Tx) -> int:
    """It has had its own rows moved to their table."""
    await counted(tx)
    await tx.fetchall("SELECT pts FROM boxes")
    raise RefusedError


def in_the_table(database: SqliteDatabase) -> int | None:
    """What the file says, without the journal."""
    with closing(sqlite3.connect(database.path)) as other:
        row = other.execute("SELECT pts FROM boxes WHERE box = ?", (BOX,)).fetchone()
    return None if row is None else row[0]


@pytest.mark.parametrize("fails", [refused, refused_after_a_statement])
async def test_a_unit_that_fails_leaves_the_rows_as_they_were(database: SqliteDatabase, fails: Unit[int]) -> None:
    """In its group, whose other units are before and after it, and for the groups that follow."""
    units: list[Unit[int]] = [counted, fails, counted, fails, counted]
    answers = await asyncio.gather(*(database.write(unit) for unit in units), return_exceptions=True)
    assert [answer for answer in answers if not isinstance(answer, RefusedError)] == [2, 3, 4]
    assert await database.write(counted) == 5
    assert await database.peek(pts) == 5


async def test_a_unit_that_only_kept_rows_is_undone_without_its_group(database: SqliteDatabase) -> None:
    """Nothing of it has come to the database, so its neighbours are not run again."""
    runs = []

    async def noted(tx: Tx) -> int:
        runs.append(1)
        return await counted(tx)

    await asyncio.gather(database.write(noted), database.write(refused), return_exceptions=True)
    assert len(runs) == 1
    assert await database.write(counted) == 3


async def test_what_a_statement_changes_is_seen(database: SqliteDatabase) -> None:
    """By the unit, and by those after it, unless it was undone."""

    async def changes(tx: Tx) -> int:
        await counted(tx)
        await tx.execute("UPDATE boxes SET pts = pts + 10 WHERE box = ?", (BOX,))
        return await pts(tx)

    async def changes_and_fails(tx: Tx) -> None:
        await changes(tx)
        raise RefusedError

    assert await database.write(changes) == 12
    for _ in range(2):
        with pytest.raises(RefusedError):
            await database.write(changes_and_fails)
        assert await database.write(pts) == 12
    answers = await asyncio.gather(
        *(database.write(unit) for unit in (changes, changes_and_fails, changes)), return_exceptions=True
    )
    assert (answers[0], answers[2]) == (23, 34)
    assert await database.read(pts) == 34


async def test_rows_come_to_their_table_once(database: SqliteDatabase) -> None:
    """A row waits once, however often it changes, and is in its table for whoever looks there."""
    for _ in range(10):
        await database.write(counted)
    assert (in_the_table(database), database._writer._transactions._staging.rows) == (None, 1)
    assert await database.read(lambda view: view.fetchval("SELECT pts FROM boxes WHERE box = ?", (BOX,))) == 11
    assert in_the_table(database) == 11


async def test_more_rows_than_are_remembered(database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that wait are never forgotten."""
    monkeypatch.setattr(staging, "REMEMBERED", 5)
    monkeypatch.setattr(transactions, "STAGED_ROWS", 50)
    async with SqliteDatabase(database.path, LocalBus()) as opened:
        for turn in range(1, 4):
            for box in range(1, 101):
                after = await opened.write(partial(boxes.advance, box=box, pts=1))
                assert after.pts == 1 + turn
        assert sum(map(len, opened._writer._transactions._staging.known.values())) <= 5 + 50 + 1
        assert {await opened.peek(partial(pts, box=box)) for box in range(1, 101)} == {4}


async def test_another_process_may_have_written(database: SqliteDatabase) -> None:
    """The counters go on from where it left them, and none of its events is lost, moved or not."""
    async with SqliteDatabase(database.path, LocalBus()) as other:
        for expected in range(2, 20, 3):
            assert await database.write(counted) == expected
            assert await other.write(counted) == expected + 1
            await other.peek(pts)  # moves what waits
            assert await other.write(counted) == expected + 2
            assert await database.peek(pts) == expected + 2


@pytest.mark.parametrize("seed", range(3))
async def test_any_order_of_events(database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Units that keep, read by statement, change by statement and fail, in groups of any size, against a plain dict."""
    monkeypatch.setattr(transactions, "STAGED_ROWS", 20)
    monkeypatch.setattr(transactions, "MOVED_AT_ONCE", 3)
    monkeypatch.setattr(staging, "REMEMBERED", 4)
    chance = random.Random(seed)
    model: dict[int, tuple[int, int]] = {}  # box: last_id, how many events

    async def unit(tx: Tx, plan: list[tuple[str, int]]) -> list[object]:
        told: list[object] = []
        for what, box in plan:
            if what == "fail":
                raise RefusedError
            if what == "count":
                after = await boxes.advance(tx, box, ids=1)
                tx.insert_later(EVENT, [(box, after.last_id, after.last_id)])
                told.append(after.last_id)
            elif what == "change":
                told.append(await tx.execute("UPDATE boxes SET last_id = last_id + 5 WHERE box = ?", (box,)))
            elif what == "look":
                told.append(await tx.fetchval("SELECT COUNT(*) FROM events WHERE box = ?", (box,)))
            else:
                told.append((await boxes.counters(tx, box)).last_id)
        return told

    def expected(plan: list[tuple[str, int]]) -> list[object] | None:
        state, told = dict(model), list[object]()
        for what, box in plan:
            if what == "fail":
                return None
            last_id, events = state.get(box, (0, 0))
            if what == "count":
                state[box] = last_id + 1, events + 1
                told.append(last_id + 1)
            elif what == "change":
                told.append(int(box in state))
                if box in state:
                    state[box] = last_id + 5, events
            else:
                told.append(events if what == "look" else last_id)
        model.clear()
        model.update(state)
        return told

    async def whole(view: Snapshot) -> dict[int, tuple[int, int]]:
        rows: list[Row] = await view.fetchall("SELECT box, last_id FROM boxes")
        return {
            box: (last_id, await view.fetchval("SELECT COUNT(*) FROM events WHERE box = ?", (box,)))
            for box, last_id in rows
        }

    async with SqliteDatabase(database.path, LocalBus()) as opened:
        for _ in range(60):
            plans = [
                [
                    (
                        chance.choices(("count", "get", "look", "change", "fail"), (10, 4, 1, 1, 1))[0],
                        chance.randint(1, 12),
                    )
                    for _ in range(chance.randint(1, 4))
                ]
                for _ in range(chance.randint(1, 6))
            ]
            answers = await asyncio.gather(
                *(
                    opened.write(
                        partial(unit, plan=plan),
                        ahead=[(boxes.BOXES, (box,)) for _, box in plan if chance.random() < 0.5],
                    )
                    for plan in plans
                ),
                return_exceptions=True,
            )
            for plan, answer in zip(plans, answers, strict=True):
                wanted = expected(plan)
                assert (wanted is None and isinstance(answer, RefusedError)) or answer == wanted
            if chance.random() < 0.2:
                assert await opened.peek(whole) == model
        assert await opened.read(whole) == model
