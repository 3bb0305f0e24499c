"""Photos of people and groups that are made of a sticker (core.telegram.org/api/files#sticker-profile-pictures).

The photo names a sticker or custom emoji and one to four colours; clients draw it from that, moving. Its sizes are a
still for those that cannot: the colours, and on them the sticker if it is a picture, or its first picture if it is a
video and the extra `av` is installed. Those that are drawn (TGS) need a renderer, which is not here.

The record is `colors` (RGB) and `emoji`, the id of a custom emoji, or `set` and `sticker`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from PIL import Image

from mtproto import rpc_errors
from mtproto.tl import types
from server.files import images, recordings
from server.files.images import Made
from server.rpc.context import Context
from server.stickers.custom_emoji import custom_emoji
from server.stickers.sets import set_of
from storage.database import Snapshot
from storage.media import files, sticker_sets
from storage.media.blobs import Blob
from storage.media.files import File

Record = Mapping[str, Any]

SIDE = images.PROFILE_SIZES[-1][1]
SHARE = 0.67
"""How much of the width a sticker takes."""

SHAPES = {1: (1, 1), 2: (1, 2), 3: (2, 2), 4: (2, 2)}
"""By the number of colours: the grid of points that they are blended between."""

STILL = frozenset({"image/png", "image/webp"})
"""Types of stickers that do not move."""

VIDEO = "video/webm"


async def read_markup(ctx: Context, view: Snapshot, given: types.TypeVideoSize) -> tuple[Record, File]:
    """What is kept of a markup, and the sticker it names.

    Raises:
        EMOJI_MARKUP_INVALID: There is no such sticker, or these are no colours.
    """
    if isinstance(given, types.VideoSize):
        raise rpc_errors.EMOJI_MARKUP_INVALID
    colors = given.background_colors
    if len(colors) not in SHAPES or any(not 0 <= color <= 0xFFFFFF for color in colors):
        raise rpc_errors.EMOJI_MARKUP_INVALID
    try:
        if isinstance(given, types.VideoSizeEmojiMarkup):
            return {"colors": colors, "emoji": given.emoji_id}, await custom_emoji(view, given.emoji_id)
        which = await set_of(ctx, view, given.stickerset)
    except (rpc_errors.DOCUMENT_INVALID, rpc_errors.STICKERSET_INVALID):
        raise rpc_errors.EMOJI_MARKUP_INVALID from None
    is_there = await sticker_sets.of_file(view, given.sticker_id) == which
    file = await files.by_id(view, given.sticker_id) if is_there else None
    if file is None:
        raise rpc_errors.EMOJI_MARKUP_INVALID
    return {"colors": colors, "set": which.set_id, "sticker": file.file_id}, file


async def draw(ctx: Context, markup: Record, sticker: File) -> tuple[list[Made], bytes]:
    """The sizes and the inline preview of a sticker on its colours."""
    picture = b"" if sticker.blob is None else await _picture(ctx, sticker.mime_type, sticker.blob)
    return await ctx.app.images.run(ctx.user_id, drawn, markup["colors"], picture)


async def _picture(ctx: Context, mime_type: str, content: Blob) -> bytes:
    """What of a sticker can be drawn; nothing where it moves in a way that nothing here plays."""
    if mime_type in STILL:
        return await ctx.app.blobs.read(content.digest, 0, content.size)
    if mime_type == VIDEO and recordings.available():
        path = str(ctx.app.blobs.path(content.digest))
        with suppress(rpc_errors.IMAGE_PROCESS_FAILED):
            return await ctx.app.recordings.run(ctx.user_id, recordings.first_picture, path)
    return b""


def drawn(colors: list[int], sticker: bytes) -> tuple[list[Made], bytes]:
    """The same, in the worker; `sticker` is a picture, or empty where it cannot be drawn."""
    points = Image.new("RGB", SHAPES[len(colors)])
    points.putdata([_rgb(colors[place % len(colors)]) for place in range(points.width * points.height)])
    canvas = points.resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    if sticker:
        front = images.layer(sticker)
        front.thumbnail((SIDE * SHARE, SIDE * SHARE), Image.Resampling.LANCZOS)
        canvas.paste(front, ((SIDE - front.width) // 2, (SIDE - front.height) // 2), front)
    return images.sizes_of(canvas, images.PROFILE_SIZES, square=True)


def _rgb(color: int) -> tuple[int, int, int]:
    return color >> 16, color >> 8 & 0xFF, color & 0xFF
