"""Searching boxes, against a naive look at every message (core.telegram.org/api/search).

The model folds with `unicodedata` letter by letter and compares strings; it knows no index, no queue and no marks.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import unicodedata
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from msgspec import structs

from storage import migrate
from storage.bus import LocalBus
from storage.conversations import messages
from storage.conversations.history import Window
from storage.conversations.messages import Body, Flag, Message
from storage.searching import search, search_index, search_queue
from storage.searching.search import Found, Question
from storage.searching.searchable import Kind
from storage.searching.words import split
from storage.sqlite import Durability, SqliteDatabase

PEOPLE = (11, 12, 13)
GROUP = -7
CHOICES = (
    "Haus",
    "häuser",
    "HAUSBOOT",
    "ça",
    "cad",
    "Ca",
    "ß",
    "sso",
    "naïve",
    "Naivety",
    "x",
    "天气好",
    "天",
    "🎉",
    "dog's",
)
ASKED = (
    *CHOICES,
    "hau",
    "ha",
    "h",
    "na",
    "c",
    "气好",
    "气",
    "ss",
    "zebra",
    '"',
    "*",
    "NEAR(",
    "words:",
    "-x",
    "OR",
    "b11",
)

texts = st.lists(st.sampled_from(CHOICES), min_size=1, max_size=4).map(" ".join)
queries = st.lists(st.sampled_from(ASKED), min_size=1, max_size=2).map(" ".join)
who = st.sampled_from(PEOPLE)
LINK = {"kind": "url", "offset": 0, "length": 1}
CONTACT = {"kind": "contact", "phone": "1", "first_name": "Zoë", "last_name": "", "vcard": "", "user_id": 0}


@dataclass
class Box:
    """A box of the model: its messages, and its last id."""

    last_id: int = 0
    messages: dict[int, Message] = field(default_factory=dict)


windows = st.builds(
    Window,
    offset_id=st.integers(0, 25),
    add_offset=st.integers(-4, 4),
    limit=st.integers(0, 6),
    max_id=st.sampled_from((0, 0, 5, 12)),
    min_id=st.sampled_from((0, 0, 3)),
)


class Searching(RuleBasedStateMachine):
    """Three people who write to each other, to themselves and in a group."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.boxes = {box: Box() for box in PEOPLE}
        self.dates = count(1_000)
        self.members = set(PEOPLE)
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        opening = SqliteDatabase(folder / "chappe.db", LocalBus(), durability=Durability.PROCESS)
        self.db = self.do(self.stack.enter_async_context(opening))
        self.do(migrate.up(self.db, 1))
        for box in PEOPLE:
            self.do(self.db.write(lambda tx, box=box: _begin_group(tx, box)))

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        self.do(self.stack.aclose())
        self.runner.close()

    @rule(sender=who, to=st.sampled_from((*PEOPLE, GROUP)), text=texts, linked=st.booleans(), contact=st.booleans())
    def send(self, sender: int, to: int, text: str, linked: bool, contact: bool) -> None:
        if to == GROUP and sender not in self.members:
            return
        body = Body(text=text)
        if linked:
            body["entities"] = [LINK]
        if contact:
            body["media"] = CONTACT
        date = next(self.dates)
        readers = {sender: to}
        readers |= dict.fromkeys(self.members, GROUP) if to == GROUP else {to: sender}
        readers[sender] = to
        origin = self.boxes[sender].last_id + 1
        copies = []
        for box, peer in readers.items():
            self.boxes[box].last_id += 1
            flags = Flag.OUT if box == sender else Flag(0)
            copies.append(
                Message(box, self.boxes[box].last_id, peer, sender, date, sender, origin, flags, None, 0, body)
            )
            self.boxes[box].messages[copies[-1].id] = copies[-1]
        self.do(self.db.write(lambda tx: messages.insert(tx, copies)))

    @rule(leaver=who)
    def leave_or_come_back(self, leaver: int) -> None:
        """Who is out of the group gets no messages and no edits of it."""
        self.members ^= {leaver}

    @precondition(lambda self: any(box.messages for box in self.boxes.values()))
    @rule(data=st.data(), text=texts)
    def edit(self, data: st.DataObject, text: str) -> None:
        chosen = data.draw(st.sampled_from([m for box in self.boxes.values() for m in box.messages.values()]))
        body = chosen.body.copy()
        body.update(text=text, edited=1)
        changed = [
            structs.replace(m, body=body) for m in self._copies(chosen) if m.peer != GROUP or m.box in self.members
        ]
        for one in changed:
            self.boxes[one.box].messages[one.id] = one
        self.do(self.db.write(lambda tx: messages.update(tx, changed)))

    @precondition(lambda self: any(box.messages for box in self.boxes.values()))
    @rule(data=st.data(), everywhere=st.booleans())
    def delete(self, data: st.DataObject, everywhere: bool) -> None:
        chosen = data.draw(st.sampled_from([m for box in self.boxes.values() for m in box.messages.values()]))
        for one in self._copies(chosen) if everywhere else [chosen]:
            del self.boxes[one.box].messages[one.id]
            self.do(self.db.write(lambda tx, one=one: messages.delete(tx, [one])))

    def _copies(self, of: Message) -> list[Message]:
        return [
            m
            for box in self.boxes.values()
            for m in box.messages.values()
            if (m.origin_box, m.origin_id) == (of.origin_box, of.origin_id)
        ]

    @rule(
        box=who,
        peer=st.sampled_from((None, None, GROUP, *PEOPLE)),
        query=queries,
        sender=st.sampled_from((None, None, *PEOPLE)),
        kind=st.sampled_from((None, None, Kind.URL, Kind.CONTACT)),
        after=st.integers(999, 1_020),
        asked=windows,
    )
    def ask(
        self, box: int, peer: int | None, query: str, sender: int | None, kind: Kind | None, after: int, asked: Window
    ) -> None:
        question = Question(
            box,
            peer=peer,
            words=tuple(split(query)),
            sender=sender,
            kinds=None if kind is None else frozenset({kind}),
            min_date=after,
        )
        wanted = [
            Found(m.id, m.date)
            for m in sorted(self.boxes[box].messages.values(), key=lambda m: -m.id)
            if (peer is None or m.peer == peer)
            and (sender is None or m.sender == sender)
            and m.date > after
            and (kind is not Kind.URL or "entities" in m.body)
            and (kind is not Kind.CONTACT or "media" in m.body)
            and _says(m.body, query)
        ]
        self.do(search_index.settle(self.db))
        assert self.do(self.db.read(lambda view: search.find(view, question))) == wanted
        assert self.do(self.db.read(lambda view: search.count(view, question))) == len(wanted)

        part = search.window(wanted, asked)
        page = self.do(self.db.read(lambda view: search.page(view, question, asked)))
        assert (page.found, page.total) == (part, len(wanted))
        assert page.newer == (wanted.index(part[0]) if part else 0)
        with patch.multiple(search, MANY=0, STEP=2, LONGEST_STEP=3):  # as if this were many
            page = self.do(self.db.read(lambda view: search.page(view, question, asked)))
        assert page.found == part
        assert page.total >= len(wanted)

    @invariant()
    def the_index_holds_what_the_table_says(self) -> None:
        """FTS5 compares every document with message_texts, and raises when they differ."""
        self.do(self.db.write(_check_index))


