"""Peers that were seen, and how a call names them (core.telegram.org/api/peers).

Rules of this file
- A peer's id is one number: a user's id, minus a basic group's id, -10^12 minus a channel's.
- `min` objects are not remembered: their access hash opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from client_sdk.errors import PeerUnknown
from client_sdk.store.records import PeerRecord
from client_sdk.store.sqlite import SessionStore
from mtproto.tl import TLObject, types

CHANNELS = -(10**12)


def record_of(peer: TLObject) -> PeerRecord | None:
    """What is remembered of a user or chat; None where there is nothing to remember."""
    match peer:
        case types.User(min=False):
            phone = peer.phone.lstrip("+") if peer.phone else None
            return PeerRecord(peer.id, peer.access_hash or 0, _username(peer), phone)
        case types.Chat() | types.ChatForbidden():
            return PeerRecord(-peer.id, 0)
        case types.Channel(min=False):
            return PeerRecord(CHANNELS - peer.id, peer.access_hash or 0, _username(peer))
        case types.ChannelForbidden():
            return PeerRecord(CHANNELS - peer.id, peer.access_hash)
    return None


def _username(peer: types.User | types.Channel) -> str | None:
    """The username to find it by: the plain one, or the first active one of several."""
    active = [name.username for name in peer.usernames or () if name.active]
    name = peer.username or next(iter(active), None)
    return name.lower() if name else None


def id_of(peer: TLObject) -> int:
    """The id of a Peer, User or Chat.

    Raises:
        PeerUnknown: it is none of these.
    """
    match peer:
        case types.PeerUser(user_id=number) | types.User(id=number) | types.UserEmpty(id=number):
            return number
        case types.PeerChat(chat_id=number) | types.Chat(id=number) | types.ChatForbidden(id=number):
            return -number
        case types.PeerChannel(channel_id=number) | types.Channel(id=number) | types.ChannelForbidden(id=number):
            return CHANNELS - number
    raise PeerUnknown(f"{peer.NAME} is no peer")


class Peers:
    """The peers of one account, kept in its session store."""

    def __init__(self, store: SessionStore) -> None:
        self._store = store

    def remember(self, seen: Iterable[TLObject]) -> None:
        """Keep users and chats that came with an answer or an update."""
        records = [record for peer in seen if (record := record_of(peer)) is not None]
        if records:
            self._store.save_peers(records)

    def knows(self, peer_id: int) -> bool:
        """Whether a peer was seen."""
        return self._store.peer(peer_id) is not None

    def input_peer(self, peer_id: int) -> types.TypeInputPeer:
        """How to name a peer that was seen.

        Raises:
            PeerUnknown: it was not.
        """
        record = self._store.peer(peer_id)
        if record is None:
            raise PeerUnknown(f"no peer {peer_id} was seen yet")
        return _named(record)

    def by_username(self, username: str) -> types.TypeInputPeer | None:
        """A peer that was seen with this username."""
        record = self._store.peer_by_username(username.lower())
        return None if record is None else _named(record)

    def by_phone(self, digits: str) -> types.TypeInputPeer | None:
        """A peer that was seen with this phone number."""
        record = self._store.peer_by_phone(digits)
        return None if record is None else _named(record)


def _named(record: PeerRecord) -> types.TypeInputPeer:
    if record.peer_id > 0:
        return types.InputPeerUser(user_id=record.peer_id, access_hash=record.access_hash)
    if record.peer_id > CHANNELS:
        return types.InputPeerChat(chat_id=-record.peer_id)
    return types.InputPeerChannel(channel_id=CHANNELS - record.peer_id, access_hash=record.access_hash)
