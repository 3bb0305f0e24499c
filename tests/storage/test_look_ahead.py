"""What the units of a group are going to ask for is looked up for all of them at once, whoever changes it meanwhile."""

import asyncio
from functools import partial

import pytest

from storage.bus import LocalBus
from storage.conversations import boxes, messages
from storage.database import Snapshot, Tx
from storage.sqlite import SqliteDatabase
from tests.storage.staged_messages import ALICE, BOB, send, staged, state, whole

pytestmark = pytest.mark.usefixtures("none_by_the_clock")


async def pts(view: Snapshot, box: int) -> int:
    return (await boxes.counters(view, box)).pts


async def test_what_units_will_ask_for_is_looked_up_for_all_of_a_group_at_once(database: SqliteDatabase) -> None:
    """Also what is not there; and what one of them keeps or writes is seen by those after it."""
    await database.write(partial(boxes.advance, box=1, pts=1))
    await database.read(partial(pts, box=1))  # has the row moved to its table
    async with SqliteDatabase(database.path, LocalBus()) as opened:

        async def inserts(tx: Tx) -> int:
            return await tx.execute("INSERT INTO boxes (box, last_id, pts, seq, trimmed) VALUES (5, 0, 70, 0, 0)")

        asked: list[str] = []
        opened._writer._transactions._connection.set_trace_callback(asked.append)
        units = [partial(boxes.advance, box=box, pts=1) for box in (1, 2, 3, 4, 2)]
        answers = await asyncio.gather(
            *(opened.write(unit, ahead=[(boxes.BOXES, (unit.keywords["box"],))]) for unit in units)
        )
        opened._writer._transactions._connection.set_trace_callback(None)
        assert [after.pts for after in answers] == [3, 2, 2, 2, 3]
        assert len([sql for sql in asked if "FROM boxes" in sql or "JOIN boxes" in sql]) <= 3, "of five keys at most"
        ahead = [(boxes.BOXES, (5,))]
        changed = await asyncio.gather(
            opened.write(partial(pts, box=5), ahead=ahead),
            opened.write(inserts),
            opened.write(partial(pts, box=5), ahead=ahead),
        )
        assert changed == [1, 1, 70]


@pytest.mark.rows("DU-2")
async def test_a_random_id_is_found_wherever_its_message_is(database: SqliteDatabase) -> None:
    async def once(tx: Tx) -> int:
        before = await messages.sent_before(tx, ALICE, BOB, 77)
        return before or await send(tx, random_id=77)

    ahead = [messages.sent_before_asks(ALICE, BOB, 77)]

    async def both_ways() -> list[int]:
        return [await database.write(once), await database.write(once, ahead=ahead)]

    assert await asyncio.gather(*(database.write(once, ahead=ahead) for _ in range(5))) == [1] * 5, "in one group"
    assert await both_ways() == [1, 1], "in another"
    assert staged(database) == 2
    assert await database.read(state) == whole(1)
    assert await both_ways() == [1, 1], "in its table"
    async with SqliteDatabase(database.path, LocalBus()) as again:
        assert await again.write(once, ahead=ahead) == 1, "after a start"
