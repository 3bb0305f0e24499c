"""Which dialogs of Saved Messages stand on top, and in what order (core.telegram.org/api/saved-messages).

Only what is there can be pinned: where nothing was saved from, there is no dialog, and one of which nothing is left is
pinned no more (`unpin_emptied`, by whatever its messages went).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.dialogs.pinned import dialog_peer, reordered
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import boxes, saved
from storage.conversations.boxes import Event
from storage.database import Snapshot, Tx

router = Router("saved_pins")

SAVED_PINNED = "saved_dialog_pinned"
SAVED_ORDERED = "saved_dialogs_ordered"

MAX_PINNED = 100
"""saved_dialogs_pinned_limit_default of the client configuration."""


@router.rpc(functions.messages.ToggleSavedDialogPin)
async def toggle_saved_dialog_pin(ctx: Context, request: functions.messages.ToggleSavedDialogPin) -> bool:
    """Pin a saved dialog on top, or unpin it."""
    peer = await ctx.app.db.peek(lambda view: dialog_peer(ctx, view, request.peer))

    async def unit(tx: Tx) -> None:
        pinned = await saved.pinned(tx, ctx.user_id)
        if (peer in pinned) is request.pinned:
            return
        if request.pinned and not await _there(tx, ctx.user_id, [peer]):
            raise rpc_errors.PEER_ID_INVALID
        if request.pinned and len(pinned) >= MAX_PINNED:
            raise rpc_errors.PINNED_DIALOGS_TOO_MUCH
        order = [peer, *pinned] if request.pinned else [one for one in pinned if one != peer]
        await saved.pin_in_order(tx, ctx.user_id, order)
        data = {"peer": peer, "pinned": request.pinned}
        origin = ctx.session.session_number
        await boxes.append(tx, ctx.user_id, SAVED_PINNED, data, now=ctx.now, pts_count=0, origin=origin)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.ReorderPinnedSavedDialogs)
async def reorder_pinned_saved_dialogs(ctx: Context, request: functions.messages.ReorderPinnedSavedDialogs) -> bool:
    """Put the pinned saved dialogs in order; with `force`, those named are pinned, and no others."""
    if len(request.order) > MAX_PINNED:
        raise rpc_errors.PINNED_DIALOGS_TOO_MUCH

    async def unit(tx: Tx) -> None:
        wanted = list(dict.fromkeys([await dialog_peer(ctx, tx, given) for given in request.order]))
        pinned = await saved.pinned(tx, ctx.user_id)
        if request.force:
            there = await _there(tx, ctx.user_id, wanted)
            order = [peer for peer in wanted if peer in there]
        else:
            order = reordered(pinned, wanted)
        await saved.pin_in_order(tx, ctx.user_id, order)
        origin = ctx.session.session_number
        await boxes.append(tx, ctx.user_id, SAVED_ORDERED, {"order": order}, now=ctx.now, pts_count=0, origin=origin)

    await ctx.app.db.write(unit)
    return True


async def unpin_emptied(tx: Tx, box: int, peers: Collection[int], now: int) -> None:
    """Messages have gone from these saved dialogs: those that are no more are not pinned either."""
    pinned = await saved.pinned(tx, box)
    there = await _there(tx, box, [peer for peer in pinned if peer in peers])
    emptied = [peer for peer in pinned if peer in peers and peer not in there]
    if emptied:
        await saved.pin_in_order(tx, box, [peer for peer in pinned if peer not in emptied])
    for peer in emptied:
        await boxes.append(tx, box, SAVED_PINNED, {"peer": peer, "pinned": False}, now=now, pts_count=0)


async def _there(view: Snapshot, box: int, peers: Sequence[int]) -> set[int]:
    """Those of these peers that something was saved from."""
    return {one.peer for one in await saved.some(view, box, peers)}


async def render_saved_pinned(scene: Rendering, event: Event) -> types.UpdateSavedDialogPinned:
    """SAVED_PINNED as an update."""
    peer = types.DialogPeer(peer=scene.peer(event.data["peer"]))
    return types.UpdateSavedDialogPinned(pinned=event.data["pinned"], peer=peer)


async def render_saved_ordered(scene: Rendering, event: Event) -> types.UpdatePinnedSavedDialogs:
    """SAVED_ORDERED as an update."""
    order: list[types.TypeDialogPeer] = [types.DialogPeer(peer=scene.peer(peer)) for peer in event.data["order"]]
    return types.UpdatePinnedSavedDialogs(order=order)


RENDERERS: dict[str, EventRenderer] = {SAVED_PINNED: render_saved_pinned, SAVED_ORDERED: render_saved_ordered}
