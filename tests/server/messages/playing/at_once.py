"""Commands that several give at the same moment about the same message: whoever is first, the same comes of it."""

import asyncio
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import GROUP, Copy
from tests.server.messages.playing.game import Caller
from tests.server.messages.playing.player import Player, which
from tests.server.messages.playing.reading import EMOJI

messages = functions.messages


class AtOnce(Player):
    """Commands at the same moment."""

    def shared(self, number: int, fits: Callable[[Copy], bool]) -> list[tuple[Caller, int, Copy]]:
        """A message that more than one has, as everybody who has it has it."""
        boxes = [(one, self.game.box(one)) for one in self.game.people]
        had = [
            [(one, i, box.messages[i]) for one, box in boxes if (i := box.find(key)) is not None]
            for key in sorted({c.key for _, box in boxes for c in box.messages.values() if fits(c)})
        ]
        found = [some for some in had if len(some) > 1]
        return found[number % len(found)] if found else []

    def call_at_once(self, plays: list[tuple[Caller, Any]]) -> None:
        """All of them are answered."""

        async def calls() -> None:
            await asyncio.gather(*(one(request) for one, request in plays))

        self.do(calls())

    @rule(number=which, given=st.lists(st.sampled_from(EMOJI), min_size=3, max_size=3))
    def react_at_once(self, number: int, given: list[str]) -> None:
        """Each with something new, who may."""
        shared = self.shared(number, lambda copy: not copy.content.service)
        plays: list[tuple[Caller, Any]] = []
        played: list[tuple[Caller, Copy, str]] = []
        for (one, i, copy), emoji in zip(shared, given, strict=False):
            may = copy.peer != GROUP or self.model.may_react(one.user_id, {emoji})
            new = emoji not in self.model.reactions[copy.key].get(one.user_id, ())
            if may and new and self.model.reaches(one.user_id, copy.peer):
                reaction: list[types.TypeReaction] = [types.ReactionEmoji(emoticon=emoji)]
                peer = self.game.peer(one, copy.peer)
                plays.append((one, messages.SendReaction(peer=peer, msg_id=i, reaction=reaction)))
                played.append((one, copy, emoji))
        self.call_at_once(plays)
        for one, copy, emoji in played:
            self.model.habits[one.user_id].give([emoji], remembered=False)
            self.model.react(one.user_id, copy, (emoji,))

    @rule(number=which, choices=st.tuples(*[st.sampled_from((b"yes", b"no"))] * 3))
    def vote_at_once(self, number: int, choices: tuple[bytes, ...]) -> None:
        """Each for one answer, who may."""
        shared = self.shared(number, lambda copy: copy.content.media == "poll")
        plays: list[tuple[Caller, Any]] = []
        played: list[tuple[Caller, Copy, frozenset[bytes]]] = []
        for (one, i, copy), option in zip(shared, choices, strict=False):
            poll, chosen = self.model.polls[copy.content.poll], frozenset({option})
            if self.model.reaches(one.user_id, copy.peer) and poll.may_choose(one.user_id, chosen):
                peer = self.game.peer(one, copy.peer)
                plays.append((one, messages.SendVote(peer=peer, msg_id=i, options=[option])))
                played.append((one, copy, chosen))
        self.call_at_once(plays)
        for one, copy, chosen in played:
            self.model.vote(one.user_id, copy.key, self.model.polls[copy.content.poll], chosen)

    @rule(number=which)
    def delete_at_once(self, number: int) -> None:
        """For all: once it is gone, there is nothing more to delete."""
        shared = self.shared(number, lambda copy: not copy.content.service)
        plays = [(one, i) for one, i, copy in shared if self.model.may_take_back(one.user_id, [copy])]
        self.call_at_once([(one, messages.DeleteMessages(id=[i], revoke=True)) for one, i in plays])
        for one, i in plays:
            self.model.delete(one.user_id, [i], revoke=True)
