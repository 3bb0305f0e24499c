"""A real server on a temporary folder, and clients for it.

    async def test_something(harness):
        alice = await harness.client("9996621001")               # signed in, signed up if need be
        phone = await harness.client("9996621001")               # a second device of the same account
        bob = await harness.client("9996621002", first_name="Bob")
        sent = await alice(functions.messages.SendMessage(...))  # a decoded answer, or an RpcError raised
        update = await bob.update(types.UpdateNewMessage)        # the next update of that kind

    `harness.app` is the server's App, `harness.advance(seconds)` moves its clock and runs what is due then.
    `harness.telethon()` is an unmodified Telethon client.

Everything is the real thing: the whole App on SQLite in a temporary folder, the gateway on a real port, the protocol's
own client role at the other end. Only two things are made short: the RSA keys are made once for all tests, and an
authorization key is put into the server's registry without the exchange unless a test asks for it (`exchange=True`).
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import MemorySession

from mtproto import tl
from mtproto.clock import Random
from mtproto.crypto import AuthKey
from mtproto.tl import functions, types
from mtproto.transport import Intermediate, Transport
from server.app import App, open_app
from server.auth.keys import key_number
from server.clock import SystemClock
from server.gateway.gateway import Gateway
from server.ops.addresses import Address
from server.ops.config import (
    Config,
    FloodSection,
    LimitsSection,
    ListenSection,
    ServerSection,
    SignInSection,
    StorageSection,
)
from server.ops.datadir import DataDir
from server.rpc.router import Router
from server.rpc.routers import ROUTERS
from storage import migrate
from storage.bus import LocalBus
from storage.sqlite import Durability, SqliteDatabase
from tests.server.client import Client, Connector, Wire, make_key
from tests.support.clock import ManualClock, ShiftedClock


class Harness:
    """A running server and its clients."""

    def __init__(self, app: App, gateway: Gateway, clock: ShiftedClock | ManualClock, addresses: list[Address]) -> None:
        self.app = app
        self.gateway = gateway
        self.clock = clock
        self.port = addresses[0].port
        self.tls_port = addresses[-1].port
        self._clients: list[Client] = []
        self._wires: list[Wire] = []
        self._telethons: list[TelegramClient] = []

    @property
    def connector(self) -> Connector:
        """How to reach the server and trust it."""
        return Connector("127.0.0.1", self.port, self.app.config.server.dc_id, self.app.secrets.main.public, self.clock)

    async def key(self, *, exchange: bool = False, expires_in: int | None = None) -> tuple[AuthKey, int]:
        """A new authorization key, permanent unless it has an end, and its first salt."""
        if exchange:
            return await make_key(self.connector, expires_in=expires_in)
        auth_key, salt = AuthKey(os.urandom(256)), int.from_bytes(os.urandom(8), "little", signed=True)
        assert await self.app.keys.store(auth_key, int(self.clock.now()) + expires_in if expires_in else 0)
        self.app.sessions.key_made(auth_key, salt)
        return auth_key, salt

    async def client(
        self,
        phone: str | None = None,
        *,
        first_name: str = "Test",
        last_name: str = "",
        layer: int = tl.NEWEST,
        exchange: bool = False,
        transport: Callable[[], Transport] = Intermediate.client,
        same_key_as: Client | None = None,
        announce: bool = True,
        receive_buffer: int | None = None,
    ) -> Client:
        """A connected client with a key of its own (or another session under `same_key_as`).

        Args:
            phone: One of the test numbers 99966XYYYY; signed in, and signed up first if it has no account. None leaves
                the client without an account.
            first_name: For the sign-up.
            last_name: For the sign-up.
            layer: What it announces and writes in.
            exchange: Make the key by the real exchange.
            transport: What it speaks.
            same_key_as: A client whose key to use.
            announce: Begin with invokeWithLayer(initConnection(...)).
            receive_buffer: Bytes of the kernel's buffer at the client.
        """
        auth_key, salt = (same_key_as.auth_key, 0) if same_key_as else await self.key(exchange=exchange)
        connector = replace(self.connector, transport=transport, receive_buffer=receive_buffer)
        client = await self._connect(Client(connector, auth_key, salt, layer=layer, announce=announce))
        if phone is not None:
            client.me = await self._sign_in(client, phone, first_name, last_name)
        return client

    async def client_of(
        self,
        auth_key: AuthKey,
        salt: int = 0,
        *,
        layer: int = tl.NEWEST,
        transport: Callable[[], Transport] = Intermediate.client,
        announce: bool = True,
        random: Random = os.urandom,
        connector: Connector | None = None,
    ) -> Client:
        """A connected client with a key that there is already; `random` draws its session id first of all.

        `connector` is another way to the server than `self.connector`.
        """
        connector = replace(connector or self.connector, transport=transport)
        return await self._connect(Client(connector, auth_key, salt, layer=layer, announce=announce, random=random))

    async def wire(self, transport: Callable[[], Transport] = Intermediate.client) -> Wire:
        """A connection without a client on it."""
        wire = await Wire.open(replace(self.connector, transport=transport))
        self._wires.append(wire)
        return wire

    async def bind(self, temporary: AuthKey, permanent: AuthKey) -> None:
        """Bind a temporary key to a permanent one, as auth.bindTempAuthKey does once it is satisfied."""
        found = [await self.app.keys.load(key_number(key.key_id)) for key in (temporary, permanent)]
        assert found[0] is not None
        assert found[1] is not None
        await self.app.keys.bind(found[0], found[1])

    def telethon(self, **options: Any) -> TelegramClient:
        """A Telethon client that knows this server, not yet connected."""
        legacy = self.app.secrets.legacy
        assert legacy is not None
        rsa.add_key(legacy.public.to_pem().decode(), old=False)
        session = MemorySession()
        session.set_dc(self.app.config.server.dc_id, "127.0.0.1", self.port)
        client = TelegramClient(session, 1, "hash", **options)
        self._telethons.append(client)
        return client

    async def signed_in_telethon(self, phone: str) -> TelegramClient:
        """A Telethon client that is signed in to an account there is."""
        client = self.telethon()
        await client.connect()
        await client.send_code_request(phone)
        await client.sign_in(phone, _code(phone))
        return client

    async def advance(self, seconds: float) -> None:
        """Let time pass: move the server's clock, run what is due, and let it take effect."""
        self.clock.advance(seconds)
        self.app.timers.run_due()
        await asyncio.sleep(0)

    async def close(self) -> None:
        """Disconnect every client."""
        for telethon in self._telethons:
            await telethon.disconnect()
        for client in self._clients:
            await client.disconnect()
        for wire in self._wires:
            await wire.close()

    async def _connect(self, client: Client) -> Client:
        self._clients.append(client)
        await client.connect()
        return client

    async def _sign_in(self, client: Client, phone: str, first_name: str, last_name: str) -> types.User:
        sent = await client(
            functions.auth.SendCode(phone_number=phone, api_id=1, api_hash="hash", settings=types.CodeSettings())
        )
        signed_in = await client(
            functions.auth.SignIn(phone_number=phone, phone_code_hash=sent.phone_code_hash, phone_code=_code(phone))
        )
        if isinstance(signed_in, types.auth.AuthorizationSignUpRequired):
            signed_in = await client(
                functions.auth.SignUp(
                    phone_number=phone,
                    phone_code_hash=sent.phone_code_hash,
                    first_name=first_name,
                    last_name=last_name,
                )
            )
        user: types.User = signed_in.user
        return user


