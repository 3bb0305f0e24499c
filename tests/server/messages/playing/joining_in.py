"""Commands about what several take part in: polls that are voted in and closed, lists that are worked through."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto.tl import functions, types
from tests.server.messages.playing.boxes import GROUP, SERVICE, Copy
from tests.server.messages.playing.player import fresh, where, which, who
from tests.server.messages.playing.polls import OPTIONS, Poll, new_poll, shown
from tests.server.messages.playing.writing import Writing, todo
from tests.server.people import Person, words

messages = functions.messages

MOST_ANSWERS = 12
some_items = st.sets(st.integers(1, 4), min_size=1, max_size=3)


class JoiningIn(Writing):
    """Commands about what several take part in."""

    def pick_poll(self, user: int, number: int) -> tuple[Person, int, Copy, Poll] | None:
        """A message of a user's that shows a poll."""
        if (picked := self.pick(user, number, lambda copy: copy.content.media == "poll")) is None:
            return None
        return *picked, self.model.polls[picked[2].content.poll]

    @rule(user=who, number=which, places=st.sets(st.integers(0, 3), max_size=2))
    def vote(self, user: int, number: int, places: set[int]) -> None:
        """For answers of a poll, for others than before, or for none any more."""
        if (picked := self.pick_poll(user, number)) is None:
            return
        one, found, copy, poll = picked
        chosen = frozenset(option for place, option in enumerate(poll.words) if place in places)
        allowed = self.model.reaches(one.user_id, copy.peer) and poll.may_choose(one.user_id, chosen)
        peer = self.game.peer(one, copy.peer)
        self.call(one, messages.SendVote(peer=peer, msg_id=found, options=sorted(chosen)), allowed=allowed)
        if allowed:
            self.model.vote(one.user_id, copy.key, poll, chosen)

    @rule(user=who, place=where, media=st.sampled_from(("open poll", "public poll", "quiz", "hidden quiz")))
    def ask_everybody(self, user: int, place: int, media: str) -> None:
        """A poll in which everyone takes part at once, or in the newest one they know."""
        self.send(user, place, None, media, silent=False, protected=False)
        for other in range(len(self.game.people)):
            self.add_answer(other, -1, again=False)
            self.vote(other, -1, {other % 2, 2})

    @rule(user=who, number=which, option=st.none() | st.sampled_from(OPTIONS))
    def list_votes(self, user: int, number: int, option: bytes | None) -> None:
        """Who chose what, or one answer: for those who know how a poll stands whose votes are public."""
        if (picked := self.pick_poll(user, number)) is None:
            return
        one, found, copy, poll = picked
        there = copy.peer != GROUP or one.user_id in self.group.members
        allowed = there and poll.kind == "public" and poll.knows(one.user_id)
        peer = self.game.peer(one, copy.peer)
        listed = self.call(one, messages.GetPollVotes(peer=peer, id=found, option=option, limit=10), allowed=allowed)
        if allowed:
            voters = {voter for voter, chosen in poll.votes.items() if option in (None, *chosen)}
            assert listed.count == len(voters)
            assert {vote.peer.user_id for vote in listed.votes} == voters
            assert all({vote.option} == poll.votes[vote.peer.user_id] for vote in listed.votes if option is None)

    @rule(user=who, number=which)
    def ask_how_it_stands(self, user: int, number: int) -> None:
        """A poll; who has it already is told only that."""
        if (picked := self.pick_poll(user, number)) is None:
            return
        one, found, copy, poll = picked
        peer, follows = self.game.peer(one, copy.peer), copy.peer != GROUP or one.user_id in self.group.members
        (told,) = self.do(one(messages.GetPollResults(peer=peer, msg_id=found, poll_hash=0))).updates
        assert shown(told) == poll.seen_by(one.user_id, follows=follows)
        known = messages.GetPollResults(peer=peer, msg_id=found, poll_hash=told.poll.hash)
        (again,) = self.do(one(known)).updates
        assert (again.poll, again.results) == (None, told.results)

    @rule(user=who, number=which, again=st.booleans())
    def add_answer(self, user: int, number: int, again: bool) -> None:
        """To a poll that is open to that, which is told in the dialog; none that it has already."""
        if (picked := self.pick_poll(user, number)) is None:
            return
        one, found, copy, poll = picked
        word = "yes" if again else f"more {next(fresh)}"
        allowed = self.model.may_send(one.user_id, copy.peer, copy.content) and poll.kind == "open" and not poll.closed
        given = types.InputPollAnswer(text=words(word))
        request = messages.AddPollAnswer(peer=self.game.peer(one, copy.peer), msg_id=found, answer=given)
        allowed = allowed and not again and len(poll.words) < MOST_ANSWERS
        told = self.call(one, request, allowed=allowed)
        if allowed:
            poll.add(one.user_id, told.updates[0].poll.answers[-1].option, word, self.model.now)
            self.model.send(one.user_id, copy.peer, replace(SERVICE, reply=copy.key))

    @rule(user=who, number=which, place=st.integers(0, 3))
    def drop_answer(self, user: int, number: int, place: int) -> None:
        """That was added, with its votes; this is told, too."""
        if (picked := self.pick_poll(user, number)) is None:
            return
        one, found, copy, poll = picked
        option = sorted(poll.words, reverse=True)[place % len(poll.words)]
        allowed = self.model.reaches(one.user_id, copy.peer) and poll.may_drop(one.user_id, option, self.model.now)
        request = messages.DeletePollAnswer(peer=self.game.peer(one, copy.peer), msg_id=found, option=option)
        self.call(one, request, allowed=allowed)
        if allowed:
            poll.drop(option)
            self.model.send(one.user_id, copy.peer, replace(SERVICE, reply=copy.key))

    @rule(user=who, number=which)
    def close(self, user: int, number: int) -> None:
        """A poll of one's own, through any message that shows it."""
        if (picked := self.pick_poll(user, number)) is None:
            return
        one, found, copy, poll = picked
        there = copy.peer != GROUP or one.user_id in self.group.members
        allowed = there and poll.creator == one.user_id and not poll.closed
        peer = self.game.peer(one, copy.peer)
        request = messages.EditMessage(peer=peer, id=found, media=new_poll(closed=True))
        self.call(one, request, allowed=allowed)
        if allowed:
            poll.closed = True

    @rule(user=who, number=which, items=some_items, done=st.booleans())
    def tick(self, user: int, number: int, items: set[int], done: bool) -> None:
        """Say that things on a list are done, or are not; both are told in the dialog."""
        if (picked := self.pick(user, number, lambda copy: copy.content.media == "todo")) is None:
            return
        one, found, copy = picked
        before = copy.content.done
        there = set(range(1, copy.content.items + 1))
        after = before | (items & there) if done else before - items
        may = self.model.may(one.user_id, copy.peer, "send_messages") and not copy.content.forwarded
        request = messages.ToggleTodoCompleted(
            peer=self.game.peer(one, copy.peer),
            msg_id=found,
            completed=sorted(items) if done else [],
            incompleted=[] if done else sorted(items),
        )
        self._work_on(one, copy, request, allowed=may and after != before, done=frozenset(after))

    @rule(user=who, number=which, count=st.integers(0, 2), again=st.booleans())
    def append(self, user: int, number: int, count: int, again: bool) -> None:
        """Things to a list, which is told there, too; nothing that is on it already."""
        if (picked := self.pick(user, number, lambda copy: copy.content.media == "todo")) is None:
            return
        one, found, copy = picked
        items = copy.content.items
        given = todo(items + count).todo.list[items - again :]
        allowed = self.model.may_send(one.user_id, copy.peer, copy.content) and not copy.content.forwarded
        request = messages.AppendTodoList(peer=self.game.peer(one, copy.peer), msg_id=found, list=given)
        self._work_on(one, copy, request, allowed=allowed and bool(count) and not again, items=items + count)

    def _work_on(
        self, one: Person, copy: Copy, request: object, *, allowed: bool, **fields: int | frozenset[int]
    ) -> None:
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.change(copy.key, **fields)
            self.model.send(one.user_id, copy.peer, replace(SERVICE, reply=copy.key))
