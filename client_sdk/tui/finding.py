"""Finds chats and people by their names, and shows messages that were found."""

from __future__ import annotations

from contextlib import suppress

from rich.text import Text

from client_sdk.errors import ClientError
from client_sdk.peers import id_of
from client_sdk.tui.chat_list import when
from client_sdk.tui.markup import one_line
from client_sdk.tui.screens import Found
from client_sdk.tui.shared import Shared
from client_sdk.tui.words import preview
from client_sdk.verbs.dialogs import name_of
from client_sdk.verbs.history import AnyMessage
from mtproto.rpc_errors import RpcError
from mtproto.tl import TLObject, types

FOUND = 40
"""Results of a search that are shown."""


class Finder:
    """Of one account.

    Args:
        shared: What all chats share.
    """

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._known_contacts: list[types.User] | None = None

    async def chats(self, name: str) -> Found[TLObject]:
        """Chats and contacts by their names; someone new by @username or +phone."""
        wanted = name.casefold().strip()
        if wanted.startswith(("@", "+")) and len(wanted) > 1:
            return await self._person(wanted)
        known = [chat.id for chat in self._shared.chats.ordered()]
        peers = [peer for peer_id in known if (peer := self._shared.client.cache.peer(peer_id)) is not None]
        peers += [user for user in await self.contacts() if user.id not in known]
        return [(Text(self.called(peer)), peer) for peer in peers if wanted in self.called(peer).casefold()][:FOUND]

    def called(self, peer: TLObject) -> str:
        """What a chat is called in the list, or would be."""
        chat = self._shared.chats.get(id_of(peer))
        return one_line(chat.name if chat is not None else name_of(peer))

    async def _person(self, name: str) -> Found[TLObject]:
        try:
            user = await self._shared.client.get_user(name)
        except (RpcError, ClientError):
            return []
        return [(Text(self.called(user)), user)]

    async def contacts(self) -> list[types.User]:
        """Asked for once."""
        if self._known_contacts is None and self._shared.client.connected:
            with suppress(RpcError, ClientError):  # those who are in the list are found without
                self._known_contacts = await self._shared.client.get_contacts()
        return self._known_contacts or []

    def line(self, message: AnyMessage) -> Text:
        """A message that was found, in one line."""
        people = self._shared.people
        name = people.name(id_of(message.peer_id))
        time = when(message.date, self._shared.clock.now(), self._shared.zone)
        return Text.assemble((f"{time} ", "dim"), (f"{name}: ", "bold"), preview(message, people), overflow="ellipsis")
