"""The file rows of the access matrix: every method that names a file, every kind of location, every actor.

A file is had with its id, the caller's own access hash and a reference from a place where the caller was shown it
(row F3). So every mixture of hashes and references is tried that the people around a file could have or steal, with
every method; whoever lacks one of the three gets nothing, and what does not exist looks as if it were not theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from server.access.file_references import LIFETIME, ContextKind, FileContext
from server.access.hashes import Hashed
from tests.server.client import Client
from tests.server.files.photos import of, shown
from tests.server.files.uploading import document, location, noise, part, picture, upload
from tests.server.harness import Harness

pytestmark = pytest.mark.rows("AC-1", "F3")

OWNER, RECEIVER, OUTSIDER = "9996621001", "9996621002", "9996621003"
WAYS = ("own", "another's", "none")
REFERENCES = ("own", "another's", "another file's", "expired", "altered", "none")
REFUSALS = {
    "LOCATION_INVALID",
    "MEDIA_INVALID",
    "PHOTO_INVALID",
    "DOCUMENT_INVALID",
    "FILE_REFERENCE_EMPTY",
    "FILE_REFERENCE_INVALID",
    "FILE_REFERENCE_EXPIRED",
}
NOWHERE = FileContext(ContextKind.MESSAGE, 1)


@dataclass
class Shared:
    """A photo and a document that the owner sent to the receiver; the outsider was never shown them."""

    harness: Harness
    owner: Client
    receiver: Client
    outsider: Client
    files: dict[str, tuple[types.Photo | types.Document, types.Photo | types.Document]]
    """By kind: as the owner and as the receiver were shown it."""

    def hash_of(self, way: str, actor: Client, kind: str, file_id: int) -> int:
        """An access hash: the actor's, that of somebody else, or none."""
        viewer = {"own": actor, "another's": self.receiver if actor is self.owner else self.owner}.get(way)
        hashed = Hashed.PHOTO if kind == "photo" else Hashed.DOCUMENT
        return self.harness.app.hashes.of(viewer.me.id, hashed, file_id) if viewer else 0

    def reference_of(self, way: str, actor: Client, kind: str) -> bytes:
        """A reference that the actor holds or may have stolen. The outsider was given none of their own."""
        references, now = self.harness.app.references, int(self.harness.app.clock.now())
        as_owner, as_receiver = self.files[kind]
        mine = {self.owner.me.id: as_owner.file_reference, self.receiver.me.id: as_receiver.file_reference}
        match way:
            case "own":
                return mine.get(actor.me.id, as_receiver.file_reference)
            case "another's":
                return as_receiver.file_reference if actor is self.owner else as_owner.file_reference
            case "another file's":
                return references.of(actor.me.id, as_owner.id + 1, NOWHERE, now)
            case "expired":
                return references.of(actor.me.id, as_owner.id, NOWHERE, now - LIFETIME - 7200)
            case "altered":
                return bytes(reversed(mine.get(actor.me.id, as_receiver.file_reference)))
        return b""


@pytest.fixture
async def shared(harness: Harness) -> Shared:
    """A photo and a document, sent by one to another."""
    owner, receiver, outsider = [await harness.client(phone) for phone in (OWNER, RECEIVER, OUTSIDER)]
    (_, peer), (_, back) = of(harness, owner, receiver), of(harness, receiver, owner)
    files = {}
    for kind, media in (
        ("photo", types.InputMediaUploadedPhoto(file=await upload(owner, picture(900, 700).getvalue()))),
        ("document", document(await upload(owner, noise(200_000)))),
    ):
        sent = await owner(functions.messages.SendMedia(peer=peer, media=media, message="", random_id=len(kind)))
        history = await receiver(
            functions.messages.GetHistory(
                peer=back, offset_id=0, offset_date=0, add_offset=0, limit=1, max_id=0, min_id=0, hash=0
            )
        )
        (as_sent,) = [one.message.media for one in sent.updates if isinstance(one, types.UpdateNewMessage)]
        files[kind] = (getattr(as_sent, kind), getattr(history.messages[0].media, kind))
    return Shared(harness, owner, receiver, outsider, files)


def photo_at(id: int, access_hash: int, file_reference: bytes) -> types.InputPhotoFileLocation:
    return types.InputPhotoFileLocation(id=id, access_hash=access_hash, file_reference=file_reference, thumb_size="m")


def document_at(id: int, access_hash: int, file_reference: bytes) -> types.InputDocumentFileLocation:
    return types.InputDocumentFileLocation(id=id, access_hash=access_hash, file_reference=file_reference, thumb_size="")


def photo_again(**three: Any) -> types.InputMediaPhoto:
    return types.InputMediaPhoto(id=types.InputPhoto(**three))


def document_again(**three: Any) -> types.InputMediaDocument:
    return types.InputMediaDocument(id=types.InputDocument(**three))


def fetched(where: Any) -> functions.upload.GetFile:
    return functions.upload.GetFile(location=where, offset=0, limit=4096)


def hashed(where: Any) -> functions.upload.GetFileHashes:
    return functions.upload.GetFileHashes(location=where, offset=0)


def sent(media: Any) -> functions.messages.SendMedia:
    return functions.messages.SendMedia(
        peer=types.InputPeerSelf(), media=media, message="", random_id=abs(hash(repr(media)))
    )


def uploaded(media: Any) -> functions.messages.UploadMedia:
    return functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=media)


