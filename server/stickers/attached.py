"""messages.getAttachedStickers: the sets of the stickers that were put on a photo or a video
(core.telegram.org/method/messages.getAttachedStickers)."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files.locations import own_look
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from server.stickers.sets import render_covered
from storage.database import Snapshot
from storage.media import sticker_sets
from storage.media.files import File, FileKind
from storage.media.sticker_sets import StickerSet

router = Router("attached")


@router.rpc(functions.messages.GetAttachedStickers)
async def get_attached_stickers(
    ctx: Context, request: functions.messages.GetAttachedStickers
) -> list[types.TypeStickerSetCovered]:
    """Those sets that there still are, each once.

    Raises:
        MEDIA_EMPTY: Nothing that the caller may name.
        FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID, FILE_REFERENCE_EXPIRED: See `own_look`.
    """

    async def query(view: Snapshot) -> list[types.TypeStickerSetCovered]:
        file = await _shown(ctx, view, request.media)
        which: dict[int, StickerSet] = {}
        for sticker in file.details.get("attached", ()):
            found = await sticker_sets.of_file(view, sticker)
            if found is not None:
                which[found.set_id] = found
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return [await render_covered(scene, one) for one in which.values()]

    return await ctx.app.db.read(query)


async def _shown(ctx: Context, view: Snapshot, media: types.TypeInputStickeredMedia) -> File:
    """What the caller may fetch, and so look at: also what vanishes once it was seen."""
    kind = FileKind.PHOTO if isinstance(media, types.InputStickeredMediaPhoto) else FileKind.DOCUMENT
    given = media.id
    if not isinstance(given, types.InputPhoto | types.InputDocument):
        raise rpc_errors.MEDIA_EMPTY
    try:
        return await own_look(ctx, view, kind, given.id, given.access_hash, given.file_reference)
    except rpc_errors.LOCATION_INVALID:
        raise rpc_errors.MEDIA_EMPTY from None
