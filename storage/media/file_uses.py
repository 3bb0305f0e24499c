"""What shows a file: messages, photos of people, sticker sets, lists that people keep. For the collection of garbage.

Every room that stores ids of files has its query here; a file found by none of them is unused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgpack

from storage.conversations import polls
from storage.conversations.group_messages import BODY
from storage.database import Snapshot, Tx

_BODIES_AT_ONCE = 2_000

FIELDS = ("file_id", "cover", "live")
"""Where media name files: what they are, the cover of a video, the video of a live photo. 0 where that is gone."""

_COLUMNS = (
    ("profile_photos", "file_id"),
    ("contacts", "photo_id"),
    ("stickers", "file_id"),
    ("sticker_sets", "thumb"),
    ("collections", "file_id"),
    ("web_pages", "photo"),
    ("wallpapers", "file_id"),
    ("secret_chat_files", "file_id"),
    ("starter_files", "file_id"),
)


async def in_columns(view: Snapshot) -> set[int]:
    """The files that columns of their own name."""
    found: set[int] = set()
    for table, column in _COLUMNS:
        found.update(row[0] for row in await view.fetchall(f"SELECT DISTINCT {column} FROM {table}"))
    return found


async def in_messages(view: Snapshot, after: tuple[int, int]) -> tuple[set[int], tuple[int, int] | None]:
    """The files that the next messages after (box, id) show, and where to go on; None at the end."""
    rows = await view.fetchall(
        f"SELECT box, id, {BODY} FROM messages WHERE (box, id) > (?, ?) ORDER BY box, id LIMIT ?",
        (*after, _BODIES_AT_ONCE),
    )
    found = {file_id for row in rows for file_id in _named(msgpack.unpackb(row[2]))}
    return found, (rows[-1][0], rows[-1][1]) if rows else None


async def in_scheduled(view: Snapshot) -> set[int]:
    """The files that messages show which are still to be sent."""
    rows = await view.fetchall("SELECT data FROM scheduled")
    return {file_id for row in rows for file_id in _named(msgpack.unpackb(row[0])["body"])}


async def in_drafts(view: Snapshot) -> set[int]:
    """The files of rich messages that somebody has begun to write."""
    rows = await view.fetchall("SELECT data FROM drafts")
    return {file_id for row in rows for file_id in _named(msgpack.unpackb(row[0]))}


async def in_chats(view: Snapshot) -> set[int]:
    """The photos of groups."""
    rows = await view.fetchall("SELECT photo FROM chats WHERE photo IS NOT NULL")
    return {msgpack.unpackb(row[0])["photo_id"] for row in rows}


async def in_polls(view: Snapshot) -> set[int]:
    """The files that polls show."""
    rows = await view.fetchall("SELECT data FROM polls")
    return {file_id for row in rows for file_id in _in_poll(msgpack.unpackb(row[0]))}


def _named(body: dict[str, Any]) -> Iterator[int]:
    """The files a body names: its media and blocks, a poll still to be sent, what a service action shows, and the media
    of what it replies to elsewhere."""
    if (rich := body.get("rich")) is not None:
        yield from in_rich_message(rich)
    for part in (body.get("media"), body.get("action"), body.get("reply", {}).get("media")):
        if part is not None:
            yield from named(part)
            if "poll" in part:
                yield from _in_poll(part["poll"])
            if "answer" in part:
                yield from named(polls.Answer(*part["answer"]).media or {})


def _in_poll(data: Mapping[str, Any]) -> Iterator[int]:
    for one in polls.defined(0, 0, data).parts:
        yield from named(one)


def in_rich_message(rich: Mapping[str, Any]) -> list[int]:
    """The files that a rich message names."""
    return [*rich["photos"], *rich["documents"]]


def named(media: Mapping[str, Any]) -> list[int]:
    """The files that one media names."""
    return [media[name] for name in FIELDS if media.get(name)]


async def unused_since(view: Snapshot) -> dict[int, int]:
    """Files that were unused when somebody looked last, and since when."""
    return dict(await view.fetchall("SELECT file_id, since FROM unused_files"))


async def mark(tx: Tx, unused: set[int], used: set[int], now: int) -> None:
    """Remember which files are unused, and forget it of those that are used again or gone."""
    await tx.executemany(
        "INSERT INTO unused_files (file_id, since) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(file_id, now) for file_id in unused],
    )
    await tx.executemany("DELETE FROM unused_files WHERE file_id = ?", [(file_id,) for file_id in used])
