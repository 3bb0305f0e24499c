"""How secret chats begin and end, between which devices (rows E1, AT-8)."""

import pytest

from mtproto import rpc_errors
from mtproto.crypto import dh
from mtproto.tl import functions, types
from server.access.hashes import Hashed
from tests.server.auth.waiting import later
from tests.server.secretchats.conftest import People, SecretChat, accept, messages, nothing_came, peer, public_value

pytestmark = pytest.mark.rows("E1")


async def test_the_group_is_a_safe_prime_and_is_sent_once(people: People) -> None:
    config = await people.alice(messages.GetDhConfig(version=0, random_length=256))
    assert isinstance(config, types.messages.DhConfig)
    dh.check_group(int.from_bytes(config.p, "big"), config.g)
    again = await people.alice(messages.GetDhConfig(version=config.version, random_length=16))
    assert isinstance(again, types.messages.DhConfigNotModified)
    assert len(config.random) == 256
    assert len(again.random) == 16
    for length in (-1, 1025):
        with pytest.raises(rpc_errors.RANDOM_LENGTH_INVALID):
            await people.alice(messages.GetDhConfig(version=0, random_length=length))


async def test_a_request_goes_to_every_device_and_one_accepts(people: People) -> None:
    waiting = await people.request()
    assert isinstance(waiting, types.EncryptedChatWaiting)
    asked = (await people.bob.update(types.UpdateEncryption)).chat
    also = (await people.bob_tablet.update(types.UpdateEncryption)).chat
    assert isinstance(asked, types.EncryptedChatRequested)
    assert (asked, asked.id) == (also, waiting.id)
    assert (asked.admin_id, asked.participant_id) == (people.alice.me.id, people.bob.me.id)
    assert asked.access_hash != waiting.access_hash, "a hash is its holder's own"

    g_b = public_value()
    accepted = await people.bob(accept(asked, g_b, key_fingerprint=-5))
    assert (accepted.g_a_or_b, accepted.key_fingerprint) == (asked.g_a, -5)
    told = (await people.alice.update(types.UpdateEncryption)).chat
    assert (told.id, told.g_a_or_b, told.key_fingerprint) == (waiting.id, g_b, -5)
    lost = (await people.bob_tablet.update(types.UpdateEncryption)).chat
    assert isinstance(lost, types.EncryptedChatDiscarded)
    assert await nothing_came(people.alice_tablet, types.UpdateEncryption)
    assert await nothing_came(people.bob, types.UpdateEncryption), "the answer told it"


async def test_who_was_away_finds_the_state_of_its_chats(people: People) -> None:
    state = await people.bob_tablet(functions.updates.GetState())
    waiting = await people.request()

    async def found(client: object) -> list[object]:
        answer = await client(functions.updates.GetDifference(pts=state.pts, date=state.date, qts=0))  # type: ignore[operator]
        return [u.chat for u in getattr(answer, "other_updates", ()) if isinstance(u, types.UpdateEncryption)]

    (asked,) = await found(people.bob_tablet)
    assert isinstance(asked, types.EncryptedChatRequested)
    assert await found(people.alice_tablet) == await found(people.mallory) == []
    await people.bob(accept(asked))
    assert [type(chat) for chat in await found(people.bob_tablet)] == [types.EncryptedChatDiscarded]
    assert [type(chat) for chat in await found(people.bob)] == [types.EncryptedChat]
    (mine,) = await found(people.alice)
    assert (mine.id, mine.access_hash) == (waiting.id, waiting.access_hash)


async def test_what_is_repeated_has_the_same_answer(people: People) -> None:
    g_a, bob = public_value(), await people.find(people.alice, "9996628002")
    first = await people.alice(messages.RequestEncryption(user_id=bob, random_id=77, g_a=g_a))
    assert await people.alice(messages.RequestEncryption(user_id=bob, random_id=77, g_a=g_a)) == first
    for someone in (people.alice_tablet, people.mallory):
        target = await people.find(someone, "9996628002")
        with pytest.raises(rpc_errors.RANDOM_ID_DUPLICATE):
            await someone(messages.RequestEncryption(user_id=target, random_id=77, g_a=g_a))
    call = accept((await people.bob.update(types.UpdateEncryption)).chat)
    assert await people.bob(call) == await people.bob(call)
    with pytest.raises(rpc_errors.ENCRYPTION_ALREADY_ACCEPTED):
        await people.bob_tablet(call)


