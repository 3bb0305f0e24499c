"""The wallpapers a user has: account.getWallPapers, uploadWallPaper … (core.telegram.org/api/wallpapers)."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files.making import make_document
from server.render.hashing import result_hash
from server.render.rendering import Rendering
from server.render.wallpapers import by_id, render_wallpaper
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.wallpapers.naming import wallpaper_of
from server.wallpapers.settings import read_settings
from server.wallpapers.shipped import WALLPAPERS
from storage.database import Snapshot, Tx
from storage.media import wallpapers
from storage.media.wallpapers import Kept, Wallpaper

router = Router("wallpapers")

TYPES = frozenset({"image/jpeg", "image/png"})
PATTERNS = frozenset({"image/png", "application/x-tgwallpattern"})
"""What a pattern over colours may be."""

MAX_BYTES = 10 * 1024 * 1024
MAX_KEPT = 200
MAX_ASKED = 100


@router.rpc(functions.account.GetWallPapers)
async def get_wall_papers(
    ctx: Context, request: functions.account.GetWallPapers
) -> types.account.WallPapers | types.account.WallPapersNotModified:
    """What the caller keeps, the latest first, and what came with the server."""

    async def query(view: Snapshot) -> types.account.WallPapers | types.account.WallPapersNotModified:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        kept = await wallpapers.kept(view, ctx.user_id)
        seen = {one.wallpaper_id for one in kept}
        shown = [one for one in kept if not one.hidden]
        shown += [Kept(one, False, {}) for one in WALLPAPERS if one not in seen]
        value = result_hash(one.wallpaper_id for one in shown)
        if request.hash and request.hash == value:
            return types.account.WallPapersNotModified()
        rendered = [
            await render_wallpaper(scene, which, one.settings)
            for one in shown
            if (which := await by_id(view, one.wallpaper_id)) is not None
        ]
        return types.account.WallPapers(hash=value, wallpapers=[one for one in rendered if one is not None])

    return await ctx.app.db.read(query)


@router.rpc(functions.account.GetWallPaper)
async def get_wall_paper(ctx: Context, request: functions.account.GetWallPaper) -> types.TypeWallPaper:
    """One wallpaper, by the name in a link for instance."""
    return (await _asked(ctx, [request.wallpaper]))[0]


@router.rpc(functions.account.GetMultiWallPapers)
async def get_multi_wall_papers(
    ctx: Context, request: functions.account.GetMultiWallPapers
) -> list[types.TypeWallPaper]:
    """Several wallpapers."""
    return await _asked(ctx, request.wallpapers[:MAX_ASKED])


@router.rpc(functions.account.UploadWallPaper, flood=FloodClass.SEND)
async def upload_wall_paper(ctx: Context, request: functions.account.UploadWallPaper) -> types.TypeWallPaper:
    """Make a wallpaper of an uploaded picture, or of a pattern.

    Raises:
        WALLPAPER_MIME_INVALID: a wallpaper cannot be of this type.
        WALLPAPER_FILE_INVALID: the file is not what it is said to be, or too large.
    """
    mime_type = request.mime_type.lower()
    if mime_type not in TYPES | PATTERNS:
        raise rpc_errors.WALLPAPER_MIME_INVALID
    settings = read_settings(request.settings)
    pattern = mime_type in PATTERNS and bool(settings["colors"]) and settings["intensity"] != 0
    media = types.InputMediaUploadedDocument(file=request.file, mime_type=mime_type, attributes=[])
    file = await make_document(ctx, media)
    if file.mime_type != mime_type and (mime_type in TYPES or file.mime_type != "application/gzip"):
        raise rpc_errors.WALLPAPER_FILE_INVALID
    if file.size > MAX_BYTES or (mime_type in TYPES and not file.renditions):
        raise rpc_errors.WALLPAPER_FILE_INVALID
    slug = ctx.app.random(12).hex()

    async def unit(tx: Tx) -> Wallpaper:
        made = await wallpapers.create(
            tx, slug=slug, owner=ctx.user_id, file_id=file.file_id, pattern=pattern, settings=settings
        )
        if not request.for_chat:
            await wallpapers.keep(tx, ctx.user_id, Kept(made.wallpaper_id, False, {}), at_most=MAX_KEPT)
        return made

    return await _rendered(ctx, await ctx.app.db.write(unit))


@router.rpc(functions.account.SaveWallPaper)
async def save_wall_paper(ctx: Context, request: functions.account.SaveWallPaper) -> bool:
    """Keep a wallpaper, with settings; or keep it no more."""
    return await _keep(ctx, request.wallpaper, request.settings, unsave=request.unsave)


@router.rpc(functions.account.InstallWallPaper)
async def install_wall_paper(ctx: Context, request: functions.account.InstallWallPaper) -> bool:
    """Use a wallpaper, with settings; it comes to the top."""
    return await _keep(ctx, request.wallpaper, request.settings, unsave=False)


@router.rpc(functions.account.ResetWallPapers)
async def reset_wall_papers(ctx: Context, request: functions.account.ResetWallPapers) -> bool:
    """Keep nothing but what came with the server."""
    await ctx.app.db.write(lambda tx: wallpapers.reset(tx, ctx.user_id))
    return True


async def _keep(
    ctx: Context, given: types.TypeInputWallPaper, settings: types.TypeWallPaperSettings, *, unsave: bool
) -> bool:
    async def unit(tx: Tx) -> None:
        which = await wallpaper_of(ctx, tx, given)
        if not which.wallpaper_id:
            raise rpc_errors.WALLPAPER_INVALID  # colours alone are kept where they were mixed
        if unsave and which.owner:
            await wallpapers.forget(tx, ctx.user_id, which.wallpaper_id)
        else:
            kept = Kept(which.wallpaper_id, unsave, read_settings(settings))
            await wallpapers.keep(tx, ctx.user_id, kept, at_most=MAX_KEPT)

    await ctx.app.db.write(unit)
    return True


async def _asked(ctx: Context, given: list[types.TypeInputWallPaper]) -> list[types.TypeWallPaper]:
    async def query(view: Snapshot) -> list[Wallpaper]:
        return [await wallpaper_of(ctx, view, one) for one in given]

    return [await _rendered(ctx, one) for one in await ctx.app.db.peek(query)]


async def _rendered(ctx: Context, which: Wallpaper) -> types.TypeWallPaper:
    async def query(view: Snapshot) -> types.TypeWallPaper | None:
        return await render_wallpaper(Rendering(ctx.app, view, ctx.user_id, ctx.now), which)

    rendered = await ctx.app.db.peek(query)
    if rendered is None:
        raise rpc_errors.WALLPAPER_INVALID
    return rendered
