"""Authorization keys as they are kept: sealed, with what was announced under them.

A permanent key lives until it is destroyed; a temporary one (core.telegram.org/api/pfs) until `expires_at`, and at most
one for messages and one for media is bound to a permanent key at a time. Key ids are signed 64-bit integers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgpack

from storage.database import Snapshot, Tx


@dataclass(frozen=True, slots=True)
class AuthKeyRecord:
    """One row of `auth_keys`.

    `sealed` is the 256-byte key as `storage.sealing` wrote it, bound to `key_id`; `dc_id` the data centre that the
    client thinks it speaks to, 0 where it did not say.
    """

    key_id: int
    sealed: bytes
    created_at: int
    expires_at: int = 0
    bound_to: int | None = None
    media: bool = False
    layer: int = 0
    client: dict[str, Any] = field(default_factory=dict)
    dc_id: int = 0


_COLUMNS = "key_id, sealed, created_at, expires_at, bound_to, media, layer, client, dc_id"


async def insert(tx: Tx, record: AuthKeyRecord) -> bool:
    """Keep a new key; False when the id is already taken, and nothing is changed then (H12)."""
    inserted = await tx.execute(
        f"INSERT INTO auth_keys ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            record.key_id,
            record.sealed,
            record.created_at,
            record.expires_at,
            record.bound_to,
            int(record.media),
            record.layer,
            msgpack.packb(record.client),
            record.dc_id,
        ),
    )
    return inserted == 1


async def load(view: Snapshot, key_id: int) -> AuthKeyRecord | None:
    """The key with this id, expired or not."""
    row = await view.fetchone(f"SELECT {_COLUMNS} FROM auth_keys WHERE key_id = ?", (key_id,))
    if row is None:
        return None
    key_id, sealed, created_at, expires_at, bound_to, media, layer, client, dc_id = row
    announced = msgpack.unpackb(client or b"\x80")
    return AuthKeyRecord(key_id, sealed, created_at, expires_at, bound_to, bool(media), layer, announced, dc_id)


async def bind(tx: Tx, temporary: int, permanent: int) -> int | None:
    """Bind a temporary key; the one of its sort that was bound before is deleted and its id returned (P5)."""
    former: int | None = await tx.fetchval(
        "SELECT key_id FROM auth_keys WHERE bound_to = ? AND key_id <> ? "
        "AND media = (SELECT media FROM auth_keys WHERE key_id = ?)",
        (permanent, temporary, temporary),
    )
    if former is not None:
        await tx.execute("DELETE FROM auth_keys WHERE key_id = ?", (former,))
    await tx.execute("UPDATE auth_keys SET bound_to = ? WHERE key_id = ?", (permanent, temporary))
    return former


async def announce(tx: Tx, key_id: int, layer: int, client: dict[str, Any]) -> None:
    """Remember what invokeWithLayer and initConnection said under this permanent key."""
    await tx.execute(
        "UPDATE auth_keys SET layer = ?, client = ? WHERE key_id = ?", (layer, msgpack.packb(client), key_id)
    )


async def bound_keys(view: Snapshot, permanent: int) -> list[int]:
    """Ids of the temporary keys bound to a permanent one."""
    rows = await view.fetchall("SELECT key_id FROM auth_keys WHERE bound_to = ?", (permanent,))
    return [row[0] for row in rows]


async def delete(tx: Tx, key_id: int) -> None:
    """Destroy a key, the temporary keys bound to it, and the device that was signed in under it."""
    await tx.execute("DELETE FROM auth_keys WHERE key_id = ? OR bound_to = ?", (key_id, key_id))
    await tx.execute("DELETE FROM devices WHERE key_id = ?", (key_id,))


async def delete_expired(tx: Tx, now: int) -> int:
    """Forget temporary keys that have run out (H15); returns how many."""
    return await tx.execute("DELETE FROM auth_keys WHERE expires_at > 0 AND expires_at <= ?", (now,))
