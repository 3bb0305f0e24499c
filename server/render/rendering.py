"""Rendering: stored records turned into what one viewer may see.

A `Rendering` is one viewer's look at one snapshot. Whatever shows a peer goes through `peer`, so that everyone an
answer mentions stands in its `users` and `chats` (clients raise when one is missing). The hub renders a push and
getDifference renders a slice with the same functions: what differs between them can only be the snapshot.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mtproto.tl import types
from server.access.hashes import Hashed
from storage import peers
from storage.conversations.boxes import Event
from storage.conversations.messages import Message
from storage.conversations.replies import Place
from storage.database import Snapshot
from storage.peers import PeerKind

if TYPE_CHECKING:  # App holds the hub, and the hub renders
    from server.app import App


class Roster(NamedTuple):
    """Who is in a group, the same for all its members: the ids of those, and of everyone whom it mentions."""

    participants: types.ChatParticipants
    members: frozenset[int]
    mentioned: frozenset[int]


@dataclass(slots=True)
class Rendering:
    """One viewer's look at one snapshot; `now` is Unix seconds.

    `users` and `chats` collect the plain ids of whom the answer mentions. What was read beforehand: `messages` of the
    viewer's box, by id, and the `places` in all boxes of messages that are replied to, by the originals (box, id).
    Viewers of the same snapshot may be given the same `rosters`, by group, and then each is made for the first of them.
    """

    app: App
    view: Snapshot
    viewer: int
    now: int
    users: set[int] = field(default_factory=set)
    chats: set[int] = field(default_factory=set)
    messages: Mapping[int, Message] = field(default_factory=dict)
    places: Mapping[tuple[int, int], Mapping[int, Place]] = field(default_factory=dict)
    rosters: dict[int, Roster] = field(default_factory=dict)

    @property
    def mentioned(self) -> set[int]:
        """The marked ids of everyone whom the answer mentions."""
        return self.users.union(map(peers.chat, self.chats))

    def peer(self, marked: int) -> types.TypePeer:
        """A peer for the answer; whoever it is will be sent along."""
        kind, plain = peers.split(marked)
        if kind is PeerKind.USER:
            self.users.add(plain)
            return types.PeerUser(user_id=plain)
        if kind is PeerKind.CHAT:
            self.chats.add(plain)
            return types.PeerChat(chat_id=plain)
        return types.PeerChannel(channel_id=plain)

    def input_peer(self, marked: int) -> types.TypeInputPeer:
        """A peer as the viewer would name it in a request; whoever it is will be sent along.

        The viewer as well is named by their id: TDLib and Kurigram take no inputPeerSelf in answers.
        """
        kind, plain = peers.split(marked)
        if kind is PeerKind.USER:
            access_hash = self.app.hashes.of(self.viewer, Hashed.USER, self.user(plain))
            return types.InputPeerUser(user_id=plain, access_hash=access_hash)
        if kind is PeerKind.CHAT:
            self.chats.add(plain)
            return types.InputPeerChat(chat_id=plain)
        access_hash = self.app.hashes.of(self.viewer, Hashed.CHANNEL, plain)
        return types.InputPeerChannel(channel_id=plain, access_hash=access_hash)

    def user(self, user_id: int) -> int:
        """A user id for the answer; the user will be sent along."""
        self.users.add(user_id)
        return user_id


EventRenderer: TypeAlias = "Callable[[Rendering, Event], Awaitable[types.TypeUpdate | None]]"
"""Turns one kind of stored event into the update its viewer gets; None when there is nothing (any more) to see."""
