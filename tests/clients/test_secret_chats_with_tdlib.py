"""Our client and an unmodified TDLib understand each other's secret chats (row E1)."""

from __future__ import annotations

import asyncio
import base64
import io
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from client_sdk.client import Client
from client_sdk.network.endpoint import Endpoint
from client_sdk.secret.files import download, send_file
from client_sdk.secret.media import About
from client_sdk.secret.record import Record
from client_sdk.secret.rekeying import MAX_USES
from client_sdk.secret.store import SecretStore, Sent
from mtproto.tl import secret
from tests.client_sdk.secret.conftest import Person, find, person
from tests.clients import tdlib
from tests.clients.tdlib import Json, TdLib
from tests.server.harness import Harness

pytestmark = [
    pytest.mark.rows("E1"),
    pytest.mark.skipif(not tdlib.is_installed(), reason="TDLib is not installed in .peers (make peers)"),
]
ADA, BOB = "+9996628301", "+9996628302"


@dataclass
class Pair:
    """Ada with our client, Bob with TDLib."""

    ada: Person
    bob: TdLib

    async def begun_by_ada(self) -> tuple[Record, Json]:
        asked = await self.ada.secrets.begin(await find(self.ada.client, BOB))
        return await self._opened(asked.chat_id)

    async def begun_by_bob(self) -> tuple[Record, Json]:
        contacts = [{"@type": "importedContact", "phone_number": ADA, "first_name": "Ada"}]
        found = await self.bob("importContacts", contacts=contacts)
        chat = await self.bob("createNewSecretChat", user_id=found["user_ids"][0])
        return await self._opened(chat["type"]["secret_chat_id"])

    async def _opened(self, chat_id: int) -> tuple[Record, Json]:
        """The chat as Ada has it, and as Bob has it."""
        of_ada = await asyncio.wait_for(self.ada.secrets.opened(chat_id), tdlib.SECONDS)
        of_bob = (await self.bob.update("updateSecretChat", is_ready))["secret_chat"]
        return of_ada, of_bob

    async def bob_says(self, chat: Json, content: Json) -> None:
        at = await self.bob("createSecretChat", secret_chat_id=chat["id"])
        await self.bob("sendMessage", chat_id=at["id"], input_message_content=content)

    async def bob_hears(self, words: str) -> None:
        await self.bob.update("updateNewMessage", lambda update: _text_in(update["message"]) == words)


def is_ready(update: Json) -> bool:
    return bool(update["secret_chat"]["state"]["@type"] == "secretChatStateReady")


def _text_in(message: Json) -> str | None:
    content = message["content"]
    return content["text"]["text"] if content["@type"] == "messageText" else None


def text(words: str) -> Json:
    return {"@type": "inputMessageText", "text": {"@type": "formattedText", "text": words}}


@pytest.fixture
async def pair(harness: Harness, library: Path, tmp_path: Path) -> AsyncIterator[Pair]:
    key = harness.app.secrets.main.public
    endpoint = Endpoint("127.0.0.1", harness.port, harness.app.config.server.dc_id, (key,))
    client = Client(tmp_path / "ada.session", endpoint, api_id=1, api_hash="hash")
    async with client, TdLib(library, tmp_path / "bob", BOB, "Bob") as bob:
        sent = await client.send_code(ADA)
        await client.sign_in(ADA, sent.phone_code_hash, ADA[6] * 5)
        await client.sign_up(ADA, sent.phone_code_hash, "Ada")
        yield Pair(person(client), bob)


@pytest.mark.parametrize("who", ["ada", "bob"])
async def test_they_agree_on_a_key_and_talk(pair: Pair, who: str) -> None:
    ours, theirs = await (pair.begun_by_ada() if who == "ada" else pair.begun_by_bob())
    assert base64.b64decode(theirs["key_hash"]) == ours.key_hash, "what people compare"
    for number in range(3):
        await pair.ada.secrets.send(ours.chat_id, f"to Bob {number}")
        await pair.bob_says(theirs, text(f"to Ada {number}"))
    for number in range(3):
        await pair.bob_hears(f"to Bob {number}")
        assert await pair.ada.next_text() == f"to Ada {number}"
    layer = (await pair.bob("getSecretChat", secret_chat_id=theirs["id"]))["layer"]
    assert layer == pair.ada.secrets.chat(ours.chat_id).peer_layer == 144


async def test_files_both_ways(pair: Pair, tmp_path: Path) -> None:
    ours, theirs = await pair.begun_by_ada()
    content = os.urandom(700_001)
    await send_file(pair.ada.secrets, pair.ada.client, ours.chat_id, content, name="secret.bin")
    came = await pair.bob.update("updateNewMessage", lambda u: u["message"]["content"]["@type"] == "messageDocument")
    document = came["message"]["content"]["document"]
    assert document["file_name"] == "secret.bin"
    done = await pair.bob("downloadFile", file_id=document["document"]["id"], priority=1, synchronous=True)
    assert await asyncio.to_thread(Path(done["local"]["path"]).read_bytes) == content

    (tmp_path / "answer.bin").write_bytes(content[::-1])
    local = {"@type": "inputFileLocal", "path": str(tmp_path / "answer.bin")}
    answer = {"@type": "inputMessageDocument", "document": {"@type": "inputDocument", "document": local}}
    await pair.bob_says(theirs, answer)
    said = await pair.ada.next_message()
    assert b"".join([part async for part in download(pair.ada.client, said)]) == content[::-1]


