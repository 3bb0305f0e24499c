"""How secret chats begin and end: the exchange of keys through the server (core.telegram.org/api/end-to-end).

Rules of this file
- Stored before it is said: an opening that was cut short goes on with the same numbers.
- The server's group is checked, and its randomness only mixed with ours.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from client_sdk.client import Client
from client_sdk.secret import fingerprint
from client_sdk.secret.book import ChatBook, quietly
from client_sdk.secret.delivery import Delivery
from client_sdk.secret.record import Opening, Record, Status
from client_sdk.secret.rekeying import Keys, agree
from client_sdk.secret.sequence import Inconsistent, Sequence
from client_sdk.secret.store import Sent
from client_sdk.verbs.base import PeerLike
from mtproto import rpc_errors
from mtproto.crypto import dh
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types

log = logging.getLogger(__name__)


class Openings:
    """Of all chats of a client.

    Args:
        client: The client.
        book: Its chats.
        delivery: Sends the first message of a chat.
        accepts: Whether to accept a chat that this user asks for.
    """

    def __init__(self, client: Client, book: ChatBook, delivery: Delivery, accepts: Callable[[int], bool]) -> None:
        self._client = client
        self._book = book
        self._delivery = delivery
        self._accepts = accepts

    async def changed(self, update: types.UpdateEncryption) -> None:
        """Somebody asks for a chat, accepts or ends one."""
        match update.chat:
            case types.EncryptedChatRequested() as chat:
                await quietly(self._requested(chat))
            case types.EncryptedChat() as chat:
                await quietly(self._accepted(chat))
            case types.EncryptedChatDiscarded(id=chat_id) if (record := self._book.store.chat(chat_id)) is not None:
                await self._book.close(record)

    async def begin(self, user: PeerLike) -> Record:
        """Ask somebody for a secret chat; it waits until one of their devices accepts.

        Raises:
            RpcError: USER_IS_BLOCKED, INPUT_USER_DEACTIVATED and others.
            ProtocolViolation: the server's group is not safe.
        """
        target = await self._client.input_user(user)
        if not isinstance(target, types.InputUser):
            raise rpc_errors.USER_ID_INVALID
        chat_id = 1 + int.from_bytes(self._book.random(4), "little") % (2**31 - 1)
        record = Record(chat_id, 0, target.user_id, Status.WAITING, Sequence(is_creator=True), await self._opening())
        self._book.store.save(record)
        try:
            await self._ask(record)
        except RpcError:
            await self._book.close(record)
            raise
        return self._book.chat(chat_id)

    async def discard(self, chat_id: int, *, delete_history: bool = False) -> None:
        """End a chat for both; what is said in it can no longer be read."""
        record = self._book.chat(chat_id)
        await self._book.close(record)
        with suppress(rpc_errors.ENCRYPTION_ALREADY_DECLINED, rpc_errors.ENCRYPTION_ID_INVALID):  # the peer was faster
            await self._client(functions.messages.DiscardEncryption(chat_id=chat_id, delete_history=delete_history))

    async def go_on(self, record: Record) -> None:
        """Say again what an earlier run may not have said."""
        await (self._ask(record) if record.sequence.is_creator else self._answer(record))

    async def _opening(self, g_a: bytes = b"") -> Opening:
        """A secret for a new chat, in the server's group, which is checked, and mixed with the server's randomness."""
        config = await self._client(functions.messages.GetDhConfig(version=0, random_length=dh.SIZE))
        if not isinstance(config, types.messages.DhConfig):
            raise Inconsistent("the server does not say in which group")
        prime = int.from_bytes(config.p, "big")
        if (prime, config.g) != (dh.PRIME, dh.G):  # which is known to be safe
            await asyncio.to_thread(dh.check_group, prime, config.g)
        exponent = dh.secret_exponent(self._book.random) ^ int.from_bytes(config.random[: dh.SIZE], "big")
        return Opening(prime, config.g, exponent or 1, g_a)

    async def _ask(self, record: Record) -> None:
        opening = record.opening
        assert opening is not None  # it is waiting
        target = await self._client.input_user(record.user_id)
        asked = await self._client(
            functions.messages.RequestEncryption(user_id=target, random_id=record.chat_id, g_a=_public_value(opening))
        )
        record = self._book.chat(record.chat_id)  # it may have been accepted before the answer was read
        if isinstance(asked, types.EncryptedChatWaiting) and record.status is Status.WAITING:
            record.access_hash = asked.access_hash
            self._book.store.save(record)

    async def _requested(self, chat: types.EncryptedChatRequested) -> None:
        if self._book.store.chat(chat.id) is not None:
            return
        if not self._accepts(chat.admin_id):
            await self._client(functions.messages.DiscardEncryption(chat_id=chat.id))
            return
        opening = await self._opening(chat.g_a)
        sequence = Sequence(is_creator=False)
        record = Record(chat.id, chat.access_hash, chat.admin_id, Status.WAITING, sequence, opening)
        self._book.store.save(record)
        await self._answer(record)

    async def _answer(self, record: Record) -> None:
        opening = record.opening
        assert opening is not None  # it is waiting
        try:
            keys = self._agreed(opening, opening.g_a)
            await self._client(
                functions.messages.AcceptEncryption(
                    peer=types.InputEncryptedChat(chat_id=record.chat_id, access_hash=record.access_hash),
                    g_b=_public_value(opening),
                    key_fingerprint=keys.current.number,
                )
            )
        except (rpc_errors.ENCRYPTION_ALREADY_ACCEPTED, rpc_errors.ENCRYPTION_ALREADY_DECLINED):
            await self._book.close(record)
        except Inconsistent as fault:
            log.error("a secret chat is declined: %s", fault)
            await self.discard(record.chat_id)
        else:
            await self._open(record, keys)

    async def _accepted(self, chat: types.EncryptedChat) -> None:
        record = self._book.store.chat(chat.id)
        if record is None or record.opening is None or not record.sequence.is_creator:
            return
        try:
            keys = self._agreed(record.opening, chat.g_a_or_b)
            if keys.current.number != chat.key_fingerprint:
                raise Inconsistent("the peer has another key")
        except Inconsistent as fault:
            log.error("a secret chat is ended: %s", fault)
            await self.discard(chat.id)
            return
        record.access_hash = chat.access_hash
        await self._open(record, keys)

    def _agreed(self, opening: Opening, public_value: bytes) -> Keys:
        key = agree(public_value, opening.exponent, opening.prime)
        return Keys(opening.prime, opening.g, key, since=self._book.clock.now())

    async def _open(self, record: Record, keys: Keys) -> None:
        record.status, record.opening, record.keys = Status.OPEN, None, keys
        record.key_hash = fingerprint.key_hash(keys.current.data)
        announcement = self._book.conversation(record).announce()
        self._book.store.save(record, [Sent(announcement, b"")])
        await self._book.tell_waiting()
        await self._delivery.deliver(record.chat_id)


def _public_value(opening: Opening) -> bytes:
    return dh.power(opening.g, opening.exponent, opening.prime).to_bytes(dh.SIZE, "big")
