"""Who has a user before their eyes: people who keep them in their address book, and people they have a dialog with."""

from __future__ import annotations

from storage.database import Snapshot


async def of_user(view: Snapshot, user_id: int, limit: int) -> list[int]:
    """Up to `limit` of the users who are shown when something about this user changes."""
    rows = await view.fetchall(
        "SELECT user_id FROM contacts WHERE contact_id = ? UNION SELECT peer FROM dialogs WHERE box = ? AND peer > 0 "
        "LIMIT ?",
        (user_id, user_id, limit),
    )
    return [row[0] for row in rows if row[0] != user_id]


async def partners(view: Snapshot, user_id: int, limit: int) -> list[int]:
    """Up to `limit` of the users this user has a dialog with."""
    rows = await view.fetchall(
        "SELECT peer FROM dialogs WHERE box = ? AND peer > 0 AND peer <> ? ORDER BY top_message DESC LIMIT ?",
        (user_id, user_id, limit),
    )
    return [row[0] for row in rows]


async def groups(view: Snapshot, user_id: int, limit: int) -> list[int]:
    """Up to `limit` of the groups this user has a dialog with, as marked ids."""
    rows = await view.fetchall(
        "SELECT peer FROM dialogs WHERE box = ? AND peer < 0 ORDER BY top_message DESC LIMIT ?", (user_id, limit)
    )
    return [row[0] for row in rows]
