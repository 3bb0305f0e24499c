"""Telethon: three people with two devices each. One program for every version, each at its own layer.

What Telethon has no verb for is called as it stands in the API; types that changed between layers are made by `made`.
"""

import asyncio
import hashlib
import inspect
import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import telethon
from in_step import Client, Mirror, Plain, class_name, made_of, plain, play
from scenario import Heard, Once, Scenario, named, world
from telethon import TelegramClient, errors, events
from telethon.crypto import rsa
from telethon.network import connection
from telethon.sessions import MemorySession
from telethon.tl import functions, types
from telethon.tl.alltlobjects import LAYER

WORLD = world()
ADA, BOB, CAROL = WORLD["phones"]
CODE = WORLD["code"]
VOICE = Path(WORLD["voice"]).read_bytes()
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


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def download(client: TelegramClient, message: Any, **options: Any) -> str:
    return digest(await client.download_media(message, bytes, **options))


async def enter(does: Scenario) -> tuple[Person, Person, Person]:
    """Everybody gets an account and two devices."""
    new, people = [], []
    async with does.does("sign up", raw=True):
        for phone, name in ((ADA, "Ada"), (BOB, "Bob"), (CAROL, "Carol")):
            new.append(await sign_up(phone, name))
    async with does.does("sign in by code"):
        for phone, client in zip((ADA, BOB, CAROL), new, strict=True):
            first = await sign_in(phone, client=client)
            people.append(Person((await client.get_me()).id, first, await sign_in(phone)))
    ada, bob, carol = people
    return ada, bob, carol


async def account(does: Scenario, ada: Person, bob: Person, carol: Person) -> None:
    phone, tablet = ada.phone.client, ada.tablet.client
    async with does.does("username", raw=True):
        for person, name in ((ada, "ada"), (bob, "bob"), (carol, "carol")):
            await person.phone.client(functions.account.UpdateUsernameRequest(f"{name}_t{LAYER}"))
        assert (await bob.phone.client.get_entity(f"ada_t{LAYER}")).id == ada.id
    async with does.does("profile", raw=True):
        await phone(functions.account.UpdateProfileRequest(last_name="Lovelace", about="counts"))
        full = await bob.phone.client(functions.users.GetFullUserRequest(ada.id))
        assert (full.users[0].last_name, full.full_user.about) == ("Lovelace", "counts")
    async with does.does("profile photo", raw=True):
        file = await phone.upload_file(WORLD["picture"])
        await phone(functions.photos.UploadProfilePhotoRequest(file=file))
        assert len(await bob.phone.client.download_profile_photo(f"ada_t{LAYER}", bytes)) > 1000
    async with does.does("contacts", raw=True):
        contact = types.InputPhoneContact(0, BOB, "Bobby", "")
        assert len((await phone(functions.contacts.ImportContactsRequest([contact]))).imported) == 1
        listed = await tablet(functions.contacts.GetContactsRequest(0))
        assert [user.first_name for user in listed.users] == ["Bobby"]
    async with does.does("privacy", raw=True):
        key, nobody = types.InputPrivacyKeyPhoneNumber(), types.InputPrivacyValueDisallowAll()
        rules = await phone(functions.account.SetPrivacyRequest(key, [nobody]))
        assert isinstance(rules.rules[0], types.PrivacyValueDisallowAll)
        assert (await bob.phone.client.get_entity(f"ada_t{LAYER}")).phone is None
    async with does.does("presence", raw=True):
        await phone(functions.account.UpdateStatusRequest(offline=True))
        await bob.phone.client(functions.account.UpdateStatusRequest(offline=True))
        await bob.phone.client(functions.account.UpdateStatusRequest(offline=False))
        await ada.phone.heard.take(events.UserUpdate.Event, lambda event: event.user_id == bob.id and event.online)
    async with does.does("password"):
        await phone.edit_2fa(new_password="enchantress", hint="engine")
        try:
            await sign_in(ADA, "difference")
        except errors.PasswordHashInvalidError:
            third = await sign_in(ADA, "enchantress")
        assert (await third.client.get_me()).id == ada.id
        await phone.edit_2fa(current_password="enchantress")
    async with does.does("sessions", raw=True):
        other = next(one for one in await devices(phone) if not one.current)
        with suppress(errors.FreshResetAuthorisationForbiddenError):
            await phone(functions.account.ResetAuthorizationRequest(other.hash))
            raise AssertionError("a new device ended another one")
        before = len(await devices(phone))
        await third.client.log_out()
        assert len(await devices(phone)) == before - 1
    async with does.does("QR code", raw=True):
        shown = new_client()
        await shown.connect()
        code = await shown.qr_login()
        waiting = asyncio.create_task(code.wait())
        await asyncio.sleep(0)
        await phone(functions.auth.AcceptLoginTokenRequest(code.token))
        assert (await waiting).id == ada.id
        await shown.log_out()


