"""What the receiver of secret messages says: messages.receivedQueue, readEncryptedHistory, setEncryptedTyping."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.secretchats.chats import check_not_blocked, open_chat
from storage.conversations import device_queue, secret_chats
from storage.conversations.secret_chats import SecretChat
from storage.database import Snapshot, Tx

router = Router("receiving")

AHEAD = 60
"""Seconds by which a client's clock may be ahead in what it says it has read."""


@router.rpc(functions.messages.ReceivedQueue)
async def received_queue(ctx: Context, request: functions.messages.ReceivedQueue) -> list[int]:
    """This device has stored everything up to a qts: the server forgets it. The random_ids of what went."""

    async def unit(tx: Tx) -> list[int]:
        if not 0 <= request.max_qts <= await device_queue.last_qts(tx, ctx.device_id):
            raise rpc_errors.MAX_QTS_INVALID
        return await device_queue.received(tx, ctx.device_id, request.max_qts)

    return await ctx.app.db.write(unit)


@router.rpc(functions.messages.ReadEncryptedHistory)
async def read_encrypted_history(ctx: Context, request: functions.messages.ReadEncryptedHistory) -> bool:
    """Messages of a chat are read up to a date; the other end is told."""
    if not 0 < request.max_date <= ctx.now + AHEAD:
        raise rpc_errors.MAX_DATE_INVALID

    async def unit(tx: Tx) -> None:
        chat = await open_chat(ctx, tx, request.peer)
        await secret_chats.read(tx, chat, ctx.device_id, request.max_date, ctx.now)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.SetEncryptedTyping, flood=FloodClass.TYPING)
async def set_encrypted_typing(ctx: Context, request: functions.messages.SetEncryptedTyping) -> bool:
    """Show the other end that the caller writes. There is no update for having stopped: clients let it lapse."""

    async def query(view: Snapshot) -> SecretChat:
        chat = await open_chat(ctx, view, request.peer)
        await check_not_blocked(view, ctx.user_id, chat.other_user(ctx.user_id))
        return chat

    chat = await ctx.app.db.peek(query)
    if request.typing:
        ctx.app.device_hub.tell(chat.other_device(ctx.device_id), types.UpdateEncryptedChatTyping(chat_id=chat.chat_id))
    return True
