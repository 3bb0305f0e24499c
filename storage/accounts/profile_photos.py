"""Which photos a user has shown, newest first; and the fallback.

The current photo stands in the account as well (`Profile.photo`), so that rendering a name takes no second read.
"""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Snapshot, Tx

FALLBACK = 0
"""The position of the photo for people who may not see the others."""


async def of_user(view: Snapshot, user_id: int) -> list[int]:
    """The file ids of a user's photos, newest first, without the fallback."""
    rows = await view.fetchall(
        "SELECT file_id FROM profile_photos WHERE user_id = ? AND position > ? ORDER BY position DESC",
        (user_id, FALLBACK),
    )
    return [row[0] for row in rows]


async def fallback(view: Snapshot, user_id: int) -> int | None:
    """The file id of the fallback photo."""
    found: int | None = await view.fetchval(
        "SELECT file_id FROM profile_photos WHERE user_id = ? AND position = ?", (user_id, FALLBACK)
    )
    return found


async def show(tx: Tx, user_id: int, file_id: int) -> None:
    """Make a photo the newest; one that was there already moves up."""
    await remove(tx, user_id, (file_id,))
    highest: int = await tx.fetchval(
        "SELECT COALESCE(MAX(position), 0) FROM profile_photos WHERE user_id = ?", (user_id,)
    )
    await tx.execute(
        "INSERT INTO profile_photos (user_id, position, file_id) VALUES (?, ?, ?)",
        (user_id, highest + 1, file_id),
    )


async def show_fallback(tx: Tx, user_id: int, file_id: int) -> None:
    """Set the fallback."""
    await tx.execute(
        "INSERT INTO profile_photos (user_id, position, file_id) VALUES (?, ?, ?) "
        "ON CONFLICT (user_id, position) DO UPDATE SET file_id = excluded.file_id",
        (user_id, FALLBACK, file_id),
    )


async def remove(tx: Tx, user_id: int, file_ids: Sequence[int]) -> None:
    """Show these no more; ids that are not shown are fine."""
    await tx.executemany(
        "DELETE FROM profile_photos WHERE user_id = ? AND file_id = ?",
        [(user_id, file_id) for file_id in file_ids],
    )


async def remove_all(tx: Tx, user_id: int) -> None:
    """Show none of a user's photos any more, the fallback neither."""
    await tx.execute("DELETE FROM profile_photos WHERE user_id = ?", (user_id,))
