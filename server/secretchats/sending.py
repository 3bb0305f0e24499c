"""messages.sendEncrypted, sendEncryptedFile and sendEncryptedService: a message into the other device's queue (row E1).

The message is stored with its number (qts) in one unit and acknowledged after it. Sent again while it still waits, it
is the same message; sent again later, it is delivered again, because the receiver may have asked for just that
(decryptedMessageActionResend). What it counts as is decided by the numbers inside, which only the two ends can read.
"""

from __future__ import annotations

from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.encrypted import file_record, render_file
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.secretchats.chats import check_not_blocked, open_chat
from server.secretchats.files import keep, made
from storage.conversations import device_queue
from storage.conversations.device_queue import Queued
from storage.database import Snapshot, Tx

router = Router("secret_sending")

MAX_BYTES = 128 * 1024
"""Of one message (row E1)."""

ENVELOPE, BLOCK = 8 + 16, 16
"""Key fingerprint and message key, then blocks of AES: all that can be seen of a message from outside."""

Sending = (
    functions.messages.SendEncrypted | functions.messages.SendEncryptedService | functions.messages.SendEncryptedFile
)


@router.rpc(functions.messages.SendEncrypted, flood=FloodClass.SEND)
async def send_encrypted(
    ctx: Context, request: functions.messages.SendEncrypted
) -> types.messages.TypeSentEncryptedMessage:
    """A message. `silent` concerns notifications only, and this server sends none outside of sessions."""
    queued = await _send(ctx, request, {"bytes": request.data})
    return types.messages.SentEncryptedMessage(date=queued.date)


@router.rpc(functions.messages.SendEncryptedService, flood=FloodClass.SEND)
async def send_encrypted_service(
    ctx: Context, request: functions.messages.SendEncryptedService
) -> types.messages.TypeSentEncryptedMessage:
    """A message that the other person is not to be notified of."""
    queued = await _send(ctx, request, {"bytes": request.data, "service": True})
    return types.messages.SentEncryptedMessage(date=queued.date)


@router.rpc(functions.messages.SendEncryptedFile, flood=FloodClass.SEND)
async def send_encrypted_file(
    ctx: Context, request: functions.messages.SendEncryptedFile
) -> types.messages.TypeSentEncryptedMessage:
    """A message with an encrypted file."""
    _check(request)
    await ctx.app.db.peek(lambda view: open_chat(ctx, view, request.peer))  # before the work of making a file
    file = await made(ctx, request.file)
    queued = await _send(ctx, request, {"bytes": request.data, "file": file_record(file)})

    async def query(view: Snapshot) -> types.EncryptedFile:
        return render_file(Rendering(ctx.app, view, ctx.user_id, ctx.now), queued.data["file"])

    return types.messages.SentEncryptedFile(date=queued.date, file=await ctx.app.db.peek(query))


async def _send(ctx: Context, request: Sending, data: dict[str, Any]) -> Queued:
    """Queue a message for the device at the other end.

    Raises:
        DATA_INVALID, DATA_TOO_LONG: bytes that no client can have encrypted, or too many.
        RANDOM_ID_EMPTY: it has no id by which a retry would be known: the second of those would be taken for the first.
        USER_IS_BLOCKED: the other person has blocked the caller.
    """
    _check(request)

    async def unit(tx: Tx) -> Queued:
        chat = await open_chat(ctx, tx, request.peer)
        await check_not_blocked(tx, ctx.user_id, chat.other_user(ctx.user_id))
        to = chat.other_device(ctx.device_id)
        before = await device_queue.waiting(tx, to, chat.chat_id, request.random_id)
        if before is not None:
            return before
        if "file" in data:
            await keep(tx, chat.chat_id, data["file"]["id"])
        return await device_queue.append(tx, to, chat.chat_id, request.random_id, ctx.now, data)

    return await ctx.app.db.write(unit)


def _check(request: Sending) -> None:
    size = len(request.data)
    if size > MAX_BYTES:
        raise rpc_errors.DATA_TOO_LONG
    if size < ENVELOPE + BLOCK or (size - ENVELOPE) % BLOCK:
        raise rpc_errors.DATA_INVALID
    if not request.random_id:
        raise rpc_errors.RANDOM_ID_EMPTY
