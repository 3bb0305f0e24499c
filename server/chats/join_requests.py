"""Who came by an invite link, and who asks to: shown to admins, who let them in or do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.access.privacy import look
from server.chats.asking import drop, tell_admins
from server.chats.invite_links import link_of
from server.chats.invites import admin_seat
from server.chats.joining import join
from server.messages.answers import answer
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage import peers
from storage.accounts import users
from storage.accounts.privacy import PrivacyKey
from storage.accounts.users import User, UserKind
from storage.conversations import chat_invites, chats
from storage.conversations.chat_invites import Importer
from storage.conversations.chats import Chat, Member, Standing
from storage.database import Snapshot, Tx

router = Router("join_requests")

MAX_PAGE = 100
MAX_SEARCHED = 1_000
"""Importers that a search by name looks through."""
AT_ONCE = 50
"""Requests that one unit of hideAllChatJoinRequests decides."""


@router.rpc(functions.messages.GetChatInviteImporters)
async def get_chat_invite_importers(
    ctx: Context, request: functions.messages.GetChatInviteImporters
) -> types.messages.ChatInviteImporters:
    """Who came by a link (or by any), or who asks to come; `q` searches those who ask by name."""
    if request.q and request.link:
        raise rpc_errors.SEARCH_WITH_LINK_NOT_SUPPORTED
    limit = min(max(request.limit, 0), MAX_PAGE)

    async def query(view: Snapshot) -> types.messages.ChatInviteImporters:
        place = await admin_seat(view, request.peer, ctx.user_id)
        peer = peers.chat(place.chat.chat_id)
        code = None if not request.link else (await link_of(view, peer, request.link)).hash
        before = None
        if request.offset_date:
            last = getattr(request.offset_user, "user_id", 0)
            before = (request.offset_date, last)
        total, found = await chat_invites.importers(
            view, peer, code, pending=request.requested, before=before, limit=MAX_SEARCHED if request.q else limit
        )
        if request.q:
            people = await users.by_ids(view, [importer.user_id for importer in found])
            matching = [one for one in found if one.user_id in people and _matches(people[one.user_id], request.q)]
            total, found = len(matching), matching[:limit]
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        abouts = await _abouts(view, ctx.user_id, [one.user_id for one in found if one.pending])
        rendered = [_render(scene, importer, abouts.get(importer.user_id)) for importer in found]
        return types.messages.ChatInviteImporters(count=total, importers=rendered, users=(await render_peers(scene))[0])

    return await ctx.app.db.read(query)


@router.rpc(functions.messages.HideChatJoinRequest, flood=FloodClass.CREATE)
async def hide_chat_join_request(ctx: Context, request: functions.messages.HideChatJoinRequest) -> types.Updates:
    """Let somebody in who asked, or do not."""

    async def unit(tx: Tx) -> None:
        place = await admin_seat(tx, request.peer, ctx.user_id)
        user = await access.user(ctx, tx, request.user_id)
        peer = peers.chat(place.chat.chat_id)
        importer = await chat_invites.importer(tx, peer, user.user_id)
        if importer is None or not importer.pending:
            raise rpc_errors.HIDE_REQUESTER_MISSING
        chat = await _decide(ctx, tx, place.chat, importer, approved=request.approved)
        await tell_admins(tx, chat, ctx.now)

    await ctx.app.db.write(unit)
    return await answer(ctx, [])


@router.rpc(functions.messages.HideAllChatJoinRequests, flood=FloodClass.CREATE)
async def hide_all_chat_join_requests(
    ctx: Context, request: functions.messages.HideAllChatJoinRequests
) -> types.Updates:
    """Let everyone in who asked (by one link or by any), or nobody."""

    async def unit(tx: Tx) -> int:
        place = await admin_seat(tx, request.peer, ctx.user_id)
        chat, peer = place.chat, peers.chat(place.chat.chat_id)
        code = None if not request.link else (await link_of(tx, peer, request.link)).hash
        _, found = await chat_invites.importers(tx, peer, code, pending=True, before=None, limit=AT_ONCE)
        for importer in found:
            chat = await _decide(ctx, tx, chat, importer, approved=request.approved)
        if found:
            await tell_admins(tx, chat, ctx.now)
        return len(found)

    decided = await ctx.app.db.write(unit)
    if not decided:
        raise rpc_errors.HIDE_REQUESTER_MISSING
    while decided == AT_ONCE:
        decided = await ctx.app.db.write(unit)
    return await answer(ctx, [])


async def _decide(ctx: Context, tx: Tx, chat: Chat, importer: Importer, *, approved: bool) -> Chat:
    """Answer one request; returns the group as it is then. The newcomer's message reaches the admin as a push.

    Who is there already, or has deleted their account since, does not come in.
    """
    await drop(tx, importer)
    member = await chats.member(tx, chat.chat_id, importer.user_id)
    there = member is not None and member.standing is Standing.MEMBER
    user = await users.by_id(tx, importer.user_id)
    if not approved or there or user is None or user.kind is UserKind.DELETED:
        return chat
    await chat_invites.count_joined(tx, importer.hash)
    await chat_invites.put_importer(tx, replace(importer, pending=False, date=ctx.now, approved_by=ctx.user_id))
    newcomer = Member(chat.chat_id, importer.user_id, Standing.MEMBER, False, ctx.user_id, ctx.now)
    action = {"kind": "chat_approved"}
    chat, _ = await join(tx, chat, newcomer, importer.user_id, action, origin=0)
    return chat


async def _abouts(view: Snapshot, admin_id: int, asking: Sequence[int]) -> dict[int, str]:
    """What those who ask say about themselves, as far as they let the admin see it."""
    seen = await look(view, admin_id, asking, (PrivacyKey.ABOUT,))
    people = (await users.by_ids(view, asking)).values()
    return {one.user_id: one.about for one in people if one.about and seen.allows(one.user_id, PrivacyKey.ABOUT)}


def _render(scene: Rendering, importer: Importer, about: str | None) -> types.ChatInviteImporter:
    return types.ChatInviteImporter(
        requested=importer.pending,
        user_id=scene.user(importer.user_id),
        date=importer.date,
        about=about,
        approved_by=scene.user(importer.approved_by) if importer.approved_by else None,
    )


def _matches(user: User, words: str) -> bool:
    names = f"{user.first_name} {user.last_name} {user.username or ''}".casefold()
    return all(word in names for word in words.casefold().split())
