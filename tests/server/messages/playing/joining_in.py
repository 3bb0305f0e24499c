"""Commands about what several take part in: polls that are voted in and closed, lists that are worked through."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import GROUP, SERVICE
from tests.server.messages.playing.player import Player, which, who
from tests.server.polls.test_voting import answer, poll

messages = functions.messages


class JoiningIn(Player):
    """Commands about what several take part in."""

    @rule(user=who, number=which, option=st.sampled_from((b"yes", b"no", b"")))
    def vote(self, user: int, number: int, option: bytes) -> None:
        """For an answer of a poll, for another one, or for none any more."""
        if (picked := self.pick(user, number, lambda copy: copy.content.media == "poll")) is None:
            return
        one, found, copy = picked
        poll_id = copy.content.poll
        allowed = self.model.reaches(one.user_id, copy.peer) and poll_id not in self.model.closed
        options = [option] if option else []
        peer = self.game.peer(one, copy.peer)
        self.call(one, messages.SendVote(peer=peer, msg_id=found, options=options), allowed=allowed)
        if allowed:
            self.model.votes[poll_id][one.user_id] = option
            if not option:
                del self.model.votes[poll_id][one.user_id]

    @rule(user=who, number=which)
    def close(self, user: int, number: int) -> None:
        """A poll of one's own, through any message that shows it."""
        if (picked := self.pick(user, number, lambda copy: copy.content.media == "poll")) is None:
            return
        one, found, copy = picked
        poll_id = copy.content.poll
        there = copy.peer != GROUP or one.user_id in self.group.members
        allowed = there and self.model.asked_by[poll_id] == one.user_id and poll_id not in self.model.closed
        over = types.InputMediaPoll(poll=poll(answer("yes"), answer("no"), closed=True))
        peer = self.game.peer(one, copy.peer)
        self.call(one, messages.EditMessage(peer=peer, id=found, media=over), allowed=allowed)
        if allowed:
            self.model.closed.add(poll_id)

    @rule(user=who, number=which)
    def tick(self, user: int, number: int) -> None:
        """Say that the one thing on a list is done, or is not; both are told in the dialog."""
        if (picked := self.pick(user, number, lambda copy: copy.content.media == "todo")) is None:
            return
        one, found, copy = picked
        done = copy.content.done
        allowed = self.model.may(one.user_id, copy.peer, "send_messages") and not copy.content.forwarded
        request = messages.ToggleTodoCompleted(
            peer=self.game.peer(one, copy.peer),
            msg_id=found,
            completed=[] if done else [1],
            incompleted=[1] if done else [],
        )
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.change(copy.key, done=not done)
            self.model.send(one.user_id, copy.peer, replace(SERVICE, reply=copy.key))
