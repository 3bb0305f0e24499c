"""Random commands over the message API, against the reference model, through real sessions (rows UP-1, UP-3, U1, U2).

After every command each user's history, dialogs, counters and pts agree with the model; a device that only hears what
is pushed has the same messages and has missed no pts; and so has a replica that is told nothing but differences.

`CHAPPE_STATE_MACHINE=200` in the environment plays so many games instead of a few seconds' worth.
"""

import asyncio
import contextlib
import os
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

from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, types
from tests.server.harness import Harness, serving
from tests.server.messages.model import GROUP, Box, Model
from tests.server.messages.replica import Replica
from tests.server.people import ALICE, BOB, CAROL, Person, history, peer_of, person, random_id, text, user_of

who = st.sampled_from((0, 0, 0, 1, 1, 1, 2))
"""Mostly two of them, so that commands meet in the same dialogs."""
which = st.integers(0, 1_000)
where = st.sampled_from((0, 1, 2, 3, 3))
"""One of the three, or their group."""
THERE = 3
GAMES = int(os.environ.get("CHAPPE_STATE_MACHINE", "5"))
EMOJI = ("👍", "❤")
_words = count()


class MessageApi(RuleBasedStateMachine):
    """Three users with two devices each."""

    rsa_keys: Path

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = contextlib.AsyncExitStack()
        self.people: list[Person] = []
        self.left: set[int] = set()

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
        self.told: dict[int, Replica] = {}
        self.live: dict[int, Replica] = {}
        for one in self.people:
            (whole,) = await one(functions.messages.GetSplitRanges())
            state = await one(functions.updates.GetState())
            boxes[one.user_id] = Box(whole.max_id, one.pts)
            self.told[one.user_id], self.live[one.user_id] = (Replica(one.pts, state.date) for _ in range(2))
        self.model = Model(boxes)
        alice = self.people[0]
        users = [user_of(self.harness, alice, other) for other in self.people[1:]]
        made = await alice(functions.messages.CreateChat(users=users, title="Everybody"))
        self.chat_id = made.updates.chats[0].id
        self.link = (await alice(functions.messages.ExportChatInvite(peer=self.group))).link.rpartition("+")[2]
        self.model.members = {one.user_id for one in self.people}
        self.model.send(alice.user_id, GROUP, "", service=True)

    @property
    def group(self) -> types.InputPeerChat:
        return types.InputPeerChat(chat_id=self.chat_id)

    def teardown(self) -> None:
        self.do(self.stack.aclose())
        self.runner.close()

    def peer(self, user: Person, peer: int) -> types.TypeInputPeer:
        """How one names the peer of a dialog of theirs."""
        if peer == GROUP:
            return self.group
        other = next(one for one in self.people if one.user_id == peer)
        return types.InputPeerSelf() if user is other else peer_of(self.harness, user, other)

    def to(self, place: int) -> int:
        return GROUP if place == THERE else self.people[place].user_id

    def pick(self, user: int, number: int) -> int | None:
        """One of a user's messages that are no service messages."""
        box = self.model.boxes[self.people[user].user_id]
        ids = sorted(i for i, copy in box.messages.items() if not copy.service)
        return ids[number % len(ids)] if ids else None

    def call(self, one: Person, request: Any, *, allowed: bool = True) -> Any:
        """Call a method; when it is not allowed, any refusal will do, and the model stays as it is."""
        if allowed:
            return self.do(one(request))
        with pytest.raises(RpcError):
            self.do(one(request))
        return None

    @rule(user=who, place=where, number=st.one_of(st.none(), which), media=st.sampled_from(("", "", "contact", "poll")))
    def send(self, user: int, place: int, number: int | None, media: str) -> None:
        """A text, a contact or a poll, now and then in reply to something of the dialog."""
        one, peer, word = self.people[user], self.to(place), f"word {next(_words)}"
        box = self.model.boxes[one.user_id]
        answered = None if number is None else self.pick(user, number)
        if answered is not None and (box.messages[answered].peer != peer or media):
            answered = None
        reply = None if answered is None else types.InputReplyToMessage(reply_to_msg_id=answered)
        fields = {"peer": self.peer(one, peer), "message": word, "random_id": random_id(), "reply_to": reply}
        request = (
            functions.messages.SendMedia(**fields, media=MEDIA[media])
            if media
            else functions.messages.SendMessage(**fields)
        )
        allowed = self.model.may_write(one.user_id, peer)
        self.call(one, request, allowed=allowed)
        if allowed:
            key = None if answered is None else box.messages[answered].key
            self.model.send(one.user_id, peer, word, media=media, reply=key)

    @rule(user=who, place=where)
    def send_what_was_scheduled(self, user: int, place: int) -> None:
        one, peer, word = self.people[user], self.to(place), f"word {next(_words)}"
        if not self.model.may_write(one.user_id, peer):
            return
        there = self.peer(one, peer)
        later = int(self.harness.clock.now()) + 3_600
        (update,) = (
            update
            for update in self.do(one(text(there, word, schedule_date=later))).updates
            if isinstance(update, types.UpdateNewScheduledMessage)
        )
        self.do(one(functions.messages.SendScheduledMessages(peer=there, id=[update.message.id])))
        self.model.send(one.user_id, peer, word)

    @rule(user=who, place=where, number=which, repeat=st.booleans())
    def read(self, user: int, place: int, number: int, repeat: bool) -> None:
        """What is unread of a dialog, or now and then what was read already."""
        one, peer = self.people[user], self.to(place)
        ids = self.model.boxes[one.user_id].ids(peer)
        if ids:
            up_to = ids[number % len(ids)] if repeat else ids[number % 2 % len(ids)]
            self.do(one(functions.messages.ReadHistory(peer=self.peer(one, peer), max_id=up_to)))
            self.model.read(one.user_id, peer, up_to)

    @rule(user=who, number=which)
    def edit(self, user: int, number: int) -> None:
        one, message_id = self.people[user], self.pick(user, number)
        if message_id is None:
            return
        copy, word = self.model.boxes[one.user_id].messages[message_id], f"edited {next(_words)}"
        allowed = copy.sender == one.user_id and not copy.media and not copy.forwarded
        allowed = allowed and (copy.peer != GROUP or one.user_id in self.model.members)
        request = functions.messages.EditMessage(peer=self.peer(one, copy.peer), id=message_id, message=word)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.edit(one.user_id, message_id, word)

    @rule(user=who, numbers=st.lists(which, max_size=3), revoke=st.booleans())
    def delete(self, user: int, numbers: list[int], revoke: bool) -> None:
        one = self.people[user]
        box = self.model.boxes[one.user_id]
        ids = list({i for number in numbers if (i := self.pick(user, number)) is not None})
        of_group = [box.messages[i] for i in ids if box.messages[i].peer == GROUP]
        is_owner, is_member = user == 0, one.user_id in self.model.members
        allowed = not revoke or all(is_owner or (is_member and m.sender == one.user_id) for m in of_group)
        answer = self.call(one, functions.messages.DeleteMessages(id=ids, revoke=revoke), allowed=allowed)
        if allowed:
            before = box.pts
            self.model.delete(one.user_id, ids, revoke)
            assert (answer.pts, answer.pts_count) == (box.pts, box.pts - before)

    @rule(user=who, place=where, revoke=st.booleans())
    def clear(self, user: int, place: int, revoke: bool) -> None:
        """Of a group only one's own copies."""
        one, peer = self.people[user], self.to(place)
        revoke = revoke and peer != GROUP
        request = functions.messages.DeleteHistory(peer=self.peer(one, peer), max_id=0, revoke=revoke)
        self.do(one(request))
        self.model.clear(one.user_id, peer, revoke)

    @rule(user=who, number=which, oneside=st.booleans())
    def pin(self, user: int, number: int, oneside: bool) -> None:
        """What is pinned already is unpinned."""
        one, message_id = self.people[user], self.pick(user, number)
        if message_id is None:
            return
        copy = self.model.boxes[one.user_id].messages[message_id]
        oneside = oneside and copy.peer != GROUP
        allowed = self.model.may_write(one.user_id, copy.peer)
        unpin = copy.pinned
        peer = self.peer(one, copy.peer)
        request = functions.messages.UpdatePinnedMessage(peer=peer, id=message_id, pm_oneside=oneside, unpin=unpin)
        self.call(one, request, allowed=allowed)
        if allowed and unpin:
            self.model.unpin(one.user_id, [message_id], oneside)
        elif allowed:
            self.model.pin(one.user_id, message_id, oneside)

    @rule(user=who, place=where)
    def unpin_all(self, user: int, place: int) -> None:
        one, peer = self.people[user], self.to(place)
        if self.model.may_write(one.user_id, peer):
            self.do(one(functions.messages.UnpinAllMessages(peer=self.peer(one, peer))))
            box = self.model.boxes[one.user_id]
            self.model.unpin(one.user_id, [i for i in box.ids(peer) if box.messages[i].pinned])

    @rule(user=who, place=where, number=which, drop_author=st.booleans())
    def forward(self, user: int, place: int, number: int, drop_author: bool) -> None:
        one, peer, message_id = self.people[user], self.to(place), self.pick(user, number)
        if message_id is None:
            return
        copy = self.model.boxes[one.user_id].messages[message_id]
        if copy.media == "poll":
            return
        request = functions.messages.ForwardMessages(
            from_peer=self.peer(one, copy.peer),
            id=[message_id],
            random_id=[random_id()],
            to_peer=self.peer(one, peer),
            drop_author=drop_author,
        )
        allowed = self.model.may_write(one.user_id, peer)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.send(one.user_id, peer, copy.text, media=copy.media, forwarded=not drop_author)

    @rule(user=who, place=where, what=st.sampled_from(("mark", "archive", "top", "draft")), on=st.booleans())
    def arrange(self, user: int, place: int, what: str, on: bool) -> None:
        """Mark a dialog as unread, archive it, pin it on top, leave a draft in it; or take that back."""
        one, peer = self.people[user], self.to(place)
        box = self.model.boxes[one.user_id]
        if not box.ids(peer):
            return
        there = self.peer(one, peer)
        dialog = types.InputDialogPeer(peer=there)
        if what == "mark":
            self.do(one(functions.messages.MarkDialogUnread(peer=dialog, unread=on)))
            box.settings[peer].marked = on
        elif what == "archive":
            folders = [types.InputFolderPeer(peer=there, folder_id=int(on))]
            self.do(one(functions.folders.EditPeerFolders(folder_peers=folders)))
            self.model.archive(one.user_id, peer, on)
        elif what == "top":
            self.do(one(functions.messages.ToggleDialogPin(peer=dialog, pinned=on)))
            self.model.pin_dialog(one.user_id, peer, on)
        else:
            draft = f"draft {next(_words)}" if on else ""
            self.do(one(functions.messages.SaveDraft(peer=there, message=draft)))
            box.settings[peer].draft = draft

    @rule(user=who, number=which, emoji=st.sampled_from(("", *EMOJI)))
    def react(self, user: int, number: int, emoji: str) -> None:
        one, message_id = self.people[user], self.pick(user, number)
        if message_id is None:
            return
        copy = self.model.boxes[one.user_id].messages[message_id]
        given = self.model.reactions[copy.key]
        if copy.peer == one.user_id or emoji == given.get(one.user_id, ""):
            return
        allowed = self.model.may_write(one.user_id, copy.peer)
        wanted = [types.ReactionEmoji(emoticon=emoji)] if emoji else []
        peer = self.peer(one, copy.peer)
        self.call(one, functions.messages.SendReaction(peer=peer, msg_id=message_id, reaction=wanted), allowed=allowed)
        if allowed:
            given[one.user_id] = emoji

    @rule(user=who, number=which, option=st.sampled_from((b"yes", b"no")))
    def vote(self, user: int, number: int, option: bytes) -> None:
        """For a poll that the user has not voted in yet."""
        one = self.people[user]
        box = self.model.boxes[one.user_id]
        polls = sorted(i for i, copy in box.messages.items() if copy.media == "poll")
        if not polls:
            return
        message_id = polls[number % len(polls)]
        copy = box.messages[message_id]
        if one.user_id in self.model.votes[copy.key]:
            return
        allowed = self.model.may_write(one.user_id, copy.peer)
        peer = self.peer(one, copy.peer)
        self.call(one, functions.messages.SendVote(peer=peer, msg_id=message_id, options=[option]), allowed=allowed)
        if allowed:
            self.model.votes[copy.key][one.user_id] = option

    @rule(user=who, other=who)
    def block(self, user: int, other: int) -> None:
        """Or no longer."""
        one, whom = self.people[user], self.people[other]
        if one is whom:
            return
        pair = (one.user_id, whom.user_id)
        name = peer_of(self.harness, one, whom)
        blocked = pair in self.model.blocked
        self.do(one(functions.contacts.Unblock(id=name) if blocked else functions.contacts.Block(id=name)))
        self.model.blocked ^= {pair}

    @rule(other=st.integers(1, 2), leaves=st.booleans())
    def come_and_go(self, other: int, leaves: bool) -> None:
        """Alice removes somebody and takes them back; whoever leaves comes back by the link."""
        alice, one = self.people[0], self.people[other]
        members = self.model.members
        if one.user_id in members:
            by = one if leaves else alice
            user: types.TypeInputUser = types.InputUserSelf() if leaves else user_of(self.harness, alice, one)
            self.do(by(functions.messages.DeleteChatUser(chat_id=self.chat_id, user_id=user)))
            self.model.send(by.user_id, GROUP, "", service=True)
            members.remove(one.user_id)
            self.left = self.left | {one.user_id} if leaves else self.left - {one.user_id}
        elif one.user_id in self.left:
            members.add(one.user_id)
            self.do(one(functions.messages.ImportChatInvite(hash=self.link)))
            self.model.send(one.user_id, GROUP, "", service=True)
        else:
            members.add(one.user_id)
            user = user_of(self.harness, alice, one)
            self.do(alice(functions.messages.AddChatUser(chat_id=self.chat_id, user_id=user, fwd_limit=0)))
            self.model.send(alice.user_id, GROUP, "", service=True)

    @precondition(lambda self: self.people)
    @invariant()
    def everyone_sees_what_they_must(self) -> None:
        self.do(self._compare())

    async def _compare(self) -> None:
        for one in self.people:
            box = self.model.boxes[one.user_id]
            peers = [*(other.user_id for other in self.people), GROUP]
            for peer in peers:
                await self._compare_history(one, box, peer)
            await self._compare_dialogs(one, box, peers)
            texts = {i: copy.text for i, copy in box.messages.items()}
            pinned = {i for i, copy in box.messages.items() if copy.pinned}
            for replica, catch_up in ((self.live, Replica.listen), (self.told, Replica.ask)):
                await catch_up(replica[one.user_id], one.tablet, box.pts)
                assert replica[one.user_id].texts == texts
                assert replica[one.user_id].pinned == pinned

    async def _compare_history(self, one: Person, box: Box, peer: int) -> None:
        shown = (await history(one, self.peer(one, peer))).messages
        follows = peer != GROUP or one.user_id in self.model.members
        wanted = []
        for i in box.ids(peer):
            copy = box.messages[i]
            reply = None if copy.reply is None else box.find(copy.reply)
            given = sorted(filter(None, self.model.reactions[copy.key].values())) if follows else []
            vote = self.model.votes[copy.key].get(one.user_id)
            wanted.append((i, copy.text, copy.pinned, copy.sender, reply, copy.forwarded, given, vote))
        seen = [_seen(m, one.user_id, follows=follows) for m in shown]
        assert seen == wanted, (seen, wanted)

    async def _compare_dialogs(self, one: Person, box: Box, peers: list[int]) -> None:
        asked = [types.InputDialogPeer(peer=self.peer(one, peer)) for peer in peers]
        answer = await one.tablet(functions.messages.GetPeerDialogs(peers=asked))
        for shown, peer in zip(answer.dialogs, peers, strict=True):
            ids, setting = box.ids(peer), box.settings[peer]
            assert shown.top_message == (ids[0] if ids else 0)
            assert shown.unread_count == self.model.unread(one.user_id, peer)
            assert shown.read_inbox_max_id == box.read_inbox.get(peer, 0)
            assert shown.read_outbox_max_id == box.read_outbox.get(peer, 0)
            assert (shown.unread_mark, shown.folder_id or 0) == (setting.marked, int(setting.archived))
            assert getattr(shown.draft, "message", "") == setting.draft
        assert answer.state.pts == box.pts
        for archived in (False, True):
            top = await one.tablet(functions.messages.GetPinnedDialogs(folder_id=int(archived)))
            assert [getattr(d.peer, "user_id", GROUP) for d in top.dialogs] == box.pinned(archived=archived)


