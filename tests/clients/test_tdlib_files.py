"""Unmodified TDLibs save what they send, get new references for old ones, and see the pictures of sets and groups."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.access.file_references import FileReferences
from tests.clients import tdlib
from tests.clients.tdlib import Json, TdLib, local
from tests.server.files.recording import video
from tests.server.files.sticker_sets import still
from tests.server.files.uploading import picture
from tests.server.harness import Harness

pytestmark = pytest.mark.skipif(not tdlib.is_installed(), reason="TDLib is not installed in .peers (make peers)")
ADA, BOB = "+9996628401", "+9996628402"
WRONG = ("hoto", "ticker", "nimation", "humbnail")
"""In what TDLib logs of pictures, stickers and animations."""


@pytest.fixture
async def people(library: Path, tmp_path: Path) -> AsyncIterator[tuple[TdLib, TdLib]]:
    """Ada and Bob, who find nothing wrong with the files that the server names."""
    async with tdlib.ada_and_bob(library, tmp_path, ADA, BOB, WRONG) as both:
        yield both


async def saved_chat(client: TdLib) -> int:
    chat_id: int = (await client("createPrivateChat", user_id=client.user_id))["id"]
    return chat_id


async def downloaded(client: TdLib, file: Json) -> bytes:
    done = await client("downloadFile", file_id=file["id"], priority=1, synchronous=True)
    return await asyncio.to_thread(Path(done["local"]["path"]).read_bytes)


async def test_a_gif_that_is_sent_is_saved_on_the_other_device(
    people: tuple[TdLib, TdLib], library: Path, tmp_path: Path
) -> None:
    """Once, although the TDLib that sends it saves it as well."""
    ada, _ = people
    async with TdLib(library, tmp_path / "tablet", ADA, "Ada") as tablet:
        assert (await tablet("getSavedAnimations"))["animations"] == []
        animation = local(tmp_path / "wave.mp4", video(64, 64, 5, sound=False))
        content = {"@type": "inputMessageAnimation", "animation": {"@type": "inputAnimation", "animation": animation}}
        await ada("sendMessage", chat_id=await saved_chat(ada), input_message_content=content)
        await ada.update("updateMessageSendSucceeded")
        told = await tablet.update("updateSavedAnimations", lambda update: update["animation_ids"])
        saved = (await tablet("getSavedAnimations"))["animations"]
        assert [one["animation"]["id"] for one in saved] == told["animation_ids"]
        assert [one["file_name"] for one in saved] == ["wave.mp4"]
    assert tablet.complaints_about(*WRONG) == []


async def test_a_picture_of_its_own_is_fetched_by_its_set(people: tuple[TdLib, TdLib], tmp_path: Path) -> None:
    ada, bob = people
    webp = {"@type": "stickerFormatWebp"}
    sticker = local(tmp_path / "face.webp", still())
    await ada(
        "createNewStickerSet",
        user_id=0,
        title="Faces",
        name="faces",
        sticker_type={"@type": "stickerTypeRegular"},
        stickers=[{"@type": "inputSticker", "sticker": sticker, "format": webp, "emojis": "😀"}],
    )
    await ada(
        "setStickerSetThumbnail",
        user_id=0,
        name="faces",
        thumbnail=local(tmp_path / "thumb.webp", still(100)),
        format=webp,
    )
    found = await bob("searchStickerSet", name="faces", ignore_cache=True)
    thumbnail = found["thumbnail"]
    assert (thumbnail["width"], thumbnail["height"]) == (100, 100)
    assert await downloaded(bob, thumbnail["file"]) == still(100)


async def test_an_album_is_sent_whose_references_are_refused(
    harness: Harness, people: tuple[TdLib, TdLib], tmp_path: Path
) -> None:
    """TDLib asks for the messages again that showed its items, one after the other as they are refused."""
    ada, _ = people
    chat = await saved_chat(ada)
    sent = []
    for number in range(2):
        photo = local(tmp_path / f"{number}.png", picture(90 + number, 60).getvalue())
        content = {"@type": "inputMessagePhoto", "photo": {"@type": "inputPhoto", "photo": photo}}
        await ada("sendMessage", chat_id=chat, input_message_content=content)
        message = (await ada.update("updateMessageSendSucceeded"))["message"]
        sent.append(message["content"]["photo"]["sizes"][-1]["photo"])
    harness.app.references = FileReferences(bytes(32))  # it holds none that was made by now
    again = [
        {
            "@type": "inputMessagePhoto",
            "photo": {"@type": "inputPhoto", "photo": {"@type": "inputFileId", "id": one["id"]}},
        }
        for one in sent
    ]
    await ada("sendMessageAlbum", chat_id=chat, input_message_contents=again)
    shown = [(await ada.update("updateMessageSendSucceeded"))["message"] for _ in again]
    assert len({message["media_album_id"] for message in shown}) == 1
    unique = [message["content"]["photo"]["sizes"][-1]["photo"]["remote"]["unique_id"] for message in shown]
    assert sorted(unique) == sorted(one["remote"]["unique_id"] for one in sent)


async def test_a_link_shows_the_photo_of_its_group(people: tuple[TdLib, TdLib], tmp_path: Path) -> None:
    ada, bob = people
    made = await ada("createNewBasicGroupChat", user_ids=[], title="Engine")
    photo = {"@type": "inputChatPhotoStatic", "photo": local(tmp_path / "group.png", picture(640, 640).getvalue())}
    await ada("setChatPhoto", chat_id=made["chat_id"], photo=photo)
    link = await ada("createChatInviteLink", chat_id=made["chat_id"])
    shown = (await bob("checkChatInviteLink", invite_link=link["invite_link"]))["photo"]
    for size in (shown["small"], shown["big"]):
        assert (await downloaded(bob, size)).startswith(b"\xff\xd8")
