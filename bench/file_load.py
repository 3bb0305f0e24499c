"""What moving files takes of the server's memory, and of its disk when many send the same.

    python -m bench.file_load [--clients N] [--size MIB] [--fetches N] [--users N] [--same MIB]

`N` clients upload a file of `--size` MiB each at the same time and download it `--fetches` times; what came back is
compared with what was sent by SHA-256. The server's resident memory is read every second: before, its median, the most,
and by how much it grew in the last half of the time; beside them the seconds and MiB/s. Then `--users` people send the
same file of `--same` MiB one after the other, and it is noted how long the request that uses the upload takes.
Whoever moves files does it in a process beside this one and the server's, with less right to the processors. What other
people's messages wait meanwhile is another question (bench.file_latency).
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import statistics
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

import uvloop

from bench._measure import machine
from bench.serving import SPAWN, Served, clients_keys
from bench.transfers import IN_FLIGHT, PART, Reachable, connect, fetch, make_document, noise, send_parts
from server.ops.datadir import DataDir

MIB = 1 << 20

ALTOGETHER = 80
"""Parts on the way at once: more of them only wait in a line that every client's patience has to outlast."""

NICENESS = 5
"""Of those who move files: they stand for other machines, and are not to take the processors from the server."""

EVERY = 1.0
"""Seconds between two looks at the server's memory."""


class InOrder:
    """The SHA-256 of a file whose parts come in nearly any order."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._next = 0
        self._early: dict[int, bytes] = {}

    def take(self, offset: int, data: bytes) -> None:
        """Take the part at an offset."""
        self._early[offset] = data
        while part := self._early.pop(self._next, b""):
            self._hash.update(part)
            self._next += len(part)

    def digest(self) -> bytes:
        """That of what came without a gap from the beginning."""
        return self._hash.digest()


def sha256(content: bytes, size: int) -> bytes:
    """That of a file of `size` bytes that is `content` over and over."""
    whole = hashlib.sha256()
    for at in range(0, size, len(content)):
        whole.update(content[: size - at])
    return whole.digest()


def movers(pipe: Connection, server: Reachable, keys: list[bytes], size: int, fetches: int) -> None:
    """A process of clients that move a file up, and down so many times, at once; it says how many came back equal."""
    os.nice(NICENESS)
    in_flight = max(1, min(IN_FLIGHT, ALTOGETHER // len(keys)))

    async def move(key: bytes) -> int:
        client = await connect(server, key)
        content = noise(4)
        await send_parts(client, 1, content, size, in_flight)
        document = await make_document(client, 1, size)
        sent, equal = await asyncio.to_thread(sha256, content, size), 0
        for _ in range(fetches):
            came = InOrder()
            await fetch(client, document, came.take, in_flight)
            equal += came.digest() == sent
        await client.disconnect()
        return equal

    async def everyone() -> None:
        pipe.send(sum(await asyncio.gather(*map(move, keys))))

    uvloop.run(everyone())


def resident(server: Served) -> float:
    """The server's resident memory in MiB."""
    with open(f"/proc/{server.pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB


def tenths(readings: list[float]) -> str:
    """The most of each tenth of what was read over time."""
    count = len(readings)
    slices = [readings[count * tenth // 10 : count * (tenth + 1) // 10] for tenth in range(10)]
    return " ".join(f"{max(slice_):.0f}" for slice_ in slices if slice_)


def growth(readings: list[float]) -> float:
    """By how many MiB it grew in the last half of what was read, by the line that fits best."""
    half = readings[len(readings) // 2 :]
    if len(half) < 2:
        return 0.0
    return statistics.linear_regression(range(len(half)), half).slope * len(half)


def under_load(server: Served, keys: list[bytes], size: int, fetches: int) -> None:
    pipe, theirs = SPAWN.Pipe()
    before, readings = resident(server), []
    reachable = Reachable(server.port, server.public)
    moving = SPAWN.Process(target=movers, args=(theirs, reachable, keys, size, fetches), daemon=True)
    moving.start()
    theirs.close()
    start = time.perf_counter()
    while not pipe.poll(EVERY):
        readings.append(resident(server))
    seconds, equal = time.perf_counter() - start, pipe.recv()
    moving.join()
    moved = len(keys) * size * (1 + fetches) / MIB
    print(f"{len(keys)} clients, {size // MIB} MiB each, up and {fetches} times down at once: {moved:,.0f} MiB")
    print(f"  {seconds:,.0f} s, {moved / seconds:.1f} MiB/s; {equal} of {len(keys) * fetches} equal by SHA-256")
    print(
        f"  memory: {before:.0f} MiB before, median {statistics.median(readings):.0f}, {max(readings):.0f} at most, "
        f"{resident(server):.0f} at the end; in the last half it grew by {growth(readings):.0f} MiB"
    )
    print(f"  the most in each tenth of the time: {tenths(readings)}", flush=True)


async def the_same_file(server: Served, folder: str, keys: list[bytes], size: int) -> None:
    content = noise(size // PART)
    times = []
    before = _stored(folder)
    for key in keys:
        client = await connect(server, key)
        await send_parts(client, 2, content, size)
        start = time.perf_counter()
        await make_document(client, 2, size)
        times.append(1000 * (time.perf_counter() - start))
        await client.disconnect()
    stored = (_stored(folder) - before) / MIB
    print(f"{len(keys)} people, the same {size // MIB} MiB: {stored:.0f} MiB stored")
    rest = f", others {statistics.median(times[1:]):.0f} ms (median)" if times[1:] else ""
    print(f"  from upload to document: first {times[0]:.0f} ms{rest}")


def _stored(folder: str) -> int:
    return sum(
        path.stat().st_size for path in DataDir(Path(folder)).files.rglob("*") if path.is_file() and not path.suffix
    )


def main(clients: int, size: int, fetches: int, users: int, same: int) -> None:
    print(f"{machine()}, load average {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = os.path.join(temporary, "data")
        keys = clients_keys(max(clients, users))
        server = Served(folder, keys)
        try:
            if clients:
                under_load(server, keys[:clients], size, fetches)
            if users:
                uvloop.run(the_same_file(server, folder, keys[:users], same))
        finally:
            server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--size", type=int, default=1024, metavar="MIB")
    parser.add_argument("--fetches", type=int, default=1)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--same", type=int, default=100, metavar="MIB")
    given = parser.parse_args()
    main(given.clients, given.size * MIB, given.fetches, given.users, given.same * MIB)
