"""Files made of uploads: photos in their sizes, documents with what is known of them.

What takes time or touches the disk happens here, before anything is sent; the file is stored in a unit of its own
and the message that shows it names it by id. A file nobody came to show is collected later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mtproto import rpc_errors
from mtproto.tl import types
from server.files import animating, images, mime, recordings
from server.files.attributes import read_attributes
from server.files.completing import complete
from server.files.images import Made
from server.files.names import clean
from server.rpc.context import Context
from storage.media import files
from storage.media.blobs import Blob
from storage.media.files import File, FileKind, Rendition

if TYPE_CHECKING:  # App is built from everything here
    from server.app import App

MAX_PHOTO = 10 * 1024 * 1024
"""Bytes of an uploaded photo."""

MAX_THUMB = 200 * 1024

ANIMATED = frozenset({"image/gif"})
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})

STICKER, STICKER_SIDE = "image/webp", 512
"""What is shown as a sticker though nobody says so: Pyrogram sends its stickers by their name alone."""


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


async def make_photo(ctx: Context, given: types.TypeInputFile, *, attached: Sequence[int] = ()) -> File:
    """A photo in its sizes, stored; `attached` are the stickers on it.

    Raises:
        PHOTO_SAVE_FILE_INVALID: too large a file.
        PHOTO_INVALID_DIMENSIONS: a picture beyond the bounds, or too narrow.
        IMAGE_PROCESS_FAILED: no picture.
    """
    try:
        draft = await draft_photo(ctx, given, images.PHOTO_SIZES, square=False)
    except rpc_errors.IMAGE_PROCESS_FAILED as failed:
        if isinstance(failed.__cause__, images.WrongSize):
            raise rpc_errors.PHOTO_INVALID_DIMENSIONS from None
        raise
    return await store(ctx, replace(draft, details={**draft.details, **_stickers(attached)}))


async def draft_photo(
    ctx: Context, given: types.TypeInputFile, sizes: tuple[tuple[str, int], ...], *, square: bool
) -> File:
    """A photo in its sizes that is no file yet.

    Raises:
        PHOTO_SAVE_FILE_INVALID: too large a file.
        IMAGE_PROCESS_FAILED: no picture, or one beyond the bounds.
    """
    blob = await finished(ctx, given)
    if blob.size > MAX_PHOTO:
        raise rpc_errors.PHOTO_SAVE_FILE_INVALID
    return await draft_cut(ctx, blob, sizes, square=square)


async def draft_cut(ctx: Context, picture: Blob, sizes: tuple[tuple[str, int], ...], *, square: bool) -> File:
    """A picture in these sizes, as a photo that is no file yet; raises IMAGE_PROCESS_FAILED where it is none."""
    return await draft_of(ctx, *await _sizes(ctx, picture, sizes, square=square))


async def draft_of(ctx: Context, sizes: Sequence[Made], stripped: bytes) -> File:
    """A photo of pictures that the server made, and of their inline preview; it is no file yet."""
    renditions = await put_renditions(ctx.app, sizes)
    return File(0, FileKind.PHOTO, ctx.user_id, ctx.now, None, "image/jpeg", {"stripped": stripped}, renditions)


async def make_document(
    ctx: Context,
    given: types.InputMediaUploadedDocument,
    *,
    attached: Sequence[int] = (),
    is_sent: bool = False,
) -> File:
    """A document, stored; its type, and what it shows or sounds like, are judged by its content.

    A small WebP picture is a sticker where it `is_sent`; TDLib takes none for what it uploads to put it into a set.
    """
    blob = await finished(ctx, given.file)
    head = await ctx.app.blobs.read(blob.digest, 0, mime.HEAD)
    mime_type = mime.agreed(given.mime_type, head)
    details = {"attributes": read_attributes(given.attributes), **_stickers(attached)}
    draft = File(0, FileKind.DOCUMENT, ctx.user_id, ctx.now, blob, mime_type, details)
    if given.thumb is not None:
        thumb = await finished(ctx, given.thumb)
        if thumb.size <= MAX_THUMB:
            draft = await _with_preview(ctx, draft, thumb)
    return await store_document(
        ctx, draft, as_file=given.force_file, keep_video=given.nosound_video, as_sticker=is_sent
    )


async def store_document(
    ctx: Context, draft: File, *, as_file: bool = False, keep_video: bool = False, as_sticker: bool = False
) -> File:
    """Keep a document, with what its content shows or sounds like.

    Args:
        draft: Its content, its type and what was said of it.
        as_file: It is shown as a plain file, whatever it is.
        keep_video: A video without sound stays a video, and is no animation.
        as_sticker: A small WebP picture becomes a sticker.
    """
    content = draft.blob
    if content is not None and draft.mime_type in ANIMATED and content.size <= MAX_PHOTO and not as_file:
        draft = await _as_video(ctx, draft, content)
    described = await _described(ctx, draft, as_file=as_file, keep_video=keep_video, as_sticker=as_sticker)
    return await store(ctx, described)


async def _described(ctx: Context, draft: File, *, as_file: bool, keep_video: bool, as_sticker: bool) -> File:
    """A document with what its content shows or sounds like."""
    content = draft.blob
    if content is None:
        return draft
    if draft.mime_type in PICTURES and content.size <= MAX_PHOTO:
        return await _pictured(ctx, draft, content, as_file=as_file, as_sticker=as_sticker and not as_file)
    if draft.mime_type in recordings.FORMATS:
        return await _recorded(ctx, draft, content, as_file=as_file, keep_video=keep_video)
    return draft


def _stickers(attached: Sequence[int]) -> dict[str, list[int]]:
    """The part of a file's details that names the stickers on it; nothing where there are none."""
    return {"attached": list(attached)} if attached else {}


