"""Content protection: messages.toggleNoForwards and what it forbids (core.telegram.org/api/content-protection).

A private chat is protected by whoever of the two does so first. They may lift it; the other side can only ask them to,
by a service message that is answered once, within a day: the answer replies to it, and says what then holds, whether
or not that is new. A group is protected by its owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from msgspec import structs

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.chats.events import CHANGED, tell, tell_whoever_asked
from server.chats.membership import seat
from server.messages.addressing import address_of
from server.messages.answers import answer
from server.messages.delivery import Recipient, Sent, deliver_service
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.accounts import users
from storage.accounts.users import UserKind
from storage.conversations import chats, dialogs, messages
from storage.conversations.chats import Chat
from storage.conversations.dialogs import DialogFlag
from storage.conversations.messages import Flag, Message
from storage.database import Snapshot, Tx

router = Router("protection")

ANSWERED_WITHIN = 86_400
"""Seconds for which a request may be answered: config.no_forwards_request_expire_period."""

REQUEST, TOGGLE = "noforwards_request", "noforwards"


@router.rpc(functions.messages.ToggleNoForwards, flood=FloodClass.SEND)
async def toggle_no_forwards(ctx: Context, request: functions.messages.ToggleNoForwards) -> types.Updates:
    """Protect a chat, or lift its protection, or answer a request to lift it.

    Raises:
        PEER_ID_INVALID: It is the caller's own chat, or one with an account that is nobody's.
        MESSAGE_ID_INVALID: There is no such request in this chat, or it is the caller's own.
        REQUEST_MSG_EXPIRED: It has been answered, or is too old.
        CHAT_ADMIN_REQUIRED: The group is somebody else's.
        CHAT_NOT_MODIFIED: The group is so already.
    """
    peer = await ctx.app.db.peek(lambda view: access.peer(ctx, view, request.peer))
    if peer < 0:
        return await _toggle_group(ctx, -peer, request.enabled)

    async def unit(tx: Tx) -> list[Sent]:
        await _check_other(tx, ctx.user_id, peer)
        recipients = (await address_of(tx, ctx.user_id, peer)).recipients
        if request.request_msg_id is None:
            done = await _toggle(tx, ctx.user_id, recipients, enabled=request.enabled)
            reply = None
        else:
            asked = await _answered(tx, ctx, peer, request.request_msg_id)
            done = await _set(tx, ctx.user_id, recipients, enabled=request.enabled)
            reply = {"origin": (asked.origin_box, asked.origin_id)}
        if done is None:
            return []
        origin = ctx.session.session_number
        return [await deliver_service(tx, ctx.user_id, peer, recipients, done, now=ctx.now, reply=reply, origin=origin)]

    return await answer(ctx, await ctx.app.db.write(unit))


async def check_unprotected(view: Snapshot, user_id: int, peer: int, taken: Sequence[Message]) -> None:
    """Judge whether messages of a dialog may be shown outside of it.

    Raises:
        CHAT_FORWARDS_RESTRICTED: They are protected, one by one or as a chat.
    """
    if any(Flag.NOFORWARDS in message.flags for message in taken):
        raise rpc_errors.CHAT_FORWARDS_RESTRICTED
    if peer < 0:
        chat = await chats.by_id(view, -peer)
        protected = chat is not None and chat.protected
    else:
        protected = DialogFlag.PROTECTED in (await dialogs.get(view, user_id, peer)).flags
    if protected:
        raise rpc_errors.CHAT_FORWARDS_RESTRICTED


async def _check_other(view: Snapshot, user_id: int, peer: int) -> None:
    user = await users.by_id(view, peer)
    if peer == user_id or user is None or user.kind is not UserKind.PERSON:
        raise rpc_errors.PEER_ID_INVALID


async def _toggle(tx: Tx, user_id: int, recipients: Sequence[Recipient], *, enabled: bool) -> dict[str, Any] | None:
    """What a user does to a private chat unasked, as an action; None where it changes nothing."""
    (other,) = recipients
    theirs = (await dialogs.get(tx, *other)).flags
    if (DialogFlag.PROTECTED in theirs) is enabled:
        return None
    if not enabled and DialogFlag.PROTECTED_BY_OWNER in theirs:
        return {"kind": REQUEST, "before": True, "after": False}
    return await _set(tx, user_id, recipients, enabled=enabled)


async def _set(tx: Tx, user_id: int, recipients: Sequence[Recipient], *, enabled: bool) -> dict[str, Any]:
    """Make a private chat protected or not, on both sides; returns the action that tells it."""
    (other,) = recipients
    before = DialogFlag.PROTECTED in (await dialogs.get(tx, *other)).flags
    if before is not enabled:
        both = DialogFlag.PROTECTED | DialogFlag.PROTECTED_BY_OWNER
        for box, peer, mine in ((user_id, other[0], both), (*other, DialogFlag.PROTECTED)):
            dialog = await dialogs.get(tx, box, peer)
            flags = dialog.flags | mine if enabled else dialog.flags & ~both
            await dialogs.save(tx, replace(dialog, flags=flags))
    return {"kind": TOGGLE, "before": before, "after": enabled}


async def _answered(tx: Tx, ctx: Context, peer: int, message_id: int) -> Message:
    """The other side's request, which is answered hereby; clients that have it see so from the reply to it."""
    asked = await messages.by_id(tx, ctx.user_id, message_id)
    if asked is None or asked.peer != peer or asked.body.get("action", {}).get("kind") != REQUEST:
        raise rpc_errors.MESSAGE_ID_INVALID
    if Flag.OUT in asked.flags:
        raise rpc_errors.MESSAGE_ID_INVALID
    action = asked.body["action"]
    if "expired" in action or ctx.now - asked.date > ANSWERED_WITHIN:
        raise rpc_errors.REQUEST_MSG_EXPIRED
    copies = await messages.copies(tx, asked.origin_box, asked.origin_id)
    expired = {**action, "expired": True}
    await messages.update(tx, [structs.replace(copy, body={**copy.body, "action": expired}) for copy in copies])
    return asked


async def _toggle_group(ctx: Context, chat_id: int, enabled: bool) -> types.Updates:
    async def unit(tx: Tx) -> Chat:
        place = await seat(tx, chat_id, ctx.user_id)
        place.require_creator()
        if place.chat.protected is enabled:
            raise rpc_errors.CHAT_NOT_MODIFIED
        chat = replace(place.chat, protected=enabled)
        await chats.save(tx, chat)
        await tell(tx, await chats.member_ids(tx, chat_id), CHANGED, chat, ctx.now)
        return chat

    return await tell_whoever_asked(ctx, await ctx.app.db.write(unit), CHANGED)
