"""photos.uploadContactProfilePhoto: a photo that only the caller sees, and one suggested to its subject."""

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files.collecting import UNUSED_SECONDS, collect
from tests.server.files.uploading import get, picture, upload
from tests.server.users.people import People, Person


async def choose(people: People, owner: Person, other: Person, width: int | None, **fields: Any) -> types.photos.Photo:
    """One uploads a photo of this width for the other; None for no photo."""
    file = None if width is None else await upload(owner.phone, picture(width, 200).getvalue())
    answer: types.photos.Photo = await owner(
        functions.photos.UploadContactProfilePhoto(user_id=people.user(owner, other), file=file, **fields)
    )
    return answer


async def worn(owner: Person, width: int) -> types.Photo:
    """One shows a photo of their own."""
    file = await upload(owner.phone, picture(width, 200).getvalue())
    photo: types.Photo = (await owner(functions.photos.UploadProfilePhoto(file=file))).photo
    return photo


def location(people: People, viewer: Person, other: Person, photo: types.Photo) -> types.InputPeerPhotoFileLocation:
    return types.InputPeerPhotoFileLocation(peer=people.peer(viewer, other), photo_id=photo.id)


async def test_a_saved_photo_is_seen_by_the_caller_alone(people: People) -> None:
    """Beside the name, in the profile, in bytes, on both devices; not by others, and until it is taken away."""
    alice, bob, carol = people.alice, people.bob, people.carol
    own = await worn(bob, 300)
    await people.add(alice, bob)
    await people.add(carol, bob)
    answer = await choose(people, alice, bob, 400, save=True)
    chosen = answer.photo
    assert isinstance(chosen, types.Photo)
    (told,) = answer.users
    assert (told.photo.photo_id, told.photo.personal) == (chosen.id, True)
    assert (await alice.tablet.update(types.UpdateUser)).user_id == bob.id

    assert (await people.see(alice, bob)).photo == told.photo
    full = await people.full(alice, bob)
    assert (full.personal_photo.id, full.profile_photo.id) == (chosen.id, own.id)
    assert (await alice(get(location(people, alice, bob, chosen)))).bytes[:2] == b"\xff\xd8"

    for viewer in (bob, carol):
        seen = (await people.see(viewer, bob)).photo
        assert (seen.photo_id, seen.personal) == (own.id, False)
        assert (await people.full(viewer, bob)).personal_photo is None
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await carol(get(location(people, carol, bob, chosen)))

    assert isinstance((await choose(people, alice, bob, None, save=True)).photo, types.PhotoEmpty)
    assert (await alice.tablet.update(types.UpdateUser)).user_id == bob.id
    seen = (await people.see(alice, bob)).photo
    assert (seen.photo_id, seen.personal) == (own.id, False)
    assert (await people.full(alice, bob)).personal_photo is None


async def test_a_saved_photo_lives_as_long_as_the_contact(people: People) -> None:
    """A new name leaves it, the collection of garbage leaves it; who is no contact any more has none."""
    alice, bob = people.alice, people.bob
    await people.add(alice, bob)
    chosen = (await choose(people, alice, bob, 400, save=True)).photo
    await people.add(alice, bob, "Robert")
    assert (await people.see(alice, bob)).photo.photo_id == chosen.id
    app, clock = people.harness.app, people.harness.clock
    assert (await collect(app)).waiting == 0
    await alice(functions.contacts.DeleteContacts(id=[people.user(alice, bob)]))
    assert (await people.see(alice, bob)).photo is None
    assert (await collect(app)).waiting == 1
    clock.advance(UNUSED_SECONDS)
    assert (await collect(app)).files == 1


async def test_a_suggested_photo_comes_as_a_message_and_may_be_shown(people: People) -> None:
    """Every device of both is told; nothing changes until the other shows the photo."""
    alice, bob = people.alice, people.bob
    await people.add(alice, bob)
    suggested = (await choose(people, alice, bob, 400, suggest=True)).photo
    for device in (alice.phone, alice.tablet, bob.phone, bob.tablet):
        message = (await device.update(types.UpdateNewMessage)).message
        assert isinstance(message.action, types.MessageActionSuggestProfilePhoto)
        assert message.action.photo.id == suggested.id
        assert message.out == (device in (alice.phone, alice.tablet))
        offered = message.action.photo
    assert (await people.see(alice, bob)).photo is None
    assert (await collect(people.harness.app)).waiting == 0

    named = types.InputPhoto(id=offered.id, access_hash=offered.access_hash, file_reference=offered.file_reference)
    await bob(functions.photos.UpdateProfilePhoto(id=named))
    seen = (await people.see(people.carol, bob)).photo
    assert (seen.photo_id, seen.personal) == (suggested.id, False)


async def test_what_is_refused(people: People) -> None:
    """Each documented error; nothing is stored or told."""
    alice, bob = people.alice, people.bob
    upload_photo = functions.photos.UploadContactProfilePhoto
    who = people.user(alice, bob)
    with pytest.raises(rpc_errors.NEED_ACTION_MISSING):
        await alice(upload_photo(user_id=who))
    with pytest.raises(rpc_errors.CONTACT_MISSING):
        await alice(upload_photo(user_id=who, save=True))
    for unknown in (types.InputUserSelf(), types.InputUser(user_id=bob.id, access_hash=0)):
        with pytest.raises(rpc_errors.USER_ID_INVALID):
            await alice(upload_photo(user_id=unknown, save=True))
    await people.add(alice, bob)
    with pytest.raises(rpc_errors.PHOTO_FILE_MISSING):
        await alice(upload_photo(user_id=who, suggest=True))
    noise = await upload(alice.phone, b"no picture")
    with pytest.raises(rpc_errors.IMAGE_PROCESS_FAILED):
        await alice(upload_photo(user_id=who, save=True, file=noise))
    with pytest.raises(rpc_errors.VIDEO_FILE_INVALID):
        await alice(upload_photo(user_id=who, save=True, video=noise))
    markup = types.VideoSizeEmojiMarkup(emoji_id=1, background_colors=[0])
    with pytest.raises(rpc_errors.EMOJI_MARKUP_INVALID):
        await alice(upload_photo(user_id=who, save=True, video_emoji_markup=markup))
    await bob(functions.contacts.Block(id=people.peer(bob, alice)))
    with pytest.raises(rpc_errors.USER_IS_BLOCKED):
        await choose(people, alice, bob, 400, save=True, suggest=True)
    assert (await people.see(alice, bob)).photo is None