async def store(ctx: Context, draft: File) -> File:
    """Give a file its id and keep it."""
    return await ctx.app.db.write(lambda tx: files.create(tx, draft))


async def _with_preview(ctx: Context, draft: File, picture: Blob) -> File:
    """A document with a preview, if the picture can be read: a document need not be a good one."""
    try:
        previews, stripped = await _sizes(ctx, picture, images.PREVIEW_SIZES)
        renditions = await put_renditions(ctx.app, previews)
    except rpc_errors.IMAGE_PROCESS_FAILED:
        return draft
    return replace(draft, renditions=renditions, details={**draft.details, "stripped": stripped})


async def _as_video(ctx: Context, draft: File, gif: Blob) -> File:
    """A GIF that moves, made a video without sound; as it was where that cannot be done.

    Its name says what it has become, as on Telegram: "cat.gif.mp4".
    """
    if not recordings.available() or draft.attribute("sticker") is not None:
        return draft
    path = ctx.app.staging.new_path()
    try:
        await ctx.app.recordings.run(ctx.user_id, animating.convert, str(ctx.app.blobs.path(gif.digest)), str(path))
        with ctx.app.staging.disk_errors():
            video = await ctx.app.blobs.put(path)
    except rpc_errors.IMAGE_PROCESS_FAILED:
        return draft
    finally:
        path.unlink(missing_ok=True)  # the store has taken it, or never will
    attributes = [
        {**one, "name": clean(f"{one['name']}.mp4")} if one["kind"] == "filename" else one
        for one in draft.details["attributes"]
        if one["kind"] != "image_size"
    ]
    return replace(draft, blob=video, mime_type="video/mp4", details={**draft.details, "attributes": attributes})


async def _pictured(ctx: Context, draft: File, picture: Blob, *, as_file: bool, as_sticker: bool) -> File:
    """A picture that is sent as a document, with a preview, its size, and that it moves or is a sticker if so."""
    if not draft.renditions:
        draft = await _with_preview(ctx, draft, picture)
    try:
        width, height, frames = await ctx.app.images.run(ctx.user_id, images.measure, await _whole(ctx, picture))
    except rpc_errors.IMAGE_PROCESS_FAILED:
        return draft
    attributes = list(draft.details["attributes"])
    kinds = {record["kind"] for record in attributes}
    if not kinds & {"image_size", "video"}:
        attributes.append({"kind": "image_size", "w": width, "h": height})
    if draft.mime_type in ANIMATED and frames > 1 and not as_file and "animated" not in kinds:
        attributes.append({"kind": "animated"})
    small = draft.mime_type == STICKER and frames == 1 and max(width, height) <= STICKER_SIDE
    if small and as_sticker and "sticker" not in kinds:
        attributes.append({"kind": "sticker", "alt": "", "mask": False, "set": 0, "coords": None})
    return replace(draft, details={**draft.details, "attributes": attributes})


async def _recorded(ctx: Context, draft: File, recording: Blob, *, as_file: bool, keep_video: bool) -> File:
    """Sound or video with what it says of itself, as far as it can be read."""
    audio = draft.attribute("audio")
    wants_waveform = audio is not None and audio["voice"] and not audio["waveform"]
    sizes = () if draft.renditions else images.PREVIEW_SIZES
    try:
        facts = await examine(ctx, recording, draft.mime_type, sizes, waveform=wants_waveform)
    except rpc_errors.IMAGE_PROCESS_FAILED:
        return draft
    details = {
        **draft.details,
        "attributes": complete(
            draft.details["attributes"], facts, draft.mime_type, as_file=as_file, keep_video=keep_video
        ),
    }
    if facts.previews:
        renditions = await put_renditions(ctx.app, facts.previews)
        return replace(draft, renditions=renditions, details={**details, "stripped": facts.stripped})
    return replace(draft, details=details)


async def examine(
    ctx: Context,
    recording: Blob,
    mime_type: str,
    sizes: tuple[tuple[str, int], ...] = (),
    *,
    at: float = 0.0,
    square: bool = False,
    waveform: bool = False,
) -> recordings.Facts:
    """What a recording says (`recordings.examine`), looked up by the worker for them.

    Raises:
        IMAGE_PROCESS_FAILED: it cannot be read, or the extra that reads it is not installed.
    """
    if not recordings.available():
        raise rpc_errors.IMAGE_PROCESS_FAILED
    path = str(ctx.app.blobs.path(recording.digest))
    return await ctx.app.recordings.run(ctx.user_id, recordings.examine, path, mime_type, sizes, at, square, waveform)


async def _sizes(
    ctx: Context, blob: Blob, sizes: tuple[tuple[str, int], ...], *, square: bool = False
) -> tuple[list[Made], bytes]:
    return await ctx.app.images.run(ctx.user_id, images.make_sizes, await _whole(ctx, blob), sizes, square)


async def put_renditions(app: App, made: Sequence[Made]) -> tuple[Rendition, ...]:
    """Put pictures that the server made into the store."""
    return tuple(
        [Rendition(one.type, await put_bytes(app, one.data), one.width, one.height, one.scans) for one in made]
    )


async def _whole(ctx: Context, blob: Blob) -> bytes:
    """The bytes of a picture, which is at most `MAX_PHOTO` long."""
    return await ctx.app.blobs.read(blob.digest, 0, blob.size)


async def put_bytes(app: App, data: bytes) -> Blob:
    """Put a content that is in memory into the store: what the server made, or fetched.

    Raises:
        FILE_WRITE_FAILED: the disk takes no more.
    """
    path = app.staging.new_path()
    try:
        with app.staging.disk_errors():
            await app.file_threads.run(path.write_bytes, data)
            return await app.blobs.put(path)
    finally:
        path.unlink(missing_ok=True)  # the store has taken it, or never will
