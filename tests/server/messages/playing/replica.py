"""What a device knows of its user's box by being told: from pushes, or from differences."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from mtproto.tl import functions, types
from tests.server.client import SECONDS, Client


@dataclass
class Replica:
    """Messages by id, which of them are pinned, and the state it stands at."""

    pts: int
    date: int
    texts: dict[int, str] = field(default_factory=dict)
    pinned: set[int] = field(default_factory=set)

    async def listen(self, device: Client, up_to: int) -> None:
        """Take in what is pushed until a pts is reached; every push has to follow the one before."""
        async with asyncio.timeout(SECONDS):
            while self.pts < up_to:
                pushed: Any = await device.updates.get()
                for update in getattr(pushed, "updates", None) or [getattr(pushed, "update", pushed)]:
                    count = getattr(update, "pts_count", 0)
                    if count:
                        assert update.pts == self.pts + count, (self.pts, update)
                        self.pts = update.pts
                    self._take(update)

    async def ask(self, device: Client, up_to: int, *, at_once: int | None = None) -> None:
        """Take in the difference since the state it stands at, in slices of so many events."""
        whole = False
        while not whole:
            request = functions.updates.GetDifference(pts=self.pts, date=self.date, qts=0, pts_limit=at_once)
            answer = await device(request)
            if isinstance(answer, types.updates.DifferenceEmpty):
                break
            for message in answer.new_messages:
                self._put(message)
            for update in answer.other_updates:
                self._take(update)
            whole = isinstance(answer, types.updates.Difference)
            state = answer.state if whole else answer.intermediate_state
            assert whole or state.pts > self.pts or state.date > self.date
            self.pts, self.date = state.pts, state.date
        assert self.pts == up_to

    def _take(self, update: Any) -> None:
        match update:
            case types.UpdateShortMessage() | types.UpdateShortChatMessage():
                self.texts[update.id] = update.message
            case types.UpdateNewMessage() | types.UpdateEditMessage():
                self._put(update.message)
            case types.UpdateDeleteMessages():
                for message_id in update.messages:
                    self.texts.pop(message_id, None)
                    self.pinned.discard(message_id)
            case types.UpdatePinnedMessages():
                there = set(update.messages) & self.texts.keys()
                self.pinned = self.pinned | there if update.pinned else self.pinned - there

    def _put(self, message: Any) -> None:
        self.texts[message.id] = getattr(message, "message", "")
        self.pinned.discard(message.id)
        if getattr(message, "pinned", False):
            self.pinned.add(message.id)
