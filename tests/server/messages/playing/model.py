"""A reference model of boxes: what every user must see, said as plainly as possible.

It knows nothing of how the server does it. Each user has a box (playing/boxes.py); copies of one message know each
other by `key`. What the members of the group write stands in the box of everyone who is then in it. Time passes when it
is told so (`pass_time`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count
from typing import Any

from tests.server.messages.playing.boxes import GROUP, NOBODY, SERVICE, WHEN_ONLINE, Box, Content, Copy, Setting
from tests.server.messages.playing.group import Group, Link
from tests.server.messages.playing.habits import Habits
from tests.server.messages.playing.looks import Looks
from tests.server.messages.playing.polls import Choice, Poll
from tests.server.messages.playing.rights import Rights
from tests.server.messages.playing.secrets import Secrets

_keys = count(1)


class Model(Rights):
    """Everybody's boxes; the group; reactions by key and votes by poll."""

    def __init__(self, boxes: dict[int, Box], group: Group, now: int) -> None:
        super().__init__(group, now)
        self.boxes = boxes
        self.secrets = Secrets()
        self.looks = Looks()
        self.typing: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        """By user, in which dialogs they see by the next look that who writes."""
        self.habits: defaultdict[int, Habits] = defaultdict(Habits)
        self.reactions: defaultdict[int, dict[int, tuple[str, ...]]] = defaultdict(dict)
        self.unseen: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
        """By key, who gave which reactions that the writer has not looked at."""
        self.polls: dict[int, Poll] = {}
        """By the key of the message that each came with."""
        self.vanishes: dict[int, int] = {}
        """By key, when a photo that was looked at is gone."""
        self.online: defaultdict[int, int] = defaultdict(int)
        """By user, until when."""
        self.default_timers: defaultdict[int, int] = defaultdict(int)
        """By user, for the private chats that they begin."""
        self.answered: set[int] = set()
        """By key, what asked to lift a protection and has been answered."""
        self._protectors: dict[frozenset[int], int] = {}
        self._timers: dict[frozenset[int], int] = {}
        self._begun: set[frozenset[int]] = set()

    def timer(self, user: int, peer: int) -> int:
        """After how many seconds what is written in a dialog now deletes itself: the same for all who are in it."""
        return self._timers.get(_dialog(user, peer), 0)

    def protector(self, user: int, peer: int) -> int:
        """Who protects a dialog; 0 for nobody."""
        return self._protectors.get(_dialog(user, peer), 0)

    def protect(self, user: int, peer: int, *, enabled: bool) -> None:
        self._protectors[_dialog(user, peer)] = user if enabled else 0

    def send(
        self,
        user: int,
        peer: int,
        content: Content,
        *,
        mentions: frozenset[int] = NOBODY,
        saved: int | None = None,
        tells: bool = False,
    ) -> int:
        """A message into everyone's box; returns its key. `saved`: where it was saved from, if it was."""
        self._begin(user, peer, tells=tells)
        key = next(_keys)
        if content.media == "poll" and not content.poll:
            content = replace(content, poll=key)
            closes = content.until or (content.seconds and self.now + content.seconds)
            self.polls[key] = Poll(user, content.kind, content.seconds, closes)
        if content.media == "dice" and not content.throw:
            content = replace(content, throw=key)
        self.note_replied(content)
        when = {"date": self.now, "ttl": self.timer(user, peer)}
        unopened = peer != user and (content.media == "voice" or (content.media == "photo" and content.seconds > 0))
        for other in self._others(user, peer):
            its_peer = GROUP if peer == GROUP else user
            meant = other in mentions
            marks = {"unread_mention": meant, "mentioned": meant, "unopened": unopened}
            self._arrive(other, Copy(its_peer, user, key, content, **marks, **when))
        self._keep(Copy(peer, user, key, content, unopened=unopened, **when), saved)
        return key

    def tell(self, user: int, peer: int, content: Content) -> None:
        """A service message about what somebody decided, which begins no private chat with their timer."""
        self.send(user, peer, content, tells=True)

    def show_typing(self, user: int, peer: int) -> None:
        for other in self._others(user, peer):
            self.typing[other].append((GROUP if peer == GROUP else user, user))

    def _keep(self, own: Copy, saved: int | None = None) -> None:
        """A copy in its writer's own box."""
        if own.peer == own.sender:
            own.saved = own.sender if saved is None else saved
        self.boxes[own.sender].add(own)

    def begins(self, user: int, peer: int) -> bool:
        """Whether a private chat begins when this user writes there."""
        return peer not in (GROUP, user) and _dialog(user, peer) not in self._begun

    def _begin(self, user: int, peer: int, *, tells: bool) -> None:
        """A private chat that somebody begins has their default timer; not if a service message begins it."""
        if self.begins(user, peer):
            self._begun.add(_dialog(user, peer))
            if self.default_timers[user] and not tells:
                self.set_timer(user, peer, self.default_timers[user])

    def note_replied(self, content: Content) -> None:
        """Where what is replied to stands in each box."""
        for box in self.boxes.values():
            if content.reply is not None and (found := box.find(content.reply)) is not None:
                box.replied.setdefault(content.reply, (found, box.messages[found].peer))

    def _others(self, user: int, peer: int) -> list[int]:
        if peer == GROUP:
            return sorted(self.group.members.keys() - {user})
        return [] if peer == user else [peer]

    def _arrive(self, owner: int, copy: Copy) -> None:
        """What comes from somebody else takes its dialog out of the archive, which is an event of its own."""
        box = self.boxes[owner]
        box.add(copy)
        if box.settings[copy.peer].archived:
            box.archive(copy.peer, archived=False)

    def read(self, user: int, peer: int, up_to: int) -> None:
        box = self.boxes[user]
        ids = box.ids(peer)
        box.settings[peer].marked = False
        reached, before = min(up_to, ids[0]) if ids else 0, box.read_inbox.get(peer, 0)
        if reached <= before:
            return
        box.read_inbox[peer] = reached
        box.pts += 1
        # Each writer hears of the newest of what was just read that they still have, unless one of the two is gone.
        newest: dict[int, int] = {}
        for copy in (box.messages[i] for i in ids if before < i <= reached and box.messages[i].sender != user):
            if (found := self.boxes[copy.sender].find(copy.key)) is not None:
                newest[copy.sender] = max(found, newest.get(copy.sender, 0))
        for writer, found in newest.items():
            if peer != GROUP or {user, writer} <= self.group.members.keys():
                self._tell_writer(writer, GROUP if peer == GROUP else user, found, user)

    def _tell_writer(self, writer: int, peer: int, found: int, reader: int) -> None:
        box = self.boxes[writer]
        box.receipts.append((self.now, peer, reader, found))
        if found > box.read_outbox.get(peer, 0):
            box.read_outbox[peer] = found
            box.pts += 1

    def readers(self, user: int, message_id: int) -> dict[int, int]:
        """Who has read what a user wrote, and when: in the group, of those who have it, or were there since before."""
        box = self.boxes[user]
        copy, found = box.messages[message_id], dict[int, int]()
        for when, peer, reader, up_to in box.receipts:
            seat = self.group.members.get(reader)
            there = self.boxes[reader].find(copy.key) or (seat is not None and seat.since <= copy.date)
            if peer == copy.peer and message_id <= up_to and (peer != GROUP or there):
                found.setdefault(reader, when)
        return found

    def look(self, user: int, peer: int, at: str) -> None:
        """The user looks at what is unread of a kind in a dialog: mentions of them, reactions to what they wrote, or
        votes in their polls."""
        box = self.boxes[user]
        for copy in (box.messages[i] for i in box.ids(peer)):
            if getattr(copy, at):
                box.pts += 1
                setattr(copy, at, False)
                if at == "unread_reactions":
                    self.unseen[copy.key].clear()
                if at == "unread_mention" and copy.unopened:
                    self._hear(user, copy)

    def _reached(self, key: int) -> list[tuple[Box, int]]:
        """The copies that follow what becomes of a message: not those of who has gone from its group."""
        found = [(owner, box, i) for owner, box in self.boxes.items() if (i := box.find(key)) is not None]
        return [(box, i) for owner, box, i in found if box.messages[i].peer != GROUP or owner in self.group.members]

    def delete(self, user: int, ids: Iterable[int], *, revoke: bool) -> None:
        keys = {copy.key for i in ids if (copy := self.boxes[user].messages.get(i)) is not None}
        self._remove(self.boxes[user], lambda copy: copy.key in keys)
        if revoke:
            self._take_back(keys)

    def _take_back(self, keys: set[int]) -> None:
        """From everybody but who has gone from the group."""
        for owner, box in self.boxes.items():
            is_there = owner in self.group.members
            self._remove(box, lambda copy, is_there=is_there: copy.key in keys and (copy.peer != GROUP or is_there))

    def _remove(self, box: Box, doomed: Callable[[Copy], bool]) -> None:
        kept = {i: copy for i, copy in box.messages.items() if not doomed(copy)}
        box.pts += len(box.messages) - len(kept)
        box.messages = kept
        box.saved_pins = [source for source in box.saved_pins if source in box.saved()]

    def tags(self, user: int, source: int | None = None) -> Counter[str]:
        """The reactions to what stands in Saved Messages, or to what came there from one dialog."""
        boxed = self.boxes[user].messages.values()
        saved = (copy for copy in boxed if copy.peer == user and source in (None, copy.saved))
        return Counter(emoji for copy in saved for emoji in self.reactions[copy.key].get(user, ()))

    def clear(self, user: int, peer: int, up_to: int, *, revoke: bool, keep_place: bool) -> None:
        """A dialog of which nothing is left goes from the list, has no draft, and is neither pinned nor marked;
        one that is to keep its place there keeps it by a service message."""
        box = self.boxes[user]
        doomed = [i for i in box.ids(peer) if not up_to or i <= up_to]
        self.delete(user, doomed, revoke=revoke)
        if box.ids(peer):
            return
        if not keep_place:
            box.settings[peer] = Setting(archived=box.settings[peer].archived)
        elif doomed:
            self._keep(Copy(peer, user, next(_keys), SERVICE, date=self.now, ttl=self.timer(user, peer)))

    def pin(self, user: int, message_id: int, *, oneside: bool) -> None:
        copy = self.boxes[user].messages[message_id]
        self._set_pinned(user, [copy.key], True, oneside)
        if not oneside and copy.peer != user:
            self.send(user, copy.peer, replace(SERVICE, reply=copy.key))

    def unpin(self, user: int, ids: Iterable[int], *, oneside: bool = False) -> None:
        self._set_pinned(user, [self.boxes[user].messages[i].key for i in ids], False, oneside)

    def _set_pinned(self, user: int, keys: list[int], pinned: bool, oneside: bool) -> None:
        for key in keys:
            for box, i in self._reached(key):
                if (box is self.boxes[user] or not oneside) and box.messages[i].pinned is not pinned:
                    box.messages[i].pinned = pinned
                    box.pts += 1

    def react(self, user: int, copy: Copy, given: tuple[str, ...]) -> None:
        """The writer waits for nothing of their own, nor of whom they have blocked."""
        before, unseen = self.reactions[copy.key].get(user, ()), self.unseen[copy.key]
        self.reactions[copy.key][user] = given
        unseen -= {(user, emoji) for emoji in before if emoji not in given}
        if copy.sender != user and (copy.sender, user) not in self.blocked:
            unseen |= {(user, emoji) for emoji in given if emoji not in before}
        for box, i in self._reached(copy.key):
            if box is self.boxes[copy.sender]:
                box.messages[i].unread_reactions = bool(unseen)

    def vote(self, user: int, key: int, poll: Poll, chosen: Choice) -> None:
        """Who asks in public waits for votes of others, but of nobody whom they have blocked."""
        is_new = chosen != poll.votes.get(user, frozenset()) and bool(chosen) and poll.kind == "public"
        poll.choose(user, chosen)
        if is_new and user != poll.creator and (poll.creator, user) not in self.blocked:
            for box, i in self._reached(key):
                box.messages[i].unread_votes |= box is self.boxes[poll.creator]

    def set_timer(self, user: int, peer: int, seconds: int) -> None:
        self._begun.add(_dialog(user, peer))
        self._timers[_dialog(user, peer)] = seconds
        self.send(user, peer, SERVICE)

    def open(self, user: int, message_id: int) -> None:
        """The user looks at what is new about a message, or at a photo that vanishes, or hears a voice."""
        copy = self.boxes[user].messages[message_id]
        hears = copy.unopened and copy.sender != user
        self.boxes[user].pts += copy.has_news or hears
        if copy.unread_reactions:
            self.unseen[copy.key].clear()
        copy.unread_mention = copy.unread_reactions = copy.unread_votes = False
        if hears:
            self._hear(user, copy)

    def _hear(self, user: int, copy: Copy) -> None:
        """Who sent it is told the first time, unless one of the two is gone from the group."""
        copy.unopened = False
        if copy.content.seconds:
            self.vanishes[copy.key] = self.now + copy.content.seconds
        if copy.peer == GROUP and user not in self.group.members:
            return
        for box, i in self._reached(copy.key):
            if box is self.boxes[copy.sender] and box.messages[i].unopened:
                box.messages[i].unopened = False
                box.pts += 1

    def change(self, key: int, **fields: Any) -> None:
        """What a message is becomes something else in every copy."""
        for box, i in self._reached(key):
            box.messages[i].content = replace(box.messages[i].content, **fields)
            box.pts += 1

    def dues(self) -> set[int]:
        """The moments to come at which something happens by itself."""
        moments = {one.due for box in self.boxes.values() for one in box.scheduled.values() if one.due != WHEN_ONLINE}
        moments |= {copy.date + copy.ttl for box in self.boxes.values() for copy in box.messages.values() if copy.ttl}
        moments |= {poll.closes for poll in self.polls.values() if not poll.closed} | set(self.vanishes.values())
        return {moment for moment in moments if moment > self.now}

    def pass_time(self, now: int) -> None:
        """What is due happens."""
        self.now = now
        waiting = [(one.due, number, user) for user, box in self.boxes.items() for number, one in box.scheduled.items()]
        for due, number, user in sorted(waiting):
            scheduled = self.boxes[user].scheduled
            if number in scheduled and (
                due <= now or (due == WHEN_ONLINE and self._finds_online(user, scheduled[number].peer))
            ):
                self.send_scheduled(user, number)
        for box in self.boxes.values():
            self._remove(box, lambda copy: copy.ttl > 0 and copy.date + copy.ttl <= now)
        for poll in self.polls.values():
            poll.closed |= 0 < poll.closes <= now
        for key in [key for key, due in self.vanishes.items() if due <= now]:
            del self.vanishes[key]
            self.change(key, gone=True)

    def _finds_online(self, user: int, peer: int) -> bool:
        return self.online[peer] > self.now and self.sees_online(user, peer)

    def send_scheduled(self, user: int, number: int) -> None:
        """What waited waits no longer, nor what was scheduled with it; unless it repeats, and then for the next of its
        times that is to come."""
        box = self.boxes[user]
        together = [box.scheduled.pop(i) for i in box.together(number)]
        if not self.may_send(user, together[0].peer, *(one.content for one in together)):
            return
        for one in together:
            self.send(user, one.peer, one.content, mentions=one.mentions, saved=one.saved)
            if one.period:
                missed = max(0, self.now - one.due) // one.period
                box.schedule(replace(one, due=one.due + (missed + 1) * one.period))

    def leave(self, user: int, by: int, *, taking_back: bool = False) -> None:
        """Somebody goes; what they wrote, as far as they have it themselves, may go with them."""
        if taking_back:
            own = [c for c in self.boxes[user].messages.values() if c.peer == GROUP and c.sender == user]
            self._take_back({copy.key for copy in own if not copy.content.service})
        if user == self.group.creator:
            self.send(user, GROUP, SERVICE)  # which says who owns the group from now on
            self.group.creator = self.group.heir
            self.group.admins.add(self.group.creator)
        self.send(by, GROUP, SERVICE)
        self.group.go(user, by)

    def join(self, user: int, by: int, *, inviter: int) -> None:
        self.group.come(user, inviter, self.now)
        self.send(by, GROUP, SERVICE)

    def join_by(self, user: int, link: Link, by: int) -> None:
        """By a link, or (`by` somebody else) let in by an admin who was asked."""
        link.usage += 1
        self.join(user, user, inviter=by or link.owner)
        self.group.came[user] = self.now, link, by

    def show_history(self, by: int, user: int, limit: int) -> None:
        """A newcomer is given the last messages that whoever adds them has of the group. What they have already comes
        not twice, and what they wrote themselves and have deleted not again."""
        box = self.boxes[user]
        last = [self.boxes[by].messages[i] for i in self.boxes[by].ids(GROUP)[:limit]]
        unseen = [copy for copy in reversed(last) if box.find(copy.key) is None and copy.sender != user]
        for copy in unseen:
            marks = {"pinned": copy.pinned, "date": copy.date, "ttl": copy.ttl}
            box.add(Copy(GROUP, copy.sender, copy.key, copy.content, **marks))
        for copy in unseen:
            self.note_replied(copy.content)

    def decide(self, by: int, asking: Iterable[int], *, approved: bool) -> None:
        """An admin lets people in who asked for that, or does not."""
        for user in asking:
            _, link = self.group.asking[user]
            if approved:
                self.join_by(user, link, by)
            else:
                self.group.forget(user)


def _dialog(user: int, peer: int) -> frozenset[int]:
    return frozenset((GROUP,) if peer == GROUP else (user, peer))
