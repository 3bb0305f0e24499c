"""Units of work: all or nothing each, in groups, published in the order of their commits."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from storage.bus import LocalBus
from storage.database import Snapshot, Tx
from storage.errors import BusyError, ClosedError, ConstraintError, DeadlineError, MisuseError, OverloadedError
from storage.sqlite import SqliteDatabase, connections, transactions, writer

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
async def database(tmp_path: Path, bus: LocalBus) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase(tmp_path / "test.db", bus) as opened:

        async def create(tx: Tx) -> None:
            await tx.execute("CREATE TABLE counters (id BIGINT PRIMARY KEY, value BIGINT NOT NULL)")
            await tx.execute("CREATE TABLE log (value BIGINT NOT NULL, caller BIGINT NOT NULL UNIQUE)")
            await tx.execute("INSERT INTO counters VALUES (1, 0)")

        await opened.write(create)
        yield opened


async def count_up(tx: Tx, caller: int) -> int:
    value: int = await tx.fetchval("UPDATE counters SET value = value + 1 WHERE id = 1 RETURNING value")
    assert await tx.execute("INSERT INTO log VALUES (?, ?)", (value, caller)) == 1
    tx.publish("counter", value)
    return value


async def logged(view: Snapshot) -> list[int]:
    return [value for (value,) in await view.fetchall("SELECT value FROM log ORDER BY rowid")]


async def test_two_hundred_writers_leave_no_gap_and_no_repeat(database: SqliteDatabase, bus: LocalBus) -> None:
    published: list[object] = []
    bus.subscribe("counter", lambda _, values: published.extend(values))

    async def writes_ten_times(writer: int) -> list[int]:
        values = []
        for turn in range(10):
            values.append(await database.write(lambda tx, name=10 * writer + turn: count_up(tx, name)))
            assert values[-1] in published, "answered before it was published"
        return values

    answers = await asyncio.gather(*(writes_ten_times(writer) for writer in range(200)))

    assert sorted(value for values in answers for value in values) == list(range(1, 2001))
    assert await database.read(logged) == list(range(1, 2001))
    assert published == list(range(1, 2001)), "published in another order than committed"


async def test_a_group_is_told_together_and_what_listeners_put_off_comes_after_its_answers(
    timed: SqliteDatabase, bus: LocalBus
) -> None:
    """On a clock that stands still: where the first unit takes long, the others are the next group."""
    done: list[str] = []

    def hear(_: str, values: Sequence[object]) -> None:
        done.extend(f"published {value}" for value in values)
        asyncio.get_running_loop().call_soon(done.append, "put off")

    async def unit(tx: Tx, value: int) -> None:
        await tx.execute("INSERT INTO log VALUES (?)", (value,))
        tx.publish("counter", value)

    async def writes(value: int) -> None:
        await timed.write(lambda tx: unit(tx, value))
        done.append("answered")

    bus.subscribe("counter", hear)
    await asyncio.gather(*map(writes, (1, 2, 3)))
    await asyncio.sleep(0)

    assert done == ["published 1", "published 2", "published 3"] + ["answered"] * 3 + ["put off"]


@pytest.mark.parametrize("late", [False, True], ids=["raises after writing", "raises before writing"])
async def test_a_failing_unit_takes_nobody_with_it(database: SqliteDatabase, bus: LocalBus, late: bool) -> None:
    published: list[object] = []
    bus.subscribe("counter", lambda _, values: published.extend(values))

    async def fails(tx: Tx) -> None:
        if not late:
            await count_up(tx, 10_000)
        raise LookupError("no such peer")

    def unit(number: int):
        return fails if number % 3 == 0 else (lambda tx: count_up(tx, number))

    answers = await asyncio.gather(*(database.write(unit(number)) for number in range(30)), return_exceptions=True)

    for number, answer in enumerate(answers):
        assert isinstance(answer, LookupError if number % 3 == 0 else int)
    assert await database.read(logged) == published == list(range(1, 21))


async def test_a_constraint_refuses_one_unit_of_a_group(database: SqliteDatabase) -> None:
    answers = await asyncio.gather(
        *(database.write(lambda tx: count_up(tx, 7)) for _ in range(5)), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [int] + [ConstraintError] * 4
    assert await database.peek(lambda view: view.fetchval("SELECT value FROM counters")) == 1


async def test_a_reference_that_fails_at_the_commit_is_its_own_units_failure(database: SqliteDatabase) -> None:
    await database.write(
        lambda tx: tx.execute(
            "CREATE TABLE notes (id BIGINT PRIMARY KEY,"
            " counter BIGINT REFERENCES counters DEFERRABLE INITIALLY DEFERRED)"
        )
    )
    answers = await asyncio.gather(
        *(
            database.write(lambda tx, n=n: tx.execute("INSERT INTO notes VALUES (?, ?)", (n, 1 if n != 5 else 77)))
            for n in range(10)
        ),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers] == [int] * 5 + [ConstraintError] + [int] * 4
    assert await database.peek(lambda view: view.fetchval("SELECT count(*) FROM notes")) == 9


async def test_another_process_that_holds_the_file_delays_or_refuses_but_loses_nothing(
    tmp_path: Path, bus: LocalBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.02)
    async with SqliteDatabase(tmp_path / "busy.db", bus) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT)"))
        with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answers = await asyncio.gather(
                *(database.write(lambda tx: tx.execute("INSERT INTO log VALUES (1)")) for _ in range(5)),
                return_exceptions=True,
            )
            assert {type(answer) for answer in answers} == {BusyError}
            assert await database.read(logged) == [], "readers go on"
        await database.write(lambda tx: tx.execute("INSERT INTO log VALUES (2)"))
        assert await database.read(logged) == [2]


async def test_create_table_of_a_failing_unit_is_undone_in_a_group(database: SqliteDatabase) -> None:
    async def fails(tx: Tx) -> None:
        await tx.execute("CREATE TABLE left_over (id BIGINT)")
        raise LookupError

    await asyncio.gather(database.write(lambda tx: count_up(tx, 1)), database.write(fails), return_exceptions=True)
    assert await database.peek(lambda view: view.fetchval("SELECT count(*) FROM log")) == 1
    assert not await database.peek(
        lambda view: view.fetchall("SELECT name FROM sqlite_master WHERE name = 'left_over'")
    )


async def test_swallowing_a_failed_statement_does_not_save_the_unit(database: SqliteDatabase) -> None:
    async def swallows(tx: Tx) -> None:
        await count_up(tx, 1)
        try:
            await tx.execute("INSERT INTO log VALUES (1, 1)")
        except ConstraintError:
            with pytest.raises(MisuseError):
                await tx.execute("INSERT INTO log VALUES (2, 2)")

    with pytest.raises(ConstraintError):
        await database.write(swallows)
    assert await database.peek(logged) == []


async def test_a_transaction_is_of_no_use_after_its_unit(database: SqliteDatabase) -> None:
    kept: list[Tx] = []

    async def keeps(tx: Tx) -> None:
        kept.append(tx)

    await database.write(keeps)
    with pytest.raises(MisuseError):
        await kept[0].fetchone("SELECT 1")


async def test_awaiting_anything_else_is_refused_and_undone(database: SqliteDatabase) -> None:
    async def dawdles(tx: Tx) -> None:
        await count_up(tx, 1)
        await asyncio.sleep(0)

    with pytest.raises(MisuseError):
        await database.write(dawdles)
    with pytest.raises(MisuseError):
        await database.peek(lambda view: asyncio.sleep(0))
    assert await database.peek(logged) == []


async def test_wrong_sql_is_our_mistake(database: SqliteDatabase) -> None:
    for wrong in ("SELEC 1", "SELECT ?"):
        with pytest.raises(MisuseError):
            await database.peek(lambda view, sql=wrong: view.fetchone(sql))
    with pytest.raises(MisuseError):
        await database.read(lambda view: view.fetchone("DELETE FROM log"))


async def test_executemany_and_returning(database: SqliteDatabase) -> None:
    async def unit(tx: Tx) -> int:
        assert await tx.executemany("INSERT INTO log VALUES (?, ?)", [(n, n) for n in range(50)]) == 50
        # Only the first returned row is fetched; all of them are updated.
        assert await tx.fetchone("UPDATE log SET value = 1 WHERE caller >= 40 RETURNING caller") == (40,)
        return await tx.execute("DELETE FROM log WHERE value = 1")

    assert await database.write(unit) == 11


async def test_a_unit_past_its_deadline_is_undone_alone(tmp_path: Path, bus: LocalBus) -> None:
    """The clock stands still except for the slow unit, whose statement sees an hour pass."""
    slow = threading.Event()
    async with SqliteDatabase(
        tmp_path / "slow.db", bus, monotonic=lambda: 3600.0 if slow.is_set() else 0.0
    ) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT, caller BIGINT)"))

        async def endless(tx: Tx) -> None:
            await tx.execute("INSERT INTO log VALUES (0, 0)")
            slow.set()
            try:
                await tx.fetchval(ENDLESS)
            finally:
                slow.clear()

        good = [database.write(lambda tx, n=n: tx.execute("INSERT INTO log VALUES (?, 1)", (n,))) for n in range(1, 9)]
        answers = await asyncio.gather(*good[:4], database.write(endless), *good[4:], return_exceptions=True)

        assert answers[:4] + answers[5:] == [1] * 8
        assert isinstance(answers[4], DeadlineError)
        assert await database.peek(logged) == list(range(1, 9))


async def test_more_waiting_units_than_allowed_are_refused(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "WAITING_LIMIT", 20)
    answers = await asyncio.gather(
        *(database.write(lambda tx, n=n: count_up(tx, n)) for n in range(30)), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [int] * 20 + [OverloadedError] * 10
    assert await database.read(logged) == list(range(1, 21))
    assert await database.write(lambda tx: count_up(tx, 99)) == 21, "room again"


async def test_a_unit_whose_caller_left_is_whole_or_absent(database: SqliteDatabase) -> None:
    calls = [asyncio.ensure_future(database.write(lambda tx, n=n: count_up(tx, n))) for n in range(50)]
    await asyncio.sleep(0)  # they are submitted now
    for call in calls[::2]:
        call.cancel()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    stored = await database.read(logged)
    assert stored == list(range(1, len(stored) + 1))
    assert set(answers[1::2]) <= set(stored)


async def test_closing_answers_everything_that_waits(tmp_path: Path, bus: LocalBus) -> None:
    async with SqliteDatabase(tmp_path / "closing.db", bus) as database:
        await database.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT)"))
        calls = [
            asyncio.ensure_future(database.write(lambda tx, n=n: tx.execute("INSERT INTO log VALUES (?)", (n,))))
            for n in range(600)
        ]
        await asyncio.sleep(0)
        await database.close()
        await asyncio.sleep(0)  # who was answered goes on in the loop's next turn
        assert all(call.done() for call in calls)
        assert [call.result() for call in calls] == [1] * 600
        for refused in (
            database.write(lambda tx: tx.execute("DELETE FROM log")),
            database.read(logged),
            database.peek(logged),
        ):
            with pytest.raises(ClosedError):
                await refused
    assert os.listdir(tmp_path) == ["closing.db"], "the log is folded in and gone"


class Ticking:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
async def timed(tmp_path: Path, bus: LocalBus, clock: Ticking) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase(tmp_path / "timed.db", bus, monotonic=clock) as opened:
        await opened.write(lambda tx: tx.execute("CREATE TABLE log (value BIGINT)"))
        yield opened


async def whose_thread(tx: Tx) -> str:
    return threading.current_thread().name


async def test_the_loop_stands_still_for_units_on_the_thread_and_no_others(
    timed: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To wait for the device takes no interpreter; half of the loop's time would go where it is busy."""
    helped: list[int] = []
    monkeypatch.setattr(timed._writer._share, "begin", helped.append)
    monkeypatch.setattr(timed._writer._share, "end", lambda count: None)

    async def fails(tx: Tx) -> None:
        await tx.execute("INSERT INTO log VALUES (0)")
        raise LookupError

    await timed.write(whose_thread)
    assert not helped
    with pytest.raises(LookupError):
        await timed.write(fails)
    assert helped == [1]


