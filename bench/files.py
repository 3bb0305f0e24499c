"""Files up and down with unmodified Telethon; the server is a process of its own.

    python -m bench.files [--clients N] [--size MIB]

For one client and for N: MiB/s on the wall, and the server's CPU seconds per GiB beside what the protocol alone costs
in the same run: AES-256-IGE of every part, the SHA-256 of its msg_key, and its frame. The ratio is what the server
adds: storage, hashes of contents, rows, asyncio. Clients run in this process and work as hard as the server, so on a
machine with few cores the wall figure is theirs as much as the server's. Every download is compared by SHA-256.
With `--clients 1 --size 1500` it moves one file of 1.5 GB.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import multiprocessing
import os
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import MemorySession
from telethon.tl.functions.auth import SignInRequest, SignUpRequest

from bench._measure import machine
from mtproto.crypto import AuthKey, encrypt
from mtproto.transport import Intermediate
from server.app import open_app
from server.gateway.gateway import Gateway
from server.ops.config import Config, FloodSection, LimitsSection, ListenSection, ServerSection, SignInSection

PART = 512 * 1024
MIB = 1 << 20


def bound(rounds: int = 60) -> float:
    """CPU seconds that one GiB costs in encryption and framing alone."""
    key, packet, transport = AuthKey(os.urandom(256)), os.urandom(PART), Intermediate.client()
    start = time.process_time()
    for _ in range(rounds):
        transport.frame(encrypt(key, packet, False))
    return (time.process_time() - start) / rounds * (1 << 30) / PART


def serve(folder: str, pipe: Connection) -> None:
    """The server's process: says where it is, then its CPU seconds whenever asked."""
    asyncio.run(_serve(folder, pipe))


async def _serve(folder: str, pipe: Connection) -> None:
    config = Config(
        server=ServerSection(data_dir=folder, legacy_key=True),
        listen=ListenSection(addresses=("127.0.0.1:0",)),
        sign_in=SignInSection(registration="open", test_numbers=True),
        limits=LimitsSection(connections_per_address=10_000),
        flood=FloodSection(factor=10_000.0),
    )
    async with open_app(config) as app:
        gateway = Gateway(app)
        (address,) = await gateway.start()
        assert app.secrets.legacy is not None
        pipe.send((address.port, app.secrets.legacy.public.to_pem().decode()))
        while await asyncio.to_thread(pipe.recv):
            pipe.send(time.process_time())
        await gateway.stop(1.0)


async def connected(port: int, number: int) -> TelegramClient:
    """A signed-in client with an account of its own."""
    session = MemorySession()
    session.set_dc(2, "127.0.0.1", port)
    client = TelegramClient(session, 1, "hash")
    await client.connect()
    phone = f"999662{number:04}"
    sent = await client.send_code_request(phone)
    await client(SignInRequest(phone, sent.phone_code_hash, "22222"))
    await client(SignUpRequest(phone, sent.phone_code_hash, "Bench", ""))
    return client


async def transfer(pipe: Connection, clients: list[TelegramClient], folder: Path, size: int) -> None:
    """Everyone sends a file of their own to themselves, then fetches it."""
    paths = [folder / f"up{number}" for number in range(len(clients))]
    for path in paths:
        with path.open("wb") as file:
            for _ in range(size // MIB):
                file.write(os.urandom(MIB))

    async def up(client: TelegramClient, path: Path) -> object:
        return await client.send_file("me", str(path), force_document=True)

    total = size * len(clients)
    cpu, wall = _cpu(pipe), time.perf_counter()
    messages = await asyncio.gather(*(up(client, path) for client, path in zip(clients, paths, strict=True)))
    _report("up", len(clients), total, _cpu(pipe) - cpu, time.perf_counter() - wall)
    targets = [str(folder / f"down{number}") for number in range(len(clients))]
    cpu, wall = _cpu(pipe), time.perf_counter()
    found = await asyncio.gather(
        *(
            client.download_media(message, target)
            for client, message, target in zip(clients, messages, targets, strict=True)
        )
    )
    _report("down", len(clients), total, _cpu(pipe) - cpu, time.perf_counter() - wall)
    for path, fetched in zip(paths, found, strict=True):
        _compare(path, Path(fetched))


def _compare(sent: Path, fetched: Path) -> None:
    if _digest(sent) != _digest(fetched):
        raise SystemExit(f"{fetched} is not what was sent")
    sent.unlink()
    fetched.unlink()


def _report(what: str, clients: int, total: int, cpu: float, wall: float) -> None:
    per_gib, least = cpu / total * (1 << 30), bound()
    print(
        f"{what:4} {clients:3} clients {total / MIB:6.0f} MiB: {total / MIB / wall:6.1f} MiB/s, "
        f"server {per_gib:5.2f} CPU s/GiB, protocol alone {least:5.2f}: {100 * least / per_gib:3.0f} % of the bound",
        flush=True,
    )


def _cpu(pipe: Connection) -> float:
    pipe.send(True)
    seconds: float = pipe.recv()
    return seconds


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


async def main(clients: int, size: int) -> None:
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mine, theirs = multiprocessing.get_context("spawn").Pipe()
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(str(folder / "data"), theirs))
        server.start()
        try:
            port, pem = await asyncio.to_thread(mine.recv)
            rsa.add_key(pem, old=False)
            everyone = [await connected(port, number) for number in range(clients)]
            await transfer(mine, everyone[:1], folder, size)
            if clients > 1:
                await transfer(mine, everyone, folder, max(size // clients, MIB))
            for client in everyone:
                await client.disconnect()
            mine.send(False)
        finally:
            server.join(5)
            server.terminate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--size", type=int, default=200, metavar="MIB", help="of one client's file; N share it")
    options = parser.parse_args()
    asyncio.run(main(options.clients, options.size * MIB))
