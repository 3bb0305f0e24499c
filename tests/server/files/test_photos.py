"""Profile photos, as Telethon sets them and as others may see them."""

import io
from typing import Any

import pytest
from PIL import Image
from telethon import TelegramClient

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.file_references import LIFETIME
from server.access.hashes import Hashed
from tests.server.client import Client
from tests.server.files.photos import of, place, shown
from tests.server.files.recording import video
from tests.server.files.uploading import get, input_photo, picture, upload
from tests.server.harness import Harness
from tests.server.people import ALICE, BOB


async def test_telethon_fetches_a_profile_photo(harness: Harness, telethon: TelegramClient) -> None:
    """The small and the big square beside a name."""
    alice = await harness.client(ALICE)
    await shown(alice, 900)
    for big, side in ((False, 160), (True, 200)):
        file = io.BytesIO()
        await telethon.download_profile_photo("me", file, download_big=big)
        file.seek(0)
        with Image.open(file) as image:
            assert image.size == (side, side)


async def test_photos_are_listed_newest_first_and_go(harness: Harness) -> None:
    """Shown, shown again, deleted; the account always has the newest."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    who, _ = of(harness, bob, alice)

    async def listed() -> list[int]:
        answer = await bob(functions.photos.GetUserPhotos(user_id=who, offset=0, max_id=0, limit=10))
        current = answer.users[0].photo
        ids = [photo.id for photo in answer.photos]
        assert (current.photo_id if current else None) == next(iter(ids), None)
        return ids

    first, second = await shown(alice, 300), await shown(alice, 400)
    assert await listed() == [second.id, first.id]
    await alice(functions.photos.UpdateProfilePhoto(id=input_photo(first)))
    assert await listed() == [first.id, second.id]
    alone = types.InputPhoto(id=first.id, access_hash=0, file_reference=b"")  # TDLib says no more
    assert await bob(functions.photos.DeletePhotos(id=[alone])) == []
    assert await alice(functions.photos.DeletePhotos(id=[alone])) == [first.id]
    assert await listed() == [second.id]
    await alice(functions.photos.UpdateProfilePhoto(id=types.InputPhotoEmpty()))
    assert await listed() == []


async def test_a_deleted_account_shows_no_photos(harness: Harness) -> None:
    """Not even the fallback, to those who had to do with it."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    who, _ = of(harness, bob, alice)
    await shown(alice, 300)
    await shown(alice, 400, fallback=True)
    await alice(functions.account.DeleteAccount(reason=""))
    assert (await bob(functions.photos.GetUserPhotos(user_id=who, offset=0, max_id=0, limit=10))).photos == []
    full = (await bob(functions.users.GetFullUser(id=who))).full_user
    assert (full.profile_photo, full.fallback_photo) == (None, None)


async def test_who_may_not_see_the_photos_sees_the_fallback(harness: Harness) -> None:
    """The owner's rule holds for the list, the profile, and the bytes."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    photo, fallback = await shown(alice, 300), await shown(alice, 400, fallback=True)
    who, peer = of(harness, bob, alice)
    where = types.InputPeerPhotoFileLocation(peer=peer, photo_id=photo.id)
    assert (await bob(get(where))).bytes
    await alice(
        functions.account.SetPrivacy(
            key=types.InputPrivacyKeyProfilePhoto(), rules=[types.InputPrivacyValueDisallowAll()]
        )
    )
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await bob(get(where))
    answer = await bob(functions.photos.GetUserPhotos(user_id=who, offset=0, max_id=0, limit=10))
    assert [one.id for one in answer.photos] == [fallback.id]
    assert answer.users[0].photo is None


async def test_one_photo_is_asked_for_by_its_id(harness: Harness) -> None:
    """As clients do whose reference to it is refused; the photos after it are asked for in the same way."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    first, second, third = [(await shown(alice, width)).id for width in (300, 310, 320)]
    who, _ = of(harness, bob, alice)

    async def listed(max_id: int, offset: int, limit: int) -> list[int]:
        answer = await bob(functions.photos.GetUserPhotos(user_id=who, offset=offset, max_id=max_id, limit=limit))
        return [photo.id for photo in answer.photos]

    for photo_id in (first, second, third):
        assert await listed(photo_id, -1, 1) == [photo_id]
    assert await listed(third, 0, 10) == [second, first]
    assert await listed(third, 1, 10) == [first]
    mine = await alice(functions.photos.GetUserPhotos(user_id=types.InputUserSelf(), offset=-1, max_id=second, limit=1))
    assert await alice(functions.photos.DeletePhotos(id=[input_photo(mine.photos[0])])) == [second]
    assert (await listed(second, -1, 1), await listed(second, 0, 1)) == ([], [first])


