"""Invite links as records and as TL (core.telegram.org/api/invites)."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

from mtproto import rpc_errors
from mtproto.tl import types
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.startup.config import ME_URL_PREFIX
from storage import peers
from storage.conversations import chat_invites
from storage.conversations.chat_invites import ChatInvite
from storage.conversations.chats import Chat
from storage.database import Snapshot, Tx

HASH_BYTES = 12
"""96 random bits: nobody finds a link by trying."""


def new_hash(ctx: Context) -> str:
    """The end of a new link."""
    return base64.urlsafe_b64encode(ctx.app.random(HASH_BYTES)).decode()


def lasting_link(code: str, chat: Chat, admin_id: int, now: int) -> ChatInvite:
    """The link that every admin has from the start."""
    return ChatInvite(code, peers.chat(chat.chat_id), admin_id, now, permanent=True)


async def give_link(tx: Tx, chat: Chat, admin_id: int, code: str, now: int) -> None:
    """Everyone who runs a group has a lasting link to it."""
    if await chat_invites.permanent(tx, peers.chat(chat.chat_id), admin_id) is None:
        await chat_invites.save(tx, lasting_link(code, chat, admin_id, now))


async def open_link(view: Snapshot, code: str, now: int) -> ChatInvite:
    """The link with this hash, if somebody may still come by it.

    Raises:
        INVITE_HASH_EMPTY: No hash is given.
        INVITE_HASH_INVALID: It is none.
        INVITE_HASH_EXPIRED: It is not, or no longer, in use.
    """
    if not code:
        raise rpc_errors.INVITE_HASH_EMPTY
    if len(code) > 4 * HASH_BYTES:
        raise rpc_errors.INVITE_HASH_INVALID
    found = await chat_invites.by_hash(view, code)
    if found is None or not found.is_open(now):
        raise rpc_errors.INVITE_HASH_EXPIRED
    return found


async def link_of(view: Snapshot, peer: int, link: str) -> ChatInvite:
    """The link to this group that a client names, whole or by its end.

    Raises:
        INVITE_HASH_EXPIRED: The group has no such link.
    """
    code = urlsplit(link).path.rpartition("/")[2].removeprefix("+")
    found = await chat_invites.by_hash(view, code)
    if found is None or found.peer != peer:
        raise rpc_errors.INVITE_HASH_EXPIRED
    return found


def render_invite(scene: Rendering, invite: ChatInvite) -> types.ChatInviteExported:
    """A link as admins see it."""
    return types.ChatInviteExported(
        revoked=invite.revoked,
        permanent=invite.permanent,
        request_needed=invite.request_needed,
        link=f"{ME_URL_PREFIX}+{invite.hash}",
        admin_id=scene.user(invite.admin_id),
        date=invite.created_at,
        start_date=invite.changed_at or None,
        expire_date=invite.expires_at or None,
        usage_limit=invite.usage_limit or None,
        usage=invite.joined or None,
        requested=invite.requested or None,
        title=invite.title or None,
    )
