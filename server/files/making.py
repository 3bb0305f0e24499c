"""Files made of uploads: photos in their sizes, documents with what is known of them.

What takes time or touches the disk happens here, before anything is sent; the file is stored in a unit of its own
and the message that shows it names it by id. A file nobody came to show is collected later.
"""

from dataclasses import replace
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import types
from server.files import images, mime
from server.files.attributes import read_attributes
from server.rpc.context import Context
from storage import files
from storage.blobs import Blob
from storage.files import File, FileKind, Rendition

MAX_PHOTO = 10 * 1024 * 1024
"""Bytes of an uploaded photo."""

MAX_THUMB = 200 * 1024

ANIMATED = frozenset({"image/gif"})
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


async def finished(ctx: Context, given: types.TypeInputFile) -> Blob:
    """The content of an upload.

    Raises:
        FILE_PARTS_INVALID, FILE_PART_X_MISSING, MD5_CHECKSUM_INVALID: see `Staging.finish`.
        FILE_ID_INVALID: a story's file, which nothing here makes.
    """
    if isinstance(given, types.InputFile):
        return await ctx.app.staging.finish(ctx.user_id, given.id, given.parts, given.md5_checksum)
    if isinstance(given, types.InputFileBig):
        return await ctx.app.staging.finish(ctx.user_id, given.id, given.parts)
    raise rpc_errors.FILE_ID_INVALID


async def make_photo(
    ctx: Context,
    given: types.TypeInputFile,
    sizes: tuple[tuple[str, int], ...] = images.PHOTO_SIZES,
    *,
    square: bool = False,
) -> File:
    """A photo in its sizes, stored.

    Raises:
        PHOTO_SAVE_FILE_INVALID: too large a file.
        IMAGE_PROCESS_FAILED: no picture, or one beyond the bounds.
    """
    blob = await finished(ctx, given)
    if blob.size > MAX_PHOTO:
        raise rpc_errors.PHOTO_SAVE_FILE_INVALID
    renditions, stripped = await _renditions(ctx, blob, sizes, square=square)
    draft = File(0, FileKind.PHOTO, ctx.user_id, ctx.now, None, "image/jpeg", {"stripped": stripped}, renditions)
    return await store(ctx, draft)


async def make_document(ctx: Context, given: types.InputMediaUploadedDocument) -> File:
    """A document, stored; its type is judged by its content."""
    blob = await finished(ctx, given.file)
    head = await ctx.app.blobs.read(blob.digest, 0, mime.HEAD)
    mime_type = mime.agreed(given.mime_type, head)
    draft = File(0, FileKind.DOCUMENT, ctx.user_id, ctx.now, blob, mime_type)
    details: dict[str, Any] = {"attributes": read_attributes(given.attributes)}
    if given.thumb is not None:
        thumb = await finished(ctx, given.thumb)
        if thumb.size <= MAX_THUMB:
            draft = await _with_preview(ctx, draft, details, thumb)
    elif mime_type in PICTURES and blob.size <= MAX_PHOTO:
        draft = await _with_preview(ctx, draft, details, blob)
    if mime_type in PICTURES and blob.size <= MAX_PHOTO:
        await _measured(ctx, blob, mime_type, details["attributes"], force_file=given.force_file)
    return await store(ctx, replace(draft, details=details))


async def store(ctx: Context, draft: File) -> File:
    """Give a file its id and keep it."""
    return await ctx.app.db.write(lambda tx: files.create(tx, draft))


async def _with_preview(ctx: Context, draft: File, details: dict[str, Any], picture: Blob) -> File:
    """A document with a preview, if the picture can be read: a document need not be a good one."""
    try:
        renditions, details["stripped"] = await _renditions(ctx, picture, images.PREVIEW_SIZES)
    except rpc_errors.IMAGE_PROCESS_FAILED:
        return draft
    return replace(draft, renditions=renditions)


async def _measured(
    ctx: Context, blob: Blob, mime_type: str, attributes: list[dict[str, Any]], *, force_file: bool
) -> None:
    """Add what the picture itself shows where the client said nothing: its size, and that it moves."""
    try:
        width, height, frames = await ctx.app.images.run(images.measure, await _whole(ctx, blob))
    except rpc_errors.IMAGE_PROCESS_FAILED:
        return
    kinds = {record["kind"] for record in attributes}
    if not kinds & {"image_size", "video"}:
        attributes.append({"kind": "image_size", "w": width, "h": height})
    if mime_type in ANIMATED and frames > 1 and not force_file and "animated" not in kinds:
        attributes.append({"kind": "animated"})


async def _renditions(
    ctx: Context, blob: Blob, sizes: tuple[tuple[str, int], ...], *, square: bool = False
) -> tuple[tuple[Rendition, ...], bytes]:
    made, stripped = await ctx.app.images.run(images.make_sizes, await _whole(ctx, blob), sizes, square)
    return tuple([Rendition(one.type, await put_bytes(ctx, one.data), one.width, one.height) for one in made]), stripped


async def _whole(ctx: Context, blob: Blob) -> bytes:
    """The bytes of a picture, which is at most `MAX_PHOTO` long."""
    return await ctx.app.blobs.read(blob.digest, 0, blob.size)


async def put_bytes(ctx: Context, data: bytes) -> Blob:
    """Put a content that the server made into the store."""
    path = ctx.app.staging.new_path()
    path.write_bytes(data)  # small, and with the system at once
    return await ctx.app.blobs.put(path)
