"""The cable between clients and a server: it passes everything on, until somebody cuts it.

A program of any language cuts it by connecting to the port `knife`, which closes once every connection that was open
is gone. New connections are passed on as before.
"""

import asyncio
import threading
from concurrent.futures import Future
from contextlib import suppress


class Cable:
    """Listens on `port` in front of a server, in a thread of its own; the server's port may be told once it has one."""

    def __init__(self, server_port: int = 0) -> None:
        self.server_port = server_port
        self._open: set[asyncio.StreamWriter] = set()
        self._ports: Future[tuple[int, int]] = Future()

    def __enter__(self) -> "Cable":
        self._thread = threading.Thread(target=asyncio.run, args=(self._serve(),))
        self._thread.start()
        self.port, self.knife = self._ports.result()
        return self

    def __exit__(self, *exception: object) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        cable = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        knife = await asyncio.start_server(self._cut, "127.0.0.1", 0)
        first, second = (server.sockets[0].getsockname()[1] for server in (cable, knife))
        self._ports.set_result((first, second))
        await self._ended.wait()
        for server in (cable, knife):
            server.close()
        self._close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, to_server = await asyncio.open_connection("127.0.0.1", self.server_port)
        except OSError:  # the server has gone
            writer.close()
            return
        both = {writer, to_server}
        self._open |= both
        await asyncio.gather(self._pass_on(reader, to_server), self._pass_on(there, writer))
        self._open -= both

    async def _cut(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._close()
        writer.close()

    def _close(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _pass_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(1 << 16):
                target.write(data)
                await target.drain()
        target.close()
