"""The gateway under idle connections and under key exchanges; server, load and observer are processes of their own.

    python -m bench.gateway idle [--connections N]
    python -m bench.gateway handshakes [--seconds S] [--offered N]

`idle`: how much the server's resident memory grows for each signed-in connection that hears updates and has said all it
had to say: socket, transport, message session, key, identity, device. The keys lie in storage before, as after a
restart; the figure is taken when the connections have been quiet for some seconds.

`handshakes`: how many key exchanges a core makes, and what a client that chats meanwhile waits for its answers. The
clients of the exchanges draw small exponents, and have `factor` of the coreutils decompose their pq, many at a time, so
that their own arithmetic does not take the machine from the server.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar, cast

import uvloop

from bench._measure import machine
from bench.load import announced
from mtproto.crypto import AuthKey, RsaPublicKey
from mtproto.exchange import ClientExchange, Compute, Done, Send, Step, plain
from mtproto.exchange.arithmetic import agree, factors
from mtproto.session import open_packet
from mtproto.session.client import ClientSession
from mtproto.session.events import Answer
from mtproto.session.msg_ids import REQUEST, MsgIds
from mtproto.tl import functions, types
from mtproto.transport import Frame, Intermediate
from server.app import App, open_app
from server.clock import SystemClock
from server.gateway.gateway import Gateway
from server.ops.config import Config, FloodSection, LimitsSection, ListenSection, ServerSection
from server.rpc import Context, Router
from storage.database import Tx
from storage.sign_in import devices
from storage.sign_in.devices import Device, DeviceState

CLOCK = SystemClock()
SPAWN = multiprocessing.get_context("spawn")
QUIET = 3.0
"""Seconds of silence before memory is read."""

WARM = AT_ONCE = 100
"""Connections that are there before it is read for the first time, and how many come at once, then and later: so what
the server has once, however many there are, it has by then."""

T = TypeVar("T")

router = Router("bench")


@router.rpc(functions.users.GetUsers)
async def get_users(ctx: Context, request: functions.users.GetUsers) -> list[types.TypeUser]:
    return [types.UserEmpty(id=ctx.user_id)]


ASK = announced(functions.users.GetUsers(id=[types.InputUserSelf()]))


# The server.


@contextlib.asynccontextmanager
async def served(folder: str) -> AsyncIterator[tuple[App, int]]:
    config = Config(
        server=ServerSection(data_dir=folder),
        listen=ListenSection(addresses=("127.0.0.1:0",)),
        limits=LimitsSection(connections=19_000, connections_per_address=19_000, handshakes_per_address=1_000),
        flood=FloodSection(factor=1000.0),
    )
    async with open_app(config, routers=[router]) as app:
        gateway = Gateway(app)
        (address,) = await gateway.start()
        try:
            yield app, address.port
        finally:
            await gateway.stop(1)


async def sign_in_many(folder: str, keys: list[bytes]) -> None:
    """Store keys and a device of its own user under each."""
    async with served(folder) as (app, _):

        async def one(user_id: int, data: bytes) -> None:
            auth_key = AuthKey(data)
            await app.keys.store(auth_key)
            number = auth_key.number
            device = Device(user_id, user_id, number, DeviceState.SIGNED_IN, 0, 0, "127.0.0.1", 1, {})

            async def unit(tx: Tx) -> None:
                await devices.put(tx, device)

            await app.db.write(unit)

        for start in range(0, len(keys), 500):
            chunk = enumerate(keys[start : start + 500], start + 1)
            await asyncio.gather(*(one(user_id, data) for user_id, data in chunk))


def resident() -> int:
    """Bytes of this process that are in memory."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def cpu() -> float:
    """Seconds of processor that this process has had, all threads."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def serve(pipe: Connection, folder: str, keys: list[bytes]) -> None:
    """A process that serves and answers `memory`, `cpu` and `stop`."""

    async def main() -> None:
        await sign_in_many(folder, keys)
        keys.clear()
        gc.collect()
        async with served(folder) as (app, port):
            pipe.send((port, app.secrets.main.public))
            loop = asyncio.get_running_loop()
            while (question := await loop.run_in_executor(None, pipe.recv)) != "stop":
                pipe.send({"memory": resident, "cpu": cpu}[question]())

    raise_file_limit()
    uvloop.run(main())


class Server:
    """The serving process, from outside."""

    def __init__(self, folder: str, keys: list[bytes]) -> None:
        self._pipe, theirs = SPAWN.Pipe()
        self._process = SPAWN.Process(target=serve, args=(theirs, folder, keys))
        self._process.start()
        self.port, self.public = self._pipe.recv()

    def ask(self, question: str) -> Any:
        self._pipe.send(question)
        return self._pipe.recv()

    def stop(self) -> None:
        self._pipe.send("stop")
        self._process.join()


# Clients.


class Socket(asyncio.Protocol):
    """A client's connection: whole payloads in a queue."""

    def __init__(self) -> None:
        self.framing = Intermediate.client()
        self.payloads: asyncio.Queue[bytes | None] = asyncio.Queue()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self.framing.opening)

    def data_received(self, data: bytes) -> None:
        for event in self.framing.receive(data):
            self.payloads.put_nowait(event.payload if isinstance(event, Frame) else None)

    def connection_lost(self, error: Exception | None) -> None:
        self.payloads.put_nowait(None)

    def send(self, payload: bytes) -> None:
        self.transport.write(self.framing.frame(payload))

    async def receive(self) -> bytes:
        payload = await self.payloads.get()
        if payload is None:
            raise ConnectionError("the server has closed")
        return payload


