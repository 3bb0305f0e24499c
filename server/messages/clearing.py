"""messages.deleteHistory: a dialog's messages, some or all, for oneself or for both sides.

It goes in slices (server/messages/slices.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.dialogs.drafts import clear_draft
from server.dialogs.pinned import pin
from server.messages.deleting import delete, revoked
from server.messages.delivery import deliver_service
from server.messages.reading import mark
from server.messages.slices import all_slices
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import boxes, dialogs, messages
from storage.database import Snapshot, Tx

router = Router("clearing")

SLICE = 100
"""Messages of the caller's box that one unit removes."""

HISTORY_CLEARED = {"kind": "history_cleared"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which messages of a dialog: up to `max_id`, younger than `min_date`, older than `max_date`; 0 is no bound."""

    max_id: int = 0
    min_date: int = 0
    max_date: int = 0


@router.rpc(functions.messages.DeleteHistory)
async def delete_history(ctx: Context, request: functions.messages.DeleteHistory) -> types.messages.AffectedHistory:
    """Clear a dialog. One of which nothing is left goes from the list; with `just_clear` it keeps its place there, by a
    service message. TDLib always names the last message that it knows, and means all.

    Raises:
        CHAT_REVOKE_DATE_UNSUPPORTED: From a group nothing is taken back by its date.
    """
    bounds = bounds_of(request.max_id, request.min_date, request.max_date)
    peer, bounds = await ctx.app.db.peek(lambda view: what_is_there(ctx, view, request.peer, bounds))
    by_date = bounds.min_date or bounds.max_date
    if by_date and request.revoke and peer < 0:
        raise rpc_errors.CHAT_REVOKE_DATE_UNSUPPORTED

    async def unit(tx: Tx) -> types.messages.AffectedHistory:
        answer = await clear(ctx, tx, peer, bounds, revoke=request.revoke)
        if not by_date and not (await dialogs.get(tx, ctx.user_id, peer)).total:
            if not request.just_clear:
                await _leave_list(ctx, tx, peer)
            elif answer.pts_count:
                await deliver_service(tx, ctx.user_id, peer, (), HISTORY_CLEARED, now=ctx.now)
        return answer

    return await all_slices(ctx, unit)


def bounds_of(max_id: int, min_date: int | None, max_date: int | None) -> Bounds:
    """The bounds that a request names.

    Raises:
        MIN_DATE_INVALID, MAX_DATE_INVALID: A date is none, or nothing lies between the two.
    """
    if min_date is not None and min_date < 0:
        raise rpc_errors.MIN_DATE_INVALID
    if max_date is not None and (max_date < 0 or (min_date and max_date and max_date < min_date)):
        raise rpc_errors.MAX_DATE_INVALID
    return Bounds(max(0, max_id), min_date or 0, max_date or 0)


async def what_is_there(ctx: Context, view: Snapshot, given: types.TypeInputPeer, bounds: Bounds) -> tuple[int, Bounds]:
    """The peer that a request names, and its bounds around what is there by now: what comes while the slices go stays,
    as nobody who asked has seen it."""
    newest = (await boxes.counters(view, ctx.user_id)).last_id
    return await access.peer(ctx, view, given), replace(bounds, max_id=min(bounds.max_id or newest, newest))


async def clear(
    ctx: Context, tx: Tx, peer: int, bounds: Bounds, *, revoke: bool = False, saved_peer: int | None = None
) -> types.messages.AffectedHistory:
    """Remove one slice of a dialog (or of a saved dialog) from the caller's box."""
    found = await messages.in_range(
        tx,
        ctx.user_id,
        peer,
        max_id=bounds.max_id,
        min_date=bounds.min_date + 1 if bounds.min_date else 0,
        max_date=bounds.max_date - 1 if bounds.max_date else 0,
        saved_peer=saved_peer,
        limit=SLICE + 1,
    )
    doomed = found[:SLICE]
    if revoke:
        doomed += await revoked(tx, found[:SLICE])
    events = await delete(tx, doomed, ctx.now, {ctx.user_id: ctx.session.session_number})
    own = events.get(ctx.user_id)
    if own is None:
        pts = (await boxes.counters(tx, ctx.user_id)).pts
        return types.messages.AffectedHistory(pts=pts, pts_count=0, offset=0)
    left = (await dialogs.get(tx, ctx.user_id, peer)).total if len(found) > SLICE else 0
    return types.messages.AffectedHistory(pts=own.pts, pts_count=own.pts_count, offset=left)


async def _leave_list(ctx: Context, tx: Tx, peer: int) -> None:
    """Nothing is left in a dialog: it goes from the list, and loses what would keep it there: marks, a draft."""
    origin = ctx.session.session_number
    dialog = await dialogs.get(tx, ctx.user_id, peer)
    if dialog.unread_mark:
        await mark(tx, dialog, unread=False, now=ctx.now, origin=origin)
        dialog = replace(dialog, unread_mark=False)
    if dialog.pinned:
        await pin(tx, dialog, 0, now=ctx.now, origin=origin)
    await clear_draft(tx, ctx.user_id, peer, ctx.now, origin=0)  # no client knows that it goes unless it is told
