"""The indexer: brings what messages are found by in line with the messages.

Each content in the queue is looked at as it now is, whatever happened to it: written, edited, shown to a newcomer,
removed. Its text is indexed once for all boxes that hold a copy. Only copies that differ (somebody had left the group
before an edit, and keeps the old words; or is not shown what was added to a poll) are indexed one by one: nobody finds
a message by words they were never shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import NamedTuple

from storage.conversations import chats, messages
from storage.conversations.messages import Body, Message
from storage.database import LATE, Database, Snapshot, Tx
from storage.many_rows import by_size, in_sizes
from storage.searching import full_text, message_kinds, search_queue
from storage.searching.full_text import Doc
from storage.searching.searchable import Content, content_of, content_of_words

Text = tuple[int, str, str]
"""The only box a text is for, or 0; words; marks."""

TOGETHER = 32
"""Contents that one unit indexes: less than a millisecond's work, so that the event loop can do it between messages."""

PATIENCE = 0.25
"""Seconds that a unit which keeps up waits for a moment when nobody writes."""

LONG = 65_536
"""Contents that may wait for such moments: a search that came would index them in a second or so."""

HURRY = 1 / 64
"""Its seconds when more wait."""

MOST = 4 * TOGETHER
"""Contents that it indexes then: in one or two milliseconds, and longer where texts are long."""

DIALOGS_KNOWN = 1024
"""Dialogs of which is remembered how they are marked."""

Origin = tuple[int, int]
"""How a content is named: the box and the id of its writer's own copy."""


async def settle(database: Database, together: int = TOGETHER) -> None:
    """Index everything that waits, so many contents in a unit; new messages may go on coming meanwhile."""
    if await database.peek(search_queue.any_wait):
        # A unit that finds fewer takes the last of them.
        while await database.write(partial(index, limit=together), flush=False) == together:
            pass


async def keep_up(database: Database) -> None:
    """Index what has come to the queue while nobody writes; and whoever writes, when much has come.

    It does not hurry up the rows that have not come: they are many, and can wait.
    """
    while waiting := await database.peek(search_queue.arrived):
        together, patience = (TOGETHER, PATIENCE) if waiting <= LONG else (MOST, HURRY)
        unit = partial(index, limit=together)
        for _ in range(0, waiting, together):
            if not await database.write_at_rest(unit, patience=patience):
                break  # somebody has searched meanwhile, and had everything indexed


async def index(tx: Tx, limit: int) -> int:
    """Index what waits, at most `limit` contents; returns how many there were."""
    waiting = await search_queue.some(tx, limit)
    known = await _known(tx, limit)
    written = await _written(tx, limit)
    await search_queue.remove_first(tx, waiting)  # before a look at copies brings others to the queue
    stale: list[Doc] = []
    fresh: list[tuple[int, int, int, str, str]] = []
    for origin in waiting:
        had = known.get(origin, {})
        wanted = _plain(written.get(origin)) or await _look(tx, origin)
        stale += [(doc, text[1], text[2]) for text, doc in had.items() if text not in wanted]
        fresh += [(*origin, *text) for text in wanted if text not in had]
    await _forget(tx, sorted(stale))
    added = await _add(tx, fresh)
    await full_text.merge(tx, stale + added)
    return len(waiting)


async def _known(view: Snapshot, limit: int) -> dict[Origin, dict[Text, int]]:
    """What is indexed of the contents that wait, and the numbers of the documents."""
    known: dict[Origin, dict[Text, int]] = {}
    rows = await view.fetchall(
        f"{LATE}SELECT t.origin_box, t.origin_id, t.doc, t.box, t.words, t.marks FROM {search_queue.FIRST} "
        "CROSS JOIN message_texts t WHERE t.origin_box = q.origin_box AND t.origin_id = q.origin_id",
        (limit,),
    )
    for origin_box, origin_id, doc, box, words, marks in rows:
        known.setdefault((origin_box, origin_id), {})[box, words, marks] = doc
    return known


class _Own(NamedTuple):
    """What is looked at of a writer's own copy."""

    box: int
    peer: int
    sender: int
    body: Body


