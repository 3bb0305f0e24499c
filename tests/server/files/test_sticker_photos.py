"""Photos that are made of a sticker or custom emoji (core.telegram.org/api/files#sticker-profile-pictures)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from telethon import TelegramClient
from telethon.tl import functions as telethon_functions
from telethon.tl import types as telethon_types

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.client import Client
from tests.server.files.photos import of, place
from tests.server.files.recording import sticker, video
from tests.server.files.sticker_sets import animated, item, make
from tests.server.files.uploading import get, picture, stored, upload
from tests.server.harness import Harness
from tests.server.people import ALICE, BOB

RED, BLUE, GREEN = 0xFF0000, 0x0000FF, 0x00FF00


def black(kind: str = "WEBP") -> bytes:
    """A sticker whose middle is black and whose rim can be seen through."""
    file = io.BytesIO()
    drawn = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    drawn.paste((0, 0, 0, 255), (25, 25, 75, 75))
    drawn.save(file, kind, lossless=True)
    return file.getvalue()


async def emoji(client: Client) -> types.messages.StickerSet:
    """A set of custom emoji: a picture, and one that moves."""
    two = [await item(client, black()), await item(client, animated(), "application/x-tgsticker")]
    return await make(client, "moods", emojis=True, stickers=two)


def of_emoji(emoji_id: int, *colors: int) -> types.VideoSizeEmojiMarkup:
    return types.VideoSizeEmojiMarkup(emoji_id=emoji_id, background_colors=list(colors))


async def worn(client: Client, markup: Any, **fields: Any) -> types.Photo:
    answer = await client(functions.photos.UploadProfilePhoto(video_emoji_markup=markup, **fields))
    photo: types.Photo = answer.photo
    return photo


async def still(client: Client, photo: types.Photo) -> Image.Image:
    data = (await client(get(place(photo, "c"), 0, 1 << 20))).bytes
    return Image.open(io.BytesIO(data)).convert("RGB")


def near(seen: Any, wanted: int) -> bool:
    return all(abs(part - (wanted >> shift & 0xFF)) < 40 for part, shift in zip(seen, (16, 8, 0), strict=True))


async def test_an_emoji_becomes_a_photo(harness: Harness) -> None:
    """Others see what it is made of, and a still: the emoji over its colours, the first on top."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    made = await emoji(alice)
    markup = of_emoji(made.documents[0].id, RED, BLUE)
    photo = await worn(alice, markup)
    assert photo.video_sizes == [markup]
    assert [(one.type, one.w) for one in photo.sizes[1:]] == [("a", 160), ("b", 320), ("c", 640)]
    who, _ = of(harness, bob, alice)
    (seen,) = (await bob(functions.photos.GetUserPhotos(user_id=who, offset=0, max_id=0, limit=1))).photos
    assert seen.video_sizes == [markup]
    assert (await bob(functions.users.GetUsers(id=[who])))[0].photo.has_video
    drawn = await still(bob, seen)
    assert near(drawn.getpixel((320, 5)), RED)
    assert near(drawn.getpixel((320, 635)), BLUE)
    assert near(drawn.getpixel((320, 320)), 0x000000)
    assert not near(drawn.getpixel((150, 320)), 0x000000)  # the sticker has a rim that can be seen through
    png = (await make(alice, "more", emojis=True, stickers=[await item(alice, black("PNG"), "image/png")])).documents[0]
    assert near((await still(alice, await worn(alice, of_emoji(png.id, RED)))).getpixel((320, 320)), 0x000000)
    await worn(alice, markup)
    old = await harness.client(BOB, layer=150)  # has no such thing
    (seen,) = (await old(functions.photos.GetUserPhotos(user_id=who, offset=0, max_id=0, limit=1))).photos
    assert not seen.video_sizes


async def test_one_that_moves_is_drawn_by_clients_alone(harness: Harness) -> None:
    alice = await harness.client(ALICE)
    moving = (await emoji(alice)).documents[1].id
    drawn = await still(alice, await worn(alice, of_emoji(moving, GREEN)))
    assert all(near(drawn.getpixel(where), GREEN) for where in ((5, 5), (320, 320), (635, 635)))
    four = await still(alice, await worn(alice, of_emoji(moving, RED, BLUE, GREEN, 0xFFFFFF)))
    corners = [four.getpixel(where) for where in ((5, 5), (635, 5), (5, 635), (635, 635))]
    assert all(near(seen, wanted) for seen, wanted in zip(corners, (RED, BLUE, GREEN, 0xFFFFFF), strict=True))


async def test_one_that_is_a_video_is_drawn_as_it_begins(harness: Harness) -> None:
    alice = await harness.client(ALICE)
    made = await make(alice, "films", emojis=True, stickers=[await item(alice, sticker(100), "video/webm")])
    drawn = await still(alice, await worn(alice, of_emoji(made.documents[0].id, GREEN)))
    assert near(drawn.getpixel((320, 320)), 0x000000)
    assert near(drawn.getpixel((150, 320)), GREEN)  # through the rim of the sticker
    assert near(drawn.getpixel((5, 5)), GREEN)


