"""Small input that means much: it is refused at its size, and the loop does not stand still for it."""

import os
import tracemalloc
from collections.abc import Callable

import pytest

from mtproto import rpc_errors, tl
from mtproto.tl import functions, types
from mtproto.tl.packed import gzip_packed
from server.rpc.dispatch import SHORT
from tests.server.gateway.bombs import NEAREST_DC, depth_bomb, gzip_bomb, vector_bomb
from tests.server.handlers import NEAREST, USERS, Handlers, sign_in
from tests.server.harness import Harness


@pytest.mark.rows("DO-5", "M18", "M19")
@pytest.mark.parametrize("bomb", [gzip_bomb, vector_bomb, depth_bomb])
async def test_a_bomb_costs_little_and_is_refused(harness: Harness, bomb: Callable[[], bytes]) -> None:
    client = await harness.client()
    await sign_in(harness.app, client.auth_key, 7)
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


@pytest.mark.rows("DO-5")
async def test_a_stranger_is_read_no_more_than_is_short(harness: Harness, handlers: Handlers) -> None:
    """A vector of a hundred thousand things is none of their business, and takes a tenth of a second to read."""
    many = tl.encode(functions.users.GetUsers(id=[types.InputUserSelf()] * 100_000))
    wrapper = tl.encode(functions.InvokeWithoutUpdates(query=NEAREST_DC))[:4]
    client = await harness.client()
    await client(NEAREST_DC)
    part = functions.upload.SaveFilePart(file_id=1, file_part=0, bytes=os.urandom(SHORT))
    with pytest.raises(rpc_errors.AUTH_KEY_UNREGISTERED):
        await client(part)
    for packed in (gzip_packed(many), wrapper + gzip_packed(many)):
        with pytest.raises(rpc_errors.INPUT_FETCH_ERROR):
            await client.raw(packed)
    assert await client(NEAREST_DC) == NEAREST
    await sign_in(harness.app, client.auth_key, 7)
    for packed in (gzip_packed(many), wrapper + gzip_packed(many)):
        client.session.send_request(packed)
        client.send()
    assert await client(USERS) == [types.UserEmpty(id=7)]
    assert handlers.calls.count(("users.getUsers", 7)) == 3
