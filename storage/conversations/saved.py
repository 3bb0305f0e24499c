"""Saved dialogs: Saved Messages sorted by where each message came from (core.telegram.org/api/saved-messages)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.conversations.messages import NEWEST
from storage.database import Snapshot, Tx


@dataclass(frozen=True, slots=True)
class SavedDialog:
    """One of them: the chat it came from, its newest message, and its place among the pinned (0: not pinned)."""

    peer: int
    top_message: int
    pinned: int = 0


_SELECT = (
    "SELECT m.saved_peer, MAX(m.id), COALESCE(MAX(p.place), 0) FROM messages m "
    "LEFT JOIN pinned_saved p ON p.box = m.box AND p.peer = m.saved_peer WHERE m.box = ? AND m.saved_peer IS NOT NULL"
)


async def newest(view: Snapshot, box: int, *, before: int, pinned: bool, limit: int) -> list[SavedDialog]:
    """Saved dialogs by their newest message, from below the message `before` (0: from the top)."""
    rows = await view.fetchall(
        f"{_SELECT} GROUP BY m.saved_peer HAVING MAX(m.id) < ?{'' if pinned else ' AND COALESCE(MAX(p.place), 0) = 0'} "
        "ORDER BY MAX(m.id) DESC LIMIT ?",
        (box, before or NEWEST, limit),
    )
    return [SavedDialog(*row) for row in rows]


async def count(view: Snapshot, box: int) -> int:
    """How many there are."""
    found: int = await view.fetchval(
        "SELECT COUNT(DISTINCT saved_peer) FROM messages WHERE box = ? AND saved_peer IS NOT NULL", (box,)
    )
    return found


async def some(view: Snapshot, box: int, peers: Sequence[int]) -> list[SavedDialog]:
    """Those of these that there are."""
    if not peers:
        return []
    marks = ",".join("?" * len(peers))
    rows = await view.fetchall(f"{_SELECT} AND m.saved_peer IN ({marks}) GROUP BY m.saved_peer", (box, *peers))
    return [SavedDialog(*row) for row in rows]


async def pinned(view: Snapshot, box: int) -> list[int]:
    """The pinned ones, from the top."""
    rows = await view.fetchall("SELECT peer FROM pinned_saved WHERE box = ? ORDER BY place DESC", (box,))
    return [row[0] for row in rows]


async def pin_in_order(tx: Tx, box: int, peers: Sequence[int]) -> None:
    """These are pinned, the first on top, and nothing else."""
    await tx.execute("DELETE FROM pinned_saved WHERE box = ?", (box,))
    await tx.executemany(
        "INSERT INTO pinned_saved (box, peer, place) VALUES (?, ?, ?)",
        [(box, peer, len(peers) - index) for index, peer in enumerate(peers)],
    )


async def total(view: Snapshot, box: int, peer: int) -> int:
    """How many messages stand in one."""
    found: int = await view.fetchval("SELECT COUNT(*) FROM messages WHERE box = ? AND saved_peer = ?", (box, peer))
    return found
