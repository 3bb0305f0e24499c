"""What Telethon does with messages between two people, and what a device that was away hears of them."""

from contextlib import suppress
from datetime import timedelta

from scenario import Scenario
from telethon import events
from telethon.tl import functions, types
from telethon.tl.alltlobjects import LAYER
from telethon_devices import BROKEN, Person, back, made, words, write


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
