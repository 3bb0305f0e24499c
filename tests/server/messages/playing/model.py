"""A reference model of boxes: what every user must see, said as plainly as possible.

It knows nothing of how the server does it. A user has a box: messages by id, and for each peer how far it is read and
what they decided about it. `pts` counts what happened in the box. Copies of one message know each other by `key`. The
peer of the group is 0: what its members write stands in the box of everyone who is then in it. Time passes when it is
told so (`pass_time`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

_keys = count(1)

GROUP = 0

RIGHTS = {
    "": "send_plain",
    "contact": "send_plain",
    "live": "send_plain",
    "poll": "send_polls",
    "todo": "send_polls",
    "photo": "send_photos",
}
"""The right that each kind of content needs in the group."""


@dataclass(frozen=True)
class Content:
    """What is sent. `poll` and `album` are numbers that others with the same belong to; `reply` is a key.

    `seconds` is how long a poll is open, a location live, a photo seen before it is `gone`; `done` is what a list is.
    """

    text: str = ""
    media: str = ""
    service: bool = False
    reply: int | None = None
    forwarded: bool = False
    silent: bool = False
    protected: bool = False
    poll: int = 0
    album: int = 0
    seconds: int = 0
    gone: bool = False
    done: bool = False


SERVICE = Content(service=True)


@dataclass
class Copy:
    """A message as it stands in one box. `mention` and `news` are what its owner has not looked at: a mention of them,
    and reactions to what they wrote; `unopened` is a photo that vanishes and nobody has looked at. `ttl` is how many
    seconds after its date it deletes itself."""

    peer: int
    sender: int
    key: int
    content: Content
    pinned: bool = False
    mention: bool = False
    news: bool = False
    unopened: bool = False
    date: int = 0
    ttl: int = 0


@dataclass
class Setting:
    """What a user has decided about a dialog of theirs. `place` is that among the pinned, the highest on top."""

    marked: bool = False
    archived: bool = False
    place: int = 0
    draft: str = ""


@dataclass
class Waiting:
    """What is to be sent later, and whom it mentions."""

    due: int
    peer: int
    content: Content
    mentions: int = 0


@dataclass
class Box:
    """A user's messages, and how far each dialog is read on both sides."""

    last_id: int
    pts: int
    messages: dict[int, Copy] = field(default_factory=dict)
    read_inbox: dict[int, int] = field(default_factory=dict)
    read_outbox: dict[int, int] = field(default_factory=dict)
    settings: defaultdict[int, Setting] = field(default_factory=lambda: defaultdict(Setting))
    scheduled: dict[int, Waiting] = field(default_factory=dict)
    """What waits to be sent, by its own id."""
    replied: dict[int, int] = field(default_factory=dict)
    """By key, the ids of messages that were replied to while they stood here: replies point there ever after."""

    def add(self, copy: Copy) -> int:
        self.last_id += 1
        self.pts += 1
        self.messages[self.last_id] = copy
        return self.last_id

    def ids(self, peer: int) -> list[int]:
        """A dialog from its newest message to its oldest."""
        return sorted((i for i, copy in self.messages.items() if copy.peer == peer), reverse=True)

    def find(self, key: int) -> int | None:
        return next((i for i, copy in self.messages.items() if copy.key == key), None)

    def window(self, peer: int, offset: int, add_offset: int, limit: int, max_id: int, min_id: int) -> list[int]:
        """core.telegram.org/api/offsets: from the first message older than the offset, moved, then bounded."""
        ids = self.ids(peer)
        start = add_offset + (sum(i >= offset for i in ids) if offset else 0)
        shown = ids[max(0, start) : max(0, start + limit)]
        return [i for i in shown if (not max_id or i < max_id) and i > min_id]

    def unread(self, peer: int, owner: int) -> int:
        read = self.read_inbox.get(peer, 0)
        return sum(self.messages[i].sender != owner and i > read for i in self.ids(peer))

    def pinned(self, *, archived: bool) -> list[int]:
        """The pinned dialogs of a folder, from the top."""
        found = [(one.place, peer) for peer, one in self.settings.items() if one.place and one.archived is archived]
        return [peer for _, peer in sorted(found, reverse=True)]

    def listed(self, peers: Iterable[int], *, archived: bool) -> list[int]:
        """The dialogs of a folder that are not pinned, by their newest message."""
        tops = {peer: self.ids(peer)[0] for peer in peers if self.ids(peer)}
        shown = [p for p in tops if self.settings[p].archived is archived and not self.settings[p].place]
        return sorted(shown, key=lambda peer: tops[peer], reverse=True)


