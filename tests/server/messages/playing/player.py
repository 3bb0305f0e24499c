"""What all commands share: who plays, with what, and the strategies that choose."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import Callable, Coroutine
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from mtproto.rpc_errors import RpcError
from mtproto.tl import types
from tests.server.harness import Harness, serving
from tests.server.messages.playing.boxes import GROUP, NOBODY, Box, Copy
from tests.server.messages.playing.group import Group
from tests.server.messages.playing.judging import Judge
from tests.server.messages.playing.model import Model
from tests.server.people import Person
from tests.support.clock import CreepingClock

who = st.sampled_from((0, 0, 0, 1, 1, 1, 2))
"""Mostly two of them, so that commands meet in the same dialogs."""
which = st.integers(0, 1_000)
where = st.sampled_from((0, 1, 2, 3, 3))
"""One of the three, or their group."""
THERE = 3
fresh = count(1)
"""For words that nobody has said before."""


class Player(RuleBasedStateMachine):
    """Three users with two devices each, on a server of their own."""

    rsa_keys: Path

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = contextlib.AsyncExitStack()
        self.running = contextlib.AsyncExitStack()
        """The server, until it stops."""

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @initialize()
    def start(self) -> None:
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.clock = CreepingClock()
        self.harness = self._serve()
        self.game = Judge(self.harness)
        self.sent: list[tuple[Person, Any, list[int]]] = []
        """Who has sent what, and the keys of the messages it became."""
        self.do(self.game.start())

    @rule()
    def restart(self) -> None:
        """The server; what it was told stays told."""
        self.do(self.game.leave())
        self.do(self.running.aclose())
        self.harness = self._serve()
        self.do(self.game.return_to(self.harness))

    def _serve(self) -> Harness:
        server = serving(self.folder / "data", self.rsa_keys, clock=self.clock)
        harness: Harness = self.do(self.running.enter_async_context(server))
        return harness

    def teardown(self) -> None:
        self.do(self.running.aclose())
        self.do(self.stack.aclose())
        self.runner.close()

    @property
    def model(self) -> Model:
        return self.game.model

    @property
    def group(self) -> Group:
        return self.model.group

    def scene(self, user: int, place: int) -> tuple[Person, Box, int, types.TypeInputPeer]:
        """Somebody, their box, and a dialog of theirs: its peer, and how they name it."""
        one = self.game.people[user]
        peer = GROUP if place == THERE else self.game.people[place].user_id
        return one, self.game.box(one), peer, self.game.peer(one, peer)

    def pick(
        self, user: int, number: int, fits: Callable[[Copy], bool] = lambda copy: not copy.content.service
    ) -> tuple[Person, int, Copy] | None:
        """One of a user's messages that fit; unless more is said, those that are no service messages."""
        one = self.game.people[user]
        copies = self.game.box(one).messages
        ids = sorted(i for i, copy in copies.items() if fits(copy))
        return (one, found := ids[number % len(ids)], copies[found]) if ids else None

    def answered(
        self, box: Box, peer: int, number: int | None
    ) -> tuple[types.InputReplyToMessage | None, int | None, frozenset[int]]:
        """A message of a dialog to reply to, if any: how requests name it, its key, and whom the reply mentions."""
        ids = [i for i in box.ids(peer) if not box.messages[i].content.service]
        if number is None or not ids:
            return None, None, NOBODY
        found = ids[number % len(ids)]
        copy = box.messages[found]
        mentioned = frozenset({copy.sender}) if peer == GROUP else NOBODY
        return types.InputReplyToMessage(reply_to_msg_id=found), copy.key, mentioned

    def call(self, one: Person, request: Any, *, allowed: bool = True) -> Any:
        """Call a method; when it is not allowed, any refusal will do, and the model stays as it is."""
        if allowed:
            return self.do(one(request))
        with pytest.raises(RpcError):
            self.do(one(request))
        return None

    def call_again(self, device: Any, request: Any) -> Any:
        """Retry what was done before: nothing more comes of it, whether or not it would still be allowed."""
        with contextlib.suppress(RpcError):
            return self.do(device(request))
