"""Photos and documents as media of messages: InputMedia → what a message's body keeps.

An upload becomes a file first (`uploaded`), and every way of sending then names a file that exists: `READERS` check
id, access hash and reference. A record is `kind`, `file_id` and what belongs to the showing: `spoiler`, `ttl`,
`timestamp`, the `cover` of a video (the id of a photo), the video of a photo that is `live` (the id of a document);
`opened` stands where it is heard or seen once and then known as such (voice and round video messages).
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.file_references import UPLOADED, ContextKind
from server.access.hashes import Hashed
from server.access.peers import peer as peer_of
from server.files.external import document_at, photo_at
from server.files.locations import own_look
from server.files.making import make_document, make_photo
from server.render.files import media_of_document, media_of_photo, render_document
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.database import Snapshot
from storage.media import file_uses, files
from storage.media.files import File, FileKind

router = Router("media")

Record = dict[str, Any]

MAX_TTL = 60
"""Seconds after which a photo opened may vanish; 2**31-1 means: once it was seen."""
ONCE = (1 << 31) - 1

MAX_ATTACHED = 50
"""Stickers put on one photo or video."""


async def uploaded(ctx: Context, given: types.TypeInputMedia, *, is_sent: bool = True) -> types.TypeInputMedia:
    """The media with its upload, if it has one, made a file: then it names that. Anything else is returned as it is.

    `is_sent` says whether it is to be sent now.

    Raises what `make_photo`, `make_document`, `photo_at` and `document_at` raise.
    """
    if isinstance(given, types.InputMediaPhotoExternal):
        photo = await photo_at(ctx, given.url)
        return types.InputMediaPhoto(
            id=types.InputPhoto(**_names(ctx, photo, Hashed.PHOTO)),
            spoiler=given.spoiler,
            ttl_seconds=given.ttl_seconds,
        )
    if isinstance(given, types.InputMediaDocumentExternal):
        return _named_document(ctx, await document_at(ctx, given.url), given)
    if isinstance(given, types.InputMediaUploadedPhoto):
        photo = await make_photo(ctx, given.file, attached=await _attached(ctx, given))
        return types.InputMediaPhoto(
            id=types.InputPhoto(**_names(ctx, photo, Hashed.PHOTO)),
            spoiler=given.spoiler,
            live_photo=given.live_photo,
            video=given.video,
            ttl_seconds=given.ttl_seconds,
        )
    if isinstance(given, types.InputMediaUploadedDocument):
        document = await make_document(ctx, given, attached=await _attached(ctx, given), is_sent=is_sent)
        return _named_document(ctx, document, given)
    return given


def _named_document(
    ctx: Context, document: File, given: types.InputMediaUploadedDocument | types.InputMediaDocumentExternal
) -> types.InputMediaDocument:
    return types.InputMediaDocument(
        id=types.InputDocument(**_names(ctx, document, Hashed.DOCUMENT)),
        spoiler=given.spoiler,
        ttl_seconds=given.ttl_seconds,
        video_cover=given.video_cover,
        video_timestamp=given.video_timestamp,
    )


async def _attached(ctx: Context, given: types.InputMediaUploadedPhoto | types.InputMediaUploadedDocument) -> list[int]:
    """The stickers that were put on it."""
    stickers = (given.stickers or [])[:MAX_ATTACHED]

    async def query(view: Snapshot) -> list[int]:
        return [(await document_of(ctx, view, one)).file_id for one in stickers]

    return await ctx.app.db.peek(query) if stickers else []


def _names(ctx: Context, file: File, hashed: Hashed) -> dict[str, Any]:
    return {
        "id": file.file_id,
        "access_hash": ctx.app.hashes.of(ctx.user_id, hashed, file.file_id),
        "file_reference": ctx.app.references.of(ctx.user_id, file.file_id, UPLOADED, ctx.now),
    }


async def read_photo(ctx: Context, view: Snapshot, given: types.InputMediaPhoto) -> Record:
    """A photo that there is already.

    Raises:
        VIDEO_CONTENT_TYPE_INVALID: It is to be live by something that is no video.
    """
    file = await photo_of(ctx, view, given.id)
    record = _record("photo", file, given, may_vanish=True)
    if given.video is not None:
        live = await document_of(ctx, view, given.video)
        if live.attribute("video") is None:
            raise rpc_errors.VIDEO_CONTENT_TYPE_INVALID
        record["live"] = live.file_id
    return record


async def read_document(ctx: Context, view: Snapshot, given: types.InputMediaDocument) -> Record:
    """A document that there is already.

    Raises:
        VIDEO_CONTENT_TYPE_INVALID: What is no video has no cover.
    """
    file = await document_of(ctx, view, given.id)
    video, audio = file.attribute("video"), file.attribute("audio")
    is_voice = audio is not None and audio["voice"]
    record = _record("document", file, given, may_vanish=is_voice or video is not None)
    if is_voice or (video is not None and video["round"]):
        record["opened"] = True
    if given.video_cover is not None:
        if video is None or video["round"]:
            raise rpc_errors.VIDEO_CONTENT_TYPE_INVALID
        record["cover"] = (await photo_of(ctx, view, given.video_cover)).file_id
    if given.video_timestamp:
        record["timestamp"] = max(given.video_timestamp, 0)
    return record


READERS: Mapping[type, Callable[[Context, Snapshot, Any], Awaitable[Record]]] = {
    types.InputMediaPhoto: read_photo,
    types.InputMediaDocument: read_document,
}


async def photo_of(ctx: Context, view: Snapshot, given: types.TypeInputPhoto) -> File:
    """The photo that an InputPhoto means.

    Raises:
        PHOTO_INVALID: none that the caller may name.
        FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID, FILE_REFERENCE_EXPIRED: also where it vanishes once it was seen.
    """
    if not isinstance(given, types.InputPhoto):
        raise rpc_errors.PHOTO_INVALID
    try:
        return await _kept(ctx, view, FileKind.PHOTO, given)
    except rpc_errors.LOCATION_INVALID:
        raise rpc_errors.PHOTO_INVALID from None


async def document_of(ctx: Context, view: Snapshot, given: types.TypeInputDocument) -> File:
    """The document that an InputDocument means.

    Raises:
        DOCUMENT_INVALID: none that the caller may name.
        FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID, FILE_REFERENCE_EXPIRED: also where it vanishes once it was seen.
    """
    if not isinstance(given, types.InputDocument):
        raise rpc_errors.DOCUMENT_INVALID
    try:
        return await _kept(ctx, view, FileKind.DOCUMENT, given)
    except rpc_errors.LOCATION_INVALID:
        raise rpc_errors.DOCUMENT_INVALID from None


async def _kept(ctx: Context, view: Snapshot, kind: FileKind, given: types.InputPhoto | types.InputDocument) -> File:
    """A file that is shown in a place of its own hereby: nothing that was sent to the caller to be seen and be gone."""
    file = await own_look(ctx, view, kind, given.id, given.access_hash, given.file_reference)
    if ctx.app.references.context_of(given.file_reference).kind is ContextKind.VANISHING:
        raise rpc_errors.FILE_REFERENCE_EXPIRED
    return file


def waits_to_be_opened(media: Mapping[str, Any]) -> bool:
    """Whether a media is unread until whoever it was sent to opens it."""
    return "ttl" in media or "opened" in media


def _record(
    kind: str, file: File, given: types.InputMediaPhoto | types.InputMediaDocument, *, may_vanish: bool
) -> Record:
    record: Record = {"kind": kind, "file_id": file.file_id}
    if given.spoiler:
        record["spoiler"] = True
    if given.ttl_seconds is not None:
        if not 0 < given.ttl_seconds <= MAX_TTL and given.ttl_seconds != ONCE:
            raise rpc_errors.MEDIA_TTL_INVALID
        if not may_vanish:
            raise rpc_errors.TTL_MEDIA_INVALID
        record["ttl"] = given.ttl_seconds
    return record


@router.rpc(functions.messages.UploadMedia, flood=FloodClass.SEND)
async def upload_media(ctx: Context, request: functions.messages.UploadMedia) -> types.TypeMessageMedia:
    """Make a file of an upload without sending it."""
    await ctx.app.db.peek(lambda view: peer_of(ctx, view, request.peer))
    given = await uploaded(ctx, request.media, is_sent=False)
    reader = READERS.get(type(given))
    if reader is None:
        raise rpc_errors.MEDIA_INVALID

    async def query(view: Snapshot) -> types.TypeMessageMedia:
        record = await reader(ctx, view, given)
        found = await files.by_ids(view, file_uses.named(record))
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        render = media_of_photo if record["kind"] == "photo" else media_of_document
        return render(scene, found, record, UPLOADED)

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.GetDocumentByHash)
async def get_document_by_hash(ctx: Context, request: functions.messages.GetDocumentByHash) -> types.TypeDocument:
    """A document of the caller's own with this content, so that it need not be uploaded again.

    Only what they stored themselves: to know a hash is not to be allowed to read the content.

    Raises:
        SHA256_HASH_INVALID: That is no hash.
    """
    if len(request.sha256) != hashlib.sha256().digest_size:
        raise rpc_errors.SHA256_HASH_INVALID

    async def query(view: Snapshot) -> types.TypeDocument:
        file = await files.by_digest(view, ctx.user_id, request.sha256, request.size, request.mime_type)
        if file is None:
            return types.DocumentEmpty(id=0)
        return render_document(Rendering(ctx.app, view, ctx.user_id, ctx.now), file, UPLOADED)

    return await ctx.app.db.peek(query)
