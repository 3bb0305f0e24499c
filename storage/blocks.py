"""Who blocks whom (core.telegram.org/api/block)."""

from storage.database import Snapshot, Tx


async def blocks(view: Snapshot, user_id: int, peer: int) -> bool:
    """Whether this user has blocked that peer."""
    return await view.fetchval("SELECT 1 FROM blocks WHERE user_id = ? AND peer = ?", (user_id, peer)) is not None


async def between(view: Snapshot, one: int, other: int) -> tuple[bool, bool]:
    """(one has blocked the other, the other has blocked one)."""
    rows = await view.fetchall(
        "SELECT user_id FROM blocks WHERE (user_id = ? AND peer = ?) OR (user_id = ? AND peer = ?)",
        (one, other, other, one),
    )
    blockers = {row[0] for row in rows}
    return one in blockers, other in blockers


async def block(tx: Tx, user_id: int, peer: int, now: int) -> bool:
    """Block a peer; False when it was blocked already."""
    return (
        await tx.execute(
            "INSERT INTO blocks (user_id, peer, blocked_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (user_id, peer, now),
        )
        == 1
    )


async def unblock(tx: Tx, user_id: int, peer: int) -> bool:
    """Unblock a peer; False when it was not blocked."""
    return await tx.execute("DELETE FROM blocks WHERE user_id = ? AND peer = ?", (user_id, peer)) == 1


async def of_user(view: Snapshot, user_id: int, offset: int, limit: int) -> tuple[int, list[tuple[int, int]]]:
    """(how many are blocked, a page of (peer, since when) with the newest first)."""
    total: int = await view.fetchval("SELECT COUNT(*) FROM blocks WHERE user_id = ?", (user_id,))
    rows = await view.fetchall(
        "SELECT peer, blocked_at FROM blocks WHERE user_id = ? ORDER BY blocked_at DESC, peer LIMIT ? OFFSET ?",
        (user_id, limit, offset),
    )
    return total, [(row[0], row[1]) for row in rows]