@pytest.mark.parametrize("value", [0, 1, dh.PRIME - 1, dh.MARGIN - 1, dh.PRIME, 1 << 2048], ids=lambda v: f"{v:x}"[:9])
async def test_public_values_are_checked_here_too(people: People, value: int) -> None:
    bad = value.to_bytes(257, "big")
    bob = await people.find(people.alice, "9996628002")
    with pytest.raises(rpc_errors.DH_G_A_INVALID):
        await people.alice(messages.RequestEncryption(user_id=bob, random_id=5, g_a=bad))
    await people.request()
    asked = (await people.bob.update(types.UpdateEncryption)).chat
    with pytest.raises(rpc_errors.DH_G_A_INVALID):
        await people.bob(accept(asked, bad))


async def test_whom_nobody_can_ask(people: People) -> None:
    def call(user: types.TypeInputUser, random_id: int = 9) -> messages.RequestEncryption:
        return messages.RequestEncryption(user_id=user, random_id=random_id, g_a=public_value())

    bob = await people.find(people.alice, "9996628002")
    for nobody in (types.InputUserSelf(), types.InputUser(user_id=bob.user_id, access_hash=1)):
        with pytest.raises(rpc_errors.USER_ID_INVALID):
            await people.alice(call(nobody))
    with pytest.raises(rpc_errors.RANDOM_ID_INVALID):
        await people.alice(call(bob, 0))
    await people.bob(functions.contacts.Block(id=await _as_peer(people, people.bob, "9996628001")))
    with pytest.raises(rpc_errors.USER_IS_BLOCKED):
        await people.alice(call(bob))
    await people.mallory(functions.account.DeleteAccount(reason=""))
    mallory = types.InputUser(user_id=people.mallory.me.id, access_hash=_hash(people, people.mallory.me.id))
    with pytest.raises(rpc_errors.INPUT_USER_DEACTIVATED):
        await people.alice(call(mallory))


async def test_a_device_that_takes_no_secret_chats_is_not_asked(people: People) -> None:
    await people.bob_tablet(functions.account.ChangeAuthorizationSettings(hash=0, encrypted_requests_disabled=True))
    await people.request()
    assert isinstance((await people.bob.update(types.UpdateEncryption)).chat, types.EncryptedChatRequested)
    assert await nothing_came(people.bob_tablet, types.UpdateEncryption)


@pytest.mark.rows("AT-8")
async def test_only_who_was_asked_accepts(people: People) -> None:
    await people.request()
    asked = (await people.bob.update(types.UpdateEncryption)).chat
    stolen = accept(asked)
    for someone in (people.mallory, people.alice, people.alice_tablet):
        with pytest.raises(rpc_errors.CHAT_ID_INVALID):
            await someone(stolen)
        of_own = types.InputEncryptedChat(chat_id=asked.id, access_hash=_chat_hash(people, someone.me.id, asked.id))
        with pytest.raises(rpc_errors.CHAT_ID_INVALID):
            await someone(accept(asked, peer=of_own))


@pytest.mark.parametrize("who", ["alice", "bob", "bob_tablet"])
async def test_a_request_is_declined_or_taken_back(people: People, who: str) -> None:
    waiting = await people.request()
    asked = (await people.bob.update(types.UpdateEncryption)).chat
    await people.bob_tablet.update(types.UpdateEncryption)
    ending = getattr(people, who)
    assert await ending(messages.DiscardEncryption(chat_id=waiting.id)) is True
    for other in (people.alice, people.bob, people.bob_tablet):
        if other is not ending:
            assert isinstance((await other.update(types.UpdateEncryption)).chat, types.EncryptedChatDiscarded)
    with pytest.raises(rpc_errors.ENCRYPTION_ALREADY_DECLINED):
        await people.bob(accept(asked))
    with pytest.raises(rpc_errors.ENCRYPTION_ALREADY_DECLINED):
        await people.alice(messages.DiscardEncryption(chat_id=waiting.id))


