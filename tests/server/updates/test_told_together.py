"""News for many boxes at once: what it takes is read together, and each is told what they alone would be told."""

from __future__ import annotations

import pytest

from mtproto.tl import functions, types
from server.chats.events import MEMBERS, tell
from storage.conversations import chats
from storage.database import Tx
from tests.server.client import Client
from tests.server.harness import Harness
from tests.server.people import ALICE, BOB, CAROL, Person, peer_of, person, sent_id, text, user_of

DAVE = "9996621004"
NAMES = {ALICE: "Alice", BOB: "Bob", CAROL: "Carol", DAVE: "Dave"}


async def group_of(harness: Harness) -> tuple[list[Person], types.InputPeerChat]:
    """Alice has founded a group, and stands differently to each of its members; their queues are empty."""
    everyone = alice, bob, carol, dave = [await person(harness, *who) for who in NAMES.items()]
    await bob(text(types.InputPeerSelf(), "a note, so that Bob's numbers are others than Carol's"))
    made = await alice(
        functions.messages.CreateChat(
            users=[user_of(harness, alice, one) for one in (bob, carol, dave)], title="Friends"
        )
    )
    chat_id = made.updates.chats[0].id
    await alice(
        functions.messages.EditChatAdmin(chat_id=chat_id, user_id=user_of(harness, alice, carol), is_admin=True)
    )
    await bob(functions.contacts.AddContact(id=user_of(harness, bob, alice), first_name="Ali", last_name="", phone=""))
    await alice(
        functions.contacts.AddContact(id=user_of(harness, alice, carol), first_name="Caro", last_name="", phone="")
    )
    await alice(functions.contacts.Block(id=peer_of(harness, alice, dave)))
    await alice(functions.account.UpdateStatus(offline=False))
    for one in everyone:
        for device in (one.phone, one.tablet):
            await device(functions.updates.GetState())
            device.forget_updates()
    return everyone, types.InputPeerChat(chat_id=chat_id)


async def news(one: Person) -> types.Updates:
    """The next new message that this person's phone is told at length."""
    while True:
        told = await one.phone.update(types.Updates)
        if isinstance(told.updates[0], types.UpdateNewMessage):
            return told


@pytest.mark.rows("U3")
async def test_each_member_is_shown_the_writer_and_the_group_as_they_see_them(harness: Harness) -> None:
    (alice, *others), peer = await group_of(harness)
    first = sent_id(await alice(text(peer, "hello")))
    reply = types.InputReplyToMessage(reply_to_msg_id=first)
    await alice(text(peer, "hello again", reply_to=reply))
    shown, numbers = [], set()
    for one in others:
        told = await news(one)
        message = told.updates[0].message
        (writer,) = await one(functions.users.GetUsers(id=[user_of(harness, one, alice)]))
        group = (await one(functions.messages.GetChats(id=[peer.chat_id]))).chats
        assert (told.users, told.chats) == ([writer], group)
        (replied,) = (
            await one(functions.messages.GetMessages(id=[types.InputMessageID(id=message.reply_to.reply_to_msg_id)]))
        ).messages
        assert (message.message, replied.message) == ("hello again", "hello")
        numbers.add(replied.id)
        shown.append(
            (writer.first_name, writer.mutual_contact, writer.phone, type(writer.status), group[0].admin_rights)
        )
    assert len(numbers) > 1, "ids that could not have been confused"
    assert len({str(one) for one in shown}) == len(others), "three who see the same"


async def test_members_are_shown_who_is_there_and_who_left_is_not(harness: Harness) -> None:
    (alice, bob, carol, dave), peer = await group_of(harness)
    await dave(functions.messages.DeleteChatUser(chat_id=peer.chat_id, user_id=types.InputUserSelf()))
    everyone = (dave, bob, carol)
    for one in everyone:
        await one.phone(functions.updates.GetState())
        one.phone.forget_updates()

    async def unit(tx: Tx) -> None:
        chat = await chats.by_id(tx, peer.chat_id)
        assert chat is not None
        await tell(tx, [one.user_id for one in everyone], MEMBERS, chat, int(harness.app.clock.now()))

    await harness.app.db.write(unit)
    gone, *told = [await one.phone.update(types.Updates) for one in everyone]
    assert gone.updates == [
        types.UpdateChatParticipants(participants=types.ChatParticipantsForbidden(chat_id=peer.chat_id))
    ]
    assert gone.users == []
    full = await alice(functions.messages.GetFullChat(chat_id=peer.chat_id))
    there = [alice.user_id, bob.user_id, carol.user_id]
    assert [one.user_id for one in full.full_chat.participants.participants] == there
    for news_of_members in told:
        assert news_of_members.updates == [types.UpdateChatParticipants(participants=full.full_chat.participants)]
        assert [user.id for user in news_of_members.users] == there


async def test_who_types_is_sent_along_to_those_who_were_not_sent_them_yet(harness: Harness) -> None:
    (alice, bob, *_), peer = await group_of(harness)
    laptop = await harness.client(BOB)
    await laptop(functions.updates.GetState())
    typing = functions.messages.SetTyping(peer=peer, action=types.SendMessageTypingAction())
    await alice(typing)
    told = await told_of_typing(laptop)
    assert isinstance(told, types.Updates), "a session that was sent nobody yet"
    assert ([user.id for user in told.users], [chat.id for chat in told.chats]) == ([alice.user_id], [peer.chat_id])
    for device in (laptop, bob.tablet):
        device.forget_updates()
    await alice(typing)
    named = types.UpdateChatUserTyping(
        chat_id=peer.chat_id, from_id=types.PeerUser(user_id=alice.user_id), action=types.SendMessageTypingAction()
    )
    for device in (laptop, bob.tablet):
        told = await told_of_typing(device)
        assert isinstance(told, types.UpdateShort)
        assert told.update == named


async def told_of_typing(device: Client) -> types.TypeUpdates:
    """The next Updates object that tells this device of somebody who types."""
    while True:
        told = await device.update(types.Updates | types.UpdateShort)
        update = told.update if isinstance(told, types.UpdateShort) else told.updates[0]
        if isinstance(update, types.UpdateChatUserTyping):
            return told


@pytest.mark.rows("U3")
async def test_what_one_request_has_caused_is_told_in_one_object(harness: Harness) -> None:
    """The message that tells of a new group and the list of its members; whom both of them name is sent along once."""
    (alice, bob, *_), _ = await group_of(harness)
    await alice(functions.messages.CreateChat(users=[user_of(harness, alice, bob)], title="Two"))
    told = await news(bob)
    message, members = told.updates
    assert isinstance(message.message.action, types.MessageActionChatCreate)
    assert [member.user_id for member in members.participants.participants] == [alice.user_id, bob.user_id]
    assert [user.id for user in told.users] == [alice.user_id, bob.user_id]
    assert bob.phone.updates.empty()
