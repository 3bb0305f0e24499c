"""Durable writes and point reads per second, against plain aiosqlite in the same run.

    python -m bench.storage [--rounds N] [--seconds S]

The write is a private message at its fullest: six statements that advance two boxes and put a message and an event
into each, for two of a thousand users picked at random. Both sides flush every commit, aiosqlite by `synchronous=FULL`,
in the same folder. "aiosqlite" is one connection, one transaction for each message, one awaited call for each
statement. The read is one row by its key; the page is five such reads, which `read` makes on one snapshot.

"Busy loop" repeats the writes while the event loop computes without a pause, a tenth of a millisecond at a time, as it
does when many clients ask for what needs no write.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import aiosqlite

from bench._measure import machine, ratio, rounds
from storage.bus import LocalBus
from storage.database import Snapshot, Tx
from storage.sqlite import Durability, SqliteDatabase
from storage.sqlite.connections import connect

USERS = 1000
BODY, EVENT = bytes(120), bytes(40)

SCHEMA = (
    "CREATE TABLE boxes (box BIGINT PRIMARY KEY, last_id BIGINT NOT NULL, pts BIGINT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE messages (box BIGINT, id BIGINT, peer BIGINT, date BIGINT, body BLOB, PRIMARY KEY (box, id))"
    " WITHOUT ROWID",
    "CREATE TABLE events (box BIGINT, pts BIGINT, kind BIGINT, body BLOB, PRIMARY KEY (box, pts)) WITHOUT ROWID",
)
ADVANCE = "UPDATE boxes SET last_id = last_id + 1, pts = pts + 1 WHERE box = ? RETURNING last_id, pts"
MESSAGE = "INSERT INTO messages VALUES (?, ?, ?, ?, ?)"
LOG = "INSERT INTO events VALUES (?, ?, ?, ?)"
POINT = "SELECT last_id, pts FROM boxes WHERE box = ?"

Operation = Callable[[], Awaitable[object]]


def pair() -> tuple[tuple[int, int], tuple[int, int]]:
    one, other = random.sample(range(USERS), 2)
    return (one, other), (other, one)


async def private_message(tx: Tx) -> None:
    for box, peer in pair():
        row = await tx.fetchone(ADVANCE, (box,))
        assert row is not None
        last_id, pts = row
        await tx.execute(MESSAGE, (box, last_id, peer, 1_700_000_000, BODY))
        await tx.execute(LOG, (box, pts, 1, EVENT))


async def private_message_aiosqlite(connection: aiosqlite.Connection, lock: asyncio.Lock) -> None:
    async with lock:
        await connection.execute("BEGIN IMMEDIATE")
        for box, peer in pair():
            ((last_id, pts),) = await connection.execute_fetchall(ADVANCE, (box,))
            await connection.execute(MESSAGE, (box, last_id, peer, 1_700_000_000, BODY))
            await connection.execute(LOG, (box, pts, 1, EVENT))
        await connection.commit()


async def point_read(view: Snapshot) -> object:
    return await view.fetchone(POINT, (7,))


async def page(view: Snapshot) -> object:
    return [await view.fetchone(POINT, (box,)) for box in range(5)]


async def page_aiosqlite(connection: aiosqlite.Connection) -> object:
    return [await connection.execute_fetchall(POINT, (box,)) for box in range(5)]


async def compute() -> None:
    while True:
        until = time.perf_counter() + 0.0001
        while time.perf_counter() < until:
            pass
        await asyncio.sleep(0)


async def rate(operation: Operation, callers: int, seconds: float, *, busy: bool) -> float:
    """Operations per second of `callers` that each wait for one before the next."""
    done = 0
    computing = asyncio.ensure_future(compute()) if busy else None
    started = time.perf_counter()

    async def call() -> None:
        nonlocal done
        while time.perf_counter() - started < seconds:
            await operation()
            done += 1

    await asyncio.gather(*(call() for _ in range(callers)))
    elapsed = time.perf_counter() - started
    if computing is not None:
        computing.cancel()
    return done / elapsed


async def with_chappe(durability: Durability, kind: str, callers: int, seconds: float, busy: bool = False) -> float:
    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as folder:
        async with SqliteDatabase(Path(folder) / "chappe.db", LocalBus(), durability=durability) as database:

            async def create(tx: Tx) -> None:
                for statement in SCHEMA:
                    await tx.execute(statement)
                await tx.executemany("INSERT INTO boxes VALUES (?, 0, 1)", [(box,) for box in range(USERS)])

            await database.write(create)
            operations: dict[str, Operation] = {
                "write": lambda: database.write(private_message),
                "peek": lambda: database.peek(point_read),
                "page": lambda: database.read(page),
            }
            return await rate(operations[kind], callers, seconds, busy=busy)


async def with_aiosqlite(durability: Durability, kind: str, callers: int, seconds: float, busy: bool = False) -> float:
    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as folder:
        path = Path(folder) / "plain.db"
        path.touch()
        connector = partial(connect, path, writable=True)
        async with aiosqlite.Connection(connector, iter_chunk_size=64) as connection:
            if durability is Durability.FLUSHED:
                await connection.execute("PRAGMA synchronous = FULL")
            for statement in SCHEMA:
                await connection.execute(statement)
            await connection.execute("BEGIN")
            await connection.executemany("INSERT INTO boxes VALUES (?, 0, 1)", [(box,) for box in range(USERS)])
            await connection.commit()
            lock = asyncio.Lock()
            operations: dict[str, Operation] = {
                "write": lambda: private_message_aiosqlite(connection, lock),
                "peek": lambda: connection.execute_fetchall(POINT, (7,)),
                "page": lambda: page_aiosqlite(connection),
            }
            return await rate(operations[kind], callers, seconds, busy=busy)


def run(coroutine: Callable[..., Awaitable[float]], *arguments: object) -> float:
    async def main() -> float:
        return await coroutine(*arguments)

    return asyncio.run(main())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.2)
    options = parser.parse_args()
    print(machine())

    title("messages/s")
    for durability in Durability:
        for callers in (1, 32, 256):
            compare(f"{durability.value}, {callers} callers", options, durability, "write", callers)
    compare("busy loop, 32 callers", options, Durability.FLUSHED, "write", 32, True)
    title("reads/s")
    compare("peek", options, Durability.FLUSHED, "peek", 1)
    compare("page", options, Durability.FLUSHED, "page", 1)


def title(what: str) -> None:
    print(f"\n{what:24}{'chappe':>12}{'aiosqlite':>12}{'ratio':>8}")


def compare(
    label: str, options: argparse.Namespace, durability: Durability, kind: str, callers: int, busy: bool = False
) -> None:
    figures = rounds(
        {
            "chappe": partial(run, with_chappe, durability, kind, callers, options.seconds, busy),
            "aiosqlite": partial(run, with_aiosqlite, durability, kind, callers, options.seconds, busy),
        },
        options.rounds,
    )
    chappe, plain = (statistics.median(figures[name]) for name in ("chappe", "aiosqlite"))
    print(f"{label:24}{chappe:12,.0f}{plain:12,.0f}{ratio(figures, 'chappe', 'aiosqlite'):7.1f}x", flush=True)


if __name__ == "__main__":
    main()
