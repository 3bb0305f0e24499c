"""What Telethon sends besides text: pictures, files, voices, stickers, over connections that break."""

import hashlib
import os
from pathlib import Path
from typing import Any

from scenario import Once, Scenario, named
from telethon import TelegramClient, events
from telethon.tl import functions, types
from telethon.tl.alltlobjects import LAYER
from telethon_devices import BROKEN, WORLD, Person

VOICE = Path(WORLD["voice"]).read_bytes()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def download(client: TelegramClient, message: Any, **options: Any) -> str:
    return digest(await client.download_media(message, bytes, **options))


async def share(does: Scenario, ada: Person, bob: Person) -> None:
    phone, theirs, to_bob = ada.phone.client, bob.phone.client, f"bob_t{LAYER}"

    async def came() -> Any:
        return await bob.phone.heard.take(events.NewMessage.Event, lambda event: event.media)

    async with does.does("photos"):
        sent = await phone.send_file(to_bob, WORLD["picture"])
        assert await download(phone, sent) == await download(theirs, (await came()).message)
    async with does.does("albums", fault=BROKEN):
        await phone.send_file(to_bob, [WORLD["picture"]] * 2, caption=["one", "two"])
        first, second = await came(), await came()
        assert first.grouped_id == second.grouped_id is not None
        assert {first.raw_text, second.raw_text} == {"one", "two"}
    async with does.does("documents"):
        letter = named(os.urandom(1_500_000), "letter.bin")
        await phone.send_file(to_bob, letter)
        document = await came()
        assert document.file.name == "letter.bin"
        assert await download(theirs, document.message) == digest(letter.getbuffer())
    async with does.does("voice messages"):
        await phone.send_file(
            to_bob, WORLD["voice"], voice_note=True, attributes=[types.DocumentAttributeAudio(2, voice=True)]
        )
        voice = await came()
        assert (voice.file.duration, voice.voice is not None) == (2, True)
        assert await download(theirs, voice.message) == digest(VOICE)
    async with does.does("stickers", raw=True):
        name = types.InputStickerSetShortName("chappe_semaphore")
        await phone(functions.messages.InstallStickerSetRequest(name, archived=False))
        found = await phone(functions.messages.GetStickerSetRequest(name, hash=0))
        await phone.send_file(to_bob, found.documents[0])
        sticker = await came()
        assert sticker.sticker is not None
        assert len(await theirs.download_media(sticker.message, bytes)) == sticker.file.size
    async with does.does("broken connections"):
        content = os.urandom(6_000_000)
        once = Once()
        await phone.send_file(to_bob, named(content, "engine.bin"), progress_callback=once.cut_at_a_third)
        once_more = Once()
        got = await download(theirs, (await came()).message, progress_callback=once_more.cut_at_a_third)
        assert got == digest(content)
        assert once.is_done
        assert once_more.is_done
