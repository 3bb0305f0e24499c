"""Finding messages in one box: by words, writer, kind of media, tags, dates, place.

What is found is always a row of the asker's own box: the full-text index only proposes. The answer to a question is
the list of all that match, as ids with dates, the newest first: counts are exact because everything is counted, and
pages, days and positions are places in that list. It takes as long as there are matches, not messages.

When the index proposes more than `MANY`, that would be too long. Then a page is found by walking through the messages
themselves from where it begins, and the count is what the index proposes: never too low, and told to be inexact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from storage.conversations import group_messages
from storage.conversations.history import Window
from storage.conversations.messages import NEWEST, Flag
from storage.database import Snapshot, Value
from storage.searching import full_text, search_index
from storage.searching.searchable import Kind

NO_FLAGS = Flag(0)

MANY = 10_000
"""Proposals of the index that are all looked up, some 20 µs each."""

STEP, LONGEST_STEP = 500, 32_000
"""Messages that a walk looks at together: more each time, since each time the index is asked anew."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for in a box; what is not said does not narrow.

    Attributes:
        box: Whose messages.
        peer: One dialog (a marked id).
        peers: Bounds of marked ids, both inside: the dialogs of one kind of peer.
        folder: Dialogs in this folder.
        saved_peer: One saved dialog.
        words: The words of the query, as `storage.searching.words.split` gives them.
        sender: Who wrote it (a marked id).
        kinds: Any of these media; the empty set is met by nothing.
        flags: One flag.
        tags: Any of these reactions of the owner's own, on messages in Saved Messages.
        min_date: Younger than this, Unix seconds.
        max_date: Older than this; 0 is no bound.
    """

    box: int
    peer: int | None = None
    peers: tuple[int, int] | None = None
    folder: int | None = None
    saved_peer: int | None = None
    words: Sequence[tuple[str, ...]] = ()
    sender: int | None = None
    kinds: frozenset[Kind] | None = None
    flags: Flag = NO_FLAGS
    tags: Sequence[str] = ()
    min_date: int = 0
    max_date: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One match: the id of a message in the box, and its date."""

    id: int
    date: int


