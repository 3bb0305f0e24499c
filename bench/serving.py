"""A whole server in a process of its own, with people signed in, for whoever measures or kills it from outside."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from multiprocessing.connection import Connection

import uvloop

from mtproto.crypto import AuthKey, RsaPublicKey
from server.app import App, open_app
from server.auth.keys import key_number
from server.clock import SystemClock
from server.gateway.gateway import Gateway
from server.ops.config import Config, FloodSection, LimitsSection, ListenSection, ServerSection
from storage import devices, users
from storage.database import Tx
from storage.devices import Device, DeviceState

CLOCK = SystemClock()
SPAWN = multiprocessing.get_context("spawn")
FIRST_USER = 1_000_001


def cpu() -> float:
    """Seconds of processor that this process has had, all threads."""
    return sum(os.times()[:2])


class Served:
    """The serving process, from outside. One key signs in one user: the first is FIRST_USER, and so on."""

    def __init__(self, folder: str, keys: list[bytes], *, port: int = 0) -> None:
        self._pipe, theirs = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_serve, args=(theirs, folder, keys, port), daemon=True)
        self._process.start()
        answer: tuple[int, RsaPublicKey] = self._pipe.recv()
        self.port, self.public = answer

    @property
    def pid(self) -> int:
        """The number of the serving process."""
        assert self._process.pid is not None  # it was started
        return self._process.pid

    def cpu(self) -> float:
        """Seconds of processor that the server has had."""
        self._pipe.send("cpu")
        seconds: float = self._pipe.recv()
        return seconds

    def kill(self) -> None:
        """End it as a power cut would: kill -9."""
        self._process.kill()
        self._process.join()

    def stop(self) -> None:
        """End it properly."""
        self._pipe.send("stop")
        self._process.join()


def _serve(pipe: Connection, folder: str, keys: list[bytes], port: int) -> None:
    async def main() -> None:
        config = Config(
            server=ServerSection(data_dir=folder),
            listen=ListenSection(addresses=(f"127.0.0.1:{port}",)),
            limits=LimitsSection(connections_per_address=10_000),
            flood=FloodSection(factor=1_000_000.0),
        )
        async with open_app(config) as app:  # a server of its own: who is signed in is read when a key is first used
            for user_id, data in enumerate(keys, FIRST_USER):
                await _sign_in(app, user_id, AuthKey(data))
        async with open_app(config) as app:
            gateway = Gateway(app)
            (address,) = await gateway.start()
            pipe.send((address.port, app.secrets.main.public))
            loop = asyncio.get_running_loop()
            while await loop.run_in_executor(None, pipe.recv) != "stop":
                pipe.send(cpu())
            await gateway.stop(1)

    uvloop.run(main())


async def _sign_in(app: App, user_id: int, auth_key: AuthKey) -> None:
    if not await app.keys.store(auth_key):
        return  # the server was started again on the same folder
    number = key_number(auth_key.key_id)

    async def unit(tx: Tx) -> None:
        await users.create(tx, phone=str(user_id), first_name="User", now=0, user_id=user_id)
        device = Device(user_id, user_id, number, DeviceState.SIGNED_IN, 0, 0, "127.0.0.1", 1, {})
        await devices.put(tx, device)

    await app.db.write(unit)


def clients_keys(count: int) -> list[bytes]:
    """Authorization keys for so many users."""
    return [os.urandom(256) for _ in range(count)]
