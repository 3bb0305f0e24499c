"""Small turns between the ways to name someone: ids, peers, and their input forms."""

from __future__ import annotations

from typing import Any

from mtproto.tl import types


def user_id_of(peer: object) -> int | None:
    """The id of a user peer; None for chats and channels."""
    return peer.user_id if isinstance(peer, types.PeerUser) else None


def chat_id_of(peer: object) -> int | None:
    """The id of a group, be it a basic one or a channel; None for users."""
    if isinstance(peer, types.PeerChat):
        return peer.chat_id
    return peer.channel_id if isinstance(peer, types.PeerChannel) else None


def peer_of_user(user: Any) -> Any:
    """An InputUser as an InputPeer."""
    if isinstance(user, types.InputUserSelf):
        return types.InputPeerSelf()
    if isinstance(user, types.InputUser):
        return types.InputPeerUser(user_id=user.user_id, access_hash=user.access_hash)
    if isinstance(user, types.InputUserFromMessage):
        return types.InputPeerUserFromMessage(peer=user.peer, msg_id=user.msg_id, user_id=user.user_id)
    return types.InputPeerEmpty()


def user_of_peer(peer: Any) -> Any:
    """An InputPeer as an InputUser; None when it names no user."""
    if isinstance(peer, types.InputPeerSelf):
        return types.InputUserSelf()
    if isinstance(peer, types.InputPeerUser):
        return types.InputUser(user_id=peer.user_id, access_hash=peer.access_hash)
    if isinstance(peer, types.InputPeerUserFromMessage):
        return types.InputUserFromMessage(peer=peer.peer, msg_id=peer.msg_id, user_id=peer.user_id)
    return None


def peer_of_channel(channel: Any) -> Any:
    """An InputChannel as an InputPeer."""
    if isinstance(channel, types.InputChannel):
        return types.InputPeerChannel(channel_id=channel.channel_id, access_hash=channel.access_hash)
    if isinstance(channel, types.InputChannelFromMessage):
        return types.InputPeerChannelFromMessage(
            peer=channel.peer, msg_id=channel.msg_id, channel_id=channel.channel_id
        )
    return types.InputPeerEmpty()