class _Where:
    """Conditions on a row `m`, and their parameters."""

    def __init__(self) -> None:
        self.conditions: list[str] = []
        self.params: list[Value] = []

    def add(self, condition: str, *params: Value) -> None:
        self.conditions.append(condition)
        self.params += params

    def __str__(self) -> str:
        return " AND ".join(self.conditions)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the matches, the newest first. `total` is how many there are in all, and `newer` how many come before
    the page; when that is None nothing was counted, and `total` may be too high."""

    found: Sequence[Found]
    total: int
    newer: int | None


async def page(view: Snapshot, question: Question, asked: Window) -> Page:
    """The part of the matches that a request asks for (core.telegram.org/api/offsets).

    `max_id` and `min_id` narrow the list, then it is as with a dialog: from the first match older than the offset,
    moved by `add_offset`, so many; what of that lies before the newest match is empty.
    """
    if question.words or question.sender is not None:
        match = full_text.condition(question.words, await _scope(view, question))
        proposed = await full_text.count(view, match)
        if proposed > MANY:
            return Page(await _walk_to(view, question, match, asked), proposed, None)
    matches = await find(view, question)
    shown = window(matches, asked)
    return Page(shown, len(matches), matches.index(shown[0]) if shown else 0)


async def find(view: Snapshot, question: Question) -> list[Found]:
    """Every match, the newest first."""
    sql, params = await _matches(view, question)
    return [Found(*row) for row in await view.fetchall(f"{sql} ORDER BY 1 DESC", params)]


async def count(view: Snapshot, question: Question) -> int:
    """How many match."""
    sql, params = await _matches(view, question)
    total: int = await view.fetchval(f"SELECT COUNT(*) FROM ({sql}) AS matches", params)
    return total


Statement = tuple[str, Sequence[Value]]
"""SQL that gives ids and dates in no order, and its parameters."""


async def _matches(view: Snapshot, question: Question) -> Statement:
    where = _place_and_time(question)
    if question.words or question.sender is not None:
        return await _by_text(view, question, where)
    if question.kinds is not None:
        return _by_kind(question, where)
    _rest(question, where)
    return f"SELECT m.id, m.date FROM messages m WHERE {where}", where.params


async def _by_text(view: Snapshot, question: Question, where: _Where) -> Statement:
    """The index proposes contents; a copy in the box is the message itself, or one made of somebody else's.

    The joins are written so that engines go from what was proposed to the messages, never the other way round.
    """
    _of_text(question, where)
    match = full_text.condition(question.words, await _scope(view, question))
    sql = (
        "WITH hit AS MATERIALIZED (SELECT origin_box, origin_id FROM message_texts "
        f"WHERE doc IN ({full_text.MATCHING}) AND (box = 0 OR box = ?)) "
        "SELECT m.id, m.date FROM hit CROSS JOIN messages m WHERE hit.origin_box = ? AND m.id = hit.origin_id "
        f"AND {where} UNION ALL "
        "SELECT m.id, m.date FROM hit CROSS JOIN messages own CROSS JOIN messages m WHERE hit.origin_box <> ? "
        "AND own.box = hit.origin_box AND own.id = hit.origin_id AND own.peer = ? AND m.id = own.copy_id "
        f"AND {where} UNION ALL "
        "SELECT m.id, m.date FROM hit CROSS JOIN group_messages g CROSS JOIN messages m WHERE hit.origin_box <> ? "
        f"AND g.origin_box = hit.origin_box AND g.origin_id = hit.origin_id AND m.id = {group_messages.ID} "
        f"AND {where}"
    )
    box, path = question.box, group_messages.path(question.box)
    return sql, (match, box, box, *where.params, box, box, *where.params, box, path, *where.params)


def _of_text(question: Question, where: _Where) -> None:
    """What a message must be besides having the words."""
    _rest(question, where)
    if question.sender is not None:
        where.add("m.sender = ?", question.sender)
    if question.kinds is not None:
        where.add(
            "EXISTS (SELECT 1 FROM message_kinds k WHERE k.box = m.box AND k.id = m.id "
            f"AND k.kind IN ({_marks(question.kinds)}))",
            *map(int, question.kinds),
        )


async def _walk_to(view: Snapshot, question: Question, match: str, asked: Window) -> list[Found]:
    """What `window` gives of all matches, without knowing them all."""
    ceiling = asked.max_id or NEWEST
    start = min(asked.offset_id or NEWEST, ceiling)
    wanted_newer = max(0, -asked.add_offset)
    newer: list[Found] = []
    if wanted_newer and asked.offset_id:
        newer = await _walk(view, question, match, (max(start - 1, asked.min_id), ceiling), wanted_newer, up=True)
        newer.reverse()
    newer = newer[: max(0, asked.limit - wanted_newer + len(newer))]
    older = await _walk(view, question, match, (asked.min_id, start), asked.limit + asked.add_offset)
    return newer + older[max(0, asked.add_offset) :]


async def _walk(
    view: Snapshot, question: Question, match: str, between: tuple[int, int], wanted: int, *, up: bool = False
) -> list[Found]:
    """The first matches among the messages between two ids, both outside, from the newest down or from the oldest up.

    The index is asked about no more than what is walked through: documents are numbered as they came, so nearly all
    that it would propose from before is passed over.
    """
    low, high = between
    where = _place_and_time(question)
    _of_text(question, where)
    order = "" if up else "DESC"
    sql = (
        "WITH walked AS MATERIALIZED (SELECT m.id, m.date, t.doc FROM messages m CROSS JOIN message_texts t "
        f"WHERE {where} AND m.id > ? AND m.id < ? AND t.origin_box = m.origin_box AND t.origin_id = m.origin_id "
        f"AND (t.box = 0 OR t.box = m.box) ORDER BY m.id {order} LIMIT ?) "
        f"SELECT id, date, doc IN ({full_text.MATCHING} AND rowid >= (SELECT MIN(doc) FROM walked)) "
        f"FROM walked ORDER BY id {order}"
    )
    found: list[Found] = []
    step = STEP
    while len(found) < wanted:
        rows = await view.fetchall(sql, (*where.params, low, high, step, match))
        found += [Found(message_id, date) for message_id, date, matches in rows if matches]
        if len(rows) < step:
            break
        low, high = (rows[-1][0], high) if up else (low, rows[-1][0])
        step = min(4 * step, LONGEST_STEP)
    return found[: max(0, wanted)]


async def _scope(view: Snapshot, question: Question) -> list[list[str]]:
    """The marks of where the index has to look."""
    writers = [] if question.sender is None else [[search_index.writer(question.sender)]]
    if question.peer is not None:
        return [[search_index.place(question.box, question.peer)], *writers]
    groups = await view.fetchall("SELECT peer FROM dialogs WHERE box = ? AND peer < 0", (question.box,))
    places = [search_index.place(question.box, peer) for (peer,) in groups]
    return [[search_index.owner(question.box), *places], *writers]


def _by_kind(question: Question, where: _Where) -> Statement:
    """The list of a kind of media says nearly everything; messages themselves are looked at for the rest."""
    assert question.kinds is not None  # whoever asks by kind names them
    kinds = f"kind IN ({_marks(question.kinds)})"
    if not (question.flags or question.tags or question.saved_peer):
        where.add(f"m.{kinds}", *map(int, question.kinds))
        return f"SELECT m.id, m.date FROM message_kinds m WHERE {where}", where.params
    _rest(question, where)
    listed = "k.box = ?" if question.peer is None else "k.box = ? AND k.peer = ?"
    peer = () if question.peer is None else (question.peer,)
    sql = (
        f"SELECT m.id, m.date FROM message_kinds k CROSS JOIN messages m WHERE {listed} AND k.{kinds} "
        f"AND m.box = k.box AND m.id = k.id AND {where}"
    )
    return sql, (question.box, *peer, *map(int, question.kinds), *where.params)


def _place_and_time(question: Question) -> _Where:
    """What rows of messages and of message_kinds have in common."""
    where = _Where()
    where.add("m.box = ?", question.box)
    if question.peer is not None:
        where.add("m.peer = ?", question.peer)
    if question.peers is not None:
        where.add("m.peer BETWEEN ? AND ?", *question.peers)
    if question.folder is not None:
        where.add(
            "EXISTS (SELECT 1 FROM dialogs d WHERE d.box = m.box AND d.peer = m.peer AND d.folder = ?)", question.folder
        )
    if question.min_date:
        where.add("m.date > ?", question.min_date)
    if question.max_date:
        where.add("m.date < ?", question.max_date)
    return where


def _rest(question: Question, where: _Where) -> None:
    """What only rows of messages can tell."""
    if question.saved_peer is not None:
        where.add("m.saved_peer = ?", question.saved_peer)
    if question.flags:
        flags = int(question.flags)
        where.add(f"m.flags & {flags} <> 0")  # a constant, so that the partial index of the flag is used
    if question.tags:
        where.add(
            "EXISTS (SELECT 1 FROM reactions r WHERE r.origin_box = m.box AND r.origin_id = m.id "
            f"AND r.saved_peer IS NOT NULL AND r.reaction IN ({_marks(question.tags)}))",
            *question.tags,
        )


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values)) or "NULL"  # of no values, nothing is one


def window(found: Sequence[Found], asked: Window) -> Sequence[Found]:
    """The part of a list of matches that a request asks for, as `page` says."""
    within = [one for one in found if (not asked.max_id or one.id < asked.max_id) and one.id > asked.min_id]
    start = 0
    if asked.offset_id:
        start = bisect_left(within, True, key=lambda one: one.id < asked.offset_id)
    start += asked.add_offset
    return within[max(0, start) : max(0, start + asked.limit)]
