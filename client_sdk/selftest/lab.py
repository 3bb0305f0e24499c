"""What the steps of one walk share: the server, a key with it, and an account if one may be made."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from client_sdk.network.announcement import Announcement
from client_sdk.network.endpoint import Endpoint, NewTransport, WebSocket
from client_sdk.selftest.link import Line, Link
from client_sdk.selftest.step import Skipped
from mtproto.clock import Clock, Random
from mtproto.exchange import Done
from mtproto.session.client_salts import ClientSalts
from mtproto.session.server_time import ServerTime
from mtproto.transport import Intermediate


@dataclass(frozen=True, slots=True)
class Account:
    """A number that the walk may sign in and up with.

    Attributes:
        phone: The number.
        code: Its code: known before, as those of test numbers are.
    """

    phone: str
    code: str


class Lab:
    """One walk.

    Args:
        endpoint: The server.
        clock: Time.
        random: The operating system's generator.
        account: A test number, where there is one.
        patience: Seconds that the server has for whatever it has to do.
    """

    def __init__(
        self, endpoint: Endpoint, clock: Clock, random: Random, account: Account | None, patience: float
    ) -> None:
        self.endpoint = endpoint
        self.clock = clock
        self.random = random
        self.account = account
        self.patience = patience
        self.key: Done | None = None
        self.temporary_key: Done | None = None
        self.salts = ClientSalts(0)
        self.signed_in = False
        self.time = ServerTime(clock, None)

    @asynccontextmanager
    async def line(
        self, transport: NewTransport = lambda dc_id: Intermediate.client(), websocket: WebSocket | None = None
    ) -> AsyncIterator[Line]:
        """A connection, in any framing."""
        endpoint = replace(self.endpoint, transport=transport, websocket=websocket)
        line = await Line.open(endpoint, self.patience)
        try:
            yield line
        finally:
            await line.close()

    @asynccontextmanager
    async def link(
        self, session_id: int | None = None, transport: NewTransport = lambda dc_id: Intermediate.client()
    ) -> AsyncIterator[Link]:
        """A session of the key on a connection of its own; a new one unless it is named.

        Raises:
            Skipped: there is no key.
        """
        if self.key is None:
            raise Skipped("there is no key to speak under")
        async with self.line(transport) as line:
            announcement = Announcement(1, device_model="selftest")
            yield Link(line, self.key.auth_key, self.salts, self.time, self.random, announcement, session_id)
