"""What one side of a private chat lets the other know, screenshots; and one's own choices about a dialog that stay
small (translations)."""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.addressing import address
from server.messages.answers import answer
from server.messages.delivery import Sent, deliver_service
from server.messages.replies import reply_of
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.conversations import dialogs
from storage.conversations.dialogs import DialogFlag
from storage.database import Tx

router = Router("notices")

SCREENSHOT = {"kind": "screenshot"}


@router.rpc(functions.messages.SendScreenshotNotification, flood=FloodClass.SEND)
async def send_screenshot_notification(
    ctx: Context, request: functions.messages.SendScreenshotNotification
) -> types.Updates:
    """Tell the other side that a screenshot was taken.

    Raises:
        RANDOM_ID_EMPTY: It has no id by which a retry would be known.
    """
    if not request.random_id:
        raise rpc_errors.RANDOM_ID_EMPTY
    to = await ctx.app.db.peek(lambda view: address(ctx, view, request.peer))
    if to.peer <= 0 or to.peer == ctx.user_id:
        raise rpc_errors.PEER_ID_INVALID

    async def unit(tx: Tx) -> Sent:
        reply = None
        if isinstance(request.reply_to, types.InputReplyToMessage) and request.reply_to.reply_to_msg_id:
            reply = await reply_of(ctx, tx, request.reply_to, to.peer)
        return await deliver_service(
            tx,
            ctx.user_id,
            to.peer,
            to.recipients,
            SCREENSHOT,
            now=ctx.now,
            random_id=request.random_id,
            reply=reply,
            origin=ctx.session.session_number,
        )

    return await answer(ctx, [await ctx.app.db.write(unit)])


@router.rpc(functions.messages.TogglePeerTranslations)
async def toggle_peer_translations(ctx: Context, request: functions.messages.TogglePeerTranslations) -> bool:
    """Whether the client offers translations in a dialog."""
    peer = await ctx.app.db.peek(lambda view: access.peer(ctx, view, request.peer))

    async def unit(tx: Tx) -> None:
        dialog = await dialogs.get(tx, ctx.user_id, peer)
        off = DialogFlag.TRANSLATIONS_OFF
        flags = dialog.flags | off if request.disabled else dialog.flags & ~off
        await dialogs.save(tx, replace(dialog, flags=flags))

    await ctx.app.db.write(unit)
    return True
