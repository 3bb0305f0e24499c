"""What a download means: InputFileLocation → a content, for one viewer (rows F3, FI-1, FI-2, FI-3).

Whoever asks must hold the file's access hash, which is made for them alone, and a reference from a place where they
were shown the file. "No such file", "wrong hash" and "no such size" are one answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from mtproto import rpc_errors
from mtproto.tl import types
from server.access import peers as access
from server.access.hashes import Hashed
from server.access.privacy import look
from server.chats.membership import find_seat
from server.render.users import photo_beside
from server.rpc.context import Context
from server.stickers.sets import set_of, thumb_version
from storage import peers as marked
from storage.accounts import users
from storage.accounts.privacy import PrivacyKey
from storage.accounts.users import ProfilePhoto
from storage.database import Snapshot
from storage.media.blobs import Blob
from storage.media.files import File, FileKind
from storage.peers import PeerKind

THUMB_TYPES = frozenset("smxywabcdvu")
"""Every letter that names a rendition."""

HASHED = {
    FileKind.PHOTO: Hashed.PHOTO,
    FileKind.DOCUMENT: Hashed.DOCUMENT,
    FileKind.ENCRYPTED: Hashed.ENCRYPTED_FILE,
}


@dataclass(frozen=True, slots=True)
class Located:
    """A content that the viewer may read, and when it came."""

    blob: Blob
    mime_type: str
    created_at: int


async def locate(ctx: Context, view: Snapshot, given: types.TypeInputFileLocation) -> Located:
    """The content that a location means.

    Raises:
        LOCATION_INVALID: nothing that the caller may name.
        FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID, FILE_REFERENCE_EXPIRED: see `FileReferences.check`.
    """
    if isinstance(given, types.InputPhotoFileLocation):
        file = await own_look(ctx, view, FileKind.PHOTO, given.id, given.access_hash, given.file_reference)
        return _rendition(file, given.thumb_size)
    if isinstance(given, types.InputDocumentFileLocation):
        file = await own_look(ctx, view, FileKind.DOCUMENT, given.id, given.access_hash, given.file_reference)
        return _rendition(file, given.thumb_size) if given.thumb_size else _whole(file)
    if isinstance(given, types.InputEncryptedFileLocation):
        return _whole(await _named(ctx, view, FileKind.ENCRYPTED, given.id, given.access_hash))
    if isinstance(given, types.InputPeerPhotoFileLocation):
        return await _peer_photo(ctx, view, given)
    if isinstance(given, types.InputStickerSetThumb):
        return await _thumb(ctx, view, given)
    raise rpc_errors.LOCATION_INVALID


async def own_look(
    ctx: Context, view: Snapshot, kind: FileKind, file_id: int, access_hash: int, reference: bytes
) -> File:
    """The file that these three name together; raises what `locate` raises."""
    file = await _named(ctx, view, kind, file_id, access_hash)
    ctx.app.references.check(ctx.user_id, file_id, reference, ctx.now)
    return file


async def _named(ctx: Context, view: Snapshot, kind: FileKind, file_id: int, access_hash: int) -> File:
    # The hash is judged first: an id alone tells nobody whether there is such a file.
    if not ctx.app.hashes.holds(ctx.user_id, HASHED[kind], file_id, access_hash):
        raise rpc_errors.LOCATION_INVALID
    file = await ctx.app.recent_files.by_id(view, file_id)
    if file is None or file.kind is not kind:
        raise rpc_errors.LOCATION_INVALID
    return file


async def _peer_photo(ctx: Context, view: Snapshot, given: types.InputPeerPhotoFileLocation) -> Located:
    photo = await _photo_beside(ctx, view, await access.peer(ctx, view, given.peer))
    if photo is None or photo.photo_id != given.photo_id:
        raise rpc_errors.LOCATION_INVALID
    file = await ctx.app.recent_files.by_id(view, photo.photo_id)
    if file is None:
        raise rpc_errors.LOCATION_INVALID
    # Ordered by width; a small picture has fewer of them.
    return _rendition(file, file.pictures[-1 if given.big else 0].type)


async def _thumb(ctx: Context, view: Snapshot, given: types.InputStickerSetThumb) -> Located:
    """What stands for a sticker set: who may name the set may see it."""
    try:
        which = await set_of(ctx, view, given.stickerset)
    except rpc_errors.STICKERSET_INVALID:
        raise rpc_errors.LOCATION_INVALID from None
    file = await ctx.app.recent_files.by_id(view, which.thumb) if which.thumb else None
    if file is None or given.thumb_version != thumb_version(which):
        raise rpc_errors.LOCATION_INVALID
    return _whole(file)


async def _photo_beside(ctx: Context, view: Snapshot, peer: int) -> ProfilePhoto | None:
    """The photo that the caller sees beside the name of a peer."""
    kind, plain = marked.split(peer)
    if kind is PeerKind.CHAT:
        place = await find_seat(view, peer, ctx.user_id)
        return place.chat.photo if place is not None else None
    user = await users.by_id(view, plain)
    seen = await look(view, ctx.user_id, (plain,), (PrivacyKey.PROFILE_PHOTO,))
    return photo_beside(user, seen) if user is not None else None


def _whole(file: File) -> Located:
    if file.blob is None:
        raise rpc_errors.LOCATION_INVALID
    return Located(file.blob, file.mime_type, file.created_at)


def _rendition(file: File, type_: str) -> Located:
    rendition = file.rendition(type_) if type_ in THUMB_TYPES else None
    if rendition is None:
        raise rpc_errors.LOCATION_INVALID
    mime_type = "video/mp4" if rendition is file.video else "image/jpeg"
    return Located(rendition.blob, mime_type, file.created_at)
