"""Marks on dialogs: pinned ones and their order, and "unread" as a reminder (core.telegram.org/api/folders).

What the list does not show can neither be pinned nor marked: a dialog in which nothing stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.reading import mark
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import boxes, dialogs
from storage.conversations.boxes import Event
from storage.conversations.dialogs import Dialog
from storage.database import Snapshot, Tx

router = Router("pinned_dialogs")

DIALOG_PINNED = "dialog_pinned"
DIALOGS_ORDERED = "dialogs_ordered"

MAX_PINNED = {0: 5, 1: 100}
"""By folder: pinned_dialogs_count_max and pinned_infolder_count_max."""


@router.rpc(functions.messages.ToggleDialogPin)
async def toggle_dialog_pin(ctx: Context, request: functions.messages.ToggleDialogPin) -> bool:
    """Pin a dialog on top of its folder, or unpin it."""
    peer = await ctx.app.db.peek(lambda view: dialog_peer(ctx, view, request.peer))

    async def unit(tx: Tx) -> None:
        dialog = await dialogs.get(tx, ctx.user_id, peer)
        if (dialog.pinned > 0) is request.pinned:
            return
        if request.pinned and not dialog.top_message:
            raise rpc_errors.PEER_HISTORY_EMPTY
        pinned = await dialogs.pinned(tx, ctx.user_id, dialog.folder)
        if request.pinned and len(pinned) >= MAX_PINNED[dialog.folder]:
            raise rpc_errors.PINNED_DIALOGS_TOO_MUCH
        top = pinned[0].pinned + 1 if pinned else 1
        await pin(tx, dialog, top if request.pinned else 0, now=ctx.now, origin=ctx.session.session_number)

    await ctx.app.db.write(unit)
    return True


async def pin(tx: Tx, dialog: Dialog, place: int, *, now: int, origin: int) -> None:
    """Give a dialog a place among the pinned of its folder; 0 takes it from there."""
    await dialogs.save(tx, replace(dialog, pinned=place))
    data = {"peer": dialog.peer, "pinned": place > 0, "folder": dialog.folder}
    await boxes.append(tx, dialog.box, DIALOG_PINNED, data, now=now, pts_count=0, origin=origin)


@router.rpc(functions.messages.ReorderPinnedDialogs)
async def reorder_pinned_dialogs(ctx: Context, request: functions.messages.ReorderPinnedDialogs) -> bool:
    """Put the pinned dialogs of a folder in order; with `force`, those named are pinned, and no others."""
    if request.folder_id not in MAX_PINNED:
        raise rpc_errors.FOLDER_ID_INVALID
    if len(request.order) > MAX_PINNED[request.folder_id]:
        raise rpc_errors.PINNED_DIALOGS_TOO_MUCH

    async def unit(tx: Tx) -> None:
        wanted = list(dict.fromkeys([await dialog_peer(ctx, tx, given) for given in request.order]))
        pinned = [dialog.peer for dialog in await dialogs.pinned(tx, ctx.user_id, request.folder_id)]
        if request.force:
            there = await dialogs.some(tx, ctx.user_id, wanted)
            listed = {peer for peer, one in there.items() if one.folder == request.folder_id and one.is_listed}
            order = [peer for peer in wanted if peer in listed]
            await _unpin(tx, ctx.user_id, [peer for peer in pinned if peer not in order])
        else:
            order = reordered(pinned, wanted)
        await dialogs.pin_in_order(tx, ctx.user_id, order)
        data = {"folder": request.folder_id, "order": order}
        origin = ctx.session.session_number
        await boxes.append(tx, ctx.user_id, DIALOGS_ORDERED, data, now=ctx.now, pts_count=0, origin=origin)

    await ctx.app.db.write(unit)
    return True


def reordered(pinned: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """What is pinned with those that are wanted on top, in that order; the others keep theirs."""
    return [peer for peer in wanted if peer in pinned] + [peer for peer in pinned if peer not in wanted]


@router.rpc(functions.messages.MarkDialogUnread)
async def mark_dialog_unread(ctx: Context, request: functions.messages.MarkDialogUnread) -> bool:
    """Remember a dialog as unread, or not any more."""
    peer = await ctx.app.db.peek(lambda view: dialog_peer(ctx, view, request.peer))

    async def unit(tx: Tx) -> None:
        dialog = await dialogs.get(tx, ctx.user_id, peer)
        if dialog.unread_mark is request.unread:
            return
        if request.unread and not dialog.is_listed:
            raise rpc_errors.PEER_ID_INVALID
        await mark(tx, dialog, unread=request.unread, now=ctx.now, origin=ctx.session.session_number)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.GetDialogUnreadMarks)
async def get_dialog_unread_marks(
    ctx: Context, request: functions.messages.GetDialogUnreadMarks
) -> list[types.TypeDialogPeer]:
    """The dialogs that are marked as unread."""
    peers = await ctx.app.db.read(lambda view: dialogs.marked_unread(view, ctx.user_id))
    scene = Rendering(ctx.app, None, ctx.user_id, ctx.now)  # type: ignore[arg-type]  # naming a peer reads nothing
    return [types.DialogPeer(peer=scene.peer(peer)) for peer in peers]


async def dialog_peer(ctx: Context, view: Snapshot, given: types.TypeInputDialogPeer) -> int:
    """The marked id of the dialog that a request names; folders are no dialogs here.

    Raises:
        PEER_ID_INVALID: It names none.
    """
    if not isinstance(given, types.InputDialogPeer):
        raise rpc_errors.PEER_ID_INVALID
    return await access.peer(ctx, view, given.peer)


async def _unpin(tx: Tx, user_id: int, peers: Sequence[int]) -> None:
    for dialog in (await dialogs.some(tx, user_id, peers)).values():
        await dialogs.save(tx, replace(dialog, pinned=0))


async def render_dialog_pinned(scene: Rendering, event: Event) -> types.UpdateDialogPinned:
    """DIALOG_PINNED as an update."""
    data = event.data
    peer = types.DialogPeer(peer=scene.peer(data["peer"]))
    return types.UpdateDialogPinned(pinned=data["pinned"], folder_id=data["folder"] or None, peer=peer)


async def render_dialogs_ordered(scene: Rendering, event: Event) -> types.UpdatePinnedDialogs:
    """DIALOGS_ORDERED as an update."""
    order: list[types.TypeDialogPeer] = [types.DialogPeer(peer=scene.peer(peer)) for peer in event.data["order"]]
    return types.UpdatePinnedDialogs(folder_id=event.data["folder"] or None, order=order)


RENDERERS: dict[str, EventRenderer] = {DIALOG_PINNED: render_dialog_pinned, DIALOGS_ORDERED: render_dialogs_ordered}
