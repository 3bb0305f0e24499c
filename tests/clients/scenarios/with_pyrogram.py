"""Pyrogram, and Kurigram, which grew out of it: three people with two devices each, at the layer of either.

What one of them has no verb for is called as it stands in the API.
"""

# ruff: noqa: E402  # Pyrogram takes the current loop while it is imported
import asyncio
import hashlib
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)

import in_step
import pyrogram
import pyrogram.connection.connection
from in_step import Mirror, Plain, class_name, made_of, plain, play
from pyrogram import Client, enums
from pyrogram.connection.transport import tcp
from pyrogram.crypto.rsa import PublicKey, server_public_keys
from pyrogram.errors import (
    ChatWriteForbidden,
    FreshResetAuthorisationForbidden,
    PasswordHashInvalid,
    SessionPasswordNeeded,
)
from pyrogram.handlers import (
    DeletedMessagesHandler,
    EditedMessageHandler,
    MessageHandler,
    RawUpdateHandler,
    UserStatusHandler,
)
from pyrogram.raw import functions, types
from pyrogram.raw.all import layer
from pyrogram.session import Session
from pyrogram.types import ChatPermissions, InputMediaPhoto, InputPhoneContact
from scenario import Heard, Once, Scenario, named, world

WORLD = world()
ADA, BOB, CAROL = ("+" + phone for phone in WORLD["phones"])
VOICE = Path(WORLD["voice"]).read_bytes()
IS_KURIGRAM = hasattr(Client, "get_active_sessions")
NAME = "k" if IS_KURIGRAM else "p"
TO_ADA, TO_BOB, TO_CAROL = (f"{name}_{NAME}x" for name in ("ada", "bob", "carol"))


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


def reply_to(message_id: int) -> dict[str, Any]:
    if IS_KURIGRAM:
        return {"reply_parameters": pyrogram.types.ReplyParameters(message_id=message_id)}
    return {"reply_to_message_id": message_id}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def download(device: Device, media: Any, **options: Any) -> str:
    return digest((await device.client.download_media(media, in_memory=True, **options)).getbuffer())


async def texts(messages: Any) -> list[str]:
    return [message.text async for message in messages]


async def begin(does: Scenario) -> tuple[Person, Person, Person]:
    phones, people = [], []
    async with does.does("sign up"):
        for phone, name in ((ADA, "Ada"), (BOB, "Bob"), (CAROL, "Carol")):
            phones.append(await enter(new_device(name), phone, name))
    async with does.does("sign in by code"):
        for phone, first in zip((ADA, BOB, CAROL), phones, strict=True):
            second = await enter(new_device(first.client.me.first_name + "'s tablet"), phone)
            people.append(Person(first.client.me.id, first, second))
    ada, bob, carol = people
    return ada, bob, carol


async def account(does: Scenario, ada: Person, bob: Person, carol: Person) -> None:
    phone, theirs = ada.phone.client, bob.phone.client
    async with does.does("username"):
        for person, name in ((ada, TO_ADA), (bob, TO_BOB), (carol, TO_CAROL)):
            await person.phone.client.set_username(name)
        assert (await theirs.get_users(TO_ADA)).id == ada.id
    async with does.does("profile"):
        await phone.update_profile(last_name="Lovelace", bio="counts")
        shown = await theirs.get_chat(TO_ADA)
        assert (shown.last_name, shown.bio) == ("Lovelace", "counts")
    async with does.does("profile photo"):
        await phone.set_profile_photo(photo=WORLD["picture"])
        shown = (await theirs.get_users(TO_ADA)).photo
        assert len((await theirs.download_media(shown.big_file_id, in_memory=True)).getbuffer()) > 1000
    async with does.does("contacts"):
        assert len((await phone.import_contacts([InputPhoneContact(BOB, "Bobby")])).imported) == 1
        assert [user.first_name for user in await ada.tablet.client.get_contacts()] == ["Bobby"]
    async with does.does("privacy", raw=True):
        key, nobody = types.InputPrivacyKeyPhoneNumber(), types.InputPrivacyValueDisallowAll()
        await phone.invoke(functions.account.SetPrivacy(key=key, rules=[nobody]))
        assert (await theirs.get_users(TO_ADA)).phone_number is None
    async with does.does("presence", raw=True):
        for offline in (True, False):
            await theirs.invoke(functions.account.UpdateStatus(offline=offline))
        online = enums.UserStatus.ONLINE
        await ada.phone.heard.take(Status, lambda told: (told.user.id, told.user.status) == (bob.id, online))
    third = new_device("third")
    async with does.does("password"):
        await phone.enable_cloud_password("enchantress", hint="engine")
        try:
            await enter(third, ADA, password="difference")
        except PasswordHashInvalid:
            await third.client.check_password("enchantress")
        assert (await third.client.get_me()).id == ada.id
        await phone.remove_cloud_password("enchantress")
    async with does.does("sessions", raw=True):
        other = next(one for one in await devices(phone) if not one.current)
        try:
            await phone.invoke(functions.account.ResetAuthorization(hash=other.hash))
        except FreshResetAuthorisationForbidden:
            before = len(await devices(phone))
        await third.client.invoke(functions.auth.LogOut())
        await third.client.disconnect()
        assert len(await devices(phone)) == before - 1
    async with does.does("QR code", raw=True):
        shown = new_device("shown").client
        await shown.connect()
        export = functions.auth.ExportLoginToken(api_id=1, api_hash="any", except_ids=[])
        token = (await shown.invoke(export)).token
        await phone.invoke(functions.auth.AcceptLoginToken(token=token))
        assert (await shown.invoke(export)).authorization.user.id == ada.id
        await shown.invoke(functions.auth.LogOut())
        await shown.disconnect()


