"""Unmodified Telethon: reacting, seeing it on the other side, and tagging what is saved."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telethon import events, types
from telethon.errors import ReactionInvalidError
from telethon.tl import functions

from tests.server.harness import Harness
from tests.server.messages.with_telethon import known, signed_in
from tests.server.people import ALICE, BOB


async def test_two_people_react(harness: Harness) -> None:
    alice = await signed_in(harness, ALICE, "Alice")
    bob = await signed_in(harness, BOB, "Bob")
    heard: asyncio.Queue[Any] = asyncio.Queue()
    alice.add_event_handler(heard.put, events.Raw(types.UpdateMessageReactions))
    await alice.catch_up()
    sent = await alice.send_message(await known(harness, alice, bob), "hello")
    to_alice = await known(harness, bob, alice)
    (came,) = await bob.get_messages(to_alice, limit=1)
    thumb, fire = types.ReactionEmoji("👍"), types.ReactionEmoji("🔥")

    await bob(functions.messages.SendReactionRequest(to_alice, came.id, reaction=[fire, thumb], add_to_recent=True))

    told = await asyncio.wait_for(heard.get(), 30)
    assert (told.msg_id, [one.reaction for one in told.reactions.results]) == (sent.id, [thumb, fire])
    (seen,) = await alice.get_messages(sent.peer_id, limit=1)
    assert [(one.reaction, one.chosen_order) for one in seen.reactions.results] == [(thumb, None), (fire, None)]
    (mine,) = await bob.get_messages(to_alice, limit=1)
    assert [one.chosen_order for one in mine.reactions.results] == [1, 0]
    listed = await alice(functions.messages.GetMessageReactionsListRequest(sent.peer_id, sent.id, limit=10))
    assert {user.first_name for user in listed.users} == {"Bob"}
    with pytest.raises(ReactionInvalidError):
        await bob(functions.messages.SendReactionRequest(to_alice, came.id, reaction=[types.ReactionEmoji("?")]))
    note = await alice.send_message("me", "to read")
    await alice(functions.messages.SendReactionRequest("me", note.id, reaction=[fire]))
    tags = await alice(functions.messages.GetSavedReactionTagsRequest(hash=0))
    assert [(tag.reaction, tag.count) for tag in tags.tags] == [(fire, 1)]
