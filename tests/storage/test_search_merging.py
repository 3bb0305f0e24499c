"""The full-text index is merged while it grows, a little with each unit: no unit has all of it to do."""

from __future__ import annotations

from itertools import pairwise

from storage.conversations import messages
from storage.conversations.messages import Body, Flag, Message
from storage.database import Tx
from storage.searching import search_index, search_queue
from storage.sqlite import SqliteDatabase

MESSAGES = 270
"""More than sixteen times sixteen: when so many units have indexed one each, FTS5 by itself would merge all of them."""


async def test_no_unit_merges_everything(database: SqliteDatabase) -> None:
    """Of each message the index fills a page; what the unit of one changes are the merged pages and their keys."""

    async def send(tx: Tx) -> None:
        texts = [" ".join(f"w{number}x{word}" for word in range(350)) for number in range(1, MESSAGES + 1)]
        await messages.insert(
            tx,
            [
                Message(11, number, 12, 11, 1_000, 11, number, Flag.OUT, None, 0, Body(text=text), number)
                for number, text in enumerate(texts, 1)
            ],
        )
        await search_queue.any_wait(tx)

    async def index(tx: Tx) -> int:
        changes: int = await tx.fetchval("SELECT total_changes()")  # the index is written at the end of its transaction
        assert await search_index.index(tx, 1) == 1
        return changes

    await database.write(send)
    changes = [await database.write(index, flush=False) for _ in range(MESSAGES)]

    assert max(after - before for before, after in pairwise(changes)) < MESSAGES / 2
    segments = await database.peek(lambda view: view.fetchval("SELECT COUNT(DISTINCT segid) FROM message_words_idx"))
    assert segments < MESSAGES / 5
