"""Requests to be let into a group: each counted at the link it came by, and told to admins as they come and go.

Whoever comes in asks no more, whichever way they came.
"""

from __future__ import annotations

from server.chats.events import REQUESTS, tell
from server.chats.membership import Seat
from storage import peers
from storage.conversations import chat_invites, chats
from storage.conversations.chat_invites import ChatInvite, Importer
from storage.conversations.chats import Chat
from storage.database import Snapshot, Tx


async def ask(tx: Tx, chat: Chat, invite: ChatInvite, user_id: int, now: int) -> None:
    """Note that somebody wants to come in, and tell the admins."""
    before = await chat_invites.importer(tx, invite.peer, user_id)
    if before is not None and before.pending:
        return
    await chat_invites.put_importer(tx, Importer(invite.peer, user_id, invite.hash, now, pending=True))
    await chat_invites.count_requested(tx, invite.hash, 1)
    await tell_admins(tx, chat, now)


async def ask_no_more(tx: Tx, chat: Chat, user_id: int, now: int) -> None:
    """Somebody comes in: if they asked for that, it is settled."""
    importer = await chat_invites.importer(tx, peers.chat(chat.chat_id), user_id)
    if importer is not None and importer.pending:
        await drop(tx, importer)
        await tell_admins(tx, chat, now)


async def drop(tx: Tx, importer: Importer) -> None:
    """Forget a request."""
    await chat_invites.delete_importer(tx, importer.peer, importer.user_id)
    await chat_invites.count_requested(tx, importer.hash, -1)


async def tell_admins(tx: Tx, chat: Chat, now: int) -> None:
    """Whoever runs the group hears who is asking now."""
    await tell(tx, await _admin_ids(tx, chat), REQUESTS, chat, now)


async def _admin_ids(view: Snapshot, chat: Chat) -> list[int]:
    members = await chats.members(view, chat.chat_id)
    return [member.user_id for member in members if Seat(chat, member).is_admin]