async def test_a_photo_of_somebody_else_cannot_be_worn(harness: Harness) -> None:
    """Whoever is shown a photo may not make it theirs."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    await shown(alice, 300)
    who, _ = of(harness, bob, alice)
    answer = await bob(functions.photos.GetUserPhotos(user_id=who, offset=0, max_id=0, limit=10))
    with pytest.raises(rpc_errors.PHOTO_ID_INVALID):
        await bob(functions.photos.UpdateProfilePhoto(id=input_photo(answer.photos[0])))


async def test_what_is_no_picture_is_refused(harness: Harness) -> None:
    """Noise, a bomb, a ribbon; and the worker lives on."""
    alice = await harness.client(ALICE)
    bomb = io.BytesIO()
    Image.new("1", (9_999, 9_999)).save(bomb, "PNG")
    ribbon = io.BytesIO()
    Image.new("1", (2_100, 100)).save(ribbon, "PNG")
    cut, sized = rpc_errors.IMAGE_PROCESS_FAILED, rpc_errors.PHOTO_INVALID_DIMENSIONS
    for data, as_message in (
        (b"no picture", cut),
        (bomb.getvalue(), sized),
        (ribbon.getvalue(), sized),
        (picture(50, 50).getvalue()[:-40], cut),
    ):
        with pytest.raises(rpc_errors.IMAGE_PROCESS_FAILED):
            await alice(functions.photos.UploadProfilePhoto(file=await upload(alice, data)))
        media = types.InputMediaUploadedPhoto(file=await upload(alice, data))
        with pytest.raises(as_message):
            await alice(functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=media))
    assert await shown(alice, 300)


async def test_a_group_gets_a_photo(harness: Harness) -> None:
    """Members are told, see it, and fetch it; outsiders do not; and it goes again."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    carol = await harness.client("9996621003")
    who, _ = of(harness, alice, bob)
    made = await alice(functions.messages.CreateChat(users=[who], title="Group"))
    chat_id = made.updates.chats[0].id
    photo = types.InputChatUploadedPhoto(file=await upload(alice, picture(700, 700).getvalue()))
    told = await alice(functions.messages.EditChatPhoto(chat_id=chat_id, photo=photo))
    assert isinstance(told.updates[-1].message.action, types.MessageActionChatEditPhoto)
    invite = await alice(functions.messages.ExportChatInvite(peer=types.InputPeerChat(chat_id=chat_id)))
    check = functions.messages.CheckChatInvite(hash=invite.link.rpartition("+")[2])
    before_them = (await carol(check)).photo  # as whoever has a link sees it before they come in
    assert (await carol(get(place(before_them, "c"), 0, 1 << 20))).bytes[:2] == b"\xff\xd8"
    seen = (await bob(functions.messages.GetChats(id=[chat_id]))).chats[0]
    where = types.InputPeerPhotoFileLocation(
        peer=types.InputPeerChat(chat_id=chat_id), photo_id=seen.photo.photo_id, big=True
    )
    assert (await bob(get(where, 0, 1 << 20))).bytes[:2] == b"\xff\xd8"
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await carol(get(where))
    with pytest.raises(rpc_errors.CHAT_ID_INVALID):
        await carol(functions.messages.EditChatPhoto(chat_id=chat_id, photo=photo))
    await alice(functions.messages.EditChatPhoto(chat_id=chat_id, photo=types.InputChatPhotoEmpty()))
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await bob(get(where))