async def devices(client: TelegramClient) -> list[Any]:
    return (await client(functions.account.GetAuthorizationsRequest())).authorizations


async def talk(does: Scenario, ada: Person, bob: Person, carol: Person) -> None:
    phone, theirs = ada.phone.client, bob.phone.client
    to_bob, to_ada = f"bob_t{LAYER}", f"ada_t{LAYER}"
    async with does.does("messages"):
        sent = await write(phone, to_bob, "hello **Bob**")
        heard = await bob.phone.hears("hello Bob")
        assert (heard.text, heard.sender_id) == ("hello **Bob**", ada.id)
    async with does.does("devices in step"):
        assert (await ada.tablet.hears("hello Bob")).out
        await bob.tablet.hears("hello Bob")
    async with does.does("history"):
        assert [one.raw_text async for one in bob.tablet.client.iter_messages(to_ada, limit=5)] == ["hello Bob"]
    async with does.does("replies"):
        with suppress(*[AttributeError] * bool(BROKEN)):
            await heard.reply("hello Ada")
        answer = await ada.phone.hears("hello Ada")
        assert answer.reply_to_msg_id == sent.id
    async with does.does("edits"):
        await sent.edit("hello again")
        edited = await bob.phone.heard.take(events.MessageEdited.Event)
        assert (edited.id, edited.raw_text) == (heard.id, "hello again")
    async with does.does("forwards"):
        await sent.forward_to(f"carol_t{LAYER}")
        assert (await carol.phone.hears("hello again")).forward.sender_id == ada.id
    async with does.does("drafts"):
        draft = await phone.get_drafts(to_bob)
        await draft.set_message("not yet")
        told = await ada.tablet.heard.take(types.UpdateDraftMessage)
        assert told.draft.message == "not yet"
        await draft.delete()
    async with does.does("pins"):
        await phone.pin_message(to_bob, sent)
        assert (await bob.phone.heard.take(types.UpdatePinnedMessages)).messages == [heard.id]
    async with does.does("scheduled messages", raw=True):
        later = await phone.send_message(to_bob, "in time", schedule=timedelta(hours=1))
        assert [one.raw_text async for one in phone.iter_messages(to_bob, scheduled=True)] == ["in time"]
        await phone(functions.messages.SendScheduledMessagesRequest(to_bob, [later.id]))
        await bob.phone.hears("in time")
    async with does.does("reactions", raw=True):
        fire = types.ReactionEmoji("🔥")
        await theirs(functions.messages.SendReactionRequest(to_ada, heard.id, reaction=[fire]))
        await ada.phone.heard.take(types.UpdateMessageReactions)
        shown = (await phone.get_messages(to_bob, ids=sent.id)).reactions.results
        assert [(one.reaction.emoticon, one.count) for one in shown] == [("🔥", 1)]
    async with does.does("polls", raw=True):
        await poll(ada, bob)
    async with does.does("search"):
        assert [one.raw_text async for one in phone.iter_messages(to_bob, search="AGAIN")] == ["hello again"]
        assert "hello again" in [one.raw_text async for one in theirs.iter_messages(None, search="hel aga")]
    async with does.does("read receipts"):
        await theirs.send_read_acknowledge(to_ada)
        await ada.phone.heard.take(events.MessageRead.Event, lambda event: event.outbox and event.is_read(sent))
    async with does.does("typing"), theirs.action(to_ada, "typing"):
        await ada.phone.heard.take(events.UserUpdate.Event, lambda event: event.typing)
    async with does.does("deletions"):
        await sent.delete(revoke=True)
        gone = await bob.phone.heard.take(events.MessageDeleted.Event)
        assert gone.deleted_ids == [heard.id]


