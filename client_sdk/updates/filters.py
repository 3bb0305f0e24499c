"""Which new messages a handler wants."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from client_sdk.peers import id_of
from mtproto.tl import types

NewMessage = types.UpdateNewMessage | types.UpdateNewChannelMessage
NEW_MESSAGES = (types.UpdateNewMessage, types.UpdateNewChannelMessage)
MessageHandler = Callable[[types.Message], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Tells whether an update is one of the messages that are wanted.

    Attributes:
        chat: Only in the chat of this id.
        pattern: Only texts that begin with a match.
        incoming: Only what others wrote; False: only what this account wrote.
        self_id: Who this account is: what it writes to itself is not always marked as outgoing.
    """

    chat: int | None
    pattern: re.Pattern[str] | None
    incoming: bool | None
    self_id: Callable[[], int]

    def __call__(self, update: NewMessage) -> bool:
        message = update.message
        if not isinstance(message, types.Message):
            return False
        where = id_of(message.peer_id)
        if self.incoming is not None and self.incoming == (message.out or where == self.self_id()):
            return False
        if self.chat is not None and where != self.chat:
            return False
        return self.pattern is None or self.pattern.match(message.message) is not None
