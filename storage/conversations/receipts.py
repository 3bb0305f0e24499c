"""When messages were read: who had read up to where, and since when, on the side of whoever wrote them."""

from __future__ import annotations

from storage.database import Snapshot, Tx


async def add(tx: Tx, box: int, peer: int, reader: int, max_id: int, date: int) -> None:
    """Somebody has read up to this message of a writer's box."""
    await tx.execute(
        "INSERT INTO receipts (box, peer, reader, max_id, date) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (box, peer, reader, max_id, date),
    )


async def readers(view: Snapshot, box: int, peer: int, message_id: int) -> dict[int, int]:
    """Who has read a message of this box, and when."""
    rows = await view.fetchall(
        "SELECT reader, MIN(date) FROM receipts WHERE box = ? AND peer = ? AND max_id >= ? GROUP BY reader "
        "ORDER BY MIN(date), reader",
        (box, peer, message_id),
    )
    return dict(rows)


async def forget(tx: Tx, before: int) -> int:
    """Drop receipts older than a date; returns how many."""
    return await tx.execute("DELETE FROM receipts WHERE date < ?", (before,))