async def devices(client: Client) -> list[Any]:
    return (await client.invoke(functions.account.GetAuthorizations())).authorizations


async def talk(does: Scenario, ada: Person, bob: Person, carol: Person) -> None:
    phone, theirs = ada.phone.client, bob.phone.client
    async with does.does("messages"):
        sent = await phone.send_message(TO_BOB, "hello **Bob**")
        heard = await bob.phone.hears("hello Bob")
        assert (heard.text.markdown, heard.from_user.id) == ("hello **Bob**", ada.id)
    async with does.does("devices in step"):
        assert (await ada.tablet.hears("hello Bob")).outgoing
        await bob.tablet.hears("hello Bob")
    async with does.does("history"):
        assert await texts(bob.tablet.client.get_chat_history(TO_ADA, limit=5)) == ["hello Bob"]
    async with does.does("replies"):
        await theirs.send_message(TO_ADA, "hello Ada", **reply_to(heard.id))
        assert (await ada.phone.hears("hello Ada")).reply_to_message_id == sent.id
    async with does.does("edits"):
        await sent.edit("hello again")
        changed = await bob.phone.heard.take(Edited, lambda edited: edited.message.text == "hello again")
        assert changed.message.id == heard.id
    async with does.does("forwards"):
        await sent.forward(TO_CAROL)
        came = await carol.phone.hears("hello again")
        assert (came.forward_origin.sender_user if IS_KURIGRAM else came.forward_from).id == ada.id
    async with does.does("drafts", raw=True):
        peer = await phone.resolve_peer(TO_BOB)
        await phone.invoke(functions.messages.SaveDraft(peer=peer, message="not yet"))
        assert (await ada.tablet.heard.take(types.UpdateDraftMessage)).draft.message == "not yet"
        await phone.invoke(functions.messages.SaveDraft(peer=peer, message=""))
    async with does.does("pins"):
        await phone.pin_chat_message(TO_BOB, sent.id, both_sides=True)
        assert (await bob.phone.heard.take(types.UpdatePinnedMessages)).messages == [heard.id]
    async with does.does("scheduled messages", raw=True):
        await phone.send_message(TO_BOB, "in time", schedule_date=datetime.now() + timedelta(hours=1))
        listed = await phone.invoke(functions.messages.GetScheduledHistory(peer=peer, hash=0))
        assert [message.message for message in listed.messages] == ["in time"]
        await phone.invoke(functions.messages.SendScheduledMessages(peer=peer, id=[listed.messages[0].id]))
        await bob.phone.hears("in time")
    async with does.does("reactions"):
        await theirs.send_reaction(TO_ADA, heard.id, "🔥")
        await ada.phone.heard.take(types.UpdateMessageReactions)
        shown = (await phone.get_messages(TO_BOB, sent.id)).reactions
        assert [(one.emoji, one.count) for one in getattr(shown, "reactions", shown)] == [("🔥", 1)]
    async with does.does("polls"):
        asked = await phone.send_poll(TO_BOB, "Coming?", ["yes", "no"], is_anonymous=False)
        seen = await bob.phone.hears_media()
        await theirs.vote_poll(TO_ADA, seen.id, 0)
        assert (await ada.phone.heard.take(types.UpdateMessagePoll)).results.total_voters == 1
        ended = await phone.stop_poll(TO_BOB, asked.id)
        assert (ended.is_closed, [option.voter_count for option in ended.options]) == (True, [1, 0])
    async with does.does("search"):
        assert await texts(phone.search_messages(TO_BOB, query="AGAIN")) == ["hello again"]
        assert "hello again" in await texts(theirs.search_global("hel aga"))
    async with does.does("read receipts"):
        await theirs.read_chat_history(TO_ADA)
        await ada.phone.heard.take(types.UpdateReadHistoryOutbox, lambda update: update.max_id >= sent.id)
    async with does.does("typing"):
        await theirs.send_chat_action(TO_ADA, enums.ChatAction.TYPING)
        await ada.phone.heard.take(types.UpdateUserTyping, lambda update: update.user_id == bob.id)
    async with does.does("deletions"):
        await sent.delete()
        await bob.phone.heard.take(Deleted, lambda gone: heard.id in gone.ids)


