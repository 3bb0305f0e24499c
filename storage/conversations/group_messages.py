"""What the copies of a message to a basic group share, stored once and not in the box of every member: the body, and
where the copies stand.

A copy whose own body is empty has the shared one (`BODY` reads it so). That is so for what is written to all members at
once. The writer's own copy has its own; so have copies that an edit did not reach or a newcomer was shown, and those
that show a poll, by which they are looked for. What no copy has any more is not kept, nor is a message without copies
(`tidy`): what was edited or deleted everywhere is gone.

Places are a JSON object, the id of the copy by box. A copy that was deleted keeps its place, as no id is used twice;
whoever looks there finds nothing. So to delete a copy for oneself changes no place of two hundred.

In private chats the writer's own copy says where the other one is. When it is deleted before that, a row of these takes
its part (`outlive`), with one place and no body.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import msgspec

from storage.database import Snapshot, Tx

Origin: TypeAlias = tuple[int, int]
"""A message by the writer's own copy of it: (origin_box, origin_id)."""


class GroupMessage(NamedTuple):
    """A row: the body of those copies that have none of their own, and where the copies stand (`places`, JSON)."""

    origin_box: int
    origin_id: int
    body: bytes
    places: str


BODY = (
    "CASE WHEN length(messages.body) > 0 THEN messages.body ELSE (SELECT g.body FROM group_messages g "
    "WHERE g.origin_box = messages.origin_box AND g.origin_id = messages.origin_id) END"
)
"""The body of a row of `messages`."""

PLACES = (
    "SELECT CAST(key AS BIGINT), value FROM group_messages, json_each(places) WHERE origin_box = ? AND origin_id = ?"
)
"""The places (box, id) of all copies of a message to a group."""

ID = "json_extract(places, ?)"
"""The id of the copy in one box, by the box's `path`."""

_COPIES = "FROM json_each(places) CROSS JOIN messages m WHERE m.box = CAST(key AS BIGINT) AND m.id = value"
_THIS = "WHERE origin_box = ? AND origin_id = ?"


def path(box: int) -> str:
    """Where a box's copy stands among the places."""
    return f'$."{box}"'


def as_places(ids: Mapping[int, int]) -> str:
    """The ids of copies, by box, as they are stored."""
    return msgspec.json.encode(ids).decode()


def insert_later(tx: Tx, written: Sequence[GroupMessage]) -> None:
    """Store what the copies share that this unit gives to `Tx.insert_later`."""
    tx.insert_later("INSERT INTO group_messages (origin_box, origin_id, body, places) VALUES (?, ?, ?, ?)", written)


async def add(tx: Tx, late: Iterable[tuple[Origin, int, int]]) -> None:
    """Copies came later than the others: of which message, to which box, and the id there."""
    await tx.executemany(
        f"UPDATE group_messages SET places = json_set(places, ?, ?) {_THIS}",
        [(path(box), message_id, *origin) for origin, box, message_id in late],
    )


async def outlive(tx: Tx, going: Sequence[Origin]) -> None:
    """Writers' own copies are about to be deleted: remember where the others of private messages stand."""
    await tx.executemany(
        "INSERT INTO group_messages (origin_box, origin_id, body, places) "
        "SELECT box, id, '', json_object(CAST(peer AS TEXT), copy_id) FROM messages "
        "WHERE box = ? AND id = ? AND copy_id > 0",
        going,
    )


async def bodies(view: Snapshot, origins: Collection[Origin]) -> dict[Origin, bytes]:
    """The shared bodies of those of these messages that were sent to groups."""
    found = {}
    for origin in origins:
        body = await view.fetchval(f"SELECT body FROM group_messages {_THIS}", origin)
        if body is not None:
            found[origin] = body
    return found


async def tidy(tx: Tx, origins: Collection[Origin]) -> None:
    """Forget those of these messages that have no copy any more, and bodies that no copy has."""
    await tx.executemany(f"DELETE FROM group_messages {_THIS} AND NOT EXISTS (SELECT 1 {_COPIES})", origins)
    await tx.executemany(
        f"UPDATE group_messages SET body = '' {_THIS} AND length(body) > 0 "
        f"AND NOT EXISTS (SELECT 1 {_COPIES} AND length(m.body) = 0)",
        origins,
    )