async def connect(port: int) -> Socket:
    _, socket = await asyncio.get_running_loop().create_connection(Socket, "127.0.0.1", port)
    return socket


class Session:
    """A signed-in client."""

    def __init__(self, key: bytes, socket: Socket) -> None:
        self._key = AuthKey(key)
        self._socket = socket
        self._session = ClientSession(self._key, 0, CLOCK, os.urandom, time_offset=0.0)
        self._session.attached()

    async def ask(self) -> None:
        """One request and its answer."""
        self._session.send_request(ASK)
        self.send()
        while True:
            packet = open_packet(self._key, await self._socket.receive(), from_client=False)
            self._session.receive(packet)
            events = self._session.events()
            self.send()
            if any(isinstance(event, Answer) for event in events):
                return

    def send(self) -> None:
        for packet in self._session.packets_to_send():
            self._socket.send(packet)


# Idle connections.


async def measure_idle(server: Server, keys: list[bytes]) -> tuple[float, int]:
    """Print what idle connections cost; KiB of each, and how many were lost."""
    places = asyncio.Semaphore(AT_ONCE)

    async def place(key: bytes) -> Socket:
        async with places:
            return await one_idle(server.port, key)

    warm = await asyncio.gather(*map(place, keys[:WARM]))
    await asyncio.sleep(QUIET)
    before = server.ask("memory")
    sockets = await asyncio.gather(*map(place, keys[WARM:]))
    await asyncio.sleep(QUIET)
    after = server.ask("memory")
    lost = sum(socket.transport.is_closing() for socket in sockets)
    count = len(sockets)
    each = (after - before) / count / 1024
    print(f"{count} idle signed-in connections: {each:.1f} KiB each, {lost} lost")
    print(f"resident: {before / 2**20:.0f} MiB with {len(warm)}, {after / 2**20:.0f} MiB with all")
    return each, lost


async def one_idle(port: int, key: bytes) -> Socket:
    """A connection that has asked once, and acknowledged what it got."""
    socket = await connect(port)
    session = Session(key, socket)
    await session.ask()
    await asyncio.sleep(1.1)  # the delay of acknowledgements
    session.send()
    return socket


# Key exchanges.


class Factors:
    """Decomposes products, those of a moment in one process."""

    def __init__(self) -> None:
        self._asked: dict[int, asyncio.Future[tuple[int, int]]] = {}
        self._process: asyncio.Task[None] | None = None

    async def of(self, product: int) -> tuple[int, int]:
        """The smaller factor and the larger."""
        if self._process is None:
            self._process = asyncio.create_task(self._decompose())
        future: asyncio.Future[tuple[int, int]] = asyncio.get_running_loop().create_future()
        self._asked[product] = future
        return await future

    async def _decompose(self) -> None:
        await asyncio.sleep(0.05)
        asked, self._asked, self._process = self._asked, {}, None
        process = await asyncio.create_subprocess_exec("factor", *map(str, asked), stdout=asyncio.subprocess.PIPE)
        output, _ = await process.communicate()
        for line in output.decode("ascii").splitlines():
            product, p, q = (int(word.rstrip(":")) for word in line.split())
            asked[product].set_result((p, q))


