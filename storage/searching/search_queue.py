"""What waits to be indexed: contents of messages that were written, changed or removed since.

A row is put here by the unit that touches a message and taken by the one that indexes it (search_index.py), so
neither a kill nor a rollback parts the two. A search has what waits indexed before it looks, so that it misses nothing
that was acknowledged (docs/search.md has the figures that decided for a queue).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storage.database import LATE, Snapshot, Tx

_INSERT = "INSERT INTO search_queue (origin_box, origin_id) VALUES (?, ?) ON CONFLICT DO NOTHING"


async def add(tx: Tx, origins: Iterable[tuple[int, int]]) -> None:
    """Let these contents, named by (origin_box, origin_id), be looked at again."""
    await tx.executemany(_INSERT, origins)


def add_later(tx: Tx, origins: Sequence[tuple[int, int]]) -> None:
    """`add` for contents that nobody has seen yet: they may come to the queue together with their messages."""
    tx.insert_later(_INSERT, origins)


FIRST = "(SELECT origin_box, origin_id FROM search_queue ORDER BY origin_box, origin_id LIMIT ?) AS q"
"""The contents that `some` gives, to be joined with what is known of them."""


_ANY = "SELECT 1 FROM search_queue LIMIT 1"


async def any_wait(view: Snapshot) -> bool:
    """Whether any content waits."""
    return await view.fetchval(_ANY) is not None


async def arrived(view: Snapshot) -> int:
    """How many contents wait whose rows have come to the queue."""
    count: int = await view.fetchval(f"{LATE}SELECT COUNT(*) FROM search_queue")
    return count


async def some(view: Snapshot, limit: int) -> list[tuple[int, int]]:
    """Contents that wait, without those whose rows have not come to the queue: their time comes."""
    rows = await view.fetchall(f"{LATE}SELECT origin_box, origin_id FROM {FIRST}", (limit,))
    return [(origin_box, origin_id) for origin_box, origin_id in rows]


async def remove_first(tx: Tx, waiting: Sequence[tuple[int, int]]) -> None:
    """What `some` has just given waits no more: nothing else stands before the last of it."""
    if waiting:
        await tx.execute(f"{LATE}DELETE FROM search_queue WHERE (origin_box, origin_id) <= (?, ?)", waiting[-1])
