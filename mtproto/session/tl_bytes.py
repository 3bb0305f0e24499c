"""The few TL values that service framing is made of, read from and written to bytes without a codec.

core.telegram.org/mtproto/serialize: `string` and `bytes`, `Vector<long>`.

Rules of this file
- A length or count is compared with what is left before anything is made of it (row M19).
"""

from __future__ import annotations

import struct

from mtproto.errors import ProtocolViolation
from mtproto.session import native
from mtproto.session.cutting import write_longs as write_longs

_VECTOR = 0x1CB5C415
_VECTOR_HEADER = struct.Struct("<II")
_LONG = 8


class Malformed(ProtocolViolation):
    """A service message that does not parse."""


def read_bytes(data: bytes, offset: int) -> tuple[bytes, int]:
    """The TL `bytes` at an offset, and the offset after its padding.

    Raises:
        Malformed: it does not fit.
    """
    prefix = data[offset : offset + 4]
    if not prefix:
        raise Malformed("no length")
    if prefix[0] < 254:
        start, length = offset + 1, prefix[0]
    else:
        start, length = offset + 4, int.from_bytes(prefix[1:], "little")
    end = start + length
    end += -(end - offset) & 3
    if len(prefix) < 4 or end > len(data):
        raise Malformed("a string longer than its message")
    return data[start : start + length], end


def write_bytes(value: bytes) -> bytes:
    """A value as TL `bytes`."""
    length = len(value)
    head = bytes((length,)) if length < 254 else b"\xfe" + length.to_bytes(3, "little")
    return b"".join((head, value, bytes(-(len(head) + length) & 3)))


def read_longs(data: bytes, offset: int = 4) -> tuple[tuple[int, ...], int]:
    """The Vector<long> at an offset, and the offset after it.

    Raises:
        Malformed: it does not fit.
    """
    start = offset + _VECTOR_HEADER.size
    constructor, count = _VECTOR_HEADER.unpack_from(data, offset) if len(data) >= start else (0, 0)
    if constructor != _VECTOR:
        raise Malformed("no vector")
    end = start + count * _LONG
    if end > len(data):
        raise Malformed("a vector longer than its message")
    return struct.unpack_from(f"<{count}q", data, start), end


def only_longs(data: bytes) -> tuple[int, ...]:
    """The ids of a service message that is nothing but one Vector<long>.

    Raises:
        Malformed: it is anything else.
    """
    ids = native.only_longs(data)
    if ids is None:
        raise Malformed("anything else than a vector of that length")
    return ids
