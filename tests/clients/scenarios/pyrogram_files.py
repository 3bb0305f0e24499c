"""What Pyrogram and Kurigram send besides text: pictures, files, voices, stickers, over connections that break."""

import hashlib
import os
from pathlib import Path
from typing import Any

from pyrogram.raw import functions, types
from pyrogram.types import InputMediaPhoto
from pyrogram_devices import WORLD, Device, Person
from scenario import Once, Scenario, named

VOICE = Path(WORLD["voice"]).read_bytes()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def download(device: Device, media: Any, **options: Any) -> str:
    return digest((await device.client.download_media(media, in_memory=True, **options)).getbuffer())


async def share(does: Scenario, ada: Person, bob: Person, to_bob: str) -> None:
    """Ada sends Bob one of each."""
    phone = ada.phone.client
    async with does.does("photos"):
        sent = await phone.send_photo(to_bob, WORLD["picture"])
        assert await download(ada.phone, sent) == await download(bob.phone, await bob.phone.hears_media())
    async with does.does("albums"):
        pictures = [InputMediaPhoto(WORLD["picture"], caption=words) for words in ("one", "two")]
        await phone.send_media_group(to_bob, pictures)
        first, second = await bob.phone.hears_media(), await bob.phone.hears_media()
        assert first.media_group_id == second.media_group_id is not None
        assert {first.caption, second.caption} == {"one", "two"}
    async with does.does("documents"):
        letter = named(os.urandom(1_500_000), "letter.bin")
        await phone.send_document(to_bob, letter)
        came = await bob.phone.hears_media()
        assert (came.document.file_name, await download(bob.phone, came)) == ("letter.bin", digest(letter.getbuffer()))
    async with does.does("voice messages"):
        await phone.send_voice(to_bob, WORLD["voice"])
        came = await bob.phone.hears_media()
        assert (came.voice.duration, await download(bob.phone, came)) == (2, digest(VOICE))
    async with does.does("stickers", raw=True):
        name = types.InputStickerSetShortName(short_name="chappe_semaphore")
        await phone.invoke(functions.messages.InstallStickerSet(stickerset=name, archived=False))
        first = (await phone.invoke(functions.messages.GetStickerSet(stickerset=name, hash=0))).documents[0]
        document = types.InputDocument(id=first.id, access_hash=first.access_hash, file_reference=first.file_reference)
        await phone.invoke(
            functions.messages.SendMedia(
                peer=await phone.resolve_peer(to_bob),
                media=types.InputMediaDocument(id=document),
                message="",
                random_id=phone.rnd_id(),
            )
        )
        came = await bob.phone.hears_media()
        content = await bob.phone.client.download_media(came.sticker.file_id, in_memory=True)
        assert len(content.getbuffer()) == first.size
    async with does.does("broken connections"):
        engine = named(os.urandom(6_000_000), "engine.bin")
        up, down = Once(), Once()
        await phone.send_document(to_bob, engine, progress=up.cut_at_a_third)
        came = await bob.phone.hears_media()
        assert await download(bob.phone, came, progress=down.cut_at_a_third) == digest(engine.getbuffer())
        assert up.is_done
        assert down.is_done
