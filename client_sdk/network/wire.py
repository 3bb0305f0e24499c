"""One connection, TCP or a WebSocket: payloads in and out.

Rules of this file
- Every wait has a deadline: for the connection, and for the next byte.
- Whatever ends it, `receive` raises Disconnected, with the transport error if the server gave one.
- Whoever sends much asks `room` first: no more than some MiB wait for a slow line. As much may wait to be received;
  then the socket is not read.
- A part of a file passes through here on its way in: what the socket gives goes to the transport as it is.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from client_sdk.errors import Disconnected, KeyUnknown
from client_sdk.network.endpoint import Endpoint
from mtproto.errors import TransportViolation
from mtproto.transport import Frame, Transport, TransportError

if TYPE_CHECKING:  # `_door` loads it
    from client_sdk.network.websocket import WebSocketDoor

CONNECT_SECONDS = 10.0
CLOSE_SECONDS = 1.0
UNSENT_BYTES = 4 * 1024 * 1024
"""What may wait to be sent before `room` waits."""
UNTAKEN_BYTES = 32 * 1024 * 1024
"""What may wait to be received before the socket is not read: more than the longest message."""
KEY_UNKNOWN = -404
REFUSALS = {
    KEY_UNKNOWN: "the server does not know the key",
    -429: "the server has enough of this address for now: try again later",
    -444: "the server is not the data centre that was asked for",
}
"""Transport errors in words (core.telegram.org/mtproto/mtproto-transports#transport-errors)."""


class Wire(asyncio.Protocol):
    """One connection; made by `open`, ended by `close`.

    Args:
        transport: The framing.
        door: The WebSocket, where there is one.
    """

    _socket: asyncio.Transport

    def __init__(self, transport: Transport, door: WebSocketDoor | None = None) -> None:
        self._transport = transport
        self._door = door
        self._payloads: deque[bytes] = deque()
        self._untaken = 0
        self._ended: Disconnected | None = None
        self._heard = 0.0
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._closed = asyncio.Event()

    @classmethod
    async def open(cls, endpoint: Endpoint) -> Wire:
        """Connect.

        Raises:
            Disconnected: nobody answers there.
        """
        door = _door(endpoint)
        tls = None if endpoint.websocket is None else endpoint.websocket.tls
        wire = cls(endpoint.transport(endpoint.dc_id), door)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await asyncio.get_running_loop().create_connection(lambda: wire, endpoint.host, endpoint.port, ssl=tls)
                if door is not None:
                    await wire._shake_hands(door)
        except OSError as error:  # TimeoutError is one
            raise Disconnected(f"no connection to {endpoint.host}:{endpoint.port}: {error}") from error
        wire._write(wire._transport.opening)
        return wire

    def send(self, payload: bytes) -> None:
        """Put a payload on its way."""
        self._write(self._transport.frame(payload))

    async def room(self) -> None:
        """Wait until not too much waits to be sent. A connection that is lost meanwhile has room."""
        await self._room.wait()

    def abort(self) -> None:
        """Cut the connection: `receive` raises."""
        self._socket.abort()

    async def receive(self, seconds: float) -> bytes:
        """The next payload.

        Raises:
            Disconnected: the connection is gone, or silent for so many seconds.
        """
        loop = asyncio.get_running_loop()
        asked = loop.time()
        while not self._payloads:
            if self._ended is not None:
                raise self._ended
            self._changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout_at(max(asked, self._heard) + seconds):
                    await self._changed.wait()
            if not self._changed.is_set() and loop.time() >= max(asked, self._heard) + seconds:
                raise Disconnected(f"no word from the server in {seconds:.0f} s")
        payload = self._payloads.popleft()
        if self._untaken > UNTAKEN_BYTES >= self._untaken - len(payload):
            self._socket.resume_reading()
        self._untaken -= len(payload)
        return payload

    async def close(self) -> None:
        """Close the connection; what was sent is flushed if the peer takes it in time."""
        self._socket.close()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._closed.wait()
        except TimeoutError:
            self._socket.abort()

    # -- what the event loop says --------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio.Protocol."""
        self._socket = cast("asyncio.Transport", transport)  # uvloop's is not a subclass
        self._socket.set_write_buffer_limits(high=UNSENT_BYTES)
        self._room.set()

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        self._heard = asyncio.get_running_loop().time()
        if self._ended is not None:
            return
        try:
            self._take(data if self._door is None else self._through(self._door, data))
        except Disconnected as error:
            self._end(error)

    def pause_writing(self) -> None:
        """See asyncio.Protocol."""
        self._room.clear()

    def resume_writing(self) -> None:
        """See asyncio.Protocol."""
        self._room.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        self._end(Disconnected(str(exc) if exc is not None else "the server closed the connection"))
        self._room.set()
        self._closed.set()

    # -- both ways -----------------------------------------------------------------------------------------------------

    def _write(self, data: bytes) -> None:
        self._socket.write(data if self._door is None else self._door.wrap(data))

    def _through(self, door: WebSocketDoor, data: bytes) -> bytes:
        stream = door.receive(data)
        if said := door.said():
            self._socket.write(said)
        self._changed.set()  # it may have opened
        return stream

    def _take(self, data: bytes) -> None:
        try:
            events = self._transport.receive(data)
        except TransportViolation as violation:
            raise Disconnected(f"the server broke the transport: {violation.reason}") from violation
        for event in events:
            if isinstance(event, Frame):
                self._queue(event.payload)
            elif isinstance(event, TransportError):
                kind = KeyUnknown if event.code == KEY_UNKNOWN else Disconnected
                raise kind(REFUSALS.get(event.code, "the server refused the connection"), event.code)

    def _queue(self, payload: bytes) -> None:
        self._payloads.append(payload)
        if self._untaken <= UNTAKEN_BYTES < self._untaken + len(payload):
            self._socket.pause_reading()
        self._untaken += len(payload)
        self._changed.set()

    def _end(self, error: Disconnected) -> None:
        """Nothing more is taken; what has come is still given out."""
        self._ended = self._ended or error
        self._changed.set()

    async def _shake_hands(self, door: WebSocketDoor) -> None:
        """Agree on a WebSocket.

        Raises:
            Disconnected: the server does not.
        """
        self._socket.write(door.said())
        try:
            while not door.is_open:
                if self._ended is not None:
                    raise self._ended
                self._changed.clear()
                await self._changed.wait()
        except BaseException:
            self._socket.abort()
            raise


def _door(endpoint: Endpoint) -> WebSocketDoor | None:
    """The WebSocket, where one is spoken; `websockets` takes a tenth of a start, so nobody else loads it."""
    if endpoint.websocket is None:
        return None
    from client_sdk.network.websocket import WebSocketDoor

    return WebSocketDoor(endpoint.host, endpoint.port, endpoint.websocket.path)
