"""Fixtures: two people with two devices each, a stranger, and secret chats between them."""

import os
from dataclasses import dataclass
from typing import Any

import pytest

from mtproto.crypto import dh
from mtproto.tl import functions, types
from tests.server.client import Client
from tests.server.harness import Harness

messages = functions.messages


def number(value: bytes) -> int:
    return int.from_bytes(value, "little", signed=True)


def public_value() -> bytes:
    """g to a secret power; what the power is does not matter to a server."""
    return dh.power(dh.G, dh.secret_exponent(os.urandom)).to_bytes(dh.SIZE, "big")


def ciphertext(size: int = 64) -> bytes:
    """What looks like an encrypted message from outside."""
    return os.urandom(24 + size)


@dataclass
class People:
    """Alice and Bob with a phone and a tablet each, and Mallory."""

    harness: Harness
    alice: Client
    alice_tablet: Client
    bob: Client
    bob_tablet: Client
    mallory: Client

    async def find(self, who: Client, phone: str) -> types.InputUser:
        """How a client names the user of a phone number."""
        found = await who(functions.contacts.ImportContacts(contacts=[_contact(phone)]))
        return types.InputUser(user_id=found.users[0].id, access_hash=found.users[0].access_hash)

    async def request(self, chat_id: int | None = None) -> types.EncryptedChatWaiting:
        """Alice's phone asks Bob for a chat."""
        chat: types.EncryptedChatWaiting = await self.alice(
            messages.RequestEncryption(
                user_id=await self.find(self.alice, "9996628002"),
                random_id=chat_id or number(os.urandom(4)) or 1,
                g_a=public_value(),
            )
        )
        return chat

    async def begin(self) -> "SecretChat":
        """A chat between the two phones, accepted."""
        waiting = await self.request()
        asked = (await self.bob.update(types.UpdateEncryption)).chat
        accepted = await self.bob(accept(asked))
        return SecretChat(self, peer(waiting), peer(accepted))


@dataclass
class SecretChat:
    """An accepted chat, as each end names it."""

    people: People
    of_alice: types.InputEncryptedChat
    of_bob: types.InputEncryptedChat

    @property
    def id(self) -> int:
        return self.of_alice.chat_id

    async def from_alice(self, data: bytes | None = None, random_id: int | None = None) -> Any:
        return await self.people.alice(self.message(data, random_id))

    def message(self, data: bytes | None = None, random_id: int | None = None) -> messages.SendEncrypted:
        """What Alice sends."""
        random_id = number(os.urandom(8)) if random_id is None else random_id
        return messages.SendEncrypted(peer=self.of_alice, random_id=random_id, data=data or ciphertext())


def accept(asked: types.EncryptedChatRequested, g_b: bytes | None = None, **fields: Any) -> messages.AcceptEncryption:
    """The call that accepts a request."""
    named = {"peer": peer(asked), "g_b": g_b or public_value(), "key_fingerprint": 7}
    return messages.AcceptEncryption(**{**named, **fields})


def peer(chat: Any) -> types.InputEncryptedChat:
    """A chat as its holder names it."""
    return types.InputEncryptedChat(chat_id=chat.id, access_hash=chat.access_hash)


async def nothing_came(client: Client, *kinds: type) -> bool:
    """Whether none of these updates waits for a client once the server has done what it was asked so far."""
    await client(functions.updates.GetState())
    while not client.updates.empty():
        update = client.updates.get_nowait()
        if any(
            isinstance(one, kinds) for one in (update, *getattr(update, "updates", ()), getattr(update, "update", 0))
        ):
            return False
    return True


def _contact(phone: str) -> types.InputPhoneContact:
    return types.InputPhoneContact(client_id=0, phone=phone, first_name="A", last_name="")


@pytest.fixture
async def people(harness: Harness) -> People:
    """Everybody, listening."""
    phones = ("9996628001", "9996628001", "9996628002", "9996628002", "9996628003")
    clients = [await harness.client(phone, first_name=phone[-1]) for phone in phones]
    for client in clients:
        await client(functions.updates.GetState())
    return People(harness, *clients)


@pytest.fixture
async def chat(people: People) -> SecretChat:
    """A chat between the phones of Alice and Bob."""
    return await people.begin()
