"""Who reacted to a message, and reports of it: messages.getMessageReactionsList, reportReaction
(core.telegram.org/api/reactions)."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.reactions.choice import read_reaction
from server.reactions.reacting import message_of
from server.render.following import follows
from server.render.reactions import render_given
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.accounts import reports
from storage.accounts.reports import Report
from storage.conversations import reactions
from storage.conversations.messages import Message
from storage.conversations.reactions import START, Place
from storage.database import Snapshot, Tx

router = Router("reaction_lists")

MAX_LISTED = 100


@router.rpc(functions.messages.GetMessageReactionsList)
async def get_message_reactions_list(
    ctx: Context, request: functions.messages.GetMessageReactionsList
) -> types.messages.MessageReactionsList:
    """Who gave which reaction to a message, the newest first, a page at a time."""
    limit = min(max(request.limit, 1), MAX_LISTED)
    after = _place(request.offset)

    async def query(view: Snapshot) -> types.messages.MessageReactionsList:
        message = await _message(ctx, view, request.peer, request.id)
        only = None if request.reaction is None else await read_reaction(view, request.reaction)
        page = await reactions.newest(view, message, limit=limit + 1, after=after, only=only)
        shown = page[:limit]
        last = shown[-1] if len(page) > limit else None
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        listed: list[types.TypeMessagePeerReaction] = [render_given(scene, message, one) for one in shown]
        users, chats = await render_peers(scene)
        return types.messages.MessageReactionsList(
            count=await reactions.count(view, message, only),
            reactions=listed,
            chats=chats,
            users=users,
            next_offset=None if last is None else f"{last.date}.{last.user_id}.{last.position}",
        )

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.ReportReaction, flood=FloodClass.CREATE)
async def report_reaction(ctx: Context, request: functions.messages.ReportReaction) -> bool:
    """Report somebody's reaction to the operator of the server."""

    async def unit(tx: Tx) -> None:
        message = await _message(ctx, tx, request.peer, request.id)
        user = await access.user(ctx, tx, request.reaction_peer)
        given = await reactions.given_by(tx, message, user.user_id)
        if user.user_id == ctx.user_id or not given:
            raise rpc_errors.USER_ID_INVALID
        comment = " ".join(one.reaction for one in given)
        await reports.add(tx, Report(ctx.user_id, user.user_id, "reaction", message.id, "other", comment, ctx.now))

    await ctx.app.db.write(unit)
    return True


async def _message(ctx: Context, view: Snapshot, given: types.TypeInputPeer, message_id: int) -> Message:
    """The message, if the caller sees the reactions to it.

    Raises:
        PEER_ID_INVALID: The dialog is none that the caller may name.
        MSG_ID_INVALID: There is no such message in it, or the caller has gone from the group.
    """
    peer = await access.peer(ctx, view, given)
    message = await message_of(view, ctx.user_id, peer, message_id, rpc_errors.MSG_ID_INVALID)
    if not await follows(view, message):
        raise rpc_errors.MSG_ID_INVALID
    return message


def _place(offset: str | None) -> Place:
    """Where a page begins, from what the page before it said; raises OFFSET_INVALID for what no page says."""
    if not offset:
        return START
    parts = offset.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):
        raise rpc_errors.OFFSET_INVALID
    return Place(*map(int, parts))
