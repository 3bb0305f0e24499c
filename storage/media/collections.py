"""Lists of files that a user keeps: saved GIFs, favourite and recent stickers, notification sounds,
music on the profile. Newest first, unless somebody ordered them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Snapshot, Tx

SAVED_GIFS = "gifs"
FAVED_STICKERS = "faved"
RECENT_STICKERS = "recent"
RECENT_MASKS = "recent_masks"
RINGTONES = "ringtones"
MUSIC = "music"


@dataclass(frozen=True, slots=True)
class Kept:
    """One file in a list, and when it came there."""

    file_id: int
    date: int


async def of_user(view: Snapshot, user_id: int, name: str) -> list[Kept]:
    """A list, newest first."""
    rows = await view.fetchall(
        "SELECT file_id, date FROM collections WHERE user_id = ? AND list = ? ORDER BY position DESC", (user_id, name)
    )
    return [Kept(*row) for row in rows]


async def add(tx: Tx, user_id: int, name: str, file_id: int, now: int, *, at_most: int) -> None:
    """Put a file on top of a list; what is beyond `at_most` falls off the end."""
    await remove(tx, user_id, name, file_id)
    highest: int = await tx.fetchval(
        "SELECT COALESCE(MAX(position), 0) FROM collections WHERE user_id = ? AND list = ?", (user_id, name)
    )
    await tx.execute(
        "INSERT INTO collections (user_id, list, file_id, position, date) VALUES (?, ?, ?, ?, ?)",
        (user_id, name, file_id, highest + 1, now),
    )
    for kept in (await of_user(tx, user_id, name))[at_most:]:
        await remove(tx, user_id, name, kept.file_id)


async def arrange(tx: Tx, user_id: int, name: str, file_ids: Sequence[int]) -> None:
    """Put the files of a list, all of them, in this order."""
    await tx.executemany(
        "UPDATE collections SET position = ? WHERE user_id = ? AND list = ? AND file_id = ?",
        [(len(file_ids) - at, user_id, name, file_id) for at, file_id in enumerate(file_ids)],
    )


async def remove(tx: Tx, user_id: int, name: str, file_id: int) -> None:
    """Take a file from a list; it need not be there."""
    await tx.execute("DELETE FROM collections WHERE user_id = ? AND list = ? AND file_id = ?", (user_id, name, file_id))


async def clear(tx: Tx, user_id: int, name: str) -> None:
    """Empty a list."""
    await tx.execute("DELETE FROM collections WHERE user_id = ? AND list = ?", (user_id, name))


async def clear_all(tx: Tx, user_id: int) -> None:
    """Empty every list of a user's."""
    await tx.execute("DELETE FROM collections WHERE user_id = ?", (user_id,))
