"""Photos of people and groups, still or moving (core.telegram.org/api/files#animated-profile-pictures).

A moving one is a photo with a video beside its sizes: a short square MP4, of which one frame is the photo. Or it says
of which sticker it is made (`sticker_photos`), with a picture or video of that if the client has drawn one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import types
from server.files import images, mime, recordings
from server.files.attributes import seconds
from server.files.making import draft_cut, draft_of, draft_photo, examine, finished, store
from server.files.sticker_photos import Record, draw, read_markup
from server.rpc.context import Context
from storage.accounts.users import ProfilePhoto
from storage.media.blobs import Blob
from storage.media.files import VIDEO, File, Rendition

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
    return ProfilePhoto(file.file_id, file.details["stripped"], file.video is not None or "markup" in file.details)


async def make_profile_photo(ctx: Context, given: Given, missing: type[RpcError]) -> File:
    """A photo in the sizes of profiles, stored; with its video and the sticker it is made of, if it has them.

    Raises:
        missing: There is neither a picture nor a video nor a sticker.
        VIDEO_FILE_INVALID: The video is none, or none for this.
        EMOJI_MARKUP_INVALID: See `read_markup`.
        PHOTO_SAVE_FILE_INVALID, IMAGE_PROCESS_FAILED: See `draft_photo`.
    """
    made_of = await _sticker(ctx, given)
    photo = None if given.file is None else await draft_photo(ctx, given.file, images.PROFILE_SIZES, square=True)
    if given.video is not None:
        photo = await _moving(ctx, given.video, seconds(given.video_start_ts or 0.0), photo)
    elif photo is None and made_of is not None:
        photo = await draft_of(ctx, *await draw(ctx, *made_of))
    if photo is None:
        raise missing
    details = photo.details if made_of is None else {**photo.details, "markup": made_of[0]}
    return await store(ctx, replace(photo, details=details))


async def beside_name(ctx: Context, photo: File) -> File:
    """A photo as it can stand beside a name: itself if it was made for that, else one that is cut of it and stored."""
    if photo.rendition(images.PROFILE_SIZES[0][0]) is not None:
        return photo
    return await store(ctx, await draft_cut(ctx, photo.pictures[-1].blob, images.PROFILE_SIZES, square=True))


async def _sticker(ctx: Context, given: Given) -> tuple[Record, File] | None:
    """The sticker that a photo is made of, and the record that names it; None for most photos."""
    markup = given.video_emoji_markup
    return None if markup is None else await ctx.app.db.peek(lambda view: read_markup(ctx, view, markup))


async def _moving(ctx: Context, given: types.TypeInputFile, start: float, photo: File | None) -> File:
    """A photo with a video; one of its frames, where there is no photo yet."""
    blob = await finished(ctx, given)
    facts = await _look(ctx, blob, start)
    if photo is None:
        photo = await draft_of(ctx, facts.previews, facts.stripped)
    video = Rendition(VIDEO, blob, facts.width, facts.height)
    details = {**photo.details, "start": min(start, facts.duration)}
    return replace(photo, details=details, renditions=(*photo.renditions, video))


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
