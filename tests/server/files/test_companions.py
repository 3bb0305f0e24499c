"""What goes along with a photo or video: the cover of a video, where it begins, the video of a live photo."""

from __future__ import annotations

from typing import Any

import pytest
from telethon import TelegramClient, utils
from telethon.tl import functions as telethon_functions
from telethon.tl import types as telethon_types

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files.collecting import UNUSED_SECONDS
from server.ops.admin import files as verbs
from tests.server.client import Client
from tests.server.files.photos import place
from tests.server.files.recording import video
from tests.server.files.uploading import document, get, input_document, input_photo, noise, picture, stored, upload
from tests.server.people import Pair, history, random_id

messages = functions.messages


async def photo(client: Client, **fields: Any) -> types.Photo:
    media = types.InputMediaUploadedPhoto(file=await upload(client, picture(300, 200).getvalue()), **fields)
    made = await client(messages.UploadMedia(peer=types.InputPeerSelf(), media=media))
    found: types.Photo = made.photo
    return found


async def clip(client: Client, **fields: Any) -> types.InputMediaUploadedDocument:
    media = document(await upload(client, video()), "video/mp4")
    for name, value in fields.items():
        setattr(media, name, value)
    return media


def send(peer: types.TypeInputPeer, media: types.TypeInputMedia, **fields: Any) -> messages.SendMedia:
    return messages.SendMedia(peer=peer, media=media, message="", random_id=random_id(), **fields)


async def test_a_video_has_a_cover_and_begins_somewhere(pair: Pair) -> None:
    """Sent as an upload and again as what there is; the other side fetches the cover, clients before it see none."""
    cover = await photo(pair.alice.phone)
    fields = {"video_cover": input_photo(cover), "video_timestamp": 7}
    await pair.alice(send(pair.to_bob, await clip(pair.alice.phone, **fields)))
    seen = (await history(pair.bob, pair.to_alice)).messages[0].media
    assert (seen.video_cover.id, seen.video_timestamp, seen.video) == (cover.id, 7, True)
    assert (await pair.bob(get(place(seen.video_cover, "m"), 0, 65_536))).bytes[:2] == b"\xff\xd8"

    other = await photo(pair.bob.phone)
    again = types.InputMediaDocument(id=input_document(seen.document), video_cover=input_photo(other))
    await pair.bob(send(types.InputPeerSelf(), again))
    own = (await history(pair.bob, types.InputPeerSelf())).messages[0].media
    assert (own.video_cover.id, own.video_timestamp, own.document.id) == (other.id, None, seen.document.id)

    made = await pair.alice(messages.UploadMedia(peer=pair.to_bob, media=await clip(pair.alice.phone, **fields)))
    assert made.video_cover.id == cover.id
    old = await pair.harness.client("9996621002", layer=197)
    assert (await history(old, pair.to_alice)).messages[0].media.video_cover is None


async def test_a_video_is_forwarded_from_another_second_on(pair: Pair) -> None:
    await pair.alice(send(pair.to_bob, await clip(pair.alice.phone, video_timestamp=7)))
    sent = (await history(pair.alice, pair.to_bob)).messages[0]

    async def forwarded(**fields: int) -> int | None:
        forward = messages.ForwardMessages(
            from_peer=pair.to_bob, id=[sent.id], to_peer=types.InputPeerSelf(), random_id=[random_id()], **fields
        )
        await pair.alice(forward)
        media = (await history(pair.alice, types.InputPeerSelf())).messages[0].media
        assert media.document.id == sent.media.document.id
        seconds: int | None = media.video_timestamp
        return seconds

    assert [await forwarded(), await forwarded(video_timestamp=3), await forwarded(video_timestamp=0)] == [7, 3, None]


