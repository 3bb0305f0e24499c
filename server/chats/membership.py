"""Who is in a basic group, and what they may do there (core.telegram.org/api/rights).

The creator may do everything, admins all but what concerns other admins, members what the group's default rights leave
them. Outsiders, and those who left or were removed, are told that there is no such group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtproto import rpc_errors
from mtproto.tl import types
from server.messages.delivery import Recipient
from storage import peers
from storage.conversations import chats
from storage.conversations.chats import Banned, Chat, Member, Standing
from storage.conversations.messages import Message
from storage.database import Snapshot
from storage.peers import PeerKind

MAX_MEMBERS = 200
"""config.chat_size_max."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A member in their group."""

    chat: Chat
    member: Member

    @property
    def is_creator(self) -> bool:
        """Whether the group is theirs."""
        return self.chat.creator == self.member.user_id

    @property
    def is_admin(self) -> bool:
        """Whether they are an admin or the creator."""
        return self.member.admin or self.is_creator

    def may(self, right: Banned) -> bool:
        """Whether nothing forbids them this."""
        return self.is_admin or right not in self.chat.banned

    def require(self, right: Banned) -> None:
        """Raise CHAT_ADMIN_REQUIRED unless they may do this."""
        if not self.may(right):
            raise rpc_errors.CHAT_ADMIN_REQUIRED

    def require_admin(self) -> None:
        """Raise CHAT_ADMIN_REQUIRED unless they are an admin."""
        if not self.is_admin:
            raise rpc_errors.CHAT_ADMIN_REQUIRED

    def require_creator(self) -> None:
        """Raise CHAT_ADMIN_REQUIRED unless the group is theirs."""
        if not self.is_creator:
            raise rpc_errors.CHAT_ADMIN_REQUIRED


async def seat(view: Snapshot, chat_id: int, user_id: int) -> Seat:
    """A user's place in a group.

    Raises:
        CHAT_ID_INVALID: There is no such group, or the user is not in it.
    """
    found = await find_seat(view, peers.chat(chat_id), user_id)
    if found is None:
        raise rpc_errors.CHAT_ID_INVALID
    return found


async def find_seat(view: Snapshot, peer: int, user_id: int) -> Seat | None:
    """A user's place in the group with this marked id; None for who is not in it, and where there is none."""
    kind, chat_id = peers.split(peer)
    if kind is not PeerKind.CHAT:
        return None
    chat, member = await chats.by_id(view, chat_id), await chats.member(view, chat_id, user_id)
    if chat is None or member is None or member.standing is not Standing.MEMBER:
        return None
    return Seat(chat, member)


async def require_right(view: Snapshot, peer: int, user_id: int, right: Banned) -> None:
    """Raise CHAT_ADMIN_REQUIRED unless the user may do this in the dialog; in private ones everyone may."""
    if peer > 0:
        return
    place = await find_seat(view, peer, user_id)
    if place is None or not place.may(right):
        raise rpc_errors.CHAT_ADMIN_REQUIRED


async def still_reached(view: Snapshot, copies: Sequence[Message]) -> list[Message]:
    """Those of the copies of messages that follow what becomes of them: not those of who has gone from their group."""
    there: dict[int, frozenset[int]] = {}
    for copy in copies:
        if copy.peer < 0 and copy.peer not in there:
            there[copy.peer] = frozenset(await chats.member_ids(view, -copy.peer))
    return [copy for copy in copies if copy.peer > 0 or copy.box in there[copy.peer]]


def chat_id_of(given: types.TypeInputPeer) -> int:
    """The group that an InputPeer means.

    Raises:
        CHANNEL_INVALID: It means a channel.
        PEER_ID_INVALID: It means no group at all.
    """
    if isinstance(given, types.InputPeerChannel | types.InputPeerChannelFromMessage):
        raise rpc_errors.CHANNEL_INVALID
    if not isinstance(given, types.InputPeerChat):
        raise rpc_errors.PEER_ID_INVALID
    return given.chat_id


async def others_in(view: Snapshot, chat_id: int, sender: int) -> list[Recipient]:
    """The boxes of a group's other members.

    Raises:
        CHAT_WRITE_FORBIDDEN: The sender is not (any more) in it.
    """
    ids = await chats.member_ids(view, chat_id)
    if sender not in ids:
        raise rpc_errors.CHAT_WRITE_FORBIDDEN
    peer = peers.chat(chat_id)
    return [(user_id, peer) for user_id in ids if user_id != sender]
