"""Which secret chat a request means, and whether the device that asks may act in it (rows E1, AT-8).

"No such chat", "wrong hash", "not yours" and "another of your devices has it" are one answer.
"""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import types
from server.access.hashes import Hashed
from server.rpc.context import Context
from storage.accounts import blocks, users
from storage.accounts.users import UserKind
from storage.conversations import secret_chats
from storage.conversations.secret_chats import ChatState, SecretChat
from storage.database import Snapshot


async def named(ctx: Context, view: Snapshot, given: types.InputEncryptedChat) -> SecretChat:
    """The chat that the caller's account has a part in.

    Raises:
        CHAT_ID_INVALID: there is none that the caller may name so.
    """
    if not ctx.app.hashes.holds(ctx.user_id, Hashed.ENCRYPTED_CHAT, given.chat_id, given.access_hash):
        raise rpc_errors.CHAT_ID_INVALID
    chat = await secret_chats.by_id(view, given.chat_id)
    if chat is None or ctx.user_id not in (chat.admin, chat.participant):
        raise rpc_errors.CHAT_ID_INVALID
    return chat


async def open_chat(ctx: Context, view: Snapshot, given: types.InputEncryptedChat) -> SecretChat:
    """The accepted chat that the calling device holds one end of.

    Raises:
        CHAT_ID_INVALID: see `named`; also when it is not accepted yet.
        USER_DELETED, ENCRYPTION_DECLINED: it has ended.
    """
    chat = await named(ctx, view, given)
    if not chat.is_side(ctx.device_id) or chat.state is ChatState.REQUESTED:
        raise rpc_errors.CHAT_ID_INVALID
    if chat.state is ChatState.DISCARDED:
        other = await users.by_id(view, chat.other_user(ctx.user_id))
        if other is None or other.kind is UserKind.DELETED:
            raise rpc_errors.USER_DELETED
        raise rpc_errors.ENCRYPTION_DECLINED
    return chat


async def check_not_blocked(view: Snapshot, sender: int, receiver: int) -> None:
    """Raise USER_IS_BLOCKED when the receiver wants nothing of the sender."""
    if await blocks.blocks(view, receiver, sender):
        raise rpc_errors.USER_IS_BLOCKED
