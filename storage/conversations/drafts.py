"""Drafts: what a user has begun to write to a peer, the same on every device (core.telegram.org/api/drafts)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

import msgpack

from storage.database import Snapshot, Tx


class Content(TypedDict, total=False):
    """What a draft says; a key is there only when it says something."""

    text: str
    entities: list[dict[str, Any]]
    rich: dict[str, Any]
    reply: dict[str, Any]
    no_webpage: bool
    invert_media: bool
    page: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft. `date` is when it was saved."""

    box: int
    peer: int
    date: int
    content: Content


async def get(view: Snapshot, box: int, peer: int) -> Draft | None:
    """The draft to a peer."""
    row = await view.fetchone("SELECT date, data FROM drafts WHERE box = ? AND peer = ?", (box, peer))
    return None if row is None else Draft(box, peer, row[0], msgpack.unpackb(row[1]))


async def all_of(view: Snapshot, box: int) -> dict[int, Draft]:
    """Every draft of a user, by peer."""
    rows = await view.fetchall("SELECT peer, date, data FROM drafts WHERE box = ? ORDER BY date, peer", (box,))
    return {peer: Draft(box, peer, date, msgpack.unpackb(data)) for peer, date, data in rows}


async def save(tx: Tx, draft: Draft) -> None:
    """Keep a draft in place of the one before."""
    await tx.execute(
        "INSERT INTO drafts (box, peer, date, data) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (box, peer) DO UPDATE SET date = excluded.date, data = excluded.data",
        (draft.box, draft.peer, draft.date, msgpack.packb(draft.content)),
    )


async def delete(tx: Tx, box: int, peer: int) -> bool:
    """Drop the draft to a peer; False when there was none."""
    return await tx.execute("DELETE FROM drafts WHERE box = ? AND peer = ?", (box, peer)) == 1
