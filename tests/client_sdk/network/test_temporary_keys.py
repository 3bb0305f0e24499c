"""Perfect forward secrecy against the real server: what is said under which key, and what happens when a key ends."""

import asyncio

import pytest

from client_sdk.errors import NoSecrecy
from client_sdk.network import connection as network
from client_sdk.network.temporary_keys import LIFE_SECONDS, RENEWAL_SECONDS
from mtproto.crypto import AuthKey
from mtproto.session import ClientSession
from tests.server.people import ALICE
from tests.support.clock import ShiftedClock


@pytest.fixture
def keys(monkeypatch) -> list[bytes]:
    """The ids of the keys under which sessions were begun, those of permanent keys among them."""
    used = []
    attached = ClientSession.attached

    def note(session):
        used.append(session.outbox.sealer._key_id)
        attached(session)

    monkeypatch.setattr(ClientSession, "attached", note)
    return used


@pytest.fixture
async def alice(sign_in, keys):
    """Signed in with temporary keys; her clock can be moved."""
    clock = ShiftedClock()
    client = await sign_in(ALICE, "alice", "Alice", perfect_forward_secrecy=True, clock=clock)
    client.shifted = clock
    return client


def permanent_id(client) -> bytes:
    return AuthKey(client.store.login().auth_key).key_id


@pytest.mark.rows("P1", "P2")
async def test_everything_is_said_under_a_temporary_key(alice, keys):
    assert (await alice.send_message("me", "hello")).message == "hello"
    assert len(keys) == 1
    assert permanent_id(alice) not in keys


@pytest.mark.rows("P1")
async def test_the_next_run_has_another_temporary_key_for_the_same_login(alice, new_client, keys):
    assert (await alice.get_me()).first_name == "Alice"
    await alice.__aexit__(None, None, None)
    async with new_client("alice", perfect_forward_secrecy=True) as client:
        assert (await client.get_me()).first_name == "Alice"
    async with new_client("alice") as client:
        assert (await client.get_me()).first_name == "Alice"
        assert len(set(keys)) == 3
        assert keys[2] == permanent_id(client)
        assert permanent_id(client) not in keys[:2]


async def test_a_key_that_has_ended_at_the_server_is_replaced_and_the_call_goes_through(alice, keys, harness):
    texts = []

    @alice.on_message()
    async def note(message):
        texts.append(message.message)

    await harness.advance(LIFE_SECONDS + 60)
    alice.shifted.advance(LIFE_SECONDS + 60)
    assert (await asyncio.wait_for(alice.send_message("me", "after a day"), 30)).message == "after a day"
    assert len(set(keys)) == 2
    async with asyncio.timeout(30):
        while "after a day" not in texts:  # noqa: ASYNC110 - the handler tells by what it has noted
            await asyncio.sleep(0.01)


@pytest.mark.rows("P5")
async def test_a_key_is_replaced_before_its_end_without_losing_a_call(alice, keys, harness, monkeypatch):
    await alice.send_message("me", "first")
    monkeypatch.setattr(network, "LOOK_SECONDS", 0.02)
    await alice._caller._connection._wire.close()  # the watch over the key begins anew, and looks more often
    await alice.send_message("me", "second")
    assert len(set(keys)) == 1
    seconds = LIFE_SECONDS - RENEWAL_SECONDS + 60
    await harness.advance(seconds)
    alice.shifted.advance(seconds)
    async with asyncio.timeout(30):
        n = 0
        while len(set(keys)) == 1:
            assert (await alice.send_message("me", str(n))).message == str(n)
            n += 1
    await alice.send_message("me", "last")
    found = [message.message async for message in alice.iter_messages("me") if message.message]
    assert sorted(found) == sorted(["first", "second", *map(str, range(n)), "last"])


async def test_a_server_that_binds_no_key_hears_nothing_under_the_permanent_one(new_client, harness, keys):
    """There is no way back to the permanent key: calls fail."""
    async with new_client("alice") as client:
        known = AuthKey(client.store.login().auth_key)
    await harness.app.keys.destroy(known.number)
    keys.clear()
    async with new_client("alice", perfect_forward_secrecy=True) as client:
        with pytest.raises(NoSecrecy):
            await asyncio.wait_for(client.send_code(ALICE), 30)
        assert client.store.login() is not None
    assert known.key_id not in keys
