"""What searching costs: the index behind a sent message, and searches in a box of a million messages.

    python -m bench.search [--messages N] [--rounds N]

The first table is processor time of the writing side for each private message (two copies): without any index; with a
row in the queue that is indexed later, many contents together, as the server does it; and with each message indexed in
the unit that sends it. The second is wall time of one search on a reader's thread, with the matches found and counted
and the first page of a hundred read: medians over the rounds, the index warm.

Texts are nine words of 30,000, drawn by Zipf's law; one message in ten shows a photo or a link.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from bench._measure import machine
from storage import messages, migrate, search, search_index
from storage.bus import LocalBus
from storage.database import Snapshot, Tx
from storage.messages import Body, Flag, Message
from storage.search import Question
from storage.searchable import Kind
from storage.sqlite import Durability, SqliteDatabase
from storage.words import split

OWNER = 1
PARTNERS = range(2, 52)
PAGE = 100
AT_ONCE = 500
"""Messages of one unit while the box is filled."""

LINK = {"kind": "url", "offset": 0, "length": 1}


class Texts:
    """Messages as people write them, the same in every run."""

    def __init__(self) -> None:
        self._random = random.Random(1)
        letters = "abcdefghijklmnopqrstuvwxyz"
        self.words = ["".join(self._random.choices(letters, k=self._random.randint(2, 9))) for _ in range(30_000)]
        self._weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(self.words))))

    def body(self) -> Body:
        body = Body(text=" ".join(self._random.choices(self.words, cum_weights=self._weights, k=9)))
        if self._random.random() < 0.05:
            body["entities"] = [LINK]
        elif self._random.random() < 0.05:
            body["media"] = {"kind": "photo", "file_id": 1}
        return body

    def partner(self) -> int:
        return self._random.choice(PARTNERS)


def private(number: int, partner: int, body: Body) -> list[Message]:
    """A message of the owner's or the partner's, in both boxes; ids are taken alike for simplicity."""
    sender = OWNER if number % 2 else partner
    return [
        Message(
            box,
            number,
            peer,
            sender,
            1_700_000_000 + number,
            sender,
            number,
            Flag.OUT if box == sender else Flag(0),
            None,
            0,
            body,
        )
        for box, peer in ((OWNER, partner), (partner, OWNER))
    ]


async def fill(database: SqliteDatabase, texts: Texts, first: int, count: int) -> None:
    """Put messages into the box, and index them."""
    for start in range(first, first + count, AT_ONCE):
        copies = [
            copy
            for number in range(start, min(start + AT_ONCE, first + count))
            for copy in private(number, texts.partner(), texts.body())
        ]
        await database.write(lambda tx, copies=copies: messages.insert(tx, copies))  # type: ignore[misc]
        await search_index.settle(database)


async def plain(tx: Tx, copies: Sequence[Message]) -> None:
    """The message alone: what it puts into the queue is taken out again, which costs the baseline a little more."""
    await messages.insert(tx, copies)
    await tx.execute("DELETE FROM search_queue")


async def at_once(tx: Tx, copies: Sequence[Message]) -> None:
    """The message, indexed in its own unit."""
    await messages.insert(tx, copies)
    await search_index.index(tx, 1)


async def per_message(
    database: SqliteDatabase,
    texts: Texts,
    first: int,
    count: int,
    send: Callable[[Tx, Sequence[Message]], Coroutine[Any, Any, None]],
) -> float:
    """Microseconds of processor time for each message, all threads together, units one after the other."""
    ready = [private(number, texts.partner(), texts.body()) for number in range(first, first + count)]
    start = time.process_time()
    for copies in ready:
        await database.write(lambda tx, copies=copies: send(tx, copies))  # type: ignore[misc]
    await search_index.settle(database)
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
        matches = await search.find(view, question)
        await messages.by_ids(view, OWNER, [one.id for one in matches[:PAGE]] or [0])
        return len(matches)

    start = time.perf_counter()
    found = await database.read(query, seconds=600)
    return (time.perf_counter() - start) * 1e3, found


async def run(count: int, rounds: int, folder: Path) -> None:
    texts = Texts()
    async with SqliteDatabase(folder / "bench.db", LocalBus(), durability=Durability.PROCESS) as database:
        await migrate.up(database, 0)
        await fill(database, texts, 1, count)
        size = (folder / "bench.db").stat().st_size
        print(f"{machine()}\n\n{count:,} messages in the box, {size >> 20:,} MiB on the disk\n")
        print("processor time for each message sent (us)")
        senders = {"no index": plain, "queued, indexed later": messages.insert, "indexed at once": at_once}
        spent: dict[str, list[float]] = {name: [] for name in senders}
        after = count + 1
        for _ in range(rounds):
            for name, send in senders.items():
                spent[name].append(await per_message(database, texts, after, 1_000, send))
                after += 1_000
        for name, figures in spent.items():
            print(f"  {name:36}{statistics.median(figures):10.0f}")
        print("\nsearch                                   median ms      matches")
        for name, question in questions(texts).items():
            taken = [await ask(database, question) for _ in range(rounds)]
            print(f"  {name:36}{statistics.median(ms for ms, _ in taken):12.1f}{taken[0][1]:13,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(given.messages, given.rounds, Path(folder)))


if __name__ == "__main__":
    main()
