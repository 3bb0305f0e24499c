"""What a group is called, and what its members may do by default."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.chats.events import CHANGED, RIGHTS, tell, tell_whoever_asked
from server.chats.joining import announce
from server.chats.membership import Seat, chat_id_of, seat
from server.chats.titles import MAX_ABOUT, title
from server.messages.answers import answer
from server.messages.delivery import Sent
from server.reactions.choice import read_reaction
from server.render.chats import FOREVER, read_banned
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.conversations import chats
from storage.conversations.chats import Banned, Chat, Reactions
from storage.database import Snapshot, Tx

router = Router("chat_editing")

MAX_REACTIONS = 100
"""Reactions that a group may name."""


@router.rpc(functions.messages.EditChatTitle, flood=FloodClass.SEND)
async def edit_chat_title(ctx: Context, request: functions.messages.EditChatTitle) -> types.Updates:
    """Give a group another name."""
    name = title(request.title)

    async def unit(tx: Tx) -> Sent:
        place = await seat(tx, request.chat_id, ctx.user_id)
        place.require(Banned.CHANGE_INFO)
        if place.chat.title == name:
            raise rpc_errors.CHAT_NOT_MODIFIED
        chat = replace(place.chat, title=name)
        await chats.save(tx, chat)
        members = await chats.member_ids(tx, chat.chat_id)
        action = {"kind": "chat_title", "title": name}
        origin = ctx.session.session_number
        return await announce(tx, chat, ctx.user_id, members, action, now=ctx.now, origin=origin)

    return await answer(ctx, [await ctx.app.db.write(unit)])


@router.rpc(functions.messages.EditChatAbout, flood=FloodClass.SEND)
async def edit_chat_about(ctx: Context, request: functions.messages.EditChatAbout) -> bool:
    """Give a group another description."""
    about = request.about.strip()
    if len(about) > MAX_ABOUT:
        raise rpc_errors.CHAT_ABOUT_TOO_LONG

    async def change(place: Seat) -> Chat:
        place.require(Banned.CHANGE_INFO)
        if place.chat.about == about:
            raise rpc_errors.CHAT_ABOUT_NOT_MODIFIED
        return replace(place.chat, about=about)

    await _change(ctx, request.peer, change)
    return True


@router.rpc(functions.messages.SetChatAvailableReactions, flood=FloodClass.SEND)
async def set_chat_available_reactions(
    ctx: Context, request: functions.messages.SetChatAvailableReactions
) -> types.Updates:
    """Say which reactions messages of a group may get."""
    reactions = await ctx.app.db.peek(lambda view: _reactions(view, request))

    async def change(place: Seat) -> Chat:
        place.require_admin()
        if place.chat.reactions == reactions:
            raise rpc_errors.CHAT_NOT_MODIFIED
        return replace(place.chat, reactions=reactions)

    chat = await _change(ctx, request.peer, change)
    return await tell_whoever_asked(ctx, chat, CHANGED)


@router.rpc(functions.messages.EditChatDefaultBannedRights, flood=FloodClass.SEND)
async def edit_chat_default_banned_rights(
    ctx: Context, request: functions.messages.EditChatDefaultBannedRights
) -> types.Updates:
    """Say what members may not do."""
    if request.banned_rights.view_messages:
        raise rpc_errors.BANNED_RIGHTS_INVALID
    if request.banned_rights.until_date not in (0, FOREVER):
        raise rpc_errors.UNTIL_DATE_INVALID
    banned = read_banned(request.banned_rights)
    chat_id = chat_id_of(request.peer)

    async def unit(tx: Tx) -> Chat:
        place = await seat(tx, chat_id, ctx.user_id)
        place.require_admin()
        if place.chat.banned == banned:
            raise rpc_errors.CHAT_NOT_MODIFIED
        chat = replace(place.chat, banned=banned, version=place.chat.version + 1)
        await chats.save(tx, chat)
        await tell(tx, await chats.member_ids(tx, chat_id), RIGHTS, chat, ctx.now, banned=int(banned))
        return chat

    chat = await ctx.app.db.write(unit)
    return await tell_whoever_asked(ctx, chat, RIGHTS, banned=int(banned))


async def _change(ctx: Context, peer: types.TypeInputPeer, change: Callable[[Seat], Awaitable[Chat]]) -> Chat:
    """Change a group in a way that members see when they look."""
    chat_id = chat_id_of(peer)

    async def unit(tx: Tx) -> Chat:
        chat = await change(await seat(tx, chat_id, ctx.user_id))
        await chats.save(tx, chat)
        await tell(tx, await chats.member_ids(tx, chat_id), CHANGED, chat, ctx.now)
        return chat

    return await ctx.app.db.write(unit)


async def _reactions(view: Snapshot, request: functions.messages.SetChatAvailableReactions) -> Reactions:
    """What a request allows; raises what `read_reaction` raises, and LIMIT_PER_POST_INVALID."""
    if request.paid_enabled:
        raise rpc_errors.REACTION_INVALID
    limit = request.reactions_limit or 0
    if not 0 <= limit <= MAX_REACTIONS:
        raise rpc_errors.LIMIT_PER_POST_INVALID
    given = request.available_reactions
    if isinstance(given, types.ChatReactionsAll):
        return Reactions(custom=given.allow_custom, limit=limit)
    named = given.reactions if isinstance(given, types.ChatReactionsSome) else []
    if len(named) > MAX_REACTIONS:
        raise rpc_errors.REACTION_INVALID
    allowed = [await read_reaction(view, one) for one in named]
    emoji = tuple([one for one in allowed if not one.isdecimal()])
    custom_ids = tuple([int(one) for one in allowed if one.isdecimal()])
    return Reactions(False, False, emoji, custom_ids, limit)
