"""The client's verbs against the real server."""

import asyncio
import os
from dataclasses import replace

import pytest

from client_sdk.errors import PeerUnknown
from client_sdk.store.string import store_from_string
from mtproto import rpc_errors
from mtproto.tl import functions, types
from mtproto.transport import Abridged, Full, Intermediate, Obfuscated
from tests.server.people import ALICE, BOB


@pytest.mark.parametrize(
    "transport",
    [
        lambda dc_id: Abridged.client(),
        lambda dc_id: Intermediate.client(),
        lambda dc_id: Full.client(),
        lambda dc_id: Obfuscated.client(Abridged.client(), dc_id, os.urandom),
    ],
    ids=["abridged", "intermediate", "full", "obfuscated"],
)
async def test_every_transport_makes_a_key_and_answers(new_client, endpoint, transport):
    async with new_client("any", endpoint=replace(endpoint, transport=transport)) as client:
        nearest = await client(functions.help.GetNearestDc())
    assert nearest.this_dc == endpoint.dc_id


async def test_two_people_write_to_each_other(sign_in):
    alice, bob = await sign_in(ALICE, "alice", "Alice"), await sign_in(BOB, "bob", "Bob")
    async with bob.updates() as updates:
        sent = await alice.send_message(f"+{BOB}", "Hello")
        async for update in updates:
            if isinstance(update, types.UpdateNewMessage):
                break
    assert update.message.message == "Hello"
    answer = await bob.send_message(update.message.peer_id, "Hello yourself", reply_to=update.message.id)
    assert answer.out
    edited = await alice.edit_message(f"+{BOB}", sent.id, "Hello, Bob")
    assert edited.message == "Hello, Bob"
    await bob.read((await alice.get_me()).id)
    texts = [message.message async for message in bob.iter_messages((await alice.get_me()).id)]
    assert texts == ["Hello yourself", "Hello, Bob"]
    (dialog,) = [dialog async for dialog in bob.iter_dialogs()]
    assert (dialog.peer.first_name, dialog.dialog.unread_count) == ("Alice", 0)
    assert await alice.delete_messages([sent.id]) == 1
    assert [message.message async for message in alice.iter_messages(f"+{BOB}")] == ["Hello yourself"]


async def test_pages_of_history_are_joined_without_a_seam(sign_in):
    alice = await sign_in(ALICE, "alice")
    await asyncio.gather(*(alice.send_message("me", str(n)) for n in range(130)))
    ids = [message.id async for message in alice.iter_messages("me")]
    assert len(ids) == 130
    assert ids == sorted(ids, reverse=True)
    assert [message.id async for message in alice.iter_messages("me", limit=101)] == ids[:101]


async def test_usernames_are_looked_up_once_and_kept(sign_in):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")
    await bob(functions.account.UpdateUsername(username="Bob_of_tests"))
    with pytest.raises(PeerUnknown):
        await alice.send_message((await bob.get_me()).id, "who?")
    sent = await alice.send_message("@bob_of_Tests", "by name")
    assert sent.peer_id.user_id == (await bob.get_me()).id
    assert alice.peers.by_username("BOB_OF_TESTS").user_id == sent.peer_id.user_id
    with pytest.raises(rpc_errors.USERNAME_NOT_OCCUPIED):
        await alice.send_message("nobody_here", "by name")


async def test_a_session_goes_on_from_its_file_and_from_its_string(sign_in, new_client):
    alice = await sign_in(ALICE, "alice")
    me = await alice.get_me()
    text = alice.export_session()
    await alice.__aexit__(None, None, None)
    async with new_client("alice") as again:
        assert (await again.get_me()).id == me.id
    with store_from_string(text) as store:
        async with new_client(store) as elsewhere:
            assert (await elsewhere.get_me()).id == me.id


async def test_after_log_out_the_key_opens_nothing(sign_in):
    alice = await sign_in(ALICE, "alice")
    await alice.log_out()
    with pytest.raises(rpc_errors.AUTH_KEY_UNREGISTERED):
        await alice.get_me()


async def test_a_lost_connection_is_made_again_and_calls_survive_it(sign_in, harness):
    alice = await sign_in(ALICE, "alice")
    connection = alice._caller._connection
    for n in range(3):
        calls = [asyncio.ensure_future(alice.send_message("me", f"{n}.{k}")) for k in range(5)]
        await asyncio.sleep(0)
        connection._wire.abort()
        await asyncio.gather(*calls)
    assert len([message async for message in alice.iter_messages("me")]) == 15
