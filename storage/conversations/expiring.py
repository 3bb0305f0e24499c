"""Which copies of messages delete themselves, and when."""

from __future__ import annotations

from collections.abc import Iterable

from storage.database import Snapshot, Tx


async def add(tx: Tx, copies: Iterable[tuple[int, int, int]]) -> None:
    """Note copies as (due, box, id)."""
    await tx.executemany("INSERT INTO expiring (due, box, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", copies)


async def due(view: Snapshot, now: int, limit: int) -> list[tuple[int, int, int]]:
    """Copies that are due, as (due, box, id), the longest overdue first."""
    rows = await view.fetchall("SELECT due, box, id FROM expiring WHERE due <= ? ORDER BY due LIMIT ?", (now, limit))
    return [(row[0], row[1], row[2]) for row in rows]


async def settle(tx: Tx, copies: Iterable[tuple[int, int, int]]) -> None:
    """These are dealt with."""
    await tx.executemany("DELETE FROM expiring WHERE due = ? AND box = ? AND id = ?", copies)
