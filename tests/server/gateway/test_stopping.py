"""A server that stops finishes what runs, sends what it has, and comes back with nothing lost (row OP-2)."""

import asyncio
from pathlib import Path

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.handlers import NEAREST, ONLINE, USERS, Handlers, sign_in
from tests.server.harness import Harness, serving

NEAREST_DC = functions.help.GetNearestDc()


@pytest.mark.rows("OP-2")
async def test_what_runs_is_finished_and_answered_before_the_connection_closes(
    harness: Harness, handlers: Handlers
) -> None:
    client = await harness.client()
    await sign_in(harness.app, client.auth_key, 7)
    await client(USERS)
    future = client.begin(ONLINE)
    await client(NEAREST_DC)
    stopping = asyncio.create_task(harness.gateway.stop(5))
    await asyncio.sleep(0)
    with pytest.raises(OSError, match=r".*"):
        await asyncio.open_connection("127.0.0.1", harness.port)
    handlers.gate.set()
    assert await asyncio.wait_for(future, 30) is True
    await client.closed()
    await asyncio.wait_for(stopping, 30)


@pytest.mark.rows("OP-2")
async def test_what_does_not_finish_is_answered_all_the_same(harness: Harness) -> None:
    client = await harness.client()
    await sign_in(harness.app, client.auth_key, 7)
    await client(USERS)
    future = client.begin(ONLINE)
    await client(NEAREST_DC)
    await asyncio.wait_for(harness.gateway.stop(0.05), 30)
    with pytest.raises(rpc_errors.Timeout):
        await asyncio.wait_for(future, 30)


@pytest.mark.rows("OP-2")
async def test_a_client_goes_on_after_a_restart(tmp_path: Path, rsa_keys: Path, handlers: Handlers) -> None:
    async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router]) as harness:
        client = await harness.client()
        await sign_in(harness.app, client.auth_key, 7)
        await client(USERS)
        await harness.gateway.stop(1)
        await client.closed()
        await client.disconnect()
    async with serving(tmp_path / "data", rsa_keys, routers=[handlers.router]) as harness:
        client.connector = harness.connector
        await client.connect()
        assert await client(USERS) == [types.UserEmpty(id=7)]
        assert await client(NEAREST_DC) == NEAREST
        assert client.new_sessions == 2
        await client.disconnect()