MEDIA: dict[str, types.TypeInputMedia] = {
    "contact": types.InputMediaContact(phone_number="1", first_name="Zoe", last_name="", vcard=""),
    "poll": types.InputMediaPoll(
        poll=types.Poll(
            id=0,
            hash=0,
            question=types.TextWithEntities(text="?", entities=[]),
            answers=[
                types.PollAnswer(text=types.TextWithEntities(text=name, entities=[]), option=name.encode())
                for name in ("yes", "no")
            ],
        )
    ),
}


def _seen(shown: Any, viewer: int, *, follows: bool) -> tuple[Any, ...]:
    """What the model says of a message, as a viewer was shown it."""
    reply = getattr(shown.reply_to, "reply_to_msg_id", None)
    sender = getattr(shown.from_id or shown.peer_id, "user_id", None)
    if shown.out:
        sender = viewer
    counts = shown.reactions.results if shown.reactions is not None and follows else []
    given = sorted(one.reaction.emoticon for one in counts for _ in range(one.count))
    media = getattr(shown, "media", None)
    results = (media.results.results or ()) if isinstance(media, types.MessageMediaPoll) else ()
    vote = next((one.option for one in results if one.chosen), None)
    forwarded = getattr(shown, "fwd_from", None) is not None
    return (
        shown.id,
        getattr(shown, "message", ""),
        bool(getattr(shown, "pinned", False)),
        sender,
        reply,
        forwarded,
        given,
        vote,
    )


@pytest.mark.rows("UP-1", "UP-3", "U1", "U2")
def test_random_commands_agree_with_the_model(rsa_keys: Path) -> None:
    machine = type("Machine", (MessageApi,), {"rsa_keys": rsa_keys})
    run_state_machine_as_test(machine, settings=settings(max_examples=GAMES, stateful_step_count=40))