async def test_what_the_client_drew_is_the_photo(harness: Harness) -> None:
    alice = await harness.client(ALICE)
    markup = of_emoji((await emoji(alice)).documents[0].id, RED)
    photo = await worn(alice, markup, file=await upload(alice, picture(900, 900).getvalue()))
    assert photo.video_sizes == [markup]
    assert not near((await still(alice, photo)).getpixel((320, 5)), RED)
    photo = await worn(alice, markup, video=await upload(alice, video(128, 128, 10, sound=False)), video_start_ts=0.2)
    assert [type(one) for one in photo.video_sizes] == [types.VideoSize, types.VideoSizeEmojiMarkup]
    clip = await upload(alice, video(128, 128, 10, sound=False))
    photo = await worn(alice, markup, video=clip, video_start_ts=float("nan"))
    assert photo.video_sizes[0].video_start_ts is None


async def test_a_sticker_for_a_group_and_for_a_contact(harness: Harness) -> None:
    """The service messages tell of it; everyone names the set by an access hash of their own."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    made = await make(alice, "faces", stickers=[await item(alice, animated(), "application/x-tgsticker")])
    named = types.InputStickerSetShortName(short_name="faces")
    markup = types.VideoSizeStickerMarkup(
        stickerset=named, sticker_id=made.documents[0].id, background_colors=[RED, BLUE, GREEN]
    )
    who, _ = of(harness, alice, bob)
    group = await alice(functions.messages.CreateChat(users=[who], title="Group"))
    chat_id = group.updates.chats[0].id
    photo = types.InputChatUploadedPhoto(video_emoji_markup=markup)
    told = await alice(functions.messages.EditChatPhoto(chat_id=chat_id, photo=photo))
    full = await bob(functions.messages.GetFullChat(chat_id=chat_id))
    contact = types.InputPhoneContact(client_id=1, phone=BOB, first_name="Bob", last_name="")
    await alice(functions.contacts.ImportContacts(contacts=[contact]))
    await alice(functions.photos.UploadContactProfilePhoto(user_id=who, video_emoji_markup=markup, suggest=True))
    suggested = await bob.update(types.UpdateNewMessage)
    while not isinstance(getattr(suggested.message, "action", None), types.MessageActionSuggestProfilePhoto):
        suggested = await bob.update(types.UpdateNewMessage)
    for viewer, shown in (
        (alice, told.updates[-1].message.action.photo),
        (bob, full.full_chat.chat_photo),
        (bob, suggested.message.action.photo),
    ):
        (seen,) = shown.video_sizes
        assert (seen.sticker_id, seen.background_colors) == (markup.sticker_id, [RED, BLUE, GREEN])
        opened = await viewer(functions.messages.GetStickerSet(stickerset=seen.stickerset, hash=0))
        assert opened.set.short_name == "faces"
    assert full.chats[0].photo.has_video


async def test_what_no_photo_is_made_of(harness: Harness) -> None:
    alice = await harness.client(ALICE)
    good = (await emoji(alice)).documents[0].id
    other = (await make(alice, "faces")).documents[0].id
    plain = (await stored(alice, b"no sticker")).id
    by_name = types.InputStickerSetShortName(short_name="faces")
    for markup in (
        of_emoji(good),
        of_emoji(good, 1, 2, 3, 4, 5),
        of_emoji(good, -1),
        of_emoji(good, 1 << 24),
        of_emoji(other, RED),
        of_emoji(plain, RED),
        of_emoji(1, RED),
        types.VideoSizeStickerMarkup(stickerset=by_name, sticker_id=good, background_colors=[RED]),
        types.VideoSizeStickerMarkup(
            stickerset=types.InputStickerSetEmpty(), sticker_id=other, background_colors=[RED]
        ),
        types.VideoSize(type="u", w=1, h=1, size=1),
    ):
        with pytest.raises(rpc_errors.EMOJI_MARKUP_INVALID):
            await worn(alice, markup)


async def test_telethon_wears_an_emoji(harness: Harness, telethon: TelegramClient) -> None:
    made = await emoji(await harness.client(BOB))
    markup = telethon_types.VideoSizeEmojiMarkup(emoji_id=made.documents[0].id, background_colors=[RED])
    await telethon(telethon_functions.photos.UploadProfilePhotoRequest(video_emoji_markup=markup))
    (photo,) = await telethon.get_profile_photos("me")
    assert photo.video_sizes == [markup]
    data = await telethon.download_media(photo, bytes, thumb="a")
    assert Image.open(io.BytesIO(data)).size == (160, 160)
