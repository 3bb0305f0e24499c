"""A device whose flushes end when a test lets them, and units for a database on it."""

import asyncio
import os
import sqlite3
import threading
from contextlib import closing

from storage.database import Snapshot, Tx
from storage.sqlite import SqliteDatabase


class Device:
    """Flushes as `flush_on_request` does, each as soon as the test lets it."""

    def __init__(self) -> None:
        self.flushes = 0
        self._asked = threading.Semaphore(0)
        self._may_go_on = threading.Semaphore(0)
        self.quick = True

    def flush_on_request(self, file: int, requests: int, results: int) -> None:
        while os.read(requests, 1):
            self.flushes += 1
            if not self.quick:
                self._asked.release()
                assert self._may_go_on.acquire(timeout=10)
            os.fdatasync(file)
            os.write(results, bytes(4))

    async def asked(self) -> None:
        """A flush is under way."""
        assert await asyncio.to_thread(self._asked.acquire, timeout=10)

    def go_on(self) -> None:
        """Let the flush end that is under way."""
        self._may_go_on.release()


async def add(tx: Tx, value: int = 1) -> None:
    await tx.execute("INSERT INTO log VALUES (?)", (value,))
    tx.publish("log", value)


async def logged(view: Snapshot) -> list[int]:
    return [value for (value,) in await view.fetchall("SELECT value FROM log ORDER BY rowid")]


def committed(database: SqliteDatabase) -> int:
    """What another process sees."""
    with closing(sqlite3.connect(database.path)) as other:
        count: int = other.execute("SELECT count(*) FROM log").fetchone()[0]
    return count


async def turns(count: int = 10) -> None:
    for _ in range(count):
        await asyncio.sleep(0)