async def be_away(does: Scenario, ada: Person, bob: Person) -> Person:
    """Bob's tablet is switched off, and hears of what it missed once it is on again."""
    phone, name = ada.phone.client, bob.tablet.client.name
    if not IS_KURIGRAM:
        does.cannot("it never asks what it missed while it was away", "catching up")
        return bob
    async with does.does("catching up"):
        old = await phone.send_message(TO_BOB, "stays a while")
        before = await bob.tablet.hears("stays a while")
        await leave(bob.tablet)
        await phone.send_message(TO_BOB, "missed")
        await (await phone.send_message(TO_BOB, "mistaken")).edit("corrected")
        await (await phone.send_message(TO_BOB, "gone")).delete()
        await old.delete()
        tablet = new_device(name)
        await tablet.client.start()
        bob = bob._replace(tablet=tablet)
        await tablet.hears("missed")
        await tablet.hears("corrected")
        await tablet.heard.take(Deleted, lambda gone: before.id in gone.ids)
        assert await texts(tablet.client.get_chat_history(TO_ADA, limit=2)) == ["corrected", "missed"]
    return bob


async def meet(does: Scenario, ada: Person, bob: Person, carol: Person) -> None:
    phone = ada.phone.client
    async with does.does("groups"):
        group = (await phone.create_group("Engine", [TO_BOB])).id
        await phone.send_message(group, "who is in?")
        for device in (bob.phone, bob.tablet, ada.tablet):
            assert (await device.hears("who is in?")).chat.id == group
    async with does.does("invite links"):
        link = (await phone.create_chat_invite_link(group)).invite_link
        await carol.phone.client.join_chat(link)
        people = [member.user.first_name async for member in carol.phone.client.get_chat_members(group)]
        assert sorted(people) == ["Ada", "Bob", "Carol"]
    async with does.does("group rights", raw=True):
        admin = functions.messages.EditChatAdmin
        await phone.invoke(admin(chat_id=-group, user_id=await phone.resolve_peer(TO_BOB), is_admin=True))
        await phone.set_chat_permissions(group, ChatPermissions())
        try:
            await carol.phone.client.send_message(group, "may I?")
        except ChatWriteForbidden:
            await bob.phone.client.send_message(group, "an administrator may")
        await carol.tablet.hears("an administrator may")
    async with does.does("leaving"):
        await carol.phone.client.leave_chat(group)
        await bob.phone.heard.take(New, lambda new: "LEFT_CHAT_MEMBER" in str(new.message.service))


class Lent(in_step.Client):
    """A person's devices. Pyrogram itself does not ask what it missed."""

    layer = layer
    catches_up = IS_KURIGRAM

    def __init__(self, person: Person, username: str) -> None:
        super().__init__(username, person.phone.heard.mirror, person.tablet.heard.mirror)
        self.person = person

    async def call(self, query: Plain) -> Any:
        return await invoke(self.person.phone.client, query)

    async def call_second(self, query: Plain) -> Any:
        return await invoke(self.person.tablet.client, query)

    async def end(self) -> None:
        await leave(self.person.tablet)

    async def start(self) -> None:
        tablet = new_device(self.person.tablet.client.name, self.second, recovers=self.catches_up)
        await tablet.client.start()
        self.person = self.person._replace(tablet=tablet)

    async def pts(self) -> int | None:
        """It keeps the last one that it was told, not the highest."""
        return None


async def invoke(client: Client, query: Plain) -> Any:
    """Call a method of the API as it is."""

    def find(schema_name: str) -> Any:
        room, name = class_name(schema_name)
        return getattr(getattr(functions, room), name) if room else getattr(types, name)

    return plain(await client.invoke(made_of(query, find)))


async def stay_in_step(does: Scenario, people: list[Person]) -> list[Person]:
    async def sign_up(phone: str, name: str) -> None:
        await leave(await enter(new_device(phone), phone, name))

    lent = [Lent(person, username) for person, username in zip(people, (TO_ADA, TO_BOB, TO_CAROL), strict=True)]
    await play(does, lent, WORLD["newcomers"], sign_up)
    for person in people:
        person.phone.heard.forget()
    return [one.person for one in lent]


