"""A group as people use it with unmodified Telethon."""

import asyncio

import pytest
from telethon import TelegramClient, errors, events
from telethon.tl import functions, types

from tests.server.harness import Harness
from tests.server.people import ALICE, BOB, CAROL


async def somebody(harness: Harness, phone: str, name: str) -> TelegramClient:
    """An account of this name, and Telethon signed in to it."""
    await harness.client(phone, first_name=name)
    return await harness.signed_in_telethon(phone)


async def test_a_group_from_beginning_to_end(harness: Harness) -> None:
    """Create, write, promote, invite by link, restrict, leave, catch up."""
    alice, bob, carol = [
        await somebody(harness, phone, name) for phone, name in ((ALICE, "Alice"), (BOB, "Bob"), (CAROL, "Carol"))
    ]
    heard: asyncio.Queue[events.NewMessage.Event] = asyncio.Queue()
    bob.add_event_handler(heard.put, events.NewMessage(incoming=True))
    await bob.catch_up()

    (user,) = (
        await alice(functions.contacts.ImportContactsRequest([types.InputPhoneContact(0, BOB, "Bob", "")]))
    ).users
    made = await alice(functions.messages.CreateChatRequest(users=[user], title="Plans"))
    chat = made.updates.chats[0]
    await alice.send_message(chat, "Who is in?")
    event = await asyncio.wait_for(heard.get(), 30)
    assert event.raw_text == "Who is in?"
    assert event.chat_id == -chat.id
    await event.reply("Me")
    assert [message.text async for message in alice.iter_messages(chat, limit=1)] == ["Me"]

    assert await alice(functions.messages.EditChatAdminRequest(chat.id, user, is_admin=True))
    link = await bob(functions.messages.ExportChatInviteRequest(types.InputPeerChat(chat.id)))
    joined = await carol(functions.messages.ImportChatInviteRequest(link.link.rpartition("+")[2]))
    assert chat.id in {one.id for one in joined.updates.chats}
    people = await carol.get_participants(-chat.id)
    assert {person.first_name for person in people} == {"Alice", "Bob", "Carol"}

    await alice(
        functions.messages.EditChatDefaultBannedRightsRequest(
            types.InputPeerChat(chat.id), types.ChatBannedRights(until_date=None, send_messages=True)
        )
    )
    with pytest.raises(errors.ChatWriteForbiddenError):
        await carol.send_message(-chat.id, "May I?")
    await bob.send_message(-chat.id, "An admin may")
    await alice.kick_participant(-chat.id, "me")
    (entry,) = [dialog async for dialog in carol.iter_dialogs() if dialog.id == -chat.id]
    assert entry.name == "Plans"
    assert isinstance(entry.message.action, types.MessageActionChatDeleteUser)
    (left,) = [dialog async for dialog in alice.iter_dialogs() if dialog.id == -chat.id]
    await left.delete()
    assert -chat.id not in [dialog.id async for dialog in alice.iter_dialogs()]
