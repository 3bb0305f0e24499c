"""One connection, TCP or a WebSocket: payloads in and out.

Rules of this file
- Every wait has a deadline: for the connection, and for the next byte.
- Whatever ends it, `receive` raises Disconnected, with the transport error if the server gave one.
- Whoever sends much asks `room` first: no more than some MiB wait for a slow line.
"""

from __future__ import annotations

import asyncio
from collections import deque

from client_sdk.errors import Disconnected, KeyUnknown
from client_sdk.network.endpoint import Endpoint
from client_sdk.network.websocket import WebSocketDoor
from mtproto.errors import TransportViolation
from mtproto.transport import Frame, Transport, TransportError

CONNECT_SECONDS = 10.0
READ_SIZE = 256 * 1024
UNSENT_BYTES = 4 * 1024 * 1024
"""What may wait to be sent before `room` waits."""
KEY_UNKNOWN = -404


class Wire:
    """One connection; made by `open`, ended by `close`."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        transport: Transport,
        door: WebSocketDoor | None = None,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._transport = transport
        self._door = door
        self._payloads: deque[bytes] = deque()
        writer.transport.set_write_buffer_limits(high=UNSENT_BYTES)
        self._write(transport.opening)

    @classmethod
    async def open(cls, endpoint: Endpoint) -> Wire:
        """Connect.

        Raises:
            Disconnected: nobody answers there.
        """
        websocket = endpoint.websocket
        tls = None if websocket is None else websocket.tls
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                streams = await asyncio.open_connection(endpoint.host, endpoint.port, ssl=tls, limit=READ_SIZE)
                door = None if websocket is None else await _shake_hands(*streams, endpoint, websocket.path)
        except OSError as error:  # TimeoutError is one
            raise Disconnected(f"no connection to {endpoint.host}:{endpoint.port}: {error}") from error
        return cls(*streams, endpoint.transport(endpoint.dc_id), door)

    def send(self, payload: bytes) -> None:
        """Put a payload on its way."""
        self._write(self._transport.frame(payload))

    async def room(self) -> None:
        """Wait until not too much waits to be sent. A connection that is lost meanwhile has room."""
        if self._writer.transport.get_write_buffer_size() > UNSENT_BYTES:
            try:
                await self._writer.drain()
            except OSError:
                return  # `receive` tells

    def abort(self) -> None:
        """Cut the connection: `receive` raises."""
        self._writer.transport.abort()

    async def receive(self, seconds: float) -> bytes:
        """The next payload.

        Raises:
            Disconnected: the connection is gone, or silent for so many seconds.
        """
        while not self._payloads:
            self._take(await self._read(seconds))
        return self._payloads.popleft()

    async def close(self) -> None:
        """Close the connection; what was sent is flushed if the peer takes it in time."""
        self._writer.close()
        try:
            async with asyncio.timeout(1.0):
                await self._writer.wait_closed()
        except OSError:
            self._writer.transport.abort()

    def _write(self, data: bytes) -> None:
        self._writer.write(data if self._door is None else self._door.wrap(data))

    async def _read(self, seconds: float) -> bytes:
        try:
            async with asyncio.timeout(seconds):
                data = await self._reader.read(READ_SIZE)
        except TimeoutError as error:
            raise Disconnected(f"no word from the server in {seconds:.0f} s") from error
        except OSError as error:
            raise Disconnected(str(error)) from error
        if not data:
            raise Disconnected("the server closed the connection")
        if self._door is None:
            return data
        stream = self._door.receive(data)
        if said := self._door.said():
            self._writer.write(said)
        return stream

    def _take(self, data: bytes) -> None:
        try:
            events = self._transport.receive(data)
        except TransportViolation as violation:
            raise Disconnected(f"the server broke the transport: {violation.reason}") from violation
        for event in events:
            if isinstance(event, Frame):
                self._payloads.append(event.payload)
            elif isinstance(event, TransportError):
                kind = KeyUnknown if event.code == KEY_UNKNOWN else Disconnected
                raise kind("the server refused the connection", event.code)


async def _shake_hands(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, endpoint: Endpoint, path: str
) -> WebSocketDoor:
    """Agree on a WebSocket.

    Raises:
        Disconnected: the server does not.
    """
    door = WebSocketDoor(endpoint.host, endpoint.port, path)
    try:
        writer.write(door.said())
        while not door.is_open:
            data = await reader.read(READ_SIZE)
            if not data:
                raise Disconnected("the server closed the connection instead of opening a WebSocket")
            door.receive(data)
    except BaseException:
        writer.transport.abort()
        raise
    return door
