"""The values every definition is made of, and what generated code calls to write and read them.

Layouts: core.telegram.org/mtproto/serialize. Everything is little-endian and a multiple of four bytes long.
Writers return bytes. Readers take the buffer, the position, and the end where they need it, and return the value and
the position after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct, pack, unpack_from

from mtproto.tl.errors import DecodeError, EncodeError

VECTOR_ID = 0x1CB5C415
BOOL_TRUE_ID = 0x997275B5
BOOL_FALSE_ID = 0xBC799737
GZIP_PACKED_ID = 0x3072CFA1

BOOL_BYTES = {True: pack("<I", BOOL_TRUE_ID), False: pack("<I", BOOL_FALSE_ID)}

MAX_DEPTH = 32
"""How many values may lie around one another; the deepest real ones (rich texts in page blocks) stay far below."""

MAX_STRING = (1 << 24) - 1
"""The length field of a string has three bytes."""

_PREFIX = tuple(bytes((n,)) for n in range(254))
_PADDING = (b"", b"\0\0\0", b"\0\0", b"\0")

pack_int = Struct("<i").pack
pack_long = Struct("<q").pack
pack_double = Struct("<d").pack
_pack_vector = Struct("<Ii").pack
_count = Struct("<I").unpack_from
_vector_head = Struct("<II").unpack_from
_bool_of = {BOOL_BYTES[True]: True, BOOL_BYTES[False]: False}


def pack_bytes(value: bytes) -> bytes:
    """A string of bytes with its length in front, padded to four."""
    size = len(value)
    if size < 254:
        return _PREFIX[size] + value + _PADDING[(size + 1) & 3]
    if size > MAX_STRING:
        raise EncodeError(f"a string of {size} bytes is longer than TL can say")
    return b"".join((b"\xfe", size.to_bytes(3, "little"), value, _PADDING[size & 3]))


def pack_string(value: str) -> bytes:
    """A text as UTF-8."""
    return pack_bytes(value.encode())


def pack_int128(value: bytes) -> bytes:
    return _exactly(value, 16)


def pack_int256(value: bytes) -> bytes:
    return _exactly(value, 32)


def _exactly(value: bytes, size: int) -> bytes:
    if len(value) != size:
        raise EncodeError(f"{len(value)} bytes where {size} belong")
    return value


def pack_sized(value: bytes) -> bytes:
    """Raw bytes after their length as an int, unpadded: the body of a message in a container."""
    return pack_int(len(value)) + value


def pack_ints(values: Sequence[int]) -> bytes:
    """A boxed vector of ints."""
    return pack(f"<Ii{len(values)}i", VECTOR_ID, len(values), *values)


def pack_longs(values: Sequence[int]) -> bytes:
    """A boxed vector of longs."""
    return pack(f"<Ii{len(values)}q", VECTOR_ID, len(values), *values)


def vector_of(items: list[bytes]) -> bytes:
    """A boxed vector of what is already written."""
    return _pack_vector(VECTOR_ID, len(items)) + b"".join(items)


def bare_vector_of(items: list[bytes]) -> bytes:
    """A vector without its id."""
    return pack_int(len(items)) + b"".join(items)


def read_bytes(data: bytes, position: int, end: int) -> tuple[bytes, int]:
    """A string of bytes."""
    size = data[position]
    if size >= 254:
        return read_long_bytes(data, position, end)
    stop = position + 1 + size
    if stop > end:
        raise DecodeError("a string runs past the end")
    return data[position + 1 : stop], stop + 3 & -4


def read_long_bytes(data: bytes, position: int, end: int) -> tuple[bytes, int]:
    """A string of bytes whose length did not fit in one byte, `position` being at the 254."""
    if data[position] != 254:
        raise DecodeError("no string starts with 255")
    start = position + 4
    stop = start + int.from_bytes(data[position + 1 : start], "little")
    after = stop + 3 & -4
    if after > end:
        raise DecodeError("a string runs past the end")
    return data[start:stop], after


def read_bool(data: bytes, position: int) -> tuple[bool, int]:
    after = position + 4
    try:
        return _bool_of[data[position:after]], after
    except KeyError:
        raise DecodeError("neither boolTrue nor boolFalse") from None


def read_sized(data: bytes, position: int, end: int) -> tuple[bytes, int]:
    """Raw bytes after their length; whole words only."""
    start = position + 4
    after = start + _count(data, position)[0]
    if after > end or after & 3:
        raise DecodeError("a body runs past the end or is no whole number of words")
    return data[start:after], after


def read_vector_head(data: bytes, position: int, end: int, smallest: int) -> tuple[int, int]:
    """The number of items of a boxed vector, refused when so many of the smallest cannot follow."""
    constructor_id, count = _vector_head(data, position)
    position += 8
    if constructor_id != VECTOR_ID:
        raise DecodeError("not a vector")
    if count * smallest > end - position:
        raise DecodeError(f"a vector of {count} items cannot fit in {end - position} bytes")
    return count, position


def read_bare_vector_head(data: bytes, position: int, end: int, smallest: int) -> tuple[int, int]:
    """The same for a vector without its id."""
    count = _count(data, position)[0]
    position += 4
    if count * smallest > end - position:
        raise DecodeError(f"a vector of {count} items cannot fit in {end - position} bytes")
    return count, position


def read_ints(data: bytes, position: int, end: int) -> tuple[list[int], int]:
    """A boxed vector of ints."""
    count, position = read_vector_head(data, position, end, 4)
    return list(unpack_from(f"<{count}i", data, position)), position + 4 * count


def read_longs(data: bytes, position: int, end: int) -> tuple[list[int], int]:
    """A boxed vector of longs."""
    count, position = read_vector_head(data, position, end, 8)
    return list(unpack_from(f"<{count}q", data, position)), position + 8 * count
