"""Photos of people and groups, still or moving (core.telegram.org/api/files#animated-profile-pictures).

A moving one is a photo with a video beside its sizes: a short square MP4, of which one frame is the photo.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import types
from server.files import images, mime, recordings
from server.files.making import draft_photo, examine, finished, make_photo, put_renditions, store
from server.rpc.context import Context
from storage.blobs import Blob
from storage.files import VIDEO, File, FileKind, Rendition
from storage.users import ProfilePhoto

MAX_VIDEO = 2 * 1024 * 1024
MAX_SIDE = 1_280
MAX_SECONDS = 10.5
"""Clients cut to ten seconds, give or take a frame."""


class Given(Protocol):
    """What the requests that set a photo have in common."""

    file: types.TypeInputFile | None
    video: types.TypeInputFile | None
    video_start_ts: float | None
    video_emoji_markup: types.TypeVideoSize | None


def profile_photo(file: File) -> ProfilePhoto:
    """What stands beside a name."""
    return ProfilePhoto(file.file_id, file.details["stripped"], file.video is not None)


async def make_profile_photo(ctx: Context, given: Given, missing: type[RpcError]) -> File:
    """A photo in the sizes of profiles, stored; with its video, if it has one.

    Raises:
        missing: there is neither a picture nor a video.
        VIDEO_FILE_INVALID: the video is none, or none for this.
        NOT_IMPLEMENTED: it is to be made of an emoji alone.
        PHOTO_SAVE_FILE_INVALID, IMAGE_PROCESS_FAILED: see `make_photo`.
    """
    if given.video is None:
        if given.file is None:
            raise missing if given.video_emoji_markup is None else rpc_errors.NOT_IMPLEMENTED
        return await make_photo(ctx, given.file, images.PROFILE_SIZES, square=True)
    blob = await finished(ctx, given.video)
    start = max(given.video_start_ts or 0.0, 0.0)
    facts = await _look(ctx, blob, start)
    video = Rendition(VIDEO, blob, facts.width, facts.height)
    if given.file is not None:
        photo = await draft_photo(ctx, given.file, images.PROFILE_SIZES, square=True)
    else:
        pictures = await put_renditions(ctx.app, facts.previews)
        stripped = {"stripped": facts.stripped}
        photo = File(0, FileKind.PHOTO, ctx.user_id, ctx.now, None, "image/jpeg", stripped, pictures)
    details = {**photo.details, "start": min(start, facts.duration)}
    return await store(ctx, replace(photo, details=details, renditions=(*photo.renditions, video)))


async def _look(ctx: Context, blob: Blob, start: float) -> recordings.Facts:
    if blob.size > MAX_VIDEO:
        raise rpc_errors.VIDEO_FILE_INVALID
    if mime.sniffed(await ctx.app.blobs.read(blob.digest, 0, mime.HEAD)) != "video/mp4":
        raise rpc_errors.VIDEO_FILE_INVALID
    try:
        facts = await examine(ctx, blob, "video/mp4", images.PROFILE_SIZES, at=start, square=True)
    except rpc_errors.IMAGE_PROCESS_FAILED:
        raise rpc_errors.VIDEO_FILE_INVALID from None
    if not 0 < facts.width == facts.height <= MAX_SIDE or facts.duration > MAX_SECONDS:
        raise rpc_errors.VIDEO_FILE_INVALID
    return facts
