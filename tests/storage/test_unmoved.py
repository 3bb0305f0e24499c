"""On a device that takes no more writes, rows are found where they wait."""

from pathlib import Path

import pytest

from storage.conversations import messages
from storage.conversations.messages import Flag, Message
from storage.database import Tx
from storage.errors import DamagedError
from storage.sqlite import SqliteDatabase
from tests.storage.staged_messages import ALICE, NOW, no_room_beyond, send, staged, state, whole

pytestmark = pytest.mark.usefixtures("none_by_the_clock")


@pytest.mark.rows("DU-3")
async def test_without_room_for_moving_everything_can_still_be_read(database: SqliteDatabase, tmp_path: Path) -> None:
    for _ in range(20):
        await database.write(lambda tx: send(tx, text="x" * 1000))
    with no_room_beyond(tmp_path / "chappe.db-wal"):
        with pytest.raises(DamagedError):
            await database.write(send)
        assert await database.peek(state) == whole(20)
        assert await database.read(state) == whole(20)
        assert staged(database) == 40
    await database.write(send)
    assert await database.peek(state) == whole(21)
    assert staged(database) == 0


async def test_without_room_for_moving_the_copies_in_a_group_have_their_text(
    database: SqliteDatabase, tmp_path: Path
) -> None:
    """Two statements insert them, and a table that is not theirs has what they say."""

    async def to_group(tx: Tx) -> None:
        body: messages.Body = {"text": "x" * 1000}
        await messages.insert(
            tx, [Message(b, 1, -1, ALICE, NOW, ALICE, 1, Flag(0), None, 0, body) for b in range(1, 9)]
        )

    await database.write(to_group)
    with no_room_beyond(tmp_path / "chappe.db-wal"):
        found = await database.read(lambda view: messages.copies(view, ALICE, 1))
        assert [(copy.box, copy.body["text"]) for copy in found] == [(box, "x" * 1000) for box in range(1, 9)]
        assert staged(database) == 8
