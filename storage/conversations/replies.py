"""Where what was replied to stands in each box.

A reply keeps pointing at the same message when that has been deleted, and a message has an id of its own in every box.
So when somebody replies, it is noted where the copies stand: once for each message that is replied to, not for each
reply, and in rows that lie together. Messages that nobody replies to cost nothing.

These rows stay when the replies are deleted. Other replies may point to the same message, or copies of the same reply
in other boxes, and to learn that none does would take an index of replies by what they reply to: dearer, for every
reply, than what is left. That is at most one row of five numbers for each copy that a message once had.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from storage.conversations import messages
from storage.conversations.messages import Body
from storage.database import Snapshot, Tx


class Place(NamedTuple):
    """Where a copy stands, or stood: its id, and its dialog there (a marked id)."""

    id: int
    peer: int


async def keep(tx: Tx, bodies: Iterable[Body]) -> None:
    """Note where the copies of what these messages reply to stand."""
    replied = {tuple(body["reply"]["origin"]) for body in bodies if "reply" in body}
    await tx.executemany(
        "INSERT INTO replied_to (origin_box, origin_id, box, id, peer) "
        f"SELECT origin_box, origin_id, box, id, peer {messages.FROM_PLACES} ON CONFLICT DO NOTHING",
        [origin * 3 for origin in replied],
    )


async def places(view: Snapshot, origin_box: int, origin_id: int) -> dict[int, Place]:
    """By box, where a message that was replied to is noted to stand or to have stood."""
    rows = await view.fetchall(
        "SELECT box, id, peer FROM replied_to WHERE origin_box = ? AND origin_id = ?", (origin_box, origin_id)
    )
    return {box: Place(message_id, peer) for box, message_id, peer in rows}


async def place(view: Snapshot, box: int, origin_box: int, origin_id: int) -> Place | None:
    """Where a message that was replied to stands in a box, or stood before it was deleted there.

    None when the box had no copy. What was replied to before places were noted is found only while it is there.
    """
    row = await view.fetchone(
        "SELECT id, peer FROM replied_to WHERE origin_box = ? AND origin_id = ? AND box = ?",
        (origin_box, origin_id, box),
    )
    if row is not None:
        return Place(*row)
    copy = await messages.copy_in(view, box, origin_box, origin_id)
    return None if copy is None else Place(copy.id, copy.peer)
