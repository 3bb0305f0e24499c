"""Two of our clients keep a secret with each other through the real server (rows E1, RL-1)."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

import pytest

from client_sdk.client import Client
from client_sdk.secret import fingerprint
from client_sdk.secret.conversation import NotOpen
from client_sdk.secret.files import download, send_file
from client_sdk.secret.media import About, Thumbnail
from client_sdk.secret.rekeying import MAX_USES
from client_sdk.secret.store import SecretStore, Sent
from mtproto import rpc_errors, tl
from mtproto.tl import functions, secret, types
from server.app import App
from tests.client_sdk.secret.conftest import Person, begin, find, person
from tests.server.harness import Harness

pytestmark = pytest.mark.rows("E1")


async def test_they_agree_on_a_key_and_talk(alice: Person, bob: Person) -> None:
    chat = await begin(alice, bob)
    theirs = bob.secrets.chat(chat.chat_id)
    assert chat.key_hash == theirs.key_hash
    assert len(fingerprint.picture(chat.key_hash).splitlines()) == 12
    for number in range(3):
        await alice.secrets.send(chat.chat_id, f"to Bob {number}")
        await bob.secrets.send(chat.chat_id, f"to Alice {number}")
    assert [await bob.next_text() for _ in range(3)] == [f"to Bob {number}" for number in range(3)]
    assert [await alice.next_text() for _ in range(3)] == [f"to Alice {number}" for number in range(3)]
    assert {one.secrets.chat(chat.chat_id).peer_layer for one in (alice, bob)} == {144}


async def test_everything_that_people_do_arrives(alice: Person, bob: Person) -> None:
    chat = await begin(alice, bob)
    first = await alice.secrets.send(chat.chat_id, "first")
    bold = secret.MessageEntityBold(offset=0, length=4)
    random_id = alice.secrets.random_id()
    rich = secret.DecryptedMessage(
        random_id=random_id, ttl=0, message="bold", entities=[bold], reply_to_random_id=first
    )
    await alice.secrets.send_message(chat.chat_id, rich)
    assert await bob.next_text() == "first"
    assert (await bob.next_message()).message == rich
    await alice.secrets.act(chat.chat_id, secret.DecryptedMessageActionSetMessageTTL(ttl_seconds=60))
    await alice.secrets.act(chat.chat_id, secret.DecryptedMessageActionDeleteMessages(random_ids=[first]))
    await bob.action(secret.DecryptedMessageActionSetMessageTTL)
    assert (await bob.action(secret.DecryptedMessageActionDeleteMessages)).random_ids == [first]
    assert bob.secrets.chat(chat.chat_id).ttl == 60
    await bob.secrets.send(chat.chat_id, "vanishes")
    assert (await alice.next_message()).message.ttl == 60


@pytest.mark.parametrize("size", [1, 3_000_001])
async def test_files_are_encrypted_for_the_two(alice: Person, bob: Person, size: int) -> None:
    chat, content = await begin(alice, bob), os.urandom(size)
    await send_file(alice.secrets, alice.client, chat.chat_id, content, name="plan.pdf", about=About(caption="look"))
    said = await bob.next_message()
    assert said.message.media.caption == "look"
    assert b"".join([part async for part in download(bob.client, said)]) == content
    assert said.file.size == -(-size // 16) * 16


VIDEO = {"duration": 3, "width": 240, "height": 240, "mime_type": "video/mp4"}
KINDS = {
    "photo": (About("photo", width=640, height=480, thumbnail=Thumbnail(b"jpeg", 90, 67), caption="here"), None),
    "video": (About("video", **VIDEO), None),
    "round": (About("round", **VIDEO), secret.DocumentAttributeVideo(round_message=True, duration=3, w=240, h=240)),
    "animation": (About("animation", **VIDEO), secret.DocumentAttributeAnimated()),
    "voice": (
        About("voice", "audio/ogg", duration=5, waveform=b"wave"),
        secret.DocumentAttributeAudio(voice=True, duration=5, waveform=b"wave"),
    ),
    "audio": (
        About("audio", "audio/mpeg", duration=60, title="Air", performer="Bach"),
        secret.DocumentAttributeAudio(duration=60, title="Air", performer="Bach"),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_what_a_file_is_shown_as_arrives_with_it(alice: Person, bob: Person, kind: str) -> None:
    about, attribute = KINDS[kind]
    chat, content = await begin(alice, bob), os.urandom(1000)
    answered = await alice.secrets.send(chat.chat_id, "look at this")
    await send_file(alice.secrets, alice.client, chat.chat_id, content, name="f", about=about, ttl=9, reply_to=answered)
    assert await bob.next_text() == "look at this"
    said = await bob.next_message()
    media = said.message.media
    assert (said.message.ttl, said.message.reply_to_random_id) == (9, answered)
    assert b"".join([part async for part in download(bob.client, said)]) == content
    if attribute is None:
        assert (media.w, media.h, media.caption) == (about.width, about.height, about.caption)
        assert (media.thumb, media.thumb_w, media.thumb_h) == (
            about.thumbnail.data,
            about.thumbnail.width,
            about.thumbnail.height,
        )
        assert getattr(media, "duration", 0) == about.duration
    else:
        assert attribute in media.attributes
        assert media.mime_type == about.mime_type


async def test_places_and_people_arrive(alice: Person, bob: Person) -> None:
    chat = await begin(alice, bob)
    await alice.secrets.send_location(chat.chat_id, 52.5, 13.25)
    await alice.secrets.send_venue(chat.chat_id, 52.5, 13.25, "Harbour", "Quay 1")
    await alice.secrets.send_contact(chat.chat_id, "+9996628299", "Carol", user_id=5)
    await alice.secrets.send_media(chat.chat_id, secret.DecryptedMessageMediaWebPage(url="https://example.org"))
    assert [(await bob.next_message()).message.media for _ in range(4)] == [
        secret.DecryptedMessageMediaGeoPoint(lat=52.5, long=13.25),
        secret.DecryptedMessageMediaVenue(
            lat=52.5, long=13.25, title="Harbour", address="Quay 1", provider="", venue_id=""
        ),
        secret.DecryptedMessageMediaContact(phone_number="+9996628299", first_name="Carol", last_name="", user_id=5),
        secret.DecryptedMessageMediaWebPage(url="https://example.org"),
    ]


async def test_keys_are_replaced_after_a_hundred_messages(alice: Person, bob: Person) -> None:
    """Perfect forward secrecy: both end with another key, the old one is gone, and no message was lost over it."""
    chat = await begin(alice, bob)
    before = alice.secrets.chat(chat.chat_id).keys.current
    for number in range(MAX_USES + 20):
        await alice.secrets.send(chat.chat_id, str(number))
        assert await bob.next_text() == str(number)
    await bob.secrets.send(chat.chat_id, "done")
    assert await alice.next_text() == "done"
    ours, theirs = alice.secrets.chat(chat.chat_id), bob.secrets.chat(chat.chat_id)
    assert ours.keys.current == theirs.keys.current != before
    assert ours.keys.other is theirs.keys.other is None
    assert ours.key_hash == theirs.key_hash == chat.key_hash, "what people have compared stays"


async def test_a_restart_goes_on_where_it_was(
    alice: Person, bob: Person, new_client: Callable[..., Client], harness: Harness
) -> None:
    """Messages for who is away wait at the server, and come in order, once; what came is confirmed."""
    chat = await begin(alice, bob)
    await alice.secrets.send(chat.chat_id, "before")
    assert await bob.next_text() == "before"
    await bob.client.__aexit__(None, None, None)
    for number in range(5):
        await alice.secrets.send(chat.chat_id, str(number))
    async with new_client("bob") as client:
        again = person(client)
        await again.secrets.resume()
        assert [await again.next_text() for _ in range(5)] == list("01234")
        await again.secrets.send(chat.chat_id, "back")
        assert await alice.next_text() == "back"
        await alice.secrets.send(chat.chat_id, "6")
        assert await again.next_text() == "6"
        assert again.heard.empty()
        assert await _waiting(harness.app) <= 2, "what was stored here is forgotten there"


async def test_who_was_away_learns_of_the_chat_before_its_messages(
    alice: Person, bob: Person, new_client: Callable[..., Client]
) -> None:
    asked = await alice.secrets.begin(await find(alice.client, "9996628202"))
    await alice.client.__aexit__(None, None, None)
    await asyncio.wait_for(bob.secrets.opened(asked.chat_id), 30)
    await bob.secrets.send(asked.chat_id, "are you there?")
    client = new_client("alice")
    again = person(client)
    async with client:
        assert await again.next_text() == "are you there?"
        assert again.secrets.chat(asked.chat_id).key_hash == bob.secrets.chat(asked.chat_id).key_hash


async def test_what_the_server_withheld_is_asked_for(alice: Person, bob: Person, harness: Harness) -> None:
    """A server that loses a message is found out by the next one, and the message comes all the same."""
    chat = await begin(alice, bob)
    await alice.secrets.send(chat.chat_id, "one")
    assert await bob.next_text() == "one"
    state = bob.client.store.update_state()
    await bob.client._stop_feed()
    for words in ("two", "three"):
        await alice.secrets.send(chat.chat_id, words)

    async def lose(tx):
        await tx.execute("DELETE FROM device_queue WHERE qts = (SELECT max(qts) - 1 FROM device_queue)")

    await harness.app.db.write(lose)
    bob.client.store.save_update_state(state)
    await bob.client._follow_updates()
    await alice.secrets.send(chat.chat_id, "four")
    assert [await bob.next_text() for _ in range(3)] == ["two", "three", "four"]


async def test_a_chat_ends_for_both(alice: Person, bob: Person) -> None:
    chat = await begin(alice, bob)
    await bob.secrets.discard(chat.chat_id)
    assert bob.secrets.chat(chat.chat_id).keys is None
    with pytest.raises((NotOpen, rpc_errors.ENCRYPTION_DECLINED)):
        await alice.secrets.send(chat.chat_id, "anyone?")
    await asyncio.wait_for(_closed(alice, chat.chat_id), 30)


async def test_a_request_that_is_refused_leaves_nothing_waiting(alice: Person, bob: Person) -> None:
    his_id = await find(alice.client, "9996628202")
    await find(bob.client, "9996628201")
    await bob.client(functions.contacts.Block(id=await bob.client.input_peer("+9996628201")))
    with pytest.raises(rpc_errors.USER_IS_BLOCKED):
        await alice.secrets.begin(his_id)
    assert [chat.status for chat in alice.secrets.chats()] == ["closed"]


async def test_what_was_not_delivered_is_delivered_later_and_without_a_lost_file(
    alice: Person, bob: Person, new_client: Callable[..., Client]
) -> None:
    """Messages that were stored when the process ended, one of them with an upload that the server has dropped."""
    chat = await begin(alice, bob)
    conversation = alice.secrets._book.conversation(alice.secrets.chat(chat.chat_id))
    dropped = types.InputEncryptedFileUploaded(id=404, parts=1, md5_checksum="", key_fingerprint=1)
    sent = [
        Sent(conversation.send(_message("has no file")), tl.encode(dropped)),
        Sent(conversation.send(_message("second")), b""),
    ]
    SecretStore(alice.client.store.db).save(conversation.record, sent)
    await alice.client.__aexit__(None, None, None)
    async with new_client("alice") as client:
        again = person(client)
        await again.secrets.resume()
        said = await bob.next_message()
        assert (said.message.message, said.file) == ("has no file", None)
        assert await bob.next_text() == "second"


async def test_who_does_not_want_secret_chats(alice: Person, sign_in: Callable[..., object]) -> None:
    eve = person(await sign_in("9996628203", "eve", "Eve"), accept=lambda user_id: False)
    asked = await alice.secrets.begin(await find(alice.client, "9996628203"))
    assert (await asyncio.wait_for(alice.secrets.opened(asked.chat_id), 30)).status == "closed"
    assert eve.secrets.chats() == []


async def test_what_is_not_from_the_peer_is_passed_over(alice: Person, bob: Person) -> None:
    """A message that was changed on its way, and one's own sent back, are under no key of the peer's."""
    chat = await begin(alice, bob)
    of_bob = bob.secrets._book.conversation(bob.secrets.chat(chat.chat_id))
    mirrored = of_bob.encrypt(of_bob.send(_message("my own")))
    of_alice = alice.secrets._book.conversation(alice.secrets.chat(chat.chat_id))
    changed = bytearray(of_alice.encrypt(of_alice.send(_message("changed"))))
    changed[40] ^= 1
    for data in (mirrored, bytes(changed), b"no key at all" * 8):
        await _post(alice, chat.chat_id, data[: len(data) - (len(data) - 24) % 16])
    await alice.secrets.send(chat.chat_id, "still here")
    assert await bob.next_text() == "still here"


async def test_what_no_honest_peer_says_ends_the_chat(alice: Person, bob: Person) -> None:
    """A message of the peer's own key that acknowledges what was never sent."""
    chat = await begin(alice, bob)
    lying = alice.secrets._book.conversation(alice.secrets.chat(chat.chat_id))
    lying.record.sequence.taken_in = 99
    await _post(alice, chat.chat_id, lying.encrypt(lying.send(_message("from the future"))))
    assert (await asyncio.wait_for(_closed(alice, chat.chat_id), 30)) is None
    assert bob.secrets.chat(chat.chat_id).keys is None


def _message(text: str) -> secret.DecryptedMessage:
    return secret.DecryptedMessage(random_id=len(text), ttl=0, message=text)


async def _post(who: Person, chat_id: int, data: bytes) -> None:
    """Send bytes of one's own making into a chat."""
    peer = types.InputEncryptedChat(chat_id=chat_id, access_hash=who.secrets.chat(chat_id).access_hash)
    random_id = who.secrets.random_id()
    await who.client(functions.messages.SendEncrypted(peer=peer, random_id=random_id, data=data))


async def _closed(who: Person, chat_id: int) -> None:
    async with who.secrets._book._changed:
        await who.secrets._book._changed.wait_for(lambda: who.secrets.chat(chat_id).status == "closed")


async def _waiting(app: App) -> int:
    async def query(view) -> int:
        return await view.fetchval("SELECT COUNT(*) FROM device_queue")

    return await app.db.read(query)
