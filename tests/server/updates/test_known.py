"""Whom the sessions of a box were sent is remembered once it was sent, not when it was only rendered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from msgspec import structs

from mtproto import tl
from mtproto.tl import functions, types
from server.render.rendering import Rendering
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
        assert isinstance(update, types.Updates | types.UpdateShort | types.UpdateShortChatMessage)
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
    await harness.app.hub._deliver_some(
        {bob.user_id: [written, structs.replace(changed, origin=ELSEWHERE, record=None)]}
    )
    first, _ = session.pushed
    assert isinstance(first, types.Updates), "a form that tells nobody who the group is"
    assert [chat.id for chat in first.chats] == [peer.chat_id]


async def test_who_comes_while_it_is_waited_for_storage_is_sent_everyone(harness: Harness, tmp_path: Path) -> None:
    """What the sessions of a box were sent is asked after the wait: one that came meanwhile was sent nobody."""
    alice, bob = await person(harness, ALICE, "Alice"), await person(harness, BOB, "Bob")
    hub, db = harness.app.hub, harness.app.db

    async def look(scene: Rendering) -> types.TypeUpdate:
        await scene.view.fetchval("SELECT 1 FROM messages LIMIT 1")  # has to find every row in its table
        return types.UpdateUserTyping(user_id=scene.user(alice.user_id), action=types.SendMessageTypingAction())

    early, late = Listening(), Listening(ELSEWHERE + 2)
    hub.attach(bob.user_id, early)
    hub.tell((bob.user_id,), look, only_names=True)
    await alice(text(types.InputPeerSelf(), "a note"))
    assert await db.peek(staged)
    hub.tell((bob.user_id,), look, only_names=True)
    assert [type(told) for told in early.pushed] == [types.Updates, types.UpdateShort]

    await alice(text(types.InputPeerSelf(), "another note"))
    assert await db.peek(staged)

    with closing(sqlite3.connect(tmp_path / "data" / "chappe.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # rows cannot be moved while another process writes
        hub.tell((bob.user_id,), look, only_names=True)
        assert len(early.pushed) == 2, "a look that waits"
        hub.attach(bob.user_id, late)
    await harness.app.background.settle()
    (told,) = late.pushed
    assert isinstance(told, types.Updates), "a form that tells nobody who Alice is"
    assert [user.id for user in told.users] == [alice.user_id]
