"""Who blocks whom (core.telegram.org/api/block). There are two lists: one from everything, one from stories only."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, TypeAlias

from storage.database import Snapshot, Tx


class BlockList(IntEnum):
    """What somebody is blocked from."""

    MAIN = 0
    STORIES = 1


_MAIN = int(BlockList.MAIN)


async def blocks(view: Snapshot, user_id: int, peer: int, blocked_from: BlockList = BlockList.MAIN) -> bool:
    """Whether this user has blocked that peer."""
    found = await view.fetchval(
        "SELECT 1 FROM blocks WHERE user_id = ? AND list = ? AND peer = ?", (user_id, int(blocked_from), peer)
    )
    return found is not None


Standing: TypeAlias = tuple[int | None, int, int]
"""How one user stands to another: the kind of account the other is (None: there is none), whether the one has blocked
the other, and whether the other has blocked the one."""

_STANDING = (
    "SELECT (SELECT kind FROM users WHERE user_id = ?), "
    f"EXISTS (SELECT 1 FROM blocks WHERE user_id = ? AND list = {_MAIN} AND peer = ?), "
    f"EXISTS (SELECT 1 FROM blocks WHERE user_id = ? AND list = {_MAIN} AND peer = ?)"
)


async def standing(view: Snapshot, one: int, other: int) -> Standing:
    """How a user stands to another account: asked before each message to them, and seldom another answer."""
    row: Any = await view.fetch_remembered(_STANDING, (other, one, other, other, one))
    standing: Standing = row  # there is nothing it could leave out
    return standing


async def between(view: Snapshot, user_ids: Sequence[int], blocked: Sequence[int]) -> list[tuple[int, int]]:
    """Which of some people have blocked which of others (marked ids): pairs of the two."""
    users, others = ",".join("?" * len(user_ids)), ",".join("?" * len(blocked))
    return await view.fetchall(
        f"SELECT user_id, peer FROM blocks WHERE user_id IN ({users}) AND list = ? AND peer IN ({others})",
        (*user_ids, _MAIN, *blocked),
    )


async def block(tx: Tx, user_id: int, peer: int, now: int, blocked_from: BlockList = BlockList.MAIN) -> bool:
    """Block a peer; False when it was blocked already."""
    return (
        await tx.execute(
            "INSERT INTO blocks (user_id, list, peer, blocked_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (user_id, int(blocked_from), peer, now),
        )
        == 1
    )


async def unblock(tx: Tx, user_id: int, peer: int, blocked_from: BlockList = BlockList.MAIN) -> bool:
    """Unblock a peer; False when it was not blocked."""
    return (
        await tx.execute(
            "DELETE FROM blocks WHERE user_id = ? AND list = ? AND peer = ?", (user_id, int(blocked_from), peer)
        )
        == 1
    )


async def of_user(
    view: Snapshot, user_id: int, blocked_from: BlockList, offset: int, limit: int
) -> tuple[int, list[tuple[int, int]]]:
    """(how many are blocked, a page of (peer, since when) with the newest first)."""
    key = (user_id, int(blocked_from))
    total: int = await view.fetchval("SELECT COUNT(*) FROM blocks WHERE user_id = ? AND list = ?", key)
    rows = await view.fetchall(
        "SELECT peer, blocked_at FROM blocks WHERE user_id = ? AND list = ? "
        "ORDER BY blocked_at DESC, peer LIMIT ? OFFSET ?",
        (*key, limit, offset),
    )
    return total, [(row[0], row[1]) for row in rows]


async def everyone(view: Snapshot, user_id: int, blocked_from: BlockList) -> set[int]:
    """All whom a user has blocked."""
    rows = await view.fetchall("SELECT peer FROM blocks WHERE user_id = ? AND list = ?", (user_id, int(blocked_from)))
    return {row[0] for row in rows}
