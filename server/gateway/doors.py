"""Doors: what a connection speaks, from the bytes of its socket to the payloads of MTProto and back.

The first bytes choose one of three, all sans-IO and of one shape:

    a transport of mtproto     abridged, intermediate, padded, full, obfuscated
    WebSocketDoor              an obfuscated transport inside binary WebSocket messages
    HttpDoor                   one payload in each POST, and one in its answer

The last two may have to speak for themselves (a handshake, a pong, a refusal): then a `Say` stands among what
`receive` gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from mtproto.transport import Event

MAX_PAYLOAD = 1 << 20
"""The longest payload from a client (row T4), whatever carries it."""


class Say(NamedTuple):
    """Bytes of the door's own, to be sent at once; when `last`, the connection ends with them."""

    data: bytes
    last: bool = False


class Door(Protocol):
    """One connection, from bytes to frames and back."""

    @property
    def unfinished(self) -> int:
        """How many bytes are held of a packet that has not come whole, or that cannot be taken yet."""

    def receive(self, data: bytes | memoryview) -> Sequence[Event | Say]:
        """Take the next bytes of the stream, cut anywhere; what is kept of them is copied.

        Raises:
            TransportViolation: the peer must be dropped.
        """

    def frame(self, payload: bytes) -> bytes:
        """The bytes that carry a payload."""

    def quick_ack(self, token: bytes) -> bytes:
        """The bytes that carry a quick acknowledgement; raises Misuse where there is no such thing."""

    def error(self, code: int) -> bytes:
        """The bytes that carry a transport error; the connection is closed after them."""
