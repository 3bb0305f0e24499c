"""The intermediate framing and its padded form (core.telegram.org/mtproto/mtproto-transports).

    length : 4 bytes, little-endian | payload                    intermediate
    length : 4 bytes, little-endian | payload | 0..15 bytes      padded intermediate: the length counts both

The top bit of the length asks for a quick ack. A quick ack is its token alone, whose top bit is set: that of the last
byte on the wire (row T9).
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import ClassVar, Self

from mtproto.clock import Random
from mtproto.errors import Misuse
from mtproto.transport.events import Event
from mtproto.transport.framing import (
    ENCRYPTED_ENVELOPE,
    ERROR,
    LONG,
    NO_KEY,
    PLAIN_ENVELOPE,
    Framing,
    bad_length,
    whole_words,
)

LENGTH = Struct("<I")
QUICK_ACK = 1 << 31
MAX_PADDING = 15
_PLAIN_LENGTHS = range(4, QUICK_ACK, 4)
"""Of payloads that can be sent, and stand in their header as they are."""


class Intermediate(Framing):
    """The intermediate framing, either role."""

    __slots__ = ()

    OPENING: ClassVar[bytes] = b"\xee" * 4
    TAG: ClassVar[bytes] = b"\xee" * 4

    def pieces(self, payload: bytes, *, quick_ack: bool = False) -> Sequence[bytes]:
        return _header(4 * whole_words(payload), quick_ack), payload

    def frame(self, payload: bytes, *, quick_ack: bool = False) -> bytes:
        length = len(payload)
        if quick_ack or length not in _PLAIN_LENGTHS:
            return super().frame(payload, quick_ack=quick_ack)
        return LENGTH.pack(length) + payload

    def quick_ack(self, token: bytes) -> bytes:
        return token

    def _measure(self, data: bytes | bytearray | memoryview, at: int) -> tuple[int, int, bool]:
        start = at + 4
        if start > len(data):
            return start, start, False
        (length,) = LENGTH.unpack_from(data, at)
        quick_ack = length >= QUICK_ACK
        if quick_ack:
            if not self._is_server:
                return at, start, True
            length -= QUICK_ACK
        if length not in self._lengths:
            raise bad_length(length)
        return start, start + length, quick_ack

    def _alone(self, data: bytes | bytearray | memoryview) -> bytes | None:
        length = len(data) - LENGTH.size
        if not ENCRYPTED_ENVELOPE <= length < LONG or length & 3 or LENGTH.unpack_from(data)[0] != length:
            return None
        return bytes(data[LENGTH.size :])


class PaddedIntermediate(Intermediate):
    """The padded intermediate framing, either role.

    Nothing says how long the padding is: an encrypted message is whole blocks, a plain one carries its length, an error
    is one word, and what is left over was padding.

    Args:
        random: Draws the padding and its length.
    """

    __slots__ = ("_random",)

    OPENING: ClassVar[bytes] = b"\xdd" * 4
    TAG: ClassVar[bytes] = b"\xdd" * 4

    def __init__(self, is_server: bool, random: Random, received: bytes = b"") -> None:
        super().__init__(is_server, received)
        self._random = random
        self._lengths = range(self._lengths.start, self._lengths.stop + MAX_PADDING)

    @classmethod
    def server(cls, random: Random, received: bytes = b"") -> Self:  # type: ignore[override]  # a padding is drawn
        return cls(True, random, received)

    @classmethod
    def client(cls, random: Random) -> Self:  # type: ignore[override]
        return cls(False, random)

    def _alone(self, data: bytes | bytearray | memoryview) -> bytes | None:
        return None  # its padding is still to be told from it

    def frame(self, payload: bytes, *, quick_ack: bool = False) -> bytes:
        return b"".join(self.pieces(payload, quick_ack=quick_ack))

    def pieces(self, payload: bytes, *, quick_ack: bool = False) -> Sequence[bytes]:
        # Up to 15 bytes are allowed, but Telethon takes no more than the remainder of the length by four for padding.
        whole_words(payload)
        drawn = self._random(4)
        padding = drawn[: drawn[3] % 4]
        return _header(len(payload) + len(padding), quick_ack), payload, padding

    def error(self, code: int) -> bytes:
        return _header(ERROR, False) + code.to_bytes(ERROR, "little", signed=True)

    def _open(self, data: bytes | bytearray | memoryview, start: int, end: int, flag: bool) -> Event:
        return super()._open(data, start, start + _unpadded(data, start, end), flag)


def _header(length: int, quick_ack: bool) -> bytes:
    if length >= QUICK_ACK:
        raise Misuse(f"a message of {length} bytes")
    return LENGTH.pack(length | QUICK_ACK if quick_ack else length)


def _unpadded(data: bytes | bytearray | memoryview, start: int, end: int) -> int:
    """How much of a padded content is the message."""
    length = end - start
    if length < PLAIN_ENVELOPE:
        return ERROR
    if data[start : start + 8] != NO_KEY:
        return length - (length - ENCRYPTED_ENVELOPE) % 16 if length >= ENCRYPTED_ENVELOPE else length
    says = PLAIN_ENVELOPE + int.from_bytes(data[start + 16 : start + PLAIN_ENVELOPE], "little")
    return says if 0 <= length - says <= MAX_PADDING else length
