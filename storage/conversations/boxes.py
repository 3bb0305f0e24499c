"""Boxes: their counters, and what happens in them.

A box (a user's own, later a channel's) owns its message-id counter, its `pts` and its log. Everything that
happens in it is stored in the unit of work that makes it happen, so that no pts exists without its event
and no event without its pts (row U1). Events are domain records; what a viewer sees is rendered when read.

Most of what happens is a new message, and its row says all that an event would (its pts, its date): it is told like
an event and not stored as one. storage/conversations/log.py reads both as one log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgpack
from msgspec import Struct

from storage.database import KeptTable, Row, Snapshot, Tx


class Counters(NamedTuple):
    """A box's counters: the highest message id, pts and event number given out."""

    last_id: int
    pts: int
    seq: int
    trimmed: int = 0


BOXES = KeptTable("boxes", ("box",), ("box", *Counters._fields))

NEW_MESSAGE = "new_message"
"""The kind of event that a message's row stands for. Its data are the message's `id`; and while it is news, whether
the dialog was there before (`known`)."""

NEW_BOX = Counters(last_id=0, pts=1, seq=0)
"""pts starts at 1: some clients take 0 for "no state"."""


class Event(Struct, gc=False):
    """One thing that happened in a box. Like a `Message`, nobody changes it, and nothing in it leads back to it.

    `pts` is the box's pts after it; `pts_count` how far it moved it (0 for what only changes settings).
    `seq` orders events that share a pts; a new message, which comes before all others of its pts, needs none.
    Not stored: `origin`, the live session that caused it and gets its answer instead of a push; and `record`, what
    was just written or read, so that telling of it takes no second look at the table.
    """

    box: int
    pts: int
    seq: int
    pts_count: int
    kind: str
    date: int
    data: dict[str, Any]
    origin: int = 0
    record: object = None


TOPIC = "boxes"
"""The bus topic of every box."""


async def counters(view: Snapshot, box: int) -> Counters:
    """Where a box stands; a box nobody has written to yet stands at the start."""
    (row,) = await view.fetch_kept(BOXES, ((box,),))
    return NEW_BOX if row is None else Counters(*row[1:])


async def advance_all(
    tx: Tx, among: Sequence[int], *, ids: int = 0, pts: int = 0, events: int = 0
) -> dict[int, tuple[int, int, int, int]]:
    """Take message ids, pts and event numbers, in each of these boxes the same.

    Returns what `Counters` says *after* that, as plain tuples: to name them takes as long as all else for a box.
    """
    after: dict[int, tuple[int, int, int, int]] = {}
    changed: dict[Row, Row] = {}
    keys: list[Row] = list(zip(among, strict=True))  # a tuple of each
    for key, row in zip(keys, await tx.fetch_kept(BOXES, keys), strict=True):
        box, last_id, its_pts, seq, trimmed = row or key + NEW_BOX
        last_id, its_pts, seq = last_id + ids, its_pts + pts, seq + events
        after[box] = (last_id, its_pts, seq, trimmed)
        changed[key] = (box, last_id, its_pts, seq, trimmed)
    tx.keep(BOXES, changed)
    return after


async def advance(tx: Tx, box: int, *, ids: int = 0, pts: int = 0, events: int = 0) -> Counters:
    """`advance_all` for one box."""
    return Counters(*(await advance_all(tx, (box,), ids=ids, pts=pts, events=events))[box])


async def insert_events(tx: Tx, events: Sequence[Event]) -> None:
    """Store events whose numbers were taken with `advance`, and tell of them."""
    pack = msgpack.Packer().pack  # one for all, as making it takes longer than using it
    tx.insert_later(
        "INSERT INTO events (box, pts, seq, pts_count, kind, date, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(e.box, e.pts, e.seq, e.pts_count, e.kind, e.date, pack(e.data)) for e in events],
    )
    tell(tx, events)


def tell(tx: Tx, events: Sequence[Event]) -> None:
    """Publish events together after the commit."""
    tx.publish(TOPIC, *events)


async def append(
    tx: Tx,
    box: int,
    kind: str,
    data: dict[str, Any],
    *,
    now: int,
    pts_count: int = 1,
    origin: int = 0,
    record: object = None,
) -> Event:
    """Let one thing happen in a box: take its numbers, store it, publish it after the commit."""
    after = await advance(tx, box, pts=pts_count, events=1)
    event = Event(box, after.pts, after.seq, pts_count, kind, now, data, origin, record)
    await insert_events(tx, (event,))
    return event


async def append_to_all(tx: Tx, among: Iterable[int], kind: str, data: dict[str, Any], *, now: int) -> None:
    """Let the same thing happen in many boxes at once, without moving their pts."""
    numbers = await advance_all(tx, tuple(dict.fromkeys(among)), events=1)
    await insert_events(tx, [Event(box, pts, seq, 0, kind, now, data) for box, (_, pts, seq, _) in numbers.items()])