async def test_a_cover_is_a_photo_of_a_video(pair: Pair) -> None:
    cover = input_photo(await photo(pair.alice.phone))
    plain = await stored(pair.alice.phone, noise(500))
    round_video = await clip(pair.alice.phone, video_cover=cover)
    round_video.attributes = [types.DocumentAttributeVideo(w=100, h=100, duration=2.0, round_message=True)]
    no_photo = types.InputPhoto(id=cover.id, access_hash=0, file_reference=cover.file_reference)
    for media, error in (
        (types.InputMediaDocument(id=input_document(plain), video_cover=cover), rpc_errors.VIDEO_CONTENT_TYPE_INVALID),
        (round_video, rpc_errors.VIDEO_CONTENT_TYPE_INVALID),
        (await clip(pair.alice.phone, video_cover=no_photo), rpc_errors.PHOTO_INVALID),
        (await clip(pair.alice.phone, video_cover=types.InputPhotoEmpty()), rpc_errors.PHOTO_INVALID),
    ):
        with pytest.raises(error):
            await pair.alice(send(pair.to_bob, media))


async def test_a_live_photo_carries_its_video(pair: Pair) -> None:
    moving = await pair.alice(messages.UploadMedia(peer=pair.to_bob, media=await clip(pair.alice.phone)))
    live = {"live_photo": True, "video": input_document(moving.document)}
    still = types.InputMediaUploadedPhoto(file=await upload(pair.alice.phone, picture(300, 200).getvalue()), **live)
    await pair.alice(send(pair.to_bob, still))
    seen = (await history(pair.bob, pair.to_alice)).messages[0].media
    assert (seen.live_photo, seen.video.id, seen.video.mime_type) == (True, moving.document.id, "video/mp4")
    plain = await stored(pair.alice.phone, noise(500))
    wrong = types.InputMediaUploadedPhoto(
        file=await upload(pair.alice.phone, picture(300, 200).getvalue()), live_photo=True, video=input_document(plain)
    )
    with pytest.raises(rpc_errors.VIDEO_CONTENT_TYPE_INVALID):
        await pair.alice(send(pair.to_bob, wrong))


@pytest.mark.rows("FI-1")
async def test_what_goes_along_is_kept_as_long_as_the_message(pair: Pair) -> None:
    """And vanishes with what it goes along with."""
    cover = await photo(pair.alice.phone)
    lasting = await clip(pair.alice.phone, video_cover=input_photo(cover))
    await pair.alice(send(pair.to_bob, lasting))
    gone = await photo(pair.alice.phone)
    vanishing = await clip(pair.alice.phone, video_cover=input_photo(gone), ttl_seconds=5)
    await pair.alice(send(pair.to_bob, vanishing))
    theirs = (await history(pair.bob, pair.to_alice)).messages[0]
    assert theirs.media.video_cover.id == gone.id
    await pair.bob(messages.ReadMessageContents(id=[theirs.id]))
    await pair.harness.advance(6)
    empty = types.MessageMediaDocument(ttl_seconds=5, video=True)
    assert (await history(pair.bob, pair.to_alice)).messages[0].media == empty
    await verbs.collect(pair.harness.app)
    pair.harness.clock.advance(UNUSED_SECONDS)
    assert (await verbs.collect(pair.harness.app))["files"] == 2
    bob = await pair.harness.client("9996621002")
    kept = (await history(bob, pair.to_alice)).messages[1].media
    assert kept.video_cover.id == cover.id


async def test_telethon_sends_a_cover(telethon: TelegramClient) -> None:
    drawn = await telethon.send_file("me", picture(300, 200))
    file = await telethon.upload_file(video(), file_name="clip.mp4")
    media = telethon_types.InputMediaUploadedDocument(
        file=file,
        mime_type="video/mp4",
        attributes=[],
        video_cover=utils.get_input_photo(drawn.photo),
        video_timestamp=1,
    )
    await telethon(telethon_functions.messages.SendMediaRequest("me", media, ""))
    (message,) = await telethon.get_messages("me", limit=1)
    assert (message.media.video_cover.id, message.media.video_timestamp) == (drawn.photo.id, 1)