async def poll(ada: Person, bob: Person) -> None:
    answers = [types.PollAnswer(words(name), name.encode()) for name in ("yes", "no")]
    asked = made(types.Poll, id=0, question=words("Coming?"), answers=answers, hash=0, public_voters=True)
    sent = await ada.phone.client.send_message(f"bob_t{LAYER}", file=types.InputMediaPoll(asked))
    seen = await bob.phone.heard.take(events.NewMessage.Event, lambda event: event.poll)
    chat = await seen.get_input_chat()
    await bob.phone.client(functions.messages.SendVoteRequest(chat, seen.id, [b"yes"]))
    voted = await ada.phone.heard.take(types.UpdateMessagePoll)
    assert voted.results.total_voters == 1
    ended = made(types.Poll, id=0, question=words(""), answers=[], hash=0, closed=True)
    await ada.phone.client.edit_message(sent.input_chat, sent.id, file=types.InputMediaPoll(ended))
    closed = (await bob.phone.client.get_messages(chat, ids=seen.id)).poll
    assert closed.poll.closed
    assert [one.voters for one in closed.results.results] == [1, 0]


async def be_away(does: Scenario, ada: Person, bob: Person) -> Person:
    """Bob's tablet is switched off, and hears of what it missed once it is on again.

    Telethon takes new messages alone from a difference (telethon/_updates/messagebox.py skips whatever else has a pts
    while it is being fetched), so that deletions are seen in the history only.
    """
    to_bob = f"bob_t{LAYER}"
    async with does.does("catching up"):
        old = await write(ada.phone.client, to_bob, "stays a while")
        await bob.tablet.hears("stays a while")
        await bob.tablet.client.disconnect()
        for words in ("missed", "mistaken", "gone"):
            last = await write(ada.phone.client, to_bob, words)
            if words == "mistaken":
                await last.edit("corrected")
        await last.delete(revoke=True)
        await old.delete(revoke=True)
        tablet = await back(bob.tablet)
        await tablet.hears("missed")
        await tablet.hears("corrected")
        texts = [one.raw_text async for one in tablet.client.iter_messages(f"ada_t{LAYER}", limit=2)]
        assert texts == ["corrected", "missed"]
        bob = bob._replace(tablet=tablet)
    return bob


async def meet(does: Scenario, ada: Person, bob: Person, carol: Person) -> None:
    phone, to_bob = ada.phone.client, f"bob_t{LAYER}"
    async with does.does("groups", raw=True):
        users = [await phone.get_input_entity(to_bob)]
        created = await phone(functions.messages.CreateChatRequest(users=users, title="Engine"))
        chat = (created if LAYER < INVITED_IS_TOLD else created.updates).chats[0]
        await write(phone, chat, "who is in?")
        assert (await bob.phone.hears("who is in?")).chat_id == -chat.id
        await bob.tablet.hears("who is in?")
        await ada.tablet.hears("who is in?")
    async with does.does("invite links", raw=True):
        link = await phone(functions.messages.ExportChatInviteRequest(types.InputPeerChat(chat.id)))
        await carol.phone.client(functions.messages.ImportChatInviteRequest(link.link.rpartition("+")[2]))
        await ada.phone.heard.take(events.ChatAction.Event, lambda event: event.user_joined)
        people = await carol.phone.client.get_participants(-chat.id)
        assert {one.first_name for one in people} == {"Ada", "Bob", "Carol"}
    async with does.does("group rights", raw=True):
        await phone.edit_admin(chat, to_bob, is_admin=True)
        nobody = types.ChatBannedRights(until_date=None, send_messages=True)
        await phone(functions.messages.EditChatDefaultBannedRightsRequest(types.InputPeerChat(chat.id), nobody))
        try:
            await carol.phone.client.send_message(-chat.id, "may I?")
        except errors.ChatWriteForbiddenError:
            await write(bob.phone.client, -chat.id, "an administrator may")
        await carol.tablet.hears("an administrator may")
    async with does.does("leaving"):
        await carol.phone.client.delete_dialog(-chat.id)
        await bob.phone.heard.take(events.ChatAction.Event, lambda event: event.user_left)


class Lent(Client):
    """A person's devices. By itself Telethon takes new messages alone from a difference (`be_away`)."""

    layer = LAYER

    def __init__(self, person: Person, username: str) -> None:
        super().__init__(username, person.phone.heard.mirror, person.tablet.heard.mirror)
        self.person = person

    async def call(self, query: Plain) -> Any:
        return await invoke(self.person.phone.client, query)

    async def call_second(self, query: Plain) -> Any:
        return await invoke(self.person.tablet.client, query)

    async def end(self) -> None:
        await self.person.tablet.client.disconnect()

    async def start(self) -> None:
        self.person = self.person._replace(tablet=await back(self.person.tablet))

    async def pts(self) -> int | None:
        return int(self.person.tablet.client._message_box.session_state()[0]["pts"])


