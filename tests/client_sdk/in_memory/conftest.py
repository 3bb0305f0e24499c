"""Fixtures: a connection of our client to a server session in memory."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack

import pytest

from client_sdk.network.announcement import Announcement
from client_sdk.network.connection import Connection
from client_sdk.network.endpoint import Endpoint
from client_sdk.network.key_exchange import NewKey
from mtproto import tl
from mtproto.transport import Intermediate
from tests.client_sdk.in_memory.network import LoopClock, MemoryServer, VirtualLoop


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Time passes when nobody has anything to do."""
    return {"virtual": VirtualLoop}


class Heard:
    """What the connection tells its listener."""

    def __init__(self) -> None:
        self.updates: list[tl.TLObject] = []
        self.missed = 0
        self.connected: list[bool] = []

    def updates_came(self, updates: tl.TLObject) -> None:
        self.updates.append(updates)

    def updates_missed(self) -> None:
        self.missed += 1

    def connection_changed(self, connected: bool) -> None:
        self.connected.append(connected)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
async def server() -> MemoryServer:
    """The only server there is."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    loop.server = MemoryServer()
    return loop.server


Connect = Callable[..., object]


@pytest.fixture
async def connect(server: MemoryServer, heard: Heard) -> AsyncIterator[Connect]:
    """Makes a connection with the server's key, whose clock and salt may be wrong, and starts it."""
    async with AsyncExitStack() as stack:

        async def connected(*, skew: float = 0.0, salt: int | None = None, patiently: bool = False) -> Connection:
            clock = LoopClock(skew)
            right = server.salts.current(server.clock.now())
            connection = Connection(
                Endpoint("memory", 1, 2, (), lambda dc_id: Intermediate.client()),
                NewKey(server.auth_key, right if salt is None else salt, 0.0),
                Announcement(1),
                heard,
                clock,
                os.urandom,
            )
            await connection.start(patiently=patiently)
            stack.push_async_callback(connection.close)
            return connection

        yield connected