async def test_an_accepted_chat_is_ended_by_its_devices_only(chat: SecretChat) -> None:
    people, call = chat.people, messages.DiscardEncryption(chat_id=chat.id, delete_history=True)
    for someone in (people.mallory, people.alice_tablet):
        with pytest.raises(rpc_errors.ENCRYPTION_ID_INVALID):
            await someone(call)
    with pytest.raises(rpc_errors.ENCRYPTION_ALREADY_ACCEPTED):
        await people.bob_tablet(call)
    with pytest.raises(rpc_errors.CHAT_ID_EMPTY):
        await people.bob(messages.DiscardEncryption(chat_id=0))
    with pytest.raises(rpc_errors.ENCRYPTION_ID_INVALID):
        await people.bob(messages.DiscardEncryption(chat_id=chat.id ^ 1))
    await people.alice.update(types.UpdateEncryption)  # it was accepted
    assert await people.bob(call) is True
    ended = (await people.alice.update(types.UpdateEncryption)).chat
    assert ended == types.EncryptedChatDiscarded(id=chat.id, history_deleted=True)
    with pytest.raises(rpc_errors.ENCRYPTION_DECLINED):
        await chat.from_alice()


@pytest.mark.parametrize("how", ["log out", "revoked", "account deleted"])
async def test_a_device_takes_its_chats_with_it(chat: SecretChat, how: str) -> None:
    people = chat.people
    await people.alice.update(types.UpdateEncryption)  # it was accepted
    if how == "log out":
        await people.bob(functions.auth.LogOut())
    elif how == "account deleted":
        await people.bob(functions.account.DeleteAccount(reason=""))
    else:
        listed = await people.bob_tablet(functions.account.GetAuthorizations())
        (phone,) = [device.hash for device in listed.authorizations if device.hash]
        await later(people.harness, 86_500, people.alice, people.bob_tablet)
        await people.alice(functions.updates.GetState())
        await people.bob_tablet(functions.account.ResetAuthorization(hash=phone))
    ended = (await people.alice.update(types.UpdateEncryption)).chat
    assert ended == types.EncryptedChatDiscarded(id=chat.id)
    expected = rpc_errors.USER_DELETED if how == "account deleted" else rpc_errors.ENCRYPTION_DECLINED
    with pytest.raises(expected):
        await chat.from_alice()


async def test_a_request_to_an_account_that_ends_is_declined(people: People) -> None:
    waiting = await people.request()
    await people.bob(functions.account.DeleteAccount(reason=""))
    ended = (await people.alice.update(types.UpdateEncryption)).chat
    assert ended == types.EncryptedChatDiscarded(id=waiting.id)


async def test_spam_is_reported_by_who_was_asked(people: People) -> None:
    await people.request()
    asked = peer((await people.bob.update(types.UpdateEncryption)).chat)
    assert await people.bob(messages.ReportEncryptedSpam(peer=asked)) is True
    with pytest.raises(rpc_errors.CHAT_ID_INVALID):
        await people.mallory(messages.ReportEncryptedSpam(peer=asked))

    async def reported(view: object) -> list[tuple[object, ...]]:
        return await view.fetchall("SELECT reporter, peer, subject, subject_id FROM reports")  # type: ignore[attr-defined]

    rows = await people.harness.app.db.read(reported)
    assert [tuple(row) for row in rows] == [(people.bob.me.id, people.alice.me.id, "secret_chat", asked.chat_id)]


async def _as_peer(people: People, who: object, phone: str) -> types.InputPeerUser:
    found = await people.find(who, phone)  # type: ignore[arg-type]
    return types.InputPeerUser(user_id=found.user_id, access_hash=found.access_hash)


def _hash(people: People, user_id: int) -> int:
    return people.harness.app.hashes.of(people.alice.me.id, Hashed.USER, user_id)


def _chat_hash(people: People, viewer: int, chat_id: int) -> int:
    return people.harness.app.hashes.of(viewer, Hashed.ENCRYPTED_CHAT, chat_id)
