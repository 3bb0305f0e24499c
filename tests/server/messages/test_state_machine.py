"""Random commands over the message API, against the reference model, through real sessions (rows UP-1, UP-3, U1, U2).

After every command each user's history, dialogs, counters and pts agree with the model; and a replica that is told
nothing but differences holds the same messages.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import Coroutine
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mtproto.tl import functions, types
from tests.server.harness import Harness, serving
from tests.server.messages.model import Box, Model
from tests.server.people import ALICE, BOB, CAROL, Person, history, peer_of, person, random_id, text

who = st.sampled_from((0, 0, 0, 1, 1, 1, 2))
"""Mostly two of them, so that commands meet in the same dialogs."""
which = st.integers(0, 1_000)
_words = count()


class MessageApi(RuleBasedStateMachine):
    """Three users with two devices each."""

    rsa_keys: Path

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = contextlib.AsyncExitStack()
        self.people: list[Person] = []

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @initialize()
    def start(self) -> None:
        self.do(self._start())

    async def _start(self) -> None:
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.harness: Harness = await self.stack.enter_async_context(serving(folder / "data", self.rsa_keys))
        names = {ALICE: "Alice", BOB: "Bob", CAROL: "Carol"}
        self.people = [await person(self.harness, number, name) for number, name in names.items()]
        boxes = {}
        self.replicas: dict[int, dict[int, str]] = {}
        self.states: dict[int, types.updates.State] = {}
        for one in self.people:
            (whole,) = await one(functions.messages.GetSplitRanges())
            boxes[one.user_id] = Box(whole.max_id, one.pts)
            self.replicas[one.user_id] = {}
            self.states[one.user_id] = await one(functions.updates.GetState())
        self.model = Model(boxes)

    def teardown(self) -> None:
        self.do(self.stack.aclose())
        self.runner.close()

    def peer(self, user: Person, other: Person) -> types.TypeInputPeer:
        return types.InputPeerSelf() if user is other else peer_of(self.harness, user, other)

    def pick(self, user: int, number: int) -> int | None:
        """One of a user's messages that are no service messages."""
        box = self.model.boxes[self.people[user].user_id]
        ids = sorted(i for i, copy in box.messages.items() if not copy.service)
        return ids[number % len(ids)] if ids else None

    def dialog_of(self, user: int, message_id: int) -> Person:
        peer = self.model.boxes[self.people[user].user_id].messages[message_id].peer
        return next(one for one in self.people if one.user_id == peer)

    @rule(user=who, other=who, tablet=st.booleans())
    def send(self, user: int, other: int, tablet: bool) -> None:
        one, to = self.people[user], self.people[other]
        word = f"word {next(_words)}"
        device = one.tablet if tablet else one.phone
        self.do(device(text(self.peer(one, to), word)))
        self.model.send(one.user_id, to.user_id, word)

    @rule(user=who, number=which, repeat=st.booleans())
    def read(self, user: int, number: int, repeat: bool) -> None:
        """Mostly what is unread; now and then what was read already."""
        one = self.people[user]
        for to in self.people:
            ids = self.model.boxes[one.user_id].ids(to.user_id)
            if ids and (repeat or self.model.unread(one.user_id, to.user_id)):
                up_to = ids[number % len(ids)] if repeat else ids[number % 2 % len(ids)]
                self.do(one(functions.messages.ReadHistory(peer=self.peer(one, to), max_id=up_to)))
                self.model.read(one.user_id, to.user_id, up_to)

    @rule(user=who, number=which)
    def edit(self, user: int, number: int) -> None:
        one, message_id = self.people[user], self.pick(user, number)
        if message_id is None or self.model.boxes[one.user_id].messages[message_id].sender != one.user_id:
            return
        word = f"edited {next(_words)}"
        peer = self.peer(one, self.dialog_of(user, message_id))
        self.do(one(functions.messages.EditMessage(peer=peer, id=message_id, message=word)))
        self.model.edit(one.user_id, message_id, word)

    @rule(user=who, numbers=st.lists(which, max_size=3), revoke=st.booleans())
    def delete(self, user: int, numbers: list[int], revoke: bool) -> None:
        one = self.people[user]
        ids = list({i for number in numbers if (i := self.pick(user, number)) is not None})
        answer = self.do(one(functions.messages.DeleteMessages(id=ids, revoke=revoke)))
        before = self.model.boxes[one.user_id].pts
        self.model.delete(one.user_id, ids, revoke)
        assert (answer.pts, answer.pts_count) == (self.model.boxes[one.user_id].pts, answer.pts - before)

    @rule(user=who, other=who, revoke=st.booleans())
    def clear(self, user: int, other: int, revoke: bool) -> None:
        one, to = self.people[user], self.people[other]
        self.do(one(functions.messages.DeleteHistory(peer=self.peer(one, to), max_id=0, revoke=revoke)))
        self.model.clear(one.user_id, to.user_id, revoke)

    @rule(user=who, number=which, oneside=st.booleans())
    def pin(self, user: int, number: int, oneside: bool) -> None:
        one, message_id = self.people[user], self.pick(user, number)
        if message_id is None or self.model.boxes[one.user_id].messages[message_id].pinned:
            return
        peer = self.peer(one, self.dialog_of(user, message_id))
        self.do(one(functions.messages.UpdatePinnedMessage(peer=peer, id=message_id, pm_oneside=oneside)))
        self.model.pin(one.user_id, message_id, oneside)

    @rule(user=who, other=who, number=which)
    def forward(self, user: int, other: int, number: int) -> None:
        one, to, message_id = self.people[user], self.people[other], self.pick(user, number)
        if message_id is None:
            return
        self.do(
            one(
                functions.messages.ForwardMessages(
                    from_peer=self.peer(one, self.dialog_of(user, message_id)),
                    id=[message_id],
                    random_id=[random_id()],
                    to_peer=self.peer(one, to),
                    drop_author=True,
                )
            )
        )
        self.model.send(one.user_id, to.user_id, self.model.boxes[one.user_id].messages[message_id].text)

    @precondition(lambda self: self.people)
    @invariant()
    def everyone_sees_what_they_must(self) -> None:
        self.do(self._compare())

    async def _compare(self) -> None:
        for one in self.people:
            box = self.model.boxes[one.user_id]
            for other in self.people:
                ids = box.ids(other.user_id)
                shown = (await history(one, self.peer(one, other))).messages
                wanted = [(i, box.messages[i].text, box.messages[i].pinned) for i in ids]
                assert [(m.id, getattr(m, "message", ""), getattr(m, "pinned", False)) for m in shown] == wanted
            await self._compare_dialogs(one, box)
            await self._catch_up(one)
            assert self.states[one.user_id].pts == box.pts
            assert self.replicas[one.user_id] == {i: copy.text for i, copy in box.messages.items()}

    async def _compare_dialogs(self, one: Person, box: Box) -> None:
        asked = [types.InputDialogPeer(peer=self.peer(one, other)) for other in self.people]
        answer = await one.tablet(functions.messages.GetPeerDialogs(peers=asked))
        for shown, other in zip(answer.dialogs, self.people, strict=True):
            ids = box.ids(other.user_id)
            assert shown.top_message == (ids[0] if ids else 0)
            assert shown.unread_count == self.model.unread(one.user_id, other.user_id)
            assert shown.read_inbox_max_id == box.read_inbox.get(other.user_id, 0)
            assert shown.read_outbox_max_id == box.read_outbox.get(other.user_id, 0)
        assert answer.state.pts == box.pts

    async def _catch_up(self, one: Person) -> None:
        state, replica = self.states[one.user_id], self.replicas[one.user_id]
        request = functions.updates.GetDifference(pts=state.pts, date=state.date, qts=0)
        answer = await one.tablet(request)
        if isinstance(answer, types.updates.DifferenceEmpty):
            return
        replica.update((message.id, getattr(message, "message", "")) for message in answer.new_messages)
        for update in answer.other_updates:
            if isinstance(update, types.UpdateEditMessage):
                replica[update.message.id] = update.message.message
            elif isinstance(update, types.UpdateDeleteMessages):
                for message_id in update.messages:
                    replica.pop(message_id, None)
        self.states[one.user_id] = answer.state


@pytest.mark.rows("UP-1", "UP-3", "U1", "U2")
def test_random_commands_agree_with_the_model(rsa_keys: Path) -> None:
    machine = type("Machine", (MessageApi,), {"rsa_keys": rsa_keys})
    run_state_machine_as_test(machine, settings=settings(max_examples=10, stateful_step_count=40))
