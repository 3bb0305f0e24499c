"""Media that wait to be opened, and those that vanish then (ttl_seconds)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files.media import ONCE
from tests.server.files.uploading import document, get, input_document, input_photo, location, upload
from tests.server.people import Pair, history, random_id, sent_id

messages = functions.messages


async def photo(pair: Pair, **fields: Any) -> types.InputMediaUploadedPhoto:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    return types.InputMediaUploadedPhoto(file=await upload(pair.alice, picture.getvalue()), **fields)


async def recording(pair: Pair, attribute: types.TypeDocumentAttribute, **fields: Any) -> Any:
    file = await upload(pair.alice, b"not really a recording")
    return types.InputMediaUploadedDocument(file=file, mime_type="x/y", attributes=[attribute], **fields)


VOICE = types.DocumentAttributeAudio(duration=2, voice=True)
ROUND = types.DocumentAttributeVideo(duration=2, w=100, h=100, round_message=True)


def send(peer: types.TypeInputPeer, media: types.TypeInputMedia) -> messages.SendMedia:
    return messages.SendMedia(peer=peer, media=media, message="", random_id=random_id())


async def newest(device: Any, peer: types.TypeInputPeer) -> types.Message:
    message = (await history(device, peer)).messages[0]
    assert isinstance(message, types.Message)
    return message


@pytest.mark.parametrize("attribute", [VOICE, ROUND])
async def test_a_recording_is_unread_until_it_is_heard(pair: Pair, attribute: Any) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, await recording(pair, attribute))))
    theirs = await newest(pair.bob, pair.to_alice)
    assert theirs.media_unread
    assert (await newest(pair.alice, pair.to_bob)).media_unread
    assert (await pair.alice(messages.ReadMessageContents(id=[mine]))).pts_count == 0  # it is for Bob to hear
    assert (await pair.bob(messages.ReadMessageContents(id=[theirs.id]))).pts_count == 1
    assert (await pair.bob.tablet.update(types.UpdateReadMessagesContents)).messages == [theirs.id]
    for device in (pair.alice.phone, pair.alice.tablet):
        assert (await device.update(types.UpdateReadMessagesContents)).messages == [mine]
    assert not (await newest(pair.alice, pair.to_bob)).media_unread
    assert not (await newest(pair.bob, pair.to_alice)).media_unread
    await pair.bob(
        messages.ForwardMessages(
            from_peer=pair.to_alice, id=[theirs.id], to_peer=types.InputPeerSelf(), random_id=[random_id()]
        )
    )
    assert not (await newest(pair.bob, types.InputPeerSelf())).media_unread


async def test_a_photo_vanishes_for_both_once_it_was_open_long_enough(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, await photo(pair, ttl_seconds=20))))
    await pair.harness.advance(50)  # nobody has opened it
    theirs = await newest(pair.bob, pair.to_alice)
    assert (theirs.media.ttl_seconds, theirs.media_unread) == (20, True)
    assert isinstance(theirs.media.photo, types.Photo)

    await pair.bob(messages.ReadMessageContents(id=[theirs.id]))
    await pair.harness.advance(10)
    assert isinstance((await newest(pair.bob, pair.to_alice)).media.photo, types.Photo)
    await pair.harness.advance(12)
    for device, message_id in (
        (pair.alice.phone, mine),
        (pair.alice.tablet, mine),
        (pair.bob.phone, theirs.id),
        (pair.bob.tablet, theirs.id),
    ):
        gone = (await device.update(types.UpdateEditMessage)).message
        assert (gone.id, gone.media.photo, gone.media.ttl_seconds) == (message_id, None, 20)
        assert gone.edit_hide


async def test_a_photo_may_be_seen_once(pair: Pair) -> None:
    await pair.alice(send(pair.to_bob, await photo(pair, ttl_seconds=ONCE)))
    theirs = await newest(pair.bob, pair.to_alice)
    await pair.bob(messages.ReadMessageContents(id=[theirs.id]))
    await pair.harness.advance(1.5)
    assert (await pair.bob.phone.update(types.UpdateEditMessage)).message.media.photo is None
    assert (await newest(pair.alice, pair.to_bob)).media.photo is None


async def test_a_voice_message_that_vanishes_says_that_it_did(pair: Pair) -> None:
    await pair.alice(send(pair.to_bob, await recording(pair, VOICE, ttl_seconds=ONCE)))
    theirs = await newest(pair.bob, pair.to_alice)
    await pair.bob(messages.ReadMessageContents(id=[theirs.id]))
    await pair.harness.advance(1.5)
    await pair.bob.phone.update(types.UpdateEditMessage)
    media = (await newest(pair.bob, pair.to_alice)).media
    assert media == types.MessageMediaDocument(ttl_seconds=ONCE, voice=True)


async def test_what_was_deleted_in_time_does_not_come_back(pair: Pair) -> None:
    mine = sent_id(await pair.alice(send(pair.to_bob, await photo(pair, ttl_seconds=5))))
    await pair.bob(messages.ReadMessageContents(id=[(await newest(pair.bob, pair.to_alice)).id]))
    await pair.alice(messages.DeleteMessages(id=[mine], revoke=True))
    await pair.harness.advance(10)
    assert (await history(pair.bob, pair.to_alice)).messages == []


async def test_what_vanishes_is_for_one_other_person_and_stays_there(pair: Pair) -> None:
    chat = await pair.alice(messages.CreateChat(users=[], title="Alone"))
    group = types.InputPeerChat(chat_id=chat.updates.chats[0].id)
    for peer in (types.InputPeerSelf(), group):
        with pytest.raises(rpc_errors.TTL_MEDIA_INVALID):
            await pair.alice(send(peer, await photo(pair, ttl_seconds=5)))
    plain = document(await upload(pair.alice, b"text"))
    plain.ttl_seconds = 5
    with pytest.raises(rpc_errors.TTL_MEDIA_INVALID):
        await pair.alice(send(pair.to_bob, plain))
    mine = sent_id(await pair.alice(send(pair.to_bob, await photo(pair, ttl_seconds=5))))
    with pytest.raises(rpc_errors.CHAT_FORWARDS_RESTRICTED):
        await pair.alice(
            messages.ForwardMessages(
                from_peer=pair.to_bob, id=[mine], to_peer=types.InputPeerSelf(), random_id=[random_id()]
            )
        )
    with pytest.raises(rpc_errors.MEDIA_PREV_INVALID):
        await pair.alice(messages.EditMessage(peer=pair.to_bob, id=mine, media=await photo(pair)))
    lasting = sent_id(await pair.alice(send(pair.to_bob, await photo(pair))))
    with pytest.raises(rpc_errors.MEDIA_TTL_INVALID):
        await pair.alice(messages.EditMessage(peer=pair.to_bob, id=lasting, media=await photo(pair, ttl_seconds=5)))


async def test_what_vanishes_is_fetched_and_not_kept(pair: Pair) -> None:
    """By nobody but its sender: it can be neither sent on as what there is, nor put into a list."""
    sent = await recording(pair, ROUND, ttl_seconds=ONCE)
    sent.attributes.append(types.DocumentAttributeAnimated())
    await pair.alice(send(pair.to_bob, sent))
    await pair.alice(send(pair.to_bob, await photo(pair, ttl_seconds=20)))
    picture, film = [one.media for one in (await history(pair.bob, pair.to_alice)).messages]
    assert (await pair.bob(get(location(film.document)))).bytes == b"not really a recording"
    asked = messages.GetAttachedStickers(media=types.InputStickeredMediaPhoto(id=input_photo(picture.photo)))
    assert await pair.bob(asked) == []  # to look what is on it is not to keep it
    for media in (types.InputMediaPhoto(id=input_photo(picture.photo)), as_it_is(film.document)):
        with pytest.raises(rpc_errors.FILE_REFERENCE_EXPIRED):
            await pair.bob(send(types.InputPeerSelf(), media))
    with pytest.raises(rpc_errors.FILE_REFERENCE_EXPIRED):
        await pair.bob(messages.SaveGif(id=input_document(film.document), unsave=False))
    own = (await newest(pair.alice, pair.to_bob)).media.photo
    await pair.alice(send(types.InputPeerSelf(), types.InputMediaPhoto(id=input_photo(own))))


def as_it_is(there: types.Document) -> types.InputMediaDocument:
    return types.InputMediaDocument(id=input_document(there))


async def test_what_vanishes_stands_in_no_list_of_media(pair: Pair) -> None:
    """Neither while it waits to be opened, nor when nothing but its frame is left."""
    await pair.alice(send(pair.to_bob, await photo(pair)))
    await pair.alice(send(pair.to_bob, await photo(pair, ttl_seconds=20)))
    count = messages.GetSearchCounters(peer=pair.to_alice, filters=[types.InputMessagesFilterPhotos()])
    assert [one.count for one in await pair.bob(count)] == [1]
