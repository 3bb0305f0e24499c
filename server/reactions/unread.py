"""Reactions that the writer of a message has not seen: messages.getUnreadReactions, readReactions
(core.telegram.org/api/reactions#unread-reactions). Those of single messages go with messages.readMessageContents."""

from __future__ import annotations

from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.contents import see_reactions, tell_read
from server.messages.history import MAX_PAGE, page_of, window_of
from server.rpc.context import Context
from server.rpc.router import Router
from storage import dialogs, history
from storage.database import Snapshot, Tx
from storage.history import REACTIONS, Window

router = Router("unread_reactions")


@router.rpc(functions.messages.GetUnreadReactions)
async def get_unread_reactions(
    ctx: Context, request: functions.messages.GetUnreadReactions
) -> types.messages.TypeMessages:
    """The caller's messages in a dialog with reactions they have not seen."""

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        peer = await access.peer(ctx, view, request.peer)
        found = await history.page(view, ctx.user_id, peer, window_of(request), only=REACTIONS)
        total = (await dialogs.get(view, ctx.user_id, peer)).unread_reactions
        return await page_of(ctx, view, found, total)

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.ReadReactions)
async def read_reactions(ctx: Context, request: functions.messages.ReadReactions) -> types.messages.AffectedHistory:
    """Every reaction in a dialog has been seen, a slice of messages at a time."""
    peer = await ctx.app.db.peek(lambda view: access.peer(ctx, view, request.peer))

    async def unit(tx: Tx) -> types.messages.AffectedHistory:
        found = await history.page(tx, ctx.user_id, peer, Window(limit=MAX_PAGE), only=REACTIONS)
        await see_reactions(tx, found)
        pts, pts_count = await tell_read(ctx, tx, found)
        left = (await dialogs.get(tx, ctx.user_id, peer)).unread_reactions
        return types.messages.AffectedHistory(pts=pts, pts_count=pts_count, offset=left)

    return await ctx.app.db.write(unit)
