"""A big file with unmodified Telethon and a real server process: up, down, compared by SHA-256.

    python -m bench.big_file [--size MIB] [--kill]

With `--kill` the server gets kill -9 in the middle of the upload and is started again; Telethon then sends the file
anew, as it does not go on with uploads of its own accord. Needs three times the size on the disk.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import tempfile
import time
from pathlib import Path

from telethon import TelegramClient

from tests.server.ops.running import Running, sign_up

MIB = 1 << 20
PHONE = "9996621001"


def make(path: Path, size: int) -> bytes:
    """Write a file of noise; its SHA-256."""
    whole = hashlib.sha256()
    with path.open("wb") as file:
        for _ in range(size):
            data = os.urandom(MIB)
            file.write(data)
            whole.update(data)
    return whole.digest()


def digest(path: Path) -> bytes:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


async def there_and_back(server: Running, source: Path, target: Path, size: int) -> None:
    """Send a file to oneself and fetch it again."""
    client = await signed_in(server)
    begun = time.perf_counter()
    message = await client.send_file("me", str(source), force_document=True)
    sent = time.perf_counter()
    await client.download_media(message, str(target))
    fetched = time.perf_counter()
    await client.disconnect()
    print(f"{size} MiB: up {size / (sent - begun):.1f} MiB/s, down {size / (fetched - sent):.1f} MiB/s")


async def signed_in(server: Running) -> TelegramClient:
    """A Telethon client with an account."""
    client = server.telethon()
    await client.connect()
    await sign_up(client, PHONE, "Bench")
    return client


async def cut_short(server: Running, source: Path, size: int) -> None:
    """Begin to send a file; kill the server half-way."""
    client = await signed_in(server)
    half = size * MIB // 2

    def progress(done: int, total: int) -> None:
        if done >= half:
            os.kill(server.pid, 9)
            raise ConnectionAbortedError

    try:
        await client.send_file("me", str(source), force_document=True, progress_callback=progress)
    except ConnectionError:
        print("the server was killed half-way")
    await client.disconnect()


def main(size: int, kill: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, target = folder / "source", folder / "target"
        expected = make(source, size)
        if kill:
            with Running(folder) as server:
                asyncio.run(cut_short(server, source, size))
        with Running(folder) as server:
            asyncio.run(there_and_back(server, source, target, size))
        if digest(target) != expected:
            raise SystemExit("what came back is not what was sent")
        print("what came back is what was sent")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1500, metavar="MIB")
    parser.add_argument("--kill", action="store_true")
    options = parser.parse_args()
    main(options.size, options.kill)
