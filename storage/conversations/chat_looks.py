"""How chats look: the theme, and the wallpapers that each side chose. One row per box and chat; none: as usual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgpack

from storage.database import Snapshot, Tx

Chosen = dict[str, Any]
"""`id` of a wallpaper, and the `settings` it was chosen with."""


@dataclass(frozen=True, slots=True)
class ChatLook:
    """`own` is the wallpaper that the box's owner chose, `given` the one that the other side chose for both."""

    box: int
    peer: int
    theme: str = ""
    own: Chosen | None = None
    given: Chosen | None = None


async def get(view: Snapshot, box: int, peer: int) -> ChatLook:
    """How a chat looks in a box."""
    row = await view.fetchone("SELECT theme, own, given FROM chat_looks WHERE box = ? AND peer = ?", (box, peer))
    if row is None:
        return ChatLook(box, peer)
    return ChatLook(box, peer, row[0], *[None if one is None else msgpack.unpackb(one) for one in row[1:]])


async def save(tx: Tx, look: ChatLook) -> None:
    """Write it down."""
    own, given = [None if one is None else msgpack.packb(one) for one in (look.own, look.given)]
    await tx.execute(
        "INSERT INTO chat_looks (box, peer, theme, own, given) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (box, peer) DO UPDATE SET theme = excluded.theme, own = excluded.own, given = excluded.given",
        (look.box, look.peer, look.theme, own, given),
    )
