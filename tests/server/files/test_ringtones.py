"""Notification sounds: kept, converted, refused, told to the other devices."""

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files import ringtones
from tests.server.client import Client
from tests.server.files.recording import sound, video
from tests.server.files.uploading import attribute, get, input_document, location, made, upload
from tests.server.harness import Harness
from tests.server.people import ALICE


async def uploaded(client: Client, data: bytes, mime_type: str = "audio/mpeg") -> types.Document:
    file = await upload(client, data)
    document: types.Document = await client(
        functions.account.UploadRingtone(file=file, file_name="../ding.mp3", mime_type=mime_type)
    )
    return document


async def test_a_sound_is_kept_and_forgotten(harness: Harness) -> None:
    """As soon as it is uploaded. It can be fetched from the list; the other device hears of it; the same list is not
    sent twice."""
    alice, tablet = await harness.client(ALICE), await harness.client(ALICE)
    await tablet(functions.updates.GetState())
    ding = sound(1.0, "mp3", "libmp3lame")
    document = await uploaded(alice, ding)
    assert [attribute(document, types.DocumentAttributeFilename).file_name] == ["ding.mp3"]
    await tablet.update(types.UpdateSavedRingtones)
    saved = await alice(functions.account.SaveRingtone(id=input_document(document), unsave=False))
    assert isinstance(saved, types.account.SavedRingtone)
    kept = await tablet(functions.account.GetSavedRingtones(hash=0))
    (shown,) = kept.ringtones
    assert (await tablet(get(location(shown), 0, 65_536))).bytes == ding
    again = await tablet(functions.account.GetSavedRingtones(hash=kept.hash))
    assert isinstance(again, types.account.SavedRingtonesNotModified)
    await alice(functions.account.SaveRingtone(id=input_document(document), unsave=True))
    assert (await alice(functions.account.GetSavedRingtones(hash=kept.hash))).ringtones == []


async def test_a_voice_message_becomes_a_sound_of_its_own(harness: Harness) -> None:
    """The answer names the new document; the message keeps its voice."""
    alice = await harness.client(ALICE)
    voice = await made(alice, sound(2.0), "audio/ogg", types.DocumentAttributeAudio(duration=2, voice=True))
    saved = await alice(functions.account.SaveRingtone(id=input_document(voice), unsave=False))
    assert isinstance(saved, types.account.SavedRingtoneConverted)
    assert saved.document.id != voice.id
    assert not attribute(saved.document, types.DocumentAttributeAudio).voice
    (kept,) = (await alice(functions.account.GetSavedRingtones(hash=0))).ringtones
    assert kept.id == saved.document.id


async def test_what_is_no_sound_for_this(harness: Harness) -> None:
    """Another type, too long, too large, somebody else's, nothing."""
    alice, bob = await harness.client(ALICE), await harness.client("9996621002")
    with pytest.raises(rpc_errors.RINGTONE_MIME_INVALID):
        await uploaded(alice, b"text", "text/plain")
    with pytest.raises(rpc_errors.RINGTONE_MIME_INVALID):
        await uploaded(alice, video())
    long = await uploaded(alice, sound(ringtones.MAX_SECONDS + 2, "mp3", "libmp3lame"))
    large = await uploaded(alice, b"ID3" + bytes(ringtones.MAX_BYTES))
    of_alice = await uploaded(alice, sound(1.0, "mp3", "libmp3lame"))
    kept = (await alice(functions.account.GetSavedRingtones(hash=0))).ringtones
    assert [one.id for one in kept] == [of_alice.id]
    for client, document in ((alice, long), (alice, large), (bob, of_alice)):
        with pytest.raises(rpc_errors.RINGTONE_INVALID):
            await client(functions.account.SaveRingtone(id=input_document(document), unsave=False))
    with pytest.raises(rpc_errors.RINGTONE_INVALID):
        await alice(functions.account.SaveRingtone(id=types.InputDocumentEmpty(), unsave=False))


async def test_web_files_are_not_handed_out(harness: Harness) -> None:
    """A location of that kind was made up."""
    alice = await harness.client(ALICE)
    where = types.InputWebFileLocation(url="http://127.0.0.1/", access_hash=1)
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await alice(functions.upload.GetWebFile(location=where, offset=0, limit=4096))