async def _written(view: Snapshot, limit: int) -> dict[Origin, _Own]:
    """The writers' own copies of the contents that wait."""
    rows = await view.fetchall(
        f"{LATE}SELECT box, id, peer, sender, body FROM messages "
        f"WHERE (box, id) IN (SELECT origin_box, origin_id FROM {search_queue.FIRST})",
        (limit,),
    )
    return {(box, id_): _Own(box, peer, sender, messages.read_body(body)) for box, id_, peer, sender, body in rows}


def _plain(own: _Own | None) -> set[Text] | None:
    """What a content has to be found by if it is nothing but words, the same everywhere: no need to look at copies."""
    if own is None or not PLAIN.issuperset(own.body):
        return None
    words, kinds = content_of_words(own.body)
    return None if kinds else {(0, words, marks_of(own.box, own.peer, own.sender))}


async def _look(tx: Tx, origin: Origin) -> set[Text]:
    """What a content has to be found by now; puts its copies into the lists of media."""
    copies = await messages.copies(tx, *origin)
    gone = await _gone(tx, copies)
    contents = [await content_of(tx, copy.body, follows=copy.box not in gone) for copy in copies]
    for copy, content in zip(copies, contents, strict=True):
        await message_kinds.put(tx, (copy,), content.kinds)
    return _texts(copies, contents)


async def _gone(view: Snapshot, copies: Sequence[Message]) -> frozenset[int]:
    """The boxes of those who have gone from the group that a poll stands in; of other messages it does not matter."""
    if not copies or copies[0].peer > 0 or copies[0].body.get("media", {}).get("kind") != "poll":
        return frozenset()
    return frozenset({copy.box for copy in copies}.difference(await chats.member_ids(view, -copies[0].peer)))


PLAIN = frozenset({"text", "entities", "action", "reply", "forward", "ttl", "saved_peer"})
"""What may stand in a body that was never edited and has no media."""


def _texts(copies: Sequence[Message], contents: Sequence[Content]) -> set[Text]:
    if len({content.words for content in contents}) == 1:
        return {(0, contents[0].words, _marks(copies[0]))}
    return {(copy.box, content.words, _marks(copy)) for copy, content in zip(copies, contents, strict=True)}


def _marks(copy: Message) -> str:
    return marks_of(copy.box, copy.peer, copy.sender)


@lru_cache(DIALOGS_KNOWN)
def marks_of(box: int, peer: int, sender: int) -> str:
    """The marks of a content whose copy in this box stands in this dialog: those that every copy of it shares."""
    marks = f"{place(box, peer)} {writer(sender)}"
    if peer < 0:
        return marks
    one, other = owner(box), owner(peer)
    if one == other:
        return f"{marks} {one}"
    return f"{marks} {one} {other}" if one < other else f"{marks} {other} {one}"


def place(box: int, peer: int) -> str:
    """The mark of a dialog, the same for everyone who has it."""
    if peer < 0:
        return f"g{-peer}"
    return f"p{box}x{peer}" if box < peer else f"p{peer}x{box}"


def owner(box: int) -> str:
    """The mark of what stands in the private chats of a user."""
    return f"b{box}"


def writer(sender: int) -> str:
    """The mark of who wrote something, by their marked id."""
    return f"w{sender}" if sender > 0 else f"wg{-sender}"


async def _forget(tx: Tx, stale: Sequence[Doc]) -> None:
    await full_text.remove(tx, stale)
    await tx.executemany("DELETE FROM message_texts WHERE doc = ?", [(doc,) for doc, _, _ in stale])


_INSERT = by_size(
    "INSERT INTO message_texts (doc, origin_box, origin_id, box, words, marks) VALUES ", "(?, ?, ?, ?, ?, ?)", ""
)


async def _add(tx: Tx, fresh: Sequence[tuple[int, int, int, str, str]]) -> list[Doc]:
    last: int = await tx.fetchval("SELECT COALESCE(MAX(doc), 0) FROM message_texts")
    numbered = [(last + 1 + index, *text) for index, text in enumerate(fresh)]
    for some in in_sizes(numbered):
        await tx.execute(_INSERT[len(some)], list(chain.from_iterable(some)))
    docs = [(doc, words, marks) for doc, _, _, _, words, marks in numbered]
    await full_text.add(tx, docs)
    return docs
