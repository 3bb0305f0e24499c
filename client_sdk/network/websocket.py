"""The WebSocket door from the client's side (core.telegram.org/mtproto/transports#websocket).

Rules of this file
- The stream of an obfuscated transport travels in binary messages, cut anywhere.
- No input or output: bytes of the socket in, bytes of the stream out, and the other way round.
"""

from __future__ import annotations

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from client_sdk.errors import Disconnected

DATA = frozenset({Opcode.BINARY, Opcode.CONT})
MAX_MESSAGE = 16 * 1024 * 1024
"""Bytes of one message; servers send a frame or some in each."""


class WebSocketDoor:
    """The client's side of one WebSocket.

    Args:
        host: The server, for its virtual hosts.
        port: Its port.
        path: Where on the server.
    """

    def __init__(self, host: str, port: int, path: str) -> None:
        name = f"[{host}]" if ":" in host else host
        uri = parse_uri(f"ws://{name}:{port}{path}")
        self._protocol = ClientProtocol(uri, subprotocols=[Subprotocol("binary")], max_size=MAX_MESSAGE)
        self._protocol.send_request(self._protocol.connect())
        self._open = False

    @property
    def is_open(self) -> bool:
        """Whether the server has agreed."""
        return self._open

    def said(self) -> bytes:
        """What the door itself has to send: the handshake, pongs."""
        return b"".join(self._protocol.data_to_send())

    def wrap(self, data: bytes) -> bytes:
        """Bytes of the stream, as a message."""
        self._protocol.send_binary(data)
        return self.said()

    def receive(self, data: bytes) -> bytes:
        """Bytes of the socket; the bytes of the stream in them.

        Raises:
            Disconnected: the server did not agree to a WebSocket, or broke its protocol.
        """
        self._protocol.receive_data(data)
        failure = self._protocol.handshake_exc or self._protocol.parser_exc
        if failure is not None:
            raise Disconnected(f"no WebSocket: {failure}") from failure
        events = self._protocol.events_received()
        self._open = self._open or bool(events)  # the first is the server's answer to the handshake
        return b"".join(bytes(e.data) for e in events if isinstance(e, Frame) and e.opcode in DATA)
