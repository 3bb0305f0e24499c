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


async def remove(tx: Tx, copies: Iterable[tuple[int, int]]) -> None:
    """These copies, named by (box, id), are in no list."""
    await tx.executemany("DELETE FROM message_kinds WHERE box = ? AND id = ?", copies)