def _code(phone: str) -> str:
    """The code of a test number: the digit of its DC, five times."""
    return phone[5] * 5


def config(data_dir: Path, **sections: Any) -> Config:
    """What `chappe dev` serves, on any free port of this machine; `sections` replace whole sections."""
    defaults: dict[str, Any] = {
        "server": ServerSection(data_dir=str(data_dir), legacy_key=True, drain_seconds=1.0),
        "listen": ListenSection(addresses=("127.0.0.1:0",)),
        "limits": LimitsSection(connections_per_address=20_000),
        "sign_in": SignInSection(registration="open", test_numbers=True),
        "flood": FloodSection(factor=1000.0),
        "storage": StorageSection(durability="process"),
    }
    return Config(**{**defaults, **sections})


@asynccontextmanager
async def serving(
    data_dir: Path,
    rsa_keys: Path,
    *,
    routers: Iterable[Router] = ROUTERS,
    clock: ShiftedClock | ManualClock | None = None,
    **sections: Any,
) -> AsyncIterator[Harness]:
    """A server on a folder. Entering it a second time with the same folder is a restart.

    Args:
        data_dir: The data folder; made if it is not there.
        rsa_keys: A folder with RSA keys to use (the `rsa_keys` fixture).
        routers: The handlers to serve.
        clock: The server's clock and that of its clients; the machine's, which can be moved, if none is given.
        sections: Sections of the configuration that differ from the usual ones.
    """
    prepare(data_dir, rsa_keys)
    clock = clock or ShiftedClock()
    async with open_app(config(data_dir, **sections), clock=clock, routers=routers) as app:
        gateway = Gateway(app)
        harness = Harness(app, gateway, clock, await gateway.start())
        try:
            yield harness
        finally:
            await harness.close()
            await gateway.stop(1.0)


def prepare(data_dir: Path, rsa_keys: Path) -> Path:
    """A data folder that nothing was done with yet, unless it is there.

    It is a copy of the one that `rsa_keys` belongs to: to make keys and tables is the business of other tests.
    """
    if not data_dir.exists():
        shutil.copytree(rsa_keys.parent, data_dir)
    return data_dir


def make_rsa_keys(folder: Path) -> Path:
    """RSA keys for servers to share, in a data folder with every table that servers begin with; the folder of the keys.

    Not from within an event loop: the tables are made in one.
    """
    data_dir = DataDir(folder)
    data_dir.create()
    data_dir.load_keys(legacy=True)
    asyncio.run(_make_tables(data_dir.database))
    return data_dir.keys


async def _make_tables(path: Path) -> None:
    async with SqliteDatabase(path, LocalBus(), durability=Durability.PROCESS) as database:
        await migrate.up(database, int(SystemClock().now()))
