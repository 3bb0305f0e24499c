"""The abridged framing (core.telegram.org/mtproto/mtproto-transports, "Abridged").

    words : 1 byte (below 127)             | payload of 4 * words bytes
    0x7f  : 1 byte | words : 3 bytes       | payload

The top bit of the first byte asks for a quick ack. The quick ack itself is four bytes, byte-swapped, so that its set
top bit comes first (row T9).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from mtproto.errors import Misuse
from mtproto.transport.framing import ENCRYPTED_ENVELOPE, Framing, bad_length, whole_words

LONG = 0x7F
QUICK_ACK = 0x80
MAX_WORDS = 1 << 24


class Abridged(Framing):
    """The abridged framing, either role."""

    __slots__ = ()

    OPENING: ClassVar[bytes] = b"\xef"
    TAG: ClassVar[bytes] = b"\xef" * 4

    def pieces(self, payload: bytes, *, quick_ack: bool = False) -> Sequence[bytes]:
        words = whole_words(payload)
        flag = QUICK_ACK if quick_ack else 0
        if words < LONG:
            return bytes((words | flag,)), payload
        if words >= MAX_WORDS:
            raise Misuse(f"a message of {len(payload)} bytes")
        return bytes((LONG | flag,)) + words.to_bytes(3, "little"), payload

    def quick_ack(self, token: bytes) -> bytes:
        return token[::-1]

    def _measure(self, data: bytes | bytearray | memoryview, at: int) -> tuple[int, int, bool]:
        first = data[at]
        flag = first >= QUICK_ACK
        if flag and not self._is_server:
            return at, at + 4, True
        words = first & LONG
        start = at + 1
        if words == LONG:
            start = at + 4
            if start > len(data):
                return start, start, flag
            words = int.from_bytes(data[at + 1 : start], "little")
        length = words * 4
        if length not in self._lengths:
            raise bad_length(length)
        return start, start + length, flag

    def _alone(self, data: bytes | bytearray | memoryview) -> bytes | None:
        length = len(data) - 1
        if not ENCRYPTED_ENVELOPE <= length < 4 * LONG or length != 4 * data[0]:
            return None
        return bytes(data[1:])

    def _token(self, received: bytes) -> bytes:
        return received[::-1]
