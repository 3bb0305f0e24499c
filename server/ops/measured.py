"""A database that says how long its callers waited."""

from __future__ import annotations

import time

from server.ops.latencies import Latencies
from storage.database import QUERY_SECONDS, UNIT_SECONDS, Database, Query, T, Unit


class MeasuredDatabase:
    """A `storage.database.Database` that observes the time of each call to `write` and `read`.

    A peek takes a few microseconds, of which observing it would be a good part: it goes straight through.
    """

    def __init__(self, database: Database, seconds: Latencies) -> None:
        self._database = database
        self._observe = seconds.observe
        self.peek = database.peek

    async def write(self, unit: Unit[T], *, seconds: float = UNIT_SECONDS, flush: bool = True) -> T:
        """As `Database.write`."""
        begun = time.perf_counter()
        try:
            return await self._database.write(unit, seconds=seconds, flush=flush)
        finally:
            self._observe("write", time.perf_counter() - begun)

    async def read(self, query: Query[T], *, seconds: float = QUERY_SECONDS) -> T:
        """As `Database.read`."""
        begun = time.perf_counter()
        try:
            return await self._database.read(query, seconds=seconds)
        finally:
            self._observe("read", time.perf_counter() - begun)