async def make_key(port: int, public: RsaPublicKey, factors_of: Factors) -> None:
    socket = await connect(port)
    try:
        msg_ids = MsgIds(CLOCK)
        exchange = ClientExchange([public], 2, None, CLOCK, os.urandom)
        step: Step | None = exchange.start()
        while not isinstance(step, Done):
            if isinstance(step, Compute):
                if step.function is factors:
                    step = exchange.resume(await factors_of.of(*step.args))
                    continue
                cheap = step.function is agree
                step = exchange.resume(step.function(*((step.args[0], 1400) if cheap else step.args)))
            else:
                assert isinstance(step, Send)
                socket.send(plain.write(msg_ids.next(REQUEST), step.body))
                step = exchange.receive(plain.parse(await socket.receive()).body)
    finally:
        socket.transport.close()


def load(pipe: Connection, port: int, public: RsaPublicKey, seconds: float, offered: float) -> None:
    """A process that says when it is ready, then begins `offered` exchanges a second.

    It tells how many came to a key, how many did not, and the seconds until the last of them.
    """

    async def main() -> tuple[int, int, float]:
        loop = asyncio.get_running_loop()
        began = loop.time()
        tasks: list[asyncio.Task[None]] = []
        factors_of = Factors()
        while (now := loop.time()) < began + seconds:
            while len(tasks) < (now - began) * offered:
                tasks.append(asyncio.create_task(make_key(port, public, factors_of)))
            await asyncio.sleep(0.005)
        results = await asyncio.gather(*tasks, return_exceptions=True)
        made = sum(result is None for result in results)
        return made, len(results) - made, loop.time() - began

    pipe.send("ready")
    pipe.send(uvloop.run(main()))


async def chat(port: int, key: bytes, stop: asyncio.Event) -> list[float]:
    """Ask a hundred times a second; how long each answer took, in seconds."""
    session = Session(key, await connect(port))
    await session.ask()
    waits = []
    while not stop.is_set():
        began = time.perf_counter()
        await session.ask()
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.01)
    return waits


async def measure_handshakes(server: Server, key: bytes, seconds: float, offered: float) -> None:
    loop = asyncio.get_running_loop()
    alone, _ = await chat_during(server, key, asyncio.sleep(2.0))
    pipe, theirs = SPAWN.Pipe()
    loader = SPAWN.Process(target=load, args=(theirs, server.port, server.public, seconds, offered))
    loader.start()
    await loop.run_in_executor(None, pipe.recv)
    before = server.ask("cpu")
    waits, (made, refused, took) = await chat_during(server, key, loop.run_in_executor(None, pipe.recv))
    spent = server.ask("cpu") - before
    loader.join()
    print(f"{offered:.0f} key exchanges begun a second, {made} keys made in {took:.1f} s, {refused} refused")
    print(
        f"server: {spent / made * 1000:.1f} ms of processor each, {made / spent:.0f} a second and core, chat included"
    )
    print(f"a chatting client waits, ms: alone {summary(alone)}; meanwhile {summary(waits)}")


async def chat_during(server: Server, key: bytes, work: Awaitable[T]) -> tuple[list[float], T]:
    """Chat until the work is done."""
    stop = asyncio.Event()
    chatting = asyncio.create_task(chat(server.port, key, stop))
    result = await work
    stop.set()
    return await chatting, result


def summary(waits: list[float]) -> str:
    """Median, 99th percentile and worst, in milliseconds."""
    cuts = statistics.quantiles(waits, n=100)
    return f"{cuts[49] * 1000:.1f} / p99 {cuts[98] * 1000:.1f} / worst {max(waits) * 1000:.1f}"


# The command.


def raise_file_limit() -> None:
    """As many open files as the system allows: each connection is one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["idle", "handshakes"])
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--offered", type=float, default=200.0, help="key exchanges begun per second")
    arguments = parser.parse_args()
    raise_file_limit()
    print(machine())
    keys = [os.urandom(256) for _ in range(arguments.connections + WARM if arguments.what == "idle" else 1)]
    with tempfile.TemporaryDirectory() as folder:
        server = Server(str(Path(folder) / "data"), keys)
        try:
            if arguments.what == "idle":
                uvloop.run(measure_idle(server, keys))
            else:
                uvloop.run(measure_handshakes(server, keys[0], arguments.seconds, arguments.offered))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