async def test_a_photo_of_a_message_may_stand_beside_a_name(harness: Harness) -> None:
    """Pyrogram and Kurigram take the photo of any message for a group; it is cut to a square as an upload is."""
    alice = await harness.client(ALICE)
    peer, file = types.InputPeerSelf(), await upload(alice, picture(900, 600).getvalue())
    media = types.InputMediaUploadedPhoto(file=file)
    sent = (await alice(functions.messages.UploadMedia(peer=peer, media=media))).photo
    made = await alice(functions.messages.CreateChat(users=[], title="Group"))
    chat_id = made.updates.chats[0].id
    named = types.InputChatPhoto(id=input_photo(sent))
    told = await alice(functions.messages.EditChatPhoto(chat_id=chat_id, photo=named))
    in_group = told.updates[-1].message.action.photo
    own = (await alice(functions.photos.UpdateProfilePhoto(id=input_photo(sent)))).photo
    for photo in (in_group, own):
        sides = [(one.type, one.w, one.h) for one in photo.sizes if isinstance(one, types.PhotoSize)]
        assert sides == [("a", 160, 160), ("b", 320, 320), ("c", 600, 600)]
    assert (await alice(functions.users.GetUsers(id=[types.InputUserSelf()])))[0].photo.photo_id == own.id


async def moving(client: Client, data: bytes, **fields: Any) -> types.Photo:
    file = await upload(client, data)
    answer = await client(functions.photos.UploadProfilePhoto(video=file, **fields))
    photo: types.Photo = answer.photo
    return photo


async def test_a_photo_that_moves(harness: Harness) -> None:
    """Its picture is a frame of the video, which others fetch too; beside the name stands that there is one."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    clip = video(400, 400, 30, sound=False)
    photo = await moving(alice, clip, video_start_ts=1.5)
    assert [one.type for one in photo.sizes] == ["i", "a", "b", "c"]
    (size,) = photo.video_sizes
    assert (size.type, size.w, size.h, size.size, size.video_start_ts) == ("u", 400, 400, len(clip), 1.5)
    who, where = of(harness, bob, alice)
    user = (await bob(functions.users.GetUsers(id=[who])))[0]
    assert (user.photo.has_video, user.photo.photo_id) == (True, photo.id)
    (shown_to_bob,) = (await bob(functions.photos.GetUserPhotos(user_id=who, offset=0, max_id=0, limit=1))).photos
    fetched = await bob(get(place(shown_to_bob, "u"), 0, 1 << 20))
    assert (fetched.bytes, type(fetched.type)) == (clip, types.storage.FileMp4)
    for big, side in ((False, 160), (True, 400)):
        beside = types.InputPeerPhotoFileLocation(peer=where, photo_id=photo.id, big=big)
        data = (await bob(get(beside, 0, 1 << 20))).bytes
        assert Image.open(io.BytesIO(data)).size == (side, side)
    own = await moving(alice, clip, file=await upload(alice, picture(900, 900).getvalue()))
    assert own.sizes[-1].w == 640
    still = await shown(alice, 300)
    assert still.video_sizes is None
    assert not (await bob(functions.users.GetUsers(id=[who])))[0].photo.has_video


async def test_what_is_no_video_for_a_photo(harness: Harness) -> None:
    """Not square, too long, another container, noise."""
    alice = await harness.client(ALICE)
    for data in (
        video(320, 240, 5, sound=False),
        video(64, 64, 200, sound=False),
        video(64, 64, 5, sound=False, container="webm", codec="libvpx"),
        b"noise",
    ):
        with pytest.raises(rpc_errors.VIDEO_FILE_INVALID):
            await moving(alice, data)
    with pytest.raises(rpc_errors.PHOTO_FILE_MISSING):
        await alice(functions.photos.UploadProfilePhoto())


async def test_a_group_and_a_contact_get_photos_that_move(harness: Harness) -> None:
    """In the service message, in the full chat, in the suggestion."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    who, _ = of(harness, alice, bob)
    clip = video(128, 128, 10, sound=False)
    made = await alice(functions.messages.CreateChat(users=[who], title="Group"))
    chat_id = made.updates.chats[0].id
    photo = types.InputChatUploadedPhoto(video=await upload(alice, clip), video_start_ts=0.2)
    told = await alice(functions.messages.EditChatPhoto(chat_id=chat_id, photo=photo))
    action = told.updates[-1].message.action
    assert action.photo.video_sizes[0].video_start_ts == 0.2
    full = await bob(functions.messages.GetFullChat(chat_id=chat_id))
    assert full.chats[0].photo.has_video
    assert (await bob(get(place(full.full_chat.chat_photo, "u"), 0, 1 << 20))).bytes == clip
    contact = types.InputPhoneContact(client_id=1, phone=BOB, first_name="Bob", last_name="")
    await alice(functions.contacts.ImportContacts(contacts=[contact]))
    answer = await alice(
        functions.photos.UploadContactProfilePhoto(user_id=who, video=await upload(alice, clip), save=True)
    )
    assert answer.users[0].photo.has_video


