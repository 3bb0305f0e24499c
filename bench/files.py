"""Files up and down: what the server spends on them, and how long the first byte takes.

    python -m bench.files [--clients N] [--size MIB]

For one client and for N: MiB/s on the wall, and the server's CPU seconds per GiB beside what the protocol alone costs
in the same run: AES-256-IGE of every part, the SHA-256 of its msg_key, and its frame, one way for uploads and the other
for downloads; for uploads also with the SHA-256 of the content, by which it is kept. The ratio is what the server adds:
the kernel's share, storage, rows, asyncio. The clients live in this process and work as hard as the server, so on a
machine with few cores the wall figure is theirs as much as the server's. Every download is compared with what was sent.
Time to first byte is that of the first 4 KiB of a file that nobody asked for before.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import statistics
import tempfile
import time
from collections.abc import Coroutine
from typing import Any

import uvloop

from bench._measure import machine
from bench.serving import Served, clients_keys
from bench.transfers import PART, connect, fetch, location, make_document, noise, send_parts
from mtproto.crypto import ige_decrypt, ige_encrypt
from mtproto.tl import functions, types
from mtproto.transport import Intermediate
from server.ops import memory

MIB = 1 << 20
GIB = 1 << 30


def bound(upload: bool, rounds: int = 100) -> float:
    """CPU seconds that one GiB costs in encryption and framing alone, each of them done by itself."""
    key, iv, client, server = os.urandom(32), os.urandom(32), Intermediate.client(), Intermediate.server(b"")
    plaintext = os.urandom(PART + 64)
    framed = client.frame(plaintext)

    def take() -> object:
        return server.receive(framed), hashlib.sha256(ige_decrypt(plaintext, key, iv)).digest()

    def give() -> object:
        return hashlib.sha256(plaintext).digest(), server.frame(ige_encrypt(plaintext, key, iv))

    work = take if upload else give
    start = time.process_time()
    for _ in range(rounds):
        work()
    return (time.process_time() - start) / rounds * GIB / PART


def content_hash(rounds: int = 100) -> float:
    """CPU seconds that the SHA-256 of one GiB costs."""
    data = os.urandom(PART)
    start = time.process_time()
    for _ in range(rounds):
        hashlib.sha256(data).digest()
    return (time.process_time() - start) / rounds * GIB / PART


async def transfer(server: Served, keys: list[bytes], size: int) -> None:
    """Everyone sends a file of their own, then fetches it."""
    clients = [await connect(server, key) for key in keys]
    contents = [noise(min(size, 16 * MIB) // PART) for _ in clients]

    async def up(index: int) -> types.Document:
        await send_parts(clients[index], 1 + size, contents[index], size)
        return await make_document(clients[index], 1 + size, size)

    async def down(index: int) -> None:
        content = contents[index]

        def compare(offset: int, data: bytes) -> None:
            at = offset % len(content)
            assert data == content[at : at + len(data)], "these are not the bytes that were sent"

        await fetch(clients[index], documents[index], compare)

    indexes = range(len(clients))
    documents = await _measured(server, "up", size, [up(index) for index in indexes])
    await _measured(server, "down", size, [down(index) for index in indexes])
    for client in clients:
        await client.disconnect()


async def _measured(server: Served, what: str, size: int, work: list[Coroutine[Any, Any, Any]]) -> list[Any]:
    cpu, loop, wall = server.cpu(), server.loop_cpu(), time.perf_counter()
    done = await asyncio.gather(*work)
    seconds, total = time.perf_counter() - wall, size * len(work)
    spent, of_loop = (server.cpu() - cpu) / total * GIB, (server.loop_cpu() - loop) / total * GIB
    least = bound(what == "up")
    hashed = f", with the content's hash {100 * (least + content_hash()) / spent:.0f} %" if what == "up" else ""
    print(
        f"{what:4} {len(work):3} clients, {size / MIB:5.0f} MiB each: {total / MIB / seconds:6.1f} MiB/s, "
        f"server {spent:5.2f} CPU s/GiB, {of_loop:.2f} of them its loop's; "
        f"protocol alone {least:5.2f}: {100 * least / spent:.0f} % of it{hashed}",
        flush=True,
    )
    return done


async def first_byte(server: Served, key: bytes, rounds: int = 50) -> None:
    """How long a client waits for the beginning of a file."""
    client = await connect(server, key)
    times = []
    for number in range(rounds):
        file_id, content = (1 << 40) + number, noise(2)
        await send_parts(client, file_id, content, len(content))
        document = await make_document(client, file_id, len(content))
        start = time.perf_counter()
        await client(functions.upload.GetFile(location=location(document), offset=0, limit=4096))
        times.append(1000 * (time.perf_counter() - start))
    await client.disconnect()
    print(f"time to first byte: median {statistics.median(times):.2f} ms, worst of {rounds} {max(times):.2f} ms")


async def main(clients: int, size: int) -> None:
    print(machine())
    memory.keep_freed()  # as the server does: what is compared with it is to cost no more than it must
    with tempfile.TemporaryDirectory() as folder:
        keys = clients_keys(clients)
        server = await asyncio.to_thread(Served, os.path.join(folder, "data"), keys)
        try:
            await transfer(server, keys[:1], size)
            if clients > 1:
                await transfer(server, keys, max(size // clients, MIB))
            await first_byte(server, keys[0])
        finally:
            await asyncio.to_thread(server.stop)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--size", type=int, default=400, metavar="MIB", help="of one client's file; N share it")
    options = parser.parse_args()
    uvloop.run(main(options.clients, options.size * MIB))
