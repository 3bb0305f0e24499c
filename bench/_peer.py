"""What the servers of others have in common for bench/peers.py: a process, connections to it."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

ClientT = TypeVar("ClientT", bound=asyncio.Protocol)

SECONDS = 60.0
"""How long a server may take to start."""


@contextmanager
def running(command: Sequence[str | Path]) -> Iterator[int]:
    """A server's process while it is needed; its number."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process.pid
        finally:
            process.terminate()


async def reached(client: Callable[[], ClientT], port: int) -> ClientT:
    """A connected client, once the server can be reached."""
    loop, deadline = asyncio.get_running_loop(), time.monotonic() + SECONDS
    while True:
        try:
            return (await loop.create_connection(client, "127.0.0.1", port))[1]
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.1)
