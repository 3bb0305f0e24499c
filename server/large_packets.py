"""Large packets are opened and sealed on threads, while the loop goes on with what is short.

AES and SHA-256 take a part of a file about a millisecond, and the interpreter is free meanwhile. The threads leave one
processor to the loop. What comes while they are busy waits in the order it came.

A packet that is sealed here is overtaken by what its session sends meanwhile. For a part of a file that is just as
well. Updates have an order, and so have they and other answers: those are sealed where they are made, however large.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from mtproto.crypto import AuthKey, seal_two_messages
from mtproto.session import Packet, Unsealed, open_packet
from mtproto.session.messages import answers_with
from mtproto.tl import types
from server.threads import Threads

LARGE = 64 * 1024
"""Bytes from which a packet is worth a thread, and what is done with it a turn of the loop (server/turns.py)."""

_FILE = types.upload.File.ID.to_bytes(4, "little")

THREADS = max(1, min(4, (os.cpu_count() or 1) - 1))


def may_be_overtaken(packet: Unsealed) -> bool:
    """Whether a packet is nothing but a large part of a file."""
    return len(packet.body) >= LARGE and answers_with(packet.body, _FILE)


class LargePackets:
    """The threads of one server."""

    def __init__(self) -> None:
        self._threads = Threads(THREADS, "large-packets")
        self._waiting: deque[tuple[Unsealed, Callable[[bytes], None]]] = deque()
        self._sealing: set[asyncio.Future[Sequence[bytes]]] = set()

    async def open(self, auth_key: AuthKey, packet: bytes) -> Packet:
        """Decrypt and verify a packet of a client's; raises what `open_packet` raises."""
        return await self._threads.run(open_packet, auth_key, packet)

    def seal(self, packet: Unsealed, sealed: Callable[[bytes], None]) -> None:
        """Encrypt a packet that may be overtaken, and give it to `sealed`."""
        self._waiting.append((packet, sealed))
        self._go_on()

    async def drained(self) -> None:
        """Wait until everything is sealed and given on."""
        while self._sealing:
            await asyncio.wait(self._sealing)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.close()

    def _go_on(self) -> None:
        """Give each thread that has nothing to seal two of the packets that wait: they take little longer than one."""
        while self._waiting and len(self._sealing) < THREADS:
            taken = [self._waiting.popleft() for _ in range(min(2, len(self._waiting)))]
            packets, receivers = zip(*taken, strict=True)
            work = self._threads.run(_seal, packets)
            self._sealing.add(work)
            work.add_done_callback(partial(self._sealed, receivers))

    def _sealed(self, receivers: Sequence[Callable[[bytes], None]], work: asyncio.Future[Sequence[bytes]]) -> None:
        self._sealing.discard(work)
        self._go_on()
        for give, packet in zip(receivers, work.result(), strict=True):
            give(packet)


def _seal(packets: Sequence[Unsealed]) -> Sequence[bytes]:
    if len(packets) == 1:
        return [packets[0].seal()]
    return seal_two_messages(packets[0].sealing, packets[1].sealing)
