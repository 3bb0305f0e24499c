"""Going: messages.deleteChatUser (leave or remove), messages.deleteChat, and who owns a group afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.chats.events import CHANGED, MEMBERS, tell
from server.chats.invite_links import give_link, new_hash
from server.chats.joining import announce, depart, find_polls_anew
from server.chats.membership import Seat, chat_id_of, find_seat, seat, still_reached
from server.messages.answers import answer
from server.messages.deleting import delete
from server.messages.delivery import Sent
from server.render.rendering import Rendering
from server.render.users import render_user
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage import peers
from storage.accounts import users
from storage.accounts.users import UserKind
from storage.conversations import chat_invites, chats, messages
from storage.conversations.chats import Chat, Member, Standing
from storage.database import Snapshot, Tx

router = Router("leaving")

SLICE = 50
"""Messages of somebody's that one unit takes back, from the boxes of all members."""


@router.rpc(functions.messages.DeleteChatUser, flood=FloodClass.SEND)
async def delete_chat_user(ctx: Context, request: functions.messages.DeleteChatUser) -> types.Updates:
    """Leave a group, or remove somebody; with `revoke_history` take back all that they wrote."""

    async def checked(view: Snapshot) -> tuple[Seat, Member]:
        user = await access.user(ctx, view, request.user_id)
        place = await find_seat(view, peers.chat(request.chat_id), ctx.user_id)
        if place is None:  # Telethon leaves a group before it clears it, and does that after this one error
            raise rpc_errors.PEER_ID_INVALID if user.user_id == ctx.user_id else rpc_errors.CHAT_ID_INVALID
        member = await chats.member(view, request.chat_id, user.user_id)
        if member is None or member.standing is not Standing.MEMBER:
            raise rpc_errors.USER_NOT_PARTICIPANT
        _check_removal(place, member, takes_back=request.revoke_history)
        return place, member

    async def take_back(tx: Tx) -> bool:
        _, member = await checked(tx)
        return await _take_back(tx, member, ctx.now)

    code = new_hash(ctx)
    while request.revoke_history and await ctx.app.db.write(take_back):
        pass

    async def unit(tx: Tx) -> list[Sent]:
        place, member = await checked(tx)
        itself, origin = member.user_id == ctx.user_id, ctx.session.session_number
        sent = await _succeed(tx, place.chat, code, ctx.now, origin) if member.user_id == place.chat.creator else []
        chat = (await seat(tx, request.chat_id, ctx.user_id)).chat
        standing = Standing.LEFT if itself else Standing.KICKED
        _, gone = await depart(tx, chat, member, standing, ctx.user_id, now=ctx.now, origin=origin)
        return [*sent, gone]

    return await answer(ctx, await ctx.app.db.write(unit))


def _check_removal(place: Seat, member: Member, *, takes_back: bool) -> None:
    """Everyone may go. Members remove only whom they invited, admins all but admins, the creator anyone."""
    if member.user_id == place.member.user_id or place.is_creator:
        return
    if member.admin or member.user_id == place.chat.creator:
        raise rpc_errors.CHAT_ADMIN_REQUIRED
    if not place.is_admin and (takes_back or member.inviter != place.member.user_id):
        raise rpc_errors.CHAT_ADMIN_REQUIRED


async def _take_back(tx: Tx, member: Member, now: int) -> bool:
    """Remove some of what a member wrote from the boxes of all members; False when nothing is left."""
    own = await messages.written(tx, member.user_id, peers.chat(member.chat_id), SLICE)
    all_copies = [copy for message in own for copy in await messages.copies(tx, message.origin_box, message.origin_id)]
    await delete(tx, await still_reached(tx, all_copies), now, {})
    return bool(own)


async def _succeed(tx: Tx, chat: Chat, code: str, now: int, origin: int) -> list[Sent]:
    """The creator is about to go: somebody else owns the group from now on, or else no link leads to it any more.

    `code` is the end of a link for the new creator.
    """
    members = await chats.members(tx, chat.chat_id)
    heir = await heir_of(tx, chat, members)
    await chats.save(tx, replace(chat, creator=heir, version=chat.version + 1))
    if not heir:
        await chat_invites.delete_of_chat(tx, peers.chat(chat.chat_id))
        return []
    await give_link(tx, chat, heir, code, now)
    action = {"kind": "chat_creator", "users": [heir]}
    ids = [member.user_id for member in members]
    sent = await announce(tx, chat, chat.creator, ids, action, now=now, origin=origin)
    await tell(tx, ids, MEMBERS, chat, now)
    return [sent]


async def heir_of(view: Snapshot, chat: Chat, members: Sequence[Member]) -> int:
    """Who owns a group when its creator goes: the admin, or else the member, who is in it the longest; 0 for nobody.
    Accounts that are deleted own nothing."""
    accounts = await users.by_ids(view, [member.user_id for member in members])
    gone = {chat.creator, *(one.user_id for one in accounts.values() if one.kind is UserKind.DELETED)}
    others = [member for member in members if member.user_id not in gone]
    first = next((member for member in others if member.admin), others[0] if others else None)
    return 0 if first is None else first.user_id


@router.rpc(functions.messages.GetFutureChatCreatorAfterLeave)
async def get_future_chat_creator_after_leave(
    ctx: Context, request: functions.messages.GetFutureChatCreatorAfterLeave
) -> types.TypeUser:
    """Who would own the group if the caller left it."""

    async def query(view: Snapshot) -> types.TypeUser:
        place = await seat(view, chat_id_of(request.peer), ctx.user_id)
        place.require_creator()
        heir = await heir_of(view, place.chat, await chats.members(view, place.chat.chat_id))
        user = await users.by_id(view, heir) if heir else None
        if user is None:
            return types.UserEmpty(id=0)
        return await render_user(Rendering(ctx.app, view, ctx.user_id, ctx.now), user)

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.DeleteChat, flood=FloodClass.SEND)
async def delete_chat(ctx: Context, request: functions.messages.DeleteChat) -> bool:
    """End a group: nobody is in it any more, no link leads to it. What members have in their boxes stays theirs."""

    async def unit(tx: Tx) -> None:
        place = await seat(tx, request.chat_id, ctx.user_id)
        place.require_creator()
        chat = replace(place.chat, creator=0, size=0, version=place.chat.version + 1)
        members = await chats.members(tx, chat.chat_id)
        gone = [replace(one, standing=Standing.KICKED, admin=False, rank="", last_title=chat.title) for one in members]
        await chats.put_members(tx, gone)
        await find_polls_anew(tx, chat, gone)
        await chats.save(tx, chat)
        await chat_invites.delete_of_chat(tx, peers.chat(chat.chat_id))
        await tell(tx, [member.user_id for member in members], CHANGED, chat, ctx.now)

    await ctx.app.db.write(unit)
    return True