@pytest.mark.rows("F3", "FI-1")
async def test_id_hash_reference_and_size_of_a_photo_are_each_needed(harness: Harness) -> None:
    """Altered or another's, the answer is no: by the location, and by the photo beside a name."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    photo, other = await shown(alice, 300), await shown(alice, 301)
    assert (await alice(get(place(photo, "a")))).bytes
    for fields in ({"access_hash": 0}, {"access_hash": photo.access_hash ^ 1}, {"id": other.id}, {"id": 0}):
        with pytest.raises(rpc_errors.LOCATION_INVALID):
            await alice(get(place(photo, "a", **fields)))
    reference = photo.file_reference
    for wrong in (other.file_reference, reference[:-1], reference + b"x", bytes(len(reference))):
        with pytest.raises(rpc_errors.FILE_REFERENCE_INVALID):
            await alice(get(place(photo, "a", file_reference=wrong)))
    with pytest.raises(rpc_errors.FILE_REFERENCE_EMPTY):
        await alice(get(place(photo, "a", file_reference=b"")))
    for size in ("", "w", "u", "aa", "../a"):
        with pytest.raises(rpc_errors.LOCATION_INVALID):
            await alice(get(place(photo, size)))
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await bob(get(place(photo, "a")))
    own_hash = harness.app.hashes.of(bob.me.id, Hashed.PHOTO, photo.id)
    with pytest.raises(rpc_errors.FILE_REFERENCE_INVALID):
        await bob(get(place(photo, "a", access_hash=own_hash)))
    document = types.InputDocumentFileLocation(
        id=photo.id, access_hash=photo.access_hash, file_reference=reference, thumb_size="a"
    )
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await alice(get(document))


@pytest.mark.rows("FI-1")
async def test_the_reference_of_a_photo_is_refreshed_where_it_was_shown(harness: Harness) -> None:
    """A day later it has run out; the list of photos gives a new one to whom it still shows them."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    await shown(alice, 300)
    who, _ = of(harness, bob, alice)
    ask = functions.photos.GetUserPhotos(user_id=who, offset=0, max_id=0, limit=1)
    (photo,) = (await bob(ask)).photos
    await harness.advance(LIFETIME + 3_601)
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    with pytest.raises(rpc_errors.FILE_REFERENCE_EXPIRED):
        await bob(get(place(photo, "a")))
    (fresh,) = (await bob(ask)).photos
    assert (await bob(get(place(fresh, "a")))).bytes
    hide = functions.account.SetPrivacy(
        key=types.InputPrivacyKeyProfilePhoto(), rules=[types.InputPrivacyValueDisallowAll()]
    )
    await alice(hide)
    assert (await bob(ask)).photos == []
