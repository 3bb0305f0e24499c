"""The sets a user has: messages.installStickerSet, getAllStickers … (core.telegram.org/api/stickers).

Every change is an event in the user's box, so that other devices ask for the list again. There is always room for one
more set: the lowest goes to the archive for it (core.telegram.org/constructor/messages.stickerSetInstallResultArchive).
"""

from __future__ import annotations

from collections.abc import Mapping

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.files import render_documents
from server.render.hashing import result_hash
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.stickers.featured import ship_if_named
from server.stickers.sets import context_of, render_covered, render_full, render_plain, set_of
from storage.conversations import boxes
from storage.conversations.boxes import Event
from storage.database import Snapshot, Tx
from storage.media import sticker_sets
from storage.media.sticker_sets import SetKind, StickerSet

router = Router("installing")

STICKER_SETS = "sticker_sets"

MAX_INSTALLED = 200
"""Sets of one kind (config stickers_recent_limit and its kin)."""

MAX_LISTED = 100


@router.rpc(functions.messages.GetStickerSet)
async def get_sticker_set(ctx: Context, request: functions.messages.GetStickerSet) -> types.messages.TypeStickerSet:
    """A set with its stickers."""
    await ship_if_named(ctx, request.stickerset)

    async def query(view: Snapshot) -> types.messages.TypeStickerSet:
        which = await set_of(ctx, view, request.stickerset)
        if request.hash and request.hash == which.version:
            return types.messages.StickerSetNotModified()
        return await render_full(Rendering(ctx.app, view, ctx.user_id, ctx.now), which)

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.InstallStickerSet)
async def install_sticker_set(
    ctx: Context, request: functions.messages.InstallStickerSet
) -> types.messages.TypeStickerSetInstallResult:
    """Have a set at hand, or in the archive."""
    await ship_if_named(ctx, request.stickerset)

    async def unit(tx: Tx) -> list[StickerSet]:
        which = await set_of(ctx, tx, request.stickerset)
        await sticker_sets.install(tx, ctx.user_id, which, archived=request.archived, now=ctx.now)
        return await settle(ctx, tx, which.kind)

    surplus = await ctx.app.db.write(unit)
    if not surplus:
        return types.messages.StickerSetInstallResultSuccess()

    async def query(view: Snapshot) -> types.messages.StickerSetInstallResultArchive:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return types.messages.StickerSetInstallResultArchive(sets=[await render_covered(scene, one) for one in surplus])

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.UninstallStickerSet)
async def uninstall_sticker_set(ctx: Context, request: functions.messages.UninstallStickerSet) -> bool:
    """Have it no more."""

    async def unit(tx: Tx) -> None:
        which = await set_of(ctx, tx, request.stickerset)
        await sticker_sets.uninstall(tx, ctx.user_id, which.set_id)
        await settle(ctx, tx, which.kind)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.ToggleStickerSets)
async def toggle_sticker_sets(ctx: Context, request: functions.messages.ToggleStickerSets) -> bool:
    """Archive, bring back or remove several."""

    async def unit(tx: Tx) -> None:
        kinds: set[SetKind] = set()
        for given in request.stickersets[:MAX_INSTALLED]:
            which = await set_of(ctx, tx, given)
            if request.uninstall:
                await sticker_sets.uninstall(tx, ctx.user_id, which.set_id)
            else:
                await sticker_sets.install(tx, ctx.user_id, which, archived=request.archive, now=ctx.now)
            kinds.add(which.kind)
        for kind in kinds:
            await settle(ctx, tx, kind)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.ReorderStickerSets)
async def reorder_sticker_sets(ctx: Context, request: functions.messages.ReorderStickerSets) -> bool:
    """The order of the caller's sets."""
    kind = _kind(request.masks, request.emojis)

    async def unit(tx: Tx) -> None:
        await sticker_sets.reorder(tx, ctx.user_id, request.order[:MAX_INSTALLED])
        await settle(ctx, tx, kind)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.GetAllStickers)
async def get_all_stickers(ctx: Context, request: functions.messages.GetAllStickers) -> types.messages.TypeAllStickers:
    """The caller's sets of stickers."""
    return await _installed(ctx, SetKind.STICKERS, request.hash)


@router.rpc(functions.messages.GetMaskStickers)
async def get_mask_stickers(
    ctx: Context, request: functions.messages.GetMaskStickers
) -> types.messages.TypeAllStickers:
    """The caller's sets of masks."""
    return await _installed(ctx, SetKind.MASKS, request.hash)


@router.rpc(functions.messages.GetEmojiStickers)
async def get_emoji_stickers(
    ctx: Context, request: functions.messages.GetEmojiStickers
) -> types.messages.TypeAllStickers:
    """The caller's sets of custom emoji."""
    return await _installed(ctx, SetKind.EMOJI, request.hash)


