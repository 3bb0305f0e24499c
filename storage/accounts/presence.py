"""Presence: until when each device of a user is online, or was (core.telegram.org/api/status).

One number says both: a device whose moment lies ahead is online, one whose moment has passed was last online then. So
a client that vanishes goes offline by itself, also over a restart.
"""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Snapshot, Tx


async def online_until(view: Snapshot, user_ids: Sequence[int]) -> dict[int, int]:
    """Until when these users are or were online, by any device; who never was is left out."""
    marks = ",".join("?" * len(user_ids))
    rows = await view.fetchall(
        f"SELECT user_id, MAX(online_until) FROM presence WHERE user_id IN ({marks}) GROUP BY user_id", user_ids
    )
    return {row[0]: row[1] for row in rows}


async def set_online_until(tx: Tx, user_id: int, device_id: int, until: int, now: int) -> None:
    """A device is online until a moment, or went offline at it. Devices that ended before `now` say nothing more."""
    await tx.execute(
        "INSERT INTO presence (user_id, device_id, online_until) VALUES (?, ?, ?) ON CONFLICT (user_id, device_id) "
        "DO UPDATE SET online_until = excluded.online_until",
        (user_id, device_id, until),
    )
    await tx.execute(
        "DELETE FROM presence WHERE user_id = ? AND device_id <> ? AND online_until < ?", (user_id, device_id, now)
    )
