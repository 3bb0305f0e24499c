"""What goes wrong: a login that ends, an answer that comes twice, names that move, a file in use."""

import asyncio

import pytest

from client_sdk.errors import PeerUnknown
from client_sdk.store.sqlite import SessionStore, SessionUnusable
from client_sdk.updates import gaps as machine
from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.people import ALICE, BOB, CAROL


async def test_a_login_that_the_server_ends_is_not_asked_for_updates(sign_in, harness, monkeypatch):
    monkeypatch.setattr(machine, "RETRY", 0.01)
    alice, second = await sign_in(ALICE, "alice"), await sign_in(ALICE, "second")
    asked = []
    call = second._caller.call

    async def counting(function):
        asked.append(function)
        return await call(function)

    monkeypatch.setattr(second._caller, "call", counting)
    await harness.advance(25 * 3600)
    (other,) = [device for device in await alice.get_sessions() if not device.current]
    async with second.updates() as updates:
        await alice.end_session(other.hash)
        second.updates_missed()
        async with asyncio.timeout(30):
            assert [update async for update in updates if isinstance(update, types.UpdateNewMessage)] == []
    first = len(asked)
    await asyncio.sleep(0.1)  # ten times what it would have waited for before asking again
    assert len(asked) == first
    with pytest.raises((rpc_errors.AUTH_KEY_UNREGISTERED, rpc_errors.SESSION_REVOKED)):
        await second.get_me()


async def test_a_message_sent_twice_under_one_random_id_comes_once(sign_in):
    alice = await sign_in(ALICE, "alice")
    texts = []

    @alice.on_message()
    async def note(message):
        texts.append(message.message)

    send = functions.messages.SendMessage(peer=types.InputPeerSelf(), message="once", random_id=77)
    await alice(send)
    await alice(send)
    await alice.send_message("me", "after")
    async with asyncio.timeout(30):
        while "after" not in texts:  # noqa: ASYNC110 - the handler tells by what it has noted
            await asyncio.sleep(0.01)
    assert texts == ["once", "after"]


async def test_a_name_is_looked_up_again_when_the_server_does_not_know_its_peer(sign_in):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")
    await bob.set_username("bob_of_tests")
    await alice.input_peer("@bob_of_tests")
    bob_id = (await bob.get_me()).id
    wrong = types.InputPeerUser(user_id=bob_id, access_hash=1)
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await alice.send_message(wrong, "hello?")
    assert alice.peers.by_username("bob_of_tests") is None
    assert (await alice.send_message("@bob_of_tests", "hello")).peer_id.user_id == bob_id


async def test_a_name_that_was_seen_long_ago_is_looked_up_again(sign_in, new_client, tmp_path):
    alice, bob, carol = [await sign_in(p, n) for p, n in ((ALICE, "alice"), (BOB, "bob"), (CAROL, "carol"))]
    await bob.set_username("wandering_name")
    await alice.input_peer("@wandering_name")
    await bob.set_username("")
    await carol.set_username("wandering_name")
    await alice.__aexit__(None, None, None)
    with SessionStore(tmp_path / "alice.session") as store, store.db:
        store.db.execute("UPDATE peers SET named_at = named_at - 100000")
    async with new_client("alice") as again:
        sent = await again.send_message("@wandering_name", "who are you?")
        assert sent.peer_id.user_id == (await carol.get_me()).id


async def test_a_name_that_nobody_has_any_more_is_forgotten(sign_in):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")
    await bob.set_username("bob_of_tests")
    await alice.input_peer("@bob_of_tests")
    await bob.set_username("")
    alice.peers.forget_username("bob_of_tests")
    with pytest.raises(rpc_errors.USERNAME_NOT_OCCUPIED):
        await alice.input_peer("@bob_of_tests")
    with pytest.raises(PeerUnknown):
        await alice.input_user(-5)


async def test_the_file_is_taken_when_the_client_connects(new_client, tmp_path):
    one, other = new_client("same"), new_client("same")
    async with one:
        with pytest.raises(SessionUnusable):
            async with other:
                pass
    async with other:
        assert await other(functions.help.GetNearestDc())


async def test_a_qr_code_signs_in(sign_in, new_client):
    alice = await sign_in(ALICE, "alice", "Alice")
    links = asyncio.Queue()
    async with new_client("tablet") as tablet:
        signing_in = asyncio.create_task(tablet.qr_sign_in(links.put_nowait, poll_seconds=0.05))
        await alice.accept_qr(await asyncio.wait_for(links.get(), 30))
        user = await asyncio.wait_for(signing_in, 30)
        assert user.id == (await alice.get_me()).id == (await tablet.get_me()).id
    with pytest.raises(ValueError, match="sign-in link"):
        await alice.accept_qr("https://example.org")


async def test_handlers_are_told_what_they_want(sign_in):
    alice, bob = await sign_in(ALICE, "alice"), await sign_in(BOB, "bob")
    seen = {"start": [], "mine": [], "saved": [], "long": []}
    bob_id = (await bob.get_me()).id
    await bob.input_peer(f"+{ALICE}")

    @bob.on_message(pattern=r"/start", incoming=True)
    async def start(message):
        seen["start"].append(message.message)

    @bob.on_message(incoming=False)
    async def mine(message):
        seen["mine"].append(message.message)

    @bob.on_message(chat=bob_id)
    async def saved(message):
        seen["saved"].append(message.message)

    @bob.on(types.UpdateNewMessage, where=lambda update: len(update.message.message) > 10)
    async def long(update):
        seen["long"].append(update.message.message)

    await alice.send_message(f"+{BOB}", "/start now please")
    await alice.send_message(f"+{BOB}", "stop")
    await bob.send_message(f"+{ALICE}", "/start")
    await bob.send_message("me", "note")
    async with asyncio.timeout(30):
        while seen["saved"] != ["note"]:  # noqa: ASYNC110 - the handler tells by what it has noted
            await asyncio.sleep(0.01)
    assert seen == {
        "start": ["/start now please"],
        "mine": ["/start", "note"],
        "saved": ["note"],
        "long": ["/start now please"],
    }
