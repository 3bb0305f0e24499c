"""Who a request means: input peers resolved for the one who asks (core.telegram.org/api/peers).

A peer is named by id and access hash, or by a message it was seen in. "Does not exist", "wrong hash" and "not yours"
are one answer. What the caller may then *do* is for the domain to judge; here it only may name the peer.
"""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import types
from server.access.hashes import Hashed
from server.rpc.context import Context
from storage import peers
from storage.accounts import users
from storage.accounts.users import User
from storage.conversations import chats, messages
from storage.conversations.messages import Message
from storage.database import Snapshot
from storage.peers import PeerKind

_USER = Hashed.USER
_NAMED = (types.InputPeerUser, types.InputUser)
_SELF = (types.InputPeerSelf, types.InputUserSelf)
_SEEN = (types.InputPeerUserFromMessage, types.InputUserFromMessage)
_CHANNELS = (types.InputPeerChannel, types.InputPeerChannelFromMessage)
"""Looked up once instead of for every request."""


async def user(ctx: Context, view: Snapshot, given: types.TypeInputUser | types.TypeInputPeer) -> User:
    """The account that an InputUser (or an InputPeer that must be a user) means.

    Raises:
        USER_ID_INVALID: It means nobody that the caller may name.
    """
    user_id = await _seen(ctx, view, given) if isinstance(given, _SEEN) else named_user(ctx, given)
    found = await users.by_id(view, user_id) if user_id is not None else None
    if found is None:
        raise rpc_errors.USER_ID_INVALID
    return found


async def peer(ctx: Context, view: Snapshot, given: types.TypeInputPeer) -> int:
    """The marked id that an InputPeer means.

    A basic group has no access hash: whoever is or was in it may name it.

    Raises:
        PEER_ID_INVALID: It means nobody that the caller may name.
        CHANNEL_INVALID: It means a channel that the caller may not name.
    """
    if isinstance(given, types.InputPeerChat):
        if await chats.member(view, given.chat_id, ctx.user_id) is None:
            raise rpc_errors.PEER_ID_INVALID
        return peers.chat(given.chat_id)
    if isinstance(given, _CHANNELS):
        raise rpc_errors.CHANNEL_INVALID
    user_id = await _seen(ctx, view, given) if isinstance(given, _SEEN) else named_user(ctx, given)
    if user_id is None:
        raise rpc_errors.PEER_ID_INVALID
    return user_id  # whoever may be named was shown once, and accounts never go: only their contents do


def named_user(ctx: Context, given: types.TypeInputUser | types.TypeInputPeer) -> int | None:
    """The user that is named by id and access hash alone, for which nothing is looked up; None for whatever else."""
    if isinstance(given, _NAMED):
        viewer, user_id = ctx.user_id, given.user_id
        if user_id == viewer:
            return viewer  # everyone may name themselves, with whatever hash
        return user_id if ctx.app.hashes.holds(viewer, _USER, user_id, given.access_hash) else None
    return ctx.user_id if isinstance(given, _SELF) else None


async def _seen(
    ctx: Context, view: Snapshot, given: types.InputUserFromMessage | types.InputPeerUserFromMessage
) -> int | None:
    context = await peer(ctx, view, given.peer)
    message = await messages.by_id(view, ctx.user_id, given.msg_id)
    if message is None or message.peer != context or given.user_id not in _people_in(message):
        return None
    return given.user_id


def _people_in(message: Message) -> set[int]:
    """The users a message shows to whoever reads it."""
    body = message.body
    named = {message.sender, body.get("forward", {}).get("sender", 0)}
    named.update(entity.get("user_id", 0) for entity in body.get("entities", ()))
    named.update(body.get("action", {}).get("users", ()))
    return {peer for peer in named if peer and peers.split(peer)[0] is PeerKind.USER}