async def share(does: Scenario, ada: Person, bob: Person) -> None:
    phone = ada.phone.client
    async with does.does("photos"):
        sent = await phone.send_photo(TO_BOB, WORLD["picture"])
        assert await download(ada.phone, sent) == await download(bob.phone, await bob.phone.hears_media())
    async with does.does("albums"):
        pictures = [InputMediaPhoto(WORLD["picture"], caption=words) for words in ("one", "two")]
        await phone.send_media_group(TO_BOB, pictures)
        first, second = await bob.phone.hears_media(), await bob.phone.hears_media()
        assert first.media_group_id == second.media_group_id is not None
        assert {first.caption, second.caption} == {"one", "two"}
    async with does.does("documents"):
        letter = named(os.urandom(1_500_000), "letter.bin")
        await phone.send_document(TO_BOB, letter)
        came = await bob.phone.hears_media()
        assert (came.document.file_name, await download(bob.phone, came)) == ("letter.bin", digest(letter.getbuffer()))
    async with does.does("voice messages"):
        await phone.send_voice(TO_BOB, WORLD["voice"])
        came = await bob.phone.hears_media()
        assert (came.voice.duration, await download(bob.phone, came)) == (2, digest(VOICE))
    async with does.does("stickers", raw=True):
        name = types.InputStickerSetShortName(short_name="chappe_semaphore")
        await phone.invoke(functions.messages.InstallStickerSet(stickerset=name, archived=False))
        first = (await phone.invoke(functions.messages.GetStickerSet(stickerset=name, hash=0))).documents[0]
        document = types.InputDocument(id=first.id, access_hash=first.access_hash, file_reference=first.file_reference)
        await phone.invoke(
            functions.messages.SendMedia(
                peer=await phone.resolve_peer(TO_BOB),
                media=types.InputMediaDocument(id=document),
                message="",
                random_id=phone.rnd_id(),
            )
        )
        came = await bob.phone.hears_media()
        content = await bob.phone.client.download_media(came.sticker.file_id, in_memory=True)
        assert len(content.getbuffer()) == first.size
    async with does.does("broken connections"):
        engine = named(os.urandom(6_000_000), "engine.bin")
        up, down = Once(), Once()
        await phone.send_document(TO_BOB, engine, progress=up.cut_at_a_third)
        came = await bob.phone.hears_media()
        assert await download(bob.phone, came, progress=down.cut_at_a_third) == digest(engine.getbuffer())
        assert up.is_done
        assert down.is_done


async def connections(does: Scenario) -> None:
    does.cannot("it has no end-to-end layer", "secret chats")
    does.cannot("it has no such transport", "HTTP")
    does.cannot("it knows permanent keys only", "temporary keys")
    if not IS_KURIGRAM:
        does.cannot("its connections are always abridged", "obfuscation")
        does.cannot("it has no such transport", "WebSocket")
        return
    does.cannot("it speaks WebSocket to proxies of its own kind only", "WebSocket")
    async with does.does("obfuscation"):
        client = new_device("obfuscated", connection=here(protocol_factory=tcp.TCPAbridgedO)).client
        await client.connect()
        assert (await client.invoke(functions.help.GetNearestDc())).this_dc == WORLD["dc_id"]
        await client.disconnect()


def be_impatient() -> None:
    """Make a call that was lost with its connection again after 5 s, not 15: how long it waits proves nothing."""
    for call in (Session.send, Session.invoke):
        call.__defaults__ = tuple(5 if default == Session.WAIT_TIMEOUT else default for default in call.__defaults__)


def be_patient() -> None:
    """Give a connection longer than 2 s to begin: on a busy machine it would be given up again and again."""
    Session.START_TIMEOUT = 20


async def main() -> None:
    be_impatient()
    be_patient()
    key = WORLD["legacy"]
    server_public_keys[int(key["fingerprint"])] = PublicKey(int(key["n"]), key["e"])
    if not IS_KURIGRAM:
        pyrogram.connection.connection.DataCenter = lambda *which: (WORLD["host"], WORLD["port"])
    does = Scenario()
    ada, bob, carol = await begin(does)
    await account(does, ada, bob, carol)
    await talk(does, ada, bob, carol)
    bob = await be_away(does, ada, bob)
    await meet(does, ada, bob, carol)
    if WORLD["whole"]:
        ada, bob, carol = await stay_in_step(does, [ada, bob, carol])
        await share(does, ada, bob)
        await connections(does)
    for person in (ada, bob, carol):
        await leave(person.phone)
        await leave(person.tablet)
    does.report(pyrogram.__version__)


loop.run_until_complete(main())
