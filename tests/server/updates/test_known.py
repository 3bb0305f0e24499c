"""Whom the sessions of a box were sent is remembered once it was sent, not when it was only rendered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from mtproto import tl
from mtproto.tl import functions, types
from storage.conversations import boxes
from storage.conversations.boxes import Event
from storage.database import Snapshot
from tests.server.harness import Harness
from tests.server.people import ALICE, BOB, person, sent_id, text, user_of

ELSEWHERE = 1 << 40
"""The number of no live session."""


@dataclass
class Listening:
    """A session that was sent nothing yet."""

    session_number: int = ELSEWHERE + 1
    layer: int = tl.NEWEST
    pushed: list[types.TypeUpdates] = field(default_factory=list)

    def push(self, body: bytes) -> None:
        update = tl.decode(body)
        assert isinstance(update, types.Updates | types.UpdateShortChatMessage)
        self.pushed.append(update)


async def staged(view: Snapshot) -> bool:
    return await view.fetchval("SELECT 1 FROM journal LIMIT 1") is not None


@pytest.mark.rows("U3")
async def test_a_group_is_sent_along_though_its_update_was_rendered_twice(harness: Harness) -> None:
    """Rows that are still staged let a query run again; the second run must tell no less than the first."""
    alice, bob = await person(harness, ALICE, "Alice"), await person(harness, BOB, "Bob")
    events: list[Event] = []

    def heard(_: str, published: object) -> None:
        assert isinstance(published, list)
        events.extend(event for event in published if event.box == bob.user_id)

    harness.app.bus.subscribe(boxes.TOPIC, heard)
    made = await alice(functions.messages.CreateChat(users=[user_of(harness, alice, bob)], title="Friends"))
    peer = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    sent = await alice(text(peer, "hello"))
    edited = sent_id(sent)
    await alice(functions.messages.EditMessage(peer=peer, id=edited, message="hello!"))
    written, changed = events[-2:]
    await alice(text(types.InputPeerSelf(), "a note"))
    assert await harness.app.db.peek(staged)

    session = Listening()
    harness.app.hub.attach(bob.user_id, session)
    await harness.app.hub._deliver_some({bob.user_id: [written, replace(changed, origin=ELSEWHERE, record=None)]})
    first, _ = session.pushed
    assert isinstance(first, types.Updates), "a form that tells nobody who the group is"
    assert [chat.id for chat in first.chats] == [peer.chat_id]
