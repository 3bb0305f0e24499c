"""What stores rows that wait is the journal: the next process reads it, a backup has it, a new schema moves it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import migrate
from storage.bus import LocalBus
from storage.conversations import boxes, log, messages
from storage.database import Tx
from storage.searching import search_queue
from storage.sqlite import SqliteDatabase
from storage.sqlite.backup import back_up, restore
from storage.sqlite.check import check
from storage.sqlite.staged import Staged
from tests.storage.older_schema import steps_before
from tests.storage.staged_messages import ALICE, BOB, NOW, killed, send, staged, state, whole

pytestmark = pytest.mark.usefixtures("none_by_the_clock")

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(deadline=None)
@given(value=VALUES)
def test_a_record_is_written_as_msgpack_writes_it(value: object) -> None:
    """Byte for byte: msgpack reads it, and wrote the records and bodies in the databases that there are."""
    one = Staged()
    one.inserts["INSERT"] += [(value,)]
    assert one.packed() == msgpack.packb(([("INSERT", [(value,)])], []))


async def test_a_kill_before_they_are_moved_loses_nothing(database: SqliteDatabase, tmp_path: Path) -> None:
    """The files as a kill would leave them, opened by the next process."""
    for _ in range(3):
        await database.write(send)
    async with killed(database.path, tmp_path / "killed") as found:
        assert staged(found) == 6
        assert await found.peek(state) == whole(3)
        assert await found.write(send) == 4
        assert await found.read(state) == whole(4)


async def test_a_backup_has_what_is_staged(database: SqliteDatabase, tmp_path: Path) -> None:
    await database.write(send)
    await back_up(database.path, tmp_path / "backup", [], NOW)
    assert staged(database) == 2
    assert await check(database.path) == []
    await restore(tmp_path / "backup", tmp_path / "restored")
    async with SqliteDatabase(tmp_path / "restored" / "chappe.db", LocalBus()) as found:
        assert await found.read(state) == whole(1)


async def test_a_look_at_what_another_process_wrote_is_made_again_when_it_fails(database: SqliteDatabase) -> None:
    for _ in range(3):
        await database.write(send)
    with closing(sqlite3.connect(database.path)) as other:
        other.execute("CREATE TABLE other (id BIGINT)")
    refused: list[str] = []

    def once(action: int, table: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ and table == "journal" and not refused:
            refused.append(table)
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    database._writer._transactions._connection.set_authorizer(once)
    assert await database.write(send) == 4
    assert refused
    assert await database.read(state) == whole(4)


async def test_a_step_of_the_schema_may_change_a_table(database: SqliteDatabase, tmp_path: Path) -> None:
    """It finds every row in it."""
    await database.write(send)
    steps = tmp_path / "steps"
    shutil.copytree(migrate.BUILT_IN, steps)
    for number, table in enumerate(("messages", "dialogs"), 9000):
        (steps / f"{number}_{table}.sql").write_text(f"ALTER TABLE {table} ADD COLUMN news BIGINT;\n")
    await migrate.up(database, NOW, steps)
    assert staged(database) == 0
    await database.write(send)
    assert await database.read(state) == whole(2)


async def test_rows_that_an_older_version_staged_are_found(tmp_path: Path) -> None:
    """It had twins of the tables, and looked for a random_id among the messages."""
    steps = steps_before("0052", tmp_path)
    columns = "box, id, peer, sender, date, origin_box, origin_id, flags, random_id, body"

    async def as_before(tx: Tx) -> None:
        for table, message_id in (("messages", 1), ("staged_messages", 2)):
            await tx.execute(
                f"INSERT INTO {table} ({columns}, grouped_id) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, 0)",
                (ALICE, message_id, BOB, ALICE, NOW, ALICE, message_id, 70 + message_id, b"\x80"),
            )
        await tx.execute("INSERT INTO staged_events VALUES (?, 2, 1, 1, 'new_message', ?, ?)", (BOB, NOW, b"\x80"))
        await tx.execute("INSERT INTO staged_search_queue VALUES (?, 2)", (ALICE,))

    async with SqliteDatabase(tmp_path / "old.db", LocalBus()) as database:
        await migrate.up(database, NOW, steps)
        await database.write(as_before)
        await migrate.up(database, NOW)
        assert list(await database.read(lambda view: messages.by_ids(view, ALICE, [1, 2]))) == [1, 2]
        (event,) = await database.read(lambda view: log.after(view, BOB, boxes.NEW_BOX, 1, NOW, 10))
        assert event.kind == boxes.NEW_MESSAGE
        assert (ALICE, 2) in await database.read(lambda view: search_queue.some(view, 10))
        assert await database.peek(lambda view: messages.sent_before(view, ALICE, BOB, 71)) == 1
        assert await database.peek(lambda view: messages.sent_before(view, ALICE, BOB, 72)) == 2
