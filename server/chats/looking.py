"""Groups as members see them: messages.getFullChat, getChats, getCommonChats, getOnlines."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.access.file_references import ContextKind, FileContext
from server.chats.events import RECENT
from server.chats.invite_links import render_invite
from server.chats.membership import Seat, chat_id_of, seat
from server.render.chats import render_chats, render_participants, render_reactions
from server.render.files import render_photo
from server.render.notify import notify_settings_of
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage import peers
from storage.accounts import presence
from storage.conversations import chat_invites, chat_looks, chats, dialogs, messages, scheduled
from storage.conversations.chats import Standing
from storage.conversations.dialogs import DialogFlag
from storage.database import Snapshot
from storage.media import files

router = Router("chats")

MAX_ASKED = 100
"""Groups in one answer."""


@router.rpc(functions.messages.GetFullChat)
async def get_full_chat(ctx: Context, request: functions.messages.GetFullChat) -> types.messages.ChatFull:
    """All there is to know about a group; for those who went, only that it was."""

    async def query(view: Snapshot) -> types.messages.ChatFull:
        chat = await chats.by_id(view, request.chat_id)
        member = await chats.member(view, request.chat_id, ctx.user_id)
        if chat is None or member is None:
            raise rpc_errors.CHAT_ID_INVALID
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        scene.chats.add(chat.chat_id)
        dialog = await dialogs.get(view, ctx.user_id, peers.chat(chat.chat_id))
        full = types.ChatFull(
            id=chat.chat_id,
            about="",
            participants=await render_participants(scene, chat),
            notify_settings=await notify_settings_of(view, ctx.user_id, dialog.peer),
            folder_id=dialog.folder or None,
            ttl_period=dialog.ttl or None,
            translations_disabled=DialogFlag.TRANSLATIONS_OFF in dialog.flags,
            has_scheduled=bool(await scheduled.of_peer(view, ctx.user_id, dialog.peer)),
        )
        if member.standing is Standing.MEMBER:
            await _show_inside(scene, full, Seat(chat, member))
        users, rendered = await render_peers(scene)
        return types.messages.ChatFull(full_chat=full, users=users, chats=rendered)

    return await ctx.app.db.peek(query)


async def _show_inside(scene: Rendering, full: types.ChatFull, place: Seat) -> None:
    """What only members are shown, and only admins."""
    chat, peer = place.chat, peers.chat(place.chat.chat_id)
    full.about = chat.about
    full.available_reactions = render_reactions(chat.reactions)
    full.reactions_limit = chat.reactions.limit or None
    photo = None if chat.photo is None else await files.by_id(scene.view, chat.photo.photo_id)
    if photo is not None:
        full.chat_photo = render_photo(scene, photo, FileContext(ContextKind.CHAT_PHOTO, chat.chat_id))
    full.theme_emoticon = (await chat_looks.get(scene.view, peer, peer)).theme or None
    pinned = await messages.pinned(scene.view, scene.viewer, peer, 1)
    full.pinned_msg_id = pinned[0].id if pinned else None
    if place.is_admin:
        invite = await chat_invites.permanent(scene.view, peer, scene.viewer)
        full.exported_invite = None if invite is None else render_invite(scene, invite)
        total, recent = await chat_invites.importers(scene.view, peer, None, pending=True, before=None, limit=RECENT)
        if total:
            full.requests_pending = total
            full.recent_requesters = [scene.user(importer.user_id) for importer in recent]


@router.rpc(functions.messages.GetChats)
async def get_chats(ctx: Context, request: functions.messages.GetChats) -> types.messages.Chats:
    """Groups by id.

    Raises:
        CHAT_ID_INVALID: One of them is none that the caller is or was in.
    """
    ids = list(dict.fromkeys(request.id))
    if len(ids) > MAX_ASKED:
        raise rpc_errors.LIMIT_INVALID

    async def query(view: Snapshot) -> types.messages.Chats:
        if ids and len(await chats.standings(view, (ctx.user_id,), ids)) != len(ids):
            raise rpc_errors.CHAT_ID_INVALID
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return types.messages.Chats(chats=await render_chats(scene, ids))

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.GetCommonChats, flood=FloodClass.SEARCH)
async def get_common_chats(ctx: Context, request: functions.messages.GetCommonChats) -> types.messages.Chats:
    """The groups that the caller and somebody else are both in."""
    limit = min(max(request.limit, 0), MAX_ASKED)

    async def query(view: Snapshot) -> types.messages.Chats:
        user = await access.user(ctx, view, request.user_id)
        if user.user_id == ctx.user_id:
            raise rpc_errors.USER_ID_INVALID
        found = await chats.common(view, ctx.user_id, user.user_id, request.max_id, limit)
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        return types.messages.Chats(chats=await render_chats(scene, found))

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.GetOnlines)
async def get_onlines(ctx: Context, request: functions.messages.GetOnlines) -> types.ChatOnlines:
    """How many members are online."""

    async def query(view: Snapshot) -> types.ChatOnlines:
        place = await seat(view, chat_id_of(request.peer), ctx.user_id)
        until = await presence.online_until(view, await chats.member_ids(view, place.chat.chat_id))
        return types.ChatOnlines(onlines=sum(moment > ctx.now for moment in until.values()))

    return await ctx.app.db.peek(query)
