"""A network that misbehaves: a proxy that loses, delays, doubles and reorders whole frames (row RL-1).

It stands between a client that speaks the intermediate transport without obfuscation and a server, so that it sees
where frames begin. Until `rough` is set it passes everything on at once.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

MARK = b"\xee" * 4


class RoughProxy:
    """Listens on a port of its own in front of a server.

    Args:
        port: Where the server is.
        seed: Of its whims.
        lose: Share of the frames that are lost; as many again are sent twice, and as many kept back a while.
    """

    def __init__(self, port: int, seed: int, lose: float) -> None:
        self.rough = False
        self.lost = self.doubled = self.delayed = 0
        self._server_port = port
        self._random = random.Random(seed)
        self._share = lose
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> RoughProxy:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in self._writers), return_exceptions=True)

    def cut(self) -> int:
        """End every connection that is open, at once and without a word; how many there were."""
        open_ones = [writer for writer in self._writers if not writer.is_closing()]
        for writer in open_ones:
            writer.transport.abort()
        self._writers.clear()
        return len(open_ones) // 2

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        self._writers += (writer, to_server)
        with suppress(OSError, asyncio.IncompleteReadError):
            to_server.write(await reader.readexactly(len(MARK)))
        for source, target in ((reader, to_server), (there, writer)):
            task = asyncio.create_task(self._pass_on(source, target))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await source.readexactly(4)
                self._frame(head + await source.readexactly(int.from_bytes(head, "little") & 0x7FFFFFFF), target)
        target.close()

    def _frame(self, frame: bytes, target: asyncio.StreamWriter) -> None:
        whim = self._random.random() / self._share if self.rough else 3
        if whim < 1:
            self.lost += 1
        elif whim < 2:
            self.doubled += 1
            target.write(frame + frame)
        elif whim < 3 and self.rough:
            self.delayed += 1
            asyncio.get_running_loop().call_later(self._random.uniform(0.01, 0.1), target.write, frame)
        else:
            target.write(frame)
