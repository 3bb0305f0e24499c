"""The WebSocket door (core.telegram.org/mtproto/transports#websocket).

The stream of an obfuscated transport, cut into binary messages at will. Obfuscation is required (row T3): the page asks
for it so that proxies leave the bytes alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from mtproto.clock import Random
from mtproto.errors import Misuse, TransportViolation
from mtproto.transport import Detector, Event, HttpDoor, Transport
from server.gateway.doors import MAX_PAYLOAD, Say

PATH = "/apiws"
"""Clients add `_test`, `_premium` or `s` to it, for servers that we do not tell apart."""

MAX_HEAD = 16 * 1024
"""Bytes that may come before the handshake is answered, at which a client has to wait (RFC 6455, 4.1)."""

_BINARY = Subprotocol("binary")
_DATA = frozenset({Opcode.BINARY, Opcode.CONT})


class WebSocketDoor:
    """The server's side of one WebSocket."""

    def __init__(self, random: Random) -> None:
        self._protocol = ServerProtocol(select_subprotocol=_choose_binary, max_size=MAX_PAYLOAD + 1024)
        self._detector = Detector(random, obfuscated_only=True)
        self._transport: Transport | None = None
        self._partial = 0

    @property
    def unfinished(self) -> int:
        return self._partial + (0 if self._transport is None else self._transport.unfinished)

    def receive(self, data: bytes | memoryview) -> Sequence[Event | Say]:
        if self._protocol.state is State.CONNECTING and len(data) > MAX_HEAD:
            raise TransportViolation("more than a handshake before its answer")
        self._protocol.receive_data(bytes(data))
        events: list[Event | Say] = []
        self._partial += len(data)
        for event in self._protocol.events_received():
            self._partial = 0  # but for what came with its end, a read at most
            if isinstance(event, Request):
                self._answer(event)
            elif isinstance(event, Frame) and event.opcode in _DATA:
                events += self._read(bytes(event.data))
        if said := self._said():
            # What websockets answers to a client that misbehaves or takes its leave ends the connection.
            events.insert(0, Say(said, last=self._protocol.close_expected()))
        return events

    def frame(self, payload: bytes) -> bytes:
        return self._wrap(self._inside.frame(payload))

    def quick_ack(self, token: bytes) -> bytes:
        return self._wrap(self._inside.quick_ack(token))

    def error(self, code: int) -> bytes:
        if self._transport is None:
            return b""  # no transport yet that could carry it
        error = self._wrap(self._transport.error(code))
        self._protocol.send_close(CloseCode.POLICY_VIOLATION)
        return error + self._said()

    @property
    def _inside(self) -> Transport:
        if self._transport is None:
            raise Misuse("nothing has been received that could be answered")
        return self._transport

    def _answer(self, request: Request) -> None:
        if request.path.partition("?")[0].startswith(PATH):
            response = self._protocol.accept(request)
        else:
            response = self._protocol.reject(404, "The WebSocket is at /apiws.\n")
        self._protocol.send_response(response)

    def _read(self, data: bytes) -> Sequence[Event]:
        if self._transport is not None:
            return self._transport.receive(data)
        found = self._detector.receive(data)
        if found is None:
            return ()
        if isinstance(found, HttpDoor):
            raise TransportViolation("HTTP inside a WebSocket")
        self._transport = found
        return found.receive(b"")

    def _wrap(self, data: bytes) -> bytes:
        self._protocol.send_binary(data)
        return self._said()

    def _said(self) -> bytes:
        return b"".join(self._protocol.data_to_send())


def _choose_binary(protocol: ServerProtocol, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """`binary` where the client offers it; a client that offers nothing is served too."""
    return _BINARY if _BINARY in offered else None
