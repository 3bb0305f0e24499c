"""The log of a box is one list, though it stands in two tables: nothing is skipped, doubled or out of order."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import migrate
from storage.bus import LocalBus
from storage.conversations import boxes, log, messages
from storage.conversations.boxes import NEW_MESSAGE, Event
from storage.conversations.messages import Flag, Message
from storage.database import Snapshot, Tx
from storage.sqlite import SqliteDatabase
from tests.storage.older_schema import steps_before

PEER = 2
NOW = 1_700_000_000

Told = tuple[int, str, int]
"""(pts, kind, the message's id or the event's number)."""


class Box:
    """A box in which things happen, and the log it should have."""

    def __init__(self, box: int) -> None:
        self.box = box
        self.told: list[Told] = []
        self.ids: list[int] = []

    async def _message(self, tx: Tx, *, date: int = NOW, old: bool = False, event: bool = False) -> None:
        after = await boxes.advance(tx, self.box, ids=1, pts=1, events=int(event))
        i, pts = after.last_id, 0 if old else after.pts
        await messages.insert(tx, (Message(self.box, i, PEER, PEER, date, self.box, i, Flag(0), None, 0, {}, pts),))
        if event:
            news = Event(self.box, after.pts, after.seq, 1, NEW_MESSAGE, NOW, {"id": i, "known": True})
            await boxes.insert_events(tx, (news,))
        self.ids.append(i)
        self.told.append((after.pts, NEW_MESSAGE, i))

    async def new(self, tx: Tx) -> None:
        await self._message(tx)

    async def before_messages_had_a_pts(self, tx: Tx) -> None:
        await self._message(tx, old=True, event=True)

    async def forwarded(self, tx: Tx) -> None:
        """Of long ago."""
        await self._message(tx, date=NOW - 10_000_000, event=True)

    async def happened(self, tx: Tx, pts_count: int) -> None:
        event = await boxes.append(tx, self.box, "read", {}, now=NOW, pts_count=pts_count)
        self.told.append((event.pts, "read", event.seq))

    async def deleted(self, tx: Tx, some: Sequence[int]) -> None:
        ids = sorted({self.ids[place % len(self.ids)] for place in some}) if self.ids else []
        if ids:
            await messages.delete(tx, [*(await messages.by_ids(tx, self.box, ids)).values()])
            self.ids = [one for one in self.ids if one not in ids]
            self.told = [one for one in self.told if one[1] != NEW_MESSAGE or one[2] not in ids]
            event = await boxes.append(tx, self.box, "deleted", {}, now=NOW, pts_count=len(ids))
            self.told.append((event.pts, "deleted", event.seq))

    async def after(self, view: Snapshot, pts: int, since: int, limit: int) -> list[Told]:
        """What the log says. An event of its own tells of a message even when that is gone; nobody is shown it then."""
        now = await boxes.counters(view, self.box)
        found = await log.after(view, self.box, now, pts, since, limit)
        return [
            (e.pts, e.kind, e.data["id"] if e.kind == NEW_MESSAGE else e.seq)
            for e in found
            if e.kind != NEW_MESSAGE or e.record is not None or e.data["id"] in self.ids
        ]


STEPS = st.one_of(
    st.just(("new",)),
    st.just(("new",)),
    st.just(("forwarded",)),
    st.tuples(st.just("happened"), st.integers(0, 3)),
    st.tuples(st.just("deleted"), st.lists(st.integers(0, 40), min_size=1, max_size=5)),
)


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    return count(1)


@pytest.mark.rows("U1", "U2")
@settings(deadline=None, max_examples=60)
@given(old=st.integers(0, 6), steps=st.lists(STEPS, max_size=40), limit=st.integers(1, 9))
def test_every_client_is_told_all_it_has_missed_once_and_in_order(
    runner: tuple[asyncio.Runner, SqliteDatabase],
    numbers: Iterator[int],
    old: int,
    steps: list[tuple[str, *tuple[object, ...]]],
    limit: int,
) -> None:
    """Whatever happened in a box, for a client that stands at any pts; whole and in pages."""
    loop, database = runner
    box = Box(next(numbers))

    async def happen(tx: Tx) -> None:
        for _ in range(old):
            await box.before_messages_had_a_pts(tx)
        for name, *given_ in steps:
            await getattr(box, name)(tx, *given_)

    async def look(view: Snapshot) -> None:
        now = await boxes.counters(view, box.box)
        for pts in range(1, now.pts + 1):
            missed = [one for one in box.told if one[0] > pts]
            assert await box.after(view, pts, NOW + 1, 10_000) == missed
        again = [one for one in box.told if one[0] == now.pts and one[1] == "read"]
        settings_of_now = await box.after(view, now.pts, NOW, 10_000)
        assert [one for one in settings_of_now if one in again] == settings_of_now
        pts, paged = 1, []
        while page := await log.after(view, box.box, now, pts, NOW + 1, limit):
            pts = page[-1].pts
            assert len(page) <= limit
            paged += [event.pts for event in page if event.pts_count]
        assert paged == sorted(set(paged))
        assert set(paged) >= {told_at for told_at, kind, _ in box.told if kind != "read"}

    loop.run(database.write(happen))
    loop.run(database.read(look))


async def test_a_log_from_before_messages_had_a_pts_goes_on(tmp_path: Path) -> None:
    """Those of its messages that still waited in the journal included: their rows name no pts."""
    steps = steps_before("0056", tmp_path)
    columns = "box, id, peer, sender, date, origin_box, origin_id, flags, random_id, grouped_id, body"
    insert = f"INSERT INTO messages ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL, 0, ?)"

    async def as_before(tx: Tx) -> None:
        after = await boxes.advance(tx, 1, ids=1, pts=1, events=1)
        tx.insert_later(insert, [(1, after.last_id, PEER, PEER, NOW, 1, after.last_id, b"\x80")])
        await boxes.insert_events(tx, [Event(1, after.pts, after.seq, 1, NEW_MESSAGE, NOW, {"id": after.last_id})])

    box = Box(1)
    async with SqliteDatabase(tmp_path / "old.db", LocalBus()) as database:
        await migrate.up(database, NOW, steps)
        for _ in range(3):
            await database.write(as_before)
    async with SqliteDatabase(tmp_path / "old.db", LocalBus()) as database:
        await migrate.up(database, NOW)
        for _ in range(2):
            await database.write(box.new)
        for pts in range(1, 7):
            found = await database.read(lambda view, pts=pts: log.after(view, 1, boxes.Counters(5, 6, 3), pts, 0, 9))  # type: ignore[misc]
            assert [(event.pts, event.data["id"]) for event in found] == [(n, n - 1) for n in range(pts + 1, 7)]
