"""Coming into a group and going from it: the rows, the service message and the events, in the caller's unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from mtproto import rpc_errors
from server.chats.events import GONE, tell, tell_added
from server.chats.membership import MAX_MEMBERS
from server.messages.delivery import Sent, deliver_service
from storage import peers
from storage.conversations import chat_invites, chats, dialogs
from storage.conversations.chats import Chat, Member, Standing
from storage.database import Tx
from storage.searching import message_kinds
from storage.searching.searchable import Kind


async def announce(
    tx: Tx,
    chat: Chat,
    actor: int,
    members: Sequence[int],
    action: dict[str, Any],
    *,
    now: int,
    random_id: int | None = None,
    origin: int = 0,
) -> Sent:
    """A service message in the boxes of these members, from one of them."""
    peer = peers.chat(chat.chat_id)
    recipients = [(user_id, peer) for user_id in members if user_id != actor]
    return await deliver_service(tx, actor, peer, recipients, action, now=now, random_id=random_id, origin=origin)


async def join(
    tx: Tx, chat: Chat, newcomer: Member, actor: int, action: dict[str, Any], *, origin: int
) -> tuple[Chat, Sent]:
    """Somebody comes in; everyone hears of it.

    Raises:
        USERS_TOO_MUCH: The group is full.
    """
    if chat.size >= MAX_MEMBERS:
        raise rpc_errors.USERS_TOO_MUCH
    chat = replace(chat, size=chat.size + 1, version=chat.version + 1)
    await chats.save(tx, chat)
    await chats.put_members(tx, (newcomer,))
    await find_polls_anew(tx, chat, (newcomer,))
    members = await chats.member_ids(tx, chat.chat_id)
    await _take_timer(tx, chat, newcomer.user_id, members)
    sent = await announce(tx, chat, actor, members, action, now=newcomer.joined_at, origin=origin)
    await tell_added(tx, members, chat, newcomer, newcomer.joined_at)
    return chat, sent


async def find_polls_anew(tx: Tx, chat: Chat, members: Iterable[Member]) -> None:
    """These have come or gone, and with that the answers that were added to polls, by which they find them."""
    peer = peers.chat(chat.chat_id)
    await message_kinds.look_again(tx, Kind.POLL, [(member.user_id, peer) for member in members])


async def _take_timer(tx: Tx, chat: Chat, newcomer: int, members: Sequence[int]) -> None:
    """The group's auto-delete timer, which every member's dialog has, is the newcomer's too."""
    peer = peers.chat(chat.chat_id)
    other = next((user_id for user_id in members if user_id != newcomer), newcomer)
    ttl = (await dialogs.get(tx, other, peer)).ttl
    own = await dialogs.get(tx, newcomer, peer)
    if own.ttl != ttl:
        await dialogs.save(tx, replace(own, ttl=ttl))


async def depart(
    tx: Tx, chat: Chat, member: Member, standing: Standing, actor: int, *, now: int, origin: int
) -> tuple[Chat, Sent]:
    """Somebody goes or is made to, and their links with them; the last thing that they hear from the group is that."""
    members = await chats.member_ids(tx, chat.chat_id)
    chat = replace(chat, size=chat.size - 1, version=chat.version + 1)
    await chats.save(tx, chat)
    await chats.put_members(tx, (replace(member, standing=standing, admin=False, rank="", last_title=chat.title),))
    await chat_invites.revoke_of_admin(tx, peers.chat(chat.chat_id), member.user_id)
    await find_polls_anew(tx, chat, (member,))
    action = {"kind": "chat_remove", "users": [member.user_id]}
    sent = await announce(tx, chat, actor, members, action, now=now, origin=origin)
    await tell(tx, members, GONE, chat, now, user=member.user_id)
    return chat, sent
