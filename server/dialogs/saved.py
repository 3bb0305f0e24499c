"""Saved Messages sorted by where they came from: messages.getSavedDialogs and its kin
(core.telegram.org/api/saved-messages). Channels' direct messages, which share these methods, are not here; how the
pinned ones are chosen is in `saved_pins`."""

from __future__ import annotations

from collections.abc import Sequence

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.clearing import bounds_of, clear, what_is_there
from server.messages.history import MAX_PAGE, page_of, window_of
from server.messages.slices import all_slices
from server.render.hashing import result_hash
from server.render.messages import render_message
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import history, messages, saved
from storage.conversations.saved import SavedDialog
from storage.database import Snapshot, Tx

router = Router("saved_dialogs")


@router.rpc(functions.messages.GetSavedDialogs)
async def get_saved_dialogs(
    ctx: Context, request: functions.messages.GetSavedDialogs
) -> types.messages.TypeSavedDialogs:
    """A page of saved dialogs, by their newest message."""
    _check_parent(request.parent_peer)
    limit = min(max(request.limit, 0), MAX_PAGE)

    async def query(view: Snapshot) -> types.messages.TypeSavedDialogs:
        before = max(0, request.offset_id)
        if not before and request.offset_date > 0:
            before = await history.newest_before(view, ctx.user_id, request.offset_date) + 1
        found = await saved.newest(view, ctx.user_id, before=before, pinned=not request.exclude_pinned, limit=limit)
        total = await saved.count(view, ctx.user_id)
        if request.hash and request.hash == result_hash(one.top_message for one in found):
            return types.messages.SavedDialogsNotModified(count=total)
        return await _answer(ctx, view, found, total)

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.GetPinnedSavedDialogs)
async def get_pinned_saved_dialogs(
    ctx: Context, request: functions.messages.GetPinnedSavedDialogs
) -> types.messages.TypeSavedDialogs:
    """The pinned ones, from the top."""

    async def query(view: Snapshot) -> types.messages.TypeSavedDialogs:
        return await _by_peers(ctx, view, await saved.pinned(view, ctx.user_id))

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.GetSavedDialogsByID)
async def get_saved_dialogs_by_id(
    ctx: Context, request: functions.messages.GetSavedDialogsByID
) -> types.messages.TypeSavedDialogs:
    """Those of these peers that something was saved from."""
    _check_parent(request.parent_peer)
    if len(request.ids) > MAX_PAGE:
        raise rpc_errors.LIMIT_INVALID

    async def query(view: Snapshot) -> types.messages.TypeSavedDialogs:
        return await _by_peers(ctx, view, [await access.peer(ctx, view, given) for given in request.ids])

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.GetSavedHistory)
async def get_saved_history(ctx: Context, request: functions.messages.GetSavedHistory) -> types.messages.TypeMessages:
    """A window of one saved dialog."""
    _check_parent(request.parent_peer)

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        peer = await access.peer(ctx, view, request.peer)
        found = await history.page(view, ctx.user_id, ctx.user_id, window_of(request), saved_peer=peer)
        return await page_of(ctx, view, found, await saved.total(view, ctx.user_id, peer), request.hash)

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.DeleteSavedHistory)
async def delete_saved_history(
    ctx: Context, request: functions.messages.DeleteSavedHistory
) -> types.messages.AffectedHistory:
    """Clear one saved dialog."""
    _check_parent(request.parent_peer)
    bounds = bounds_of(request.max_id, request.min_date, request.max_date)
    peer, bounds = await ctx.app.db.peek(lambda view: what_is_there(ctx, view, request.peer, bounds))

    async def unit(tx: Tx) -> types.messages.AffectedHistory:
        return await clear(ctx, tx, ctx.user_id, bounds, saved_peer=peer)

    return await all_slices(ctx, unit)


@router.rpc(functions.messages.ReadSavedHistory)
async def read_saved_history(ctx: Context, request: functions.messages.ReadSavedHistory) -> bool:
    """Reading belongs to channels' direct messages: what one has saved oneself is never unread."""
    raise rpc_errors.PARENT_PEER_INVALID


def _check_parent(parent: types.TypeInputPeer | None) -> None:
    """Only channels' direct messages have a parent, and there are none.

    Raises:
        PARENT_PEER_INVALID: One was named.
    """
    if parent is not None:
        raise rpc_errors.PARENT_PEER_INVALID


async def _by_peers(ctx: Context, view: Snapshot, peers: Sequence[int]) -> types.messages.TypeSavedDialogs:
    known = {one.peer: one for one in await saved.some(view, ctx.user_id, peers)}
    found = [known[peer] for peer in peers if peer in known]
    return await _answer(ctx, view, found, len(found))


async def _answer(
    ctx: Context, view: Snapshot, found: Sequence[SavedDialog], total: int
) -> types.messages.TypeSavedDialogs:
    scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
    tops = await messages.by_ids(view, ctx.user_id, [one.top_message for one in found]) if found else {}
    dialogs: list[types.TypeSavedDialog] = [
        types.SavedDialog(pinned=one.pinned > 0, peer=scene.peer(one.peer), top_message=one.top_message)
        for one in found
    ]
    rendered: list[types.TypeMessage] = [await render_message(scene, top) for top in tops.values()]
    users, chats = await render_peers(scene)
    if len(found) >= total:
        return types.messages.SavedDialogs(dialogs=dialogs, messages=rendered, users=users, chats=chats)
    return types.messages.SavedDialogsSlice(count=total, dialogs=dialogs, messages=rendered, users=users, chats=chats)
