"""The rows of the access matrix for files of secret chats, and for uploads of every kind.

An encrypted file has no reference: its id and the caller's own access hash name it, and only the two users of its chat
were ever given one. Uploads have no hash at all: an id means what the caller has uploaded under it.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access.hashes import Hashed
from tests.server.auth.passwords import owing, set_password
from tests.server.client import Client
from tests.server.files.uploading import PART, big_part, document, get, location, noise, part, upload
from tests.server.harness import Harness
from tests.server.people import random_id
from tests.server.secretchats.conftest import SecretChat, chat, ciphertext, people

__all__ = ["chat", "people"]

pytestmark = pytest.mark.rows("AC-1", "AC-2", "F3")

messages = functions.messages


def sent(peer: types.InputEncryptedChat, file: types.TypeInputEncryptedFile) -> messages.SendEncryptedFile:
    return messages.SendEncryptedFile(peer=peer, random_id=random_id(), data=ciphertext(), file=file)


async def outcome(actor: Client, call: Any) -> str:
    try:
        await actor(call)
    except RpcError as error:
        return error.message
    return "OK"


async def test_only_the_two_of_a_secret_chat_may_name_its_file(chat: SecretChat) -> None:
    """Every method, actor and hash; a hash for a document of this id is none for an encrypted file, and the reverse."""
    people, hashes = chat.people, chat.people.harness.app.hashes
    raw = await upload(people.alice, noise(5_000))
    given = types.InputEncryptedFileUploaded(id=raw.id, parts=raw.parts, md5_checksum="", key_fingerprint=1)
    file_id = (await people.alice(sent(chat.of_alice, given))).file.id
    owners = {"alice": people.alice, "bob": people.bob, "mallory": people.mallory}
    actors = {**owners, "alice's tablet": people.alice_tablet, "bob's tablet": people.bob_tablet}
    chats = {"alice": chat.of_alice, "bob": chat.of_bob}
    wrong = []
    for (who, actor), whose, hashed in product(actors.items(), owners, (Hashed.ENCRYPTED_FILE, Hashed.DOCUMENT)):
        if (who, whose, hashed) == ("mallory", "mallory", Hashed.ENCRYPTED_FILE):
            continue  # which the server never tells Mallory
        access_hash = hashes.of(owners[whose].me.id, hashed, file_id)
        may = who.startswith(whose) and hashed is Hashed.ENCRYPTED_FILE
        as_encrypted = types.InputEncryptedFileLocation(id=file_id, access_hash=access_hash)
        as_document = types.InputDocumentFileLocation(
            id=file_id, access_hash=access_hash, file_reference=b"x", thumb_size=""
        )
        calls = {
            "getFile": (get(as_encrypted), may),
            "getFileHashes": (functions.upload.GetFileHashes(location=as_encrypted, offset=0), may),
            "getFile of a document": (get(as_document), False),
        }
        if who in chats:
            again = types.InputEncryptedFile(id=file_id, access_hash=access_hash)
            calls["sendEncryptedFile"] = (sent(chats[who], again), may)
            calls["uploadEncryptedFile"] = (messages.UploadEncryptedFile(peer=chats[who], file=again), may)
        for method, (call, allowed) in calls.items():
            came = await outcome(actor, call)
            refused = (
                {"LOCATION_INVALID", "FILE_REFERENCE_INVALID"} if method.endswith("document") else {"LOCATION_INVALID"}
            )
            if came not in ({"OK"} if allowed else refused):
                wrong.append((method, who, whose, hashed, came))
    assert wrong == []


async def test_a_file_that_is_not_there_looks_like_one_of_others(chat: SecretChat) -> None:
    for file_id, access_hash in ((1 << 40, 0), (1 << 41, 7), (0, 0), (-1, -1)):
        where = types.InputEncryptedFileLocation(id=file_id, access_hash=access_hash)
        assert await outcome(chat.people.mallory, get(where)) == "LOCATION_INVALID"


async def test_a_big_upload_belongs_to_whoever_uploads_it(chat: SecretChat) -> None:
    """Nobody goes on with another's, counts its parts anew, or makes a file of it; in clear or encrypted."""
    people = chat.people
    content = noise(PART + 5_000)
    first, second = big_part(0, 2, content[:PART], file_id=77), big_part(1, 2, content[PART:], file_id=77)
    assert await people.alice(first)
    stolen = document(types.InputFileBig(id=77, parts=2, name="f"))
    encrypted = types.InputEncryptedFileBigUploaded(id=77, parts=2, key_fingerprint=1)
    takes = (
        messages.UploadMedia(peer=types.InputPeerSelf(), media=stolen),
        sent(chat.of_bob, encrypted),
        messages.UploadEncryptedFile(peer=chat.of_bob, file=encrypted),
    )
    for call in takes:
        assert await outcome(people.bob, call) == "FILE_PART_0_MISSING"
    assert await people.bob(big_part(1, 3, noise(PART), file_id=77))  # one of Bob's own
    assert await people.alice(second)
    for call in takes:
        assert await outcome(people.bob, call) in {"FILE_PARTS_INVALID", "FILE_PART_0_MISSING"}
    made = (await people.alice(takes[0])).document
    assert made.size == len(content)
    assert (await people.alice(get(location(made), PART, 8_192))).bytes == content[PART:]


async def test_nobody_stores_or_fetches_anything_without_being_signed_in(harness: Harness) -> None:
    """Neither before a code nor between the code and the password."""
    await set_password(await harness.client("9996621011"))
    nobody, pending = await harness.client(), await owing(harness, "9996621011")
    chat = types.InputEncryptedChat(chat_id=1, access_hash=1)
    where = types.InputEncryptedFileLocation(id=1, access_hash=1)
    file = types.InputFile(id=1, parts=1, name="f", md5_checksum="")
    calls = (
        part(0, b"x"),
        big_part(0, 1, b"x"),
        get(where),
        functions.upload.GetFileHashes(location=where, offset=0),
        functions.upload.GetWebFile(
            location=types.InputWebFileLocation(url="https://example.org", access_hash=1), offset=0, limit=4096
        ),
        messages.UploadMedia(peer=types.InputPeerSelf(), media=document(file)),
        messages.GetDocumentByHash(sha256=bytes(32), size=1, mime_type="text/plain"),
        sent(chat, types.InputEncryptedFile(id=1, access_hash=1)),
        messages.UploadEncryptedFile(peer=chat, file=types.InputEncryptedFile(id=1, access_hash=1)),
        functions.photos.UploadProfilePhoto(file=file),
    )
    for actor, error in ((nobody, "AUTH_KEY_UNREGISTERED"), (pending, "SESSION_PASSWORD_NEEDED")):
        for call in calls:
            assert await outcome(actor, call) == error, call
