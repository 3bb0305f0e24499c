"""What a document must be to become a sticker (core.telegram.org/stickers): still, animated or video."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection

from mtproto import rpc_errors
from server.rpc.context import Context
from storage.media.files import File
from storage.media.sticker_sets import SetKind

MAX_STILL = 512 * 1024
MAX_ANIMATED = 64 * 1024
MAX_VIDEO = 256 * 1024
MAX_UNPACKED = 2 * 1024 * 1024

SIDES = {SetKind.STICKERS: 512, SetKind.MASKS: 512, SetKind.EMOJI: 100}
"""Pixels of the longer side of a still sticker; an emoji is square."""

ANIMATED = "application/x-tgsticker"
VIDEO = "video/webm"


async def check_format(ctx: Context, file: File, kind: SetKind) -> None:
    """Judge a document.

    Raises:
        STICKER_FILE_INVALID: of no type that stickers have, or too large.
        STICKER_PNG_DIMENSIONS: a picture of another size.
        STICKER_TGS_NOTGS: said to be animated, and is not.
    """
    if file.blob is None:
        raise rpc_errors.STICKER_FILE_INVALID
    if file.mime_type in {"image/webp", "image/png"}:
        size = file.attribute("image_size") or {"w": 0, "h": 0}
        side = SIDES[kind]
        if max(size["w"], size["h"]) != side or (kind is SetKind.EMOJI and size["w"] != size["h"]):
            raise rpc_errors.STICKER_PNG_DIMENSIONS
        limit = MAX_STILL
    elif file.mime_type == ANIMATED:
        limit = MAX_ANIMATED
        if file.size <= limit and not is_animation(await ctx.app.blobs.read(file.blob.digest, 0, file.size)):
            raise rpc_errors.STICKER_TGS_NOTGS
    elif file.mime_type == VIDEO:
        limit = MAX_VIDEO
    else:
        raise rpc_errors.STICKER_FILE_INVALID
    if file.size > limit:
        raise rpc_errors.STICKER_FILE_INVALID


def is_animation(data: bytes, sides: Collection[int] = (512,)) -> bool:
    """Whether bytes are a gzipped Lottie animation, a square of one of these sides; unpacked within bounds."""
    try:
        unpacker = zlib.decompressobj(wbits=31)
        animation = json.loads(unpacker.decompress(data, MAX_UNPACKED))
    except (zlib.error, ValueError, RecursionError):
        return False
    return isinstance(animation, dict) and animation.get("w") in sides and animation.get("h") == animation.get("w")
