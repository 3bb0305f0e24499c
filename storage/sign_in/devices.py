"""Devices: what the API calls authorizations (core.telegram.org/constructor/authorization).

A device is one user signed in under one permanent key. Its id is random, serves as the `hash` of
account.getAuthorizations, and never changes meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import msgpack

from storage.conversations import secret_chats
from storage.database import Row, Snapshot, Tx


class DeviceState(IntEnum):
    """Whether the sign-in is complete."""

    SIGNED_IN = 0
    PASSWORD_PENDING = 1


@dataclass(frozen=True, slots=True)
class Device:
    """One row of `devices`; times in Unix seconds, `client` is what initConnection said."""

    device_id: int
    user_id: int
    key_id: int
    state: DeviceState
    created_at: int
    active_at: int
    address: str
    api_id: int
    client: dict[str, Any]
    parent: int = 0
    confirmed: bool = False
    secret_chats_refused: bool = False
    calls_refused: bool = False


_COLUMNS = (
    "device_id, user_id, key_id, state, created_at, active_at, address, api_id, client, parent, "
    "confirmed, secret_chats_refused, calls_refused"
)
_SELECT = f"SELECT {_COLUMNS} FROM devices"


def _device(row: Row) -> Device:
    (
        device_id,
        user_id,
        key_id,
        state,
        created_at,
        active_at,
        address,
        api_id,
        client,
        parent,
        confirmed,
        no_secret_chats,
        no_calls,
    ) = row
    return Device(
        device_id=device_id,
        user_id=user_id,
        key_id=key_id,
        state=DeviceState(state),
        created_at=created_at,
        active_at=active_at,
        address=address,
        api_id=api_id,
        client=msgpack.unpackb(client),
        parent=parent,
        confirmed=bool(confirmed),
        secret_chats_refused=bool(no_secret_chats),
        calls_refused=bool(no_calls),
    )


async def put(tx: Tx, device: Device) -> None:
    """Sign a device in, in place of whatever was signed in under its key."""
    if (former := await by_key(tx, device.key_id)) is not None:
        await secret_chats.discard_of_device(tx, former.device_id, device.created_at)
        await tx.execute("DELETE FROM devices WHERE key_id = ?", (device.key_id,))
    await tx.execute(
        f"INSERT INTO devices ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            device.device_id,
            device.user_id,
            device.key_id,
            int(device.state),
            device.created_at,
            device.active_at,
            device.address,
            device.api_id,
            msgpack.packb(device.client),
            device.parent,
            int(device.confirmed),
            int(device.secret_chats_refused),
            int(device.calls_refused),
        ),
    )


async def by_key(view: Snapshot, key_id: int) -> Device | None:
    """The device signed in under this permanent key."""
    row = await view.fetchone(f"{_SELECT} WHERE key_id = ?", (key_id,))
    return None if row is None else _device(row)


async def by_id(view: Snapshot, user_id: int, device_id: int) -> Device | None:
    """This user's device with this id."""
    row = await view.fetchone(f"{_SELECT} WHERE device_id = ? AND user_id = ?", (device_id, user_id))
    return None if row is None else _device(row)


async def of_user(view: Snapshot, user_id: int) -> list[Device]:
    """Every device of a user, the last active first; derived ones are part of theirs."""
    rows = await view.fetchall(
        f"{_SELECT} WHERE user_id = ? AND parent = 0 ORDER BY active_at DESC, device_id", (user_id,)
    )
    return [_device(row) for row in rows]


async def unused(view: Snapshot, since: int, after: int, limit: int) -> list[Device]:
    """A page of devices not seen since a moment, by id; derived ones end with theirs."""
    rows = await view.fetchall(
        f"{_SELECT} WHERE parent = 0 AND active_at < ? AND device_id > ? ORDER BY device_id LIMIT ?",
        (since, after, limit),
    )
    return [_device(row) for row in rows]


async def set_state(tx: Tx, device_id: int, state: DeviceState) -> None:
    """Complete (or suspend) a sign-in."""
    await tx.execute("UPDATE devices SET state = ? WHERE device_id = ?", (int(state), device_id))


async def set_settings(
    tx: Tx, device_id: int, *, confirmed: bool, secret_chats_refused: bool, calls_refused: bool
) -> None:
    """account.changeAuthorizationSettings."""
    await tx.execute(
        "UPDATE devices SET confirmed = ?, secret_chats_refused = ?, calls_refused = ? WHERE device_id = ?",
        (int(confirmed), int(secret_chats_refused), int(calls_refused), device_id),
    )


async def touch(tx: Tx, device_id: int, now: int, address: str, client: dict[str, Any]) -> None:
    """Remember when and from where a device was last seen, and what it calls itself now."""
    await tx.execute(
        "UPDATE devices SET active_at = ?, address = ?, client = ? WHERE device_id = ?",
        (now, address, msgpack.packb(client), device_id),
    )


async def delete(tx: Tx, device_id: int, now: int) -> list[int]:
    """Sign a device out, and those derived from it; returns the keys nobody is signed in under now.

    The keys stay: a client may sign in again under them. Its secret chats end.
    """
    await secret_chats.discard_of_device(tx, device_id, now)
    rows = await tx.fetchall("DELETE FROM devices WHERE device_id = ? OR parent = ? RETURNING key_id", (device_id,) * 2)
    return [row[0] for row in rows]
