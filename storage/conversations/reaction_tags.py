"""Tags: what reactions are on messages in Saved Messages (core.telegram.org/api/saved-messages#tags).

A tagged message is a message to oneself, so its only copy is the writer's and its id is the one that reactions name.
Search by tag joins the same rows (storage/searching/search.py), by the index `reactions_tags`.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Snapshot, Tx


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of a user's: what they call it, and how many messages have it."""

    reaction: str
    title: str
    count: int


_TAGS = (
    "SELECT r.reaction, COALESCE(MAX(t.title), ''), COUNT(*) FROM reactions AS r "
    "LEFT JOIN tag_titles AS t ON t.user_id = r.origin_box AND t.reaction = r.reaction "
    "WHERE r.origin_box = ? AND r.saved_peer IS NOT NULL"
)


async def of_user(view: Snapshot, user_id: int, saved_peer: int | None = None) -> list[Tag]:
    """The tags a user has; of one saved dialog, or of all."""
    narrowed = "" if saved_peer is None else " AND r.saved_peer = ?"
    rows = await view.fetchall(
        f"{_TAGS}{narrowed} GROUP BY r.reaction",
        (user_id, *(() if saved_peer is None else (saved_peer,))),
    )
    return [Tag(*row) for row in rows]


async def used(view: Snapshot, user_id: int, reaction: str) -> bool:
    """Whether any saved message has this tag."""
    found = await view.fetchval(
        "SELECT 1 FROM reactions WHERE origin_box = ? AND reaction = ? AND saved_peer IS NOT NULL LIMIT 1",
        (user_id, reaction),
    )
    return found is not None


async def name(tx: Tx, user_id: int, reaction: str, title: str) -> bool:
    """Call a tag so; an empty title takes its name away. False when it is called so already."""
    if not title:
        return await tx.execute("DELETE FROM tag_titles WHERE user_id = ? AND reaction = ?", (user_id, reaction)) > 0
    changed = await tx.execute(
        "INSERT INTO tag_titles (user_id, reaction, title) VALUES (?, ?, ?) "
        "ON CONFLICT (user_id, reaction) DO UPDATE SET title = excluded.title WHERE tag_titles.title <> excluded.title",
        (user_id, reaction, title),
    )
    return changed > 0
