"""What searching costs: the index behind a sent message, and searches in a box of a million messages.

    python -m bench.search [--messages N] [--rounds N] [--database FILE]

The first table is processor time of the writing side for each private message (two copies): without any index; with a
row in the queue that is indexed later, many contents together, as the server does it; and with each message indexed in
the unit that sends it. The second is wall time of one search on a reader's thread, with the matches counted and the
first page of a hundred found and read: medians over the rounds, the index warm. Texts are those of `bench.big_box`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from bench._measure import machine
from bench.big_box import BigBox, Texts
from storage import migrate
from storage.bus import LocalBus
from storage.conversations import messages
from storage.conversations.history import Window
from storage.conversations.messages import Message
from storage.database import Snapshot, Tx
from storage.searching import search, search_index, search_queue
from storage.searching.search import Question
from storage.searching.searchable import Kind
from storage.searching.words import split
from storage.sqlite import Durability, SqliteDatabase

OWNER = 1
PARTNERS = range(2, 202)
PAGE = 100


async def forget(database: SqliteDatabase) -> None:
    """Leave what waits unindexed."""
    await database.write(lambda tx: tx.execute("DELETE FROM search_queue"))


async def at_once(tx: Tx, copies: Sequence[Message]) -> None:
    """The message, indexed in its own unit."""
    await messages.insert(tx, copies)
    await search_queue.any_wait(tx)
    await search_index.index(tx, 1)


async def per_message(
    database: SqliteDatabase,
    box: BigBox,
    count: int,
    send: Callable[[Tx, Sequence[Message]], Coroutine[Any, Any, None]],
    afterwards: Callable[[SqliteDatabase], Coroutine[Any, Any, None]],
) -> float:
    """Microseconds of processor time for each message, all threads together, units one after the other."""
    ready = [box.next() for _ in range(count)]
    start = time.process_time()
    for copies in ready:

        def unit(tx: Tx, copies: Sequence[Message] = copies) -> Coroutine[Any, Any, None]:
            return send(tx, copies)

        await database.write(unit)
    await afterwards(database)
    return (time.process_time() - start) / count * 1e6


def questions(texts: Texts) -> dict[str, Question]:
    """What people look for."""
    often, seldom, hardly = texts.words[0], texts.words[200], texts.words[20_000]

    def box(query: str = "", **fields: Any) -> Question:
        return Question(OWNER, words=split(query), **fields)

    return {
        "a rare word, everywhere": box(hardly),
        "a common word, everywhere": box(seldom),
        "the commonest word, everywhere": box(often),
        "the commonest word, one dialog": box(often, peer=2),
        "two words, everywhere": box(f"{often} {seldom}"),
        "three letters, everywhere": box(seldom[:3]),
        "one letter, one dialog": box(seldom[:1], peer=2),
        "one letter, everywhere": box(seldom[:1]),
        "by writer, one dialog": box(peer=2, sender=OWNER),
        "a word with a link": box(often, kinds=frozenset({Kind.URL})),
        "photos of one dialog": box(peer=2, kinds=frozenset({Kind.PHOTO})),
        "photos everywhere": box(kinds=frozenset({Kind.PHOTO})),
        "a word nobody wrote": box("zzzzzzzzzzzz"),
    }


async def ask(database: SqliteDatabase, question: Question) -> tuple[float, int]:
    """Milliseconds of one search with its first page, and how many match."""

    async def query(view: Snapshot) -> int:
        page = await search.page(view, question, Window(limit=PAGE))
        await messages.by_ids(view, OWNER, [one.id for one in page.found] or [0])
        return page.total

    start = time.perf_counter()
    found = await database.read(query, seconds=600)
    return (time.perf_counter() - start) * 1e3, found


async def run(count: int, rounds: int, path: Path) -> None:
    box = BigBox(OWNER, PARTNERS)
    async with SqliteDatabase(path, LocalBus(), durability=Durability.PROCESS) as database:
        await migrate.up(database, 0)
        newest = "SELECT COALESCE(MAX(id), 0) FROM messages WHERE box = ?"
        box.last = await database.peek(lambda view: view.fetchval(newest, (OWNER,)))
        await box.fill(database, count)
        size = os.stat(path).st_size
        print(f"{machine()}\n\n{count:,} messages in the box, {size >> 20:,} MiB on the disk\n")
        print("processor time for each message sent (us)")
        ways = {
            "no index": (messages.insert, forget),
            "queued, indexed later": (messages.insert, search_index.settle),
            "indexed at once": (at_once, search_index.settle),
        }
        spent: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                spent[name].append(await per_message(database, box, 1_000, *way))
        for name, figures in spent.items():
            print(f"  {name:36}{statistics.median(figures):10.0f}")
        print("\nsearch                                   median ms      matches")
        for name, question in questions(box.texts).items():
            taken = [await ask(database, question) for _ in range(rounds)]
            print(f"  {name:36}{statistics.median(ms for ms, _ in taken):12.1f}{taken[0][1]:13,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--database", type=Path, help="a file to fill, or filled by an earlier run; it is kept")
    given = parser.parse_args()
    if given.database is not None:
        asyncio.run(run(given.messages, given.rounds, given.database))
        return
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(given.messages, given.rounds, Path(folder) / "bench.db"))


if __name__ == "__main__":
    main()
