"""Folders that users make themselves: what they show is for the client to work out (core.telegram.org/api/folders)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgpack

from storage.database import Snapshot, Tx


@dataclass(frozen=True, slots=True)
class DialogFilter:
    """One folder. `data` holds its title, its flags by name, and its peers as marked ids; empty for "all chats"."""

    id: int
    data: dict[str, Any]


async def all_of(view: Snapshot, user_id: int) -> list[DialogFilter]:
    """A user's folders in their order."""
    rows = await view.fetchall("SELECT id, data FROM dialog_filters WHERE user_id = ? ORDER BY place, id", (user_id,))
    return [DialogFilter(row[0], msgpack.unpackb(row[1])) for row in rows]


async def save(tx: Tx, user_id: int, one: DialogFilter) -> None:
    """Keep a folder; a new one stands last."""
    await tx.execute(
        "INSERT INTO dialog_filters (user_id, id, place, data) "
        "VALUES (?, ?, (SELECT COALESCE(MAX(place), 0) + 1 FROM dialog_filters WHERE user_id = ?), ?) "
        "ON CONFLICT (user_id, id) DO UPDATE SET data = excluded.data",
        (user_id, one.id, user_id, msgpack.packb(one.data)),
    )


async def delete(tx: Tx, user_id: int, filter_id: int) -> bool:
    """Drop a folder; False when there was none."""
    changed = await tx.execute("DELETE FROM dialog_filters WHERE user_id = ? AND id = ?", (user_id, filter_id))
    return changed == 1


async def put_in_order(tx: Tx, user_id: int, ids: Sequence[int]) -> None:
    """Give folders their places."""
    await tx.executemany(
        "UPDATE dialog_filters SET place = ? WHERE user_id = ? AND id = ?",
        [(place, user_id, filter_id) for place, filter_id in enumerate(ids)],
    )
