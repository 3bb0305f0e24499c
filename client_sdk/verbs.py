"""What the rooms of verbs build on: the call, and the peers."""

from abc import ABC, abstractmethod
from typing import TypeVar

from client_sdk.peers import Peers, id_of
from mtproto.errors import ProtocolViolation
from mtproto.tl import TLFunction, TLObject, functions, types

R = TypeVar("R")

PeerLike = int | str | TLObject
"""A peer as a caller may name it: its id, `me`, a username, a phone number with its plus sign, or an object."""


class Verbs(ABC):
    """The part of the client that every room of verbs needs."""

    api_id: int
    api_hash: str
    peers: Peers

    @abstractmethod
    async def __call__(self, function: TLFunction[R]) -> R:
        """Call a method."""

    @abstractmethod
    def _self_id(self) -> int:
        """Who is signed in."""

    @abstractmethod
    async def _signed_in_as(self, user: types.User) -> None:
        """A sign-in was completed."""

    @abstractmethod
    async def _signed_out(self) -> None:
        """The login is gone."""

    async def input_peer(self, peer: PeerLike) -> types.TypeInputPeer:
        """How a call names a peer; a username or phone number that was not seen yet is looked up.

        Raises:
            PeerUnknown: an id that was not seen yet.
            RpcError: USERNAME_NOT_OCCUPIED, PHONE_NOT_OCCUPIED and others.
        """
        if isinstance(peer, int):
            return self.peers.input_peer(peer)
        if isinstance(peer, str):
            return await self._named(peer)
        if isinstance(peer, types.TypeInputPeer):
            return peer
        return self.peers.input_peer(id_of(peer))

    async def _named(self, name: str) -> types.TypeInputPeer:
        if name in ("me", "self"):
            return types.InputPeerSelf()
        if name.startswith("+"):
            digits = "".join(filter(str.isdigit, name))
            seen = self.peers.by_phone(digits)
            if seen is not None:
                return seen
            found = await self(functions.contacts.ResolvePhone(phone=digits))
        else:
            username = name.removeprefix("@")
            seen = self.peers.by_username(username)
            if seen is not None:
                return seen
            found = await self(functions.contacts.ResolveUsername(username=username))
        return self.peers.input_peer(id_of(found.peer))


def only_message(updates: TLObject) -> types.Message:
    """The message that an answer to sending or editing holds.

    Raises:
        ProtocolViolation: it holds none.
    """
    for update in getattr(updates, "updates", ()):
        message = getattr(update, "message", None)
        if isinstance(message, types.Message):
            return message
    raise ProtocolViolation(f"an answer without a message: {updates.NAME}")
