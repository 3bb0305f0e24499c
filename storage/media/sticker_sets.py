"""Sticker sets: what stands in them, whose they are, who has installed them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from storage.accounts.users import next_number
from storage.database import Row, Snapshot, Tx


class SetKind(IntEnum):
    """What the stickers of a set are for."""

    STICKERS = 0
    MASKS = 1
    EMOJI = 2


@dataclass(frozen=True, slots=True)
class StickerSet:
    """One set; `owner` is 0 for those that came with the server. `version` goes up with every change."""

    set_id: int
    owner: int
    kind: SetKind
    title: str
    short_name: str
    thumb: int
    text_color: bool
    version: int
    created_at: int


@dataclass(frozen=True, slots=True)
class Sticker:
    """One place in a set: its file, its emoji (separated by spaces), its keywords (by commas)."""

    file_id: int
    emoji: str
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class Installed:
    """One user's relation to a set."""

    set_id: int
    archived: bool
    installed_at: int


_COLUMNS = "set_id, owner, kind, title, short_name, thumb, text_color, version, created_at"
_SELECT = f"SELECT {_COLUMNS} FROM sticker_sets"


def _set(row: Row) -> StickerSet:
    set_id, owner, kind, title, short_name, thumb, text_color, version, created_at = row
    return StickerSet(set_id, owner, SetKind(kind), title, short_name, thumb, bool(text_color), version, created_at)


async def create(
    tx: Tx, *, owner: int, kind: SetKind, title: str, short_name: str, text_color: bool, now: int
) -> StickerSet | None:
    """Make an empty set; None when the short name is taken."""
    set_id = await next_number(tx, "sticker_sets", 1)
    made = await tx.execute(
        "INSERT INTO sticker_sets (set_id, owner, kind, title, folded_title, short_name, folded, thumb, text_color, "
        "version, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, 1, ?) ON CONFLICT DO NOTHING",
        (set_id, owner, int(kind), title, title.lower(), short_name, short_name.lower(), int(text_color), now),
    )
    return StickerSet(set_id, owner, kind, title, short_name, 0, text_color, 1, now) if made else None


async def by_id(view: Snapshot, set_id: int) -> StickerSet | None:
    """The set with this id."""
    row = await view.fetchone(f"{_SELECT} WHERE set_id = ?", (set_id,))
    return None if row is None else _set(row)


async def by_short_name(view: Snapshot, short_name: str) -> StickerSet | None:
    """The set of this name, whatever its case."""
    row = await view.fetchone(f"{_SELECT} WHERE folded = ?", (short_name.lower(),))
    return None if row is None else _set(row)


async def by_owner(view: Snapshot, owner: int, after: int, limit: int) -> list[StickerSet]:
    """The sets somebody made, newest first, from below `after` (0: from the top)."""
    rows = await view.fetchall(
        f"{_SELECT} WHERE owner = ? AND (? = 0 OR set_id < ?) ORDER BY set_id DESC LIMIT ?",
        (owner, after, after, limit),
    )
    return [_set(row) for row in rows]


async def of_file(view: Snapshot, file_id: int) -> StickerSet | None:
    """The set that a sticker stands in."""
    set_id = await view.fetchval("SELECT set_id FROM stickers WHERE file_id = ?", (file_id,))
    return None if set_id is None else await by_id(view, set_id)


async def titled(view: Snapshot, text: str, kinds: Iterable[SetKind], limit: int) -> list[StickerSet]:
    """Sets whose title or name begins with a text."""
    wanted = [int(kind) for kind in kinds]
    pattern, as_written = f"{_plain(text.lower())}%", f"{_plain(text)}%"
    marks = ",".join("?" * len(wanted))
    rows = await view.fetchall(
        f"{_SELECT} WHERE kind IN ({marks}) AND (folded_title LIKE ? ESCAPE '\\' OR folded LIKE ? ESCAPE '\\' "
        "OR title LIKE ? ESCAPE '\\') ORDER BY set_id LIMIT ?",
        (*wanted, pattern, pattern, as_written, limit),
    )
    return [_set(row) for row in rows]


async def standing_for(
    view: Snapshot, emoji: Sequence[str], word: str, kinds: Iterable[SetKind], offset: int, limit: int
) -> list[int]:
    """The files of stickers with one of these emoji (without U+FE0F, the mark of an emoji's colourful form) or with
    a keyword that begins with a word."""
    wanted = [int(kind) for kind in kinds]
    tests = [r"(' ' || REPLACE(s.emoji, ?, '') || ' ') LIKE ?"] * len(emoji)
    values: list[str] = [value for one in emoji for value in ("\ufe0f", f"% {_plain(one)} %")]
    if word := _plain(word):
        tests.append(r"(',' || s.keywords) LIKE ? ESCAPE '\'")
        values.append(f"%,{word}%")
    if not tests:
        return []
    rows = await view.fetchall(
        "SELECT s.file_id FROM stickers s JOIN sticker_sets w ON w.set_id = s.set_id "
        f"WHERE w.kind IN ({','.join('?' * len(wanted))}) AND ({' OR '.join(tests)}) "
        "ORDER BY s.set_id, s.position LIMIT ? OFFSET ?",
        (*wanted, *values, limit, offset),
    )
    return [row[0] for row in rows]


