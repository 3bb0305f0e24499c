"""A whole server in a process of its own, with people signed in, for whoever measures or kills it from outside."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from typing import Literal

import uvloop

from bench import answering
from bench.sampling import Sampler
from bench.tracing import Trace, Tracer
from mtproto.crypto import AuthKey, RsaPublicKey
from server.app import App, open_app
from server.clock import SystemClock
from server.gateway.gateway import Gateway
from server.ops import collector, memory
from server.ops.config import Config, FloodSection, LimitsSection, ListenSection, ServerSection, StorageSection
from server.rpc.routers import ROUTERS
from storage.accounts import users
from storage.database import Tx
from storage.sign_in import devices
from storage.sign_in.devices import Device, DeviceState

CLOCK = SystemClock()
SPAWN = multiprocessing.get_context("spawn")
FIRST_USER = 1_000_001

Durability = Literal["flushed", "process"]
"""What the configuration calls it."""

PROBE = 0.005
"""Seconds between two looks at how late the loop is."""


def cpu() -> float:
    """Seconds of processor that this process has had, all threads."""
    return time.process_time()


class Served:
    """The serving process, from outside. One key signs in one user: the first is FIRST_USER, and so on.

    Args:
        folder: Its data folder.
        keys: Of those who are signed in.
        port: Where it listens; 0 chooses.
        durability: What it does before it says that something is stored.
        stores: Whether it is a real server; see bench.answering for the other.
        traced: Whether it can note what it does and when, which costs it some time.
    """

    def __init__(
        self,
        folder: str,
        keys: list[bytes],
        *,
        port: int = 0,
        durability: Durability = "flushed",
        stores: bool = True,
        traced: bool = False,
    ) -> None:
        self._pipe, theirs = SPAWN.Pipe()
        arguments = (theirs, folder, keys, port, durability, stores, traced)
        self._process = SPAWN.Process(target=_serve, args=arguments, daemon=True)
        self._process.start()
        answer: tuple[int, RsaPublicKey] = self._pipe.recv()
        self.port, self.public = answer

    def lags(self) -> list[float]:
        """By how many ms the server's loop was late, every `PROBE` seconds since the last call; the first begins it."""
        self._pipe.send("lags")
        lags: list[float] = self._pipe.recv()
        return lags

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

    def loop_cpu(self) -> float:
        """Seconds of processor that the server's event loop has had, without other threads."""
        self._pipe.send("loop cpu")
        seconds: float = self._pipe.recv()
        return seconds

    def sample(self) -> None:
        """Begin to note where the server's event loop spends its processor time."""
        self._pipe.send("sample")

    def sampled(self) -> dict[str, float]:
        """Seconds of processor by stage since then (bench.stages says which there are)."""
        self._pipe.send("sampled")
        seconds: dict[str, float] = self._pipe.recv()
        return seconds

    def trace(self) -> None:
        """Begin to note what it does; only of a server that was started `traced`."""
        self._pipe.send("trace")

    def traced(self) -> Trace:
        """What it has done since then."""
        self._pipe.send("traced")
        trace: Trace = self._pipe.recv()
        return trace

    def kill(self) -> None:
        """End it by kill -9."""
        self._process.kill()
        self._process.join()

    def stop(self) -> None:
        """End it properly."""
        self._pipe.send("stop")
        self._process.join()


def _serve(
    pipe: Connection, folder: str, keys: list[bytes], port: int, durability: Durability, stores: bool, traced: bool
) -> None:
    tracer = Tracer() if traced else None

    async def main() -> None:
        config = Config(
            server=ServerSection(data_dir=folder),
            listen=ListenSection(addresses=(f"127.0.0.1:{port}",)),
            limits=LimitsSection(connections=20_000, connections_per_address=20_000),
            flood=FloodSection(factor=1_000_000.0),
            storage=StorageSection(durability=durability),
        )
        await sign_everyone_in(config, keys)
        async with open_app(config, routers=ROUTERS if stores else answering.routers()) as app:
            gateway = Gateway(app)
            (address,) = await gateway.start()
            pipe.send((address.port, app.secrets.main.public))
            collector.settle()
            loop = asyncio.get_running_loop()
            probe, sampler = _Probe(loop), Sampler()
            while (wish := await loop.run_in_executor(None, pipe.recv)) != "stop":
                if wish == "sample":
                    sampler.begin()
                elif wish == "sampled":
                    pipe.send(sampler.end())
                elif wish == "trace":
                    assert tracer is not None  # it was asked for
                    tracer.begin()
                elif wish == "traced":
                    assert tracer is not None
                    pipe.send(tracer.end())
                elif wish == "loop cpu":
                    pipe.send(time.thread_time())
                else:
                    pipe.send(cpu() if wish == "cpu" else probe.taken())
            await gateway.stop(1)

    memory.keep_freed()
    uvloop.run(main())


class _Probe:
    """Notes how late a timer of the loop comes: for so long something held the loop, or the machine was busy.

    It begins when it is first asked: notes that nobody takes would look like a leak of the server's (bench.chaos.soak).
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._lags: list[float] | None = None

    def taken(self) -> list[float]:
        """What was noted since the last call."""
        lags, self._lags = self._lags, []
        if lags is None:
            self._set()
            return []
        return lags

    def _set(self) -> None:
        self._due = self._loop.time() + PROBE
        self._loop.call_at(self._due, self._note)

    def _note(self) -> None:
        assert self._lags is not None  # it has begun
        self._lags.append(1000 * max(0.0, self._loop.time() - self._due))
        self._set()


async def sign_everyone_in(config: Config, keys: list[bytes]) -> None:
    """Sign a user in under each key, in a server of their own: who is signed in is read when a key is first used."""
    async with open_app(config) as app:
        for user_id, data in enumerate(keys, FIRST_USER):
            await _sign_in(app, user_id, AuthKey(data))


async def _sign_in(app: App, user_id: int, auth_key: AuthKey) -> None:
    if not await app.keys.store(auth_key):
        return  # the server was started again on the same folder

    async def unit(tx: Tx) -> None:
        await users.create(tx, phone=str(user_id), first_name="User", now=0, user_id=user_id)
        device = Device(user_id, user_id, auth_key.number, DeviceState.SIGNED_IN, 0, 0, "127.0.0.1", 1, {})
        await devices.put(tx, device)

    await app.db.write(unit)


def clients_keys(count: int) -> list[bytes]:
    """Authorization keys for so many users."""
    return [os.urandom(256) for _ in range(count)]
