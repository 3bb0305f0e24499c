"""Coming by a link: messages.checkChatInvite, messages.importChatInvite (core.telegram.org/api/invites)."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.file_references import ContextKind, FileContext
from server.chats.asking import ask, ask_no_more
from server.chats.invite_links import open_link
from server.chats.joining import join
from server.messages.answers import answer
from server.messages.delivery import Sent
from server.render.chats import render_chats
from server.render.files import render_photo
from server.render.rendering import Rendering
from server.render.users import render_users
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage import peers
from storage.accounts import contacts, users
from storage.conversations import chat_invites, chats
from storage.conversations.chat_invites import ChatInvite, Importer
from storage.conversations.chats import Chat, Member, Standing
from storage.database import Snapshot, Tx
from storage.media import files

router = Router("entering")

SHOWN = 5
"""Members whom somebody with a link is shown: only those they know."""


@router.rpc(functions.messages.CheckChatInvite, flood=FloodClass.RESOLVE)
async def check_chat_invite(ctx: Context, request: functions.messages.CheckChatInvite) -> types.TypeChatInvite:
    """What a link leads to."""

    async def query(view: Snapshot) -> types.TypeChatInvite:
        invite, chat, member = await _behind(view, request.hash, ctx.user_id, ctx.now)
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        if member is not None and member.standing is Standing.MEMBER:
            (rendered,) = await render_chats(scene, (chat.chat_id,))
            return types.ChatInviteAlready(chat=rendered)
        ids = await chats.member_ids(view, chat.chat_id)
        known = sorted(await contacts.some(view, ctx.user_id, ids))[:SHOWN] if ids else []
        file = await files.by_id(view, chat.photo.photo_id) if chat.photo is not None else None
        where = FileContext(ContextKind.CHAT_PHOTO, chat.chat_id)
        photo = types.PhotoEmpty(id=0) if file is None else render_photo(scene, file, where)
        return types.ChatInvite(
            request_needed=invite.request_needed,
            title=chat.title,
            about=chat.about or None,
            photo=photo,
            participants_count=chat.size,
            participants=await render_users(scene, (await users.by_ids(view, known)).values()) or None,
            color=0,
        )

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.ImportChatInvite, flood=FloodClass.CREATE)
async def import_chat_invite(
    ctx: Context, request: functions.messages.ImportChatInvite
) -> types.messages.ChatInviteJoinResultOk:
    """Come in by a link; where admins want to be asked, ask, which is answered by INVITE_REQUEST_SENT."""

    async def unit(tx: Tx) -> Sent | None:
        invite, chat, member = await _behind(tx, request.hash, ctx.user_id, ctx.now)
        if member is not None and member.standing is Standing.MEMBER:
            raise rpc_errors.USER_ALREADY_PARTICIPANT
        if invite.request_needed:
            await ask(tx, chat, invite, ctx.user_id, ctx.now)
            return None
        await ask_no_more(tx, chat, ctx.user_id, ctx.now)
        await chat_invites.count_joined(tx, invite.hash)
        importer = Importer(invite.peer, ctx.user_id, invite.hash, ctx.now, pending=False)
        await chat_invites.put_importer(tx, importer)
        newcomer = Member(chat.chat_id, ctx.user_id, Standing.MEMBER, False, invite.admin_id, ctx.now)
        action = {"kind": "chat_joined", "users": [invite.admin_id]}
        origin = ctx.session.session_number
        _, sent = await join(tx, chat, newcomer, ctx.user_id, action, origin=origin)
        return sent

    sent = await ctx.app.db.write(unit)
    if sent is None:
        raise rpc_errors.INVITE_REQUEST_SENT
    return types.messages.ChatInviteJoinResultOk(updates=await answer(ctx, [sent]))


async def _behind(view: Snapshot, code: str, user_id: int, now: int) -> tuple[ChatInvite, Chat, Member | None]:
    """A link, its group, and how the user stands to it. For those who were removed no link works."""
    invite = await open_link(view, code, now)
    _, chat_id = peers.split(invite.peer)
    chat = await chats.by_id(view, chat_id)
    member = await chats.member(view, chat_id, user_id)
    if chat is None or (member is not None and member.standing is Standing.KICKED):
        raise rpc_errors.INVITE_HASH_EXPIRED
    return invite, chat, member