async def test_a_long_unit_moves_to_the_thread_and_leaves_nothing_of_its_first_run(
    timed: SqliteDatabase, clock: Ticking
) -> None:
    threads = []

    async def long(tx: Tx) -> None:
        threads.append(await whose_thread(tx))
        await tx.execute("INSERT INTO log VALUES (1)")
        if threads == ["MainThread"]:
            clock.now += transactions.LOOP_SECONDS + 2 * transactions.UNIT_LOOP_SECONDS
            await tx.fetchval(ENDLESS)

    await asyncio.gather(timed.write(lambda tx: tx.execute("INSERT INTO log VALUES (0)")), timed.write(long))
    assert threads == ["MainThread", "storage-writer"]
    assert await timed.peek(logged) == [0, 1]


async def test_who_was_answered_goes_on_before_the_next_group(timed: SqliteDatabase, clock: Ticking) -> None:
    """What they send to their clients leaves then, too: it does at the end of the turn in which they go on."""
    happened = []

    async def long(tx: Tx) -> None:
        happened.append("runs")
        clock.now += 2 * transactions.LOOP_SECONDS

    async def asks() -> None:
        await timed.write(long)
        happened.append("answered")
        asyncio.get_running_loop().call_soon(happened.append, "sent")

    await asyncio.gather(asks(), asks(), asks())
    await asyncio.sleep(0)
    assert happened == ["runs", "answered", "sent"] * 3


async def test_what_would_hold_up_the_loop_waits_for_the_next_group(timed: SqliteDatabase, clock: Ticking) -> None:
    """Nothing runs twice, and the order stays."""
    ran = []

    async def adds(tx: Tx, number: int) -> None:
        ran.append(number)
        await tx.execute("INSERT INTO log VALUES (?)", (number,))
        clock.now += 0.4 * transactions.LOOP_SECONDS

    await asyncio.gather(*(timed.write(lambda tx, n=n: adds(tx, n)) for n in range(10)))
    assert ran == list(range(10))
    assert await timed.peek(logged) == ran
