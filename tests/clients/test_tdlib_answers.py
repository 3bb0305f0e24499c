"""Unmodified TDLibs take what the server answers for what they asked: copies, photos, sounds, owners, reminders."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.access.file_references import FileReferences
from tests.clients import tdlib
from tests.clients.tdlib import Json, TdLib, local
from tests.server.files.recording import sound
from tests.server.files.uploading import picture
from tests.server.harness import Harness

pytestmark = pytest.mark.skipif(not tdlib.is_installed(), reason="TDLib is not installed in .peers (make peers)")
ADA, BOB = "+9996628601", "+9996628602"
WRONG = ("Receive wrong", "instead of updates", "has changed", "Receive no topic")
"""In what TDLib logs of answers that are not what was asked for."""


@pytest.fixture
async def people(library: Path, tmp_path: Path) -> AsyncIterator[tuple[TdLib, TdLib]]:
    """Ada and Bob, whose TDLibs complain of nothing but what is not there."""
    async with tdlib.ada_and_bob(library, tmp_path, ADA, BOB, WRONG) as both:
        yield both


def words(text: str) -> Json:
    return {"@type": "inputMessageText", "text": {"@type": "formattedText", "text": text}}


async def sent(client: TdLib, chat: int, text: str, **options: Json) -> Json:
    await client("sendMessage", chat_id=chat, input_message_content=words(text), options=options)
    message: Json = (await client.update("updateMessageSendSucceeded"))["message"]
    return message


async def chat_with(client: TdLib, phone: str) -> int:
    other = await client("searchUserByPhoneNumber", phone_number=phone, only_local=False)
    chat_id: int = (await client("createPrivateChat", user_id=other["id"]))["id"]
    return chat_id


async def test_a_text_is_copied_and_kept(people: tuple[TdLib, TdLib]) -> None:
    """Without its author to the other, with it in Saved Messages, where a reminder waits as well."""
    ada, bob = people
    to_bob, saved = await chat_with(ada, BOB), (await ada("createPrivateChat", user_id=ada.user_id))["id"]
    message = await sent(ada, to_bob, "words")
    for chat, is_copy in ((to_bob, True), (saved, False)):
        await ada("forwardMessages", chat_id=chat, from_chat_id=to_bob, message_ids=[message["id"]], send_copy=is_copy)
        forwarded = (await ada.update("updateMessageSendSucceeded"))["message"]
        assert ("forward_info" in forwarded) is not is_copy
    due = message["date"] + 3600
    await sent(ada, saved, "remember", scheduling_state={"@type": "messageSchedulingStateSendAtDate", "send_date": due})
    waiting = await ada("getChatScheduledMessages", chat_id=saved)
    assert [one["scheduling_state"]["send_date"] for one in waiting["messages"]] == [due]
    assert [(await bob.update("updateNewMessage"))["message"]["content"]["text"]["text"] for _ in range(2)] == [
        "words",
        "words",
    ]


async def test_photos_of_a_profile(harness: Harness, people: tuple[TdLib, TdLib], tmp_path: Path) -> None:
    """Old references are replaced for each of them; one goes."""
    ada, bob = people
    for width in (640, 641):
        photo = {"@type": "inputChatPhotoStatic", "photo": local(tmp_path / "me.png", picture(width, 640).getvalue())}
        await ada("setProfilePhoto", photo=photo, is_public=False)
    await chat_with(bob, ADA)
    listed = {"user_id": ada.user_id, "offset": 0, "limit": 10}
    shown = (await bob("getUserProfilePhotos", **listed))["photos"]
    harness.app.references = FileReferences(bytes(32))  # it holds none that was made by now
    for photo in shown:
        file = photo["sizes"][-1]["photo"]
        done = await bob("downloadFile", file_id=file["id"], priority=1, synchronous=True)
        assert done["local"]["is_downloading_completed"]
    mine = (await ada("getUserProfilePhotos", **listed))["photos"]
    await ada("deleteProfilePhoto", profile_photo_id=mine[1]["id"])
    assert [photo["id"] for photo in (await ada("getUserProfilePhotos", **listed))["photos"]] == [mine[0]["id"]]


async def test_a_sound_is_added(people: tuple[TdLib, TdLib], tmp_path: Path) -> None:
    ada, _ = people
    ring = await asyncio.to_thread(sound, 1.0, "mp3", "libmp3lame")
    added = await ada("addSavedNotificationSound", sound=local(tmp_path / "ring.mp3", ring))
    listed = (await ada("getSavedNotificationSounds"))["notification_sounds"]
    assert [one["id"] for one in listed] == [added["id"]]


async def test_what_is_missing_to_hand_a_group_over(people: tuple[TdLib, TdLib]) -> None:
    ada, _ = people
    assert (await ada("canTransferOwnership"))["@type"] == "canTransferOwnershipResultPasswordNeeded"
    await ada("setPassword", old_password="", new_password="enchantress", new_hint="")
    answer = await ada("canTransferOwnership")
    assert answer["@type"] == "canTransferOwnershipResultPasswordTooFresh"
    assert 86_000 < answer["retry_after"] <= 86_400
