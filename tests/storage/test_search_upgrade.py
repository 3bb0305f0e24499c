"""A database from before there was an index: what it holds is found after the upgrade."""

from __future__ import annotations

from pathlib import Path

import msgpack

from storage import migrate
from storage.bus import LocalBus
from storage.database import Tx
from storage.searching import search, search_index
from storage.searching.search import Found, Question
from storage.searching.searchable import Kind
from storage.searching.words import split
from storage.sqlite import SqliteDatabase
from tests.storage.older_schema import steps_before

FIRST_WITH_SEARCH = "0048"


async def test_messages_from_before_are_indexed(tmp_path: Path) -> None:
    old = steps_before(FIRST_WITH_SEARCH, tmp_path)

    async def write(tx: Tx) -> None:
        for number in range(1, 6):
            body = {"text": f"old friend {number}", "entities": [{"kind": "url", "offset": 0, "length": 3}]}
            for box, peer in ((11, 12), (12, 11)):
                await tx.execute(
                    "INSERT INTO messages (box, id, peer, sender, date, origin_box, origin_id, flags, body) "
                    "VALUES (?, ?, ?, 11, ?, 11, ?, 0, ?)",
                    (box, number + box, peer, 1_000 + number, number + 11, msgpack.packb(body)),
                )

    async with SqliteDatabase(tmp_path / "chappe.db", LocalBus()) as database:
        await migrate.up(database, 1, old)
        await database.write(write)
        await migrate.up(database, 2)
        await search_index.settle(database, 2)

        words = Question(12, peer=11, words=split("friend 3"))
        assert await database.read(lambda view: search.find(view, words)) == [Found(15, 1_003)]
        links = Question(11, kinds=frozenset({Kind.URL}))
        assert await database.read(lambda view: search.count(view, links)) == 5
