"""What the servers of others have in common for bench/peers.py: a port, a process, connections to it."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

ClientT = TypeVar("ClientT", bound=asyncio.Protocol)

SECONDS = 60.0
"""How long a server may take to start."""


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


def cpu_of(pid: int) -> float:
    """Seconds of processor that a process has had."""
    times = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


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
