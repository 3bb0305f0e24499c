"""Where a message goes: the boxes that get a copy, and whether the sender may write there at all."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from mtproto import rpc_errors
from mtproto.tl import types
from server.access import peers as access
from server.chats.membership import others_in
from server.messages.delivery import Recipient
from server.rpc.context import Context
from storage import peers as marked
from storage.accounts import blocks
from storage.accounts.users import UserKind
from storage.conversations import dialogs
from storage.database import Snapshot
from storage.peers import PeerKind

_CHAT, _DELETED = PeerKind.CHAT, int(UserKind.DELETED)
"""Looked up once instead of for every message."""


class Address(Struct, frozen=True):
    """A dialog that the sender may write to: its marked id, the other boxes that get copies, and whether it is a
    private chat that the sender begins now."""

    peer: int
    recipients: Sequence[Recipient]
    begins: bool = False


async def address(ctx: Context, view: Snapshot, given: types.TypeInputPeer) -> Address:
    """Where a message of the caller's to this peer goes.

    Raises:
        PEER_ID_INVALID: The peer is nobody the caller may name.
        YOU_BLOCKED_USER, USER_IS_BLOCKED: One of the two has blocked the other.
        INPUT_USER_DEACTIVATED: The account is deleted.
        CHAT_WRITE_FORBIDDEN: The caller may not write to this group.
    """
    return await address_of(view, ctx.user_id, await access.peer(ctx, view, given))


async def address_of(view: Snapshot, sender: int, peer: int) -> Address:
    """Where a message of a user's to this peer (a marked id) goes; raises what `address` raises."""
    if peer > 0:
        if peer == sender:
            return Address(peer, ())
        kind, blocks_them, is_blocked = await blocks.standing(view, sender, peer)
        if kind is None:
            raise rpc_errors.PEER_ID_INVALID
        if kind == _DELETED:
            raise rpc_errors.INPUT_USER_DEACTIVATED
        if blocks_them:
            raise rpc_errors.YOU_BLOCKED_USER
        if is_blocked:
            raise rpc_errors.USER_IS_BLOCKED
        begins = not await dialogs.has_row(view, sender, peer)
        return Address(peer, ((peer, sender),), begins)
    peer_kind, chat_id = marked.split(peer)
    if peer_kind is not _CHAT:
        raise rpc_errors.PEER_ID_INVALID
    return Address(peer, await others_in(view, chat_id, sender))
