"""Small input that means much."""

import gzip

from mtproto import tl
from mtproto.tl import functions
from tests.server.handlers import USERS

NEAREST_DC = functions.help.GetNearestDc()
GZIP_PACKED = (0x3072CFA1).to_bytes(4, "little")
VECTOR = (0x1CB5C415).to_bytes(4, "little")


def tl_bytes(data: bytes) -> bytes:
    """A TL string of any length from 254 on."""
    return b"\xfe" + len(data).to_bytes(3, "little") + data + bytes(-len(data) % 4)


def gzip_bomb() -> bytes:
    """A hundred kilobytes that open to a hundred megabytes."""
    return GZIP_PACKED + tl_bytes(gzip.compress(bytes(100 * 1024 * 1024), 9))


def vector_bomb() -> bytes:
    """users.getUsers of two thousand million users."""
    return tl.encode(USERS)[:4] + VECTOR + (0x7FFFFFFF).to_bytes(4, "little") + bytes(64)


def depth_bomb() -> bytes:
    """A hundred thousand wrappers."""
    wrapper = tl.encode(functions.InvokeWithoutUpdates(query=NEAREST_DC))[:4]
    return wrapper * 100_000 + tl.encode(NEAREST_DC)
