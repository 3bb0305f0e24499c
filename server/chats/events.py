"""What members are told of their group besides service messages: events that move no pts, and their updates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mtproto.tl import types
from server.chats.membership import find_seat
from server.render.chats import render_banned, render_participants
from server.render.rendering import EventRenderer, Rendering
from server.render.updates import render_updates
from server.rpc.context import Context
from storage import peers
from storage.conversations import boxes, chat_invites, chats
from storage.conversations.boxes import Event
from storage.conversations.chats import Banned, Chat, Member
from storage.database import Snapshot, Tx

MEMBERS = "chat_members"
ADDED = "chat_member_added"
GONE = "chat_member_gone"
ADMIN = "chat_admin"
RIGHTS = "chat_rights"
CHANGED = "chat_changed"
REQUESTS = "chat_requests"

RECENT = 3
"""Those who ask to be let in that an update names."""


async def tell(tx: Tx, among: Iterable[int], kind: str, chat: Chat, now: int, **data: Any) -> None:
    """Tell these users something about a group."""
    await boxes.append_to_all(tx, among, kind, {"chat": chat.chat_id, "version": chat.version, **data}, now=now)


async def tell_added(tx: Tx, among: Iterable[int], chat: Chat, member: Member, now: int) -> None:
    """Tell members that somebody came, and the newcomer who is there."""
    there = [user_id for user_id in among if user_id != member.user_id]
    await tell(tx, there, ADDED, chat, now, user=member.user_id, inviter=member.inviter, date=member.joined_at)
    await tell(tx, (member.user_id,), MEMBERS, chat, now)


async def _members(scene: Rendering, event: Event) -> types.UpdateChatParticipants | None:
    chat = await chats.by_id(scene.view, _chat_id(scene, event))
    if chat is None:
        return None
    return types.UpdateChatParticipants(participants=await render_participants(scene, chat))


async def _added(scene: Rendering, event: Event) -> types.UpdateChatParticipantAdd:
    data = event.data
    return types.UpdateChatParticipantAdd(
        chat_id=_chat_id(scene, event),
        user_id=scene.user(data["user"]),
        inviter_id=scene.user(data["inviter"]),
        date=data["date"],
        version=data["version"],
    )


async def _gone(scene: Rendering, event: Event) -> types.UpdateChatParticipantDelete:
    data = event.data
    return types.UpdateChatParticipantDelete(
        chat_id=_chat_id(scene, event), user_id=scene.user(data["user"]), version=data["version"]
    )


async def _admin(scene: Rendering, event: Event) -> types.UpdateChatParticipantAdmin:
    data = event.data
    return types.UpdateChatParticipantAdmin(
        chat_id=_chat_id(scene, event),
        user_id=scene.user(data["user"]),
        is_admin=data["admin"],
        version=data["version"],
    )


async def _rights(scene: Rendering, event: Event) -> types.UpdateChatDefaultBannedRights:
    return types.UpdateChatDefaultBannedRights(
        peer=scene.peer(peers.chat(event.data["chat"])),
        default_banned_rights=render_banned(Banned(event.data["banned"])),
        version=event.data["version"],
    )


async def _changed(scene: Rendering, event: Event) -> types.UpdateChat:
    return types.UpdateChat(chat_id=_chat_id(scene, event))


async def _requests(scene: Rendering, event: Event) -> types.UpdatePendingJoinRequests | None:
    """As it is now, for who is still an admin."""
    peer = peers.chat(event.data["chat"])
    place = await find_seat(scene.view, peer, scene.viewer)
    if place is None or not place.is_admin:
        return None
    total, recent = await chat_invites.importers(scene.view, peer, None, pending=True, before=None, limit=RECENT)
    return types.UpdatePendingJoinRequests(
        peer=scene.peer(peer),
        requests_pending=total,
        recent_requesters=[scene.user(importer.user_id) for importer in recent],
    )


def _chat_id(scene: Rendering, event: Event) -> int:
    chat_id: int = event.data["chat"]
    scene.chats.add(chat_id)
    return chat_id


RENDERERS: dict[str, EventRenderer] = {
    MEMBERS: _members,
    ADDED: _added,
    GONE: _gone,
    ADMIN: _admin,
    RIGHTS: _rights,
    CHANGED: _changed,
    REQUESTS: _requests,
}


async def tell_whoever_asked(ctx: Context, chat: Chat, kind: str, **data: int) -> types.Updates:
    """The answer to whoever changed something, of the same look as what everyone is told."""
    event = Event(ctx.user_id, 0, 0, 0, kind, ctx.now, {"chat": chat.chat_id, "version": chat.version, **data})

    async def query(view: Snapshot) -> types.Updates:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        update = await RENDERERS[kind](scene, event)
        return await render_updates(scene, [] if update is None else [update])

    return await ctx.app.db.peek(query)
