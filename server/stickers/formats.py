"""What a document must be to become a sticker (core.telegram.org/stickers): still, animated or video."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from typing import Any

from mtproto import rpc_errors
from server.rpc.context import Context
from storage.media.files import File
from storage.media.sticker_sets import SetKind

MAX_STILL = 512 * 1024
MAX_ANIMATED = 64 * 1024
MAX_VIDEO = 256 * 1024
MAX_UNPACKED = 2 * 1024 * 1024

SIDES = {SetKind.STICKERS: 512, SetKind.MASKS: 512, SetKind.EMOJI: 100}
"""Pixels of the longer side of a sticker that is a picture or a video; an emoji is square."""

STILL = frozenset({"image/webp", "image/png"})

ANIMATED = "application/x-tgsticker"
VIDEO = "video/webm"


async def check_format(ctx: Context, file: File, kind: SetKind) -> None:
    """Judge a document.

    Raises:
        STICKER_FILE_INVALID: of no type that stickers have, or too large.
        STICKER_PNG_NOPNG, STICKER_PNG_DIMENSIONS: a picture of another type or size.
        STICKER_TGS_NOTGS: said to be animated, and is not.
        STICKER_VIDEO_NOWEBM, STICKER_VIDEO_BIG, STICKER_GIF_DIMENSIONS: a video of another type, too large a file, or
            of another size.
    """
    if file.blob is None:
        raise rpc_errors.STICKER_FILE_INVALID
    family = file.mime_type.partition("/")[0]
    if family == "image":
        if file.mime_type not in STILL:
            raise rpc_errors.STICKER_PNG_NOPNG
        if not _fits(file.attribute("image_size") or {"w": 0, "h": 0}, kind):
            raise rpc_errors.STICKER_PNG_DIMENSIONS
        if file.size > MAX_STILL:
            raise rpc_errors.STICKER_FILE_INVALID
    elif family == "video":
        if file.mime_type != VIDEO:
            raise rpc_errors.STICKER_VIDEO_NOWEBM
        if file.size > MAX_VIDEO:
            raise rpc_errors.STICKER_VIDEO_BIG
        read = file.attribute("video")  # not there where nobody said or could read it
        if read is not None and not _fits(read, kind):
            raise rpc_errors.STICKER_GIF_DIMENSIONS
    elif file.mime_type != ANIMATED or file.size > MAX_ANIMATED:
        raise rpc_errors.STICKER_FILE_INVALID
    elif not is_animation(await ctx.app.blobs.read(file.blob.digest, 0, file.size)):
        raise rpc_errors.STICKER_TGS_NOTGS


def _fits(size: Mapping[str, Any], kind: SetKind) -> bool:
    """Whether a picture or a video is as large as those of a set are."""
    width, height = size["w"], size["h"]
    return max(width, height) == SIDES[kind] and (kind is not SetKind.EMOJI or width == height)


def is_animation(data: bytes, sides: Collection[int] = (512,)) -> bool:
    """Whether bytes are a gzipped Lottie animation, a square of one of these sides; unpacked within bounds."""
    try:
        unpacker = zlib.decompressobj(wbits=31)
        animation = json.loads(unpacker.decompress(data, MAX_UNPACKED))
    except (zlib.error, ValueError, RecursionError):
        return False
    return isinstance(animation, dict) and animation.get("w") in sides and animation.get("h") == animation.get("w")
