"""Who runs a group: messages.editChatAdmin, editChatCreator, editChatParticipantRank."""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.chats.events import ADMIN, MEMBERS, tell
from server.chats.invite_links import give_link, new_hash
from server.chats.joining import announce
from server.chats.membership import chat_id_of, seat
from server.messages.answers import answer
from server.messages.delivery import Sent
from server.render.chats import render_participants
from server.render.rendering import Rendering
from server.render.updates import render_updates
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage import peers
from storage.accounts.users import UserKind
from storage.conversations import chat_invites, chats
from storage.conversations.chats import Banned, Chat, Member, Standing
from storage.database import Snapshot, Tx
from storage.sign_in import passwords
from storage.sign_in.passwords import Password

router = Router("chat_admins")

MAX_RANK = 16
"""Characters of the words that stand beside a member's name."""

FRESH = 86_400
"""Seconds after which a password, or a device, may hand a group over: its owner has the time to notice either."""


@router.rpc(functions.messages.EditChatAdmin, flood=FloodClass.SEND)
async def edit_chat_admin(ctx: Context, request: functions.messages.EditChatAdmin) -> bool:
    """Make a member an admin, or an admin a member, whose links then lead nowhere. Only the creator may.

    Raises:
        INPUT_USER_DEACTIVATED: Their account is deleted: nobody would run anything.
    """
    code = new_hash(ctx)

    async def unit(tx: Tx) -> None:
        place = await seat(tx, request.chat_id, ctx.user_id)
        place.require_creator()
        user = await access.user(ctx, tx, request.user_id)
        member = await _member(tx, place.chat, user.user_id)
        if member.user_id == place.chat.creator:
            raise rpc_errors.USER_ID_INVALID
        if request.is_admin and user.kind is UserKind.DELETED:
            raise rpc_errors.INPUT_USER_DEACTIVATED
        if member.admin is request.is_admin:
            return
        chat = replace(place.chat, version=place.chat.version + 1)
        await chats.save(tx, chat)
        await chats.put_members(tx, (replace(member, admin=request.is_admin),))
        if request.is_admin:
            await give_link(tx, chat, member.user_id, code, ctx.now)
        else:
            await chat_invites.revoke_of_admin(tx, peers.chat(chat.chat_id), member.user_id)
        among = await chats.member_ids(tx, chat.chat_id)
        await tell(tx, among, ADMIN, chat, ctx.now, user=member.user_id, admin=request.is_admin)

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.EditChatCreator, flood=FloodClass.PASSWORD)
async def edit_chat_creator(ctx: Context, request: functions.messages.EditChatCreator) -> types.Updates:
    """Hand a group over to another member; the one who had it stays as an admin. Takes the two-step password.

    For no group at all clients ask whether there is a password to prove, and TDLib without one whether it may
    (canTransferOwnership): what else is wanting is said before it is asked for.

    Raises:
        PASSWORD_MISSING, PASSWORD_HASH_INVALID: There is no password, or it is not proven.
        PASSWORD_TOO_FRESH_X, SESSION_TOO_FRESH_X: It was set, or the caller signed in here, less than a day ago.
        INPUT_USER_DEACTIVATED: The other account is deleted, and owns nothing.
    """

    async def check(view: Snapshot) -> Password | None:
        if not isinstance(request.peer, types.InputPeerEmpty):
            (await seat(view, chat_id_of(request.peer), ctx.user_id)).require_creator()
        return await passwords.of_user(view, ctx.user_id)

    password, device = await ctx.app.db.peek(check), ctx.identity.device
    assert device is not None  # somebody is signed in
    if password is None:
        raise rpc_errors.PASSWORD_MISSING
    if (wait := password.changed_at + FRESH - ctx.now) > 0:
        raise rpc_errors.PASSWORD_TOO_FRESH_X(wait)
    if (wait := device.created_at + FRESH - ctx.now) > 0:
        raise rpc_errors.SESSION_TOO_FRESH_X(wait)
    await ctx.app.password_proofs.check(ctx.user_id, request.password)
    chat_id = chat_id_of(request.peer)
    code = new_hash(ctx)

    async def unit(tx: Tx) -> Sent:
        place = await seat(tx, chat_id, ctx.user_id)
        place.require_creator()
        user = await access.user(ctx, tx, request.user_id)
        if user.kind is UserKind.DELETED:
            raise rpc_errors.INPUT_USER_DEACTIVATED
        heir = await _member(tx, place.chat, user.user_id)
        if heir.user_id == ctx.user_id:
            raise rpc_errors.USER_ID_INVALID
        chat = replace(place.chat, creator=heir.user_id, version=place.chat.version + 1)
        await chats.save(tx, chat)
        await chats.put_members(tx, (replace(place.member, admin=True), replace(heir, admin=False)))
        await give_link(tx, chat, heir.user_id, code, ctx.now)
        members = await chats.member_ids(tx, chat_id)
        action = {"kind": "chat_creator", "users": [heir.user_id]}
        origin = ctx.session.session_number
        sent = await announce(tx, chat, ctx.user_id, members, action, now=ctx.now, origin=origin)
        await tell(tx, members, MEMBERS, chat, ctx.now)
        return sent

    return await answer(ctx, [await ctx.app.db.write(unit)])


@router.rpc(functions.messages.EditChatParticipantRank, flood=FloodClass.SEND)
async def edit_chat_participant_rank(
    ctx: Context, request: functions.messages.EditChatParticipantRank
) -> types.Updates:
    """Set the words beside a member's name: one's own where that is allowed, and admins those of members."""
    rank = request.rank.strip()
    if len(rank) > MAX_RANK:
        raise rpc_errors.ADMIN_RANK_INVALID
    chat_id = chat_id_of(request.peer)

    async def unit(tx: Tx) -> None:
        place = await seat(tx, chat_id, ctx.user_id)
        member = await _member(tx, place.chat, (await access.user(ctx, tx, request.participant)).user_id)
        if member.user_id == ctx.user_id:
            place.require(Banned.EDIT_RANK)
        else:
            place.require_admin()
            if not place.is_creator and (member.admin or member.user_id == place.chat.creator):
                raise rpc_errors.CHAT_ADMIN_REQUIRED
        if member.rank == rank:
            raise rpc_errors.CHAT_NOT_MODIFIED
        chat = replace(place.chat, version=place.chat.version + 1)
        await chats.save(tx, chat)
        await chats.put_members(tx, (replace(member, rank=rank),))
        await tell(tx, await chats.member_ids(tx, chat_id), MEMBERS, chat, ctx.now)

    await ctx.app.db.write(unit)
    return await _answer_members(ctx, chat_id)


async def _member(tx: Tx, chat: Chat, user_id: int) -> Member:
    member = await chats.member(tx, chat.chat_id, user_id)
    if member is None or member.standing is not Standing.MEMBER:
        raise rpc_errors.USER_NOT_PARTICIPANT
    return member


async def _answer_members(ctx: Context, chat_id: int) -> types.Updates:
    async def query(view: Snapshot) -> types.Updates:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        scene.chats.add(chat_id)
        chat = (await seat(view, chat_id, ctx.user_id)).chat
        update = types.UpdateChatParticipants(participants=await render_participants(scene, chat))
        return await render_updates(scene, [update])

    return await ctx.app.db.peek(query)
