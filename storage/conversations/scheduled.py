"""Messages that are to be sent later (core.telegram.org/api/scheduled-messages).

They have ids of their own, which have nothing to do with those of the box they will stand in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgpack

from storage.accounts.users import next_number
from storage.conversations.messages import Body, Flag
from storage.database import Row, Snapshot, Tx

WHEN_ONLINE = 0x7FFFFFFE
"""The date that means "as soon as the peer comes online"."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One message that waits. `due` is in Unix seconds, or WHEN_ONLINE; `mentions` are plain ids; `period` is after how
    many seconds it is sent again, 0 for never; `together` is the random_id of the first of those that one request has
    scheduled, 0 for one that is alone."""

    box: int
    peer: int
    id: int
    due: int
    random_id: int | None
    body: Body
    flags: Flag
    grouped_id: int
    mentions: frozenset[int]
    period: int = 0
    together: int = 0


_SELECT = "SELECT box, peer, id, due, random_id, data FROM scheduled"


def _scheduled(row: Row) -> Scheduled:
    data = msgpack.unpackb(row[5])
    box, peer, number, due, random_id = row[:5]
    flags, mentions = Flag(data["flags"]), frozenset(data["mentions"])
    seldom = data.get("period", 0), data.get("together", 0)
    return Scheduled(box, peer, number, due, random_id, data["body"], flags, data["grouped_id"], mentions, *seldom)


async def next_id(tx: Tx, box: int) -> int:
    """A new id among a user's scheduled messages."""
    return await next_number(tx, f"scheduled.{box}")


async def save(tx: Tx, one: Scheduled) -> None:
    """Keep a scheduled message, new or changed."""
    data = {
        "body": one.body,
        "flags": int(one.flags),
        "grouped_id": one.grouped_id,
        "mentions": sorted(one.mentions),
        "period": one.period,
        "together": one.together,
    }
    await tx.execute(
        "INSERT INTO scheduled (box, peer, id, due, random_id, data) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (box, id) DO UPDATE SET due = excluded.due, data = excluded.data",
        (one.box, one.peer, one.id, one.due, one.random_id, msgpack.packb(data)),
    )


async def of_peer(view: Snapshot, box: int, peer: int) -> list[Scheduled]:
    """What waits for one peer, the last to be sent first."""
    rows = await view.fetchall(f"{_SELECT} WHERE box = ? AND peer = ? ORDER BY due DESC, id DESC", (box, peer))
    return [_scheduled(row) for row in rows]


async def some(view: Snapshot, box: int, peer: int, ids: Sequence[int]) -> list[Scheduled]:
    """Those of these messages that wait for this peer, by id."""
    marks = ",".join("?" * len(ids))
    rows = await view.fetchall(
        f"{_SELECT} WHERE box = ? AND peer = ? AND id IN ({marks}) ORDER BY id", (box, peer, *ids)
    )
    return [_scheduled(row) for row in rows]


async def with_theirs(view: Snapshot, some: Sequence[Scheduled]) -> list[Scheduled]:
    """These messages, all for one peer, and whatever was scheduled together with any of them; by id."""
    together, ids = {one.together for one in some} - {0}, {one.id for one in some}
    if not together:
        return list(some)
    waiting = await of_peer(view, some[0].box, some[0].peer)
    return sorted((one for one in waiting if one.id in ids or one.together in together), key=lambda one: one.id)


async def sent_before(view: Snapshot, box: int, peer: int, random_id: int) -> Scheduled | None:
    """What was scheduled under this random_id already."""
    row = await view.fetchone(f"{_SELECT} WHERE box = ? AND peer = ? AND random_id = ?", (box, peer, random_id))
    return None if row is None else _scheduled(row)


async def due(view: Snapshot, now: int, limit: int) -> list[Scheduled]:
    """What is due, the longest overdue first."""
    rows = await view.fetchall(f"{_SELECT} WHERE due <= ? ORDER BY due, id LIMIT ?", (now, limit))
    return [_scheduled(row) for row in rows]


async def waited_for(view: Snapshot, now: int, limit: int, after: tuple[int, int] = (0, 0)) -> list[tuple[int, int]]:
    """(box, peer) of dialogs in which something waits for the peer, who is online now, in order, from one on."""
    rows = await view.fetchall(
        "SELECT DISTINCT box, peer FROM scheduled WHERE due = ? AND (box > ? OR (box = ? AND peer > ?)) AND EXISTS "
        "(SELECT 1 FROM presence WHERE presence.user_id = scheduled.peer AND presence.online_until > ?) "
        "ORDER BY box, peer LIMIT ?",
        (WHEN_ONLINE, after[0], *after, now, limit),
    )
    return [(box, peer) for box, peer in rows]


async def until_online(view: Snapshot, box: int, peer: int) -> list[Scheduled]:
    """What waits in a dialog for its peer to come online, in its order."""
    rows = await view.fetchall(
        f"{_SELECT} WHERE box = ? AND peer = ? AND due = ? ORDER BY id", (box, peer, WHEN_ONLINE)
    )
    return [_scheduled(row) for row in rows]


async def delete_of_writer(tx: Tx, box: int) -> None:
    """Whatever somebody has scheduled waits no longer."""
    await tx.execute("DELETE FROM scheduled WHERE box = ?", (box,))


async def delete(tx: Tx, gone: Sequence[Scheduled]) -> None:
    """They wait no longer."""
    await tx.executemany("DELETE FROM scheduled WHERE box = ? AND id = ?", [(one.box, one.id) for one in gone])