async def _begin_group(tx: Any, box: int) -> None:
    await tx.execute("INSERT INTO dialogs (box, peer) VALUES (?, ?)", (box, GROUP))


async def _check_index(tx: Any) -> None:
    await search_queue.any_wait(tx)
    await search_index.index(tx, 1_000)
    await tx.execute("INSERT INTO message_words (message_words, rank) VALUES ('integrity-check', 1)")


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("ß", "ss").lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _says(body: Body, query: str) -> bool:
    """Every word of the query begins a word of the text; Chinese and emoji stand anywhere in it."""
    text = _plain(body["text"]) + (" zoe 1" if "media" in body else "")
    for word in re.findall(r"[a-z0-9]+|[天气好]+|🎉+", _plain(query)):
        if word.isascii():
            if not re.search(rf"(?<![a-z0-9]){word}", text):
                return False
        elif word not in text:
            return False
    return True


def test_what_is_found_is_what_a_look_at_every_message_finds() -> None:
    run_state_machine_as_test(Searching, settings=settings(max_examples=25, stateful_step_count=40, deadline=None))


def test_windows_of_matches_are_places_in_their_list() -> None:
    """core.telegram.org/api/offsets, by slices of a plain list."""
    found = [Found(i, 0) for i in (90, 70, 50, 30, 10)]

    def shown(**asked: int) -> list[int]:
        return [one.id for one in search.window(found, Window(**asked))]

    assert shown(limit=2) == [90, 70]
    assert shown(offset_id=50, limit=2) == [30, 10]
    assert shown(offset_id=60, limit=2) == [50, 30]
    assert shown(offset_id=50, add_offset=-1, limit=2) == [50, 30]
    assert shown(offset_id=70, add_offset=-3, limit=3) == [90, 70]
    assert shown(offset_id=70, add_offset=1, limit=5) == [30, 10]
    assert shown(max_id=50, limit=1) == [30]
    assert shown(min_id=30, limit=9) == [90, 70, 50]
    assert shown(offset_id=5, limit=9) == []


