"""The user service as a person uses it through unmodified Telethon: contacts, names, privacy, blocks, presence."""

import pytest
from telethon import TelegramClient, errors, events
from telethon.tl import functions, types

from tests.server.harness import Harness
from tests.server.people import ALICE, BOB


async def signed_in(harness: Harness, number: str, name: str) -> TelegramClient:
    await harness.client(number, first_name=name)
    client = harness.telethon()
    await client.start(phone=f"+{number}", code_callback=lambda: number[5] * 5)
    return client


@pytest.fixture
async def pair(harness: Harness) -> tuple[TelegramClient, TelegramClient]:
    """Alice and Bob with Telethon; Alice has Bob in her phone book."""
    alice, bob = await signed_in(harness, ALICE, "Alice"), await signed_in(harness, BOB, "Bob")
    book = [types.InputPhoneContact(client_id=1, phone=f"+{BOB[:3]} {BOB[3:]}", first_name="Bobby", last_name="B")]
    imported = await alice(functions.contacts.ImportContactsRequest(book))
    assert [user.first_name for user in imported.users] == ["Bobby"]
    return alice, bob


async def test_people_find_each_other(pair):
    alice, bob = pair
    await bob(functions.account.UpdateUsernameRequest("builder_bob"))
    await bob(functions.account.UpdateProfileRequest(about="I build things"))
    found = await alice.get_entity("builder_bob")
    assert (found.first_name, found.contact, found.phone) == ("Bobby", True, BOB)
    full = await alice(functions.users.GetFullUserRequest(found))
    assert full.full_user.about == "I build things"
    assert (await alice.get_entity(f"+{BOB}")).id == found.id
    with pytest.raises(ValueError, match="No user has"):
        await alice.get_entity("no_such_person")


async def test_privacy_and_blocks(pair):
    alice, bob = pair
    me = await alice.get_me()
    await alice.send_message(BOB, "hello")
    about = types.InputPrivacyKeyAbout()
    await alice(functions.account.UpdateProfileRequest(about="secret"))
    rules = await alice(functions.account.SetPrivacyRequest(about, [types.InputPrivacyValueDisallowAll()]))
    assert isinstance(rules.rules[0], types.PrivacyValueDisallowAll)
    (dialog,) = [dialog async for dialog in bob.iter_dialogs() if dialog.id == me.id]
    assert (await bob(functions.users.GetFullUserRequest(dialog.input_entity))).full_user.about is None
    await alice(functions.contacts.BlockRequest(BOB))
    with pytest.raises(errors.UserIsBlockedError):
        await bob.send_message(dialog.input_entity, "are you there?")
    blocked = await alice(functions.contacts.GetBlockedRequest(offset=0, limit=10))
    assert [user.first_name for user in blocked.users] == ["Bobby"]


async def test_presence_arrives_as_an_event(pair):
    alice, bob = pair
    seen: list[bool | None] = []
    alice.add_event_handler(lambda event: seen.append(event.online), events.UserUpdate())
    await alice.get_dialogs()
    await bob(functions.account.UpdateStatusRequest(offline=False))
    await alice.get_me()
    statuses = await alice(functions.contacts.GetStatusesRequest())
    assert isinstance(statuses[0].status, types.UserStatusOnline)
    assert seen == [True]