@router.rpc(functions.messages.GetArchivedStickers)
async def get_archived_stickers(
    ctx: Context, request: functions.messages.GetArchivedStickers
) -> types.messages.ArchivedStickers:
    """What the caller put into the archive."""

    async def query(view: Snapshot) -> types.messages.ArchivedStickers:
        kind = _kind(request.masks, request.emojis)
        ids = [one.set_id for one in await sticker_sets.installed(view, ctx.user_id, kind, archived=True)]
        start = ids.index(request.offset_id) + 1 if request.offset_id in ids else 0
        some = await _sets(view, ids[start : start + min(max(request.limit, 0), MAX_LISTED)])
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return types.messages.ArchivedStickers(count=len(ids), sets=[await render_covered(scene, one) for one in some])

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.GetMyStickers)
async def get_my_stickers(ctx: Context, request: functions.messages.GetMyStickers) -> types.messages.MyStickers:
    """The sets that the caller made."""

    async def query(view: Snapshot) -> types.messages.MyStickers:
        limit = min(max(request.limit, 0), MAX_LISTED)
        some = await sticker_sets.by_owner(view, ctx.user_id, request.offset_id, limit)
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        count = await sticker_sets.count_by_owner(view, ctx.user_id)
        return types.messages.MyStickers(count=count, sets=[await render_covered(scene, one) for one in some])

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.SearchStickerSets, flood=FloodClass.SEARCH)
async def search_sticker_sets(
    ctx: Context, request: functions.messages.SearchStickerSets
) -> types.messages.TypeFoundStickerSets:
    """Sets whose title or name begins so."""
    return await _search(ctx, request.q, request.hash, (SetKind.STICKERS, SetKind.MASKS))


@router.rpc(functions.messages.SearchEmojiStickerSets, flood=FloodClass.SEARCH)
async def search_emoji_sticker_sets(
    ctx: Context, request: functions.messages.SearchEmojiStickerSets
) -> types.messages.TypeFoundStickerSets:
    """Sets of custom emoji whose title or name begins so."""
    return await _search(ctx, request.q, request.hash, (SetKind.EMOJI,))


@router.rpc(functions.messages.GetStickers)
async def get_stickers(ctx: Context, request: functions.messages.GetStickers) -> types.messages.TypeStickers:
    """The caller's stickers that stand for an emoji."""
    wanted = request.emoticon.replace("\ufe0f", "")

    async def query(view: Snapshot) -> types.messages.TypeStickers:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        found: list[types.TypeDocument] = []
        for one in await sticker_sets.installed(view, ctx.user_id, SetKind.STICKERS):
            which = await sticker_sets.by_id(view, one.set_id)
            stickers = await sticker_sets.stickers(view, one.set_id)
            ids = [s.file_id for s in stickers if wanted in s.emoji.replace("\ufe0f", "").split()]
            if which is not None:
                found += await render_documents(scene, ids, context_of(which))
        value = result_hash(document.id for document in found)
        if request.hash and request.hash == value:
            return types.messages.StickersNotModified()
        return types.messages.Stickers(hash=value, stickers=found)

    return await ctx.app.db.read(query)


async def _installed(ctx: Context, kind: SetKind, given_hash: int) -> types.messages.TypeAllStickers:
    async def query(view: Snapshot) -> types.messages.TypeAllStickers:
        which = await _sets(view, [one.set_id for one in await sticker_sets.installed(view, ctx.user_id, kind)])
        value = result_hash(one.version for one in which)
        if given_hash and given_hash == value:
            return types.messages.AllStickersNotModified()
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return types.messages.AllStickers(hash=value, sets=[await render_plain(scene, one) for one in which])

    return await ctx.app.db.read(query)


async def _search(
    ctx: Context, text: str, given_hash: int, kinds: tuple[SetKind, ...]
) -> types.messages.TypeFoundStickerSets:
    if not text.strip():
        raise rpc_errors.SEARCH_QUERY_EMPTY

    async def query(view: Snapshot) -> types.messages.TypeFoundStickerSets:
        found = await sticker_sets.titled(view, text.strip(), kinds, MAX_LISTED)
        value = result_hash(one.set_id for one in found)
        if given_hash and given_hash == value:
            return types.messages.FoundStickerSetsNotModified()
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return types.messages.FoundStickerSets(hash=value, sets=[await render_covered(scene, one) for one in found])

    return await ctx.app.db.read(query)


async def _sets(view: Snapshot, ids: list[int]) -> list[StickerSet]:
    found = [await sticker_sets.by_id(view, set_id) for set_id in ids]
    return [one for one in found if one is not None]


def _kind(masks: bool, emojis: bool) -> SetKind:
    return SetKind.MASKS if masks else SetKind.EMOJI if emojis else SetKind.STICKERS


async def settle(ctx: Context, tx: Tx, kind: SetKind) -> list[StickerSet]:
    """The caller's sets of a kind are others now, which their other devices are told. Those for which there is no room,
    the lowest, go to the archive; they are returned."""
    installed = await sticker_sets.installed(tx, ctx.user_id, kind)
    surplus = await _sets(tx, [one.set_id for one in installed[MAX_INSTALLED:]])
    for one in reversed(surplus):
        await sticker_sets.install(tx, ctx.user_id, one, archived=True, now=ctx.now)
    origin = ctx.session.session_number
    await boxes.append(tx, ctx.user_id, STICKER_SETS, {"kind": int(kind)}, now=ctx.now, pts_count=0, origin=origin)
    return surplus


async def _changed(scene: Rendering, event: Event) -> types.UpdateStickerSets:
    kind = event.data["kind"]
    return types.UpdateStickerSets(masks=kind == SetKind.MASKS, emojis=kind == SetKind.EMOJI)


RENDERERS: Mapping[str, EventRenderer] = {STICKER_SETS: _changed}
"""What tells a user's devices that the list of sets has changed."""
