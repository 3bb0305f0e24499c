"""Notification settings (core.telegram.org/api/push-updates#notification-settings), for one peer or a kind of peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgpack

from storage.database import Row, Snapshot, Tx


class Scope(StrEnum):
    """Whom settings are for."""

    PEER = "peer"
    USERS = "users"
    CHATS = "chats"
    BROADCASTS = "broadcasts"


@dataclass(frozen=True, slots=True)
class Place:
    """Whom settings are for: `peer` is a marked id, 0 unless the scope is PEER."""

    scope: Scope
    peer: int = 0


@dataclass(frozen=True, slots=True)
class Notify:
    """What differs from the defaults; None is "as everybody of the kind".

    `mute_until` is in Unix seconds. A sound is (kind, and what the kind carries).
    """

    show_previews: bool | None = None
    silent: bool | None = None
    mute_until: int | None = None
    sound: tuple[Any, ...] | None = None
    stories_muted: bool | None = None
    stories_hide_sender: bool | None = None
    stories_sound: tuple[Any, ...] | None = None


UNSET = Notify()


def _pack(notify: Notify) -> bytes:
    values = {name: getattr(notify, name) for name in Notify.__slots__}
    packed: bytes = msgpack.packb({name: value for name, value in values.items() if value is not None})
    return packed


def _notify(row: Row) -> tuple[Place, Notify]:
    scope, peer, value = row
    return Place(Scope(scope), peer), Notify(**msgpack.unpackb(value, use_list=False))


async def get(view: Snapshot, user_id: int, place: Place) -> Notify:
    """A user's settings for a place."""
    row = await view.fetchone(
        "SELECT scope, peer, value FROM notify_settings WHERE user_id = ? AND scope = ? AND peer = ?",
        (user_id, place.scope.value, place.peer),
    )
    return UNSET if row is None else _notify(row)[1]


async def of_peers(view: Snapshot, user_id: int, peers: Sequence[int]) -> dict[int, Notify]:
    """A user's settings for those of these peers that have any."""
    marks = ",".join("?" * len(peers))
    rows = await view.fetchall(
        f"SELECT scope, peer, value FROM notify_settings WHERE user_id = ? AND scope = ? AND peer IN ({marks})",
        (user_id, Scope.PEER.value, *peers),
    )
    return {place.peer: notify for place, notify in map(_notify, rows)}


async def exceptions(view: Snapshot, user_id: int, limit: int) -> dict[int, Notify]:
    """The peers for which a user has settings of their own."""
    rows = await view.fetchall(
        "SELECT scope, peer, value FROM notify_settings WHERE user_id = ? AND scope = ? ORDER BY peer LIMIT ?",
        (user_id, Scope.PEER.value, limit),
    )
    return {place.peer: notify for place, notify in map(_notify, rows)}


async def save(tx: Tx, user_id: int, place: Place, notify: Notify) -> None:
    """Set them; when nothing differs from the defaults, nothing is kept."""
    if notify == UNSET:
        await tx.execute(
            "DELETE FROM notify_settings WHERE user_id = ? AND scope = ? AND peer = ?",
            (user_id, place.scope.value, place.peer),
        )
        return
    await tx.execute(
        "INSERT INTO notify_settings (user_id, scope, peer, value) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (user_id, scope, peer) DO UPDATE SET value = excluded.value",
        (user_id, place.scope.value, place.peer, _pack(notify)),
    )


async def reset(tx: Tx, user_id: int) -> None:
    """Everything as it was at first."""
    await tx.execute("DELETE FROM notify_settings WHERE user_id = ?", (user_id,))
