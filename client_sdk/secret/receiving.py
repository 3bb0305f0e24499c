"""What is received: taken in the order of its numbers, stored, and handed to whoever listens.

Rules of this file
- Stored before it is handled: what the end of the process cuts short comes again, and only that.
- The server is told to forget messages only once the update state that covers them is stored.
- Whatever an honest peer cannot have sent ends the chat.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from client_sdk.client import Client
from client_sdk.secret.book import ChatBook, quietly
from client_sdk.secret.delivery import Delivery
from client_sdk.secret.openings import Openings
from client_sdk.secret.record import Record, Status
from client_sdk.secret.sequence import Inconsistent
from client_sdk.secret.store import Sent
from mtproto import tl
from mtproto.errors import BadMessageKey
from mtproto.tl import functions, secret, types

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SecretMessage:
    """Something that was said, or done (a DecryptedMessageService), in a secret chat; `file` lies at the server."""

    chat: Record
    message: secret.TypeDecryptedMessage
    file: types.EncryptedFile | None


Handler = Callable[[SecretMessage], Awaitable[None]]


class Receiver:
    """Of all chats of a client.

    Args:
        client: The client.
        book: Its chats.
        delivery: Sends what a message makes necessary.
        openings: Ends a chat that cannot be trusted.
    """

    def __init__(self, client: Client, book: ChatBook, delivery: Delivery, openings: Openings) -> None:
        self.handlers: list[Handler] = []
        self._client = client
        self._book = book
        self._delivery = delivery
        self._openings = openings
        self._handing_over = asyncio.Lock()
        self._confirmed = 0

    async def came(self, update: types.UpdateNewEncryptedMessage) -> None:
        """A message, of any chat."""
        message = update.message
        file = getattr(message, "file", None)
        beside = tl.encode(file) if isinstance(file, types.EncryptedFile) else b""
        await self.confirm()
        record = self._book.store.chat(message.chat_id)
        if record is None or record.status is not Status.OPEN:
            log.warning("a message of the secret chat %s, which is not open", message.chat_id)
            if record is not None and record.status is Status.CLOSED:  # the server may not have heard of it
                await quietly(self._openings.discard(record.chat_id))
            return
        conversation = self._book.conversation(record)
        try:
            received = conversation.receive(message.bytes, beside)
        except BadMessageKey:
            log.warning("a message of the secret chat %s under a key that it does not have", record.chat_id)
            return
        except Inconsistent as fault:
            log.error("the secret chat %s is ended: %s", record.chat_id, fault)
            await quietly(self._openings.discard(record.chat_id))
            return
        answers = [Sent(outgoing, b"") for outgoing in received.send]
        self._book.keep(conversation, answers, received.taken, received.again)
        await quietly(self._delivery.deliver(record.chat_id))
        await self.hand_over()

    async def hand_over(self) -> None:
        """Let the handlers have what was taken, one message after the other; each is forgotten once they had it."""
        async with self._handing_over:
            while (first := self._book.store.inbox()) is not None:
                row, chat_id, message, beside = first
                file = tl.decode(beside) if beside else None
                assert file is None or isinstance(file, types.EncryptedFile)  # nothing else is stored
                said = SecretMessage(self._book.chat(chat_id), message, file)
                for handler in self.handlers:
                    try:
                        await handler(said)
                    except Exception:
                        log.exception("a handler failed on a secret message")
                self._book.store.handled(row)

    async def confirm(self) -> None:
        """Tell the server what it may forget: everything that the stored update state covers."""
        state = self._client.store.update_state()
        if state is not None and state.qts > self._confirmed:
            self._confirmed = state.qts
            await quietly(self._client(functions.messages.ReceivedQueue(max_qts=state.qts)))
