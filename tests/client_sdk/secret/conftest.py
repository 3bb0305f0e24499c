"""Fixtures: people with secret chats, through the real server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from client_sdk.client import Client
from client_sdk.secret.chats import SecretChats
from client_sdk.secret.receiving import SecretMessage
from client_sdk.secret.record import Record
from mtproto.tl import functions, secret, types
from tests.client_sdk.conftest import endpoint, harness, new_client, rsa_keys, sign_in

__all__ = ["endpoint", "harness", "new_client", "rsa_keys", "sign_in"]
SECONDS = 30.0


@dataclass
class Person:
    """A client with secret chats, and what it has heard in them."""

    client: Client
    secrets: SecretChats
    heard: asyncio.Queue[SecretMessage] = field(default_factory=asyncio.Queue)

    async def next_text(self) -> str:
        """The text of the next message."""
        message = (await self.next_message()).message
        assert isinstance(message, secret.DecryptedMessage)
        return message.message

    async def next_message(self, kind: type = secret.DecryptedMessage) -> SecretMessage:
        """The next message of a kind; others are passed over."""
        async with asyncio.timeout(SECONDS):
            while True:
                said = await self.heard.get()
                if isinstance(said.message, kind):
                    return said

    async def action(self, kind: type) -> secret.TypeDecryptedMessageAction:
        """The next action of a kind."""
        async with asyncio.timeout(SECONDS):
            while True:
                message = (await self.heard.get()).message
                if isinstance(message, secret.DecryptedMessageService) and isinstance(message.action, kind):
                    return message.action


def person(client: Client, **options: object) -> Person:
    """A person behind a client."""
    made = Person(client, SecretChats(client, **options))

    @made.secrets.on_message
    async def heard(message: SecretMessage) -> None:
        made.heard.put_nowait(message)

    return made


async def find(who: Client, phone: str) -> int:
    """The id of the user with a phone number, whom this client can name from now on."""
    contact = types.InputPhoneContact(client_id=0, phone=phone, first_name="A", last_name="")
    found = await who(functions.contacts.ImportContacts(contacts=[contact]))
    return found.users[0].id


@pytest.fixture
async def alice(sign_in: Callable[..., Awaitable[Client]]) -> Person:
    return person(await sign_in("9996628201", "alice", "Alice"))


@pytest.fixture
async def bob(sign_in: Callable[..., Awaitable[Client]]) -> Person:
    return person(await sign_in("9996628202", "bob", "Bob"))


async def begin(one: Person, other: Person, phone: str = "9996628202") -> Record:
    """A chat that both have open."""
    asked = await one.secrets.begin(await find(one.client, phone))
    chat = await asyncio.wait_for(one.secrets.opened(asked.chat_id), SECONDS)
    assert chat.status == other.secrets.chat(chat.chat_id).status == "open"
    return chat
