"""`chappe gc` and `chappe fsck`: what goes, what stays, what is found."""

import hashlib

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.file_references import LIFETIME
from server.files.collecting import UNUSED_SECONDS
from server.ops.admin import files as verbs
from server.ops.datadir import DataDir
from tests.server.client import Client
from tests.server.files.sticker_sets import by_name, item, make, still
from tests.server.files.uploading import get, input_document, location, noise, stored
from tests.server.harness import Harness
from tests.server.people import ALICE


async def sent(client: Client, document: types.Document) -> int:
    answer = await client(
        functions.messages.SendMedia(
            peer=types.InputPeerSelf(),
            media=types.InputMediaDocument(id=input_document(document)),
            message="",
            random_id=1,
        )
    )
    message_id: int = answer.updates[0].id
    return message_id


async def test_what_nothing_shows_goes_at_the_second_look(harness: Harness) -> None:
    """Two days apart, longer than any reference lives; what a message shows stays until the message goes."""
    assert UNUSED_SECONDS > LIFETIME + 3600
    alice = await harness.client(ALICE)
    shown, loose = noise(5_000), noise(6_000)
    kept = await stored(alice, shown)
    message_id = await sent(alice, kept)
    unshown = location(await stored(alice, loose))
    assert (await alice(get(unshown, 0, 8192))).bytes == loose
    first = await verbs.collect(harness.app)
    assert (first["files"], first["waiting"], first["contents"]) == (0, 1, 0)
    harness.clock.advance(UNUSED_SECONDS)
    await harness.app.staging.sweep()
    second = await verbs.collect(harness.app)
    assert (second["files"], second["contents"], second["bytes"]) == (1, 1, 6_000)
    alice = await harness.client(ALICE)
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await alice(get(unshown, 0, 8192))
    found = await alice(functions.messages.GetMessages(id=[types.InputMessageID(id=message_id)]))
    assert (await alice(get(location(found.messages[0].media.document), 0, 8192))).bytes == shown
    await alice(functions.messages.DeleteMessages(id=[message_id], revoke=True))
    await verbs.collect(harness.app)
    harness.clock.advance(UNUSED_SECONDS)
    assert (await verbs.collect(harness.app))["bytes"] == 5_000


async def test_what_is_replied_to_in_another_dialog_stays_with_the_reply(harness: Harness) -> None:
    alice = await harness.client(ALICE)
    content = noise(5_000)
    message_id = await sent(alice, await stored(alice, content))
    made = await alice(functions.messages.CreateChat(users=[], title="Alone"))
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    reply = types.InputReplyToMessage(reply_to_msg_id=message_id, reply_to_peer_id=types.InputPeerSelf())
    answer = await alice(functions.messages.SendMessage(peer=group, message="that", random_id=2, reply_to=reply))
    await alice(functions.messages.DeleteMessages(id=[message_id], revoke=True))
    for _ in range(2):
        await verbs.collect(harness.app)
        harness.clock.advance(UNUSED_SECONDS)
    alice = await harness.client(ALICE)
    asked = types.InputMessageID(id=next(one.id for one in answer.updates if isinstance(one, types.UpdateMessageID)))
    (shown,) = (await alice(functions.messages.GetMessages(id=[asked]))).messages
    assert (await alice(get(location(shown.reply_to.reply_media.document), 0, 8192))).bytes == content


async def test_custom_emoji_stay_where_they_were_written(harness: Harness) -> None:
    """Texts name them by their ids alone, also when their set is gone."""
    alice = await harness.client(ALICE)
    made = await make(alice, emojis=True, stickers=[await item(alice, still(100))])
    await alice(functions.stickers.DeleteStickerSet(stickerset=by_name()))
    await verbs.collect(harness.app)
    harness.clock.advance(UNUSED_SECONDS)
    await verbs.collect(harness.app)
    alice = await harness.client(ALICE)
    shown = await alice(functions.messages.GetCustomEmojiDocuments(document_id=[made.documents[0].id]))
    assert [one.id for one in shown] == [made.documents[0].id]


async def test_what_is_about_to_go_is_not_found_by_its_hash(harness: Harness) -> None:
    """It would be shown anew, and then be gone while the reference still holds."""
    alice = await harness.client(ALICE)
    content = noise(5_000)
    there = await stored(alice, content)
    by_hash = functions.messages.GetDocumentByHash(
        sha256=hashlib.sha256(content).digest(), size=len(content), mime_type=there.mime_type
    )
    assert (await alice(by_hash)).id == there.id
    with pytest.raises(rpc_errors.SHA256_HASH_INVALID):
        await alice(functions.messages.GetDocumentByHash(sha256=b"short", size=5, mime_type=there.mime_type))
    await verbs.collect(harness.app)
    assert isinstance(await alice(by_hash), types.DocumentEmpty)
    await sent(alice, there)
    await verbs.collect(harness.app)
    assert (await alice(by_hash)).id == there.id


async def test_fsck_names_what_is_damaged_and_missing(harness: Harness) -> None:
    """By content and by file."""
    alice = await harness.client(ALICE)
    contents = [noise(5_000) for _ in range(4)]
    documents = [await stored(alice, content) for content in contents]
    assert await verbs.check(harness.app) == []
    names = [hashlib.sha256(content).hexdigest() for content in contents]
    folder = DataDir(harness.app.config.data_dir).files
    (folder / names[0][:2] / names[0]).unlink()
    (folder / names[1][:2] / names[1]).write_bytes(bytes(5_000))
    (folder / names[3][:2] / names[3]).unlink()
    (folder / names[3][:2] / names[3]).mkdir()  # which can be opened and not be read, as on a device with lost sectors
    found = {one["digest"]: (one["problem"], one["files"]) for one in await verbs.check(harness.app)}
    assert found[names[3]] == ("cannot be read: Is a directory", [documents[3].id])
    assert found[names[0]] == ("missing", [documents[0].id])
    assert found[names[1]] == (f"content {names[1]} is damaged", [documents[1].id])
    assert names[2] not in found
