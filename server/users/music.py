"""Music on profiles: account.saveMusic, users.getSavedMusic … (core.telegram.org/api/profile#music).

The first song stands in the full profile. Who sees them is for the rules of inputPrivacyKeySavedMusic to say; to the
others there are none.
"""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.access.file_references import ContextKind, FileContext
from server.access.privacy import look
from server.files.kept import given_document
from server.render.files import render_documents
from server.render.hashing import result_hash
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from server.users import profile
from storage.accounts.privacy import PrivacyKey
from storage.database import Snapshot, Tx
from storage.media import collections
from storage.media.collections import MUSIC

router = Router("music")

MAX_KEPT = 200
MAX_SHOWN = 100
"""Songs in one answer."""


@router.rpc(functions.account.SaveMusic)
async def save_music(ctx: Context, request: functions.account.SaveMusic) -> bool:
    """Put a song on the profile, on top or after another one that is there; or take it away."""
    song = await given_document(ctx, request.id, rpc_errors.DOCUMENT_INVALID)
    audio = song.attribute("audio")
    if audio is None or audio["voice"]:
        raise rpc_errors.DOCUMENT_INVALID
    after = None
    if request.after_id is not None:
        after = await given_document(ctx, request.after_id, rpc_errors.DOCUMENT_INVALID)

    async def unit(tx: Tx) -> None:
        if request.unsave:
            await collections.remove(tx, ctx.user_id, MUSIC, song.file_id)
        else:
            await collections.add(tx, ctx.user_id, MUSIC, song.file_id, ctx.now, at_most=MAX_KEPT)
            if after is not None:
                await _move(tx, ctx.user_id, song.file_id, after.file_id)
        await profile.append_changed(ctx, tx)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.account.GetSavedMusicIds)
async def get_saved_music_ids(
    ctx: Context, request: functions.account.GetSavedMusicIds
) -> types.account.TypeSavedMusicIds:
    """Which songs are on the caller's profile."""
    ids = await ctx.app.db.peek(lambda view: _songs(view, ctx.user_id))
    if request.hash and request.hash == result_hash(ids):
        return types.account.SavedMusicIdsNotModified()
    return types.account.SavedMusicIds(ids=ids)


@router.rpc(functions.users.GetSavedMusic)
async def get_saved_music(ctx: Context, request: functions.users.GetSavedMusic) -> types.users.TypeSavedMusic:
    """The songs on a profile, a page at a time."""
    start, limit = max(request.offset, 0), min(max(request.limit, 0), MAX_SHOWN)

    async def query(view: Snapshot) -> types.users.TypeSavedMusic:
        owner = (await access.user(ctx, view, request.id)).user_id
        ids = await visible(view, ctx.user_id, owner)
        page = ids[start : start + limit]
        if request.hash and request.hash == result_hash(page):
            return types.users.SavedMusicNotModified(count=len(ids))
        return await _shown(ctx, view, owner, page, len(ids))

    return await ctx.app.db.read(query)


@router.rpc(functions.users.GetSavedMusicByID)
async def get_saved_music_by_id(ctx: Context, request: functions.users.GetSavedMusicByID) -> types.users.TypeSavedMusic:
    """Those of these songs that still are on a profile, with fresh references: the ones that came may have expired."""

    async def query(view: Snapshot) -> types.users.TypeSavedMusic:
        owner = (await access.user(ctx, view, request.id)).user_id
        ids = await visible(view, ctx.user_id, owner)
        asked = {one.id for one in request.documents[:MAX_SHOWN] if isinstance(one, types.InputDocument)}
        return await _shown(ctx, view, owner, [one for one in ids if one in asked], len(ids))

    return await ctx.app.db.read(query)


async def first_song(scene: Rendering, owner: int) -> types.TypeDocument | None:
    """The song of the full profile, as far as the viewer may see it."""
    ids = await visible(scene.view, scene.viewer, owner)
    return next(iter(await render_documents(scene, ids[:1], _context(owner))), None)


async def visible(view: Snapshot, viewer: int, owner: int) -> list[int]:
    """The songs on a profile that the viewer may see."""
    ids = await _songs(view, owner)
    if ids and not (await look(view, viewer, (owner,), (PrivacyKey.SAVED_MUSIC,))).allows(
        owner, PrivacyKey.SAVED_MUSIC
    ):
        return []
    return ids


async def _songs(view: Snapshot, user_id: int) -> list[int]:
    return [one.file_id for one in await collections.of_user(view, user_id, MUSIC)]


async def _move(tx: Tx, user_id: int, song: int, after: int) -> None:
    order = [one for one in await _songs(tx, user_id) if one != song]
    if after not in order:
        raise rpc_errors.DOCUMENT_INVALID
    order.insert(order.index(after) + 1, song)
    await collections.arrange(tx, user_id, MUSIC, order)


async def _shown(ctx: Context, view: Snapshot, owner: int, ids: list[int], count: int) -> types.users.SavedMusic:
    scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
    return types.users.SavedMusic(count=count, documents=await render_documents(scene, ids, _context(owner)))


def _context(owner: int) -> FileContext:
    return FileContext(ContextKind.USER_MUSIC, owner)
