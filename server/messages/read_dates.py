"""When a message was read, and by whom: messages.getOutboxReadDate, getMessageReadParticipants.

It is known for a week (pm_read_date_expire_period). Who wants it hidden (globalPrivacySettings.hide_read_marks) hides
it from those who may not see when they were last online either, and does not see theirs.
"""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.access import privacy
from server.rpc.context import Context
from server.rpc.router import Router
from server.updates.trimming import RECEIPTS_KEPT
from server.users.global_privacy import hides_read_times
from storage.accounts.privacy import PrivacyKey
from storage.conversations import chats, messages, receipts
from storage.conversations.messages import Flag, Message
from storage.database import Snapshot

router = Router("read_dates")

MAX_MEMBERS = 100
"""Of a group that says who has read what: chat_read_mark_size_threshold of the client configuration."""


@router.rpc(functions.messages.GetOutboxReadDate)
async def get_outbox_read_date(ctx: Context, request: functions.messages.GetOutboxReadDate) -> types.OutboxReadDate:
    """When the other side of a private chat read a message of the caller's."""

    async def query(view: Snapshot) -> types.OutboxReadDate:
        message = await _own_message(ctx, view, request.peer, request.msg_id)
        if message.peer < 0 or message.peer == ctx.user_id:
            raise rpc_errors.PEER_ID_INVALID
        look = await privacy.look(view, ctx.user_id, (message.peer,), (PrivacyKey.STATUS,))
        if not look.shows(message.peer, PrivacyKey.STATUS) and await hides_read_times(view, ctx.user_id):
            raise rpc_errors.YOUR_PRIVACY_RESTRICTED
        if not look.allows(message.peer, PrivacyKey.STATUS) and await hides_read_times(view, message.peer):
            raise rpc_errors.USER_PRIVACY_RESTRICTED
        date = (await receipts.readers(view, ctx.user_id, message.peer, message.id)).get(message.peer)
        if date is None:
            raise rpc_errors.MESSAGE_NOT_READ_YET
        return types.OutboxReadDate(date=date)

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.GetMessageReadParticipants)
async def get_message_read_participants(
    ctx: Context, request: functions.messages.GetMessageReadParticipants
) -> list[types.ReadParticipantDate]:
    """Who of a group has read a message of the caller's, and when.

    Raises:
        CHAT_TOO_BIG: It is too large for that.
        MSG_ID_INVALID, MSG_TOO_OLD: As `_own_message`, by other names.
    """

    async def query(view: Snapshot) -> list[types.ReadParticipantDate]:
        try:
            message = await _own_message(ctx, view, request.peer, request.msg_id)
        except rpc_errors.MESSAGE_ID_INVALID:
            raise rpc_errors.MSG_ID_INVALID from None
        except rpc_errors.MESSAGE_TOO_OLD:
            raise rpc_errors.MSG_TOO_OLD from None
        if message.peer > 0:
            raise rpc_errors.PEER_ID_INVALID
        chat = await chats.by_id(view, -message.peer)
        if chat is not None and chat.size > MAX_MEMBERS:
            raise rpc_errors.CHAT_TOO_BIG
        found = await receipts.readers(view, ctx.user_id, message.peer, message.id)
        reached = await _reached(view, message)
        return [types.ReadParticipantDate(user_id=one, date=date) for one, date in found.items() if one in reached]

    return await ctx.app.db.peek(query)


async def _reached(view: Snapshot, message: Message) -> set[int]:
    """Whom a message of a group has reached: who has it, or was in the group when it was written and ever since. Those
    who came later and read on from there have not read it."""
    copies = await messages.copies(view, message.origin_box, message.origin_id)
    members = await chats.members(view, -message.peer)
    return {copy.box for copy in copies} | {one.user_id for one in members if one.joined_at <= message.date}


async def _own_message(ctx: Context, view: Snapshot, given: types.TypeInputPeer, message_id: int) -> Message:
    """A message that the caller has sent there, not too long ago.

    Raises:
        MESSAGE_ID_INVALID: There is none.
        MESSAGE_TOO_OLD: When it was read is forgotten.
    """
    peer = await access.peer(ctx, view, given)
    message = await messages.by_id(view, ctx.user_id, message_id)
    if message is None or message.peer != peer or Flag.OUT not in message.flags:
        raise rpc_errors.MESSAGE_ID_INVALID
    if ctx.now - message.date > RECEIPTS_KEPT:
        raise rpc_errors.MESSAGE_TOO_OLD
    return message
