"""Private messages from end to end: the request in, the durable commit, the answer out, the push to the recipient.

    python -m bench.messages [--clients N] [--idle N] [--seconds S] [--rounds N]

Three servers take turns, each in a process of its own under uvloop: ours; the straightforward server (bench.baseline);
and a bare echo of frames of the same size. The first two are driven by the same clients (bench.load): they come in
pairs that write to each other, and each sends its next message when the one before is answered. `--idle` adds sessions
that are signed in and hear nothing.

The figure that is worth quoting is messages per second of the server's own processor time, since clients share the
machine. Beside it stands the processor time that the clients took per message: where it is less than the server's,
they were not what limited the rate. p50, p99 and p99.9 are of send to answer, at half the rate that was reached; there
a message costs more processor time, for it shares a commit with fewer.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvloop
from telethon.tl.functions.messages import SendMessageRequest
from telethon.tl.functions.updates import GetStateRequest
from telethon.tl.types import InputPeerUser

from bench._measure import Steal, machine
from bench.baseline import Baseline
from bench.load import LoadClient, announced, ask, drive
from bench.serving import CLOCK, FIRST_USER, SPAWN, Durability, Served, clients_keys, cpu
from mtproto import tl
from mtproto.crypto import AuthKey
from mtproto.tl import functions, types
from server.access.hashes import AccessHashes, Hashed
from server.ops.datadir import DataDir

TEXT = "The quick brown fox jumps over the lazy dog."
FRAME = 216
"""Bytes of an encrypted sendMessage with this text."""

WARM_UP = 0.5
"""Seconds."""


@dataclass
class Result:
    """What one server did: rates per second, times in seconds, and what was stolen of the processors meanwhile."""

    rate: float
    per_cpu_second: float
    clients_cpu: float
    stolen: str
    at_half_cpu: float = 0.0
    p50: float = 0.0
    p99: float = 0.0
    p999: float = 0.0
    stolen_at_half: str = ""


async def measure(
    run: Callable[[float, float | None], Awaitable[list[float]]],
    server_cpu: Callable[[], float],
    seconds: float,
    *,
    half: bool,
) -> Result:
    """Warm up, then as fast as it goes, then (if asked) at half of that."""
    await run(WARM_UP, None)
    steal, start, busy, own = Steal(), time.perf_counter(), server_cpu(), cpu()
    count = len(await run(seconds, None))
    wall, busy, own = time.perf_counter() - start, server_cpu() - busy, cpu() - own
    result = Result(count / wall, count / busy, own / count, str(steal))
    if half:
        steal, busy = Steal(), server_cpu()
        latencies = sorted(await run(seconds, result.rate / 2))
        result.at_half_cpu = (server_cpu() - busy) / len(latencies)
        result.p50, result.p99, result.p999 = (latencies[int(len(latencies) * part)] for part in (0.5, 0.99, 0.999))
        result.stolen_at_half = str(steal)
    return result


async def gather_people(
    folder: str, clients: int, idle: int, *, durability: Durability = "flushed", traced: bool = False
) -> tuple[Served, list[LoadClient], Callable[[int], bytes]]:
    """A server of ours, everyone signed in and connected, and the next message of each; the idle ones come last."""
    keys = clients_keys(clients + idle)
    server = await asyncio.to_thread(Served, folder, keys, durability=durability, traced=traced)
    return server, await connect_people(server, keys), next_messages(folder, clients)


async def connect_people(server: Served, keys: list[bytes]) -> list[LoadClient]:
    """A session under each key."""
    people = [LoadClient(AuthKey(key), CLOCK) for key in keys]
    for client in people:
        await client.connect(server.port)
        await ask(client, announced(functions.updates.GetState()))
    return people


def next_messages(folder: str, clients: int) -> Callable[[int], bytes]:
    """What makes the next message of each of a server's first people, who write to each other in pairs."""
    hashes = AccessHashes(DataDir(Path(folder)).load_keys(legacy=False).derive("access hashes"))
    peers = []
    for index in range(clients):
        user_id, other = FIRST_USER + index, FIRST_USER + (index ^ 1)
        peers.append(types.InputPeerUser(user_id=other, access_hash=hashes.of(user_id, Hashed.USER, other)))

    def message(index: int) -> bytes:
        random_id = random.getrandbits(62)
        return tl.encode(functions.messages.SendMessage(peer=peers[index], message=TEXT, random_id=random_id))

    return message


async def ours(folder: str, clients: int, idle: int, seconds: float) -> Result:
    server, people, message = await gather_people(folder, clients, idle)

    def run(length: float, rate: float | None) -> Awaitable[list[float]]:
        return drive(people[:clients], message, length, rate)

    result = await measure(run, server.cpu, seconds, half=True)
    for client in people:
        client.close()
    await asyncio.to_thread(server.stop)
    return result