NAMINGS: dict[str, tuple[str, Callable[..., Any], Callable[[Any], Any]]] = {
    "getFile of a photo": ("photo", photo_at, fetched),
    "getFile of a document": ("document", document_at, fetched),
    "getFileHashes of a photo": ("photo", photo_at, hashed),
    "getFileHashes of a document": ("document", document_at, hashed),
    "sendMedia of a photo": ("photo", photo_again, sent),
    "sendMedia of a document": ("document", document_again, sent),
    "uploadMedia of a photo": ("photo", photo_again, uploaded),
    "uploadMedia of a document": ("document", document_again, uploaded),
}


async def test_only_who_was_shown_a_file_may_name_it(shared: Shared) -> None:
    """Every method, actor, hash and reference: nothing but one's own of a file that one was shown will do."""
    wrong = []
    actors = {"owner": shared.owner, "receiver": shared.receiver, "outsider": shared.outsider}
    for naming, (who, actor), way, reference in product(NAMINGS, actors.items(), WAYS, REFERENCES):
        kind, name, method = NAMINGS[naming]
        file_id = shared.files[kind][0].id
        three = {
            "id": file_id,
            "access_hash": shared.hash_of(way, actor, kind, file_id),
            "file_reference": shared.reference_of(reference, actor, kind),
        }
        may = who != "outsider" and (way, reference) == ("own", "own")
        try:
            await actor(method(name(**three)))
            outcome = "OK"
        except RpcError as error:
            outcome = error.message
        if (outcome == "OK") is not may or (not may and outcome not in REFUSALS):
            wrong.append((naming, who, way, reference, outcome))
    assert wrong == []


async def test_what_is_expired_says_so_to_its_holder_alone(shared: Shared) -> None:
    """It makes a client ask anew; whoever never had the file hears no more than of one that does not exist."""
    kind, file_id = "document", shared.files["document"][0].id
    answers = {}
    for who, actor, way in (
        ("receiver", shared.receiver, "own"),
        ("outsider", shared.outsider, "another's"),
    ):
        with pytest.raises(RpcError) as refused:
            await actor(
                fetched(
                    document_at(
                        file_id,
                        shared.hash_of(way, actor, kind, file_id),
                        shared.reference_of("expired", actor, kind),
                    )
                )
            )
        answers[who] = refused.value.message
    assert answers == {"receiver": "FILE_REFERENCE_EXPIRED", "outsider": "LOCATION_INVALID"}


NOTHING_BEHIND = (
    types.InputFileLocation(volume_id=1, local_id=1, secret=1, file_reference=b""),
    types.InputSecureFileLocation(id=1, access_hash=1),
    types.InputTakeoutFileLocation(),
    types.InputPhotoLegacyFileLocation(id=1, access_hash=1, file_reference=b"", volume_id=1, local_id=1, secret=1),
    types.InputEncryptedFileLocation(id=1, access_hash=1),
    types.InputStickerSetThumb(stickerset=types.InputStickerSetID(id=1, access_hash=1), thumb_version=1),
    types.InputPeerPhotoFileLocation(peer=types.InputPeerSelf(), photo_id=1),
)


async def test_locations_that_were_handed_to_nobody_lead_nowhere(shared: Shared) -> None:
    """The other constructors of InputFileLocation, with nothing behind them."""
    for where, method in product(NOTHING_BEHIND, (fetched, hashed)):
        with pytest.raises(RpcError, match="LOCATION_INVALID"):
            await shared.outsider(method(where))


async def test_an_upload_belongs_to_whoever_uploads_it(shared: Shared) -> None:
    """Under the same number another has an upload of their own, and cannot make a file of this one."""
    assert await shared.owner(part(0, b"the owner's", file_id=77))
    stolen = types.InputFile(id=77, parts=1, name="f", md5_checksum="")
    with pytest.raises(RpcError, match="FILE_PART_0_MISSING"):
        await shared.outsider(uploaded(document(stolen)))
    assert await shared.outsider(part(0, b"the outsider's", file_id=77))
    made = await shared.owner(uploaded(document(stolen)))
    answer = await shared.owner(fetched(location(made.document)))
    assert answer.bytes == b"the owner's"


@pytest.mark.rows("AC-4")
async def test_the_photo_beside_a_name_follows_rules_and_blocks(harness: Harness) -> None:
    """By InputPeerPhotoFileLocation: whoever may not see it, or was blocked by its owner, gets nothing."""
    owner, other = await harness.client(OWNER), await harness.client(RECEIVER)
    photo = await shown(owner, 300)
    _, peer = of(harness, other, owner)
    where = types.InputPeerPhotoFileLocation(peer=peer, photo_id=photo.id)
    assert (await other(fetched(where))).bytes
    _, blocked = of(harness, owner, other)
    await owner(functions.contacts.Block(id=blocked))
    for method in (fetched, hashed):
        with pytest.raises(RpcError, match="LOCATION_INVALID"):
            await other(method(where))
    await owner(functions.contacts.Unblock(id=blocked))
    assert (await other(fetched(where))).bytes
    await owner(
        functions.account.SetPrivacy(
            key=types.InputPrivacyKeyProfilePhoto(), rules=[types.InputPrivacyValueDisallowAll()]
        )
    )
    with pytest.raises(RpcError, match="LOCATION_INVALID"):
        await other(fetched(where))
    assert (await owner(fetched(types.InputPeerPhotoFileLocation(peer=types.InputPeerSelf(), photo_id=photo.id)))).bytes
