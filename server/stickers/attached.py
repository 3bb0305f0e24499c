"""messages.getAttachedStickers: the sets of the stickers that were put on a photo or a video
(core.telegram.org/method/messages.getAttachedStickers)."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files.media import document_of, photo_of
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from server.stickers.sets import render_covered
from storage.database import Snapshot
from storage.media import sticker_sets
from storage.media.sticker_sets import StickerSet

router = Router("attached")


@router.rpc(functions.messages.GetAttachedStickers)
async def get_attached_stickers(
    ctx: Context, request: functions.messages.GetAttachedStickers
) -> list[types.TypeStickerSetCovered]:
    """Those sets that there still are, each once."""
    media = request.media

    async def query(view: Snapshot) -> list[types.TypeStickerSetCovered]:
        if isinstance(media, types.InputStickeredMediaPhoto):
            file = await photo_of(ctx, view, media.id)
        elif isinstance(media, types.InputStickeredMediaDocument):
            file = await document_of(ctx, view, media.id)
        else:
            raise rpc_errors.MEDIA_EMPTY
        which: dict[int, StickerSet] = {}
        for sticker in file.details.get("attached", ()):
            found = await sticker_sets.of_file(view, sticker)
            if found is not None:
                which[found.set_id] = found
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return [await render_covered(scene, one) for one in which.values()]

    return await ctx.app.db.read(query)
