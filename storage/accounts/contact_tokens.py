"""Links by which somebody hands out their account for a while. Each account has one at most."""

from __future__ import annotations

from storage.database import Snapshot, Tx


async def put(tx: Tx, token: str, user_id: int, expires_at: int) -> None:
    """Keep a token, in place of the account's one before."""
    await tx.execute("DELETE FROM contact_tokens WHERE user_id = ?", (user_id,))
    await tx.execute(
        "INSERT INTO contact_tokens (token, user_id, expires_at) VALUES (?, ?, ?)", (token, user_id, expires_at)
    )


async def owner(view: Snapshot, token: str, now: int) -> int | None:
    """Whose token this is, while it is good."""
    found: int | None = await view.fetchval(
        "SELECT user_id FROM contact_tokens WHERE token = ? AND expires_at > ?", (token, now)
    )
    return found
