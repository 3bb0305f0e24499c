"""Pyrogram, and Kurigram, which grew out of it: three people with two devices each, at the layer of either.

What one of them has no verb for is called as it stands in the API.
"""

# ruff: noqa: I001  # Pyrogram wants a loop when it is imported, which pyrogram_devices has for it
from pyrogram_devices import (
    IS_KURIGRAM,
    WORLD,
    Deleted,
    Edited,
    New,
    Person,
    Status,
    enter,
    here,
    leave,
    loop,
    meet_this_server,
    new_device,
)

from datetime import datetime, timedelta
from typing import Any

import pyrogram
from pyrogram import Client, enums
from pyrogram.connection.transport import tcp
from pyrogram.errors import ChatWriteForbidden, FreshResetAuthorisationForbidden, PasswordHashInvalid
from pyrogram.raw import functions, types
from pyrogram.types import ChatPermissions, InputPhoneContact
from pyrogram_files import share
from pyrogram_in_step import stay_in_step
from scenario import Scenario

ADA, BOB, CAROL = ("+" + phone for phone in WORLD["phones"])
NAME = "k" if IS_KURIGRAM else "p"
TO_ADA, TO_BOB, TO_CAROL = (f"{name}_{NAME}x" for name in ("ada", "bob", "carol"))


def reply_to(message_id: int) -> dict[str, Any]:
    if IS_KURIGRAM:
        return {"reply_parameters": pyrogram.types.ReplyParameters(message_id=message_id)}
    return {"reply_to_message_id": message_id}


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
        assert (await phone.pin_chat_message(TO_BOB, sent.id, both_sides=True)).service
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


async def main() -> None:
    meet_this_server()
    does = Scenario()
    ada, bob, carol = await begin(does)
    await account(does, ada, bob, carol)
    await talk(does, ada, bob, carol)
    bob = await be_away(does, ada, bob)
    await meet(does, ada, bob, carol)
    if WORLD["whole"]:
        ada, bob, carol = await stay_in_step(does, [ada, bob, carol], (TO_ADA, TO_BOB, TO_CAROL))
        await share(does, ada, bob, TO_BOB)
        await connections(does)
    for person in (ada, bob, carol):
        await leave(person.phone)
        await leave(person.tablet)
    does.report(pyrogram.__version__)


loop.run_until_complete(main())
