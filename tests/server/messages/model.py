"""A reference model of boxes: what every user must see, said as plainly as possible.

It knows nothing of how the server does it. A user has a box: messages by id, and for each peer how far it is read.
`pts` counts what happened in the box. Copies of one message know each other by `key`.
"""

from dataclasses import dataclass, field
from itertools import count

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


@dataclass
class Box:
    """A user's messages, and how far each dialog is read on both sides."""

    last_id: int
    pts: int
    messages: dict[int, Copy] = field(default_factory=dict)
    read_inbox: dict[int, int] = field(default_factory=dict)
    read_outbox: dict[int, int] = field(default_factory=dict)

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
    """Everybody's boxes."""

    def __init__(self, boxes: dict[int, Box]) -> None:
        self.boxes = boxes

    def send(self, user: int, peer: int, text: str, service: bool = False) -> int:
        key = next(_keys)
        if peer != user:
            self.boxes[peer].add(Copy(user, user, text, key, service=service))
        return self.boxes[user].add(Copy(peer, user, text, key, service=service))

    def unread(self, user: int, peer: int) -> int:
        box = self.boxes[user]
        return sum(box.messages[i].sender != user and i > box.read_inbox.get(peer, 0) for i in box.ids(peer))

    def read(self, user: int, peer: int, up_to: int) -> None:
        box = self.boxes[user]
        ids = box.ids(peer)
        reached = min(up_to, ids[0]) if ids else 0
        before = box.read_inbox.get(peer, 0)
        if reached <= before:
            return
        box.read_inbox[peer] = reached
        box.pts += 1
        theirs = [
            self.boxes[peer].find(box.messages[i].key)
            for i in ids
            if before < i <= reached and box.messages[i].sender != user
        ]
        # The writer hears of the newest of what was just read, unless they had deleted it.
        newest = next(iter(theirs), None)
        if newest is not None and newest > self.boxes[peer].read_outbox.get(user, 0):
            self.boxes[peer].read_outbox[user] = newest
            self.boxes[peer].pts += 1

    def edit(self, user: int, message_id: int, text: str) -> None:
        key = self.boxes[user].messages[message_id].key
        for box in self.boxes.values():
            if (found := box.find(key)) is not None:
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
        self.delete(user, self.boxes[user].ids(peer), revoke)

    def pin(self, user: int, message_id: int, oneside: bool) -> None:
        copy = self.boxes[user].messages[message_id]
        for owner, box in self.boxes.items():
            found = box.find(copy.key)
            if found is not None and (owner == user or not oneside) and not box.messages[found].pinned:
                box.messages[found].pinned = True
                box.pts += 1
        if not oneside and copy.peer != user:
            self.send(user, copy.peer, "", service=True)
