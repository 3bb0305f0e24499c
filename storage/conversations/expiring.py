"""Which copies of messages delete themselves, and when."""

from __future__ import annotations

from collections.abc import Iterable

from storage.conversations.messages import Message
from storage.database import Snapshot, Tx


async def add(tx: Tx, copies: Iterable[Message]) -> None:
    """Note those of new copies that have a timer, which runs from their date."""
    await tx.executemany(
        "INSERT INTO expiring (due, box, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(copy.date + copy.body["ttl"], copy.box, copy.id) for copy in copies if "ttl" in copy.body],
    )


async def due(view: Snapshot, now: int, limit: int) -> list[tuple[int, int, int]]:
    """Copies that are due, as (due, box, id), the longest overdue first."""
    rows = await view.fetchall("SELECT due, box, id FROM expiring WHERE due <= ? ORDER BY due LIMIT ?", (now, limit))
    return [(row[0], row[1], row[2]) for row in rows]


async def settle(tx: Tx, copies: Iterable[tuple[int, int, int]]) -> None:
    """These are dealt with."""
    await tx.executemany("DELETE FROM expiring WHERE due = ? AND box = ? AND id = ?", copies)
