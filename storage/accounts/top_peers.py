"""How a user uses their peers: what they have sent lately, and from when on it counts (contacts.resetTopPeerRating)."""

from __future__ import annotations

from storage.conversations import boxes
from storage.conversations.messages import SELECT, Message, message
from storage.database import Snapshot, Tx

LOOKED_AT = 5_000
"""Messages of a box, the newest ones, that are looked at."""


async def sent_lately(view: Snapshot, user_id: int) -> list[Message]:
    """What a user has sent among the newest messages of their box."""
    newest = (await boxes.counters(view, user_id)).last_id
    rows = await view.fetchall(
        f"{SELECT} WHERE box = ? AND id > ? AND sender = ?", (user_id, newest - LOOKED_AT, user_id)
    )
    return [message(row) for row in rows]


async def resets(view: Snapshot, user_id: int) -> dict[tuple[str, int], int]:
    """(category, peer) → from when on its use counts."""
    rows = await view.fetchall("SELECT category, peer, reset_at FROM top_peer_resets WHERE user_id = ?", (user_id,))
    return {(row[0], row[1]): row[2] for row in rows}


async def reset(tx: Tx, user_id: int, category: str, peer: int, now: int) -> None:
    """What came up to now counts no more."""
    await tx.execute(
        "INSERT INTO top_peer_resets (user_id, category, peer, reset_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (user_id, category, peer) DO UPDATE SET reset_at = excluded.reset_at",
        (user_id, category, peer, now),
    )


async def forget_resets(tx: Tx, user_id: int) -> None:
    """Forget them all."""
    await tx.execute("DELETE FROM top_peer_resets WHERE user_id = ?", (user_id,))
