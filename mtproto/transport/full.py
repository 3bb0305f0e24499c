"""The full framing (core.telegram.org/mtproto/mtproto-transports, "Full").

    length : 4 bytes, counts everything | seqno : 4 bytes | payload | crc32 of all before : 4 bytes

Each side counts its own frames from 0 (row T5). There are no quick acks.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Sequence
from struct import Struct
from typing import ClassVar

from mtproto.errors import Misuse, TransportViolation
from mtproto.transport.events import Event
from mtproto.transport.framing import Framing, bad_length, whole_words

HEAD = Struct("<II")
CRC = 4
OVERHEAD = HEAD.size + CRC
COUNT = 1 << 32


class Full(Framing):
    """The full framing, either role."""

    __slots__ = ("_received", "_sent")

    OPENING: ClassVar[bytes] = b""
    TAG: ClassVar[bytes] = b""

    def __init__(self, is_server: bool, received: bytes = b"") -> None:
        super().__init__(is_server, received)
        self._received = self._sent = 0

    def pieces(self, payload: bytes, *, quick_ack: bool = False) -> Sequence[bytes]:
        whole_words(payload)
        if quick_ack or len(payload) >= COUNT - OVERHEAD:
            raise Misuse("a quick ack in the full framing" if quick_ack else f"a message of {len(payload)} bytes")
        head = HEAD.pack(OVERHEAD + len(payload), self._sent % COUNT)
        self._sent += 1
        return head, payload, crc32(payload, crc32(head)).to_bytes(CRC, "little")

    def quick_ack(self, token: bytes) -> bytes:
        raise Misuse("a quick ack in the full framing")

    def _measure(self, data: bytes | bytearray | memoryview, at: int) -> tuple[int, int, bool]:
        start = at + HEAD.size
        if start > len(data):
            return start, start, False
        length, _ = HEAD.unpack_from(data, at)
        if length - OVERHEAD not in self._lengths:
            raise bad_length(length - OVERHEAD)
        return start, at + length, False

    def _open(self, data: bytes | bytearray | memoryview, start: int, end: int, flag: bool) -> Event:
        _, seqno = HEAD.unpack_from(data, start - HEAD.size)
        if seqno != self._received % COUNT:
            raise TransportViolation(f"frame {seqno} where {self._received % COUNT} is due")
        stop = end - CRC
        if crc32(memoryview(data)[start - HEAD.size : stop]) != int.from_bytes(data[stop:end], "little"):
            raise TransportViolation("a wrong CRC32")
        self._received += 1
        return super()._open(data, start, stop, flag)
