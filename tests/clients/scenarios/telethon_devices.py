"""Devices of Telethon: one client, what it was told, how it is signed in and started again.

Types that changed between layers are made by `made`.
"""

import inspect
from contextlib import suppress
from typing import Any, NamedTuple

from in_step import Mirror, plain
from scenario import Heard, world
from telethon import TelegramClient, errors, events
from telethon.network import connection
from telethon.sessions import MemorySession
from telethon.tl import functions, types
from telethon.tl.alltlobjects import LAYER

WORLD = world()
ADA, BOB, CAROL = WORLD["phones"]
CODE = WORLD["code"]
EVENTS = (
    events.NewMessage,
    events.MessageEdited,
    events.MessageDeleted,
    events.MessageRead,
    events.UserUpdate,
    events.ChatAction,
    events.Raw,
)
TEXTS_HAVE_ENTITIES = 179
"""From this layer on a poll is made of texts with entities."""
INVITED_IS_TOLD = 176
"""From this layer on the answer to messages.createChat says who could not be invited."""
BROKEN = "its send_message and send_file read fields that its own layer does not have" if LAYER == 160 else ""
"""Telethon 1.29 sends a message and fails afterwards, and cannot send an album at all."""


class Device(NamedTuple):
    """A signed-in Telethon, and what it was told."""

    client: TelegramClient
    heard: Heard

    async def hears(self, words: str) -> Any:
        """The message with these words."""
        return await self.heard.take(
            events.NewMessage.Event,
            lambda event: event.raw_text == words and not isinstance(event, events.MessageEdited.Event),
        )


class Person(NamedTuple):
    """Somebody with two devices."""

    id: int
    phone: Device
    tablet: Device


def new_client(kind: Any = connection.ConnectionTcpFull) -> TelegramClient:
    session = MemorySession()
    session.set_dc(WORLD["dc_id"], WORLD["host"], WORLD["port"])
    return TelegramClient(session, 1, "any", connection=kind, retry_delay=0)


async def sign_up(phone: str, name: str) -> TelegramClient:
    """Make an account, and leave it again: a client that is ready to sign in."""
    client = new_client()
    await client.connect()
    sent = await client.send_code_request(phone)
    await client(functions.auth.SignInRequest(phone, sent.phone_code_hash, CODE))
    await client(functions.auth.SignUpRequest(phone, sent.phone_code_hash, name, ""))
    await client(functions.auth.LogOutRequest())
    return client


async def sign_in(phone: str, password: str = "", client: TelegramClient | None = None) -> Device:
    client = client or new_client()
    if not client.is_connected():
        await client.connect()
    try:
        await client.send_code_request(phone)
        try:
            await client.sign_in(phone, CODE)
        except errors.SessionPasswordNeededError:
            await client.sign_in(password=password)
    except BaseException:
        await client.disconnect()
        raise
    return listening(client)


def listening(client: TelegramClient, mirror: Mirror | None = None) -> Device:
    heard = Heard(mirror or Mirror())

    async def keep(event: Any) -> None:
        heard.put(event)

    async def fold(update: Any) -> None:
        heard.mirror.fold(plain(update))

    for kind in EVENTS:
        client.add_event_handler(keep, kind())
    client.add_event_handler(fold, events.Raw())
    return Device(client, heard)


async def back(device: Device) -> Device:
    """The same device after its program was started again."""
    client = TelegramClient(device.client.session, 1, "any", catch_up=True)
    again = listening(client, device.heard.mirror)
    await client.connect()
    return again


def made(kind: Any, **fields: Any) -> Any:
    """An object of the client's layer: the fields that it does not have there are left out."""
    known = inspect.signature(kind).parameters
    return kind(**{name: value for name, value in fields.items() if name in known})


def words(text: str) -> Any:
    return types.TextWithEntities(text, []) if LAYER >= TEXTS_HAVE_ENTITIES else text


async def write(client: TelegramClient, to: Any, text: str) -> Any:
    """Send a text; the message that was sent."""
    if not BROKEN:
        return await client.send_message(to, text)
    with suppress(AttributeError):
        await client.send_message(to, text)
    return (await client.get_messages(to, limit=1))[0]