async def test_tdlib_shows_what_we_send_as_what_it_is(pair: Pair) -> None:
    ours, _ = await pair.begun_by_ada()
    video = {"duration": 3, "width": 240, "height": 240, "mime_type": "video/mp4"}
    photo = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(photo, "JPEG")
    sent = {
        "messagePhoto": About("photo", width=64, height=48, mime_type="image/jpeg"),
        "messageVideo": About("video", **video),
        "messageVideoNote": About("round", **video),
        "messageAnimation": About("animation", **video),
        "messageVoiceNote": About("voice", "audio/ogg", duration=5),
        "messageAudio": About("audio", "audio/mpeg", duration=60, title="Air", performer="Bach"),
    }
    for about in sent.values():
        content = photo.getvalue() if about.kind == "photo" else os.urandom(500)
        await send_file(pair.ada.secrets, pair.ada.client, ours.chat_id, content, name="f", about=about)
    await pair.ada.secrets.send_location(ours.chat_id, 52.5, 13.25)
    await pair.ada.secrets.send_venue(ours.chat_id, 52.5, 13.25, "Harbour", "Quay 1")
    await pair.ada.secrets.send_contact(ours.chat_id, ADA, "Ada")
    shown = {}
    for kind in (*sent, "messageLocation", "messageVenue", "messageContact"):
        update = await pair.bob.update("updateNewMessage", lambda u, k=kind: u["message"]["content"]["@type"] == k)
        shown[kind] = update["message"]["content"]
    assert shown["messageVideo"]["video"]["duration"] == shown["messageVideoNote"]["video_note"]["duration"] == 3
    assert shown["messageVoiceNote"]["voice_note"]["duration"] == 5
    assert (shown["messageAudio"]["audio"]["title"], shown["messageAudio"]["audio"]["performer"]) == ("Air", "Bach")
    assert shown["messageLocation"]["location"]["latitude"] == pytest.approx(52.5, abs=1e-5)
    assert shown["messageVenue"]["venue"]["title"] == "Harbour"
    assert shown["messageContact"]["contact"]["first_name"] == "Ada"


@pytest.mark.parametrize("who", ["ada", "bob"])
async def test_keys_are_replaced(pair: Pair, who: str) -> None:
    """After a hundred messages whoever sends asks for another key, and both use it; nothing said is lost."""
    ours, theirs = await pair.begun_by_ada()
    first = pair.ada.secrets.chat(ours.chat_id).keys.current
    for number in range(MAX_USES + 5):
        if who == "ada":
            await pair.ada.secrets.send(ours.chat_id, str(number))
            await pair.bob_hears(str(number))
        else:
            await pair.bob_says(theirs, text(str(number)))
            assert await pair.ada.next_text() == str(number)
    await pair.bob_says(theirs, text("after"))
    assert await pair.ada.next_text() == "after"
    await pair.ada.secrets.send(ours.chat_id, "all")
    await pair.bob_hears("all")
    keys = pair.ada.secrets.chat(ours.chat_id).keys
    assert keys.current != first
    assert keys.other is None


async def test_deleting_timers_and_an_ending(pair: Pair) -> None:
    ours, theirs = await pair.begun_by_bob()
    await pair.bob_says(theirs, text("take this back"))
    said = (await pair.ada.next_message()).message
    action = secret.DecryptedMessageActionDeleteMessages(random_ids=[said.random_id])
    await pair.ada.secrets.act(ours.chat_id, action)
    await pair.bob.update("updateDeleteMessages", lambda update: update["is_permanent"])
    await pair.ada.secrets.act(ours.chat_id, secret.DecryptedMessageActionSetMessageTTL(ttl_seconds=30))
    await pair.bob.update("updateChatMessageAutoDeleteTime", lambda u: u["message_auto_delete_time"] == 30)
    await pair.bob("closeSecretChat", secret_chat_id=theirs["id"])
    async with pair.ada.secrets._book._changed:
        await asyncio.wait_for(
            pair.ada.secrets._book._changed.wait_for(lambda: pair.ada.secrets.chat(ours.chat_id).status == "closed"),
            tdlib.SECONDS,
        )


async def test_bob_asks_for_what_the_server_lost(pair: Pair) -> None:
    ours, _ = await pair.begun_by_ada()
    await pair.ada.secrets.send(ours.chat_id, "one")
    await pair.bob_hears("one")
    store = SecretStore(pair.ada.client.store.db)
    conversation = pair.ada.secrets._book.conversation(pair.ada.secrets.chat(ours.chat_id))
    lost = conversation.send(secret.DecryptedMessage(random_id=2, ttl=0, message="two"))
    store.save(conversation.record, [Sent(lost, b"")])
    store.delivered(ours.chat_id, lost.number, b"")  # that is what the server said
    await pair.ada.secrets.send(ours.chat_id, "three")
    await pair.bob_hears("two")
    await pair.bob_hears("three")


async def test_ada_asks_for_what_the_server_lost(pair: Pair, harness: Harness) -> None:
    ours, theirs = await pair.begun_by_ada()
    await pair.bob_says(theirs, text("one"))
    assert await pair.ada.next_text() == "one"
    state = pair.ada.client.store.update_state()
    await pair.ada.client._stop_feed()
    for words in ("two", "three"):
        await pair.bob_says(theirs, text(words))
        await pair.bob.update("updateMessageSendSucceeded", lambda u, words=words: _text_in(u["message"]) == words)

    async def lose(tx):
        await tx.execute("DELETE FROM device_queue WHERE qts = (SELECT max(qts) - 1 FROM device_queue)")

    await harness.app.db.write(lose)
    pair.ada.client.store.save_update_state(state)
    await pair.ada.client._follow_updates()
    assert [await pair.ada.next_text() for _ in range(2)] == ["two", "three"]
    assert pair.ada.secrets.chat(ours.chat_id).held == {}
