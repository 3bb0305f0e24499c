"""New groups and new members: messages.createChat, messages.addChatUser.

Who may be added is for the privacy rules of whom it concerns to say (CHAT_INVITE); those who forbid it are named in
`missing_invitees`, so that they can be sent a link instead (core.telegram.org/api/invites#direct-invites).
"""

from __future__ import annotations

from collections.abc import Sequence

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.access.privacy import look
from server.chats.asking import ask_no_more
from server.chats.events import MEMBERS, tell
from server.chats.forwarded_history import forward_history
from server.chats.invite_links import lasting_link, new_hash
from server.chats.joining import announce, join
from server.chats.membership import MAX_MEMBERS, seat
from server.chats.titles import title
from server.messages.addressing import Address
from server.messages.answers import answer
from server.messages.auto_delete import MAX_PERIOD, set_period
from server.messages.delivery import Sent
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage import peers
from storage.accounts import blocks, contacts
from storage.accounts.privacy import PrivacyKey
from storage.accounts.users import User, UserKind
from storage.conversations import chat_invites, chats
from storage.conversations.chats import Banned, Chat, Member, Standing
from storage.database import Snapshot, Tx

router = Router("founding")


@router.rpc(functions.messages.CreateChat, flood=FloodClass.CREATE)
async def create_chat(ctx: Context, request: functions.messages.CreateChat) -> types.messages.InvitedUsers:
    """Make a group of the caller and some others, perhaps of nobody else yet."""
    name = title(request.title)
    if len(request.users) >= MAX_MEMBERS:
        raise rpc_errors.USERS_TOO_MUCH
    if not 0 <= (request.ttl_period or 0) <= MAX_PERIOD:
        raise rpc_errors.TTL_PERIOD_INVALID
    code = new_hash(ctx)
    # The request has none, but TDLib knows its group by the updateMessageID in the answer.
    random_id = int.from_bytes(ctx.app.random(8), signed=True)

    async def unit(tx: Tx) -> tuple[Sent, list[int]]:
        asked = [(await _invited(ctx, tx, given)).user_id for given in request.users]
        asked = [user_id for user_id in dict.fromkeys(asked) if user_id != ctx.user_id]
        missing = await unwilling(tx, ctx.user_id, asked)
        others = [user_id for user_id in asked if user_id not in missing]
        chat = Chat(await chats.next_id(tx), name, "", ctx.user_id, ctx.now, size=1 + len(others))
        everyone = (ctx.user_id, *others)
        await chats.save(tx, chat)
        await chats.put_members(tx, [_member(chat, user_id, ctx) for user_id in everyone])
        await chat_invites.save(tx, lasting_link(code, chat, ctx.user_id, ctx.now))
        action = {"kind": "chat_create", "title": name, "users": others}
        origin = ctx.session.session_number
        sent = await announce(tx, chat, ctx.user_id, everyone, action, now=ctx.now, random_id=random_id, origin=origin)
        await tell(tx, everyone, MEMBERS, chat, ctx.now)
        if request.ttl_period:
            peer = peers.chat(chat.chat_id)
            to = Address(peer, tuple((user_id, peer) for user_id in others))
            await set_period(tx, ctx.user_id, to, request.ttl_period, ctx.now)
        return sent, missing

    sent, missing = await ctx.app.db.write(unit)
    return types.messages.InvitedUsers(updates=await answer(ctx, [sent]), missing_invitees=_missing(missing))


@router.rpc(functions.messages.AddChatUser, flood=FloodClass.CREATE)
async def add_chat_user(ctx: Context, request: functions.messages.AddChatUser) -> types.messages.InvitedUsers:
    """Add somebody, and show them the last messages if the caller wants to."""

    async def unit(tx: Tx) -> tuple[list[Sent], list[int]]:
        place = await seat(tx, request.chat_id, ctx.user_id)
        place.require(Banned.INVITE_USERS)
        user = await _invited(ctx, tx, request.user_id)
        if await blocks.blocks(tx, ctx.user_id, user.user_id):
            raise rpc_errors.YOU_BLOCKED_USER
        before = await chats.member(tx, request.chat_id, user.user_id)
        await _check_return(tx, place.is_admin, ctx.user_id, before)
        missing = await unwilling(tx, ctx.user_id, (user.user_id,))
        if missing:
            return [], missing
        # What was said before comes first in the newcomer's box, as it does in everyone else's.
        await forward_history(tx, ctx.user_id, place.chat, user.user_id, request.fwd_limit, ctx.now)
        await ask_no_more(tx, place.chat, user.user_id, ctx.now)
        newcomer = _member(place.chat, user.user_id, ctx)
        action = {"kind": "chat_add", "users": [user.user_id]}
        origin = ctx.session.session_number
        _, sent = await join(tx, place.chat, newcomer, ctx.user_id, action, origin=origin)
        return [sent], []

    sent, missing = await ctx.app.db.write(unit)
    return types.messages.InvitedUsers(updates=await answer(ctx, sent), missing_invitees=_missing(missing))


async def unwilling(view: Snapshot, inviter: int, asked: Sequence[int]) -> list[int]:
    """Those of these users whom the inviter may not add."""
    seen = await look(view, inviter, asked, (PrivacyKey.CHAT_INVITE,))
    return [user_id for user_id in asked if not seen.allows(user_id, PrivacyKey.CHAT_INVITE)]


async def _check_return(view: Snapshot, by_admin: bool, inviter: int, before: Member | None) -> None:
    """Who left is brought back by mutual contacts only, who was removed by admins only."""
    if before is None:
        return
    if before.standing is Standing.MEMBER:
        raise rpc_errors.USER_ALREADY_PARTICIPANT
    if before.standing is Standing.KICKED and not by_admin:
        raise rpc_errors.CHAT_ADMIN_REQUIRED
    if before.standing is Standing.LEFT:
        known = await contacts.get(view, inviter, before.user_id)
        if known is None or await contacts.get(view, before.user_id, inviter) is None:
            raise rpc_errors.USER_NOT_MUTUAL_CONTACT


async def _invited(ctx: Context, view: Snapshot, given: types.TypeInputUser) -> User:
    user = await access.user(ctx, view, given)
    if user.kind is UserKind.DELETED:
        raise rpc_errors.INPUT_USER_DEACTIVATED
    if user.kind is UserKind.SERVICE:
        raise rpc_errors.USER_ID_INVALID
    return user


def _member(chat: Chat, user_id: int, ctx: Context) -> Member:
    return Member(chat.chat_id, user_id, Standing.MEMBER, admin=False, inviter=ctx.user_id, joined_at=ctx.now)


def _missing(user_ids: Sequence[int]) -> list[types.TypeMissingInvitee]:
    return [types.MissingInvitee(user_id=user_id) for user_id in user_ids]
