"""gzip_packed: any object may travel compressed inside one (core.telegram.org/mtproto/service_messages).

Packed data is hostile until proved otherwise: a megabyte of zeros opens to a gigabyte, so it is opened in steps and
only up to a limit (PROTOCOL M18). One level is opened: what comes out must not be packed again, which `Unpacked` marks.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

from mtproto.tl.errors import DecodeError
from mtproto.tl.primitives import GZIP_PACKED_ID, pack_bytes, read_bytes

MAX_UNPACKED = 10 * 1024 * 1024
"""What one gzip_packed may open to, in bytes; the largest real answers stay under 2 MiB."""

MAX_REQUEST = 1024 * 1024
"""The same for a method call: as much as may come unpacked. A kilobyte of a stranger's opens to it, and is read."""

_STEP = 64 * 1024
_EITHER_HEADER = zlib.MAX_WBITS + 32  # gzip's from most clients, zlib's from TDLib
_GZIP_HEADER = zlib.MAX_WBITS + 16
_ID = GZIP_PACKED_ID.to_bytes(4, "little")


class Unpacked(bytes):
    """Data that came out of a gzip_packed."""


def unpack(packed: bytes, most: int = MAX_UNPACKED) -> Unpacked:
    """Open the data of a gzip_packed.

    Raises:
        DecodeError: it is no gzip or zlib stream, is cut short, has bytes after its end, or opens to more than `most`.
    """
    stream = zlib.decompressobj(_EITHER_HEADER)
    pieces: list[bytes] = []
    size = 0
    try:
        while not stream.eof:
            piece = stream.decompress(packed, _STEP)
            if not piece and not stream.eof:
                raise DecodeError("packed data is cut short")
            size += len(piece)
            if size > most:
                raise DecodeError(f"packed data opens to more than {most} bytes")
            pieces.append(piece)
            packed = stream.unconsumed_tail
    except zlib.error as error:
        raise DecodeError(f"packed data is damaged: {error}") from None
    if stream.unused_data:
        raise DecodeError("packed data goes on after its end")
    return Unpacked(b"".join(pieces))


def gzip_packed(body: bytes, *, level: int = 6) -> bytes:
    """A boxed object as a gzip_packed, or as it was where that would be no smaller."""
    stream = zlib.compressobj(level, zlib.DEFLATED, _GZIP_HEADER)
    packed = _ID + pack_bytes(stream.compress(body) + stream.flush())
    return packed if len(packed) < len(body) else body


def opened(body: bytes, opening: Callable[[bytes], bytes] = unpack) -> bytes:
    """A body as it is, or what `opening` makes of the data in it when it is a gzip_packed.

    Raises:
        DecodeError: it does not open.
    """
    if body[:4] != _ID:
        return body
    if len(body) == len(_ID):
        raise DecodeError("packed data is cut short")
    packed, end = read_bytes(body, 4, len(body))
    if end != len(body):
        raise DecodeError(f"{len(body) - end} bytes follow the packed data")
    return opening(packed)