class Model:
    """Everybody's boxes; the group, which its creator has made; reactions by key and votes by poll; who blocks whom."""

    def __init__(self, boxes: dict[int, Box], creator: int, now: int) -> None:
        self.boxes = boxes
        self.now = now
        self.creator = creator
        self.members = set(boxes)
        self.admins = {creator}
        self.banned: Collection[str] = ()
        self.reactions: defaultdict[int, dict[int, str]] = defaultdict(dict)
        self.unseen: defaultdict[int, set[int]] = defaultdict(set)
        """By key, who gave reactions that the writer has not looked at."""
        self.votes: defaultdict[int, dict[int, bytes]] = defaultdict(dict)
        self.asked_by: dict[int, int] = {}
        """By poll, who asks."""
        self.closes: dict[int, int] = {}
        self.closed: set[int] = set()
        self.vanishes: dict[int, int] = {}
        """By key, when a photo that was looked at is gone."""
        self.blocked: set[tuple[int, int]] = set()
        self._timers: dict[frozenset[int], int] = {}

    def timer(self, user: int, peer: int) -> int:
        """After how many seconds what is written in a dialog now deletes itself: the same for all who are in it."""
        return self._timers.get(_dialog(user, peer), 0)

    def reaches(self, user: int, peer: int) -> bool:
        """Whether anything that a user does in a dialog is shown to others."""
        if peer == GROUP:
            return user in self.members
        return (user, peer) not in self.blocked and (peer, user) not in self.blocked

    def may(self, user: int, peer: int, right: str) -> bool:
        """Whether they may do what a right of the group is about."""
        return self.reaches(user, peer) and (peer != GROUP or user in self.admins or right not in self.banned)

    def may_send(self, user: int, peer: int, *contents: Content) -> bool:
        needed = ("send_messages", *(RIGHTS[one.media] for one in contents))
        return all(self.may(user, peer, right) for right in needed)

    def may_edit(self, user: int, copy: Copy) -> bool:
        """Texts and captions of one's own; who is blocked has no new words either."""
        content = copy.content
        live = content.media == "live" and self.now < copy.date + content.seconds
        if copy.sender != user or not (content.media in ("", "photo") or live) or content.forwarded:
            return False
        return user in self.members if copy.peer == GROUP else (copy.peer, user) not in self.blocked

    def may_take_back(self, user: int, copies: Iterable[Copy]) -> bool:
        """Both sides of a private chat anything, members of the group what they wrote, its admins anything."""
        return all(
            one.peer != GROUP or (user in self.members and (user in self.admins or one.sender == user))
            for one in copies
        )

    def send(self, user: int, peer: int, content: Content, *, mentions: int = 0) -> int:
        """A message into everyone's box; returns its key."""
        key = next(_keys)
        if content.media == "poll" and not content.poll:
            content = replace(content, poll=key)
            self.asked_by[key] = user
            if content.seconds:
                self.closes[key] = self.now + content.seconds
        self.note_replied(content)
        when = {"date": self.now, "ttl": self.timer(user, peer)}
        unopened = content.media == "photo" and content.seconds > 0
        for other in self._others(user, peer):
            its_peer = GROUP if peer == GROUP else user
            mine = Copy(its_peer, user, key, content, mention=other == mentions, unopened=unopened, **when)
            self._arrive(other, mine)
        self.boxes[user].add(Copy(peer, user, key, content, unopened=unopened, **when))
        return key

    def note_replied(self, content: Content) -> None:
        """Where what is replied to stands in each box."""
        for box in self.boxes.values():
            if content.reply is not None and (found := box.find(content.reply)) is not None:
                box.replied.setdefault(content.reply, found)

    def _others(self, user: int, peer: int) -> list[int]:
        if peer == GROUP:
            return sorted(self.members - {user})
        return [] if peer == user else [peer]

    def _arrive(self, owner: int, copy: Copy) -> None:
        """What comes from somebody else takes its dialog out of the archive, which is an event of its own."""
        box = self.boxes[owner]
        box.add(copy)
        if box.settings[copy.peer].archived:
            box.settings[copy.peer].archived = False
            box.pts += 1

    def read(self, user: int, peer: int, up_to: int) -> None:
        box = self.boxes[user]
        ids = box.ids(peer)
        box.settings[peer].marked = False
        reached, before = min(up_to, ids[0]) if ids else 0, box.read_inbox.get(peer, 0)
        if reached <= before:
            return
        box.read_inbox[peer] = reached
        box.pts += 1
        # Each writer hears of the newest of what was just read, unless they had deleted it or one of the two is gone.
        newest: dict[int, int] = {}
        for i in ids:
            if before < i <= reached and box.messages[i].sender != user:
                newest.setdefault(box.messages[i].sender, box.messages[i].key)
        for writer, key in newest.items():
            if peer != GROUP or {user, writer} <= self.members:
                self._tell_writer(writer, GROUP if peer == GROUP else user, key)

    def _tell_writer(self, writer: int, peer: int, key: int) -> None:
        box = self.boxes[writer]
        found = box.find(key)
        if found is not None and found > box.read_outbox.get(peer, 0):
            box.read_outbox[peer] = found
            box.pts += 1

    def look(self, user: int, peer: int, *, reactions: bool) -> None:
        """The user looks at every mention of them in a dialog, or at every reaction there to what they wrote."""
        box = self.boxes[user]
        for copy in (box.messages[i] for i in box.ids(peer)):
            if copy.news if reactions else copy.mention:
                box.pts += 1
                if reactions:
                    copy.news = False
                    self.unseen[copy.key].clear()
                else:
                    copy.mention = False

    def _reached(self, key: int) -> list[tuple[Box, int]]:
        """The copies that follow what becomes of a message: not those of who has gone from its group."""
        found = [(owner, box, i) for owner, box in self.boxes.items() if (i := box.find(key)) is not None]
        return [(box, i) for owner, box, i in found if box.messages[i].peer != GROUP or owner in self.members]

    def edit(self, user: int, message_id: int, text: str) -> None:
        self.change(self.boxes[user].messages[message_id].key, text=text)

    def delete(self, user: int, ids: Iterable[int], *, revoke: bool) -> None:
        keys = {copy.key for i in ids if (copy := self.boxes[user].messages.get(i)) is not None}
        for owner, box in self.boxes.items():
            if owner == user or revoke:
                self._remove(box, lambda copy: copy.key in keys)

    def _remove(self, box: Box, doomed: Callable[[Copy], bool]) -> None:
        kept = {i: copy for i, copy in box.messages.items() if not doomed(copy)}
        box.pts += len(box.messages) - len(kept)
        box.messages = kept

    def clear(self, user: int, peer: int, up_to: int, *, revoke: bool, keep_place: bool) -> None:
        """A dialog of which nothing is left goes from the list, and is neither pinned nor marked any more; one that is
        to keep its place there keeps it by a service message."""
        box = self.boxes[user]
        doomed = [i for i in box.ids(peer) if not up_to or i <= up_to]
        self.delete(user, doomed, revoke=revoke)
        if up_to:
            return
        if not keep_place:
            box.settings[peer].place, box.settings[peer].marked = 0, False
        elif doomed:
            box.add(Copy(peer, user, next(_keys), SERVICE, date=self.now, ttl=self.timer(user, peer)))

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

    def react(self, user: int, copy: Copy, emoji: str) -> None:
        """The writer waits for nothing of their own, nor of whom they have blocked."""
        self.reactions[copy.key][user] = emoji
        self.unseen[copy.key].discard(user)
        if emoji and copy.sender != user and (copy.sender, user) not in self.blocked:
            self.unseen[copy.key].add(user)
        for box, i in self._reached(copy.key):
            if box is self.boxes[copy.sender]:
                box.messages[i].news = bool(self.unseen[copy.key])

    def set_timer(self, user: int, peer: int, seconds: int) -> None:
        self._timers[_dialog(user, peer)] = seconds
        self.send(user, peer, SERVICE)

    def open(self, user: int, message_id: int) -> None:
        """The user looks at a photo that vanishes; who sent it hears of that."""
        copy = self.boxes[user].messages[message_id]
        if copy.sender == user or not copy.unopened:
            return
        self.vanishes[copy.key] = self.now + copy.content.seconds
        for box, i in self._reached(copy.key):
            box.messages[i].unopened = False
            box.pts += 1

    def change(self, key: int, **fields: Any) -> None:
        """What a message is becomes something else in every copy."""
        for box, i in self._reached(key):
            box.messages[i].content = replace(box.messages[i].content, **fields)
            box.pts += 1

    def pass_time(self, now: int) -> None:
        """What is due happens."""
        self.now = now
        waiting = [(one.due, number, user) for user, box in self.boxes.items() for number, one in box.scheduled.items()]
        for due, number, user in sorted(waiting):
            if due <= now:
                one = self.boxes[user].scheduled.pop(number)
                if self.may_send(user, one.peer, one.content):
                    self.send(user, one.peer, one.content, mentions=one.mentions)
        for box in self.boxes.values():
            self._remove(box, lambda copy: copy.ttl > 0 and copy.date + copy.ttl <= now)
        self.closed |= {poll for poll, due in self.closes.items() if due <= now}
        for key in [key for key, due in self.vanishes.items() if due <= now]:
            del self.vanishes[key]
            self.change(key, gone=True)

    def archive(self, user: int, peer: int, *, archived: bool) -> None:
        setting = self.boxes[user].settings[peer]
        if setting.archived is not archived:
            setting.archived, setting.place = archived, 0
            self.boxes[user].pts += 1

    def pin_dialog(self, user: int, peer: int, *, pinned: bool) -> None:
        box, setting = self.boxes[user], self.boxes[user].settings[peer]
        highest = max((one.place for one in box.settings.values() if one.archived is setting.archived), default=0)
        setting.place = (setting.place or highest + 1) if pinned else 0

    def leave(self, user: int, by: int, *, taking_back: bool = False) -> None:
        """Somebody goes; what they wrote, as far as they have it themselves, may go with them."""
        if taking_back:
            own = {c.key for c in self.boxes[user].messages.values() if c.peer == GROUP and c.sender == user}
            for box in self.boxes.values():
                self._remove(box, lambda copy: copy.key in own and not copy.content.service)
        self.send(by, GROUP, SERVICE)
        self.members.discard(user)
        self.admins.discard(user)

    def join(self, user: int, by: int) -> None:
        self.members.add(user)
        self.send(by, GROUP, SERVICE)


def _dialog(user: int, peer: int) -> frozenset[int]:
    return frozenset((GROUP,) if peer == GROUP else (user, peer))
