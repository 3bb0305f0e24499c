"""One TCP connection: payloads in and out.

Rules of this file
- Every wait has a deadline: for the connection, and for the next byte.
- Whatever ends it, `receive` raises Disconnected, with the transport error if the server gave one.
"""

from __future__ import annotations

import asyncio
from collections import deque

from client_sdk.errors import Disconnected, KeyUnknown
from client_sdk.network.endpoint import Endpoint
from mtproto.errors import TransportViolation
from mtproto.transport import Frame, Transport, TransportError

CONNECT_SECONDS = 10.0
READ_SIZE = 64 * 1024
KEY_UNKNOWN = -404


class Wire:
    """One connection; made by `open`, ended by `close`."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, transport: Transport) -> None:
        self._reader = reader
        self._writer = writer
        self._transport = transport
        self._payloads: deque[bytes] = deque()
        writer.write(transport.opening)

    @classmethod
    async def open(cls, endpoint: Endpoint) -> Wire:
        """Connect.

        Raises:
            Disconnected: nobody answers there.
        """
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                reader, writer = await asyncio.open_connection(endpoint.host, endpoint.port)
        except OSError as error:  # TimeoutError is one
            raise Disconnected(f"no connection to {endpoint.host}:{endpoint.port}: {error}") from error
        return cls(reader, writer, endpoint.transport(endpoint.dc_id))

    def send(self, payload: bytes) -> None:
        """Put a payload on its way."""
        self._writer.write(self._transport.frame(payload))

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
        return data

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
