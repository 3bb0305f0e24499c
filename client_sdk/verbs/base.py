"""What the rooms of verbs build on: the call, the peers, formatted text."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from typing import TypeVar

from client_sdk.errors import PeerUnknown
from client_sdk.peers import Peers, id_of
from client_sdk.store.sqlite import SessionStore
from client_sdk.text import ParseMode, parse
from mtproto import rpc_errors
from mtproto.errors import ProtocolViolation
from mtproto.tl import TLFunction, TLObject, functions, types

R = TypeVar("R")

PeerLike = int | str | TLObject
"""A peer as a caller may name it: its id, `me`, a username, a phone number with its plus sign, or an object."""

Entities = list[types.TypeMessageEntity]

NO_SUCH_NAME = (rpc_errors.USERNAME_NOT_OCCUPIED, rpc_errors.USERNAME_INVALID)


class Verbs(ABC):
    """The part of the client that every room of verbs needs."""

    api_id: int
    api_hash: str
    peers: Peers
    store: SessionStore

    @abstractmethod
    async def __call__(self, function: TLFunction[R]) -> R:
        """Call a method."""

    @abstractmethod
    async def call_at(self, dc_id: int, function: TLFunction[R]) -> R:
        """Call a method at a DC, which need not be the account's own."""

    @abstractmethod
    def _self_id(self) -> int:
        """Who is signed in."""

    @abstractmethod
    async def _signed_in_as(self, user: types.User) -> None:
        """A sign-in was completed."""

    @abstractmethod
    async def _signed_out(self) -> None:
        """The login is gone."""

    @abstractmethod
    async def _move_to(self, dc_id: int) -> None:
        """Make another DC the account's own: the sign-in goes on there."""

    # -- peers ---------------------------------------------------------------------------------------------------------

    async def input_peer(self, peer: PeerLike) -> types.TypeInputPeer:
        """How a call names a peer; a username or phone number that was not seen lately is looked up.

        Raises:
            PeerUnknown: an id that was not seen yet.
            RpcError: USERNAME_NOT_OCCUPIED, PHONE_NOT_OCCUPIED and others.
        """
        if isinstance(peer, int):
            return types.InputPeerSelf() if peer == self._self_id() else self.peers.input_peer(peer)
        if isinstance(peer, str):
            return await self._named(peer)
        if isinstance(peer, types.TypeInputPeer):
            return peer
        return self.peers.input_peer(id_of(peer))

    async def input_user(self, user: PeerLike) -> types.TypeInputUser:
        """How a call names a user.

        Raises:
            PeerUnknown: it is a chat, or was not seen yet.
        """
        match await self.input_peer(user):
            case types.InputPeerSelf():
                return types.InputUserSelf()
            case types.InputPeerUser(user_id=user_id, access_hash=access_hash):
                return types.InputUser(user_id=user_id, access_hash=access_hash)
        raise PeerUnknown(f"{user!r} is not a user")

    async def _named(self, name: str) -> types.TypeInputPeer:
        if name in ("me", "self"):
            return types.InputPeerSelf()
        if name.startswith("+"):
            return await self._by_phone("".join(filter(str.isdigit, name)))
        return await self._by_username(name.removeprefix("@"))

    async def _by_phone(self, digits: str) -> types.TypeInputPeer:
        seen = self.peers.by_phone(digits)
        if seen is not None:
            return seen
        found = await self(functions.contacts.ResolvePhone(phone=digits))
        return self.peers.input_peer(id_of(found.peer))

    async def _by_username(self, username: str) -> types.TypeInputPeer:
        seen = self.peers.by_username(username)
        if seen is not None:
            return seen
        try:
            found = await self(functions.contacts.ResolveUsername(username=username))
        except NO_SUCH_NAME:
            self.peers.forget_username(username)
            raise
        return self.peers.input_peer(id_of(found.peer))

    def peer_of(self, target: types.TypeInputPeer) -> types.TypePeer:
        """The Peer that an InputPeer names."""
        match target:
            case types.InputPeerUser(user_id=user_id):
                return types.PeerUser(user_id=user_id)
            case types.InputPeerChat(chat_id=chat_id):
                return types.PeerChat(chat_id=chat_id)
            case types.InputPeerChannel(channel_id=channel_id):
                return types.PeerChannel(channel_id=channel_id)
        return types.PeerUser(user_id=self._self_id())

    # -- text ----------------------------------------------------------------------------------------------------------

    def formatted(
        self, text: str, parse_mode: ParseMode | None, entities: Entities | None
    ) -> tuple[str, Entities | None]:
        """A text and its entities as a call takes them.

        Args:
            text: The text, with markup where there is a parse mode.
            parse_mode: How to read the markup; None takes the text as it is.
            entities: Formatting that is known already; it stands alone, without a parse mode.

        Raises:
            PeerUnknown: a mention of a user who was not seen yet.
        """
        if parse_mode is not None:
            text, entities = parse(text, parse_mode)
        return text, [self._mentioning(entity) for entity in entities] if entities else None

    def _mentioning(self, entity: types.TypeMessageEntity) -> types.TypeMessageEntity:
        """A mention by id goes out with the access hash of the user."""
        if not isinstance(entity, types.MessageEntityMentionName):
            return entity
        user = self.peers.input_peer(entity.user_id)
        if not isinstance(user, types.InputPeerUser):
            raise PeerUnknown(f"{entity.user_id} is not a user")
        return types.InputMessageEntityMentionName(
            offset=entity.offset,
            length=entity.length,
            user_id=types.InputUser(user_id=user.user_id, access_hash=user.access_hash),
        )


def new_random_id() -> int:
    """The number by which the server knows a message that is sent again."""
    return int.from_bytes(os.urandom(8), "little", signed=True)


def reply(message_id: int | None) -> types.InputReplyToMessage | None:
    """What a message answers."""
    return None if message_id is None else types.InputReplyToMessage(reply_to_msg_id=message_id)


def messages_in(updates: TLObject) -> list[types.Message]:
    """The messages that an answer to sending, forwarding or editing holds, in its order."""
    told = (getattr(update, "message", None) for update in getattr(updates, "updates", ()))
    return [message for message in told if isinstance(message, types.Message)]


def only_message(updates: TLObject) -> types.Message:
    """The message that an answer to sending or editing holds.

    Raises:
        ProtocolViolation: it holds none.
    """
    for message in messages_in(updates):
        return message
    raise ProtocolViolation(f"an answer without a message: {updates.NAME}")
