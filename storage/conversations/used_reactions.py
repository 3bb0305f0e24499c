"""Which reactions a user gives: the recent ones, and those given most (core.telegram.org/api/reactions)."""

from __future__ import annotations

from collections.abc import Iterable

from storage.database import Snapshot, Tx

KEPT = 100
"""Reactions that are remembered as recent."""


async def count(tx: Tx, user_id: int, reactions: Iterable[str]) -> None:
    """A user gave these."""
    await tx.executemany(
        "INSERT INTO used_reactions (user_id, reaction, uses, recent) VALUES (?, ?, 1, 0) "
        "ON CONFLICT (user_id, reaction) DO UPDATE SET uses = used_reactions.uses + 1",
        [(user_id, reaction) for reaction in reactions],
    )


async def remember(tx: Tx, user_id: int, reaction: str) -> bool:
    """Put one that was counted before first among the recent ones; False when it stood there already."""
    newest: int = await tx.fetchval("SELECT MAX(recent) FROM used_reactions WHERE user_id = ?", (user_id,))
    moved = await tx.execute(
        "UPDATE used_reactions SET recent = ? WHERE user_id = ? AND reaction = ? AND (recent < ? OR recent = 0)",
        (newest + 1, user_id, reaction, newest),
    )
    return moved > 0


async def recent(view: Snapshot, user_id: int, limit: int) -> list[str]:
    """The recent ones, the newest first."""
    rows = await view.fetchall(
        "SELECT reaction FROM used_reactions WHERE user_id = ? AND recent > 0 ORDER BY recent DESC LIMIT ?",
        (user_id, min(limit, KEPT)),
    )
    return [row[0] for row in rows]


async def clear_recent(tx: Tx, user_id: int) -> bool:
    """Forget which were recent; False when none was."""
    return await tx.execute("UPDATE used_reactions SET recent = 0 WHERE user_id = ? AND recent > 0", (user_id,)) > 0


async def top(view: Snapshot, user_id: int, limit: int) -> list[str]:
    """Those given most."""
    rows = await view.fetchall(
        "SELECT reaction FROM used_reactions WHERE user_id = ? ORDER BY uses DESC, reaction LIMIT ?", (user_id, limit)
    )
    return [row[0] for row in rows]
