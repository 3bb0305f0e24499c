"""A message to a group is one message: its copies are found from it, however they came and whatever became of them, and
what all of them say is stored once and no longer than somebody has it."""

import asyncio
import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import msgpack
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from storage import migrate
from storage.bus import LocalBus
from storage.conversations import boxes, messages, reactions, replies
from storage.conversations.messages import Body, Flag, Message
from storage.conversations.reactions import Given
from storage.database import Snapshot, Tx
from storage.sqlite import SqliteDatabase
from tests.storage.older_schema import steps_before

GROUP = -1
ANN, BEN, CEM, DEE = PEOPLE = (11, 12, 13, 14)
NOW = 1_700_000_000

Place = tuple[int, int]
Step = tuple[str, *tuple[object, ...]]


class World:
    """What is written to the database, and to plain dictionaries beside it."""

    def __init__(self) -> None:
        self.copies: dict[Place, Message] = {}

    async def send(self, tx: Tx, sender: int, others: frozenset[int], count: int, text: str) -> None:
        """One message or an album to a group, or to one other member in private when that is all."""
        peer = GROUP if len(others) != 1 else min(others)
        members = [sender, *sorted(others - {sender})]
        after = await boxes.advance_all(tx, members, ids=count, pts=count)
        new = []
        for index in range(count):
            body: Body = {"text": f"{text}{index}"} if text else {"media": {"kind": "poll", "poll_id": index + 1}}
            for box in members:
                message_id, pts = (after[box][field] - count + 1 + index for field in (0, 1))
                origin = after[sender][0] - count + 1 + index
                there = sender if box != sender and peer > 0 else peer
                flags = Flag.OUT if box == sender else Flag(0)
                new.append(Message(box, message_id, there, sender, NOW, sender, origin, flags, None, 0, body, pts))
        await messages.insert(tx, new)
        self._know(new)

    async def show(self, tx: Tx, newcomer: int, some: Sequence[int]) -> None:
        """Somebody who comes to the group gets copies of what they have none of."""
        shown = []
        for one in {(m.origin_box, m.origin_id): m for m in self._chosen(some) if m.peer == GROUP}.values():
            if newcomer != one.origin_box and all(copy.box != newcomer for copy in self.of(one)):
                after = await boxes.advance(tx, newcomer, ids=1, pts=1)
                shown.append(replace(one, box=newcomer, id=after.last_id, flags=Flag(0), pts=after.pts))
        await messages.insert(tx, shown)
        self._know(shown)

    async def edit(self, tx: Tx, some: Sequence[int], text: str, reached: frozenset[int]) -> None:
        """A new text, in the boxes that it reaches."""
        for one in self._chosen(some[:1]):
            changed = [replace(copy, body={"text": text}) for copy in self.of(one) if copy.box in reached]
            await messages.update(tx, changed)
            self._know(changed)

    async def pin(self, tx: Tx, some: Sequence[int]) -> None:
        """Another flag, and nothing else."""
        changed = [replace(copy, flags=copy.flags ^ Flag.PINNED) for copy in self._chosen(some)]
        await messages.update(tx, changed)
        self._know(changed)

    async def delete(self, tx: Tx, some: Sequence[int], everywhere: bool) -> None:
        """Copies of one's own, or of everybody."""
        chosen = self._chosen(some)
        gone = {(m.box, m.id): m for one in chosen for m in (self.of(one) if everywhere else [one])}
        await messages.delete(tx, [*gone.values()])
        for place in gone:
            del self.copies[place]

    def of(self, one: Message) -> list[Message]:
        """Every copy, as `messages.copies` gives them."""
        origin = (one.origin_box, one.origin_id)
        found = [m for m in self.copies.values() if (m.origin_box, m.origin_id) == origin]
        return sorted(found, key=lambda m: (m.box != m.origin_box, m.box))

    def _know(self, changed: Sequence[Message]) -> None:
        self.copies |= {(m.box, m.id): m for m in changed}

    def _chosen(self, some: Sequence[int]) -> list[Message]:
        known = list(self.copies.values())
        return list({place % len(known): known[place % len(known)] for place in some}.values()) if known else []

    async def compare(self, view: Snapshot) -> None:
        """Every way to the copies leads to what should be there, and no more is stored."""
        for one in self.copies.values():
            assert await messages.by_id(view, one.box, one.id) == one
            origin = (one.origin_box, one.origin_id)
            assert await messages.copies(view, *origin) == self.of(one)
            by_box = {copy.box: copy for copy in self.of(one)}
            for box in PEOPLE:
                assert await messages.copy_in(view, box, *origin) == by_box.get(box)
        await require_consistent(view)


