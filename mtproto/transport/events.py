"""What a connection gives to its user, and what it is to its user.

    Frame             one message, in either role
    QuickAck          the server has accepted a message (client role)
    TransportError    the server refuses, and will close (client role)

The events are values: nobody changes one. A frame is a struct because one is made for every message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from msgspec import Struct


class Frame(Struct, frozen=True, gc=False):
    """One message, plain or encrypted, without its framing.

    Attributes:
        payload: At least 24 bytes, or 20 where it begins with the zero auth_key_id of a plain message. A long one may
            be a view, which slices and compares as bytes do.
        quick_ack: The client wants a quick ack as soon as the message is accepted (server role).
    """

    payload: bytes
    quick_ack: bool = False

    def __repr__(self) -> str:
        return f"Frame({len(self.payload)} bytes, quick_ack={self.quick_ack})"


@dataclass(slots=True, frozen=True)
class QuickAck:
    """The server accepted the message with this token: 4 bytes, as `crypto.quick_ack_token` gives them."""

    token: bytes


@dataclass(slots=True, frozen=True)
class TransportError:
    """A negative code in place of a message (core.telegram.org/mtproto/mtproto-transports, "Transport errors").

    -404: no such auth key; -429: flood; -444: wrong DC.
    """

    code: int


Event = Frame | QuickAck | TransportError


class Transport(Protocol):
    """One side of one connection: bytes become events, messages become bytes."""

    @property
    def opening(self) -> bytes:
        """What this side sends before anything else; nothing in the server role."""

    @property
    def unfinished(self) -> int:
        """How many bytes are held of a message that has not arrived whole."""

    def receive(self, data: bytes | bytearray | memoryview) -> list[Event]:
        """Take the next bytes of the stream, cut anywhere, and give what they complete.

        Raises:
            TransportViolation: the peer must be dropped; from then on every call raises it again.
        """

    def frame(self, payload: bytes, *, quick_ack: bool = False) -> bytes:
        """The bytes that carry a message; a client may ask for a quick ack with it.

        Raises:
            Misuse: this framing cannot carry it.
        """

    def quick_ack(self, token: bytes) -> bytes:
        """The bytes that carry a quick ack (server role).

        Raises:
            Misuse: this framing has no quick acks.
        """

    def error(self, code: int) -> bytes:
        """The bytes that carry a transport error (server role); close the connection after them."""
