"""Peers as one number.

A peer is kept as a *marked id*: a user's id as it is, a basic group's negated, a channel's negated beyond
10^12. One column then orders, indexes and compares peers of every kind (core.telegram.org/api/bots/ids).
"""

from __future__ import annotations

from enum import Enum

_CHANNELS = 1_000_000_000_000


class PeerKind(Enum):
    """What a marked id stands for."""

    USER = "user"
    CHAT = "chat"
    CHANNEL = "channel"


_USER, _CHAT, _CHANNEL = PeerKind
"""Looked up once instead of for every peer."""

USERS = (1, _CHANNELS)
"""The marked ids of users; as those below, the least and the greatest, both inside."""
CHATS = (1 - _CHANNELS, -1)
CHANNELS = (-2 * _CHANNELS, -_CHANNELS - 1)


def chat(chat_id: int) -> int:
    """The marked id of a basic group."""
    return -chat_id


def channel(channel_id: int) -> int:
    """The marked id of a channel or supergroup."""
    return -_CHANNELS - channel_id


def split(peer: int) -> tuple[PeerKind, int]:
    """Kind and plain id of a marked id."""
    if peer > 0:
        return _USER, peer
    if peer > -_CHANNELS:
        return _CHAT, -peer
    return _CHANNEL, -peer - _CHANNELS
