"""A small web site for tests, on a real socket, that believes to be on the public internet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.previews.fetching import Connection, Fetcher

PUBLIC = "93.184.216.34"

PAGE = b"""<!doctype html><html><head><title>Plain title</title>
<meta property="og:title" content="The   title &amp; more"><meta property="og:site_name" content="Example">
<meta property="og:description" content="What it is about"><meta property="og:image" content="/picture.png">
<meta property="og:type" content="article"></head><body>text</body></html>"""


class Site:
    """Answers by path. `asked` are the requests that came: (host, path)."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}
        self.addresses: dict[str, list[str]] = {}
        self.asked: list[tuple[str, str]] = []
        self.connected: list[tuple[str, int, str | None]] = []
        self.port = 0

    def answers_with(
        self, path: str, body: bytes, kind: str = "text/html", status: str = "200 OK", more: str = ""
    ) -> None:
        """What is under a path."""
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
        self.answers[path] = head.encode() + body

    def redirects(self, path: str, to: str) -> None:
        """A path that leads elsewhere."""
        self.answers_with(path, b"", status="302 Found", more=f"Location: {to}\r\n")

    @property
    def fetcher(self) -> Fetcher:
        """A fetcher whose names are this site's and whose connections all lead to it."""
        return Fetcher(self._resolve, self._connect)

    async def _resolve(self, host: str, port: int) -> list[str]:
        return self.addresses.get(host, [PUBLIC])

    async def _connect(self, address: str, port: int, tls_host: str | None) -> Connection:
        self.connected.append((address, port, tls_host))
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        host = next(line.split(": ")[1] for line in head if line.startswith(("Host", "host")))
        path = head[0].split()[1]
        self.asked.append((host, path))
        writer.write(self.answers.get(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
        try:
            await writer.drain()
        finally:
            writer.close()


@asynccontextmanager
async def site() -> AsyncIterator[Site]:
    """A site that runs."""
    made = Site()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made
