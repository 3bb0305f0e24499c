"""Durable writes and point reads per second, against plain aiosqlite in the same run.

    python -m bench.storage [--rounds N] [--seconds S]

The write is a private message at its fullest: six statements that advance two boxes and put a message and an event
into each, for two of a thousand users picked at random. Both sides flush every commit (`synchronous=FULL`), in the
same folder. "aiosqlite" is one connection, one transaction for each message, one awaited call for each statement. The
read is one row by its key.
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


async def rate(operation: Operation, callers: int, seconds: float) -> float:
    """Operations per second of `callers` that each wait for one before the next."""
    done = 0
    started = time.perf_counter()

    async def call() -> None:
        nonlocal done
        while time.perf_counter() - started < seconds:
            await operation()
            done += 1

    await asyncio.gather(*(call() for _ in range(callers)))
    return done / (time.perf_counter() - started)


async def with_chappe(durability: Durability, kind: str, callers: int, seconds: float) -> float:
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
                "read": lambda: database.read(point_read),
            }
            return await rate(operations[kind], callers, seconds)


async def with_aiosqlite(durability: Durability, kind: str, callers: int, seconds: float) -> float:
    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as folder:
        path = Path(folder) / "plain.db"
        path.touch()
        connector = partial(connect, path, durability, writable=True)
        async with aiosqlite.Connection(connector, iter_chunk_size=64) as connection:
            for statement in SCHEMA:
                await connection.execute(statement)
            await connection.execute("BEGIN")
            await connection.executemany("INSERT INTO boxes VALUES (?, 0, 1)", [(box,) for box in range(USERS)])
            await connection.commit()
            lock = asyncio.Lock()
            operations: dict[str, Operation] = {
                "write": lambda: private_message_aiosqlite(connection, lock),
                "peek": lambda: connection.execute_fetchall(POINT, (7,)),
            }
            return await rate(operations[kind], callers, seconds)


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

    print(f"\n{'messages/s':24}{'chappe':>12}{'aiosqlite':>12}{'ratio':>8}")
    for durability in Durability:
        for callers in (1, 32, 256):
            sides = {
                "chappe": partial(run, with_chappe, durability, "write", callers, options.seconds),
                "aiosqlite": partial(run, with_aiosqlite, durability, "write", callers, options.seconds),
            }
            show(f"{durability.value}, {callers} callers", rounds(sides, options.rounds))

    print(f"\n{'point reads/s':24}{'chappe':>12}{'aiosqlite':>12}{'ratio':>8}")
    plain = partial(run, with_aiosqlite, Durability.FLUSHED, "peek", 1, options.seconds)
    for kind in ("peek", "read"):
        chappe = partial(run, with_chappe, Durability.FLUSHED, kind, 1, options.seconds)
        show(kind, rounds({"chappe": chappe, "aiosqlite": plain}, options.rounds))


def show(label: str, figures: dict[str, list[float]]) -> None:
    chappe, plain = (statistics.median(figures[name]) for name in ("chappe", "aiosqlite"))
    print(f"{label:24}{chappe:12,.0f}{plain:12,.0f}{ratio(figures, 'chappe', 'aiosqlite'):7.1f}x", flush=True)


if __name__ == "__main__":
    main()
