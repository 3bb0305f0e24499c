"""Messages whose rows wait for their tables, for tests of how they come there."""

import resource
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.bus import LocalBus
from storage.conversations import boxes, log, messages
from storage.conversations.messages import Flag, Message
from storage.database import Snapshot, Tx
from storage.sqlite import SqliteDatabase
from storage.sqlite.staged import Staged

ALICE, BOB = 1, 2
NOW = 1_700_000_000


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
