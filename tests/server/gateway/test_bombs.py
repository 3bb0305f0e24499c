"""Small input that means much: it is refused at its size, and the loop does not stand still for it."""

import tracemalloc
from collections.abc import Callable

import pytest

from mtproto import rpc_errors
from tests.server.gateway.bombs import NEAREST_DC, depth_bomb, gzip_bomb, vector_bomb
from tests.server.handlers import NEAREST
from tests.server.harness import Harness


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
