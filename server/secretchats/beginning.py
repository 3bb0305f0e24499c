"""How a secret chat begins: messages.requestEncryption and acceptEncryption (core.telegram.org/api/end-to-end).

The public values pass through here, so they are range-checked here too: a client that forgot to check would else end
up with a key that anyone can compute. Whoever repeats a request because its answer was lost gets the same answer.
"""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.crypto import dh
from mtproto.errors import BadPublicValue
from mtproto.tl import functions, types
from server.access import peers as access
from server.render.encrypted import render_chat
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.secretchats.chats import check_not_blocked, named
from storage.accounts.users import User, UserKind
from storage.conversations import secret_chats
from storage.conversations.secret_chats import ChatState, SecretChat
from storage.database import Snapshot, Tx

router = Router("beginning")


@router.rpc(functions.messages.RequestEncryption, flood=FloodClass.CREATE)
async def request_encryption(ctx: Context, request: functions.messages.RequestEncryption) -> types.TypeEncryptedChat:
    """Ask somebody for a secret chat with this device. The client's random_id becomes the chat's id."""
    _check_public_value(request.g_a)
    if not request.random_id:
        raise rpc_errors.RANDOM_ID_INVALID

    async def unit(tx: Tx) -> SecretChat:
        participant = await access.user(ctx, tx, request.user_id)
        _check_person(ctx, participant)
        await check_not_blocked(tx, ctx.user_id, participant.user_id)
        chat = SecretChat(
            chat_id=request.random_id,
            state=ChatState.REQUESTED,
            admin=ctx.user_id,
            admin_device=ctx.device_id,
            participant=participant.user_id,
            participant_device=0,
            g_a=request.g_a,
            g_b=b"",
            key_fingerprint=0,
            history_deleted=False,
            created_at=ctx.now,
            changed_at=ctx.now,
        )
        known = await secret_chats.by_id(tx, chat.chat_id)
        if known is not None:
            if known == replace(chat, created_at=known.created_at, changed_at=known.changed_at):
                return known
            raise rpc_errors.RANDOM_ID_DUPLICATE
        await secret_chats.create(tx, chat, origin=ctx.session.session_number)
        return chat

    return await _answer(ctx, await ctx.app.db.write(unit))


@router.rpc(functions.messages.AcceptEncryption, flood=FloodClass.SEND)
async def accept_encryption(ctx: Context, request: functions.messages.AcceptEncryption) -> types.TypeEncryptedChat:
    """Accept with this device, which alone then has the chat; the caller's other devices lose it."""
    _check_public_value(request.g_b)

    async def unit(tx: Tx) -> SecretChat:
        chat = await named(ctx, tx, request.peer)
        if chat.participant != ctx.user_id:
            raise rpc_errors.CHAT_ID_INVALID
        accepted = replace(
            chat,
            state=ChatState.ACCEPTED,
            participant_device=ctx.device_id,
            g_b=request.g_b,
            key_fingerprint=request.key_fingerprint,
            changed_at=ctx.now,
        )
        if chat.state is ChatState.DISCARDED:
            raise rpc_errors.ENCRYPTION_ALREADY_DECLINED
        if chat.state is ChatState.ACCEPTED:
            if replace(accepted, changed_at=chat.changed_at) == chat:
                return chat
            raise rpc_errors.ENCRYPTION_ALREADY_ACCEPTED
        await secret_chats.accept(tx, accepted, origin=ctx.session.session_number)
        return accepted

    return await _answer(ctx, await ctx.app.db.write(unit))


def _check_person(ctx: Context, participant: User) -> None:
    if participant.kind is UserKind.DELETED:
        raise rpc_errors.INPUT_USER_DEACTIVATED
    if participant.user_id == ctx.user_id or participant.kind is not UserKind.PERSON:
        raise rpc_errors.USER_ID_INVALID


def _check_public_value(value: bytes) -> None:
    """Telegram documents one name, for g_a; it is given for g_b too."""
    try:
        if len(value) > dh.SIZE:
            raise BadPublicValue("a public value of too many bytes")
        dh.check_public_value(int.from_bytes(value, "big"))
    except BadPublicValue:
        raise rpc_errors.DH_G_A_INVALID from None


async def _answer(ctx: Context, chat: SecretChat) -> types.TypeEncryptedChat:
    async def query(view: Snapshot) -> types.TypeEncryptedChat:
        return render_chat(Rendering(ctx.app, view, ctx.user_id, ctx.now), chat, ctx.device_id)

    return await ctx.app.db.peek(query)
