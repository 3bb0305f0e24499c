"""Calls at another data centre: a key of its own there, under which the account is signed in (api/datacenter).

The server answers for the data centres 1 to 5, so that of the account and another are two doors of one house.
"""

import asyncio
import os

import pytest

from client_sdk.caller import DcUnknown
from client_sdk.client import Client
from client_sdk.network.connection import Connection
from mtproto import rpc_errors
from mtproto.crypto import AuthKey
from mtproto.tl import functions, types
from tests.server.harness import Harness
from tests.server.people import ALICE

OTHER = 4
WHO = functions.users.GetUsers(id=[types.InputUserSelf()])


def other_key(client: Client) -> bytes | None:
    """The id of the stored key with the other data centre."""
    kept = client.store.other_key(OTHER)
    return None if kept is None else AuthKey(kept.auth_key).key_id


def number(key_id: bytes) -> int:
    return int.from_bytes(key_id, "little", signed=True)


@pytest.fixture
def exported(monkeypatch) -> list[int]:
    """The data centres for which an authorization was exported."""
    asked = []
    call = Connection.call

    async def note(self, function):
        if isinstance(function, functions.auth.ExportAuthorization):
            asked.append(function.dc_id)
        return await call(self, function)

    monkeypatch.setattr(Connection, "call", note)
    return asked


async def test_the_account_is_the_same_there_under_a_key_of_its_own(sign_in, exported):
    alice = await sign_in(ALICE, "alice")
    here = AuthKey(alice.store.login().auth_key).key_id
    me = await alice.get_me()
    answers = await asyncio.gather(*(alice.call_at(OTHER, WHO) for _ in range(4)))
    assert {user.id for (user,) in answers} == {me.id}
    assert exported == [OTHER], "four calls at once make one key"
    assert other_key(alice) not in (None, here)
    assert [user.id for user in await alice.call_at(0, WHO)] == [me.id]
    assert [user.id for user in await alice.call_at(2, WHO)] == [me.id]
    assert exported == [OTHER]


async def test_the_key_is_kept_for_the_next_run(sign_in, new_client, exported):
    alice = await sign_in(ALICE, "alice")
    await alice.call_at(OTHER, WHO)
    kept = other_key(alice)
    await alice.__aexit__(None, None, None)
    async with new_client("alice") as again:
        assert (await again.call_at(OTHER, WHO))[0].first_name == "Test"
        assert other_key(again) == kept
    assert exported == [OTHER]


@pytest.mark.parametrize("how", ["forgotten", "signed out"])
async def test_a_key_that_no_longer_serves_there_is_made_anew(sign_in, harness: Harness, exported, how):
    alice = await sign_in(ALICE, "alice")
    await alice.call_at(OTHER, WHO)
    before = other_key(alice)
    if how == "forgotten":
        await harness.app.keys.destroy(number(before))
    else:
        await alice.call_at(OTHER, functions.auth.LogOut())
    (user,) = await asyncio.wait_for(alice.call_at(OTHER, WHO), 30)
    assert user.first_name == "Test"
    assert other_key(alice) != before
    assert exported == [OTHER, OTHER]
    assert (await alice.get_me()).id == user.id, "the account's own data centre has not heard of it"


async def test_a_file_that_is_said_to_be_there_is_fetched_there(sign_in, exported):
    alice = await sign_in(ALICE, "alice")
    content = os.urandom(1_200_000)
    message = await alice.send_file("me", content, name="a.bin")
    message.media.document.dc_id = OTHER
    assert await alice.download(message) == content
    assert exported == [OTHER]


async def test_a_file_is_followed_to_where_the_server_says_it_is(sign_in, exported, monkeypatch):
    alice = await sign_in(ALICE, "alice")
    content = os.urandom(1_200_000)
    message = await alice.send_file("me", content, name="a.bin")
    call_at, told = alice.call_at, []

    async def sends_away(dc_id, function):
        if dc_id != OTHER and isinstance(function, functions.upload.GetFile):
            told.append(dc_id)
            raise rpc_errors.FILE_MIGRATE_X(OTHER)
        return await call_at(dc_id, function)

    monkeypatch.setattr(alice, "call_at", sends_away)
    assert await alice.download(message) == content
    assert told
    assert exported == [OTHER]


async def test_a_data_centre_that_nobody_knows_is_told(sign_in):
    alice = await sign_in(ALICE, "alice")
    with pytest.raises((DcUnknown, rpc_errors.DC_ID_INVALID)):
        await alice.call_at(9, WHO)


async def test_temporary_keys_stand_for_the_key_there_too(sign_in, exported):
    alice = await sign_in(ALICE, "alice", "Alice", perfect_forward_secrecy=True)
    assert (await alice.call_at(OTHER, WHO))[0].first_name == "Alice"
    connection = alice._caller._others[OTHER]
    assert connection._key.auth_key.key_id not in (other_key(alice), AuthKey(alice.store.login().auth_key).key_id)
    assert exported == [OTHER]
