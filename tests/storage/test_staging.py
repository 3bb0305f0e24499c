"""Rows that come to their tables later are as stored as all others, and nobody who looks can tell the difference."""

import asyncio
import resource
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import migrate
from storage.bus import LocalBus
from storage.conversations import boxes, log, messages
from storage.conversations.messages import Flag, Message
from storage.database import Snapshot, Tx
from storage.errors import DamagedError, FullError
from storage.searching import search_index, search_queue
from storage.sqlite import SqliteDatabase, checkpoints, transactions, writer
from storage.sqlite.backup import back_up, restore
from storage.sqlite.check import check
from storage.sqlite.staged import Staged
from storage.sqlite.staging import Staging
from tests.storage.older_schema import steps_before

ALICE, BOB = 1, 2
NOW = 1_700_000_000

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.fixture(autouse=True)
def log_only_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    """No checkpoints, which come by the clock: after one the log begins again, and has room in the file that it has."""
    monkeypatch.setattr(checkpoints, "INTERVAL_SECONDS", 3600.0)


async def send(tx: Tx, random_id: int | None = None, text: str = "hello") -> int:
    """A message from Alice to Bob: both copies."""
    after = await boxes.advance_all(tx, (ALICE, BOB), ids=1, pts=1)
    (own, pts, *_), (its, its_pts, *_) = after[ALICE], after[BOB]
    await messages.insert(
        tx,
        [
            Message(ALICE, own, BOB, ALICE, NOW, ALICE, own, Flag.OUT, random_id, 0, {"text": text}, pts),
            Message(BOB, its, ALICE, ALICE, NOW, ALICE, own, Flag(0), None, 0, {"text": text}, its_pts),
        ],
    )
    return own


async def state(view: Snapshot) -> tuple[int, list[int], list[int]]:
    """Bob's pts by his counters, the pts that his log tells of, the ids of his messages."""
    now = await boxes.counters(view, BOB)
    events = await log.after(view, BOB, now, 1, NOW, 10_000)
    rows = await view.fetchall("SELECT id FROM messages WHERE box = ? ORDER BY id", (BOB,))
    return now.pts, [event.pts for event in events], [row[0] for row in rows]


def whole(count: int) -> tuple[int, list[int], list[int]]:
    """`state` after so many messages."""
    return count + 1, list(range(2, count + 2)), list(range(1, count + 1))


def staged(database: SqliteDatabase) -> int:
    """How many messages stand in the journal."""
    found = Staged()
    with closing(sqlite3.connect(database.path)) as other:
        found.read(other)
    return sum(len(rows) for sql, rows in found.inserts.items() if sql.startswith("INSERT INTO messages "))


def killed(path: Path, copy: Path) -> SqliteDatabase:
    """The files as a kill would leave them, for the next process to open."""
    copy.mkdir()
    for name in (path.name, f"{path.name}-wal"):
        shutil.copy(path.with_name(name), copy / name)
    return SqliteDatabase(copy / path.name, LocalBus())


@contextmanager
def no_room_beyond(path: Path) -> Iterator[None]:
    """No file grows beyond this one's size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("door", ["peek", "read", "write"])
async def test_whoever_looks_finds_what_was_sent(database: SqliteDatabase, door: str) -> None:
    for count in range(1, 4):
        await database.write(send)
        assert staged(database) == 2
        assert await getattr(database, door)(state) == whole(count)
        assert staged(database) == 0


async def test_what_names_no_such_table_leaves_the_rows_where_they_are(database: SqliteDatabase) -> None:
    await database.write(send)
    assert await database.write(lambda tx: boxes.counters(tx, BOB)) == (1, 2, 0, 0)
    await database.write(lambda tx: boxes.advance(tx, BOB))
    await database.peek(lambda view: view.fetchval("SELECT COUNT(*) FROM users"))
    await database.write(lambda tx: tx.executemany("DELETE FROM messages WHERE box = ?", ()))
    assert staged(database) == 2


async def test_a_read_after_a_message_runs_once(database: SqliteDatabase) -> None:
    """The rows are moved before it: a second run would cost another hop to the reader's thread."""
    runs = []

    async def looks(view: Snapshot) -> tuple[int, list[int], list[int]]:
        runs.append(1)
        return await state(view)

    await database.write(send)
    assert await database.read(looks) == whole(1)
    assert len(runs) == 1


