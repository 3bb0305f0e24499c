"""A server in a process of its own that may die, be starved or be flooded, and people who keep talking to it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bench.serving import CLOCK, FIRST_USER, Served, clients_keys
from mtproto import tl
from mtproto.crypto import AuthKey
from mtproto.rpc_errors import RpcError
from mtproto.tl import types
from server.access.hashes import AccessHashes, Hashed
from server.ops.datadir import DataDir
from tests.server.client import Client, Connector, Disconnected

LOST = (ConnectionError, Disconnected, TimeoutError, OSError)
"""What a call can end with when the server has gone."""


class Rig:
    """A served folder and so many people, each signed in with a key of their own; `people` are counted from 0."""

    def __init__(self, folder: str, people: int) -> None:
        self.folder = folder
        self.keys = clients_keys(people)
        self.server = self.serve()
        self._hashes = AccessHashes(DataDir(Path(folder)).load_keys(legacy=False).derive("access hashes"))

    def serve(self, port: int = 0) -> Served:
        """Start a server on the folder."""
        return Served(self.folder, self.keys, port=port)

    def peer(self, index: int, other: int) -> types.InputPeerUser:
        """One person as another may name them."""
        user_id, viewer = FIRST_USER + other, FIRST_USER + index
        return types.InputPeerUser(user_id=user_id, access_hash=self._hashes.of(viewer, Hashed.USER, user_id))

    async def client(self, index: int) -> Client:
        """A new session of a person, once the server can be reached."""
        while True:
            connector = Connector("127.0.0.1", self.server.port, 2, self.server.public, CLOCK)
            client = Client(connector, AuthKey(self.keys[index]), layer=tl.NEWEST, announce=True)
            try:
                await client.connect()
            except LOST:
                await asyncio.sleep(0.05)
            else:
                return client

    async def call(self, index: int, client: Client, request: Any) -> tuple[Client, Any]:
        """An answer, however often the server has to be asked anew, and the client that it came to."""
        while True:
            pending = client.begin(request)
            assert client.reading is not None
            await asyncio.wait((pending, client.reading), timeout=10, return_when=asyncio.FIRST_COMPLETED)
            if pending.done() and not isinstance(pending.exception(), Disconnected | RpcError):
                return client, pending.result()
            if not pending.done():
                pending.cancel()
            await client.disconnect()
            client = await self.client(index)

    async def restart(self) -> None:
        """Kill the server, and start it on the same folder and port."""
        port = self.server.port
        await asyncio.to_thread(self.server.kill)
        self.server = await asyncio.to_thread(self.serve, port)

    async def stop(self) -> None:
        await asyncio.to_thread(self.server.stop)
