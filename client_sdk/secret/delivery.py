"""What is said goes to the server, in the order of its numbers, as often as it takes.

Rules of this file
- Stored before it is sent: what a lost connection or the end of the process cuts short is sent by the next `deliver`.
- A file that the server has dropped must not hold up the chat: its message goes out without it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

from client_sdk.client import Client
from client_sdk.secret.book import ChatBook
from client_sdk.secret.record import Record
from client_sdk.secret.store import Sent
from mtproto import rpc_errors, tl
from mtproto.tl import functions, types

log = logging.getLogger(__name__)

ENDED = (rpc_errors.ENCRYPTION_DECLINED, rpc_errors.CHAT_ID_INVALID, rpc_errors.USER_DELETED)
"""What the server answers where a chat is no more."""

GONE = (rpc_errors.FILE_PART_0_MISSING, rpc_errors.FILE_PART_X_MISSING, rpc_errors.LOCATION_INVALID)
"""What it answers where it has dropped an upload. The message goes out without it: its number must not be missing."""


class Delivery:
    """Of all chats of a client; one message of a chat at a time."""

    def __init__(self, client: Client, book: ChatBook) -> None:
        self._client = client
        self._book = book
        self._delivering: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def deliver(self, chat_id: int) -> None:
        """Give the server what it does not have yet, in order.

        Raises:
            NotOpen: the chat has ended, perhaps while something else was being delivered, and what waited with it.
            RpcError: what the server says; what it refused stays the next.
        """
        async with self._delivering[chat_id]:
            self._book.conversation(self._book.chat(chat_id))
            while (sent := self._book.store.undelivered(chat_id)) is not None:
                record = self._book.chat(chat_id)
                try:
                    answer = await self._client(self._call(record, sent))
                except ENDED:
                    await self._book.close(self._book.chat(chat_id))
                    raise
                except GONE as error:
                    log.warning("the file of a secret message is no longer with the server: %s", error)
                    self._book.store.without_file(chat_id, sent.outgoing.number)
                    continue
                self._book.store.delivered(chat_id, sent.outgoing.number, _kept(answer, sent.file))

    def _call(self, record: Record, sent: Sent) -> tl.TLFunction[types.messages.TypeSentEncryptedMessage]:
        peer = types.InputEncryptedChat(chat_id=record.chat_id, access_hash=record.access_hash)
        data = self._book.conversation(record).encrypt(sent.outgoing)
        random_id = sent.outgoing.random_id
        if sent.file:
            file = tl.decode(sent.file)
            assert isinstance(file, types.TypeInputEncryptedFile)  # nothing else is stored
            return functions.messages.SendEncryptedFile(peer=peer, random_id=random_id, data=data, file=file)
        if sent.outgoing.service:
            return functions.messages.SendEncryptedService(peer=peer, random_id=random_id, data=data)
        return functions.messages.SendEncrypted(peer=peer, random_id=random_id, data=data)


def _kept(answer: types.messages.TypeSentEncryptedMessage, file: bytes) -> bytes:
    """How to name the file of a message when it is sent again: not as an upload, which is used only once."""
    sent = getattr(answer, "file", None)
    if not isinstance(sent, types.EncryptedFile):
        return file
    return tl.encode(types.InputEncryptedFile(id=sent.id, access_hash=sent.access_hash))
