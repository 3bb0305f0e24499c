"""Media that vanish some time after they were opened: which, and when. A message is named by its origin."""

from __future__ import annotations

from collections.abc import Iterable

from storage.database import Snapshot, Tx


async def begin(tx: Tx, origin_box: int, origin_id: int, due: int) -> None:
    """A message's media was opened and vanishes at `due` (Unix seconds); what was opened before keeps its time."""
    await tx.execute(
        "INSERT INTO vanishing_media (due, origin_box, origin_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (due, origin_box, origin_id),
    )


async def due(view: Snapshot, now: int, limit: int) -> list[tuple[int, int]]:
    """The origins of what is due, the longest overdue first."""
    rows = await view.fetchall(
        "SELECT origin_box, origin_id FROM vanishing_media WHERE due <= ? ORDER BY due LIMIT ?", (now, limit)
    )
    return [(row[0], row[1]) for row in rows]


async def settle(tx: Tx, origins: Iterable[tuple[int, int]]) -> None:
    """These are dealt with."""
    await tx.executemany("DELETE FROM vanishing_media WHERE origin_box = ? AND origin_id = ?", origins)
