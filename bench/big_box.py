"""A box of a million messages, for whoever measures how cost grows with what is stored.

Texts are nine words of 30,000, drawn by Zipf's law; one message in ten shows a photo or a link. The owner and so many
partners write in turns; every message stands in both boxes and in their dialogs, as sending it would have left it. But
for the dates, it is the same in every run.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from functools import partial

from bench.serving import CLOCK
from storage.conversations import boxes, dialogs, messages
from storage.conversations.dialogs import Arriving
from storage.conversations.messages import Body, Flag, Message
from storage.database import Tx
from storage.searching import search_index
from storage.sqlite import SqliteDatabase

AGE = 20 * 86_400
"""Seconds since the first message was written; one a second follows, so a million are of less than a month."""

AT_ONCE = 1_000
"""Messages of one unit while the box is filled."""

LINK = {"kind": "url", "offset": 0, "length": 1}


class Texts:
    """Messages as people write them."""

    def __init__(self) -> None:
        self._random = random.Random(1)
        letters = "abcdefghijklmnopqrstuvwxyz"
        self.words = ["".join(self._random.choices(letters, k=self._random.randint(2, 9))) for _ in range(30_000)]
        self._weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(self.words))))

    def body(self) -> Body:
        body = Body(text=" ".join(self._random.choices(self.words, cum_weights=self._weights, k=9)))
        if self._random.random() < 0.05:
            body["entities"] = [LINK]
        elif self._random.random() < 0.05:
            body["media"] = {"kind": "photo", "file_id": 1}
        return body

    def one_of(self, people: Sequence[int]) -> int:
        return self._random.choice(people)


class BigBox:
    """The owner's box, and how far it is filled. Ids are taken alike in all boxes, for simplicity."""

    def __init__(self, owner: int, partners: Sequence[int]) -> None:
        self.owner = owner
        self.partners = partners
        self.texts = Texts()
        self.last = 0
        self._began = int(CLOCK.now()) - AGE

    def next(self) -> list[Message]:
        """The two copies of one more message, by the owner or by a partner."""
        self.last += 1
        partner = self.texts.one_of(self.partners)
        sender = self.owner if self.last % 2 else partner
        body = self.texts.body()
        return [
            Message(
                box,
                self.last,
                peer,
                sender,
                self._began + self.last,
                sender,
                self.last,
                Flag.OUT if box == sender else Flag(0),
                None,
                0,
                body,
            )
            for box, peer in ((self.owner, partner), (partner, self.owner))
        ]

    async def fill(self, database: SqliteDatabase, up_to: int) -> None:
        """Put messages into the box until it holds so many, and index them."""
        while self.last < up_to:
            copies = [copy for _ in range(min(AT_ONCE, up_to - self.last)) for copy in self.next()]
            await database.write(partial(_put, copies=copies), seconds=60.0)
            await search_index.settle(database)


async def _put(tx: Tx, copies: Sequence[Message]) -> None:
    arriving: dict[tuple[int, int], Arriving] = {}
    for box, of_box in itertools.groupby(sorted(copies, key=lambda copy: (copy.box, copy.id)), lambda copy: copy.box):
        own = list(of_box)
        before = await boxes.counters(tx, box)
        await boxes.advance(tx, box, ids=own[-1].id - before.last_id, pts=len(own))
        for pts, message in enumerate(own, before.pts + 1):
            message.pts = pts
            so_far = arriving.get((box, message.peer), Arriving(box, message.peer, 0, 0))
            unread = so_far.unread + (Flag.OUT not in message.flags)
            arriving[box, message.peer] = Arriving(box, message.peer, message.id, so_far.added + 1, unread)
    await messages.insert(tx, copies)
    for new in arriving.values():
        await dialogs.arrived(tx, (new,))
