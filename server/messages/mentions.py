"""Mentions that were not seen yet: messages.getUnreadMentions, readMentions."""

from __future__ import annotations

from mtproto.tl import functions, types
from server.messages.contents import look_at
from server.messages.unread import News, read_all, unread_page
from server.rpc.context import Context
from server.rpc.router import Router
from storage.conversations import dialogs
from storage.conversations.history import MENTIONS
from storage.database import Snapshot

router = Router("mentions")


async def _left(view: Snapshot, user_id: int, peer: int) -> int:
    return (await dialogs.get(view, user_id, peer)).unread_mentions


_NEWS = News(MENTIONS, _left, look_at)


@router.rpc(functions.messages.GetUnreadMentions)
async def get_unread_mentions(
    ctx: Context, request: functions.messages.GetUnreadMentions
) -> types.messages.TypeMessages:
    """The mentions in a dialog that the caller has not seen."""
    return await unread_page(ctx, request, _NEWS)


@router.rpc(functions.messages.ReadMentions)
async def read_mentions(ctx: Context, request: functions.messages.ReadMentions) -> types.messages.AffectedHistory:
    """Every mention in a dialog has been seen."""
    return await read_all(ctx, request.peer, _NEWS)
