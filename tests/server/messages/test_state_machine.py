"""Random commands over the message API, against the reference model, through real sessions (rows UP-1, UP-3, U1, U2).

After every command each user's history, dialogs, counters, badge and pts agree with the model; a device that only hears
what is pushed has the same messages and has missed no pts; and so has a replica that is told nothing but differences.

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
from tests.server.messages.game import Game
from tests.server.messages.model import GROUP, SERVICE, Box, Content, Copy, Model
from tests.server.people import Person, peer_of, random_id, text

messages = functions.messages

GAMES = int(os.environ.get("CHAPPE_STATE_MACHINE", "5"))
STEPS = 40

who = st.sampled_from((0, 0, 0, 1, 1, 1, 2))
"""Mostly two of them, so that commands meet in the same dialogs."""
which = st.integers(0, 1_000)
where = st.sampled_from((0, 1, 2, 3, 3))
"""One of the three, or their group."""
THERE = 3
EMOJI = ("👍", "❤")
FORBIDDEN = ("send_plain", "send_polls", "send_photos", "send_messages", "pin_messages", "change_info")
_numbers = count(1)


class MessageApi(RuleBasedStateMachine):
    """Three users with two devices each, on a server of their own."""

    rsa_keys: Path

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = contextlib.AsyncExitStack()

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @initialize()
    def start(self) -> None:
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        server = serving(folder / "data", self.rsa_keys)
        self.harness: Harness = self.do(self.stack.enter_async_context(server))
        self.game = Game(self.harness)
        self.left: set[int] = set()
        self.do(self.game.start())

    def teardown(self) -> None:
        self.do(self.stack.aclose())
        self.runner.close()

    @property
    def model(self) -> Model:
        return self.game.model

    def scene(self, user: int, place: int) -> tuple[Person, Box, int, types.TypeInputPeer]:
        """Somebody, their box, and a dialog of theirs: its peer, and how they name it."""
        one = self.game.people[user]
        peer = GROUP if place == THERE else self.game.people[place].user_id
        return one, self.game.box(one), peer, self.game.peer(one, peer)

    def pick(self, user: int, number: int) -> tuple[Person, int, Copy] | None:
        """One of a user's messages that are no service messages."""
        one = self.game.people[user]
        copies = self.game.box(one).messages
        ids = sorted(i for i, copy in copies.items() if not copy.content.service)
        return (one, found := ids[number % len(ids)], copies[found]) if ids else None

    def call(self, one: Person, request: Any, *, allowed: bool = True) -> Any:
        """Call a method; when it is not allowed, any refusal will do, and the model stays as it is."""
        if allowed:
            return self.do(one(request))
        with pytest.raises(RpcError):
            self.do(one(request))
        return None

    @rule(
        user=who,
        place=where,
        number=st.none() | which,
        media=st.sampled_from(("", "", "contact", "poll")),
        silent=st.booleans(),
        protected=st.integers(0, 5).map(lambda roll: roll == 0),
        retried=st.booleans(),
    )
    def send(
        self, user: int, place: int, number: int | None, media: str, silent: bool, protected: bool, retried: bool
    ) -> None:
        """A text, a contact or a poll, now and then in reply to something of the dialog, or once more."""
        one, box, peer, there = self.scene(user, place)
        ids = [i for i in box.ids(peer) if not box.messages[i].content.service]
        answered = None if number is None or not ids else ids[number % len(ids)]
        answers = None if answered is None else box.messages[answered]
        content = Content(
            f"word {next(_numbers)}", media, reply=answers and answers.key, silent=silent, protected=protected
        )
        reply = None if answered is None else types.InputReplyToMessage(reply_to_msg_id=answered)
        fields: dict[str, Any] = {"peer": there, "message": content.text, "random_id": random_id(), "reply_to": reply}
        fields |= {"silent": silent, "noforwards": protected}
        request = messages.SendMedia(**fields, media=MEDIA[media]) if media else messages.SendMessage(**fields)
        allowed = self.model.may_send(one.user_id, peer, content)
        self.call(one, request, allowed=allowed)
        if allowed:
            mentioned = answers.sender if answers is not None and peer == GROUP else 0
            self.model.send(one.user_id, peer, content, mentions=mentioned)
            if retried:
                self.do(one.tablet(request))

    @rule(user=who, place=where, size=st.integers(1, 3))
    def send_album(self, user: int, place: int, size: int) -> None:
        one, _, peer, there = self.scene(user, place)
        album = next(_numbers) if size > 1 else 0
        contents = [Content(f"caption {next(_numbers)}", "photo", album=album) for _ in range(size)]
        photo = self.do(self.game.photo(one))
        media = [
            types.InputSingleMedia(media=photo, random_id=random_id(), message=content.text) for content in contents
        ]
        allowed = self.model.may_send(one.user_id, peer, *contents)
        self.call(one, messages.SendMultiMedia(peer=there, multi_media=media), allowed=allowed)
        for content in contents if allowed else ():
            self.model.send(one.user_id, peer, content)

    @rule(user=who, place=where)
    def schedule(self, user: int, place: int) -> None:
        one, box, peer, there = self.scene(user, place)
        word = f"word {next(_numbers)}"
        later = int(self.harness.clock.now()) + 3_600
        allowed = self.model.may_send(one.user_id, peer, Content(word))
        answer = self.call(one, text(there, word, schedule_date=later), allowed=allowed)
        if allowed:
            (new,) = (update for update in answer.updates if isinstance(update, types.UpdateNewScheduledMessage))
            box.scheduled[new.message.id] = (peer, word)

    @rule(user=who, number=which, what=st.sampled_from(("send", "send", "edit", "delete")))
    def decide_about_what_is_scheduled(self, user: int, number: int, what: str) -> None:
        one = self.game.people[user]
        waiting = self.game.box(one).scheduled
        if not waiting:
            return
        found = sorted(waiting)[number % len(waiting)]
        peer, word = waiting[found]
        there = self.game.peer(one, peer)
        if what == "edit":
            new, later = f"word {next(_numbers)}", int(self.harness.clock.now()) + 7_200
            self.do(one(messages.EditMessage(peer=there, id=found, message=new, schedule_date=later)))
            waiting[found] = (peer, new)
            return
        if what == "delete":
            self.do(one(messages.DeleteScheduledMessages(peer=there, id=[found])))
        else:
            allowed = self.model.may_send(one.user_id, peer, Content(word))
            self.call(one, messages.SendScheduledMessages(peer=there, id=[found]), allowed=allowed)
            if not allowed:
                return
            self.model.send(one.user_id, peer, Content(word))
        del waiting[found]

    @rule(user=who, place=where, number=which, repeat=st.booleans())
    def read(self, user: int, place: int, number: int, repeat: bool) -> None:
        """What is unread of a dialog, or now and then what was read already."""
        one, box, peer, there = self.scene(user, place)
        ids = box.ids(peer)
        if ids:
            up_to = ids[number % len(ids)] if repeat else ids[number % 2 % len(ids)]
            self.do(one(messages.ReadHistory(peer=there, max_id=up_to)))
            self.model.read(one.user_id, peer, up_to)

    @rule(user=who, place=where, reactions=st.booleans())
    def look(self, user: int, place: int, reactions: bool) -> None:
        """At the mentions in a dialog, or at the reactions there."""
        one, _, peer, there = self.scene(user, place)
        self.do(one(messages.ReadReactions(peer=there) if reactions else messages.ReadMentions(peer=there)))
        self.model.look(one.user_id, peer, reactions=reactions)

    @rule(
        user=who,
        place=where,
        offset=st.none() | which,
        add_offset=st.integers(-3, 3),
        limit=st.integers(1, 4),
        bounds=st.tuples(st.none() | which, st.none() | which),
    )
    def page(
        self,
        user: int,
        place: int,
        offset: int | None,
        add_offset: int,
        limit: int,
        bounds: tuple[int | None, int | None],
    ) -> None:
        """A window of a dialog, by messages that there are."""
        one, box, peer, _ = self.scene(user, place)
        ids = box.ids(peer) or [1]
        offset_id, max_id, min_id = (0 if n is None else ids[n % len(ids)] for n in (offset, *bounds))
        wanted = box.window(peer, offset_id, add_offset, limit, max_id, min_id)
        window = {"offset_id": offset_id, "add_offset": add_offset, "limit": limit, "max_id": max_id, "min_id": min_id}
        self.do(self.game.compare_page(one, peer, wanted, **window))

    @rule(user=who, archived=st.booleans(), at_once=st.integers(1, 3))
    def list_dialogs(self, user: int, archived: bool, at_once: int) -> None:
        self.do(self.game.compare_list(self.game.people[user], archived=archived, at_once=at_once))

    @rule(user=who, at_once=st.none() | st.integers(1, 5))
    def come_back(self, user: int, at_once: int | None) -> None:
        """A device that was away asks what it missed, in slices of any size."""
        one = self.game.people[user]
        away, pts = self.game.away, self.game.box(one).pts
        self.do(away[one.user_id].ask(one.tablet, pts, at_once=at_once))
        self.game.compare_replica(one, away)

    @rule(user=who, number=which)
    def edit(self, user: int, number: int) -> None:
        if (picked := self.pick(user, number)) is None:
            return
        one, found, copy = picked
        word, peer = f"edited {next(_numbers)}", self.game.peer(one, copy.peer)
        allowed = self.model.may_edit(one.user_id, copy)
        self.call(one, messages.EditMessage(peer=peer, id=found, message=word), allowed=allowed)
        if allowed:
            self.model.edit(one.user_id, found, word)

    @rule(user=who, numbers=st.lists(which, max_size=3), revoke=st.booleans())
    def delete(self, user: int, numbers: list[int], revoke: bool) -> None:
        one = self.game.people[user]
        box = self.game.box(one)
        ids = list({picked[1] for number in numbers if (picked := self.pick(user, number)) is not None})
        allowed = not revoke or self.model.may_take_back(one.user_id, [box.messages[i] for i in ids])
        answer = self.call(one, messages.DeleteMessages(id=ids, revoke=revoke), allowed=allowed)
        if allowed:
            before = box.pts
            self.model.delete(one.user_id, ids, revoke=revoke)
            assert (answer.pts, answer.pts_count) == (box.pts, box.pts - before)

    @rule(user=who, place=where, number=st.none() | which, revoke=st.booleans(), keep_place=st.booleans())
    def clear(self, user: int, place: int, number: int | None, revoke: bool, keep_place: bool) -> None:
        """A dialog, whole or up to a message; of a group only one's own copies."""
        one, box, peer, there = self.scene(user, place)
        ids = box.ids(peer)
        up_to = 0 if number is None or not ids else ids[number % len(ids)]
        revoke = revoke and peer != GROUP
        request = messages.DeleteHistory(peer=there, max_id=up_to, revoke=revoke, just_clear=keep_place)
        self.do(one(request))
        self.model.clear(one.user_id, peer, up_to, revoke=revoke, keep_place=keep_place)

    @rule(user=who, number=which, oneside=st.booleans())
    def pin(self, user: int, number: int, oneside: bool) -> None:
        """What is pinned already is unpinned."""
        if (picked := self.pick(user, number)) is None:
            return
        one, found, copy = picked
        oneside = oneside and copy.peer != GROUP
        allowed, unpin = self.model.may(one.user_id, copy.peer, "pin_messages"), copy.pinned
        peer = self.game.peer(one, copy.peer)
        request = messages.UpdatePinnedMessage(peer=peer, id=found, pm_oneside=oneside, unpin=unpin)
        self.call(one, request, allowed=allowed)
        if allowed and unpin:
            self.model.unpin(one.user_id, [found], oneside=oneside)
        elif allowed:
            self.model.pin(one.user_id, found, oneside=oneside)

    @rule(user=who, place=where)
    def unpin_all(self, user: int, place: int) -> None:
        one, box, peer, there = self.scene(user, place)
        allowed = self.model.may(one.user_id, peer, "pin_messages")
        self.call(one, messages.UnpinAllMessages(peer=there), allowed=allowed)
        if allowed:
            self.model.unpin(one.user_id, [i for i in box.ids(peer) if box.messages[i].pinned])

    @rule(
        user=who,
        source=where,
        place=where,
        numbers=st.lists(which, min_size=1, max_size=3),
        flags=st.fixed_dictionaries(
            {name: st.booleans() for name in ("drop_author", "drop_media_captions", "silent", "noforwards")}
        ),
    )
    def forward(self, user: int, source: int, place: int, numbers: list[int], flags: dict[str, bool]) -> None:
        """Messages of a dialog into another; albums stay together, and of a poll there is one, wherever it is shown."""
        one, box, peer, there = self.scene(user, place)
        _, _, from_peer, from_there = self.scene(user, source)
        plain = not (flags["drop_author"] or flags["drop_media_captions"])
        ids = [
            i
            for i in box.ids(from_peer)
            if not box.messages[i].content.service and (plain or box.messages[i].content.media != "poll")
        ]
        if not ids:
            return
        chosen = list(dict.fromkeys(ids[number % len(ids)] for number in numbers))
        contents = [box.messages[i].content for i in chosen]
        request = messages.ForwardMessages(
            from_peer=from_there, id=chosen, random_id=[random_id() for _ in chosen], to_peer=there, **flags
        )
        allowed = self.model.may_send(one.user_id, peer, *contents) and not any(c.protected for c in contents)
        self.call(one, request, allowed=allowed)
        albums = {content.album: next(_numbers) for content in contents if content.album}
        for content in contents if allowed else ():
            copied = Content(
                "" if content.media and flags["drop_media_captions"] else content.text,
                content.media,
                forwarded=plain,
                silent=flags["silent"],
                protected=flags["noforwards"],
                poll=content.poll,
                album=albums.get(content.album, 0),
            )
            self.model.send(one.user_id, peer, copied)

    @rule(user=who, place=where, what=st.sampled_from(("mark", "archive", "top", "draft")), on=st.booleans())
    def arrange(self, user: int, place: int, what: str, on: bool) -> None:
        """Mark a dialog as unread, archive it, pin it on top, leave a draft in it; or take that back."""
        one, box, peer, there = self.scene(user, place)
        if not box.ids(peer):
            return
        dialog = types.InputDialogPeer(peer=there)
        if what == "mark":
            self.do(one(messages.MarkDialogUnread(peer=dialog, unread=on)))
            box.settings[peer].marked = on
        elif what == "archive":
            folders = [types.InputFolderPeer(peer=there, folder_id=int(on))]
            self.do(one(functions.folders.EditPeerFolders(folder_peers=folders)))
            self.model.archive(one.user_id, peer, archived=on)
        elif what == "top":
            self.do(one(messages.ToggleDialogPin(peer=dialog, pinned=on)))
            self.model.pin_dialog(one.user_id, peer, pinned=on)
        else:
            draft = f"draft {next(_numbers)}" if on else ""
            self.do(one(messages.SaveDraft(peer=there, message=draft)))
            box.settings[peer].draft = draft

    @rule(user=who)
    def clear_all_drafts(self, user: int) -> None:
        one = self.game.people[user]
        drafts = self.game.box(one).settings
        shown = self.do(one(messages.GetAllDrafts())).updates
        assert sorted(update.draft.message for update in shown) == sorted(
            setting.draft for setting in drafts.values() if setting.draft
        )
        self.do(one(messages.ClearAllDrafts()))
        for setting in drafts.values():
            setting.draft = ""

    @rule(user=who, number=which, emoji=st.sampled_from(("", *EMOJI)))
    def react(self, user: int, number: int, emoji: str) -> None:
        if (picked := self.pick(user, number)) is None:
            return
        one, found, copy = picked
        if copy.peer == one.user_id or emoji == self.model.reactions[copy.key].get(one.user_id, ""):
            return
        allowed = self.model.reaches(one.user_id, copy.peer)
        wanted = [types.ReactionEmoji(emoticon=emoji)] if emoji else []
        peer = self.game.peer(one, copy.peer)
        self.call(one, messages.SendReaction(peer=peer, msg_id=found, reaction=wanted), allowed=allowed)
        if allowed:
            self.model.react(one.user_id, copy, emoji)

    @rule(user=who, number=which, option=st.sampled_from((b"yes", b"no", b"")))
    def vote(self, user: int, number: int, option: bytes) -> None:
        """For an answer of a poll, for another one, or for none any more."""
        one = self.game.people[user]
        copies = self.game.box(one).messages
        polls = sorted(i for i, copy in copies.items() if copy.content.media == "poll")
        if not polls:
            return
        found = polls[number % len(polls)]
        copy = copies[found]
        allowed = self.model.reaches(one.user_id, copy.peer)
        peer = self.game.peer(one, copy.peer)
        options = [option] if option else []
        self.call(one, messages.SendVote(peer=peer, msg_id=found, options=options), allowed=allowed)
        if allowed:
            self.model.votes[copy.content.poll][one.user_id] = option
            if not option:
                del self.model.votes[copy.content.poll][one.user_id]

    @rule(user=who, other=who)
    def block(self, user: int, other: int) -> None:
        """Or no longer."""
        one, whom = self.game.people[user], self.game.people[other]
        if one is whom:
            return
        pair = (one.user_id, whom.user_id)
        name = peer_of(self.harness, one, whom)
        blocked = pair in self.model.blocked
        self.do(one(functions.contacts.Unblock(id=name) if blocked else functions.contacts.Block(id=name)))
        self.model.blocked ^= {pair}

    @rule(other=st.integers(1, 2), leaves=st.booleans(), taking_back=st.booleans())
    def come_and_go(self, other: int, leaves: bool, taking_back: bool) -> None:
        """Alice removes somebody, perhaps with all they wrote, and takes them back; who leaves returns by the link."""
        alice, one = self.game.people[0], self.game.people[other]
        user = one.user_id
        if user in self.model.members:
            by = one if leaves else alice
            name: types.TypeInputUser = types.InputUserSelf() if leaves else self.game.user(alice, one)
            chat_id = self.game.chat_id
            self.do(by(messages.DeleteChatUser(chat_id=chat_id, user_id=name, revoke_history=taking_back)))
            self.model.leave(user, by.user_id, taking_back=taking_back)
            self.left = self.left | {user} if leaves else self.left - {user}
        elif user in self.left:
            self.do(one(messages.ImportChatInvite(hash=self.game.invite)))
            self.model.join(user, user)
        elif not {(alice.user_id, user), (user, alice.user_id)} & self.model.blocked:
            name = self.game.user(alice, one)
            self.do(alice(messages.AddChatUser(chat_id=self.game.chat_id, user_id=name, fwd_limit=0)))
            self.model.join(user, alice.user_id)

    @rule(other=st.integers(1, 2))
    def promote(self, other: int) -> None:
        """Or no longer."""
        alice, one = self.game.people[0], self.game.people[other]
        user, is_admin = one.user_id, one.user_id not in self.model.admins
        allowed = user in self.model.members
        name = self.game.user(alice, one)
        request = messages.EditChatAdmin(chat_id=self.game.chat_id, user_id=name, is_admin=is_admin)
        self.call(alice, request, allowed=allowed)
        if allowed:
            self.model.admins ^= {user}

    @rule(user=who, forbidden=st.sets(st.sampled_from(FORBIDDEN), max_size=2))
    def forbid(self, user: int, forbidden: set[str]) -> None:
        """Members something, or nothing any more. Who forbids to write forbids every kind of content."""
        one = self.game.people[user]
        banned = types.ChatBannedRights(until_date=0, **dict.fromkeys(forbidden, True))
        if "send_messages" in forbidden:
            forbidden |= {"send_plain", "send_polls", "send_photos"}
        allowed = one.user_id in self.model.admins and forbidden != set(self.model.banned)
        request = messages.EditChatDefaultBannedRights(peer=self.game.group, banned_rights=banned)
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.banned = forbidden

    @rule(user=who)
    def rename(self, user: int) -> None:
        one = self.game.people[user]
        allowed = self.model.may(one.user_id, GROUP, "change_info")
        request = messages.EditChatTitle(chat_id=self.game.chat_id, title=f"title {next(_numbers)}")
        self.call(one, request, allowed=allowed)
        if allowed:
            self.model.send(one.user_id, GROUP, SERVICE)

    @precondition(lambda self: hasattr(self, "game"))
    @invariant()
    def everyone_sees_what_they_must(self) -> None:
        self.do(self.game.compare())


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


@pytest.mark.timeout(60 + 20 * GAMES)
@pytest.mark.rows("UP-1", "UP-3", "U1", "U2")
def test_random_commands_agree_with_the_model(rsa_keys: Path) -> None:
    machine = type("Machine", (MessageApi,), {"rsa_keys": rsa_keys})
    run_state_machine_as_test(machine, settings=settings(max_examples=GAMES, stateful_step_count=STEPS))