async def require_consistent(view: Snapshot) -> None:
    """The rows of both tables say the same: places are complete and true, and nothing is kept that nobody has.

    A private message has a row beside those of its copies when the writer's own is gone, and only then.
    """
    copies = await view.fetchall("SELECT box, id, origin_box, origin_id, length(body) FROM messages WHERE peer < 0")
    stored = await view.fetchall("SELECT origin_box, origin_id, body, places FROM group_messages")
    places = await view.fetchall(
        "SELECT origin_box, origin_id, CAST(key AS BIGINT), value FROM group_messages, json_each(places)"
    )
    copies += await view.fetchall(
        "SELECT box, id, origin_box, origin_id, length(body) FROM messages AS copy WHERE peer > 0 "
        "AND origin_box <> box "
        "AND NOT EXISTS (SELECT 1 FROM messages WHERE box = copy.origin_box AND id = copy.origin_id)"
    )
    assert {(*origin, box, message_id) for box, message_id, *origin, _ in copies} <= set(places)
    assert {(row[2], row[3]) for row in copies} == {row[:2] for row in stored}
    assert {(row[2], row[3]) for row in copies if not row[4]} == {row[:2] for row in stored if row[2]}


boxes_of = st.frozensets(st.sampled_from(PEOPLE))
some = st.lists(st.integers(0, 60), min_size=1, max_size=4)
STEPS = st.one_of(
    st.tuples(st.just("send"), st.sampled_from(PEOPLE), boxes_of, st.integers(1, 2), st.sampled_from(("hi", ""))),
    st.tuples(st.just("show"), st.sampled_from(PEOPLE), some),
    st.tuples(st.just("edit"), some, st.sampled_from(("hi0", "new")), boxes_of | st.just(frozenset(PEOPLE))),
    st.tuples(st.just("pin"), some),
    st.tuples(st.just("delete"), some, st.booleans()),
)


@settings(deadline=None, max_examples=30)
@given(steps=st.lists(STEPS, max_size=15))
def test_copies_are_found_from_their_message_whatever_happens(
    runner: tuple[asyncio.Runner, SqliteDatabase], steps: list[Step]
) -> None:
    """By plain dictionaries; each step in a unit of its own, and all that waits for its table in between."""
    loop, database = runner
    world = World()

    async def empty(tx: Tx) -> None:
        for table in ("messages", "group_messages", "boxes"):
            await tx.execute(f"DELETE FROM {table}")

    async def happen() -> None:
        await database.write(empty)
        for name, *given_ in steps:
            await database.write(lambda tx: getattr(world, name)(tx, *given_))  # noqa: B023 (awaited at once)
        await database.read(world.compare)

    loop.run(happen())


async def said(database: SqliteDatabase) -> list[tuple[bytes, ...]]:
    """What bodies are stored beside empty ones: of copies, and shared."""
    own = "SELECT body FROM messages WHERE length(body) > 0"
    shared = "SELECT body FROM group_messages WHERE length(body) > 0"
    return await database.read(lambda view: view.fetchall(f"{own} UNION ALL {shared}"))


async def test_what_is_written_to_all_is_stored_for_the_writer_and_for_the_others(database: SqliteDatabase) -> None:
    world = World()
    await database.write(lambda tx: world.send(tx, ANN, frozenset((BEN, CEM, DEE)), 1, "hello"))
    assert len(await said(database)) == 2


async def test_what_was_edited_or_deleted_everywhere_is_gone(database: SqliteDatabase) -> None:
    """An old text is kept for whom the edit did not reach, and for nobody else."""
    world = World()
    await database.write(lambda tx: world.send(tx, ANN, frozenset((BEN, CEM, DEE)), 1, "secret"))
    await database.write(lambda tx: world.edit(tx, [0], "harmless", frozenset((ANN, BEN, CEM))))
    await database.read(world.compare)
    assert any(b"secret" in body for (body,) in await said(database)), "for Dee"
    await database.write(lambda tx: world.edit(tx, [0], "harmless", frozenset((DEE,))))
    await database.read(world.compare)
    assert not any(b"secret" in body for (body,) in await said(database))
    await database.write(lambda tx: world.delete(tx, [0], everywhere=True))
    await database.read(world.compare)
    assert await database.read(lambda view: view.fetchall("SELECT * FROM group_messages")) == []


async def test_a_kill_before_they_come_to_their_tables_parts_no_copy_from_its_message(
    database: SqliteDatabase, tmp_path: Path
) -> None:
    """The files as a kill would leave them, for the next process to open."""
    world = World()
    for _ in range(3):
        await database.write(lambda tx: world.send(tx, ANN, frozenset((BEN, CEM, DEE)), 2, "hello"))
    (tmp_path / "left").mkdir()
    for name in ("chappe.db", "chappe.db-wal"):
        shutil.copy(tmp_path / name, tmp_path / "left" / name)
    with closing(connect(tmp_path / "left" / "chappe.db")) as other:
        assert other.execute("SELECT COUNT(*) FROM messages").fetchone() == (0,), "they wait"
    async with SqliteDatabase(tmp_path / "left" / "chappe.db", LocalBus()) as found:
        await found.read(world.compare)


