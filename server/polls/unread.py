"""Votes that the creator of a public poll has not looked at: messages.getUnreadPollVotes, readPollVotes."""

from __future__ import annotations

from mtproto.tl import functions, types
from server.messages.unread import News, read_all, unread_page
from server.polls.voting import see_votes
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import messages
from storage.conversations.history import POLL_VOTES
from storage.database import Snapshot

router = Router("unread_poll_votes")


async def _left(view: Snapshot, user_id: int, peer: int) -> int:
    return (await messages.poll_votes_unread(view, user_id)).get(peer, 0)


_NEWS = News(POLL_VOTES, _left, lambda ctx, tx, own: see_votes(tx, own))


@router.rpc(functions.messages.GetUnreadPollVotes)
async def get_unread_poll_votes(
    ctx: Context, request: functions.messages.GetUnreadPollVotes
) -> types.messages.TypeMessages:
    """The caller's polls in a dialog that have such votes."""
    return await unread_page(ctx, request, _NEWS)


@router.rpc(functions.messages.ReadPollVotes)
async def read_poll_votes(ctx: Context, request: functions.messages.ReadPollVotes) -> types.messages.AffectedHistory:
    """Every vote in a dialog has been seen."""
    return await read_all(ctx, request.peer, _NEWS)