async def shipped(view: Snapshot, kind: SetKind) -> list[Sticker]:
    """What stands in the sets that came with the server."""
    rows = await view.fetchall(
        "SELECT s.file_id, s.emoji, s.keywords FROM stickers s JOIN sticker_sets w ON w.set_id = s.set_id "
        "WHERE w.owner = 0 AND w.kind = ? ORDER BY s.set_id, s.position",
        (int(kind),),
    )
    return [Sticker(*row) for row in rows]


def _plain(text: str) -> str:
    """A text for a LIKE pattern, where it means nothing but itself."""
    return text.replace("\\", "").replace("%", "").replace("_", "\\_")


async def change(
    tx: Tx, set_id: int, *, title: str | None = None, thumb: int | None = None, owner: int | None = None
) -> StickerSet:
    """Change a set, or only say that its stickers have changed; the set as it then is."""
    await tx.execute(
        "UPDATE sticker_sets SET title = COALESCE(?, title), folded_title = COALESCE(?, folded_title), "
        "thumb = COALESCE(?, thumb), owner = COALESCE(?, owner), version = version + 1 WHERE set_id = ?",
        (title, None if title is None else title.lower(), thumb, owner, set_id),
    )
    changed = await by_id(tx, set_id)
    assert changed is not None  # the caller found it in this unit
    return changed


async def delete(tx: Tx, set_id: int) -> list[int]:
    """Delete a set; the users who had it installed."""
    rows = await tx.fetchall("SELECT user_id FROM installed_sets WHERE set_id = ?", (set_id,))
    for table in ("installed_sets", "stickers", "sticker_sets"):
        await tx.execute(f"DELETE FROM {table} WHERE set_id = ?", (set_id,))
    return [row[0] for row in rows]


async def stickers(view: Snapshot, set_id: int) -> list[Sticker]:
    """What stands in a set, in order."""
    rows = await view.fetchall(
        "SELECT file_id, emoji, keywords FROM stickers WHERE set_id = ? ORDER BY position", (set_id,)
    )
    return [Sticker(*row) for row in rows]


async def arrange(tx: Tx, set_id: int, arranged: Sequence[Sticker]) -> None:
    """Make these the stickers of a set, in this order."""
    await tx.execute("DELETE FROM stickers WHERE set_id = ?", (set_id,))
    await tx.executemany(
        "INSERT INTO stickers (set_id, file_id, position, emoji, keywords) VALUES (?, ?, ?, ?, ?)",
        [(set_id, one.file_id, at, one.emoji, one.keywords) for at, one in enumerate(arranged)],
    )


async def installed(view: Snapshot, user_id: int, kind: SetKind, *, archived: bool = False) -> list[Installed]:
    """The sets of a kind that a user has installed (or archived), in the user's order."""
    rows = await view.fetchall(
        "SELECT set_id, archived, installed_at FROM installed_sets WHERE user_id = ? AND kind = ? AND archived = ? "
        "ORDER BY position DESC",
        (user_id, int(kind), int(archived)),
    )
    return [Installed(set_id, bool(old), at) for set_id, old, at in rows]


async def installation(view: Snapshot, user_id: int, set_id: int) -> Installed | None:
    """Whether and how a user has installed a set."""
    row = await view.fetchone(
        "SELECT set_id, archived, installed_at FROM installed_sets WHERE user_id = ? AND set_id = ?", (user_id, set_id)
    )
    return None if row is None else Installed(row[0], bool(row[1]), row[2])


async def install(tx: Tx, user_id: int, which: StickerSet, *, archived: bool, now: int) -> None:
    """Put a set on top of those that a user has."""
    highest: int = await tx.fetchval(
        "SELECT COALESCE(MAX(position), 0) FROM installed_sets WHERE user_id = ?", (user_id,)
    )
    await tx.execute(
        "INSERT INTO installed_sets (user_id, set_id, kind, position, archived, installed_at) "
        "VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (user_id, set_id) DO UPDATE SET position = excluded.position, archived = excluded.archived",
        (user_id, which.set_id, int(which.kind), highest + 1, int(archived), now),
    )


async def uninstall(tx: Tx, user_id: int, set_id: int) -> None:
    """Take a set from those that a user has."""
    await tx.execute("DELETE FROM installed_sets WHERE user_id = ? AND set_id = ?", (user_id, set_id))


async def reorder(tx: Tx, user_id: int, order: Sequence[int]) -> None:
    """Put installed sets in this order; those not named come after them."""
    highest: int = await tx.fetchval(
        "SELECT COALESCE(MAX(position), 0) FROM installed_sets WHERE user_id = ?", (user_id,)
    )
    await tx.executemany(
        "UPDATE installed_sets SET position = ? WHERE user_id = ? AND set_id = ?",
        [(highest + len(order) - at, user_id, set_id) for at, set_id in enumerate(order)],
    )


async def count_by_owner(view: Snapshot, owner: int) -> int:
    """How many sets somebody made."""
    count: int = await view.fetchval("SELECT COUNT(*) FROM sticker_sets WHERE owner = ?", (owner,))
    return count
