"""Devices of Pyrogram and Kurigram: one client, what it was told, how it is signed in and ended."""

# ruff: noqa: E402  # Pyrogram takes the current loop while it is imported
import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)

import pyrogram
import pyrogram.connection.connection
from in_step import Mirror, plain
from pyrogram import Client
from pyrogram.crypto.rsa import PublicKey, server_public_keys
from pyrogram.errors import SessionPasswordNeeded
from pyrogram.handlers import (
    DeletedMessagesHandler,
    EditedMessageHandler,
    MessageHandler,
    RawUpdateHandler,
    UserStatusHandler,
)
from pyrogram.raw import functions
from pyrogram.session import Session
from scenario import Heard, world

WORLD = world()
IS_KURIGRAM = hasattr(Client, "get_active_sessions")


def meet_this_server() -> None:
    """Let connections lead to the server under test, trust its key, and wait as long as suits a busy machine."""
    _be_impatient()
    _be_patient()
    key = WORLD["legacy"]
    server_public_keys[int(key["fingerprint"])] = PublicKey(int(key["n"]), key["e"])
    if not IS_KURIGRAM:
        pyrogram.connection.connection.DataCenter = lambda *which: (WORLD["host"], WORLD["port"])


def _be_impatient() -> None:
    """Make a call that was lost with its connection again after 5 s, not 15: how long it waits proves nothing."""
    for call in (Session.send, Session.invoke):
        call.__defaults__ = tuple(5 if default == Session.WAIT_TIMEOUT else default for default in call.__defaults__)


def _be_patient() -> None:
    """Give a connection longer than 2 s to begin: on a busy machine it would be given up again and again."""
    Session.START_TIMEOUT = 20


class New(NamedTuple):
    """A message came."""

    message: Any


class Edited(NamedTuple):
    """A message is another now."""

    message: Any


class Deleted(NamedTuple):
    """Messages are gone."""

    ids: list[int]


class Status(NamedTuple):
    """Somebody came or went."""

    user: Any


class Overheard(Client):
    """The client; a mirror takes in what comes as it comes.

    It hands updates on in another order: each is a task of its own, for a short one the server is asked first, and
    several workers take them from there. Which of two settings was the later nobody can tell any more by then.
    """

    def __init__(self, mirror: Mirror, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mirror = mirror

    async def handle_updates(self, updates: Any) -> None:
        came = plain(updates)
        for update in came.get("updates", [came.get("update", came)]):
            self._mirror.fold(update)
        await super().handle_updates(updates)


class Device(NamedTuple):
    """A signed-in client, and what it was told."""

    client: Client
    heard: Heard

    async def hears(self, words: str) -> Any:
        """The message with these words."""
        return (await self.heard.take(New, lambda new: new.message.text == words)).message

    async def hears_media(self) -> Any:
        """The next message that is more than text."""
        return (await self.heard.take(New, lambda new: new.message.media)).message


class Person(NamedTuple):
    """Somebody with two devices."""

    id: int
    phone: Device
    tablet: Device


def new_device(name: str, mirror: Mirror | None = None, *, recovers: bool = False, **options: Any) -> Device:
    """A device. Of one that `recovers` by itself the mirror takes what it hands on, one after the other, as it was."""
    if IS_KURIGRAM:
        options |= {"connection_factory": options.pop("connection", here()), "skip_updates": False, "no_updates": False}
    heard = Heard(mirror or Mirror())
    kind = partial(Client, workers=1) if recovers else partial(Overheard, heard.mirror)
    client = kind(name, api_id=1, api_hash="any", workdir=WORLD["folder"], **options)

    def told(kind: Callable[[Any], object]) -> Callable[..., Any]:
        async def keep(_: Client, event: Any, *more: Any) -> None:
            heard.put(kind(event))

        return keep

    async def fold(_: Client, update: Any, *more: Any) -> None:
        heard.mirror.fold(plain(update))

    handlers = [
        MessageHandler(told(New)),
        EditedMessageHandler(told(Edited)),
        DeletedMessagesHandler(told(lambda messages: Deleted([message.id for message in messages]))),
        UserStatusHandler(told(Status)),
        RawUpdateHandler(told(lambda update: update)),
        *([RawUpdateHandler(fold)] if recovers else []),
    ]
    for group, handler in enumerate(handlers):
        client.add_handler(handler, group)
    return Device(client, heard)


def here(**options: Any) -> Any:
    """Kurigram's connections to the server under test."""

    class Here(pyrogram.connection.Connection):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs | {"server_address": WORLD["host"], "port": WORLD["port"]} | options)

    return Here


async def enter(device: Device, phone: str, first_name: str = "", password: str = "") -> Device:
    """Sign in, or up where the number has no account."""
    client = device.client
    await client.connect()
    sent = await client.send_code(phone)
    try:
        signed_in = await client.sign_in(phone, sent.phone_code_hash, WORLD["code"])
        if not isinstance(signed_in, pyrogram.types.User):
            await client.sign_up(phone, sent.phone_code_hash, first_name)
    except SessionPasswordNeeded:
        await client.check_password(password)
    return await listening(device)


async def listening(device: Device) -> Device:
    """What `start` does once somebody is signed in."""
    await device.client.invoke(functions.updates.GetState())
    device.client.me = await device.client.get_me()
    await device.client.initialize()
    return device


async def leave(device: Device) -> None:
    """End the program of a device."""
    await device.client.terminate()
    await device.client.disconnect()
