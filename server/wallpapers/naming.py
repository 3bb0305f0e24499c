"""Wallpapers as requests name them: InputWallPaper → records."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import types
from server.access.hashes import Hashed
from server.render.wallpapers import NO_FILE, by_id
from server.rpc.context import Context
from server.wallpapers.shipped import WALLPAPERS
from storage.database import Snapshot
from storage.media import wallpapers
from storage.media.wallpapers import Wallpaper


async def wallpaper_of(ctx: Context, view: Snapshot, given: types.TypeInputWallPaper) -> Wallpaper:
    """The wallpaper that an InputWallPaper means: by access hash, by its public name, or one of colours alone.

    Raises:
        WALLPAPER_INVALID: none that the caller may name.
    """
    found: Wallpaper | None = None
    if isinstance(given, types.InputWallPaperSlug):
        found = await wallpapers.by_slug(view, given.slug)
    elif isinstance(given, types.InputWallPaperNoFile):
        found = WALLPAPERS.get(given.id) if given.id else NO_FILE
    elif ctx.app.hashes.holds(ctx.user_id, Hashed.WALLPAPER, given.id, given.access_hash):
        found = await by_id(view, given.id)
    if found is None:
        raise rpc_errors.WALLPAPER_INVALID
    return found