@pytest.mark.rows("U1")
async def test_no_snapshot_shows_counters_without_what_was_counted(database: SqliteDatabase) -> None:
    """While units commit all the time, on the loop and on the thread."""
    sent = 0

    async def sends() -> None:
        nonlocal sent
        while sent < 300:
            sent += 1
            await database.write(send)

    async def looks(door: str) -> int:
        looked = 0
        while sent < 300:
            pts, events, ids = await getattr(database, door)(state)
            assert whole(pts - 1) == (pts, events, ids)
            looked += 1
            await asyncio.sleep(0)  # a peek seldom waits
        return looked

    *_, peeks, reads = await asyncio.gather(sends(), sends(), sends(), looks("peek"), looks("read"))
    assert min(peeks, reads) > 0


async def test_many_are_moved_without_being_asked_for(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "STAGED_ROWS", 50)  # sixteen messages: two counters, and three rows for each
    async with SqliteDatabase(database.path, LocalBus()) as opened:
        waiting = []
        for _ in range(41):
            await opened.write(send)
            waiting.append(staged(opened))
        assert set(waiting) == set(range(0, 32, 2)), "each copy of a message has a row"
        assert await opened.read(state) == whole(41)


async def test_no_more_wait_after_very_many_than_before(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a part of them waits, the next are moved when there are still more; not so when all have been moved."""
    monkeypatch.setattr(transactions, "STAGED_ROWS", 50)

    async def sends(tx: Tx) -> None:
        for _ in range(100):
            await send(tx)

    async with SqliteDatabase(database.path, LocalBus()) as opened:
        await opened.write(sends)
        await opened.write(send)
        assert opened._writer._transactions._staging.half_moved
        assert await opened.peek(state) == whole(101)
        waiting = []
        for _ in range(40):
            await opened.write(send)
            waiting.append(staged(opened))
        assert max(waiting) == 30


@pytest.mark.parametrize("way", ["peek", "read"])
async def test_who_needs_many_does_not_hold_up_the_loop_until_all_are_moved(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """They are moved in portions, between which others write; whoever looks finds all that had come by then."""
    monkeypatch.setattr(writer, "SETTLED_AT_ONCE", 10)
    for _ in range(40):
        await database.write(send)
    looking = asyncio.ensure_future(getattr(database, way)(state))
    writing = asyncio.gather(*(database.write(send) for _ in range(3)))
    waiting = []
    while not looking.done():
        waiting.append(database._writer._transactions.staged)
        await asyncio.sleep(0)
    assert len({rows for rows in waiting if 0 < rows < waiting[0]}) > 2
    assert await looking in (whole(40), whole(43))
    await writing
    assert await database.peek(state) == whole(43)


async def test_nor_does_who_comes_while_many_are_staged_on_the_thread(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is known only afterwards how many there are."""
    monkeypatch.setattr(writer, "SETTLED_AT_ONCE", 10)
    begun, may_end = threading.Event(), threading.Event()

    async def fails(tx: Tx) -> None:
        await tx.execute("DELETE FROM users")  # what has changed anything else is undone with its group
        if threading.current_thread().name != "MainThread":
            begun.set()
            assert may_end.wait(10)
        raise LookupError

    await database.write(send)
    units = (fails, *[send] * 40)
    writing = asyncio.gather(*(database.write(unit) for unit in units), return_exceptions=True)
    assert await asyncio.to_thread(begun.wait, 10)
    looking = asyncio.ensure_future(database.peek(state))
    await asyncio.sleep(0)  # it waits for the thread
    may_end.set()
    waiting = [database._writer._transactions.staged]
    while not looking.done():
        waiting.append(database._writer._transactions.staged)
        await asyncio.sleep(0)
    assert len({rows for rows in waiting if 0 < rows < max(waiting)}) > 2
    assert await looking == whole(41)
    await writing


async def test_random_ids_are_forgotten_when_they_are_in_their_table(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hardly anybody asks for one again; the counters of a box are asked for by its next message."""
    monkeypatch.setattr(transactions, "STAGED_ROWS", 50)
    async with SqliteDatabase(database.path, LocalBus()) as opened:
        for random_id in range(100):
            await opened.write(partial(send, random_id=random_id))
        known = opened._writer._transactions._staging._known
        assert (0 < len(known["random_ids"]) < 20, len(known["boxes"])) == (True, 2)


@pytest.mark.rows("U1")
async def test_who_looks_or_is_killed_amid_a_move_misses_nothing(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is moved part by part is still found once, whoever looks and however it ends."""
    monkeypatch.setattr(transactions, "STAGED_ROWS", 30)
    monkeypatch.setattr(transactions, "MOVED_AT_ONCE", 4)
    amid = 0
    async with SqliteDatabase(database.path, LocalBus()) as opened:
        for count in range(1, 60):
            await opened.write(send)
            if opened._writer._transactions._staging.half_moved:
                amid += 1
                if amid % 3 == 0:
                    async with killed(database.path, tmp_path / f"killed-{count}") as found:
                        assert await found.peek(state) == whole(count)
                        assert await found.write(send) == count + 1
                        assert await found.read(state) == whole(count + 1)
                elif amid % 3 == 1:
                    with no_room_beyond(tmp_path / "chappe.db-wal"):
                        assert await opened.peek(state) == whole(count)
                    assert opened._writer._transactions._staging.half_moved
                else:
                    assert await opened.peek(state) == whole(count)
    assert amid > 6


async def test_what_is_staged_on_the_thread_is_moved_there(
    database: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A group that runs again there may stage any number of rows, which would hold up the loop."""

    async def fails(tx: Tx) -> int:
        await tx.execute("DELETE FROM users")  # what has changed anything else is undone with its group
        raise LookupError

    monkeypatch.setattr(transactions, "STAGED_ROWS", 50)  # sixteen messages: two counters, and three rows for each
    async with SqliteDatabase(database.path, LocalBus()) as opened:
        units = (fails, *[send] * 20)
        await asyncio.gather(*(opened.write(unit) for unit in units), return_exceptions=True)
        assert staged(opened) == 0
        assert await opened.peek(state) == whole(20)


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


@pytest.mark.parametrize("looks", [False, True], ids=["stages", "has rows moved and stages"])
async def test_a_failing_unit_takes_no_rows_with_it(database: SqliteDatabase, looks: bool) -> None:
    async def fails(tx: Tx) -> None:
        if looks:
            await state(tx)
        await send(tx)
        raise LookupError

    await database.write(send)
    answers = await asyncio.gather(
        *(database.write(unit) for unit in (send, fails, send, fails, send)), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [int, LookupError, int, LookupError, int]
    assert await database.read(state) == whole(4)


async def test_a_unit_that_only_looked_leaves_no_half_of_a_move_that_failed(database: SqliteDatabase) -> None:
    """SQLite undoes the one statement for which there was no room, and neither those before it nor the transaction."""
    for _ in range(40):
        await database.write(partial(send, text="x" * 1000))
    await database.write(lambda tx: tx.execute("PRAGMA max_page_count = 1"))  # as many as there are
    with pytest.raises(FullError):
        await database.write(state)
    await database.write(lambda tx: tx.execute("PRAGMA max_page_count = 4000"))
    assert staged(database) == 80
    assert await database.peek(state) == whole(40)


async def test_a_unit_that_looked_and_failed_is_not_run_again(database: SqliteDatabase) -> None:
    """Moving rows is no change of its own."""
    runs = []

    async def fails(tx: Tx) -> None:
        runs.append(await state(tx))
        raise LookupError

    await database.write(send)
    with pytest.raises(LookupError):
        await database.write(fails)
    assert runs == [whole(1)]
    assert await database.peek(state) == whole(1)


async def test_a_peek_for_rows_that_wait_waits_for_the_flush(database: SqliteDatabase) -> None:
    await database.write(send)
    sending = [asyncio.ensure_future(database.write(send)) for _ in range(5)]
    await asyncio.sleep(0)  # they are submitted,
    await asyncio.sleep(0)  # and run
    assert database._writer._under_way
    assert await database.peek(state) == whole(6)
    assert staged(database) == 0
    await asyncio.gather(*sending)


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


async def test_units_whose_callers_left_keep_nobody_from_looking(database: SqliteDatabase) -> None:
    """Not even when the thread would have something to do after them."""
    for count in range(1, 31):
        await database.write(send)
        leaving = asyncio.ensure_future(database.write(send))
        await asyncio.sleep(0)  # it is submitted
        leaving.cancel()
        database._writer.restart_log()
        await asyncio.sleep(0)
        assert await database.peek(state) == whole(count)


async def test_another_process_that_writes_delays_who_looks(database: SqliteDatabase) -> None:
    await database.write(send)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        looking = asyncio.ensure_future(database.peek(state))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not looking.done()
        other.execute("ROLLBACK")
        assert await looking == whole(1)


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
