"""Files as a person sends and fetches them with unmodified Telethon."""

import hashlib
import io
import os
from itertools import count

import pytest
from PIL import Image
from telethon import TelegramClient
from telethon.errors import BadRequestError
from telethon.tl.functions.messages import CheckChatInviteRequest, GetSavedGifsRequest
from telethon.tl.types import MessageMediaDocument, MessageMediaPhoto

from mtproto.tl import functions, types
from server.access.file_references import LIFETIME
from tests.server.files.recording import video
from tests.server.files.uploading import picture, upload
from tests.server.harness import Harness


def noise(size: int, name: str) -> io.BytesIO:
    """A file nobody has seen before."""
    file = io.BytesIO(os.urandom(size))
    file.name = name
    return file


@pytest.mark.parametrize("size", [1, 1024, 600_000, 11_000_000])
async def test_a_document_comes_back_byte_for_byte(telethon: TelegramClient, size: int) -> None:
    """Small files, odd sizes, and the way of big files."""
    file = noise(size, "some name.bin")
    message = await telethon.send_file("me", file, force_document=True)
    assert isinstance(message.media, MessageMediaDocument)
    assert (message.file.name, message.file.size) == ("some name.bin", size)
    fetched = await telethon.download_media(message, bytes)
    assert hashlib.sha256(fetched).digest() == hashlib.sha256(file.getvalue()).digest()


async def test_a_photo_comes_in_sizes(telethon: TelegramClient) -> None:
    """Every size can be fetched, and the inline preview is a JPEG."""
    message = await telethon.send_file("me", picture(1000, 500))
    assert isinstance(message.media, MessageMediaPhoto)
    sizes = {size.type: size for size in message.photo.sizes}
    assert list(sizes) == ["i", "s", "m", "x", "y"]
    for index, box in enumerate((100, 320, 800, 1000), 1):
        fetched = await telethon.download_media(message, bytes, thumb=index)
        with Image.open(io.BytesIO(fetched)) as image:
            assert image.size == (box, box // 2)
    preview = await telethon.download_media(message, bytes, thumb=0)
    with Image.open(io.BytesIO(preview)) as image:
        image.load()
        assert image.size == (40, 20)


async def test_an_album(telethon: TelegramClient) -> None:
    """Several photos and a caption arrive as one group."""
    sent = await telethon.send_file("me", [picture(200, 100), picture(100, 200)], caption=["both", ""])
    assert len({message.grouped_id for message in sent}) == 1
    assert sent[0].grouped_id
    read = await telethon.get_messages("me", limit=2)
    assert [message.message for message in reversed(read)] == ["both", ""]


async def test_a_transfer_survives_cut_connections(telethon: TelegramClient) -> None:
    """The connection is cut after every third part, up and down; what arrives is what was sent."""
    file = noise(6_000_000, "cut.bin")
    cut = count(1)

    def progress(done: int, total: int) -> None:
        if next(cut) % 3 == 0 and done < total:
            telethon._sender._connection._writer.transport.abort()

    message = await telethon.send_file("me", file, force_document=True, progress_callback=progress)
    fetched = await telethon.download_media(message, bytes, progress_callback=progress)
    assert next(cut) > 20
    assert hashlib.sha256(fetched).digest() == hashlib.sha256(file.getvalue()).digest()


async def test_a_message_gets_another_document(telethon: TelegramClient) -> None:
    """An edit with an upload; and a forward of it, which needs no second one."""
    message = await telethon.send_file("me", noise(2_000, "first.bin"), caption="text")
    second = noise(3_000, "second.bin")
    edited = await telethon.edit_message(message, "other", file=second)
    assert (edited.file.name, edited.message) == ("second.bin", "other")
    forwarded = await telethon.forward_messages("me", edited)
    assert await telethon.download_media(forwarded, bytes) == second.getvalue()


async def test_a_gif_that_is_sent_is_saved(harness: Harness, telethon: TelegramClient) -> None:
    """The other device is shown it; a video is as large as its file says, for Telethon says that it is 1 by 1."""
    gif = io.BytesIO(video(64, 48, 5, sound=False))
    gif.name = "wave.mp4"
    sent = await telethon.send_file("me", gif)
    assert (sent.gif is not None, sent.file.width, sent.file.height) == (True, 64, 48)
    tablet = await harness.signed_in_telethon("9996621001")
    assert [one.id for one in (await tablet(GetSavedGifsRequest(0))).gifs] == [sent.document.id]


async def test_an_album_of_what_is_there_already(harness: Harness, telethon: TelegramClient) -> None:
    """Its items are named by their references; one that is too old is told by its place."""
    sent = [await telethon.send_file("me", picture(60 + number, 60)) for number in range(2)]
    album = await telethon.send_file("me", [one.photo for one in sent])
    assert [one.photo.id for one in album] == [one.photo.id for one in sent]
    harness.clock.advance(LIFETIME + 3600)
    fresh = await telethon.get_messages("me", ids=sent[0].id)
    with pytest.raises(BadRequestError, match="FILE_REFERENCE_1_EXPIRED"):
        await telethon.send_file("me", [fresh.photo, sent[1].photo])


async def test_a_link_shows_the_photo_of_its_group(harness: Harness, telethon: TelegramClient) -> None:
    bob = await harness.client("9996621002")
    made = await bob(functions.messages.CreateChat(users=[], title="Engine"))
    chat_id = made.updates.chats[0].id
    photo = types.InputChatUploadedPhoto(file=await upload(bob, picture(640, 640).getvalue()))
    await bob(functions.messages.EditChatPhoto(chat_id=chat_id, photo=photo))
    link = await bob(functions.messages.ExportChatInvite(peer=types.InputPeerChat(chat_id=chat_id)))
    shown = await telethon(CheckChatInviteRequest(link.link.rpartition("+")[2]))
    with Image.open(io.BytesIO(await telethon.download_media(shown.photo, bytes))) as image:
        assert image.size == (640, 640)
