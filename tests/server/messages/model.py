"""A reference model of boxes: what every user must see, said as plainly as possible.

It knows nothing of how the server does it. A user has a box: messages by id, and for each peer how far it is read and
what they decided about it. `pts` counts what happened in the box. Copies of one message know each other by `key`. The
peer of the group is 0: what its members write stands in the box of everyone who is then in it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import Any

_keys = count(1)


@dataclass
class Copy:
    """A message as it stands in one box."""

    peer: int
    sender: int
    text: str
    key: int
    pinned: bool = False
    service: bool = False
    reply: int | None = None
    """The key of what it answers."""
    media: str = ""
    forwarded: bool = False


@dataclass
class Setting:
    """What a user has decided about a dialog of theirs. `place` is that among the pinned, the highest on top."""

    marked: bool = False
    archived: bool = False
    place: int = 0
    draft: str = ""


GROUP = 0


@dataclass
class Box:
    """A user's messages, and how far each dialog is read on both sides."""

    last_id: int
    pts: int
    messages: dict[int, Copy] = field(default_factory=dict)
    read_inbox: dict[int, int] = field(default_factory=dict)
    read_outbox: dict[int, int] = field(default_factory=dict)
    settings: defaultdict[int, Setting] = field(default_factory=lambda: defaultdict(Setting))

    def pinned(self, *, archived: bool) -> list[int]:
        """The pinned dialogs of a folder, from the top."""
        found = [(one.place, peer) for peer, one in self.settings.items() if one.place and one.archived is archived]
        return [peer for _, peer in sorted(found, reverse=True)]

    def add(self, copy: Copy) -> int:
        self.last_id += 1
        self.pts += 1
        self.messages[self.last_id] = copy
        return self.last_id

    def ids(self, peer: int) -> list[int]:
        return sorted((i for i, copy in self.messages.items() if copy.peer == peer), reverse=True)

    def find(self, key: int) -> int | None:
        return next((i for i, copy in self.messages.items() if copy.key == key), None)


class Model:
    """Everybody's boxes, who is in the group, what is reacted and voted (by key and user), and who blocks whom."""

    def __init__(self, boxes: dict[int, Box]) -> None:
        self.boxes = boxes
        self.members: set[int] = set()
        self.reactions: defaultdict[int, dict[int, str]] = defaultdict(dict)
        self.votes: defaultdict[int, dict[int, bytes]] = defaultdict(dict)
        self.blocked: set[tuple[int, int]] = set()

    def may_write(self, user: int, peer: int) -> bool:
        if peer == GROUP:
            return user in self.members
        return (user, peer) not in self.blocked and (peer, user) not in self.blocked

    def others(self, user: int, peer: int) -> list[int]:
        """Whose boxes get copies of what a user writes, besides their own."""
        if peer == GROUP:
            return sorted(self.members - {user})
        return [] if peer == user else [peer]

    def send(self, user: int, peer: int, text: str, **fields: Any) -> int:
        key = next(_keys)
        for other in self.others(user, peer):
            self._arrive(other, Copy(GROUP if peer == GROUP else user, user, text, key, **fields))
        return self.boxes[user].add(Copy(peer, user, text, key, **fields))

    def _arrive(self, owner: int, copy: Copy) -> None:
        """What comes from somebody else takes its dialog out of the archive, which is an event of its own."""
        box = self.boxes[owner]
        box.add(copy)
        if box.settings[copy.peer].archived:
            box.settings[copy.peer].archived = False
            box.pts += 1

    def unread(self, user: int, peer: int) -> int:
        box = self.boxes[user]
        return sum(box.messages[i].sender != user and i > box.read_inbox.get(peer, 0) for i in box.ids(peer))

    def read(self, user: int, peer: int, up_to: int) -> None:
        box = self.boxes[user]
        ids = box.ids(peer)
        reached = min(up_to, ids[0]) if ids else 0
        before = box.read_inbox.get(peer, 0)
        if reached <= before:
            box.settings[peer].marked = False
            return
        box.read_inbox[peer] = reached
        box.settings[peer].marked = False
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

    def reached(self, key: int) -> list[tuple[Box, int]]:
        """The copies that follow what becomes of a message: not those of who has gone from its group."""
        found = [(owner, box, i) for owner, box in self.boxes.items() if (i := box.find(key)) is not None]
        return [(box, i) for owner, box, i in found if box.messages[i].peer != GROUP or owner in self.members]

    def edit(self, user: int, message_id: int, text: str) -> None:
        for box, found in self.reached(self.boxes[user].messages[message_id].key):
            box.messages[found].text = text
            box.pts += 1

    def delete(self, user: int, ids: list[int], revoke: bool) -> None:
        keys = [copy.key for i in ids if (copy := self.boxes[user].messages.get(i)) is not None]
        for owner, box in self.boxes.items():
            if owner == user or revoke:
                for key in keys:
                    if (found := box.find(key)) is not None:
                        del box.messages[found]
                        box.pts += 1

    def clear(self, user: int, peer: int, revoke: bool) -> None:
        """A dialog of which nothing is left goes from the list, and is neither pinned nor marked any more."""
        box = self.boxes[user]
        box.settings[peer].place, box.settings[peer].marked = 0, False
        self.delete(user, box.ids(peer), revoke)

    def pin(self, user: int, message_id: int, oneside: bool) -> None:
        copy = self.boxes[user].messages[message_id]
        self._set_pinned(user, [copy.key], True, oneside)
        if not oneside and copy.peer != user:
            self.send(user, copy.peer, "", service=True, reply=copy.key)

    def unpin(self, user: int, ids: list[int], oneside: bool = False) -> None:
        self._set_pinned(user, [self.boxes[user].messages[i].key for i in ids], False, oneside)

    def _set_pinned(self, user: int, keys: list[int], pinned: bool, oneside: bool) -> None:
        for key in keys:
            for box, found in self.reached(key):
                if (box is self.boxes[user] or not oneside) and box.messages[found].pinned is not pinned:
                    box.messages[found].pinned = pinned
                    box.pts += 1

    def archive(self, user: int, peer: int, archived: bool) -> None:
        setting = self.boxes[user].settings[peer]
        if setting.archived is not archived:
            setting.archived, setting.place = archived, 0
            self.boxes[user].pts += 1

    def pin_dialog(self, user: int, peer: int, pinned: bool) -> None:
        box, setting = self.boxes[user], self.boxes[user].settings[peer]
        highest = max((one.place for one in box.settings.values() if one.archived is setting.archived), default=0)
        setting.place = (setting.place or highest + 1) if pinned else 0
