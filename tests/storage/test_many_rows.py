"""Numbers and dialogs of many boxes at once are those of one box after the other."""

from operator import attrgetter

import pytest

from storage.conversations import boxes, dialogs, messages
from storage.conversations.boxes import NEW_BOX, Counters
from storage.conversations.dialogs import Arrival, Arriving
from storage.database import KeptTable, Snapshot, Tx
from storage.many_rows import SIZES, in_sizes
from storage.sqlite import SqliteDatabase

MANY = 200
GROUP = -7


@pytest.mark.parametrize("count", [0, 1, 2, 7, MANY, 2 * SIZES[0] + 1])
def test_rows_go_in_the_sizes_that_are_compiled(count: int) -> None:
    portions = list(in_sizes(range(count)))
    assert [row for portion in portions for row in portion] == list(range(count))
    assert {len(portion) for portion in portions} <= set(SIZES)


@pytest.mark.parametrize("table", [boxes.BOXES, dialogs.DIALOGS, messages.RANDOM_IDS], ids=attrgetter("name"))
@pytest.mark.parametrize("size", SIZES)
async def test_rows_are_found_by_their_keys(database: SqliteDatabase, table: KeptTable, size: int) -> None:
    """However many are asked for at once: the engine never goes through a table."""

    async def query(view: Snapshot) -> list[str]:
        keys = [0] * len(table.key) * size
        return [step for *_, step in await view.fetchall(f"EXPLAIN QUERY PLAN {table.select[size]}", keys)]

    steps = await database.read(query)
    assert any(step.startswith(f"SEARCH {table.name} ") for step in steps)
    assert not any(step.startswith(f"SCAN {table.name}") for step in steps)


async def test_every_box_counts_for_itself(database: SqliteDatabase) -> None:
    """Boxes that are new, and boxes that stand somewhere: each pts is one more than before (row U1)."""
    among = range(1, MANY + 1)

    async def unit(tx: Tx) -> dict[int, Counters]:
        for box in among[::3]:
            await boxes.advance(tx, box, ids=box, pts=2, events=5)
        return await boxes.advance_all(tx, among, ids=2, pts=1, events=1)

    after = await database.write(unit)
    for box in among:
        old = (box, 2, 5) if box in among[::3] else (0, 0, 0)
        taken = (number + more for number, more in zip(old, (2, 1, 1), strict=True))
        expected = Counters(*(start + number for start, number in zip(NEW_BOX, taken, strict=False)))
        assert after[box] == expected == await database.peek(lambda view, box=box: boxes.counters(view, box))


async def test_every_dialog_gets_its_own_news(database: SqliteDatabase) -> None:
    """Figures are added to what there was; what the owner has set stays, and is told."""
    kept = dialogs.Dialog(3, GROUP, top_message=5, total=4, unread=1, unread_mentions=1, ttl=60, folder=1, pinned=2)

    async def unit(tx: Tx) -> dict[int, Arrival]:
        await dialogs.save(tx, kept)
        news = [Arriving(box, GROUP, 100 + box, 2, 2, box % 2) for box in range(1, MANY + 1)]
        return await dialogs.arrived(tx, news)

    before = await database.write(unit)
    assert before.pop(3) == Arrival(known=True, ttl=60, folder=1)
    assert set(before.values()) == {Arrival(known=False)}
    assert await database.peek(lambda view: dialogs.get(view, 3, GROUP)) == dialogs.Dialog(
        3, GROUP, top_message=103, total=6, unread=3, unread_mentions=2, ttl=60, folder=1, pinned=2
    )
    assert await database.peek(lambda view: dialogs.get(view, MANY, GROUP)) == dialogs.Dialog(
        MANY, GROUP, top_message=100 + MANY, total=2, unread=2
    )
