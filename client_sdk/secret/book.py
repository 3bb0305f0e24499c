"""The secret chats of a client, as they are stored, for everything that works on them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable
from typing import Any

from client_sdk.client import Client
from client_sdk.errors import ClientError
from client_sdk.secret.conversation import Conversation, Incoming
from client_sdk.secret.record import Record, Status
from client_sdk.secret.store import SecretStore, Sent
from mtproto.clock import Clock, Random
from mtproto.rpc_errors import RpcError

log = logging.getLogger(__name__)


class SecretChatUnknown(ClientError):
    """There is no secret chat of that number."""


class ChatBook:
    """The chats, and word of those that begin and end.

    Args:
        client: Whose they are.
        clock: Time.
        random: The system's generator.
    """

    def __init__(self, client: Client, clock: Clock, random: Random) -> None:
        self.clock = clock
        self.random = random
        self._client = client
        self._changed = asyncio.Condition()

    @property
    def store(self) -> SecretStore:
        """Where they are kept."""
        return SecretStore(self._client.store.db)

    def chat(self, chat_id: int) -> Record:
        """A chat as it stands.

        Raises:
            SecretChatUnknown
        """
        record = self.store.chat(chat_id)
        if record is None:
            raise SecretChatUnknown(f"there is no secret chat {chat_id}")
        return record

    def conversation(self, record: Record) -> Conversation:
        """What is said in a chat. Raises NotOpen."""
        return Conversation(record, self.random, self.clock.now)

    def keep(
        self,
        conversation: Conversation,
        sent: Iterable[Sent],
        taken: Iterable[Incoming] = (),
        again: Iterable[int] = (),
    ) -> None:
        """Store what was said and heard with the state that it changed, and ask for a new key where it is time."""
        renewal = conversation.renew()
        due = [] if renewal is None else [Sent(renewal, b"")]
        self.store.save(conversation.record, [*sent, *due], taken, again)

    async def decided(self, chat_id: int) -> Record:
        """Wait until a chat, which need not be known yet, is open or over."""

        def is_decided() -> bool:
            record = self.store.chat(chat_id)
            return record is not None and record.status is not Status.WAITING

        async with self._changed:
            await self._changed.wait_for(is_decided)
        return self.chat(chat_id)

    async def close(self, record: Record) -> None:
        """The chat is over: its keys are forgotten."""
        record.status, record.opening, record.keys = Status.CLOSED, None, None
        record.held.clear()
        self.store.close(record)
        await self.tell_waiting()

    async def tell_waiting(self) -> None:
        """A chat has begun or ended."""
        async with self._changed:
            self._changed.notify_all()


async def quietly(work: Awaitable[Any]) -> None:
    """Do what can be done again later: where it fails, `SecretChats.resume` goes on with it."""
    try:
        await work
    except (RpcError, ClientError) as error:
        log.warning("secret chats: %s", error)
