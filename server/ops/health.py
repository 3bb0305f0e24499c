"""The door for those who watch over the server: `/livez`, `/readyz` and `/metrics` over plain HTTP/1.1.

`/livez` says that the loop turns. `/readyz` says that work sent here will be done: every check passes, and the server
is not about to stop. One request a connection, bounded in size, time and number; h11 does the parsing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

import h11
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from server.ops.addresses import Address
from server.ops.metrics import Metrics

log = logging.getLogger("chappe.ops")

MAX_CONNECTIONS = 32
"""At the same time; a scraper and a few probes use two or three."""

REQUEST_SECONDS = 10.0
"""From connecting to the last byte of the answer."""

CHECK_SECONDS = 2.0
"""A check that takes longer has failed: probes commonly give up after a few seconds."""

TEXT = "text/plain; charset=utf-8"

Check = Callable[[], Awaitable[None]]
"""Raises when something the server needs is not there."""


class Health:
    """What the server needs in order to work, by name, and whether it serves at all.

    Attributes:
        starting: its doors are not open yet.
        draining: it is about to stop.
    """

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = checks
        self.starting = False
        self.draining = False

    async def problems(self) -> list[str]:
        """Why the server is not ready; empty when it is."""
        if self.starting:
            return ["starting: the doors are not open yet"]
        if self.draining:
            return ["draining: the server is about to stop"]
        found = []
        for name, check in self._checks.items():
            try:
                async with asyncio.timeout(CHECK_SECONDS):
                    await check()
            except TimeoutError:
                found.append(f"{name}: no answer within {CHECK_SECONDS:g} s")
            except Exception as error:
                found.append(f"{name}: {error}")
        return found


class HealthListener:
    """The HTTP listener. `address` is the real one once it is open."""

    def __init__(self, health: Health, metrics: Metrics) -> None:
        self._health = health
        self._metrics = metrics
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self, address: Address) -> Address:
        """Listen; returns the address with the port that was given.

        Raises:
            OSError: it cannot be listened on.
        """
        self._server = await asyncio.start_server(self._accept, address.host, address.port)
        return Address(address.host, self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close the door and whoever stands in it."""
        self._stopping = True
        if self._server is not None:
            self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._stopping or len(self._open) >= MAX_CONNECTIONS:
            writer.close()
            return
        task = asyncio.get_running_loop().create_task(self._answer_in_time(reader, writer), name="health")
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _answer_in_time(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                await self._serve(reader, writer)
        except (TimeoutError, OSError):
            pass  # the peer was too slow or left; it will ask again
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        try:
            request = await _next_request(connection, reader)
        except h11.RemoteProtocolError as error:
            status, kind, body = error.error_status_hint, TEXT, b"not HTTP\n"
        else:
            if request is None:
                return
            status, kind, body = await self._answer(request)
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Connection", "close")]
        for event in (h11.Response(status_code=status, headers=headers), h11.Data(data=body), h11.EndOfMessage()):
            writer.write(connection.send(event) or b"")
        await writer.drain()

    async def _answer(self, request: h11.Request) -> tuple[int, str, bytes]:
        """Status, content type and body. HEAD needs no case of its own: h11 leaves the body out."""
        if request.method not in (b"GET", b"HEAD"):
            return 405, TEXT, b"GET only\n"
        match request.target.partition(b"?")[0]:
            case b"/livez":
                return 200, TEXT, b"alive\n"
            case b"/readyz":
                problems = await self._health.problems()
                return (
                    (503, TEXT, "".join(f"{p}\n" for p in problems).encode()) if problems else (200, TEXT, b"ready\n")
                )
            case b"/metrics":
                return 200, CONTENT_TYPE_LATEST, self._metrics.exposition()
        return 404, TEXT, b"/livez, /readyz and /metrics are here\n"


async def _next_request(connection: h11.Connection, reader: asyncio.StreamReader) -> h11.Request | None:
    """The request, or None when the peer left without one. h11 bounds its size."""
    while True:
        event = connection.next_event()
        if isinstance(event, h11.Request):
            return event
        if event is not h11.NEED_DATA:
            return None
        connection.receive_data(await reader.read(4096))
