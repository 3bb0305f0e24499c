"""What moving files does to the rest of the server: memory, other people's waiting, room on the disk.

    python -m bench.file_load [--clients N] [--size MIB] [--fetches N] [--users N] [--same MIB]

`N` clients upload a file of `--size` MiB each at the same time and download it `--fetches` times; meanwhile somebody
sends a message every 20 ms and notes how long each answer takes, as before on the quiet server; the server's resident
memory is read now and then, and so is by how much its loop is late. Then `--users` people send the same file of
`--same` MiB one after the other, and the time is taken from the request that uses the upload to its answer. Whoever
moves files does it in a process beside this one and the server's, with less right to the processors.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

import uvloop

from bench._measure import machine
from bench.serving import SPAWN, Served, clients_keys
from bench.transfers import IN_FLIGHT, PART, Reachable, connect, fetch, make_document, noise, send_parts
from mtproto.tl import functions, types
from server.ops.datadir import DataDir
from tests.server.client import Client

MIB = 1 << 20
CALLS = 250

ALTOGETHER = 80
"""Parts on the way at once: more of them only wait in a line that every client's patience has to outlast."""

NICENESS = 5
"""Of those who move files: they stand for other machines, and are not to take the processors from the server."""


async def latency(client: Client, first: int, calls: int = CALLS) -> list[float]:
    """How long each of so many messages takes to be answered, in ms."""
    times = []
    for number in range(calls):
        start = time.perf_counter()
        await client(
            functions.messages.SendMessage(peer=types.InputPeerSelf(), message="still there?", random_id=first + number)
        )
        times.append(1000 * (time.perf_counter() - start))
        await asyncio.sleep(0.02)
    return times


def movers(server: Reachable, keys: list[bytes], size: int, fetches: int) -> None:
    """A process of clients that all move a file up, and down so many times, at once."""

    os.nice(NICENESS)

    in_flight = max(1, min(IN_FLIGHT, ALTOGETHER // len(keys)))

    async def move(key: bytes) -> None:
        client = await connect(server, key)
        content = noise(4)
        await send_parts(client, 1, content, size, in_flight)
        document = await make_document(client, 1, size)
        for _ in range(fetches):
            await fetch(client, document, lambda offset, data: None, in_flight)
        await client.disconnect()

    async def everyone() -> None:
        await asyncio.gather(*map(move, keys))

    uvloop.run(everyone())


def resident(server: Served) -> float:
    """The server's resident memory in MiB."""
    with open(f"/proc/{server.pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB


def p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[-1]


def tenths(readings: list[float]) -> str:
    """The most of each tenth of what was read over time."""
    count = len(readings)
    slices = [readings[count * tenth // 10 : count * (tenth + 1) // 10] for tenth in range(10)]
    return " ".join(f"{max(slice_):.0f}" for slice_ in slices if slice_)


async def under_load(server: Served, keys: list[bytes], size: int, fetches: int) -> None:
    talker = await connect(server, keys[0])
    server.lags()
    quiet = await latency(talker, 1)
    lags = {"quiet": server.lags()}
    readings = [resident(server)]
    busy: list[float] = []
    moving = SPAWN.Process(target=movers, args=(Reachable(server.port, server.public), keys[1:], size, fetches))
    moving.start()
    start = time.perf_counter()
    await asyncio.sleep(2)
    while moving.is_alive():
        busy += await latency(talker, 1 + CALLS + len(busy), 10)
        readings.append(resident(server))
    lags["meanwhile"] = server.lags()
    await talker.disconnect()
    moved = f"{size // MIB} MiB each, up and {fetches} times down at once"
    print(f"{len(keys) - 1} clients, {moved}, in {time.perf_counter() - start:.0f} s")
    print(f"  memory: {readings[0]:.0f} MiB before, {max(readings):.0f} at most, {readings[-1]:.0f} at the end")
    print(f"  the most in each tenth of the time: {tenths(readings)}")
    for name, times in (("quiet", quiet), ("meanwhile", busy)):
        print(f"  {len(times)} messages, {name}: median {statistics.median(times):.1f} ms, p99 {p99(times):.1f} ms")
        print(
            f"  the loop was late by {statistics.median(lags[name]):.1f} ms, p99 {p99(lags[name]):.1f} ms", flush=True
        )


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


async def main(clients: int, size: int, fetches: int, users: int, same: int) -> None:
    print(machine())
    with tempfile.TemporaryDirectory() as temporary:
        folder = os.path.join(temporary, "data")
        keys = clients_keys(max(clients + 1, users))
        server = await asyncio.to_thread(Served, folder, keys)
        try:
            await under_load(server, keys[: clients + 1], size, fetches)
            await the_same_file(server, folder, keys[:users], same)
        finally:
            await asyncio.to_thread(server.stop)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument("--size", type=int, default=1024, metavar="MIB")
    parser.add_argument("--fetches", type=int, default=1)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--same", type=int, default=100, metavar="MIB")
    options = parser.parse_args()
    uvloop.run(main(options.clients, options.size * MIB, options.fetches, options.users, options.same * MIB))
