"""Pages of a dialog: the windows that getHistory asks for (core.telegram.org/api/offsets).

A dialog is its messages from the newest to the oldest. A window begins at the first message older than the offset,
moved by `add_offset` (towards newer ones when negative), and holds `limit` messages; what of it lies before the newest
message is empty.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.conversations.messages import NEWEST, SELECT, Message, message
from storage.database import Snapshot


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked for. An offset of 0 is the newest end; `max_id` and `min_id` exclude themselves, 0 is no bound."""

    offset_id: int = 0
    offset_date: int = 0
    add_offset: int = 0
    limit: int = 100
    max_id: int = 0
    min_id: int = 0


ALL = ""
MENTIONS = " AND flags & 12 = 12"
"""Mentions that their reader has not seen."""
REACTIONS = " AND flags & 128 <> 0"
"""Messages whose writer has not seen the reactions to them."""
POLL_VOTES = " AND flags & 4096 <> 0"
"""Polls with votes that their creator has not seen."""


async def page(
    view: Snapshot, box: int, peer: int, window: Window, *, saved_peer: int | None = None, only: str = ALL
) -> list[Message]:
    """The messages of a window, the newest first.

    Args:
        view: The snapshot.
        box: Whose messages.
        peer: The dialog.
        window: Which of them.
        saved_peer: One saved dialog instead of a dialog.
        only: `ALL`, or a constant of this file that narrows the list.
    """
    dialog = f"box = ? AND {'peer' if saved_peer is None else 'saved_peer'} = ?{only}"
    peer = peer if saved_peer is None else saved_peer
    offset = window.offset_id or await _before_date(view, box, dialog, peer, window.offset_date)
    newer_wanted = max(0, -window.add_offset)
    newer: list[Message] = []
    if newer_wanted and offset:
        beside = max(0, newer_wanted - window.limit)  # those between the offset and the window
        rows = await view.fetchall(
            f"{SELECT} WHERE {dialog} AND id >= ? ORDER BY id LIMIT ? OFFSET ?",
            (box, peer, offset, newer_wanted - beside, beside),
        )
        newer = [message(row) for row in reversed(rows)]
    older_wanted = window.limit - newer_wanted
    older: list[Message] = []
    if older_wanted > 0:
        rows = await view.fetchall(
            f"{SELECT} WHERE {dialog} AND id < ? ORDER BY id DESC LIMIT ? OFFSET ?",
            (box, peer, offset or NEWEST, older_wanted, max(0, window.add_offset)),
        )
        older = [message(row) for row in rows]
    return [m for m in newer + older if (not window.max_id or m.id < window.max_id) and m.id > window.min_id]


async def _before_date(view: Snapshot, box: int, dialog: str, peer: int, date: int) -> int:
    """The offset id that stands for a date: everything older than it has a lower id. 0 for no date."""
    if not date:
        return 0
    newest: int | None = await view.fetchval(
        f"SELECT id FROM messages WHERE {dialog} AND date < ? ORDER BY id DESC LIMIT 1", (box, peer, date)
    )
    return 1 if newest is None else newest + 1


async def newest_before(view: Snapshot, box: int, date: int) -> int:
    """The newest message of a box, in whatever dialog, that is older than a date; 0 for none."""
    newest: int | None = await view.fetchval(
        "SELECT id FROM messages WHERE box = ? AND date < ? ORDER BY id DESC LIMIT 1", (box, date)
    )
    return newest or 0
