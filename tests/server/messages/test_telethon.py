"""Unmodified Telethon: two people talk, live and after having been away."""

import asyncio
from typing import Any

from telethon import events
from telethon.tl import functions, types

from tests.server.harness import Harness
from tests.server.messages.with_telethon import known, signed_in
from tests.server.people import ALICE, BOB


async def test_two_people_write_edit_forward_and_delete(harness: Harness) -> None:
    alice = await signed_in(harness, ALICE, "Alice")
    bob = await signed_in(harness, BOB, "Bob")
    heard: asyncio.Queue[Any] = asyncio.Queue()
    bob.add_event_handler(heard.put, events.NewMessage(incoming=True))
    bob.add_event_handler(heard.put, events.MessageEdited())
    bob.add_event_handler(heard.put, events.MessageDeleted())
    await bob.catch_up()
    bob_for_alice = await known(harness, alice, bob)

    sent = await alice.send_message(bob_for_alice, "hello **world**")
    told = await asyncio.wait_for(heard.get(), 30)
    assert (told.text, told.sender_id) == ("hello **world**", (await alice.get_me()).id)
    await sent.edit("goodbye")
    assert (await asyncio.wait_for(heard.get(), 30)).text == "goodbye"
    await sent.forward_to("me")
    assert [message.text async for message in alice.iter_messages("me")] == ["goodbye"]
    await sent.delete(revoke=True)
    assert isinstance(await asyncio.wait_for(heard.get(), 30), events.MessageDeleted.Event)
    assert [message async for message in bob.iter_messages(told.sender_id)] == []


async def test_what_telethon_makes_of_answers(harness: Harness) -> None:
    """A pin is answered with what tells of it, a forward with those that are left, and a dialog goes by one call."""
    alice = await signed_in(harness, ALICE, "Alice")
    bob = await signed_in(harness, BOB, "Bob")
    to_bob = await known(harness, alice, bob)
    sent = [await alice.send_message(to_bob, word) for word in ("first", "second", "third")]

    told = await alice.pin_message(to_bob, sent[0])
    assert isinstance(told.action, types.MessageActionPinMessage)
    assert told.reply_to_msg_id == sent[0].id
    await sent[1].delete()
    forwarded = await alice.forward_messages("me", sent)
    assert [one and one.text for one in forwarded] == ["first", None, "third"]
    for number in range(120):
        await alice.send_message(to_bob, str(number))
    await alice.delete_dialog(to_bob)
    assert [dialog.name async for dialog in alice.iter_dialogs()] == ["Alice", "Chappe"]


def words(text: str) -> types.TextWithEntities:
    return types.TextWithEntities(text, [])


async def test_two_people_ask_vote_and_close(harness: Harness) -> None:
    alice = await signed_in(harness, ALICE, "Alice")
    bob = await signed_in(harness, BOB, "Bob")
    heard: asyncio.Queue[Any] = asyncio.Queue()
    bob.add_event_handler(heard.put, events.NewMessage(incoming=True))
    alice.add_event_handler(heard.put, events.Raw(types.UpdateMessagePoll))
    await alice.catch_up()
    await bob.catch_up()

    answers = [types.PollAnswer(words(name), name.encode()) for name in ("yes", "no")]
    poll = types.Poll(0, words("Coming?"), answers, hash=0, public_voters=True)
    sent = await alice.send_message(await known(harness, alice, bob), file=types.InputMediaPoll(poll))
    seen = await asyncio.wait_for(heard.get(), 30)
    assert seen.poll.poll.question.text == "Coming?"
    chat = await seen.get_input_chat()
    await bob(functions.messages.SendVoteRequest(chat, seen.id, [b"yes"]))
    told = await asyncio.wait_for(heard.get(), 30)
    assert told.results.total_voters == 1

    ended = types.Poll(0, words(""), [], hash=0, closed=True)
    await alice.edit_message(sent.input_chat, sent.id, file=types.InputMediaPoll(ended))
    closed = await bob.get_messages(chat, ids=seen.id)
    assert closed.poll.poll.closed
    assert [one.voters for one in closed.poll.results.results] == [1, 0]
    votes = await alice(functions.messages.GetPollVotesRequest(sent.input_chat, sent.id, limit=10))
    assert [one.option for one in votes.votes] == [b"yes"]