async def baseline(folder: str, clients: int, seconds: float) -> Result:
    os.makedirs(folder)
    keys = clients_keys(clients)
    with Beside(_serve_baseline, folder, keys) as server:
        people = [LoadClient(AuthKey(key), CLOCK) for key in keys]
        for client in people:
            await client.connect(server.port)
            await ask(client, bytes(GetStateRequest()))

        def message(index: int) -> bytes:
            peer = InputPeerUser(FIRST_USER + (index ^ 1), 0)
            return bytes(SendMessageRequest(peer, TEXT, random_id=random.getrandbits(62)))

        def run(length: float, rate: float | None) -> Awaitable[list[float]]:
            return drive(people, message, length, rate)

        return await measure(run, server.cpu, seconds, half=True)


async def echo(clients: int, seconds: float) -> Result:
    with Beside(_serve_echo) as server:
        loop = asyncio.get_running_loop()
        people = [(await loop.create_connection(EchoClient, "127.0.0.1", server.port))[1] for _ in range(clients)]

        async def run(length: float, _: float | None) -> list[float]:
            before = sum(client.answered for client in people)
            for client in people:
                client.begin(time.perf_counter() + length)
            await asyncio.gather(*(client.ended for client in people))
            return [0.0] * (sum(client.answered for client in people) - before)

        return await measure(run, server.cpu, seconds, half=False)


class EchoClient(asyncio.Protocol):
    """Sends a frame whenever the one before came back."""

    def __init__(self) -> None:
        self.answered = 0
        self._missing = 0

    def begin(self, until: float) -> None:
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._until, self._missing = until, FRAME
        self._socket.write(bytes(FRAME))

    def connection_made(self, transport: Any) -> None:
        self._socket = transport

    def data_received(self, data: bytes) -> None:
        self._missing -= len(data)
        if self._missing > 0:
            return
        self.answered += 1
        if time.perf_counter() >= self._until:
            self.ended.set_result(None)
        else:
            self._missing = FRAME
            self._socket.write(bytes(FRAME))


class Beside:
    """A small server in a process of its own, whose processor time can be asked for."""

    def __init__(self, serve: Callable[..., None], *arguments: Any) -> None:
        self._pipe, theirs = SPAWN.Pipe()
        self._process = SPAWN.Process(target=serve, args=(theirs, *arguments), daemon=True)

    def __enter__(self) -> Beside:
        self._process.start()
        self.port: int = self._pipe.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()

    def cpu(self) -> float:
        """Seconds of processor that it has had."""
        self._pipe.send("cpu")
        seconds: float = self._pipe.recv()
        return seconds


async def _answer_for_cpu(pipe: Connection, port: int) -> None:
    pipe.send(port)
    while await asyncio.get_running_loop().run_in_executor(None, pipe.recv):
        pipe.send(cpu())


def _serve_baseline(pipe: Connection, folder: str, keys: list[bytes]) -> None:
    async def main() -> None:
        port = await Baseline(os.path.join(folder, "baseline.db"), keys, FIRST_USER).start()
        await _answer_for_cpu(pipe, port)

    uvloop.run(main())


def _serve_echo(pipe: Connection) -> None:
    class Echo(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self._write = transport.write

        def data_received(self, data: bytes) -> None:
            self._write(data)

    async def main() -> None:
        server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)
        await _answer_for_cpu(pipe, server.sockets[0].getsockname()[1])

    uvloop.run(main())


def show(name: str, result: Result) -> None:
    """Print what a server did."""
    print(
        f"{name:17}{result.rate:8,.0f}/s {result.per_cpu_second:9,.0f} per second of processor "
        f"({1e6 / result.per_cpu_second:,.0f} µs each; clients {1e6 * result.clients_cpu:,.0f} µs){result.stolen}"
    )
    if result.p99:
        p50, p99, p999 = (1e3 * seconds for seconds in (result.p50, result.p99, result.p999))
        latencies = f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, p99.9 {p999:.1f} ms"
        each = f"{1e6 * result.at_half_cpu:,.0f} µs each"
        print(f"{'':17}at {result.rate / 2:,.0f}/s: {latencies}; {each}{result.stolen_at_half}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--idle", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    print(machine())
    figures: dict[str, list[float]] = {"chappe": [], "baseline": [], "echo": []}
    for _ in range(arguments.rounds):
        with tempfile.TemporaryDirectory() as folder:
            results = {
                "chappe": uvloop.run(
                    ours(os.path.join(folder, "data"), arguments.clients, arguments.idle, arguments.seconds)
                ),
                "baseline": uvloop.run(
                    baseline(os.path.join(folder, "baseline"), arguments.clients, arguments.seconds)
                ),
                "echo": uvloop.run(echo(arguments.clients, arguments.seconds)),
            }
        for name, result in results.items():
            show(name, result)
            figures[name].append(result.per_cpu_second)
    for name in ("baseline", "echo"):
        ratio = statistics.median(a / b for a, b in zip(figures["chappe"], figures[name], strict=True))
        print(f"chappe / {name}, by processor time: {ratio:.3f}")


if __name__ == "__main__":
    main()
