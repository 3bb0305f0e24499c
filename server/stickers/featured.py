"""Sets that are shown to everyone: messages.getFeaturedStickers (core.telegram.org/api/stickers#featured-stickersets).

What is featured here is the set that comes with the server (server/starter). It is made when somebody first looks for
it, here or by its name, which nobody else may take.
"""

from __future__ import annotations

from mtproto.tl import functions, types
from server.render.hashing import result_hash
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from server.starter.semaphore import SHORT_NAME
from server.stickers.sets import render_covered
from storage.database import Snapshot
from storage.media import sticker_sets

router = Router("featured")


@router.rpc(functions.messages.GetFeaturedStickers)
async def get_featured_stickers(
    ctx: Context, request: functions.messages.GetFeaturedStickers
) -> types.messages.TypeFeaturedStickers:
    """The set that comes with the server."""
    await ctx.app.starter.stickers()

    async def query(view: Snapshot) -> types.messages.TypeFeaturedStickers:
        found = await sticker_sets.by_short_name(view, SHORT_NAME)
        featured = [found] if found is not None and found.owner == 0 else []
        value = result_hash(one.set_id for one in featured)
        if request.hash and request.hash == value:
            return types.messages.FeaturedStickersNotModified(count=len(featured))
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        covered = [await render_covered(scene, one) for one in featured]
        return types.messages.FeaturedStickers(hash=value, count=len(featured), sets=covered, unread=[])

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.GetFeaturedEmojiStickers)
async def get_featured_emoji_stickers(
    ctx: Context, request: functions.messages.GetFeaturedEmojiStickers
) -> types.messages.FeaturedStickers:
    """No set of custom emoji comes with the server."""
    return types.messages.FeaturedStickers(hash=0, count=0, sets=[], unread=[])


@router.rpc(functions.messages.GetOldFeaturedStickers)
async def get_old_featured_stickers(
    ctx: Context, request: functions.messages.GetOldFeaturedStickers
) -> types.messages.FeaturedStickers:
    """None was featured before."""
    return types.messages.FeaturedStickers(hash=0, count=0, sets=[], unread=[])


@router.rpc(functions.messages.ReadFeaturedStickers)
async def read_featured_stickers(ctx: Context, request: functions.messages.ReadFeaturedStickers) -> bool:
    """None is unread."""
    return True


async def ship_if_named(ctx: Context, given: types.TypeInputStickerSet) -> None:
    """See to it that the set that comes with the server is there for a request that names it."""
    if isinstance(given, types.InputStickerSetShortName) and is_reserved(given.short_name):
        await ctx.app.starter.stickers()


def is_reserved(short_name: str) -> bool:
    """Whether a short name belongs to a set that comes with the server."""
    return short_name.lower() == SHORT_NAME
