"""What units ask again and again is what the tables say, for whoever asks and whatever failed meanwhile."""

import asyncio
import random
from functools import partial

import pytest

from storage.accounts import blocks, users
from storage.bus import LocalBus
from storage.conversations import messages, reactions, replies
from storage.conversations.messages import Flag, Message
from storage.database import Row, Tx
from storage.errors import MisuseError
from storage.sqlite import SqliteDatabase, staging

PEOPLE = range(1, 4)


class RefusedError(Exception):
    """What a unit of these tests fails with."""


async def settle_in(tx: Tx) -> None:
    for user_id in PEOPLE:
        await users.create(tx, phone=str(user_id), first_name="Somebody", now=0, user_id=user_id)


@pytest.mark.parametrize("remembered", [1, 100])
@pytest.mark.parametrize("seed", range(2))
async def test_any_order_of_events(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch, seed: int, remembered: int
) -> None:
    """Units of this process and of another that ask, block, unblock and fail, in groups, against a plain set (AC-4)."""
    monkeypatch.setattr(staging, "REMEMBERED", remembered)
    chance = random.Random(seed)
    blocked: set[tuple[int, int]] = set()
    await database.write(settle_in)

    async def unit(tx: Tx, plan: list[tuple[str, int, int]]) -> list[object]:
        told: list[object] = []
        for what, one, other in plan:
            if what == "ask":
                told.append(await blocks.standing(tx, one, other))
            elif what == "fail":
                raise RefusedError
            else:
                await (blocks.block(tx, one, other, 0) if what == "block" else blocks.unblock(tx, one, other))
        return told

    def expected(plan: list[tuple[str, int, int]]) -> list[object] | None:
        state, told = set(blocked), list[object]()
        for what, one, other in plan:
            if what == "ask":
                kind = 0 if other in PEOPLE else None
                told.append((kind, (one, other) in state, (other, one) in state))
            elif what == "fail":
                return None
            elif what == "block":
                state.add((one, other))
            else:
                state.discard((one, other))
        blocked.clear()
        blocked.update(state)
        return told

    def step() -> tuple[str, int, int]:
        what = chance.choices(("ask", "block", "unblock", "fail"), (12, 2, 2, 1))[0]
        return what, chance.choice(PEOPLE), chance.choice((*PEOPLE, 9))

    async with SqliteDatabase(database.path, LocalBus()) as other:
        for _ in range(40):
            plans = [[step() for _ in range(chance.randint(1, 5))] for _ in range(chance.randint(1, 4))]
            process = chance.choice((database, database, other))
            answers = await asyncio.gather(
                *(process.write(partial(unit, plan=plan)) for plan in plans), return_exceptions=True
            )
            for plan, answer in zip(plans, answers, strict=True):
                wanted = expected(plan)
                assert (wanted is None and isinstance(answer, RefusedError)) or answer == wanted


async def test_it_is_read_once(database: SqliteDatabase) -> None:
    """Until a statement may have changed it: then once more."""
    asked: list[str] = []

    async def asks(tx: Tx) -> Row | None:
        return await blocks.standing(tx, 1, 2)

    await database.write(settle_in)
    database._writer._transactions._connection.set_trace_callback(asked.append)
    told = [await database.write(unit) for unit in (asks, asks, partial(blocks.block, user_id=2, peer=1, now=0), asks)]
    database._writer._transactions._connection.set_trace_callback(None)
    assert told == [(0, 0, 0), (0, 0, 0), True, (0, 0, 1)]
    assert sum("EXISTS" in sql for sql in asked) == 2


async def test_what_is_about_other_tables_leaves_it_known(database: SqliteDatabase) -> None:
    """A reply, say, or whoever looks for the copies of a message."""
    asked: list[str] = []

    async def unit(tx: Tx) -> Row | None:
        await replies.keep(tx, [{"reply": {"origin": (1, 1)}}])
        await messages.copies(tx, 1, 1)
        await messages.copy_in(tx, 2, 1, 1)
        await reactions.forget(tx, [Message(2, 1, 1, 1, 0, 1, 1, Flag(0), None, 0, {})])
        return await blocks.standing(tx, 1, 2)

    await database.write(settle_in)
    database._writer._transactions._connection.set_trace_callback(asked.append)
    told = [await database.write(unit) for _ in range(3)]
    database._writer._transactions._connection.set_trace_callback(None)
    assert told == [(0, 0, 0)] * 3
    assert sum("FROM blocks" in sql for sql in asked) == 1


async def test_nothing_is_remembered_of_rows_that_may_wait(database: SqliteDatabase) -> None:
    """They change without a statement that says so."""
    with pytest.raises(MisuseError):
        await database.write(lambda tx: tx.fetch_remembered("SELECT pts FROM boxes WHERE box = ?", (1,)))


@pytest.mark.parametrize("way", ["UPDATE", "UPDATE OR FAIL"])
async def test_a_table_changed_by_statement_is_asked_again(database: SqliteDatabase, way: str) -> None:
    async def unit(tx: Tx) -> list[Row | None]:
        await users.create(tx, phone="1", first_name="Ann", now=0, user_id=1)
        question = "SELECT first_name FROM users WHERE user_id = ?"
        before = await tx.fetch_remembered(question, (1,))
        await tx.execute(f"{way} users SET first_name = 'Ben' WHERE user_id = 1")
        return [before, await tx.fetch_remembered(question, (1,))]

    assert await database.write(unit) == [("Ann",), ("Ben",)]
