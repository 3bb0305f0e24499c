"""A client that begins without its server."""

import asyncio

import pytest

from client_sdk.client import Client
from client_sdk.errors import Disconnected
from client_sdk.network import backoff
from client_sdk.network.endpoint import Endpoint
from server.ops.config import ListenSection
from tests.server.harness import serving
from tests.server.people import ALICE


def client_of(harness, tmp_path, **options):
    config = harness.app.config
    endpoint = Endpoint("127.0.0.1", harness.port, config.server.dc_id, (harness.app.secrets.main.public,))
    return Client(tmp_path / "alice.session", endpoint, api_id=1, api_hash="hash", **options)


async def test_it_reads_what_it_has_and_calls_once_the_server_is_there(tmp_path, rsa_keys, monkeypatch):
    monkeypatch.setattr(backoff, "LONGEST_SECONDS", 0.05)
    async with serving(tmp_path / "data", rsa_keys) as harness:
        async with client_of(harness, tmp_path) as client:
            sent = await client.send_code(ALICE)
            assert client.connected
            await client.sign_in(ALICE, sent.phone_code_hash, "22222")
            me = await client.sign_up(ALICE, sent.phone_code_hash, "Alice")
            await client.send_message("me", "kept")
            assert [message.message async for message in client.iter_messages("me")] == ["kept"]
        assert not client.connected
    with pytest.raises(Disconnected):
        async with client_of(harness, tmp_path):
            pass
    heard = []
    client = client_of(harness, tmp_path, start_offline=True)
    client.on_connection(heard.append)
    address = ListenSection(addresses=(f"127.0.0.1:{harness.port}",))
    async with client:
        assert (client.connected, heard) == (False, [])
        assert [message.message for message in client.cache.history(me.id)] == ["kept"]
        waiting = asyncio.create_task(client.send_message("me", "late"))
        async with serving(tmp_path / "data", rsa_keys, listen=address):
            assert (await asyncio.wait_for(waiting, 30)).message == "late"
            assert heard == [True]
    assert heard[-1] is False


async def test_without_a_login_there_is_nothing_to_begin_with(new_client, harness, endpoint):
    await harness.gateway.stop(1.0)
    with pytest.raises(Disconnected):
        async with new_client("nobody", start_offline=True):
            pass