async def test_of_many_matches_none_is_shown_that_is_too_old(database: SqliteDatabase) -> None:
    """Also when the window begins below what it excludes, and is moved up."""

    def said(number: int) -> Message:
        return Message(11, number, 12, 11, 1_000 + number, 11, number, Flag.OUT, None, 0, Body(text="word"))

    await database.write(lambda tx: messages.insert(tx, [said(number) for number in range(1, 11)]))
    await search_index.settle(database)
    question, asked = Question(11, peer=12, words=split("word")), Window(offset_id=2, add_offset=-2, limit=2, min_id=3)
    for many in (search.MANY, 0):
        with patch.object(search, "MANY", many):
            page = await database.read(lambda view: search.page(view, question, asked))
        assert [one.id for one in page.found] == [5, 4]


async def test_who_was_not_told_of_an_edit_finds_the_old_words_only(database: SqliteDatabase) -> None:
    """Copies that differ are found each by its own text; when they agree again, one text serves them all."""

    def copy(box: int, text: str, **fields: Any) -> Message:
        flags = Flag.OUT if box == 11 else Flag(0)
        return Message(box, 1, GROUP, 11, 1_000, 11, 1, flags, None, 0, Body(text=text, **fields))

    async def found(box: int, word: str) -> bool:
        await search_index.settle(database)
        question = Question(box, peer=GROUP, words=split(word))
        return bool(await database.read(lambda view: search.find(view, question)))

    async def texts_kept() -> int:
        kept: int = await database.peek(lambda view: view.fetchval("SELECT COUNT(*) FROM message_texts"))
        return kept

    await database.write(lambda tx: messages.insert(tx, [copy(11, "before"), copy(12, "before")]))
    assert (await found(11, "before"), await found(12, "before"), await texts_kept()) == (True, True, 1)
    await database.write(lambda tx: messages.update(tx, [copy(11, "after", edited=1)]))
    assert (await found(11, "before"), await found(12, "before")) == (False, True)
    assert (await found(11, "after"), await found(12, "after")) == (True, False)
    await database.write(lambda tx: messages.delete(tx, [copy(12, "before")]))
    assert (await found(11, "after"), await texts_kept()) == (True, 1)
    await database.write(lambda tx: messages.delete(tx, [copy(11, "after")]))
    assert (await found(11, "after"), await texts_kept()) == (False, 0)
