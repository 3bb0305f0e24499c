"""Large packets are opened and sealed on threads, while the loop goes on with what is short.

AES and SHA-256 take a part of a file about a millisecond, and the interpreter is free meanwhile. The threads leave one
processor to the loop. What comes while they are busy waits in the order it came.

A packet that is sealed here is overtaken by what its session sends meanwhile. For a part of a file that is just as
well. Updates have an order, and so have they and other answers: those are sealed where they are made, however large.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from mtproto.crypto import AuthKey
from mtproto.session import Packet, Unsealed, open_packet
from mtproto.session.service import rpc_result
from mtproto.tl import types

LARGE = 64 * 1024
"""Bytes from which a packet is worth a thread, and what is done with it a turn of the loop (server/turns.py)."""

_FILE = types.upload.File.ID.to_bytes(4, "little")
_RESULT_AT = 12  # in an rpc_result

THREADS = max(1, min(4, (os.cpu_count() or 1) - 1))


def may_be_overtaken(packet: Unsealed) -> bool:
    """Whether a packet is nothing but a large part of a file."""
    body = packet.body
    is_result = len(body) >= LARGE and rpc_result.request_of(body) is not None
    return is_result and body[_RESULT_AT : _RESULT_AT + len(_FILE)] == _FILE


class LargePackets:
    """The threads of one server."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="large-packets")
        self._sealing: set[asyncio.Future[bytes]] = set()

    async def open(self, auth_key: AuthKey, packet: bytes) -> Packet:
        """Decrypt and verify a packet of a client's; raises what `open_packet` raises."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, open_packet, auth_key, packet)

    def seal(self, packet: Unsealed, sealed: Callable[[bytes], None]) -> None:
        """Encrypt a packet that may be overtaken, and give it to `sealed`."""

        def done(work: asyncio.Future[bytes]) -> None:
            self._sealing.discard(work)
            sealed(work.result())

        work = asyncio.get_running_loop().run_in_executor(self._threads, packet.seal)
        self._sealing.add(work)
        work.add_done_callback(done)

    async def drained(self) -> None:
        """Wait until everything is sealed and given on."""
        while self._sealing:
            await asyncio.wait(self._sealing)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
