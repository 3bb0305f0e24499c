"""Private messages from end to end: the request in, the durable commit, the answer out, the push to the recipient.

    python -m bench.messages [--clients N] [--seconds S] [--rounds N]

Three servers take turns, each in a process of its own under uvloop: ours; a bare echo of frames of the same size; and
the straightforward server (bench.baseline). Clients come in pairs that write to each other, and each sends its next
message when the one before is answered. The figure that is worth quoting is messages per second of the server's own
processor time, since clients share the machine. p50 and p99 are of send to answer, at half the rate that was reached.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import struct
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvloop
from telethon.tl.functions.messages import SendMessageRequest
from telethon.tl.types import InputPeerUser

from bench._measure import machine
from bench.baseline import Baseline
from bench.serving import CLOCK, FIRST_USER, SPAWN, Served, clients_keys, cpu
from mtproto import tl
from mtproto.crypto import AuthKey
from mtproto.tl import functions, types
from server.access.hashes import AccessHashes, Hashed
from server.ops.datadir import DataDir
from tests.server.client import Client, Connector

TEXT = "The quick brown fox jumps over the lazy dog."
FRAME = 216
"""Bytes of an encrypted sendMessage with this text."""

Send = Callable[[], Awaitable[object]]


@dataclass
class Result:
    """Messages per second of wall time and of the server's processor time, and how long answers took, in seconds."""

    rate: float
    per_cpu_second: float
    latencies: list[float]


async def drive(senders: list[Send], seconds: float, rate: float | None, server_cpu: Callable[[], float]) -> Result:
    """Let everyone send: as fast as they are answered, or at a rate for all of them together."""
    latencies: list[float] = []
    start, busy = time.perf_counter(), server_cpu()
    until = start + seconds

    async def one(send: Send) -> None:
        pause = len(senders) / rate if rate else 0.0
        due = start + random.uniform(0, pause)
        while (now := time.perf_counter()) < until:
            if rate and due > now:
                await asyncio.sleep(due - now)
            began = time.perf_counter()
            await send()
            latencies.append(time.perf_counter() - began)
            due += pause

    await asyncio.gather(*(one(send) for send in senders))
    busy, wall = server_cpu() - busy, time.perf_counter() - start
    return Result(len(latencies) / wall, len(latencies) / busy, latencies)


async def ours(folder: str, clients: int, seconds: float) -> tuple[Result, Result]:
    keys = clients_keys(clients)
    server = await asyncio.to_thread(Served, folder, keys)
    hashes = AccessHashes(DataDir(Path(folder)).load_keys(legacy=False).derive("access hashes"))
    connector = Connector("127.0.0.1", server.port, 2, server.public, CLOCK)
    people = [Client(connector, AuthKey(data), layer=tl.NEWEST, announce=True) for data in keys]
    for client in people:
        await client.connect()
        await client(functions.updates.GetState())

    async def send(index: int) -> None:
        user_id, other = FIRST_USER + index, FIRST_USER + (index ^ 1)
        peer = types.InputPeerUser(user_id=other, access_hash=hashes.of(user_id, Hashed.USER, other))
        await people[index](functions.messages.SendMessage(peer=peer, message=TEXT, random_id=random.getrandbits(62)))
        while not people[index].updates.empty():
            people[index].updates.get_nowait()

    senders: list[Send] = [partial(send, index) for index in range(clients)]
    await drive(senders, 0.5, None, server.cpu)
    full = await drive(senders, seconds, None, server.cpu)
    half = await drive(senders, seconds, full.rate / 2, server.cpu)
    for client in people:
        await client.disconnect()
    await asyncio.to_thread(server.stop)
    return full, half


async def streams(kind: str, folder: str, clients: int, seconds: float) -> Result:
    """The echo, or the baseline."""
    pipe, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=_serve_streams, args=(theirs, kind, folder), daemon=True)
    process.start()
    port = await asyncio.to_thread(pipe.recv)
    ends = [await asyncio.open_connection("127.0.0.1", port) for _ in range(clients)]
    answers: list[asyncio.Queue[None]] = [asyncio.Queue() for _ in ends]

    async def read(index: int) -> None:
        reader, queue = ends[index][0], answers[index]
        while True:
            (length,) = struct.unpack("<i", await reader.readexactly(4))
            body = await reader.readexactly(length)
            if kind == "echo" or body[:4] == _ANSWER:
                queue.put_nowait(None)

    async def send(index: int) -> None:
        if kind == "echo":
            body = bytes(FRAME)
        else:
            peer = InputPeerUser(index ^ 1, 0)
            body = bytes(SendMessageRequest(peer, TEXT, random_id=random.getrandbits(62)))
        ends[index][1].write(struct.pack("<i", len(body)) + body)
        await answers[index].get()

    if kind == "baseline":
        for index, (_, writer) in enumerate(ends):
            writer.write(struct.pack("<i", index))
    reading = [asyncio.ensure_future(read(index)) for index in range(clients)]

    def server_cpu() -> float:
        pipe.send("cpu")
        figure: float = pipe.recv()
        return figure

    result = await drive([partial(send, index) for index in range(clients)], seconds, None, server_cpu)
    for task in reading:
        task.cancel()
    process.kill()
    return result


_ANSWER = struct.pack("<I", 0x9015E101)


def _serve_streams(pipe: Connection, kind: str, folder: str) -> None:
    class Echo(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self.write = transport.write

        def data_received(self, data: bytes) -> None:
            self.write(data)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        if kind == "baseline":
            os.makedirs(folder)
            port = await Baseline(os.path.join(folder, "baseline.db")).start()
        else:
            server = await loop.create_server(Echo, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
        pipe.send(port)
        while await loop.run_in_executor(None, pipe.recv):
            pipe.send(cpu())

    uvloop.run(main())


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)] * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    print(machine())
    clients, seconds = arguments.clients, arguments.seconds
    figures: dict[str, list[float]] = {"chappe": [], "echo": [], "baseline": []}
    for _ in range(arguments.rounds):
        with tempfile.TemporaryDirectory() as folder:
            full, half = uvloop.run(ours(os.path.join(folder, "data"), clients, seconds))
            figures["chappe"].append(full.per_cpu_second)
            p50, p99 = (_percentile(half.latencies, share) for share in (0.5, 0.99))
            print(f"chappe: {full.rate:,.0f}/s, {full.per_cpu_second:,.0f} per second of processor")
            print(f"    at {half.rate:,.0f}/s: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
            for kind in ("echo", "baseline"):
                result = uvloop.run(streams(kind, os.path.join(folder, kind), clients, seconds))
                figures[kind].append(result.per_cpu_second)
                print(f"{kind}: {result.rate:,.0f}/s, {result.per_cpu_second:,.0f} per second of processor")
    for kind in ("echo", "baseline"):
        ratio = statistics.median(a / b for a, b in zip(figures["chappe"], figures[kind], strict=True))
        print(f"chappe / {kind}, by processor time: {ratio:.3f}")


if __name__ == "__main__":
    main()
