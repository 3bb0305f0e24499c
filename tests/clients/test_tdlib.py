"""Unmodified TDLib does what a person does, and finds nothing wrong with the server's answers."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.clients import tdlib
from tests.clients.tdlib import Json, TdLib, TdLibError
from tests.server.harness import Harness

pytestmark = [
    pytest.mark.rows("HS-1", "MS-8"),
    pytest.mark.skipif(not tdlib.is_installed(), reason="TDLib is not installed in .peers (make peers)"),
]
ADA, BOB = "+9996628201", "+9996628202"
Open = Callable[..., TdLib]


@pytest.fixture
async def opened(harness: Harness, tmp_path: Path) -> Open:
    """A TDLib by the name of its folder, for a phone number."""
    library = await tdlib.prepare(harness.app, harness.port, tmp_path)
    return lambda name, *person: TdLib(library, tmp_path / name, *person)


@pytest.fixture
async def people(opened: Open) -> AsyncIterator[tuple[TdLib, TdLib]]:
    """Ada, who has Bob in her contacts, and Bob."""
    async with opened("ada", ADA, "Ada") as ada, opened("bob", BOB, "Bob") as bob:
        contacts = [{"@type": "importedContact", "phone_number": BOB, "first_name": "Bobby"}]
        assert (await ada("importContacts", contacts=contacts))["user_ids"] == [bob.user_id]
        yield ada, bob
    assert ada.complaints == bob.complaints == ""


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "ada.png"
    Image.linear_gradient("L").resize((640, 640)).convert("RGB").save(path)
    return path


def text(words: str) -> Json:
    return {"@type": "formattedText", "text": words}


def local(path: Path) -> Json:
    return {"@type": "inputFileLocal", "path": str(path)}


def holds(content: str) -> Callable[[Json], bool]:
    return lambda update: bool(update["message"]["content"]["@type"] == content)


async def send(sender: TdLib, chat_id: int, kind: str, **content: Any) -> Json:
    """Send a message; it, once the server has it."""
    await sender("sendMessage", chat_id=chat_id, input_message_content={"@type": kind, **content})
    sent: Json = (await sender.update("updateMessageSendSucceeded"))["message"]
    return sent


async def download(receiver: TdLib, file: Json) -> bytes:
    done = await receiver("downloadFile", file_id=file["id"], priority=1, synchronous=True)
    return await asyncio.to_thread(Path(done["local"]["path"]).read_bytes)


async def test_a_message_is_heard_read_edited_and_taken_back(people: tuple[TdLib, TdLib]) -> None:
    ada, bob = people
    with_bob = (await ada("createPrivateChat", user_id=bob.user_id))["id"]
    sent = await send(ada, with_bob, "inputMessageText", text=text("hello Bob"))
    heard = (await bob.update("updateNewMessage", holds("messageText")))["message"]
    assert heard["content"]["text"]["text"] == "hello Bob"
    history = await bob("getChatHistory", chat_id=heard["chat_id"], from_message_id=0, offset=0, limit=5)
    assert [message["id"] for message in history["messages"]] == [heard["id"]]

    await bob("viewMessages", chat_id=heard["chat_id"], message_ids=[heard["id"]], force_read=True)
    is_read = await ada.update("updateChatReadOutbox")
    assert is_read["last_read_outbox_message_id"] == sent["id"]

    edit = {"@type": "inputMessageText", "text": text("hello again")}
    await ada("editMessageText", chat_id=with_bob, message_id=sent["id"], input_message_content=edit)
    assert (await bob.update("updateMessageContent"))["new_content"]["text"]["text"] == "hello again"

    await ada("deleteMessages", chat_id=with_bob, message_ids=[sent["id"]], revoke=True)
    gone = await bob.update("updateDeleteMessages", lambda update: update["is_permanent"] and not update["from_cache"])
    assert gone["message_ids"] == [heard["id"]]


async def test_a_group_shares_pictures_and_documents(people: tuple[TdLib, TdLib], picture: Path) -> None:
    ada, bob = people
    group = (await ada("createNewBasicGroupChat", user_ids=[bob.user_id], title="Engine"))["chat_id"]
    await bob.update("updateNewChat", lambda update: update["chat"]["title"] == "Engine")
    await send(ada, group, "inputMessagePhoto", photo={"@type": "inputPhoto", "photo": local(picture)})
    came = await bob.update("updateNewMessage", holds("messagePhoto"))
    shown = came["message"]["content"]["photo"]["sizes"][-1]["photo"]
    assert len(await download(bob, shown)) == shown["size"]

    letter = picture.with_suffix(".bin")
    letter.write_bytes(content := os.urandom(300_000))
    document = {"@type": "inputDocument", "document": local(letter)}
    await send(ada, group, "inputMessageDocument", document=document)
    came = await bob.update("updateNewMessage", holds("messageDocument"))
    assert await download(bob, came["message"]["content"]["document"]["document"]) == content


async def test_a_person_shows_who_they_are(people: tuple[TdLib, TdLib], picture: Path) -> None:
    ada, bob = people
    await ada("setName", first_name="Ada", last_name="Lovelace")
    await ada("setBio", bio="counts")
    await ada("setUsername", username="ada_t")
    photo = {"@type": "inputChatPhotoStatic", "photo": local(picture)}
    await ada("setProfilePhoto", photo=photo, is_public=False)
    assert (await bob("searchPublicChat", username="ada_t"))["title"] == "Ada Lovelace"
    assert (await bob("getUserFullInfo", user_id=ada.user_id))["bio"]["text"] == "counts"
    shown = (await bob("getUser", user_id=ada.user_id))["profile_photo"]["big"]
    assert len(await download(bob, shown)) > 1000
    found = (await ada("getContacts"))["user_ids"]
    assert [(await ada("getUser", user_id=one))["first_name"] for one in found] == ["Bobby"]


@pytest.mark.rows("A4", "P5")
async def test_a_second_device_owes_the_password(people: tuple[TdLib, TdLib], opened: Open) -> None:
    ada, _ = people
    await ada("setPassword", old_password="", new_password="enchantress", new_hint="engine")
    with pytest.raises(TdLibError, match="PASSWORD_HASH_INVALID"):
        async with opened("intruder", ADA, "", "difference"):
            pass
    async with opened("tablet", ADA, "", "enchantress") as tablet:
        assert tablet.user_id == ada.user_id
        sessions = (await ada("getActiveSessions"))["sessions"]
        assert sorted(session["is_password_pending"] for session in sessions) == [False, False, True]
    assert tablet.complaints == ""
