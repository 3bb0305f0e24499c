"""Reactions to messages: who gave which (core.telegram.org/api/reactions).

A reaction is named by a text: an emoji, or the decimal id of a custom emoji's document. Reactions hang on the writer's
copy of a message, so all copies share them; Flag.HAS_REACTIONS on a copy says that there are some, and a message
without it is never looked up here. On messages in Saved Messages reactions are tags (reaction_tags.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.conversations.messages import FROM_PLACES, Message
from storage.database import Row, Snapshot, Tx


@dataclass(frozen=True, slots=True)
class Given:
    """One reaction of one user to one message; `position` is its place among their own there, from 0."""

    user_id: int
    reaction: str
    position: int
    date: int
    big: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many gave a reaction to a message, and the position at which one viewer chose it; None if they did not."""

    reaction: str
    count: int
    chosen: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list of reactions, the newest first, goes on: after this one."""

    date: int
    user_id: int
    position: int


START = Place(1 << 62, 0, 0)

_GIVEN = "SELECT user_id, reaction, position, date, big, unread FROM reactions WHERE origin_box = ? AND origin_id = ?"
_NEWEST_FIRST = "ORDER BY date DESC, user_id DESC, position DESC"


def _given(row: Row) -> Given:
    user_id, reaction, position, date, big, unread = row
    return Given(user_id, reaction, position, date, bool(big), bool(unread))


async def tally(view: Snapshot, message: Message, viewer: int) -> list[Tally]:
    """Each reaction of a message, the most given first."""
    rows = await view.fetchall(
        "SELECT reaction, COUNT(*), MAX(CASE WHEN user_id = ? THEN position END) FROM reactions "
        "WHERE origin_box = ? AND origin_id = ? GROUP BY reaction ORDER BY COUNT(*) DESC, MIN(date), reaction",
        (viewer, message.origin_box, message.origin_id),
    )
    return [Tally(*row) for row in rows]


async def newest(
    view: Snapshot, message: Message, *, limit: int, after: Place = START, only: str | None = None
) -> list[Given]:
    """Who gave what, the newest first; `only` is one reaction."""
    narrowed = "" if only is None else "AND reaction = ? "
    rows = await view.fetchall(
        f"{_GIVEN} AND (date, user_id, position) < (?, ?, ?) {narrowed}{_NEWEST_FIRST} LIMIT ?",
        (
            message.origin_box,
            message.origin_id,
            after.date,
            after.user_id,
            after.position,
            *(() if only is None else (only,)),
            limit,
        ),
    )
    return [_given(row) for row in rows]


async def count(view: Snapshot, message: Message, only: str | None = None) -> int:
    """How many reactions a message has."""
    narrowed = "" if only is None else " AND reaction = ?"
    found: int = await view.fetchval(
        f"SELECT COUNT(*) FROM reactions WHERE origin_box = ? AND origin_id = ?{narrowed}",
        (message.origin_box, message.origin_id, *(() if only is None else (only,))),
    )
    return found


async def given_by(view: Snapshot, message: Message, user_id: int) -> list[Given]:
    """What one user chose for a message, in their order."""
    rows = await view.fetchall(
        f"{_GIVEN} AND user_id = ? ORDER BY position", (message.origin_box, message.origin_id, user_id)
    )
    return [_given(row) for row in rows]


async def replace_given(
    tx: Tx, message: Message, user_id: int, chosen: Sequence[Given], *, saved_peer: int | None = None
) -> None:
    """Make these what one user chose; `saved_peer` makes them tags."""
    at = (message.origin_box, message.origin_id, user_id)
    await tx.execute("DELETE FROM reactions WHERE origin_box = ? AND origin_id = ? AND user_id = ?", at)
    await tx.executemany(
        "INSERT INTO reactions (origin_box, origin_id, user_id, reaction, position, date, big, unread, saved_peer) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*at, one.reaction, one.position, one.date, int(one.big), int(one.unread), saved_peer) for one in chosen],
    )


async def any_unread(view: Snapshot, message: Message) -> bool:
    """Whether the writer of a message has reactions to see."""
    found = await view.fetchval(
        "SELECT 1 FROM reactions WHERE origin_box = ? AND origin_id = ? AND unread <> 0 LIMIT 1",
        (message.origin_box, message.origin_id),
    )
    return found is not None


async def mark_read(tx: Tx, read: Sequence[Message]) -> None:
    """Their writer has seen the reactions to these messages."""
    await tx.executemany(
        "UPDATE reactions SET unread = 0 WHERE origin_box = ? AND origin_id = ? AND unread <> 0",
        [(message.origin_box, message.origin_id) for message in read],
    )


async def forget(tx: Tx, gone: Sequence[Message]) -> None:
    """Drop the reactions to messages of which no copy is left."""
    for origin in {(message.origin_box, message.origin_id) for message in gone}:
        left = await tx.fetchval(f"SELECT 1 {FROM_PLACES} LIMIT 1", origin * 3)
        if left is None:
            await tx.execute("DELETE FROM reactions WHERE origin_box = ? AND origin_id = ?", origin)
