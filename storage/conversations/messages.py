"""Messages as records: one row per copy, one copy per box that holds it.

A row says where a copy stands (box, id, dialog), who wrote it and when; its `body` says what it is. The writer's
own copy is its *origin*: what all copies share hangs on (origin_box, origin_id). Rows are written by
`insert` in the same unit of work that takes their ids and pts (storage/conversations/boxes.py).

The origin of a private message says where its copy is (`copy_id`, in the box of its peer); where those in a group are,
of which there may be hundreds, one row of storage/conversations/group_messages.py, which has their body as well. Such a
row tells of the copy of a private message, too, when its origin is gone. `FROM_PLACES` is both ways in one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import IntFlag
from itertools import groupby
from operator import attrgetter
from typing import Any, TypedDict

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import astuple

from storage.conversations import group_messages
from storage.conversations.group_messages import GroupMessage, Origin
from storage.database import KeptTable, Row, Snapshot, Tx
from storage.searching import search_queue


class Flag(IntFlag):
    """What may differ between copies, or is asked for by queries."""

    OUT = 1
    SILENT = 2
    MENTIONED = 4
    MEDIA_UNREAD = 8
    PINNED = 16
    SERVICE = 32
    NOFORWARDS = 64
    REACTION_UNREAD = 128
    HAS_REACTIONS = 256
    FROM_SCHEDULED = 512
    EDIT_HIDE = 1024
    INVERT_MEDIA = 2048
    POLL_VOTES_UNREAD = 4096


class Body(TypedDict, total=False):
    """What a message is; a key is there only when it says something. Peers are marked ids, times Unix seconds."""

    text: str
    entities: list[dict[str, Any]]
    media: dict[str, Any]
    rich: dict[str, Any]
    action: dict[str, Any]
    reply: dict[str, Any]
    forward: dict[str, Any]
    edited: int
    ttl: int
    saved_peer: int


class Message(Struct, gc=False):
    """One copy of a message. Nobody changes one (`msgspec.structs.replace`), and nothing in it leads back to it.

    `pts` is the box's pts after it came; 0 for one that was stored before messages had it.
    """

    box: int
    id: int
    peer: int
    sender: int
    date: int
    origin_box: int
    origin_id: int
    flags: Flag
    random_id: int | None
    grouped_id: int
    body: Body
    pts: int = 0


read_body: Callable[[bytes], Body] = Decoder().decode
"""Reads what msgpack does, in half the time."""

_COLUMNS = (
    f"box, id, peer, sender, date, origin_box, origin_id, flags, random_id, grouped_id, {group_messages.BODY}, pts"
)
SELECT = f"SELECT {_COLUMNS} FROM messages"
"""Begins every query that returns messages; `message` reads its rows."""


def message(row: Row) -> Message:
    """A row of `SELECT` as a record."""
    box, message_id, peer, sender, date, origin_box, origin_id, flags, random_id, grouped_id, body, pts = row
    return Message(
        box,
        message_id,
        peer,
        sender,
        date,
        origin_box,
        origin_id,
        Flag(flags),
        random_id,
        grouped_id,
        read_body(body),
        pts,
    )


RANDOM_IDS = KeptTable(
    "random_ids", ("box", "peer", "random_id"), ("box", "peer", "random_id", "id"), asked_again=False
)
"""Which message of a writer's has which random_id; gone with the message."""

_pack = Encoder().encode
"""Writes what msgpack does, in a fifth of the time."""

