"""Auto-delete timers (core.telegram.org/api/auto-delete): one per chat, the same for both sides, and a default for
chats that a user begins."""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.chats.membership import require_right
from server.messages.addressing import Address, address
from server.messages.answers import answer
from server.messages.delivery import Sent, deliver_service
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.accounts import settings
from storage.accounts.settings import Setting
from storage.conversations import boxes, dialogs
from storage.conversations.boxes import Event
from storage.conversations.chats import Banned
from storage.database import Tx

router = Router("auto_delete")

HISTORY_TTL = "history_ttl"

MAX_PERIOD = 365 * 86_400


@router.rpc(functions.messages.SetHistoryTTL, flood=FloodClass.SEND)
async def set_history_ttl(ctx: Context, request: functions.messages.SetHistoryTTL) -> types.Updates:
    """Messages that are written in this chat from now on delete themselves after a time; 0 for never."""
    _check_period(request.period)
    to = await ctx.app.db.peek(lambda view: address(ctx, view, request.peer))

    async def unit(tx: Tx) -> Sent:
        await require_right(tx, to.peer, ctx.user_id, Banned.CHANGE_INFO)
        if (await dialogs.get(tx, ctx.user_id, to.peer)).ttl == request.period:
            raise rpc_errors.CHAT_NOT_MODIFIED
        await set_period(tx, ctx.user_id, to, request.period, ctx.now)
        action = {"kind": "ttl", "period": request.period}
        origin = ctx.session.session_number
        return await deliver_service(tx, ctx.user_id, to.peer, to.recipients, action, now=ctx.now, origin=origin)

    return await answer(ctx, [await ctx.app.db.write(unit)])


@router.rpc(functions.messages.GetDefaultHistoryTTL)
async def get_default_history_ttl(
    ctx: Context, request: functions.messages.GetDefaultHistoryTTL
) -> types.DefaultHistoryTTL:
    """The timer of chats that the caller will begin."""
    period = await ctx.app.db.peek(lambda view: settings.get(view, ctx.user_id, Setting.DEFAULT_TTL, 0))
    return types.DefaultHistoryTTL(period=period)


@router.rpc(functions.messages.SetDefaultHistoryTTL)
async def set_default_history_ttl(ctx: Context, request: functions.messages.SetDefaultHistoryTTL) -> bool:
    """Set the timer of chats that the caller will begin; those that there are keep theirs."""
    _check_period(request.period)
    await ctx.app.db.write(lambda tx: settings.put(tx, ctx.user_id, Setting.DEFAULT_TTL, request.period))
    return True


async def begin(tx: Tx, user_id: int, to: Address, now: int) -> None:
    """A user begins a private chat: their default timer, if they have one, is set in it and said."""
    period: int = await settings.get(tx, user_id, Setting.DEFAULT_TTL, 0)
    if period:
        await set_period(tx, user_id, to, period, now)
        action = {"kind": "ttl", "period": period, "from": user_id}
        await deliver_service(tx, user_id, to.peer, to.recipients, action, now=now)


async def set_period(tx: Tx, user_id: int, to: Address, period: int, now: int) -> None:
    """Set the timer of a chat in every box it stands in."""
    for box, peer in ((user_id, to.peer), *to.recipients):
        dialog = await dialogs.get(tx, box, peer)
        await dialogs.save(tx, replace(dialog, ttl=period))
        await boxes.append(tx, box, HISTORY_TTL, {"peer": peer, "period": period}, now=now, pts_count=0)


def _check_period(period: int) -> None:
    if not 0 <= period <= MAX_PERIOD:
        raise rpc_errors.TTL_PERIOD_INVALID


async def render_history_ttl(scene: Rendering, event: Event) -> types.UpdatePeerHistoryTTL:
    """HISTORY_TTL as an update."""
    return types.UpdatePeerHistoryTTL(peer=scene.peer(event.data["peer"]), ttl_period=event.data["period"] or None)


RENDERERS: dict[str, EventRenderer] = {HISTORY_TTL: render_history_ttl}