async def invoke(client: TelegramClient, query: Plain) -> Any:
    """Call a method of the API as it is."""

    def find(schema_name: str) -> Any:
        room, name = class_name(schema_name)
        return getattr(getattr(functions, room), f"{name}Request") if room else getattr(types, name)

    return plain(await client(made_of(query, find)))


async def stay_in_step(does: Scenario, people: list[Person]) -> list[Person]:
    lent = [Lent(person, f"{name}_t{LAYER}") for person, name in zip(people, ("ada", "bob", "carol"), strict=True)]
    await play(does, lent, WORLD["newcomers"], sign_up)
    for person in people:
        person.phone.heard.forget()
    return [one.person for one in lent]


async def share(does: Scenario, ada: Person, bob: Person) -> None:
    phone, theirs, to_bob = ada.phone.client, bob.phone.client, f"bob_t{LAYER}"

    async def came() -> Any:
        return await bob.phone.heard.take(events.NewMessage.Event, lambda event: event.media)

    async with does.does("photos"):
        sent = await phone.send_file(to_bob, WORLD["picture"])
        assert await download(phone, sent) == await download(theirs, (await came()).message)
    async with does.does("albums", fault=BROKEN):
        await phone.send_file(to_bob, [WORLD["picture"]] * 2, caption=["one", "two"])
        first, second = await came(), await came()
        assert first.grouped_id == second.grouped_id is not None
        assert {first.raw_text, second.raw_text} == {"one", "two"}
    async with does.does("documents"):
        letter = named(os.urandom(1_500_000), "letter.bin")
        await phone.send_file(to_bob, letter)
        document = await came()
        assert document.file.name == "letter.bin"
        assert await download(theirs, document.message) == digest(letter.getbuffer())
    async with does.does("voice messages"):
        await phone.send_file(
            to_bob, WORLD["voice"], voice_note=True, attributes=[types.DocumentAttributeAudio(2, voice=True)]
        )
        voice = await came()
        assert (voice.file.duration, voice.voice is not None) == (2, True)
        assert await download(theirs, voice.message) == digest(VOICE)
    async with does.does("stickers", raw=True):
        name = types.InputStickerSetShortName("chappe_semaphore")
        await phone(functions.messages.InstallStickerSetRequest(name, archived=False))
        found = await phone(functions.messages.GetStickerSetRequest(name, hash=0))
        await phone.send_file(to_bob, found.documents[0])
        sticker = await came()
        assert sticker.sticker is not None
        assert len(await theirs.download_media(sticker.message, bytes)) == sticker.file.size
    async with does.does("broken connections"):
        content = os.urandom(6_000_000)
        once = Once()
        await phone.send_file(to_bob, named(content, "engine.bin"), progress_callback=once.cut_at_a_third)
        once_more = Once()
        got = await download(theirs, (await came()).message, progress_callback=once_more.cut_at_a_third)
        assert got == digest(content)
        assert once.is_done
        assert once_more.is_done


async def connect(does: Scenario) -> None:
    does.cannot("it has no end-to-end layer", "secret chats")
    does.cannot("it has no such transport", "WebSocket")
    does.cannot("it knows permanent keys only", "temporary keys")
    does.cannot(
        "its HTTP transport compares a number with bytes (telethon/network/connection/http.py) "
        "and never reads an answer",
        "HTTP",
    )
    async with does.does("obfuscation"):
        client = new_client(connection.ConnectionTcpObfuscated)
        await client.connect()
        assert (await client(functions.help.GetNearestDcRequest())).this_dc == WORLD["dc_id"]
        await client.disconnect()


async def main() -> None:
    does = Scenario()
    ada, bob, carol = await enter(does)
    await account(does, ada, bob, carol)
    await talk(does, ada, bob, carol)
    bob = await be_away(does, ada, bob)
    await meet(does, ada, bob, carol)
    if WORLD["whole"]:
        ada, bob, carol = await stay_in_step(does, [ada, bob, carol])
        await share(does, ada, bob)
        await connect(does)
    for person in (ada, bob, carol):
        await person.phone.client.disconnect()
        await person.tablet.client.disconnect()
    does.report(telethon.__version__)


rsa.add_key(Path(WORLD["legacy_public_key"]).read_text(), old=False)
asyncio.run(main())