_NO_MEDIA: Mapping[str, Any] = {}
_ORIGIN = attrgetter("origin_box", "origin_id")
_INSERT = (
    "INSERT INTO messages (box, id, peer, sender, date, origin_box, origin_id, flags, random_id, grouped_id, "
    "body, pts, copy_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_LISTED = (
    "INSERT INTO messages (box, id, peer, sender, date, origin_box, origin_id, flags, random_id, grouped_id, "
    "body, pts, copy_id, saved_peer, poll_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
"""For copies that are found by their saved dialog or their poll as well. All others have NULL there, which takes five
times as long to bind as a number."""
_INSERT_ALIKE = (
    "INSERT INTO messages (box, id, peer, sender, date, origin_box, origin_id, flags, grouped_id, body, pts) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)"
)
"""For copies with the body that all share (storage/conversations/group_messages.py): numbers, which bind quickly."""


async def insert(tx: Tx, messages: Sequence[Message]) -> None:
    """Store copies whose ids and pts were taken in this unit; those of one message in a row, the writer's own first."""
    rows: list[Row] = []
    listed: list[Row] = []
    given: dict[Row, Row] = {}
    alike: list[Row] = []
    in_groups: list[GroupMessage] = []
    late: list[tuple[Origin, int, int]] = []
    origins: list[Origin] = []
    for origin, run in groupby(messages, _ORIGIN):
        copies = own = list(run)
        body, peer = copies[0].body, copies[0].peer
        is_listed = "saved_peer" in body or "poll_id" in body.get("media", _NO_MEDIA)
        said = _pack(body)
        if peer < 0 and copies[0].box == origin[0]:
            if not is_listed:
                own = copies[:1]
                alike += _alike(copies[1:])
            shared = said if len(own) < len(copies) else b""
            in_groups.append(GroupMessage(*origin, shared, group_messages.as_places({m.box: m.id for m in copies})))
        elif peer < 0:
            late += [(origin, m.box, m.id) for m in copies]
        elsewhere = copies[1].id if peer > 0 and len(copies) > 1 else 0
        for m in own:
            stands = astuple(m)[:7]
            copy_id = elsewhere if m.box == origin[0] else 0
            row = (*stands, int(m.flags), m.random_id, m.grouped_id, said, m.pts, copy_id)
            if is_listed:
                listed.append((*row, body.get("saved_peer"), body.get("media", _NO_MEDIA).get("poll_id")))
            else:
                rows.append(row)
            if m.random_id is not None:
                key = (m.box, m.peer, m.random_id)
                given[key] = (*key, m.id)
        origins.append(origin)
    if rows:
        tx.insert_later(_INSERT, rows)
    if listed:
        tx.insert_later(_INSERT_LISTED, listed)
    if in_groups:
        tx.insert_later(_INSERT_ALIKE, alike)
        group_messages.insert_later(tx, in_groups)
    if given:
        tx.keep(RANDOM_IDS, given)
    search_queue.add_later(tx, origins)
    if late:
        await group_messages.add(tx, late)


def _alike(copies: Sequence[Message]) -> list[Row]:
    """The rows of copies that have the body of all."""
    return [
        (m.box, m.id, m.peer, m.sender, m.date, m.origin_box, m.origin_id, int(m.flags), m.grouped_id, m.pts)
        for m in copies
    ]


async def sent_before(view: Snapshot, box: int, peer: int, random_id: int) -> int | None:
    """The id of the message that this sender already sent to this peer under this random_id (row DU-2)."""
    (row,) = await view.fetch_kept(RANDOM_IDS, ((box, peer, random_id),))
    return None if row is None else row[3]


def sent_before_asks(box: int, peer: int, random_id: int) -> tuple[KeptTable, Row]:
    """What `sent_before` asks for, to be looked up ahead."""
    return RANDOM_IDS, (box, peer, random_id)


async def by_id(view: Snapshot, box: int, message_id: int) -> Message | None:
    """The message with this id in this box."""
    row = await view.fetchone(f"{SELECT} WHERE box = ? AND id = ?", (box, message_id))
    return None if row is None else message(row)


async def by_ids(view: Snapshot, box: int, ids: Sequence[int]) -> dict[int, Message]:
    """Those of these messages that are in the box; at most 1,000 ids."""
    marks = ",".join("?" * len(ids))
    rows = await view.fetchall(f"{SELECT} WHERE box = ? AND id IN ({marks})", (box, *ids))
    return {row[1]: message(row) for row in rows}


async def copy_in(view: Snapshot, box: int, origin_box: int, origin_id: int) -> Message | None:
    """The copy of a message that stands in this box."""
    if box == origin_box:
        return await by_id(view, origin_box, origin_id)
    origin = (origin_box, origin_id)
    row = await view.fetchone(
        f"{SELECT} WHERE box = ? AND id = (SELECT copy_id FROM messages WHERE box = ? AND id = ? AND peer = ?) "
        f"UNION ALL {SELECT} WHERE box = ? "
        f"AND id = (SELECT {group_messages.ID} FROM group_messages WHERE origin_box = ? AND origin_id = ?)",
        (box, *origin, box, box, group_messages.path(box), *origin),
    )
    return None if row is None else message(row)


FROM_PLACES = (
    "FROM (SELECT ? AS its_box, ? AS its_id UNION SELECT peer, copy_id FROM messages WHERE box = ? AND id = ? "
    f"AND copy_id > 0 UNION {group_messages.PLACES}) AS place CROSS JOIN messages WHERE box = its_box AND id = its_id"
)
"""Where all copies of a message are; its origin, three times, are the parameters. No WITH: what begins so might write,
for all that an engine sees."""


async def copies(view: Snapshot, origin_box: int, origin_id: int) -> list[Message]:
    """Every copy of a message that still exists, the origin first."""
    rows = await view.fetchall(f"SELECT {_COLUMNS} {FROM_PLACES}", (origin_box, origin_id) * 3)
    return sorted(map(message, rows), key=lambda copy: (copy.box != origin_box, copy.box))


async def other_copies(view: Snapshot, of: Message) -> list[Message]:
    """Every copy of a message but this one."""
    return [copy for copy in await copies(view, of.origin_box, of.origin_id) if copy.box != of.box]


async def writers_between(view: Snapshot, box: int, peer: int, after: int, up_to: int) -> dict[int, int]:
    """Who wrote what came in between two ids of a dialog: the writer's box and the newest message there that they still
    have."""
    rows = await view.fetchall(
        "SELECT origin_box, MAX(origin_id) FROM messages AS copy WHERE box = ? AND peer = ? AND id > ? AND id <= ? "
        "AND origin_box <> box AND EXISTS (SELECT 1 FROM messages WHERE box = copy.origin_box AND id = copy.origin_id) "
        "GROUP BY origin_box",
        (box, peer, after, up_to),
    )
    return dict(rows)


async def incoming_after(view: Snapshot, box: int, peer: int, after: int) -> int:
    """How many messages from others stand in a dialog after an id."""
    count: int = await view.fetchval(
        "SELECT COUNT(*) FROM messages WHERE box = ? AND peer = ? AND id > ? AND flags & ? = 0",
        (box, peer, after, int(Flag.OUT)),
    )
    return count


async def has_written(view: Snapshot, box: int, peer: int) -> bool:
    """Whether the owner of a box has written anything in a dialog that still stands there."""
    found = await view.fetchval(
        "SELECT 1 FROM messages WHERE box = ? AND peer = ? AND flags & ? <> 0 LIMIT 1", (box, peer, int(Flag.OUT))
    )
    return found is not None


async def update(tx: Tx, changed: Sequence[Message]) -> None:
    """Write the flags and bodies of messages as they now are."""
    origins = {_ORIGIN(m) for m in changed}
    shared = await group_messages.bodies(tx, {_ORIGIN(m) for m in changed if m.peer < 0 and m.box != m.origin_box})
    rows: list[Row] = []
    parted = set()
    for m in changed:
        said = _pack(m.body)
        its = shared.get(_ORIGIN(m)) if m.box != m.origin_box else None  # the writer's own copy has its own
        if its == said:
            said = b""
        elif its:
            parted.add(_ORIGIN(m))
        rows.append((int(m.flags), said, m.box, m.id))
    await tx.executemany("UPDATE messages SET flags = ?, body = ? WHERE box = ? AND id = ?", rows)
    await group_messages.tidy(tx, parted)
    await search_queue.add(tx, origins)


async def delete(tx: Tx, gone: Sequence[Message]) -> None:
    """Remove copies from their boxes, and from the lists of media."""
    places = [(m.box, m.id) for m in gone]
    origins = {_ORIGIN(m) for m in gone}
    await search_queue.add(tx, origins)
    await group_messages.outlive(tx, [place for m, place in zip(gone, places, strict=True) if place == _ORIGIN(m)])
    await tx.executemany("DELETE FROM message_kinds WHERE box = ? AND id = ?", places)
    await tx.executemany(
        "DELETE FROM random_ids WHERE box = ? AND peer = ? AND random_id = ?",
        [(m.box, m.peer, m.random_id) for m in gone if m.random_id is not None],
    )
    await tx.executemany("DELETE FROM messages WHERE box = ? AND id = ?", places)
    await group_messages.tidy(tx, origins)


async def in_range(
    view: Snapshot,
    box: int,
    peer: int,
    *,
    max_id: int = 0,
    min_date: int = 0,
    max_date: int = 0,
    saved_peer: int | None = None,
    limit: int,
) -> list[Message]:
    """The newest messages of a dialog (or of one saved dialog) within bounds, which belong to it; 0 is no bound."""
    rows = await view.fetchall(
        f"{SELECT} WHERE box = ? AND {'peer' if saved_peer is None else 'saved_peer'} = ? AND id <= ? "
        "AND date >= ? AND date <= ? ORDER BY id DESC LIMIT ?",
        (box, peer if saved_peer is None else saved_peer, max_id or NEWEST, min_date, max_date or NEWEST, limit),
    )
    return [message(row) for row in rows]


async def written(view: Snapshot, box: int, peer: int, limit: int) -> list[Message]:
    """The newest messages in a dialog that the owner of the box wrote, without service messages."""
    rows = await view.fetchall(
        f"{SELECT} WHERE box = ? AND peer = ? AND flags & ? = ? ORDER BY id DESC LIMIT ?",
        (box, peer, int(Flag.OUT | Flag.SERVICE), int(Flag.OUT), limit),
    )
    return [message(row) for row in rows]


async def of_poll(view: Snapshot, poll_id: int, *, limit: int | None = None) -> list[Message]:
    """The messages that show a poll, in whatever box, the newest of a box last."""
    rows = await view.fetchall(f"{SELECT} WHERE poll_id = ? ORDER BY box, id LIMIT ?", (poll_id, limit or NEWEST))
    return [message(row) for row in rows]


async def poll_votes_unread(view: Snapshot, box: int) -> dict[int, int]:
    """In which dialogs of a box polls have votes that their creator has not seen, and in how many messages."""
    rows = await view.fetchall(
        "SELECT peer, COUNT(*) FROM messages WHERE box = ? AND flags & 4096 <> 0 GROUP BY peer", (box,)
    )
    return dict(rows)


async def pinned(view: Snapshot, box: int, peer: int, limit: int) -> list[Message]:
    """The newest pinned messages of a dialog."""
    rows = await view.fetchall(
        f"{SELECT} WHERE box = ? AND peer = ? AND flags & 16 <> 0 ORDER BY id DESC LIMIT ?", (box, peer, limit)
    )
    return [message(row) for row in rows]


NEWEST = 1 << 62
"""Beyond every id and date."""
