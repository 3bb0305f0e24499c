"""What waits for one device alone: secret-chat messages, numbered by the device's own `qts`.

A message stays until its device says that it has been received, or until it is too old (row E1). Its bytes are opaque.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgpack

from storage.database import Row, Snapshot, Tx


@dataclass(frozen=True, slots=True)
class Queued:
    """One row of `device_queue`; `data` has `bytes`, and `file` (a record) or `service` where it is one."""

    device_id: int
    qts: int
    chat_id: int
    random_id: int
    date: int
    data: dict[str, Any]


NO_QTS = 1
"""Where the numbers of a device begin, as a box's pts does: TDLib takes a message with the qts 1 for a mistake."""


def topic(device_id: int) -> str:
    """The bus topic that new entries of a device's queue are published under."""
    return f"device.{device_id}"


def device_of(topic_name: str) -> int:
    """The device that a topic is about."""
    return int(topic_name.removeprefix("device."))


async def last_qts(view: Snapshot, device_id: int) -> int:
    """The highest qts given out to a device."""
    qts: int | None = await view.fetchval("SELECT qts FROM device_qts WHERE device_id = ?", (device_id,))
    return qts or NO_QTS


async def append(tx: Tx, device_id: int, chat_id: int, random_id: int, date: int, data: dict[str, Any]) -> Queued:
    """Put a message into a device's queue and publish it after the commit."""
    qts: int = await tx.fetchval(
        "INSERT INTO device_qts (device_id, qts) VALUES (?, ?) "
        "ON CONFLICT (device_id) DO UPDATE SET qts = device_qts.qts + 1 RETURNING qts",
        (device_id, NO_QTS + 1),
    )
    queued = Queued(device_id, qts, chat_id, random_id, date, data)
    await tx.execute(
        "INSERT INTO device_queue (device_id, qts, chat_id, random_id, date, data) VALUES (?, ?, ?, ?, ?, ?)",
        (device_id, qts, chat_id, random_id, date, msgpack.packb(data)),
    )
    tx.publish(topic(device_id), queued)
    return queued


async def after(view: Snapshot, device_id: int, qts: int, limit: int) -> Sequence[Queued]:
    """What waits for a device beyond the qts it has, in order."""
    rows = await view.fetchall(
        "SELECT device_id, qts, chat_id, random_id, date, data FROM device_queue "
        "WHERE device_id = ? AND qts > ? ORDER BY qts LIMIT ?",
        (device_id, qts, limit),
    )
    return [_queued(row) for row in rows]


async def waiting(view: Snapshot, device_id: int, chat_id: int, random_id: int) -> Queued | None:
    """The message with this random_id, while it waits."""
    row = await view.fetchone(
        "SELECT device_id, qts, chat_id, random_id, date, data FROM device_queue "
        "WHERE device_id = ? AND chat_id = ? AND random_id = ?",
        (device_id, chat_id, random_id),
    )
    return None if row is None else _queued(row)


async def received(tx: Tx, device_id: int, max_qts: int) -> list[int]:
    """A device has everything up to a qts: forget it; returns the random_ids that went (messages.receivedQueue)."""
    rows = await tx.fetchall(
        "DELETE FROM device_queue WHERE device_id = ? AND qts <= ? RETURNING random_id", (device_id, max_qts)
    )
    return [row[0] for row in rows]


async def forget(tx: Tx, before: int) -> int:
    """Drop what nobody fetched in time; returns how many."""
    return await tx.execute("DELETE FROM device_queue WHERE date < ?", (before,))


def _queued(row: Row) -> Queued:
    device_id, qts, chat_id, random_id, date, data = row
    return Queued(device_id, qts, chat_id, random_id, date, msgpack.unpackb(data))
