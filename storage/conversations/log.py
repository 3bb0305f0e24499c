"""The log of a box: everything that happened in it, in the order of its pts, for whoever was away.

It stands in two places. A message's row says when it came (its `pts`), and that is its event; everything else has a row
of `events`. A message from before messages had a pts has such a row too, and so has one that came later than it was
written, since its date is not the event's: it is told of by that event alone.

Ids and pts of a box grow together, so what came after a pts are the messages from some id on, which is found by
halving; no index is kept for it. A message that was deleted is in no log any more, and its deletion is.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

import msgpack

from storage.conversations import messages
from storage.conversations.boxes import BOXES, NEW_MESSAGE, Counters, Event
from storage.conversations.messages import Message
from storage.database import Row, Snapshot, Tx


async def after(view: Snapshot, box: int, now: Counters, pts: int, since: int, limit: int) -> list[Event]:
    """What happened after a client's state, in order.

    Args:
        view: The snapshot.
        box: Whose log.
        now: Where the box stands in this snapshot.
        pts: The client's pts.
        since: The client's date: events that move no pts and stand at the client's own pts are told again when they
            are not older than it.
        limit: How many events at most; the caller asks again from the last one.
    """
    rows = await view.fetchall(
        "SELECT box, pts, seq, pts_count, kind, date, data FROM events WHERE box = ? AND pts >= ? "
        "AND (pts > ? OR (pts_count = 0 AND date >= ?)) ORDER BY pts, seq LIMIT ?",
        (box, pts, pts, since, limit),
    )
    events = [_event(row) for row in rows]
    if now.pts > pts:
        _merge(events, await _new_messages(view, box, now, pts, limit))
    return events[:limit]


async def oldest_beside(view: Snapshot, event: Event) -> int:
    """The earliest date of an event and of what comes after it with the same pts."""
    found: int | None = await view.fetchval(
        "SELECT MIN(date) FROM events WHERE box = ? AND pts = ? AND seq > ?", (event.box, event.pts, event.seq)
    )
    return event.date if found is None else min(event.date, found)


def _merge(events: list[Event], new: Sequence[Message]) -> None:
    """Put the events that messages stand for among the others, in order.

    Either list may have been cut at a limit; up to that number, both together are complete all the same.
    """
    told = {event.pts for event in events if event.pts_count}
    events += [Event(m.box, m.pts, 0, 1, NEW_MESSAGE, m.date, {"id": m.id}, record=m) for m in new if m.pts not in told]
    events.sort(key=attrgetter("pts", "seq"))


async def _new_messages(view: Snapshot, box: int, now: Counters, pts: int, limit: int) -> list[Message]:
    """The first messages that came after a pts."""
    first = await _first_after(view, box, now, pts)
    rows = await view.fetchall(f"{messages.SELECT} WHERE box = ? AND id >= ? ORDER BY id LIMIT ?", (box, first, limit))
    return [messages.message(row) for row in rows]


async def _first_after(view: Snapshot, box: int, now: Counters, pts: int) -> int:
    """The id from which on all messages of a box came after a pts."""
    before, first = 0, now.last_id + 1
    while first - before > 1:
        middle = (before + first) // 2
        row = await view.fetchone(
            "SELECT id, pts > ? FROM messages WHERE box = ? AND id >= ? ORDER BY id LIMIT 1", (pts, box, middle)
        )
        if row is None or row[1]:
            first = middle
        else:
            before = row[0]
    return first


async def trim(tx: Tx, before: int, limit: int) -> int:
    """Forget events older than a date, at most `limit` at a time; returns how many went.

    A box remembers up to where it was trimmed, so that a client from before that is told so (differenceTooLong).
    """
    rows = await tx.fetchall("SELECT box, pts, seq FROM events WHERE date < ? ORDER BY date LIMIT ?", (before, limit))
    await tx.executemany("DELETE FROM events WHERE box = ? AND pts = ? AND seq = ?", rows)
    trimmed: dict[int, int] = {}
    for box, pts, _ in rows:
        trimmed[box] = max(pts, trimmed.get(box, 0))
    for row in await tx.fetch_kept(BOXES, [(box,) for box in trimmed]):
        if row is not None and row[4] < trimmed[row[0]]:
            tx.keep(BOXES, {row[:1]: (*row[:4], trimmed[row[0]])})
    return len(rows)


def _event(row: Row) -> Event:
    box, pts, seq, pts_count, kind, date, data = row
    return Event(box, pts, seq, pts_count, kind, date, msgpack.unpackb(data, strict_map_key=False))
