"""gzip_packed around a query or an answer (core.telegram.org/mtproto/service_messages, "Packed Object").

    gzip_packed#3072cfa1 packed_data:string = Object;

Rules of this file
- One level, opened in bounded memory: a frame of zeros can open to a thousand times its size (row M18).
- A server looks at the beginning and no further. What a query packs is opened when its turn comes
  (mtproto/tl/packed.py): thousands of them may wait for theirs, and a kilobyte can open to a megabyte.
- Most clients write a gzip header, TDLib a zlib one: both are read.
- What does not shrink stays as it is.
"""

from __future__ import annotations

import zlib

from mtproto.errors import ProtocolViolation
from mtproto.session.limits import MAX_UNPACKED
from mtproto.session.messages import constructor
from mtproto.session.tl_bytes import read_bytes, write_bytes

GZIP_PACKED = constructor(0x3072CFA1)

_EITHER_HEADER = zlib.MAX_WBITS | 32
_GZIP_HEADER = zlib.MAX_WBITS | 16
_WORTH_IT = 512
"""Bytes below which a body is never packed; the documentation names 255."""
_SAMPLE = 4096
"""Bytes from the middle of a long body by which its worth is judged: parts of files mostly are packed already."""


class BadPacking(ProtocolViolation):
    """A packed object that does not open: cut off, too large, or packed twice."""


def unpack(body: bytes) -> bytes:
    """What a gzip_packed body holds.

    Raises:
        BadPacking: it is damaged, opens to more than 10 MiB, or is followed by something else.
    """
    opener = zlib.decompressobj(_EITHER_HEADER)
    opened = _open(body, opener, MAX_UNPACKED)
    if not opener.eof or opener.unused_data:
        raise BadPacking("not one whole stream within the limit")
    return opened


def begin(body: bytes, most: int) -> bytes:
    """At most so many bytes of what a gzip_packed body begins with. Whether the rest opens is not looked at.

    Raises:
        BadPacking: it does not even begin, or is followed by something else.
    """
    return _open(body, zlib.decompressobj(_EITHER_HEADER), most)


def _open(body: bytes, opener: zlib._Decompress, most: int) -> bytes:
    packed, end = read_bytes(body, 4)
    if end != len(body):
        raise BadPacking("trailing bytes")
    try:
        opened = opener.decompress(packed, most)
    except zlib.error as error:
        raise BadPacking(str(error)) from error
    if opened[:4] == GZIP_PACKED:
        raise BadPacking("packed twice")
    return opened


def pack_if_smaller(body: bytes) -> bytes:
    """The body in gzip_packed where that is shorter, else as it is."""
    if len(body) < _WORTH_IT:
        return body
    if len(body) > 4 * _SAMPLE:
        sample = body[len(body) // 2 :][:_SAMPLE]
        if len(zlib.compress(sample, 1)) > 0.9 * len(sample):
            return body
    packer = zlib.compressobj(wbits=_GZIP_HEADER)
    packed = GZIP_PACKED + write_bytes(packer.compress(body) + packer.flush())
    return packed if len(packed) < len(body) else body
