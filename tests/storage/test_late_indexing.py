"""The indexer takes what others have had moved, and has nothing moved itself before somebody searches."""

import asyncio
from functools import partial

import pytest

from storage.bus import LocalBus
from storage.conversations import boxes, messages
from storage.conversations.messages import Flag, Message
from storage.database import Tx
from storage.searching import search_index, search_queue
from storage.sqlite import SqliteDatabase, transactions
from storage.sqlite.staging import Staging
from tests.storage.staged_messages import ALICE, NOW, send, staged

pytestmark = pytest.mark.usefixtures("none_by_the_clock")


async def test_the_indexer_gets_them_with_their_messages(database: SqliteDatabase) -> None:
    await database.write(send)
    assert await database.peek(lambda view: search_queue.some(view, 10)) == [], "not yet"
    assert await database.peek(search_queue.any_wait)
    assert await database.peek(lambda view: search_queue.some(view, 10)) == [(ALICE, 1)]


async def test_the_indexer_moves_none_to_keep_up_and_indexes_what_others_moved(database: SqliteDatabase) -> None:
    """All that waits, moved at once, would hold up everybody each time."""
    await database.write(send)
    await search_index.keep_up(database)
    assert staged(database) == 2
    assert await database.peek(search_queue.any_wait), "which moves them"
    await database.write(send)
    await search_index.keep_up(database)
    assert staged(database) == 2
    assert await database.peek(lambda view: search_queue.some(view, 10)) == []
    await search_index.settle(database)
    assert staged(database) == 0
    assert await database.read(lambda view: view.fetchval("SELECT COUNT(*) FROM message_texts")) == 2


async def test_what_comes_to_the_queue_while_another_is_indexed_stays_there(database: SqliteDatabase) -> None:
    """Bob's copy is all that is left of Alice's second message, so the indexer looks at copies, for which what waits
    is moved: her third message, and what somebody with a lower id has written meanwhile."""
    for _ in range(2):
        await database.write(send)
    await search_index.settle(database)

    async def left_to_bob(tx: Tx) -> None:
        second = await messages.by_id(tx, ALICE, 2)
        assert second is not None
        await messages.delete(tx, (second,))

    async def earlier(tx: Tx) -> None:
        box = ALICE - 1
        await boxes.advance(tx, box, ids=1, pts=1)
        await messages.insert(tx, [Message(box, 1, box, box, NOW, box, 1, Flag.OUT, None, 0, {"text": "earlier"}, 2)])

    await database.write(left_to_bob)
    await database.write(send)
    await database.write(earlier)
    assert await database.write(partial(search_index.index, limit=16)) == 1
    assert await database.write(partial(search_index.index, limit=16)) == 2
    assert await database.read(lambda view: view.fetchval("SELECT COUNT(*) FROM message_texts")) == 4


async def test_keeping_up_ends_when_a_search_has_had_everything_indexed(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "TOGETHER", 1)
    index, indexed = search_index.index, []

    async def counting(tx: Tx, limit: int) -> int:
        indexed.append(await index(tx, limit))
        return indexed[-1]

    monkeypatch.setattr(search_index, "index", counting)
    for _ in range(20):
        await database.write(send)
    assert await database.peek(search_queue.any_wait), "which moves them"
    keeping_up = asyncio.create_task(search_index.keep_up(database))
    while not indexed:  # noqa: ASYNC110 - it tells nobody when it begins
        await asyncio.sleep(0)
    await search_index.settle(database, 100)
    await keeping_up
    assert indexed == [1, 19, 0]


async def test_units_are_longer_where_the_queue_is(database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "LONG", 8)
    monkeypatch.setattr(search_index, "TOGETHER", 2)
    monkeypatch.setattr(search_index, "MOST", 5)
    index, limits = search_index.index, []

    async def counting(tx: Tx, limit: int) -> int:
        limits.append(limit)
        return await index(tx, limit)

    monkeypatch.setattr(search_index, "index", counting)
    for count in (8, 9):
        for _ in range(count):
            await database.write(send)
        assert await database.peek(search_queue.any_wait), "which moves them"
        await search_index.keep_up(database)
    assert limits == [2, 2, 2, 2, 5, 5]


async def test_none_comes_to_the_queue_before_its_message(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The indexer would have all moved to find it: so messages are staged first, and the queue's rows then."""
    monkeypatch.setattr(transactions, "STAGED_ROWS", 30)
    monkeypatch.setattr(transactions, "MOVED_AT_ONCE", 1)
    moved = []
    indexed = "SELECT COUNT(*) FROM message_texts"
    async with SqliteDatabase(database.path, LocalBus()) as opened:
        monkeypatch.setattr(Staging, "move", lambda staging: moved.append(staging))
        for count in range(40):
            await opened.write(lambda tx: send(tx, text=f"word{count}"))  # noqa: B023  # it has run by the next count
            await search_index.keep_up(opened)
        assert not moved
        assert await opened.peek(lambda view: view.fetchval(indexed)) > 10
