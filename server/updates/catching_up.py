"""Turns for those who catch up: few differences are read at once, and short ones when many wait.

When a server was away, or a network, everybody's client asks at the same time for what it missed, and each difference
may be a slice of hundreds of events after the other. Were all of them asked of the database at once, every other query
would wait behind them, and the last of them for longer than a query may take. So they wait here in the order they came,
for as long as a request may take, and the time of a query begins with its turn. Where many wait, each gets a short
slice, so that all go on and nobody waits for long; the client asks for the next at once (row U2).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mtproto import rpc_errors

AT_ONCE = 2
"""Differences that are read at once: readers cannot do more in parallel."""

SLICE = 500
"""Events in one slice. Clients ask again at once, so a slice costs one round trip, and its memory is bounded."""

SHORT_SLICE = 200
MANY = 64
"""Events in one slice when so many others wait. Shorter ones would cost each event more: a turn has to look up the
state, users and chats as well."""

WAITING_LIMIT = 4096
"""Requests that may wait: some that came later could not have their turn in time."""


class CatchingUp:
    """The turns of one server."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[int]:
        """Wait for a turn; gives how many events its slice may have.

        Raises:
            Timeout: Too many wait already; a client asks again some seconds later.
        """
        if self._waiting >= WAITING_LIMIT:
            raise rpc_errors.Timeout
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1
        try:
            yield SLICE if self._waiting < MANY else SHORT_SLICE
        finally:
            self._turns.release()