async def test_no_way_to_the_copies_goes_through_the_table(database: SqliteDatabase) -> None:
    asked: list[str] = []

    class Explaining:
        """Writes down how the engine would find what is asked for."""

        def __init__(self, tx: Tx) -> None:
            self._tx = tx

        async def fetchall(self, sql: str, params: Sequence[int]) -> list[tuple[object, ...]]:
            asked.extend(str(row[3]) for row in await self._tx.fetchall(f"EXPLAIN QUERY PLAN {sql}", params))
            return []

        async def fetchone(self, sql: str, params: Sequence[int]) -> None:
            await self.fetchall(sql, params)

        fetchval = fetchone

        async def executemany(self, sql: str, rows: Sequence[Sequence[int]]) -> None:
            for row in rows:
                await self.fetchall(sql, row)

        async def execute(self, sql: str, row: Sequence[int]) -> None:
            await self.fetchall(sql, row)

    copy = Message(BEN, 1, GROUP, ANN, NOW, ANN, 1, Flag(0), None, 0, {})

    async def ask(tx: Tx) -> None:
        view: Tx = Explaining(tx)  # type: ignore[assignment]
        await messages.copies(view, ANN, 1)
        await messages.copy_in(view, BEN, ANN, 1)
        await messages.update(view, [copy])
        await messages.delete(view, [copy])
        await reactions.forget(view, [copy])
        await replies.keep(view, [{"reply": {"origin": (ANN, 1)}}])

    await database.write(ask)
    assert len(asked) > 20
    assert not [step for step in asked if step.startswith(("SCAN messages", "SCAN m", "SCAN group_messages"))]


async def test_a_database_from_before_finds_all_copies(tmp_path: Path) -> None:
    """Also those that waited in the journal, and of a message whose writer has deleted it; what hangs on one stays."""
    steps = steps_before("0058", tmp_path)
    columns = "box, id, peer, sender, date, origin_box, origin_id, flags, random_id, grouped_id, body, pts"
    insert = f"INSERT INTO messages ({columns}) VALUES ({', '.join('?' * 12)})"
    world = World()

    async def as_before(tx: Tx, message_id: int, places: Sequence[tuple[int, int]]) -> None:
        body: Body = {"text": f"number {message_id}"}
        sender = places[0][0]
        copies = [
            Message(box, message_id, peer, sender, NOW, sender, message_id, Flag(0), None, 0, body, message_id + 1)
            for box, peer in places
        ]
        await boxes.advance_all(tx, [box for box, _ in places], ids=9, pts=9)  # beyond all of these
        tx.insert_later(
            insert,
            [
                (m.box, m.id, m.peer, m.sender, NOW, m.origin_box, m.origin_id, 0, None, 0, msgpack.packb(body), m.pts)
                for m in copies
            ],
        )
        world.copies |= {(m.box, m.id): m for m in copies}

    async def loses(tx: Tx, *writers_own: int) -> None:
        await tx.execute("DELETE FROM messages WHERE box = ? AND id = ?", writers_own)
        del world.copies[writers_own[0], writers_own[1]]

    everybody = [(box, GROUP) for box in PEOPLE]
    async with SqliteDatabase(tmp_path / "old.db", LocalBus()) as database:
        await migrate.up(database, NOW, steps)
        for message_id in (1, 2):
            await database.write(lambda tx, message_id=message_id: as_before(tx, message_id, everybody))  # type: ignore[misc]
        await database.write(lambda tx: loses(tx, ANN, 1))
        await database.write(lambda tx: as_before(tx, 3, [(ANN, BEN), (BEN, ANN)]))
        await database.write(lambda tx: as_before(tx, 6, [(BEN, ANN), (ANN, BEN)]))
        await database.write(lambda tx: loses(tx, BEN, 6))
        await database.write(lambda tx: as_before(tx, 4, everybody))
        await database.write(lambda tx: as_before(tx, 5, [(ANN, GROUP)]))
    async with SqliteDatabase(tmp_path / "old.db", LocalBus()) as database:
        await migrate.up(database, NOW)
        await database.read(world.compare)
        first = world.copies[BEN, 1]
        await database.write(lambda tx: reactions.replace_given(tx, first, ANN, [Given(ANN, "x", 0, NOW)]))
        await database.write(lambda tx: world.edit(tx, [0], "new", frozenset((CEM, DEE))))
        await database.write(lambda tx: world.send(tx, BEN, frozenset(PEOPLE), 1, "later"))
        await database.write(lambda tx: world.show(tx, 15, [0, 3, 9]))
        await database.read(world.compare)
        await database.write(lambda tx: world.delete(tx, [*range(20)], everywhere=True))
        await database.write(lambda tx: reactions.forget(tx, [first]))
        await database.read(world.compare)
        assert await database.read(lambda view: view.fetchall("SELECT * FROM reactions")) == []
        assert await database.read(lambda view: view.fetchall("SELECT * FROM group_messages")) == []
