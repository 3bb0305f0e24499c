"""Reactions that the writer of a message has not seen: messages.getUnreadReactions, readReactions
(core.telegram.org/api/reactions#unread-reactions). Those of single messages go with messages.readMessageContents."""

from __future__ import annotations

from mtproto.tl import functions, types
from server.messages.contents import see_reactions
from server.messages.unread import News, read_all, unread_page
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import dialogs
from storage.conversations.history import REACTIONS
from storage.database import Snapshot

router = Router("unread_reactions")


async def _left(view: Snapshot, user_id: int, peer: int) -> int:
    return (await dialogs.get(view, user_id, peer)).unread_reactions


_NEWS = News(REACTIONS, _left, lambda ctx, tx, own: see_reactions(tx, own))


@router.rpc(functions.messages.GetUnreadReactions)
async def get_unread_reactions(
    ctx: Context, request: functions.messages.GetUnreadReactions
) -> types.messages.TypeMessages:
    """The caller's messages in a dialog with reactions they have not seen."""
    return await unread_page(ctx, request, _NEWS)


@router.rpc(functions.messages.ReadReactions)
async def read_reactions(ctx: Context, request: functions.messages.ReadReactions) -> types.messages.AffectedHistory:
    """Every reaction in a dialog has been seen."""
    return await read_all(ctx, request.peer, _NEWS)
