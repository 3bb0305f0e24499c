"""Peers that were seen, and how a call names them (core.telegram.org/api/peers).

Rules of this file
- A peer's id is one number: a user's id, minus a basic group's id, -10^12 minus a channel's.
- `min` objects are not remembered: their access hash opens nothing.
- Names move from one peer to another. One that was seen long ago is looked up again before it is used.
"""

from __future__ import annotations

from collections.abc import Iterable

from client_sdk.errors import PeerUnknown
from client_sdk.store.records import PeerRecord
from client_sdk.store.sqlite import SessionStore
from mtproto.clock import Clock
from mtproto.tl import TLObject, types

CHANNELS = -(10**12)

NAME_SECONDS = 24 * 3600
"""How long a username or phone number is trusted to be the peer's that it was seen with."""

REWRITE_SECONDS = 3600
"""How long a peer that comes again unchanged is not written again."""

MAX_WRITTEN = 10_000
"""Peers of which it is known that they need not be written."""


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

    def __init__(self, store: SessionStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._written: dict[int, tuple[PeerRecord, float]] = {}  # what was stored lately, and when

    def remember(self, seen: Iterable[TLObject]) -> None:
        """Keep users and chats that came with an answer or an update."""
        now = self._clock.now()
        records = [record for peer in seen if (record := record_of(peer)) is not None]
        news = [record for record in records if not self._is_written(record, now)]
        if not news:
            return
        self._store.save_peers(news, int(now))
        if len(self._written) > MAX_WRITTEN:
            self._written.clear()
        for record in news:
            self._written[record.peer_id] = record, now

    def _is_written(self, record: PeerRecord, now: float) -> bool:
        before, at = self._written.get(record.peer_id, (None, 0.0))
        return before == record and now - at < REWRITE_SECONDS

    def forget(self) -> None:
        """The account is another, or gone."""
        self._written.clear()

    def forget_username(self, username: str) -> None:
        """Nobody has this username any more."""
        record = self._store.peer_by_username(username.lower())
        if record is not None:
            self.doubt(record.peer_id)

    def doubt(self, peer_id: int) -> None:
        """The server did not take this peer: look its names up again before they are used."""
        self._written.pop(peer_id, None)
        self._store.forget_name(peer_id)

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
            raise PeerUnknown(f"no peer {peer_id} was seen yet: use its @username or +phone, or list the chats first")
        return _named(record)

    def by_username(self, username: str) -> types.TypeInputPeer | None:
        """A peer that was seen with this username lately."""
        record = self._store.peer_by_username(username.lower(), self._lately())
        return None if record is None else _named(record)

    def by_phone(self, digits: str) -> types.TypeInputPeer | None:
        """A peer that was seen with this phone number lately."""
        record = self._store.peer_by_phone(digits, self._lately())
        return None if record is None else _named(record)

    def _lately(self) -> int:
        return int(self._clock.now() - NAME_SECONDS)


def _named(record: PeerRecord) -> types.TypeInputPeer:
    if record.peer_id > 0:
        return types.InputPeerUser(user_id=record.peer_id, access_hash=record.access_hash)
    if record.peer_id > CHANNELS:
        return types.InputPeerChat(chat_id=-record.peer_id)
    return types.InputPeerChannel(channel_id=CHANNELS - record.peer_id, access_hash=record.access_hash)
