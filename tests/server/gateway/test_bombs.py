"""Small input that means much: it is refused at its size, and the loop does not stand still for it."""

import gzip
import tracemalloc
from collections.abc import Callable

import pytest

from mtproto import rpc_errors, tl
from mtproto.tl import functions
from tests.server.handlers import NEAREST, USERS
from tests.server.harness import Harness

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


@pytest.mark.rows("DO-5", "M18", "M19")
@pytest.mark.parametrize("bomb", [gzip_bomb, vector_bomb, depth_bomb])
async def test_a_bomb_costs_little_and_is_refused(harness: Harness, bomb: Callable[[], bytes]) -> None:
    client = await harness.client()
    await client(NEAREST_DC)
    body = bomb()
    tracemalloc.start()
    try:
        with pytest.raises(rpc_errors.RpcError) as refused:
            await client.raw(body)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert refused.value.message.startswith("INPUT_")
    assert peak < 32 * 1024 * 1024
    assert await client(NEAREST_DC) == NEAREST
