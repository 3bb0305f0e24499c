"""Connections that never say anything whole, while somebody chats (row DO-3).

    python -m bench.openers [--rate N] [--seconds S] [--slow N]

First `rate` connections a second that say nothing; then `slow` connections that begin a frame of a kibibyte and do not
end it. Printed are how long the server let them stay, by how much its resident memory rose at most, and what the
chatting client waited for its answers. Server, load and observer are processes of their own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvloop

from bench._measure import machine
from bench.gateway import SPAWN, Server, chat, raise_file_limit, summary
from mtproto.transport import Intermediate

HALF_A_FRAME = Intermediate.client().opening + (1024).to_bytes(4, "little") + bytes(512)
PATIENCE = 120.0
"""Seconds after which a connection that is still open counts as never closed."""


class Opener(asyncio.Protocol):
    """A connection that says its few bytes and waits to be closed."""

    def __init__(self, opening: bytes) -> None:
        self._opening = opening
        self.stayed: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._since = time.perf_counter()
        writing: Any = transport  # uvloop's are no asyncio.Transport by type
        writing.write(self._opening)

    def connection_lost(self, error: Exception | None) -> None:
        self.stayed.set_result(time.perf_counter() - self._since)


def load(pipe: Connection, port: int, count: int, rate: float, opening: bytes) -> None:
    """A process that opens connections, so many a second; it tells how many seconds each stayed open."""

    async def one() -> float:
        _, opener = await asyncio.get_running_loop().create_connection(lambda: Opener(opening), "127.0.0.1", port)
        return await asyncio.wait_for(opener.stayed, PATIENCE)

    async def main() -> list[float | BaseException]:
        began = time.perf_counter()
        tasks: list[asyncio.Task[float]] = []
        while len(tasks) < count:
            while len(tasks) < min(count, (time.perf_counter() - began) * rate):
                tasks.append(asyncio.create_task(one()))
            await asyncio.sleep(0.005)
        return await asyncio.gather(*tasks, return_exceptions=True)

    raise_file_limit()
    pipe.send(uvloop.run(main()))


async def flood(server: Server, key: bytes, name: str, count: int, rate: float, opening: bytes) -> None:
    """One kind of flood, and what it did."""
    before, stop, peak = server.ask("memory"), asyncio.Event(), 0
    chatting = asyncio.create_task(chat(server.port, key, stop))
    pipe, theirs = SPAWN.Pipe()
    loader = SPAWN.Process(target=load, args=(theirs, server.port, count, rate, opening))
    loader.start()
    answer: Awaitable[list[float | BaseException]] = asyncio.get_running_loop().run_in_executor(None, pipe.recv)
    waiting = asyncio.ensure_future(answer)
    while not waiting.done():
        await asyncio.wait((waiting,), timeout=0.5)
        peak = max(peak, server.ask("memory"))
    stop.set()
    waits, ended = await chatting, await waiting
    loader.join()
    stayed = [one for one in ended if isinstance(one, float)]
    print(f"{count} connections, {rate:.0f} a second, {name}: {len(stayed)} closed by the server, the last after")
    print(f"  {max(stayed):.1f} s; resident memory rose by {(peak - before) / 2**20:.0f} MiB at most")
    print(f"  a chatting client waited, ms: {summary(waits)}")


async def measure(server: Server, key: bytes, arguments: argparse.Namespace) -> None:
    count = int(arguments.rate * arguments.seconds)
    await flood(server, key, "silent", count, arguments.rate, b"")
    await flood(server, key, "half a frame each", arguments.slow, arguments.rate, HALF_A_FRAME)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=1_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--slow", type=int, default=2_000)
    arguments = parser.parse_args()
    raise_file_limit()
    print(machine())
    key = os.urandom(256)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(str(Path(folder) / "data"), [key])
        try:
            uvloop.run(measure(server, key, arguments))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
