"""What may stand for a whole sticker set: one of its stickers, or a smaller picture of its own
(core.telegram.org/bots/api#setstickersetthumbnail)."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import types
from server.files.media import document_of
from server.rpc.context import Context
from server.stickers.formats import ANIMATED, STILL, VIDEO, is_animation
from storage.media import sticker_sets
from storage.media.files import File
from storage.media.sticker_sets import SetKind

SIDE = 100
MAX_STILL = 128 * 1024
MAX_MOVING = 32 * 1024


async def chosen_thumb(ctx: Context, given: types.TypeInputDocument, kind: SetKind, set_id: int = 0) -> int:
    """The file that is to stand for a set; `set_id` is 0 for one that is still to be made.

    Raises:
        STICKER_INVALID: Nothing but one of its own stands for a set of custom emoji.
        STICKER_THUMB_PNG_NOPNG, STICKER_THUMB_TGS_NOTGS: It is of another type or size, or too large a file.
    """
    file = await ctx.app.db.peek(lambda view: document_of(ctx, view, given))
    stickers = await ctx.app.db.peek(lambda view: sticker_sets.stickers(view, set_id))
    if file.file_id not in {one.file_id for one in stickers}:
        if kind is SetKind.EMOJI:
            raise rpc_errors.STICKER_INVALID
        await _check(ctx, file)
    return file.file_id


async def _check(ctx: Context, file: File) -> None:
    if file.mime_type == ANIMATED:
        content = b""
        if file.blob is not None and file.size <= MAX_MOVING:
            content = await ctx.app.blobs.read(file.blob.digest, 0, file.size)
        if not is_animation(content, (SIDE, 512)):
            raise rpc_errors.STICKER_THUMB_TGS_NOTGS
        return
    square = {"w": SIDE, "h": SIDE}
    if file.mime_type == VIDEO:
        size, at_most = file.attribute("video") or square, MAX_MOVING  # not there where nobody said or could read it
    else:
        size, at_most = file.attribute("image_size") or {}, MAX_STILL if file.mime_type in STILL else 0
    if file.size > at_most or any(size.get(side) != pixels for side, pixels in square.items()):
        raise rpc_errors.STICKER_THUMB_PNG_NOPNG
