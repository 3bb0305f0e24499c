"""Votes that the creator of a public poll has not looked at: messages.getUnreadPollVotes, readPollVotes."""

from __future__ import annotations

from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.contents import tell_read
from server.messages.history import MAX_PAGE, page_of, window_of
from server.polls.voting import see_votes
from server.rpc.context import Context
from server.rpc.router import Router
from storage import history, messages
from storage.database import Snapshot, Tx
from storage.history import POLL_VOTES, Window

router = Router("unread_poll_votes")


@router.rpc(functions.messages.GetUnreadPollVotes)
async def get_unread_poll_votes(
    ctx: Context, request: functions.messages.GetUnreadPollVotes
) -> types.messages.TypeMessages:
    """The caller's polls in a dialog that have such votes."""

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        peer = await access.peer(ctx, view, request.peer)
        found = await history.page(view, ctx.user_id, peer, window_of(request), only=POLL_VOTES)
        total = (await messages.poll_votes_unread(view, ctx.user_id)).get(peer, 0)
        return await page_of(ctx, view, found, total)

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.ReadPollVotes)
async def read_poll_votes(ctx: Context, request: functions.messages.ReadPollVotes) -> types.messages.AffectedHistory:
    """Every vote in a dialog has been seen, a slice of messages at a time."""
    peer = await ctx.app.db.peek(lambda view: access.peer(ctx, view, request.peer))

    async def unit(tx: Tx) -> types.messages.AffectedHistory:
        found = await history.page(tx, ctx.user_id, peer, Window(limit=MAX_PAGE), only=POLL_VOTES)
        await see_votes(tx, found)
        pts, pts_count = await tell_read(ctx, tx, found)
        left = (await messages.poll_votes_unread(tx, ctx.user_id)).get(peer, 0)
        return types.messages.AffectedHistory(pts=pts, pts_count=pts_count, offset=left)

    return await ctx.app.db.write(unit)
