"""What TDLib sends besides text: pictures, files, voices, stickers, over connections that break."""

import asyncio
import os
from pathlib import Path

from scenario import Scenario, cut
from tdlib_devices import FOLDER, WORLD
from tdlib_verbs import Person, digest, download, hears, hears_kind, local, send, text

from tests.clients.tdlib import Json

VOICE = Path(WORLD["voice"]).read_bytes()


def file(name: str, content: bytes) -> Json:
    path = FOLDER / name
    path.write_bytes(content)
    return local(path)


async def share(does: Scenario, ada: Person, bob: Person) -> None:
    phone, theirs = ada.phone, bob.phone
    picture = {"@type": "inputMessagePhoto", "photo": {"@type": "inputPhoto", "photo": local(WORLD["picture"])}}

    async def send_file(name: str, content: bytes) -> Json:
        document = {"@type": "inputDocument", "document": file(name, content)}
        return await send(phone, bob.id, {"@type": "inputMessageDocument", "document": document})

    async def comes(kind: str) -> Json:
        return (await hears_kind(theirs, kind))["content"]

    async with does.does("photos"):
        await send(phone, bob.id, picture)
        same = await hears_kind(ada.tablet, "messagePhoto")
        photos = [content["photo"]["sizes"][-1]["photo"] for content in (same["content"], await comes("messagePhoto"))]
        assert await download(ada.tablet, photos[0]) == await download(theirs, photos[1])
    async with does.does("albums"):
        album = [picture | {"caption": text(words)} for words in ("one", "two")]
        await phone("sendMessageAlbum", chat_id=bob.id, input_message_contents=album)
        first, second = await hears(theirs, "one"), await hears(theirs, "two")
        assert first["media_album_id"] == second["media_album_id"] != "0"
    async with does.does("documents"):
        letter = os.urandom(1_500_000)
        await send_file("letter.bin", letter)
        came = (await comes("messageDocument"))["document"]
        assert (came["file_name"], await download(theirs, came["document"])) == ("letter.bin", digest(letter))
    async with does.does("voice messages"):
        note = {"@type": "inputVoiceNote", "voice_note": local(WORLD["voice"]), "duration": 2}
        await send(phone, bob.id, {"@type": "inputMessageVoiceNote", "voice_note": note})
        came = (await comes("messageVoiceNote"))["voice_note"]
        assert (came["duration"], await download(theirs, came["voice"])) == (2, digest(VOICE))
    async with does.does("stickers"):
        await phone("getRecentStickers", is_attached=False)  # which TDLib would ask for at the wrong time
        semaphore = await phone("searchStickerSet", name="chappe_semaphore", ignore_cache=True)
        await phone("changeStickerSet", set_id=semaphore["id"], is_installed=True, is_archived=False)
        sticker = {"@type": "inputFileId", "id": semaphore["stickers"][0]["sticker"]["id"]}
        await send(
            phone, bob.id, {"@type": "inputMessageSticker", "sticker": {"@type": "inputSticker", "sticker": sticker}}
        )
        came = (await comes("messageSticker"))["sticker"]["sticker"]
        done = await theirs("downloadFile", file_id=came["id"], priority=1, synchronous=True)
        assert done["local"]["downloaded_size"] == came["size"]
    async with does.does("broken connections"):
        engine = os.urandom(6_000_000)
        sending = asyncio.create_task(send_file("engine.bin", engine))
        await phone.update("updateFile", lambda update: update["file"]["remote"]["uploaded_size"] > len(engine) / 3)
        cut(WORLD["knife"])
        await sending
        came = (await comes("messageDocument"))["document"]["document"]
        loading = asyncio.create_task(download(theirs, came))
        await theirs.update("updateFile", lambda update: update["file"]["local"]["downloaded_size"] > len(engine) / 3)
        cut(WORLD["knife"])
        assert await loading == digest(engine)
