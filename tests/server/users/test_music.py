"""Music on profiles: put there, ordered, seen by whom the rules let see it."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.file_references import LIFETIME
from server.access.hashes import Hashed
from server.render.hashing import result_hash
from tests.server.client import Client
from tests.server.files.uploading import get, input_document, location, made, noise
from tests.server.harness import Harness
from tests.server.people import ALICE, BOB

AUDIO = types.DocumentAttributeAudio(duration=100, title="Ode", performer="Ludwig")


async def songs(client: Client, count: int) -> list[types.Document]:
    return [await made(client, b"ID3" + noise(500), "audio/mpeg", AUDIO) for _ in range(count)]


async def save(client: Client, song: types.Document, after: types.Document | None = None, **fields: bool) -> None:
    after_id = None if after is None else input_document(after)
    await client(functions.account.SaveMusic(id=input_document(song), after_id=after_id, **fields))


def user(harness: Harness, viewer: Client, owner: Client) -> types.InputUser:
    access_hash = harness.app.hashes.of(viewer.me.id, Hashed.USER, owner.me.id)
    return types.InputUser(user_id=owner.me.id, access_hash=access_hash)


async def test_songs_and_their_order(harness: Harness) -> None:
    """The newest first, or after another; taken away; the list of ids by its hash."""
    alice = await harness.client(ALICE)
    first, second, third = await songs(alice, 3)
    await save(alice, first)
    await save(alice, second)
    await save(alice, third, after=second)
    kept = await alice(functions.account.GetSavedMusicIds(hash=0))
    assert kept.ids == [second.id, third.id, first.id]
    await save(alice, second, after=first)
    await save(alice, third, unsave=True)
    assert (await alice(functions.account.GetSavedMusicIds(hash=0))).ids == [first.id, second.id]
    mine = functions.users.GetSavedMusic(id=types.InputUserSelf(), offset=1, limit=10, hash=0)
    page = await alice(mine)
    assert (page.count, [one.id for one in page.documents]) == (2, [second.id])
    with pytest.raises(rpc_errors.DOCUMENT_INVALID):
        await save(alice, third, after=third)
    with pytest.raises(rpc_errors.DOCUMENT_INVALID):
        await save(alice, await made(alice, noise(500), "text/plain"))


async def test_others_hear_it(harness: Harness) -> None:
    """The first song stands in the profile; references are refreshed through it; the hash saves an answer."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    (song,) = await songs(alice, 1)
    await save(alice, song)
    full = await bob(functions.users.GetFullUser(id=user(harness, bob, alice)))
    shown = full.full_user.saved_music
    assert shown.id == song.id
    content = (await bob(get(location(shown)))).bytes
    await harness.advance(LIFETIME + 3_601)
    bob = await harness.client(BOB)
    with pytest.raises(rpc_errors.FILE_REFERENCE_EXPIRED):
        await bob(get(location(shown)))
    by_id = functions.users.GetSavedMusicByID(id=user(harness, bob, alice), documents=[input_document(shown)])
    (fresh,) = (await bob(by_id)).documents
    assert (await bob(get(location(fresh)))).bytes == content
    page = functions.users.GetSavedMusic(id=user(harness, bob, alice), offset=0, limit=10, hash=result_hash([song.id]))
    assert (await bob(page)).count == 1
    assert isinstance(await bob(page), types.users.SavedMusicNotModified)


async def test_the_rules_of_its_owner(harness: Harness) -> None:
    """Who may not see it finds a profile without music; an old reference still runs out, and there is no new one."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    (song,) = await songs(alice, 1)
    await save(alice, song)
    hide = functions.account.SetPrivacy(
        key=types.InputPrivacyKeySavedMusic(), rules=[types.InputPrivacyValueDisallowAll()]
    )
    await alice(hide)
    who = user(harness, bob, alice)
    assert (await bob(functions.users.GetFullUser(id=who))).full_user.saved_music is None
    page = await bob(functions.users.GetSavedMusic(id=who, offset=0, limit=10, hash=0))
    assert (page.count, page.documents) == (0, [])
    guessed = types.InputDocument(id=song.id, access_hash=0, file_reference=b"")
    assert (await bob(functions.users.GetSavedMusicByID(id=who, documents=[guessed]))).documents == []
    assert (await alice(functions.users.GetFullUser(id=types.InputUserSelf()))).full_user.saved_music.id == song.id


async def test_a_deleted_account_has_no_music(harness: Harness) -> None:
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    (song,) = await songs(alice, 1)
    await save(alice, song)
    who = user(harness, bob, alice)
    await alice(functions.account.DeleteAccount(reason=""))
    assert (await bob(functions.users.GetFullUser(id=who))).full_user.saved_music is None
    assert (await bob(functions.users.GetSavedMusic(id=who, offset=0, limit=10, hash=0))).documents == []
