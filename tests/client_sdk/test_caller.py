"""What a call goes through: waits that a server asks for, other data centres, a key that is gone, a password."""

import asyncio
import os
import time

import pytest

from client_sdk.client import Client
from client_sdk.errors import Disconnected, KeyUnknown
from client_sdk.network.endpoint import Endpoint
from client_sdk.store.records import Login
from client_sdk.store.sqlite import SessionStore
from mtproto import rpc_errors
from mtproto.crypto import RsaPrivateKey
from mtproto.tl import functions, types
from server.rpc.router import Router, Who
from server.startup.config import router as config_router
from tests.server.auth.passwords import PASSWORD, set_password
from tests.server.harness import serving


def raising(method, errors):
    """A handler of one method that raises one error after another, and after them answers."""
    router, left = Router("raising"), list(errors)

    @router.rpc(method, who=Who.ANYONE)
    async def handler(ctx, request):
        if left:
            raise left.pop(0)
        return types.help.InviteText(message="at last")

    return router


@pytest.fixture
def answering(tmp_path, rsa_keys):
    """A client of a server whose help.getInviteText raises these errors first."""

    async def call(*errors, flood_wait=60.0):
        router = raising(functions.help.GetInviteText, errors)
        async with serving(tmp_path / "data", rsa_keys, routers=(router, config_router)) as harness:
            endpoint = Endpoint("127.0.0.1", harness.port, 2, (harness.app.secrets.main.public,))
            with SessionStore(":memory:") as store:
                async with Client(store, endpoint, api_id=1, api_hash="x", flood_wait=flood_wait) as client:
                    first = store.login()
                    answer = await client(functions.help.GetInviteText())
                    return answer.message, first, store.login()

    return call


async def test_a_short_flood_wait_is_slept_through(answering):
    begun = time.monotonic()
    message, _, _ = await answering(rpc_errors.FLOOD_WAIT_X(1))
    assert message == "at last"
    assert time.monotonic() - begun >= 1.0


async def test_a_long_flood_wait_is_raised_at_once(answering):
    with pytest.raises(rpc_errors.FLOOD_WAIT_X) as raised:
        await answering(rpc_errors.FLOOD_WAIT_X(31), flood_wait=30.0)
    assert raised.value.parameter == 31


async def test_a_call_follows_to_the_data_centre_that_it_is_sent_to(answering):
    message, before, after = await answering(rpc_errors.PHONE_MIGRATE_X(4))
    assert message == "at last"
    assert (before.dc_id, after.dc_id) == (2, 4)
    assert before.auth_key != after.auth_key


@pytest.mark.parametrize(
    "errors",
    [(rpc_errors.USER_MIGRATE_X(9),), (rpc_errors.USER_MIGRATE_X(3), rpc_errors.USER_MIGRATE_X(4))],
    ids=["unknown", "on and on"],
)
async def test_a_call_is_not_sent_around_for_ever(answering, errors):
    with pytest.raises(rpc_errors.USER_MIGRATE_X):
        await answering(*errors)


async def test_a_key_that_the_server_does_not_know_is_told_and_forgotten(new_client, endpoint, tmp_path):
    with SessionStore(tmp_path / "old.session") as store:
        store.save_login(Login(2, "127.0.0.1", endpoint.port, os.urandom(256), salt=1, time_offset=0.0))
    async with new_client("old") as client:
        with pytest.raises(KeyUnknown):
            await asyncio.wait_for(client(functions.help.GetNearestDc()), 30)
    async with new_client("old") as client:
        assert await client(functions.help.GetNearestDc())


async def test_a_server_with_another_rsa_key_is_not_trusted(new_client, endpoint, harness):
    stranger = RsaPrivateKey.generate().public
    forged = Endpoint(endpoint.host, endpoint.port, endpoint.dc_id, (stranger,))
    with pytest.raises(Disconnected, match="none of the keys"):
        async with new_client("any", endpoint=forged):
            pass


async def test_the_password_completes_a_sign_in(new_client, harness):
    phone = "9996621011"
    owner = await harness.client(phone)
    await set_password(owner)
    async with new_client("second") as client:
        sent = await client.send_code(phone)
        with pytest.raises(rpc_errors.SESSION_PASSWORD_NEEDED):
            await client.sign_in(phone, sent.phone_code_hash, phone[5] * 5)
        with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
            await client.check_password("wrong")
        user = await client.check_password(PASSWORD.decode())
        assert user.id == owner.me.id == (await client.get_me()).id
