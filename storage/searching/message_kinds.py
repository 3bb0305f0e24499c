"""Lists of media: which copies of messages show what kind of media.

Rows are put by the indexer (storage/searching/search_index.py) and go together with their copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storage.conversations.messages import Message
from storage.database import Tx
from storage.searching.searchable import Kind


async def put(tx: Tx, copies: Sequence[Message], kinds: Iterable[Kind]) -> None:
    """These copies of a content show these kinds, and no others."""
    await remove(tx, [(copy.box, copy.id) for copy in copies])
    await tx.executemany(
        "INSERT INTO message_kinds (box, id, kind, peer, date) VALUES (?, ?, ?, ?, ?)",
        [(copy.box, copy.id, int(kind), copy.peer, copy.date) for copy in copies for kind in kinds],
    )


async def look_again(tx: Tx, kind: Kind, dialogs: Iterable[tuple[int, int]]) -> None:
    """Let what shows this kind in dialogs, named by (box, peer), be indexed again."""
    await tx.executemany(
        "INSERT INTO search_queue (origin_box, origin_id) SELECT m.origin_box, m.origin_id FROM message_kinds k "
        "JOIN messages m ON m.box = k.box AND m.id = k.id WHERE k.kind = ? AND k.box = ? AND k.peer = ? "
        "ON CONFLICT DO NOTHING",
        [(int(kind), box, peer) for box, peer in dialogs],
    )


async def remove(tx: Tx, copies: Iterable[tuple[int, int]]) -> None:
    """These copies, named by (box, id), are in no list."""
    await tx.executemany("DELETE FROM message_kinds WHERE box = ? AND id = ?", copies)
