"""Wallpapers: those that people uploaded, and which of them and of the server's own each user keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgpack

from storage.accounts.users import next_number
from storage.database import Row, Snapshot, Tx

Settings = dict[str, Any]

FIRST_ID = 1 << 41
"""Below are those that came with the server."""


@dataclass(frozen=True, slots=True)
class Wallpaper:
    """One wallpaper; `file_id` is 0 for one of colours alone, `owner` 0 for those that came with the server."""

    wallpaper_id: int
    slug: str
    owner: int
    file_id: int
    pattern: bool
    settings: Settings
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What a user has of a wallpaper: their own settings for it, or that they want it no more."""

    wallpaper_id: int
    hidden: bool
    settings: Settings


_SELECT = "SELECT wallpaper_id, slug, owner, file_id, pattern, settings FROM wallpapers"


async def create(tx: Tx, *, slug: str, owner: int, file_id: int, pattern: bool, settings: Settings) -> Wallpaper:
    """Store a wallpaper under a new id."""
    wallpaper_id = await next_number(tx, "wallpapers", FIRST_ID)
    await tx.execute(
        "INSERT INTO wallpapers (wallpaper_id, slug, owner, file_id, pattern, settings) VALUES (?, ?, ?, ?, ?, ?)",
        (wallpaper_id, slug, owner, file_id, int(pattern), msgpack.packb(settings)),
    )
    return Wallpaper(wallpaper_id, slug, owner, file_id, pattern, settings)


async def by_ids(view: Snapshot, ids: Sequence[int]) -> dict[int, Wallpaper]:
    """The uploaded wallpapers with these ids; unknown ids are left out."""
    marks = ",".join("?" * len(ids))
    rows = await view.fetchall(f"{_SELECT} WHERE wallpaper_id IN ({marks})", ids) if ids else []
    return {row[0]: _wallpaper(row) for row in rows}


async def by_slug(view: Snapshot, slug: str) -> Wallpaper | None:
    """The uploaded wallpaper of this name."""
    row = await view.fetchone(f"{_SELECT} WHERE slug = ?", (slug,))
    return None if row is None else _wallpaper(row)


async def kept(view: Snapshot, user_id: int) -> list[Kept]:
    """What a user keeps and what they hid, the latest first."""
    rows = await view.fetchall(
        "SELECT wallpaper_id, hidden, settings FROM kept_wallpapers WHERE user_id = ? ORDER BY position DESC",
        (user_id,),
    )
    return [Kept(wallpaper_id, bool(hidden), msgpack.unpackb(settings)) for wallpaper_id, hidden, settings in rows]


async def keep(tx: Tx, user_id: int, one: Kept, *, at_most: int) -> None:
    """Put a wallpaper on top of a user's; what is beyond `at_most` falls off the end."""
    highest: int = await tx.fetchval(
        "SELECT COALESCE(MAX(position), 0) FROM kept_wallpapers WHERE user_id = ?", (user_id,)
    )
    await tx.execute(
        "INSERT INTO kept_wallpapers (user_id, wallpaper_id, position, hidden, settings) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (user_id, wallpaper_id) DO UPDATE SET position = excluded.position, hidden = excluded.hidden, "
        "settings = excluded.settings",
        (user_id, one.wallpaper_id, highest + 1, int(one.hidden), msgpack.packb(one.settings)),
    )
    for old in (await kept(tx, user_id))[at_most:]:
        await forget(tx, user_id, old.wallpaper_id)


async def forget(tx: Tx, user_id: int, wallpaper_id: int) -> None:
    """Take a wallpaper from a user's; it need not be there."""
    await tx.execute("DELETE FROM kept_wallpapers WHERE user_id = ? AND wallpaper_id = ?", (user_id, wallpaper_id))


async def reset(tx: Tx, user_id: int) -> None:
    """Forget all that a user keeps and hid."""
    await tx.execute("DELETE FROM kept_wallpapers WHERE user_id = ?", (user_id,))


def _wallpaper(row: Row) -> Wallpaper:
    wallpaper_id, slug, owner, file_id, pattern, settings = row
    return Wallpaper(wallpaper_id, slug, owner, file_id, bool(pattern), msgpack.unpackb(settings))
