"""How a secret chat ends: messages.discardEncryption; and messages.reportEncryptedSpam before that.

A device that is signed out ends its chats too: storage/conversations/secret_chats.py.
"""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions
from server.rpc.context import Context
from server.rpc.router import Router
from server.secretchats.chats import named
from storage.accounts import reports
from storage.accounts.reports import Report
from storage.conversations import secret_chats
from storage.conversations.secret_chats import ChatState, SecretChat
from storage.database import Tx

router = Router("ending")


@router.rpc(functions.messages.DiscardEncryption)
async def discard_encryption(ctx: Context, request: functions.messages.DiscardEncryption) -> bool:
    """Decline a request, take one's own back, or end a chat; with `delete_history` for both sides' histories too."""
    if not request.chat_id:
        raise rpc_errors.CHAT_ID_EMPTY

    async def unit(tx: Tx) -> None:
        chat = await secret_chats.by_id(tx, request.chat_id)
        if chat is None or not _may_end(ctx, chat):
            raise rpc_errors.ENCRYPTION_ID_INVALID
        if chat.state is ChatState.DISCARDED:
            raise rpc_errors.ENCRYPTION_ALREADY_DECLINED
        if not chat.is_side(ctx.device_id) and chat.state is ChatState.ACCEPTED:
            raise rpc_errors.ENCRYPTION_ALREADY_ACCEPTED
        await secret_chats.discard(
            tx, chat, ctx.now, history_deleted=request.delete_history, origin=ctx.session.session_number
        )

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.ReportEncryptedSpam)
async def report_encrypted_spam(ctx: Context, request: functions.messages.ReportEncryptedSpam) -> bool:
    """Tell the operator that whoever began this chat sends spam. The server cannot look; it notes who says so."""

    async def unit(tx: Tx) -> None:
        chat = await named(ctx, tx, request.peer)
        if not _may_end(ctx, chat):
            raise rpc_errors.CHAT_ID_INVALID
        other = chat.other_user(ctx.user_id)
        await reports.add(tx, Report(ctx.user_id, other, "secret_chat", chat.chat_id, "spam", "", ctx.now))

    await ctx.app.db.write(unit)
    return True


def _may_end(ctx: Context, chat: SecretChat) -> bool:
    """Its two devices may, and every device of whom it was asked of."""
    return chat.is_side(ctx.device_id) or chat.participant == ctx.user_id
